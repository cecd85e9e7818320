"""Enterprises under other numbers, with the luck that was theirs: the district's totals stay the same.

Whatever depends on the number of an enterprise beside its draws (a list cut at its head, a tie broken by number, a loop
in which the first changes what the second sees) shows here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

import simulation.model
from simulation.district import District
from simulation.draws import STREAM, uniform
from simulation.model import DistrictModel
from simulation.parameters import Parameters
from simulation.policy import BASELINE
from simulation.population import draw_population
from tests.simulation.districts import district, parameters

BASE = parameters()
TOWN = district(0.01, burn_in=0)
BY_OFFICER = {"officer", "turnover"}
"""Streams whose entity is an officer's post; all others are asked for an enterprise."""
SEED, MONTHS = 13, 10


def relabelled(place: District, values: Parameters, order: Sequence[int], world: int) -> DistrictModel:
    """The model in which number i is the enterprise that was ``order[i]``, with its facts and its luck."""
    people = draw_population(place, values, SEED, world)

    class Relabelled(DistrictModel):
        def u(self, stream: str, entity: int, index: int) -> float:
            return super().u(stream, entity if stream in BY_OFFICER else order[entity], index)

        def word(self, stream: str, entity: int, index: int, word: int) -> float:
            return super().word(stream, order[entity], index, word)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simulation.model, "draw_population", lambda *_: [replace(people[old], index=new) for new, old in enumerate(order)])
        return Relabelled(place, BASELINE, values, SEED, world)


def history(run: DistrictModel) -> dict[str, list[float]]:
    for _ in range(MONTHS):
        run.step()
    return run.history


SITUATIONS: dict[str, dict[str, float]] = {
    "as things are": {},
    "much is inspected": dict(field_days=150.0, random_share=0.5),
    "everything is fined": dict(penalty_certainty=1.0, leniency_mean=0.0),
    "equal fines are published and none wears out": dict(
        penalty_certainty=1.0, leniency_mean=0.0, publication=1.0, publication_fading=0.0, fine_escalation=0.0, fine_major_multiple=1.0),
    "everything is fined, published and wears out": dict(
        penalty_certainty=1.0, leniency_mean=0.0, publication=1.0, publication_fading=0.5),
    "records lapse and are renewed": dict(record_lapse=0.05, registry_drive=0.5),
    "much waits": dict(complaint_base=0.01, rectified_reported=0.0, response_share=0.3),
    "everything is shared": dict(joint_visits=1.0, records_shared=1.0, referral_duty=1.0, notice_probability=1.0, gaps_assigned=1.0),
    "many are hurt": dict(unsafe_injury_rate=0.05, hazard_injury_rate=0.01),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_numbers_of_the_enterprises_do_not_matter(situation: str) -> None:
    values, count = BASE.with_values(SITUATIONS[situation]), TOWN.enterprises
    backwards = list(range(count))[::-1]
    shuffled = sorted(range(count), key=lambda number: uniform(SEED, 0, STREAM["placebo"], number, 0, 0))
    moved = 0.0
    for world, order in ((0, backwards), (1, shuffled), (2, shuffled)):
        first = history(DistrictModel(TOWN, BASELINE, values, SEED, world))
        second = history(relabelled(TOWN, values, order, world))
        moved += sum(first["visits"])
        for name, months in first.items():
            # Sums are taken in another order, and no more than that may differ.
            assert second[name] == pytest.approx(months, rel=1e-9, abs=1e-9), name
    assert moved > 0.0


def test_numbers_do_matter_to_luck() -> None:
    order = list(range(TOWN.enterprises))[::-1]
    people = draw_population(TOWN, BASE, SEED, 0)
    assert people[0] != replace(people[order[0]], index=0)
    first, second = (DistrictModel(TOWN, BASELINE, BASE, SEED, 0), relabelled(TOWN, BASE, order, 0))
    assert second.word("month", 0, 0, 1) == first.word("month", order[0], 0, 1) != first.word("month", 0, 0, 1)
    assert second.u("finding", 0, 0) == first.u("finding", order[0], 0) != first.u("finding", 0, 0)
