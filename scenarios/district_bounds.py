"""What the model cannot hold, or no district can have, though every number is in its range: told before anything is run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import NormalDist

from scenarios.problems import NOTHING, Sentence, show
from scenarios.schema.parameters import ParameterEntry
from simulation.district import District, Domain, Sector
from simulation.population import MOST_WORKERS, PLANT_SPREAD
from simulation.rule import as_written
from simulation.rules import hazards, severity
from simulation.sources import source_of

Entries = Mapping[str, ParameterEntry]

TOO_LARGE, TOO_MANY = 0.01, 1e-5
"""Enterprises in a world, as a mean, and share of its group that may be drawn above ``MOST_WORKERS`` and cut there."""
DEADLY = 0.02
"""Deaths for each worker and year that no sector has: about a hundred times those of today's deadliest."""
OPEN_MONTHS = 12.0
"""Months that a hazard stands open, and the size of an enterprise, by which deaths are estimated: within a factor of two of runs."""
WORKERS = 20.0
LIGHTEST = 1.05
"""Tail exponent below which the model takes none: deaths of an accident would have no mean."""
MOST_FATAL = 0.9
"""Share of injury accidents that kill, above which the model takes none."""
USED = (
    "unsafe_injury_rate", "hazard_arrivals", "hazard_injury_rate", "latent_arrival_share", "latent_injury_multiple",
    "major_injury_multiple", "fatal_major_multiple", "most_exposed", "professional_share",
)  # fmt: skip


@dataclass(frozen=True)
class Excess:
    """One thing too much: the key of a whole district's file that makes it so, why, what is allowed and how to mend it."""

    path: tuple[str, ...]
    reason: str
    allowed: str = NOTHING
    mend: str = NOTHING


def excesses(district: District, entries: Entries) -> list[Excess]:
    """What a district has too much of, enterprises or deaths, wherever it comes from."""
    found = list(_too_large(district))
    if (values := _values(entries)) is not None:
        with as_written():
            found += _too_deadly(district, values)
    return found


def cut(district: District, entries: Entries) -> Iterator[Excess]:
    """Numbers that the model would cut to what a share or a tail can be, so that a larger one changed nothing."""
    p = _values(entries)
    if p is None:
        return
    for domain in district.domains:
        latent, fatal = p["latent_arrival_share"] * domain.latent_share, p["fatal_major_multiple"] * domain.fatal_share
        yield from _above(("domains", domain.name, "latent_share"), "latent_arrival_share", latent, 1.0)
        yield from _above(("domains", domain.name, "fatal_share"), "fatal_major_multiple", fatal, MOST_FATAL)
        for sector in district.sectors:
            major, key = sector.major_factor * domain.major_share, ("sectors", sector.name, "major_factor")
            yield from _above(key, f"major_share ({domain.name})", major, 1.0)
            tail = domain.tail_exponent + sector.tail_shift
            if tail < LIGHTEST:
                value = show(float(f"{tail:.6g}"))
                reason = Sentence("with the tail exponent of {domain} it makes {value}", domain=domain.name, value=value)
                allowed = Sentence("sums of at least {limit}", limit=LIGHTEST)
                mend = Sentence("raise it, or tail_exponent of the domain")
                yield Excess(("sectors", sector.name, "tail_shift"), reason, allowed, mend)
    for plan in district.departments:
        professional = p["professional_share"] * plan.professional_factor
        yield from _above(("departments", plan.name, "professional_factor"), "professional_share", professional, 1.0)


def _values(entries: Entries) -> dict[str, float] | None:
    """The parameters by which a district is judged; None for a table that has not all of them."""
    return {name: entries[name].value for name in USED} if all(name in entries for name in USED) else None


def _above(path: tuple[str, ...], other: str, product: float, most: float) -> Iterator[Excess]:
    """A product with another number that is more than all."""
    if product > most + 1e-9:
        reason = Sentence("with {other} it makes a share of {value}", other=other, value=show(float(f"{product:.6g}")))
        yield Excess(path, reason, Sentence("products of up to {limit}", limit=show(most)), Sentence("lower it"))


