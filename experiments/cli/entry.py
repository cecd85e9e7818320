"""The program's first lines: a request to end is heard before anything that takes long is imported."""

from __future__ import annotations

import sys

from experiments.cli.stopping import stop_as_interrupted

INTERRUPTED = 130


def main() -> int:
    """Run the command line; the exit code."""
    stop_as_interrupted()
    try:
        from experiments.cli.app import main as command

        return command()
    except KeyboardInterrupt:  # before the command was read, or after it had its say
        print("Interrupted.", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
