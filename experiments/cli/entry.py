"""The program's first lines: a request to end is heard before anything that takes long is imported."""

from __future__ import annotations

import atexit
import gc
import os
import sys

from experiments.cli.stopping import stop_as_interrupted

INTERRUPTED = 130
MADE_BETWEEN_COLLECTIONS = 20_000
"""Objects; a command makes some hundred thousand that it needs to its end, and Python by itself looks for refuse among them at every 700."""


def main() -> int:
    """Run the command line; the exit code."""
    stop_as_interrupted()
    _collect_seldom()
    # Pydantic looks for plug-ins in every package that is installed, which takes as long as reading a file; none has a part in a command.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from experiments.cli.app import main as command

        return command()
    except KeyboardInterrupt:  # before the command was read, or after it had its say
        print("Interrupted.", file=sys.stderr)
        return INTERRUPTED


def _collect_seldom() -> None:
    """Look for refuse less often than is usual, and at the end not at all: the process gives back everything at once."""
    gc.set_threshold(MADE_BETWEEN_COLLECTIONS)
    atexit.register(gc.freeze)


if __name__ == "__main__":
    sys.exit(main())
