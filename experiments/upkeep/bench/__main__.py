"""``python -m experiments.upkeep.bench``: measure and print the table; ``--quick`` only shows that every row can be measured."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console

from experiments.upkeep.bench.figures import figures
from experiments.upkeep.bench.table import table_of
from experiments.upkeep.bench.timing import FULL, QUICK
from simulation.rule import COMPILED


def main() -> int:
    """Print the table to stdout, each finished row to stderr; exit code 2 where nothing is compiled."""
    parser = argparse.ArgumentParser(prog="python -m experiments.upkeep.bench", description="How fast the engine is.")
    parser.add_argument("--quick", action="store_true", help="small districts and two runs: the figures say little")
    effort = QUICK if parser.parse_args().quick else FULL
    if not COMPILED:
        print("the engine is not compiled: unset INSPECTORATE_PLAIN and NUMBA_DISABLE_JIT", file=sys.stderr)
        return 2
    rows = []
    for figure in figures(effort):
        print(f"{figure.name}: {figure.shown}", file=sys.stderr, flush=True)
        rows.append(figure)
    Console(width=None if sys.stdout.isatty() else 120, highlight=False).print(table_of(rows, effort.runs, effort.is_quick))
    return 0


if __name__ == "__main__":
    sys.exit(main())
