"""What a district is made of: sectors, hazard domains, places, departments, responsibilities.

Plain data, free of files.  ``simulation.population`` draws the enterprises of one world from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

NOMINAL_EMPLOYEES = 65000.0
"""Employees of the district for which ceilings, programmes and staff of the level above are stated: Jiuyuan's."""
POSTS_PER_DEPARTMENT = 1000
"""Officers draw under the number of their department times this, and of their post added."""


def too_many_officers(district: str, officers: int) -> str:
    """What to say of a department with more officers than have luck of their own."""
    return f"a department of district {district!r} has {officers} officers; it may have {POSTS_PER_DEPARTMENT}"


@dataclass(frozen=True)
class Domain:
    """A hazard domain: what can go wrong, and how badly when it does."""

    name: str
    title: str
    injury_rate: float
    """Injuries per open ordinary hazard and month, relative to the parameter ``hazard_injury_rate``."""
    fatal_share: float
    """Share of this domain's injury accidents that kill, for an ordinary hazard."""
    tail_exponent: float
    """Exponent a of P(deaths >= n | fatal) = n**-a."""
    exposed_share: float
    """Share of the enterprise's workers within reach of one accident."""
    latent_share: float
    """Share of arriving hazards that are latent, relative to the parameter ``latent_arrival_share``."""
    major_share: float
    """Share of arriving hazards of major severity."""
    title_zh: str = ""


@dataclass(frozen=True)
class Sector:
    """A sector: its hazards by domain, its unsafe acts, its money."""

    name: str
    title: str
    exposure: tuple[float, ...]
    """Hazard arrivals by domain, relative to the parameter ``hazard_arrivals``; 0: cannot arise."""
    major_factor: float
    """Factor on the domains' share of major hazards."""
    tail_shift: float
    """Added to the domains' tail exponents: below 0, heavier."""
    unsafe_rate: float
    """Injuries per worker and month from unsafe acts at no attention, relative to ``unsafe_injury_rate``."""
    unsafe_fatal_share: float
    """Share of unsafe-act injuries that kill."""
    high_risk_share: float
    """Share of registered enterprises on the high-risk list."""
    yearly_wage: float
    """Yuan per worker and year."""
    value_added: float
    """Yuan per worker and month, lost when output stops."""
    title_zh: str = ""
    services: bool = False
    """Whether it is spread over the places as trade and services are; the last sector is in any case."""
    site_months: float = 0.0
    """Months for which a workplace stays where it is, as a mean; 0: it does not move."""


@dataclass(frozen=True)
class Place:
    """A town, street or industrial park; position in km."""

    name: str
    title: str
    kind: str
    x: float
    y: float
    industry_share: float
    """Share of the district's industry, construction and logistics."""
    service_share: float
    """Share of the district's trade and services."""
    title_zh: str = ""


@dataclass(frozen=True)
class DepartmentPlan:
    """A department with duties for safety, as the law and the budget make it."""

    name: str
    title: str
    officers: float
    """Officers at the baseline (whole after scaling and levers); those of the emergency bureau follow the lever
    ``officers_per_10000_workers``, whose baseline a district can have for its own (``District.own_levers``)."""
    field_days_factor: float
    """Field days of its officers relative to the emergency bureau's."""
    officers_per_visit: float
    visits_per_day: float
    """Visits per team and field day."""
    specialist_domains: tuple[int, ...]
    professional_factor: float
    """Professional share relative to the lever ``professional_share``."""
    known_registered: float
    """Share of the registered enterprises it knows."""
    known_by_sector: tuple[float, ...]
    """Share of the other enterprises it knows, by sector."""
    enforces: bool
    """False: it only reports, unless the lever ``towns_enforce`` lets it order and penalise."""
    is_emergency: bool = False
    title_zh: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell (sector, domain) of the responsibility matrix: departments with a mandate, first
    the one that would be named lead; ``heir`` receives the cell if it is empty and assigned."""

    departments: tuple[int, ...]
    heir: int = -1
    led: bool = False
    """Whether the first is named lead whatever the lever ``leads_named`` says."""


@dataclass(frozen=True)
class Group:
    """A group of enterprises drawn alike: those in the register, and the others."""

    count: int
    mean_workers: float
    log_sigma: float
    sector_mix: tuple[float, ...]
    registered: bool


class Enrolled(NamedTuple):
    """One enterprise of a district's own register, as the register knows it; what is -1 is drawn as for any other."""

    code: str
    """By which results name it."""
    sector: int
    place: int
    workers: int
    high_risk: int
    """0 or 1."""
    grade: int
    """Standardisation grade, 0 for none."""
    known: int
    """Bit d is set if department d knows it at the start."""


@dataclass(frozen=True)
class OwnLever:
    """A lever that stands otherwise in this district today than in the table of parameters."""

    name: str
    usual: float
    """The table's value, in whose stead the district's own stands; any other value in the table replaces the district's."""
    value: float


@dataclass(frozen=True)
class District:
    """All that a district fixes before any policy; built by ``scenarios``."""

    name: str
    title: str
    domains: tuple[Domain, ...]
    sectors: tuple[Sector, ...]
    places: tuple[Place, ...]
    departments: tuple[DepartmentPlan, ...]
    responsibility: tuple[tuple[Cell, ...], ...]
    """``responsibility[sector][domain]``."""
    register: Group
    others: Group
    large_plants: int
    large_plant_workers: float
    """Mean workers of the large plants, which stand in the register."""
    employees: int
    """Nominal employees, by which staffing and ceilings scale."""
    insured: float
    """Expected number of enterprises with liability insurance outside the high-risk list."""
    graded: float
    """Expected number of enterprises with a standardisation grade."""
    burn_in: int
    """Months simulated before month 0."""
    title_zh: str = ""
    note: str = ""
    """What a reader must be told beside every figure of this district (a smaller sample, say)."""
    note_zh: str = ""
    own_levers: tuple[OwnLever, ...] = ()
    """Levers whose baseline is this district's own."""
    roll: tuple[Enrolled, ...] = ()
    """Its own register: these are the first of the registered enterprises, and only those beyond them are drawn."""

    def own_values(self, parameters: Mapping[str, float]) -> dict[str, float]:
        """Values of levers that are this district's own, by name: its baseline, from which a policy departs."""
        return {lever.name: lever.value for lever in self.own_levers if parameters[lever.name] == lever.usual}

    @property
    def enterprises(self) -> int:
        return self.register.count + self.others.count
