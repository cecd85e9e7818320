"""Who looks at what is shared, what a named lead judged by counts does, and what owners do where nobody watches."""

from dataclasses import replace

import numpy as np
import pytest

from simulation.engine.run import EngineModel
from simulation.policy import BASELINE
from simulation.rules import hazards
from tests.simulation.homogeneous import alike, quiet
from tests.simulation.pairs_of_worlds import EVENTFUL, MUCH_SEEN, SMALL, all_known, are_same, ratios, run

DILEMMA = {**MUCH_SEEN, "sharing_form": 1.0}
COUNTED = {"process_weight": 0.6}
LEAD = {"leads_named": 1.0}


# Departments that share a cell.


def test_the_dearer_it_is_to_look_the_less_is_found_in_every_world() -> None:
    assert max(ratios("hazards_found", {**DILEMMA, "volunteer_cost": 0.7}, {**DILEMMA, "volunteer_cost": 0.2})) < 1.0


def test_a_named_lead_finds_more_where_all_wait_for_each_other_and_less_where_each_looks_almost_fully() -> None:
    """Two look 0.6 times together at a cost of 0.7 and 1.8 times at a diligence of 0.9; with a lead 1.15 times."""
    waiting, diligent = {**DILEMMA, "volunteer_cost": 0.7}, {**MUCH_SEEN, "shared_diligence": 0.9}
    for changes, led_finds_more in ((waiting, True), (diligent, False)):
        found = [[run(changes, levers, world=world).total("hazards_found") for levers in ({}, LEAD)] for world in range(6)]
        assert [led > unled for unled, led in found] == [led_finds_more] * 6


def test_the_cost_of_looking_is_read_in_the_dilemma_alone_and_the_diligence_outside_it() -> None:
    assert are_same(MUCH_SEEN, {"volunteer_cost": 0.2}) and are_same(MUCH_SEEN, {"sharing_form": 0.49})
    assert not are_same(MUCH_SEEN, {"sharing_form": 0.5})
    assert are_same(DILEMMA, {"shared_diligence": 0.4})


# A named lead that is judged by counts.


@pytest.mark.parametrize(("mechanism", "outcome", "rises"), [
    ("count_distortion", "hazards_found", False), ("count_distortion", "latent_hazards_open", True),
    ("lead_closure", "hazards_rectified", True), ("lead_closure", "visible_hazards_open", False),
])  # fmt: skip
def test_a_lead_judged_by_counts_closes_what_is_counted_and_overlooks_the_rest(mechanism: str, outcome: str, rises: bool) -> None:
    off = {**MUCH_SEEN, **COUNTED}
    found = ratios(outcome, {**off, mechanism: 2.0}, off, LEAD)
    assert min(found) > 1.0 if rises else max(found) < 1.0, found


def test_counts_change_nothing_without_a_lead_or_without_an_appraisal_by_them() -> None:
    both = {"count_distortion": 2.0, "lead_closure": 2.0}
    assert are_same({**MUCH_SEEN, **COUNTED}, both)
    assert are_same({**MUCH_SEEN, "process_weight": 0.0}, both, LEAD)
    assert not are_same({**MUCH_SEEN, **COUNTED}, both, LEAD)


# What nobody watches.


def test_owners_leave_open_what_nobody_watches() -> None:
    assert min(ratios("hazards_open", {"unwatched_removal": 0.3}, {})) > 1.02


def test_where_somebody_watches_everything_nothing_is_neglected() -> None:
    """Everybody known, every cell in somebody's hands, from the first month on."""
    watched = replace(all_known(SMALL), burn_in=0)
    kept = {**EVENTFUL, "record_lapse": 0.0, "gaps_assigned": 1.0}
    assert are_same(kept, {"unwatched_removal": 0.3}, place=watched)
    assert not are_same({**kept, "gaps_assigned": 0.0}, {"unwatched_removal": 0.3}, place=watched)


@pytest.mark.parametrize("factor", [1.0, 0.5])
def test_the_stock_of_unwatched_hazards_is_that_of_the_slower_removal(factor: float) -> None:
    """Nobody knows these enterprises: the closed form of arrivals and removals, with the removal of each hazard lowered by the factor."""
    count, arrivals, by_hand = 3000, 0.5, 0.4
    nobody_knows = {"known_registered": 0.0, "known_by_sector": (0.0,)}
    values = quiet(
        hazard_arrivals=arrivals, removal_lowest=by_hand, removal_highest=by_hand, effort_rate=0.0, unwatched_removal=factor, latent_arrival_share=0.0)
    model = EngineModel(alike(count, department=nobody_knows), BASELINE, values, 1, 0)
    model.advance(30, lambda months: None)
    mean = float(np.mean(model.monthly()["hazards_open"][20:])) / count
    assert mean == pytest.approx(hazards.steady_stock(arrivals, by_hand * factor), rel=0.03)
