"""What the command line takes: its short commands, and a comparison whose engine takes next to nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from experiments.upkeep.bench.processes import processor_seconds_of

PROGRAM = ["-c", "import sys; from experiments.cli.entry import main; sys.exit(main())"]
SHORT: dict[str, list[str]] = {
    "--version": ["--version"], "--help": ["--help"], "policies": ["policies"], "explain all-five": ["explain", "all-five"],
    "districts": ["districts"], "parameters": ["parameters"],
}  # fmt: skip
COMPARE = ["compare", "--district", "jiuyuan-hamlet", "--policy", "coordination", "--policy", "incentives", "--worlds", "20", "--months", "36", "--quiet"]


@contextmanager
def _as_installed() -> Iterator[dict[str, str]]:
    """Settings under which Python keeps its byte code, as it does for whoever uses the program, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield {"PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}


def short_seconds(runs: int) -> dict[str, float]:
    """Median processor time of each short command."""
    found = {}
    with _as_installed() as settings:
        for name, words in SHORT.items():
            processor_seconds_of([*PROGRAM, *words], settings)
            found[name] = median(processor_seconds_of([*PROGRAM, *words], settings) for _ in range(runs))
    return found


def compare_seconds(runs: int) -> float:
    """Median processor time of a comparison of the hamlet, twenty worlds of three years, with its files and figures, and of its workers."""
    with _as_installed() as settings, tempfile.TemporaryDirectory() as place:
        seconds = [processor_seconds_of([*PROGRAM, *COMPARE, "--out", str(Path(place) / f"run-{run}")], settings) for run in range(runs + 1)]
    return median(seconds[1:])
