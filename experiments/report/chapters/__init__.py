"""The chapters of a report, each a list of blocks from the comparison by the words, rows and figures that every other output uses."""
