"""The enterprises of one world, drawn from a district: the same people under every policy."""

from __future__ import annotations

from dataclasses import dataclass

from simulation.arithmetic import total
from simulation.distributions import normal_quantile
from simulation.district import District, Group
from simulation.draws import STREAM, uniform
from simulation.parameters import Parameters
from simulation.rules.population import base_attention, drawn_workers, lasting_factor, local_tie, tax_weight

MOST_WORKERS = 20000.0


@dataclass(frozen=True)
class EnterpriseFacts:
    """What no policy changes of an enterprise."""

    index: int
    sector: int
    place: int
    workers: int
    registered: bool
    high_risk: bool
    grade: int
    lasting: float
    attention: float
    tax: float
    tie: float
    insurance_rank: float
    """Rank in 0 to 1: the enterprises of the lowest ranks have insurance first; likewise the next two."""
    representative_rank: float
    sensor_rank: float
    certificate_age: int
    """Months since it was certified, if it is graded at the start."""
    known: int
    """Bit d is set if department d knows it at the start."""


def pick(shares: tuple[float, ...], u: float) -> int:
    """Index drawn in proportion to ``shares`` by a uniform ``u``."""
    rest = u * total(shares)
    for index, part in enumerate(shares):
        if rest < part:
            return index
        rest -= part
    return max(index for index, part in enumerate(shares) if part > 0.0)


def draw_population(district: District, parameters: Parameters, seed: int, world: int) -> list[EnterpriseFacts]:
    """The enterprises of a world, registered ones first, large plants at the head."""
    population = []
    for index in range(district.enterprises):
        group = district.register if index < district.register.count else district.others
        population.append(_draw_enterprise(district, group, parameters, seed, world, index))
    return population


def _draw_enterprise(
    district: District, group: Group, parameters: Parameters, seed: int, world: int, index: int
) -> EnterpriseFacts:
    def u(attribute: int) -> float:
        return uniform(seed, world, STREAM["population"], index, 0, attribute)

    sector = pick(group.sector_mix, u(0))
    facts = district.sectors[sector]
    is_service = sector == len(district.sectors) - 1
    place = pick(tuple(p.service_share if is_service else p.industry_share for p in district.places), u(1))
    if index < district.large_plants:
        workers = drawn_workers(normal_quantile(u(2)), district.large_plant_workers, 0.15, MOST_WORKERS)
    else:
        workers = drawn_workers(normal_quantile(u(2)), _body_mean(district, group), group.log_sigma, MOST_WORKERS)
    graded = group.registered and u(3) < district.graded / district.register.count
    # A23: of a hundred graded enterprises about one has grade 1, five have grade 2, the rest grade 3.
    grade = 0 if not graded else (1 if u(4) < 0.006 else 2 if u(4) < 0.056 else 3)
    known = sum(
        1 << number
        for number, plan in enumerate(district.departments)
        if uniform(seed, world, STREAM["known"], index, 0, number)
        < (plan.known_registered if group.registered else plan.known_by_sector[sector])
    )
    return EnterpriseFacts(
        index, sector, place, workers, group.registered,
        group.registered and u(5) < facts.high_risk_share, grade,
        lasting_factor(normal_quantile(u(6)), parameters.hazard_spread),
        base_attention(normal_quantile(u(7)), parameters.attention_mean, parameters.attention_spread),
        tax_weight(workers, parameters.tax_half_size), local_tie(u(8)), u(9), u(10), u(11),
        int(u(12) * parameters.scheme_months), known,
    )


def _body_mean(district: District, group: Group) -> float:
    """Mean workers of a group's enterprises, its large plants apart."""
    if not group.registered or group.count <= district.large_plants:
        return group.mean_workers
    rest = group.count * group.mean_workers - district.large_plants * district.large_plant_workers
    return max(1.0, rest / (group.count - district.large_plants))
