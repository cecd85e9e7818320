"""How much memory a region takes, and how many of its worlds a machine can hold at a time."""

from __future__ import annotations

import os

from experiments.running.plan import Plan
from simulation.district import District
from simulation.outcomes import OUTCOMES
from simulation.region import Region

BYTES_PER_ENTERPRISE = 335.0
"""Measured: 325 bytes at the peak with all 33.27 million of the country; posts and agendas grow a little with the years."""
COPIES = 3
"""Of the monthly numbers: as they were simulated, scaled, and gathered."""
SPARED = 0.8
"""Share of the machine's memory that may be planned with."""


def world_bytes(plan: Plan) -> float:
    """Bytes that one world of a plan on a region takes while it runs; 0 for a single district, which is small."""
    region = plan.region
    if region is None:
        return 0.0
    return _bytes(region, 8.0 * len(OUTCOMES) * len(plan.policies) * len(region.units) * plan.months)


def summed_bytes(place: District | Region, months: int) -> float:
    """Bytes that a world takes where the districts of each policy are added up as soon as they are over; 0 for a single district."""
    return 0.0 if isinstance(place, District) else _bytes(place, 8.0 * len(OUTCOMES) * len(place.units) * months)


def _bytes(region: Region, numbers: float) -> float:
    # The enterprises are gone when the numbers are copied.
    return max(BYTES_PER_ENTERPRISE * region.enterprises + numbers, COPIES * numbers)


def machine_bytes() -> float:
    """Bytes of this machine's memory; infinite where the system does not tell."""
    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):
        return float("inf")


def affordable(plan: Plan, workers: int) -> int:
    """So many of ``workers`` as hold their worlds beside one another, at least one; threads make up for the others."""
    return fitting(world_bytes(plan), workers)


def fitting(need: float, workers: int) -> int:
    """So many of ``workers`` as hold ``need`` bytes each beside one another, at least one, or none where none is asked for."""
    return workers if need == 0.0 else int(min(workers, max(1, SPARED * machine_bytes() // need)))
