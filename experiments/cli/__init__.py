"""The command line: ``app`` is where it starts, ``options`` what several commands take; else one file for each command."""
