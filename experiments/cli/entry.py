"""The program's first lines: a request to end is heard before anything that takes long is imported."""

from __future__ import annotations

import os
import sys

from experiments.cli.stopping import stop_as_interrupted

INTERRUPTED = 130


def main() -> int:
    """Run the command line; the exit code."""
    stop_as_interrupted()
    # Pydantic looks for plug-ins in every package that is installed, which takes as long as reading a file; none has a part in a command.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from experiments.cli.app import main as command

        return command()
    except KeyboardInterrupt:  # before the command was read, or after it had its say
        print("Interrupted.", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
