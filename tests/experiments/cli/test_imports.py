"""What the short commands import of the libraries that take long: nothing that they do not use."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "numpy", "pandas", "mesa", "numba", "llvmlite", "scipy", "pyarrow", "matplotlib", "statsmodels", "sklearn", "emcee", "SALib", "ema_workbench",
    "pymoo", "duckdb", "xlsxwriter", "dask", "distributed", "simulation.engine", "simulation.agents", "simulation.model", "simulation.rules",
    "scenarios.schema.trial", "scenarios.schema.district", "multiprocessing", "asyncio",
)  # fmt: skip
CHECKED = {"scenarios.schema.district", "simulation.rules", "numpy"}
"""A district that is read is held against the bounds of the rules; where the counties of the country lie is drawn in columns."""
IMPORTED = {
    "": set(), "--help": set(), "--version": set(), "explain --help": set(), "policies": set(), "explain all-five": CHECKED, "parameters": set(),
    "parameters fine_scale": set(), "phases": set(), "districts": CHECKED, "trials": {"scenarios.schema.trial", *CHECKED},
}  # fmt: skip
LEAST = {"--help": 20, "--version": 1}
"""Lines that a command prints at least, where that is not five: an empty answer imports nothing either."""

PROGRAM = f"""
import sys
from experiments.cli.entry import main
code = main()
print("imported", *[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.parametrize("words", IMPORTED, ids=lambda words: words or "nothing")
def test_a_short_command_imports_what_it_uses_and_no_more(words: str) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, *words.split()], capture_output=True, text=True, check=False)
    assert done.returncode == (0 if words else 2), done.stderr
    assert len((done.stdout or done.stderr).splitlines()) >= LEAST.get(words, 5)
    first, *imported = done.stderr.splitlines()[-1].split()
    assert (first, set(imported)) == ("imported", IMPORTED[words])


def test_a_comparison_imports_no_statistics_that_few_sets_do_not_want() -> None:
    code = "import sys, experiments.cli.comparing, experiments.comparison.store; print('scipy.special' in sys.modules, 'scipy.stats' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split() == ["True", "False"]


def test_a_command_is_the_same_whether_the_others_are_known_or_not() -> None:
    """Only the file of the command that is asked for is imported; its help must not show it."""
    from typer.main import get_command

    from experiments.cli.app import COMMANDS, app, program

    whole = get_command(app)
    for name in COMMANDS:
        alone = get_command(program([name]))
        assert _told(alone.commands[name]) == _told(whole.commands[name])  # type: ignore[attr-defined]


def _told(command: object) -> list[object]:
    return [command.name, command.help, *((p.name, p.opts, p.required, p.default) for p in command.params)]  # type: ignore[attr-defined]
