"""The model: enterprises, inspectors and departments of a district, month by month.  Knows nothing of files, plots or studies.

Run it: ``simulate`` one policy on one world, ``simulate_policies`` several on the same world, ``simulate_region`` many districts side by
side; each gives ``Run``.  Asked for with ``by_enterprise``, a run holds ``EnterpriseMonths`` too; ``BY_ENTERPRISE`` names what can be
kept and ``measures`` tells units and meanings.
What goes in: ``District`` or ``Region``, ``Policy`` with its ``LeverSetting``, ``BASELINE`` (no lever moved), ``Parameters``.
``scenarios`` reads them from files.
What comes out: ``OUTCOMES`` with units and how their months add up; ``PHASES`` are the steps of a month, in order.
To extend with Mesa: ``DistrictModel`` and its agents ``Enterprise``, ``Department``, ``Inspector`` (docs/mesa.md).
"""

from simulation.agents.department import Department
from simulation.agents.enterprise import Enterprise
from simulation.agents.inspector import Inspector
from simulation.by_enterprise import BY_ENTERPRISE, measures
from simulation.district import District
from simulation.model import DistrictModel
from simulation.month import PHASES
from simulation.outcomes import OUTCOMES
from simulation.parameters import Parameters
from simulation.policy import BASELINE, LeverSetting, Policy
from simulation.region import Region
from simulation.results import EnterpriseMonths, Run
from simulation.simulate import simulate, simulate_policies
from simulation.simulate_region import simulate_region

__all__ = [
    "BASELINE", "BY_ENTERPRISE", "OUTCOMES", "PHASES", "Department", "District", "DistrictModel", "Enterprise", "EnterpriseMonths", "Inspector",
    "LeverSetting", "Parameters", "Policy", "Region", "Run", "measures", "simulate", "simulate_policies", "simulate_region",
]
