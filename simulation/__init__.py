"""The model: enterprises, inspectors and departments of a district, month by month.

Knows nothing of files, plots or studies.
"""

from simulation.district import District
from simulation.month import PHASES
from simulation.outcomes import OUTCOMES
from simulation.parameters import Parameters
from simulation.policy import BASELINE, LeverSetting, Policy
from simulation.simulate import Run, simulate, simulate_policies

__all__ = [
    "BASELINE", "OUTCOMES", "PHASES", "District", "LeverSetting", "Parameters", "Policy", "Run", "simulate", "simulate_policies",
]
