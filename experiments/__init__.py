"""Studies on the model, from Python: what ``inspectorate`` is for a shell, these names are for a notebook.

===============  =====================================================================================
``compare``      policies against the baseline on the same worlds; gives a ``Comparison``
``Comparison``   its ``table`` (a pandas frame), ``verdict()`` (text), ``write(folder)`` (files, figures)
``Scenario``     one question in five shapes: address, file, command, line of a notebook, workbook
``make_plan``    what is to be compared, from names or objects, checked and not yet run
``run_plan``     runs such a plan, on several processes and with what was kept before
``run_sweep``    runs a sweep plan into a folder, or what is missing of it there
``open_sweep``   the results of a sweep's folder: pandas, NumPy, SQL
``run_trials``   puts the model through published studies
``use_language`` texts in English ("en") or Chinese ("zh") from now on
``UserError``    what is wrong with an input, where, and how to mend it
``__version__``  the version of this package as installed
===============  =====================================================================================

Each is imported when it is first asked for, so that ``import experiments`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.comparison.compare import Comparison, compare, run_plan
    from experiments.running.planning import make_plan
    from experiments.running.scenario import Scenario
    from experiments.studies.sweep.results import open as open_sweep
    from experiments.studies.sweep.study import run_sweep
    from experiments.studies.trials.study import run_trials
    from experiments.text.errors import UserError
    from experiments.text.messages import activate as use_language

    __version__: str

__all__ = [
    "Comparison", "Scenario", "UserError", "__version__", "compare", "make_plan", "open_sweep", "run_plan", "run_sweep", "run_trials", "use_language",
]  # fmt: skip

_HOMES = {
    "Comparison": ("experiments.comparison.compare", "Comparison"),
    "Scenario": ("experiments.running.scenario", "Scenario"),
    "UserError": ("experiments.text.errors", "UserError"),
    "compare": ("experiments.comparison.compare", "compare"),
    "make_plan": ("experiments.running.planning", "make_plan"),
    "open_sweep": ("experiments.studies.sweep.results", "open"),
    "run_plan": ("experiments.comparison.compare", "run_plan"),
    "run_sweep": ("experiments.studies.sweep.study", "run_sweep"),
    "run_trials": ("experiments.studies.trials.study", "run_trials"),
    "use_language": ("experiments.text.messages", "activate"),
}
"""Where each name lives: the module, and its name there."""


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("inspectorate")
    if name not in _HOMES:
        raise AttributeError(f"module 'experiments' has no attribute {name!r}")
    module, there = _HOMES[name]
    return getattr(import_module(module), there)


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
