"""The model: enterprises, inspectors and departments of a district, month by month.  Knows nothing of files, plots or studies.

Run it: ``simulate`` one policy on one world, ``simulate_policies`` several on the same world, ``simulate_region`` many districts side by
side; each gives ``Run``.  Asked for with ``by_enterprise``, a run holds ``EnterpriseMonths`` too; ``BY_ENTERPRISE`` names what can be
kept and ``measures`` tells units and meanings.  Asked for with ``breakdowns``, it holds a ``Breakdown`` of outcomes by each of what was named
out of ``BREAKDOWNS``.
Stand beside it: ``settle`` gives ``Settled``, a world after its burn-in; courses of it (``Course``) go on month by month, can be stopped, looked at
and filmed (``Film``), any number at the same time (docs/course.md).
What goes in: ``District`` or ``Region``, ``Policy`` with its ``LeverSetting`` and ``CellSetting``, ``BASELINE`` (no lever moved), ``Parameters``.
``scenarios`` reads them from files.
What comes out: ``OUTCOMES`` with units and how their months add up; ``PHASES`` are the steps of a month, in order.
To extend with Mesa: ``DistrictModel`` and its agents ``Enterprise``, ``Department``, ``Inspector`` (docs/mesa.md).
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulation.agents.department import Department
    from simulation.agents.enterprise import Enterprise
    from simulation.agents.inspector import Inspector
    from simulation.breakdowns import BREAKDOWNS
    from simulation.by_enterprise import BY_ENTERPRISE, measures
    from simulation.course import Course, Settled, settle
    from simulation.district import District
    from simulation.film import Film
    from simulation.model import DistrictModel
    from simulation.month import PHASES
    from simulation.outcomes import OUTCOMES
    from simulation.parameters import Parameters
    from simulation.policy import BASELINE, CellSetting, LeverSetting, Policy
    from simulation.region import Region
    from simulation.results import Breakdown, EnterpriseMonths, Run
    from simulation.simulate import simulate, simulate_policies
    from simulation.simulate_region import simulate_region

__all__ = [
    "BASELINE", "BREAKDOWNS", "BY_ENTERPRISE", "OUTCOMES", "PHASES", "Breakdown", "CellSetting", "Course", "Department", "District", "DistrictModel", "Enterprise", "EnterpriseMonths", "Film",
    "Inspector", "LeverSetting", "Parameters", "Policy", "Region", "Run", "Settled", "measures", "settle", "simulate", "simulate_policies", "simulate_region",
]

_HOMES = {
    "BASELINE": "policy", "BREAKDOWNS": "breakdowns", "Breakdown": "results", "BY_ENTERPRISE": "by_enterprise", "CellSetting": "policy", "Course": "course", "Department": "agents.department", "District": "district",
    "DistrictModel": "model", "Enterprise": "agents.enterprise", "EnterpriseMonths": "results", "Film": "film", "Inspector": "agents.inspector", "LeverSetting": "policy",
    "OUTCOMES": "outcomes", "PHASES": "month", "Parameters": "parameters", "Policy": "policy", "Region": "region", "Run": "results",
    "Settled": "course", "measures": "by_enterprise", "settle": "course", "simulate": "simulate", "simulate_policies": "simulate", "simulate_region": "simulate_region",
}  # fmt: skip
"""The module in which each name lives.  It is imported when the name is first asked for: who reads a policy needs neither Mesa nor Numba."""


class _Face(ModuleType):
    """This package, in which ``simulate`` is the function and not the module of that name."""

    def __setattr__(self, name: str, value: Any) -> None:
        if _HOMES.get(name) == name and isinstance(value, ModuleType):
            value = getattr(value, name)  # the import of a module puts it into its package
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    setattr(sys.modules[__name__], name, found)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
