"""The enterprises of one world, drawn from a district: the same people under every policy and every conductor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from simulation.arithmetic import total
from simulation.distributions import normal_quantile
from simulation.district import District
from simulation.draws import STREAM, uniform
from simulation.parameters import Parameters
from simulation.rule import compiled, compiled_into
from simulation.rules.hazards import size_factor
from simulation.rules.population import (
    base_attention,
    drawn_workers,
    lasting_factor,
    local_tie,
    staffed_attention,
    tax_weight,
)
from simulation.sources import (
    ROLL_GRADE,
    ROLL_HIGH_RISK,
    ROLL_KNOWN,
    ROLL_PLACE,
    ROLL_SECTOR,
    ROLL_WORKERS,
    Source,
    source_of,
)

MOST_WORKERS = 20000.0
BELIEF_AT_FIRST = 0.03
"""Believed monthly probability of a visit, before any experience."""
PLANT_SPREAD = 0.15
"""Standard deviation of the logarithm of a large plant's workers."""
# A23: of a hundred graded enterprises about one has grade 1, five have grade 2, the rest grade 3.
FIRST_GRADE, SECOND_GRADE = 0.006, 0.056
POPULATION, KNOWN = STREAM["population"], STREAM["known"]
INSURANCE, REPRESENTATIVE, SENSOR = 9, 10, 11
"""Draws of the stream ``population`` that rank the enterprises."""


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
    size: float
    """Factor on its hazards by its workers.  This and the four before it have the precision of 32 bits."""
    insurance_rank: float
    """Rank in 0 to 1: the enterprises of the lowest ranks have insurance first; likewise the next two."""
    representative_rank: float
    sensor_rank: float
    certificate_age: int
    """Months since it was certified, if it is graded at the start."""
    known: int
    """Bit d is set if department d knows it at the start."""


class Drawn(NamedTuple):
    """The fields of ``EnterpriseFacts``, each as an array over the enterprises; the ranks are draws of their own."""

    sector: Any
    place: Any
    workers: Any
    registered: Any
    high_risk: Any
    grade: Any
    lasting: Any
    attention: Any
    tax: Any
    tie: Any
    size: Any
    certificate_age: Any
    known: Any


def pick(shares: Sequence[float], u: float) -> int:
    """Index drawn in proportion to ``shares`` by a uniform ``u``."""
    return pick_of(shares, total(shares), u)


def pick_of(shares: Any, whole: float, u: float) -> int:
    """``pick`` where the sum of the shares is known."""
    rest, last = u * whole, 0
    for index in range(len(shares)):
        part = shares[index]
        if rest < part:
            return index
        rest -= part
        if part > 0.0:
            last = index
    return last


pick_in_row = compiled_into(pick_of)
"""``pick_of`` for compiled callers, which hold their shares in arrays."""


def bounds_of(shares: Any) -> None:
    """Turn ``shares`` into the upper bounds by which ``pick_under`` finds its index, in place."""
    whole = 0.0
    for index in range(len(shares)):
        whole += shares[index]
        shares[index] = whole
    for index in range(len(shares)):
        # Nothing lies beyond the last share above 0, whatever the rounding.
        shares[index] = 2.0 if shares[index] >= whole else shares[index] / whole


def pick_of_bounds(bounds: Any, u: float) -> int:
    """Index drawn in proportion to shares, given as bounds: how many of them ``u`` has reached."""
    index = 0
    for number in range(len(bounds)):
        index += u >= bounds[number]
    return index


bound_row, pick_under = compiled_into(bounds_of), compiled_into(pick_of_bounds)
"""Both for compiled callers."""


def drawn_enterprises(district: District, parameters: Parameters, seed: int, world: int) -> Drawn:
    """The enterprises of a world, registered ones first, large plants at the head."""
    count = district.enterprises
    drawn = Drawn(
        *(np.empty(count, np.int64) for _ in range(6)), *(np.empty(count, np.float32) for _ in range(5)),
        *(np.empty(count, np.int64) for _ in range(2)),
    )
    _draw(
        source_of(district), seed, world, drawn, parameters.hazard_spread, parameters.attention_mean,
        parameters.attention_spread, parameters.safety_staff, parameters.tax_half_size, parameters.hazard_size_exponent, parameters.scheme_months,
    )
    return drawn