def _too_large(district: District) -> Iterator[Excess]:
    """Groups whose sizes would be cut: the model's enterprises have at most ``MOST_WORKERS`` workers."""
    register, others = district.register, district.others
    means = source_of(district).mean_workers
    rows = (
        ("large_plant_workers", district.large_plants, district.large_plant_workers, PLANT_SPREAD),
        ("registered_mean_workers", register.count - district.large_plants, float(means[0]), register.log_sigma),
        ("employees", others.count, float(means[1]), others.log_sigma),
    )
    for key, count, mean, sigma in rows:
        share = _share_above(mean, sigma)
        beyond = max(0, count) * share
        if beyond > TOO_LARGE and share > TOO_MANY:
            reason = Sentence(
                "enterprises with a mean of {mean} workers and a spread of {sigma} would be larger than the model holds: {beyond} of {count}",
                mean=show(float(f"{mean:.4g}")), sigma=show(sigma), beyond=show(float(f"{beyond:.2g}")), count=count,
            )  # fmt: skip
            allowed = Sentence("enterprises of up to {most} workers", most=f"{MOST_WORKERS:,.0f}")
            yield Excess(("size", key), reason, allowed, Sentence("lower it, or enter the parts of a larger plant as several"))


def _share_above(mean: float, sigma: float) -> float:
    """Share of log-normal sizes above ``MOST_WORKERS``."""
    distance = math.log(MOST_WORKERS / mean) + 0.5 * sigma * sigma
    if sigma == 0.0:
        return float(distance < 0.0)
    return NormalDist().cdf(-distance / sigma)


def _too_deadly(district: District, p: Mapping[str, float]) -> Iterator[Excess]:
    for sector in district.sectors:
        deaths = _yearly_deaths(district, sector, p)
        if deaths > DEADLY:
            reason = Sentence(
                "by these numbers about {deaths} of its workers die in a year, so that a long run kills more than there are",
                deaths=f"{deaths:.0%}",
            )
            mend = Sentence("lower its unsafe_rate, unsafe_fatal_share or exposure, or injury_rate and fatal_share of the domains")
            yield Excess(("sectors", sector.name), reason, Sentence("up to {limit} a year", limit=f"{DEADLY:.0%}"), mend)


def _yearly_deaths(district: District, sector: Sector, p: Mapping[str, float]) -> float:
    """Deaths of a sector for each worker and year, about, in enterprises that do nothing for safety."""
    unsafe = p["unsafe_injury_rate"] * sector.unsafe_rate * sector.unsafe_fatal_share
    from_hazards = math.fsum(
        exposure * _monthly_deaths(domain, sector, p) for domain, exposure in zip(district.domains, sector.exposure, strict=True)
    )
    return 12.0 * (unsafe + p["hazard_arrivals"] * OPEN_MONTHS * from_hazards / WORKERS)


def _monthly_deaths(domain: Domain, sector: Sector, p: Mapping[str, float]) -> float:
    """Deaths of a month by an open hazard of a domain."""
    latent = hazards.latent_share(p["latent_arrival_share"], domain.latent_share)
    major = hazards.major_share(domain.major_share, sector.major_factor)
    injuries = p["hazard_injury_rate"] * domain.injury_rate * (1.0 + latent * (p["latent_injury_multiple"] - 1.0))
    deadly = (1.0 - major) * severity.fatal_probability(domain.fatal_share, False, p["fatal_major_multiple"])
    deadly += major * p["major_injury_multiple"] * severity.fatal_probability(domain.fatal_share, True, p["fatal_major_multiple"])
    exposed = severity.exposed_workers(WORKERS, domain.exposed_share, int(p["most_exposed"]))
    return injuries * deadly * severity.mean_deaths(max(0.1, domain.tail_exponent + sector.tail_shift), exposed)
