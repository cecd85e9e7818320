"""What officials do at the year's ceiling on deaths and under the pressure of accidents."""

import numpy as np
import pytest

from tests.simulation.pairs_of_worlds import EVENTFUL, MUCH_SEEN, SMALL, WORLDS, are_same, ratios, run

PLACES = 8
"""Deaths that the small district may report in a year; some twenty die in it."""
CEILING = {
    "unsafe_injury_rate": 1.0, "unsafe_response": 0.0, "concealment_by_pressure": 0.0, "outcome_weight": 1.0, "death_ceiling": PLACES * 65000 / SMALL.employees,
}  # fmt: skip


def reported(changes: dict[str, float], world: int) -> list[float]:
    """Deaths on record, by year."""
    return [float(year) for year in run(changes, world=world).monthly["reported_deaths"].reshape(2, 12).sum(axis=1)]


@pytest.mark.parametrize("mechanism", ["concealment_at_ceiling", "reclassified"])
def test_a_death_that_would_break_the_ceiling_is_kept_out_and_no_other(mechanism: str) -> None:
    """At a probability of 1 the record ends at the ceiling at the latest, and stands just below it where more die."""
    for world in WORLDS:
        free, kept = reported(CEILING, world), reported({**CEILING, mechanism: 1.0}, world)
        assert min(free) > PLACES
        assert all(PLACES - 3 <= year <= PLACES for year in kept), kept


def test_officials_who_move_half_of_it_let_fewer_deaths_on_record() -> None:
    assert max(ratios("reported_deaths", {**CEILING, "concealment_at_ceiling": 0.8, "reclassified": 0.5}, CEILING)) < 1.0


def test_nothing_is_kept_out_without_a_ceiling_or_without_a_weight_of_outcomes() -> None:
    moved = {"concealment_at_ceiling": 0.9, "reclassified": 0.9}
    assert are_same(EVENTFUL, moved) and are_same({**CEILING, "outcome_weight": 0.0}, moved)
    assert not are_same(CEILING, moved)


def test_the_veto_raises_the_priority_while_a_ceiling_stands() -> None:
    veto = {**CEILING, "one_vote_veto": 1.0}
    assert min(ratios("government_priority", {**veto, "priority_by_veto": 0.2}, veto)) > 1.1
    assert are_same({**CEILING, "one_vote_veto": 0.0}, {"priority_by_veto": 0.2})
    assert are_same({**veto, "death_ceiling": 0.0}, {"priority_by_veto": 0.2})


def test_pressure_sends_officers_out_by_overtime_and_the_government_pays_for_it() -> None:
    """What it pays is the price of the visits that were added: at a price of nothing these alone differ."""
    # Unsafe acts are everybody's domain: accidents of theirs alone press on all departments alike, so that the mean pressure is that of each.
    pressed = {**MUCH_SEEN, "unsafe_injury_rate": 0.1, "hazard_injury_rate": 0.0, "campaign_strength": 0.0}
    for world in WORLDS:
        usual, free, paid = (run({**pressed, **more}, world=world) for more in (
            {}, {"overtime_by_pressure": 1.0, "overtime_cost": 0.0}, {"overtime_by_pressure": 1.0, "overtime_cost": 1000.0}))
        assert free.total("visits") == paid.total("visits") > usual.total("visits")
        by_overtime = (paid.monthly["government_cost"] - free.monthly["government_cost"]) / 1000.0
        pressure = np.concatenate([[0.0], paid.monthly["department_pressure"]])[:-1]
        assert (by_overtime <= 0.5 * paid.monthly["visits"] + 0.001).all() and by_overtime.sum() > 0.0
        assert by_overtime[1:].sum() == pytest.approx((paid.monthly["visits"] * pressure / (1.0 + pressure))[1:].sum(), rel=0.02)


def test_pressure_shuts_work_down() -> None:
    assert max(ratios("output", {**EVENTFUL, "shutdown_by_pressure": 0.2}, EVENTFUL)) < 0.995
    quiet = {"unsafe_injury_rate": 0.0, "hazard_injury_rate": 0.0}
    assert are_same(quiet, {"shutdown_by_pressure": 0.2, "overtime_by_pressure": 1.0})
