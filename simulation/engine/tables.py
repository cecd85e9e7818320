"""What a district fixes, as arrays: sectors, domains, places, departments, responsibilities."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from simulation.arithmetic import root, total
from simulation.district import District, Domain, Sector
from simulation.matrix import Matrix, ranked
from simulation.rule import by_address
from simulation.rules import incentives
from simulation.rules.severity import exposed_workers

MOST_DEPARTMENTS = 15
"""They are held as bits of 16."""
MOST_WORKERS = 32767
"""Workers of an enterprise are held in 16 bits."""


@by_address
class Tables(NamedTuple):
    """The fixed numbers of a district."""

    sectors: Any
    """By sector; the rows are named below, like those of the next four."""
    domains: Any
    pairs: Any
    """By sector and domain."""
    severities: Any
    """By sector, domain and workers exposed; filled where it occurs."""
    size_roots: Any
    """By workers: what size does to complaints."""
    reach: Any
    """Workers exposed to one accident, by domain and workers."""
    plan: Any
    """By department."""
    duties: Any
    """Whole numbers by sector and domain."""
    distance: Any
    """Kilometres, place by place."""
    coverage: Any
    """Share of enterprises known at the start: department x (sectors of the others, then the registered)."""
    specialist: Any
    """Whether a department's professionals are trained for a domain."""
    emergency: int
    """The emergency bureau's number."""
    shared: int
    """Cells with several departments and no lead of their own, and cells with none."""
    empty: int
    most_exposed: int
    employees: float
    other_insured: float
    """Share of the registered enterprises off the high-risk list that are insured."""
    burn_in: int


EXPOSURE_SUM, MAJOR_FACTOR, UNSAFE_RATE, UNSAFE_FATAL_SHARE, YEARLY_WAGE, VALUE_ADDED, SITE_MONTHS, EXPOSED_DOMAINS = range(8)
INJURY_RATE, FATAL_SHARE, LATENT_SHARE, MAJOR_SHARE, EXPOSED_SHARE = range(5)
EXPOSURE, TAIL = range(2)
MEAN_DEATHS, LARGER, MAJOR = range(3)
PLAN_OFFICERS, FIELD_DAYS, PER_VISIT, PER_DAY, PROFESSIONAL_FACTOR, ENFORCES = range(6)
SHARED_RANK, EMPTY_RANK, HEIR, LED, MANDATES = range(5)
"""Ranks are -1 where a cell is not of the kind; from ``MANDATES`` on: the departments with a mandate in their order, then -1."""


@lru_cache(maxsize=4)
def tables_of(district: District, most_exposed: int) -> Tables:
    """Kept between worlds.  Raises ``ValueError`` for a district too wide for the engine's columns."""
    departments = district.departments
    if len(departments) > MOST_DEPARTMENTS:
        raise ValueError(
            f"district {district.name!r} has {len(departments)} departments; the compiled engine takes {MOST_DEPARTMENTS}, engine='mesa' any number")
    shared, empty = ranked(district.responsibility)
    return Tables(
        _rows(district.sectors, ("major_factor", "unsafe_rate", "unsafe_fatal_share", "yearly_wage", "value_added", "site_months"), *_exposures(district)),
        _rows(district.domains, ("injury_rate", "fatal_share", "latent_share", "major_share", "exposed_share")),
        np.array([
            [sector.exposure for sector in district.sectors],
            [[max(1.05, domain.tail_exponent + sector.tail_shift) for domain in district.domains] for sector in district.sectors],
        ], np.float64),
        _severities(district.sectors, district.domains, most_exposed),
        _size_roots(),
        _reaches(tuple(d.exposed_share for d in district.domains), most_exposed),
        _rows(departments, ("officers", "field_days_factor", "officers_per_visit", "visits_per_day", "professional_factor", "enforces")),
        _duties(district.responsibility),
        _distances(district),
        np.array([[*plan.known_by_sector, plan.known_registered] for plan in departments], np.float64),
        np.array([[number in plan.specialist_domains for number in range(len(district.domains))] for plan in departments]),
        next(number for number, plan in enumerate(departments) if plan.is_emergency), len(shared), len(empty), most_exposed,
        float(district.employees), district.insured / district.register.count if district.register.count else 0.0, district.burn_in,
    )


def with_matrix(tables: Tables, matrix: Matrix) -> Tables:
    """The same district under another responsibility matrix."""
    shared, empty = ranked(matrix)
    return tables._replace(duties=_duties(matrix), shared=len(shared), empty=len(empty))


def _duties(matrix: Matrix) -> Any:
    ranks = ranked(matrix)
    most = max(1, *(len(cell.departments) for row in matrix for cell in row))

    def duty(cell: tuple[int, int]) -> list[int]:
        own = matrix[cell[0]][cell[1]]
        return [*(among.index(cell) if cell in among else -1 for among in ranks), own.heir, int(own.led), *own.departments, *[-1] * (most - len(own.departments))]

    return np.array([[duty((s, d)) for d in range(len(row))] for s, row in enumerate(matrix)], np.int64).transpose(2, 0, 1).copy()


@lru_cache(maxsize=4)
def _severities(sectors: tuple[Sector, ...], domains: tuple[Domain, ...], most_exposed: int) -> Any:
    """One array for all districts of the same sectors and domains: a number in it depends on nothing else."""
    return np.zeros((len(sectors), len(domains), most_exposed + 1, 3))


@lru_cache(maxsize=1)
def _size_roots() -> Any:
    """One array for all districts."""
    return np.array([incentives.size_root(float(workers)) for workers in range(MOST_WORKERS + 1)])


def _rows(things: Sequence[Any], names: tuple[str, ...], first: Any = None, last: Any = None) -> Any:
    """Fields of things, a row to each field."""
    rows = [[float(getattr(thing, name)) for thing in things] for name in names]
    return np.array([row for row in (first, *rows, last) if row is not None])


def _exposures(district: District) -> tuple[Any, Any]:
    """Sum of a sector's exposures, and in how many domains a hazard can arise."""
    return [total(sector.exposure) for sector in district.sectors], [
        float(sum(value > 0.0 for value in sector.exposure)) for sector in district.sectors]


@lru_cache(maxsize=4)
def _reaches(exposed_shares: tuple[float, ...], most_exposed: int) -> Any:
    """Workers exposed, by domain and workers; one array for all districts of the same domains."""
    return np.array([_reach(share, most_exposed) for share in exposed_shares], np.int16)


def _reach(share: float, most_exposed: int) -> list[int]:
    """Workers exposed, by workers: never fewer for more of them, so that none is worked out behind the first who are as many as can be."""
    found: list[int] = []
    while len(found) <= MOST_WORKERS and (not found or found[-1] < most_exposed):
        found.append(exposed_workers(float(len(found)), share, most_exposed))
    return found + [most_exposed] * (MOST_WORKERS + 1 - len(found))


def _distances(district: District) -> Any:
    return np.array([
        [root((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)) for b in district.places] for a in district.places
    ], np.float64)
