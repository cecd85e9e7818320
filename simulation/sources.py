"""What the enterprises of a world are drawn from: the shares, means and register of its district, as arrays."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from simulation.arithmetic import total
from simulation.district import District, Enrolled, Group

ROLL_FIELDS = len(Enrolled._fields) - 1
ROLL_SECTOR, ROLL_PLACE, ROLL_WORKERS, ROLL_HIGH_RISK, ROLL_GRADE, ROLL_KNOWN = range(ROLL_FIELDS)


class Source(NamedTuple):
    """What enterprises are drawn from: the first row of a pair is for registered enterprises, the second for others."""

    registered: int
    large_plants: int
    plant_workers: float
    mean_workers: Any
    log_sigma: Any
    sector_mix: Any
    mix_sums: Any
    place_shares: Any
    """Industry's in the first row, services' in the second."""
    place_row: Any
    """By sector: which of these it is spread by."""
    place_sums: Any
    high_risk_share: Any
    graded_share: float
    known_registered: Any
    known_by_sector: Any
    """By department, then sector."""
    roll: Any
    """The district's own register, a row for each field of ``Enrolled`` but its code; -1 is drawn."""


def source_of(district: District) -> Source:
    """The tables of a district from which its enterprises are drawn."""
    groups = (district.register, district.others)
    mixes = [[float(share) for share in group.sector_mix] for group in groups]
    places = [[float(p.industry_share) for p in district.places], [float(p.service_share) for p in district.places]]
    return Source(
        district.register.count, district.large_plants, float(district.large_plant_workers),
        np.array([_body_mean(district, group) for group in groups]), np.array([float(group.log_sigma) for group in groups]),
        np.array(mixes), np.array([total(mix) for mix in mixes]), np.array(places), _place_rows(district), np.array([total(shares) for shares in places]),
        np.array([sector.high_risk_share for sector in district.sectors], np.float64),
        district.graded / district.register.count if district.register.count else 0.0,
        np.array([plan.known_registered for plan in district.departments], np.float64),
        np.array([plan.known_by_sector for plan in district.departments], np.float64),
        np.array([row[1:] for row in district.roll], np.int64).reshape(len(district.roll), ROLL_FIELDS).T.copy(),
    )


def _place_rows(district: District) -> Any:
    last = len(district.sectors) - 1
    return np.array([int(sector.services or number == last) for number, sector in enumerate(district.sectors)], np.int64)


def _body_mean(district: District, group: Group) -> float:
    """Mean workers of a group's enterprises, its large plants apart."""
    if not group.registered or group.count <= district.large_plants:
        return float(group.mean_workers)
    rest = group.count * group.mean_workers - district.large_plants * district.large_plant_workers
    return max(1.0, rest / (group.count - district.large_plants))