def draw_population(district: District, parameters: Parameters, seed: int, world: int) -> list[EnterpriseFacts]:
    """The enterprises of a world one by one."""
    drawn = drawn_enterprises(district, parameters, seed, world)
    facts = []
    for index, row in enumerate(zip(*(column.tolist() for column in drawn), strict=True)):
        sector, place, workers, registered, high_risk, grade, lasting, attention, tax, tie, size, age, known = row
        facts.append(EnterpriseFacts(
            index, sector, place, workers, bool(registered), bool(high_risk), grade, lasting, attention, tax, tie, size,
            *ranks_of(seed, world, index), age, known,
        ))
    return facts


def ranks_of(seed: int, world: int, index: int) -> tuple[float, float, float]:
    """Ranks by which insurance, representatives and sensors come to an enterprise."""
    first, second, third = (uniform(seed, world, POPULATION, index, 0, number) for number in (INSURANCE, REPRESENTATIVE, SENSOR))
    return first, second, third


@compiled
def _draw(
    source: Source, seed: int, world: int, drawn: Drawn, hazard_spread: float, attention_mean: float, attention_spread: float,
    safety_staff: float, tax_half_size: float, hazard_size_exponent: float, scheme_months: float
) -> None:
    for index in range(drawn.sector.shape[0]):
        group = 0 if index < source.registered else 1
        registered = group == 0
        enrolled = index < source.roll.shape[1]
        if enrolled:
            sector = source.roll[ROLL_SECTOR, index]
        else:
            sector = pick_in_row(source.sector_mix[group], source.mix_sums[group], uniform(seed, world, POPULATION, index, 0, 0))
        kind = source.place_row[sector]
        mean, sigma = source.mean_workers[group], source.log_sigma[group]
        if index < source.large_plants:
            mean, sigma = source.plant_workers, PLANT_SPREAD
        workers = drawn_workers(normal_quantile(uniform(seed, world, POPULATION, index, 0, 2)), mean, sigma, MOST_WORKERS)
        if enrolled and source.roll[ROLL_WORKERS, index] >= 0:
            workers = source.roll[ROLL_WORKERS, index]
        drawn.sector[index] = sector
        drawn.place[index] = pick_in_row(
            source.place_shares[kind], source.place_sums[kind], uniform(seed, world, POPULATION, index, 0, 1))
        drawn.workers[index] = workers
        drawn.registered[index] = registered
        drawn.high_risk[index] = registered and uniform(seed, world, POPULATION, index, 0, 5) < source.high_risk_share[sector]
        drawn.grade[index] = 0
        if registered and uniform(seed, world, POPULATION, index, 0, 3) < source.graded_share:
            luck = uniform(seed, world, POPULATION, index, 0, 4)
            drawn.grade[index] = 1 if luck < FIRST_GRADE else 2 if luck < SECOND_GRADE else 3
        drawn.lasting[index] = lasting_factor(normal_quantile(uniform(seed, world, POPULATION, index, 0, 6)), hazard_spread)
        left_alone = base_attention(normal_quantile(uniform(seed, world, POPULATION, index, 0, 7)), attention_mean, attention_spread)
        drawn.attention[index] = staffed_attention(left_alone, workers, safety_staff)
        drawn.tax[index] = tax_weight(workers, tax_half_size)
        drawn.tie[index] = local_tie(uniform(seed, world, POPULATION, index, 0, 8))
        drawn.size[index] = size_factor(workers, hazard_size_exponent)
        drawn.certificate_age[index] = int(uniform(seed, world, POPULATION, index, 0, 12) * scheme_months)
        known = 0
        for number in range(source.known_registered.shape[0]):
            share = source.known_registered[number] if registered else source.known_by_sector[number, sector]
            if uniform(seed, world, KNOWN, index, 0, number) < share:
                known |= 1 << number
        drawn.known[index] = known
        if enrolled:
            _enter(source.roll, index, drawn)


def _put(roll: Any, index: int, drawn: Drawn) -> None:
    """Put what the district's own register knows of an enterprise in the place of what was drawn."""
    if roll[ROLL_PLACE, index] >= 0:
        drawn.place[index] = roll[ROLL_PLACE, index]
    if roll[ROLL_HIGH_RISK, index] >= 0:
        drawn.high_risk[index] = roll[ROLL_HIGH_RISK, index]
    if roll[ROLL_GRADE, index] >= 0:
        drawn.grade[index] = roll[ROLL_GRADE, index]
    if roll[ROLL_KNOWN, index] >= 0:
        drawn.known[index] = roll[ROLL_KNOWN, index]


_enter = compiled_into(_put)
