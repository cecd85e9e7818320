"""``python -m experiments.upkeep.bench``: measure and print the table, or with ``--against`` an older commit's engine beside this one's."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console

from experiments.text.errors import UserError
from experiments.upkeep.bench.timing import FULL, QUICK
from simulation.rule import COMPILED

BAD_INPUT, INTERRUPTED = 2, 130


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m experiments.upkeep.bench", description="How fast the engine is.")
    parser.add_argument("--quick", action="store_true", help="the table: small districts and two runs, the figures say little; --against: few runs")
    parser.add_argument("--against", metavar="REV", help="run the engine of this commit and of this tree in turn, and print the ratio")
    parser.add_argument("--dirty", action="store_true", help="with --against: measure this tree also where it has changes that no commit holds")
    given = parser.parse_args()
    if given.dirty and given.against is None:
        parser.error("--dirty says something of --against alone: the table measures this tree as it stands")
    return given


def main() -> int:
    """Print to stdout, each finished row to stderr; exit code 2 where nothing is compiled or there is nothing to hold it against, 130 after Ctrl-C."""
    given = arguments()
    if not COMPILED:
        print("the engine is not compiled: unset INSPECTORATE_PLAIN and NUMBA_DISABLE_JIT", file=sys.stderr)
        return BAD_INPUT
    console = Console(width=None if sys.stdout.isatty() else 140, highlight=False)
    try:
        if given.against is None:
            table(console, given.quick)
        else:
            against(console, given.against, given.quick, given.dirty)
    except UserError as error:
        print(f"Error: {error}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return INTERRUPTED
    return 0


def table(console: Console, is_quick: bool) -> None:
    """The one table of figures and aims."""
    from experiments.upkeep.bench.figures import figures
    from experiments.upkeep.bench.table import table_of

    rows, effort = [], QUICK if is_quick else FULL
    for figure in figures(effort):
        print(f"{figure.name}: {figure.shown}", file=sys.stderr, flush=True)
        rows.append(figure)
    console.print(table_of(rows, effort.runs, effort.is_quick))


def against(console: Console, revision: str, is_quick: bool, is_dirty: bool) -> None:
    """The tables of the gate."""
    from experiments.upkeep.bench.against import report, turns

    for part in report.against(revision, turns.QUICK if is_quick else turns.FULL, is_dirty):
        console.print(part)


if __name__ == "__main__":
    sys.exit(main())
