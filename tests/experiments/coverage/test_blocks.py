"""Blocks against all: known shares, totals of a shorter comparison, the words; and what withholds an interval."""

import dataclasses
import math

import numpy as np
import pytest

from experiments.comparison.compare import run_plan
from experiments.comparison.differences import all_rows, row
from experiments.comparison.telling import DRIVERS, not_alike, tells_interval
from experiments.comparison.words.rows import row_words
from experiments.running.batch import MONTHLY, TOTALS, Batch
from experiments.running.planning import make_plan
from experiments.studies.coverage.report import headline, markdown, records, table
from experiments.studies.coverage.study import Covered, after, blocks, coverage
from experiments.text import messages
from experiments.text.labels import quantity
from tests.experiments.test_rows import MONTHS, batch


def ensemble(blocks_of_ten: int = 24) -> Batch:
    """Pairs of worlds under sets that differ; open hazards (a state) under "a" lower by one, with the spread of sets and of chance."""
    worlds = 10 * blocks_of_ten
    rng = np.random.default_rng(8)
    change = -1.0 + np.repeat(rng.normal(0, 0.5, worlds // 2), 2) + rng.normal(0, 0.5, worlds)
    base = rng.normal(50, 3, worlds)
    made = batch(worlds, ("baseline", "a"), hazards_open=np.array([base, base + change]))
    totals = made.totals_array.copy()
    totals[:, :, TOTALS.index("hazards_open")] /= MONTHS
    return dataclasses.replace(made, totals_array=totals, sets=tuple(world // 2 for world in range(worlds)))


def test_blocks_of_independent_sets_hold_the_value_of_all_in_95_of_100():
    found = {one.outcome: one for one in coverage(ensemble(200), 10, 0.0, {"a": "not"}, [MONTHS])}["hazards_open"]
    assert (found.asked, found.told) == (200, 200) and 0.92 <= found.share <= 0.98 and found.state in ("holds", "not told")
    assert found.low < found.share < found.high


@pytest.mark.parametrize(("told", "held", "low", "high", "state"), [
    (0, 0, math.nan, math.nan, "abstains"), (100, 95, 0.9, 0.99, "holds"), (100, 70, 0.6, 0.8, "misses"), (100, 90, 0.8, 0.96, "not told"),
    (1000, 995, 0.985, 0.999, "wide"), (20, 20, math.nan, math.nan, "not told"),
])  # fmt: skip
def test_a_share_is_judged_by_its_interval(told, held, low, high, state):
    assert Covered("deaths", 60, told, told, held, low, high).state == state


def test_a_block_has_its_worlds_and_sets_and_a_rest_is_left_out():
    parts = list(blocks(ensemble(), 50))
    assert [part.worlds[0] for part in parts] == [0, 50, 100, 150]
    assert all(len(part.worlds) == 50 and len(set(part.sets or ())) == 25 for part in parts)


def test_a_shorter_comparison_is_what_would_have_been_run():
    plan = make_plan("jiuyuan-hamlet", ["capacity"], worlds=2, months=6)
    whole, short = (run_plan(dataclasses.replace(plan, months=months)).batch for months in (6, 3))
    cut = after(whole, 3)
    assert np.array_equal(cut.monthly_array, short.monthly_array)
    assert np.allclose(cut.totals_array, short.totals_array, equal_nan=True)
    assert after(whole, 6) is whole
    assert sum(1 for _ in all_rows(cut, 0.03, {"capacity": "wholly"})) > 50


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_page_names_what_misses(language):
    messages.activate(language)
    found = [Covered("deaths", 60, 100, 50, 25, 0.4, 0.6), Covered("visits", 60, 100, 100, 95, 0.9, 0.99), Covered("deaths", 120, 100, 0, 0, math.nan, math.nan)]
    text, page = headline(found), markdown(found)
    assert "150" in text and ("Deaths" in text or "死亡" in text) and text in page
    assert page.count("\n| ") == 3 and table(found).row_count == 2
    assert records(found)[2]["share"] is None and records(found)[0]["state"] == "misses"


# What withholds an interval.


def arms(name: str, differs: int, worlds: int = 12) -> Batch:
    """One event a month in each arm; under "a" one more in ``differs`` months of the worlds but the last, in turn."""
    monthly = np.ones((2, worlds, MONTHS))
    for number in range(differs):
        monthly[1, number % (worlds - 1), number // (worlds - 1)] += 1
    return batch(worlds, ("baseline", "a"), **{name: monthly})


@pytest.mark.parametrize(("differs", "told"), [(0, False), (9, False), (10, True), (40, True)])
def test_counts_need_ten_months_in_which_the_arms_differ(differs, told):
    found = row(arms("deaths", differs), "a", "deaths", 0.0)
    assert (found.low is not None) is told and found.alike is not told
    assert found.kind == "plain" and math.isfinite(found.difference) and (told or not found.told_apart)
    if not told and differs:
        assert "no interval: the arms differ in too few events" in row_words(found)


def test_a_count_that_moves_alike_in_every_world_has_a_difference_and_no_interval():
    found = row(batch(12, ("baseline", "a"), emergency_visits=np.array([np.full(12, 5.0), np.full(12, 6.0)])), "a", "emergency_visits", 0.0)
    assert found.difference == pytest.approx(12.0) and found.low is None and found.alike


def test_money_and_expectations_that_are_the_same_in_every_world_keep_theirs():
    for name in ("government_cost", "expected_deaths"):
        found = row(batch(12, ("baseline", "a"), **{name: np.array([np.full(12, 5.0), np.full(12, 6.0)])}), "a", name, 0.0)
        assert found.low == pytest.approx(12.0) and found.high == pytest.approx(12.0) and found.told_apart


@pytest.mark.parametrize(("moved", "told"), [(0, False), (1, False), (4, False), (5, True), (12, True)])
def test_a_state_needs_five_replicates_off_the_commonest_value(moved, told):
    values = np.array([np.full(12, 0.3), np.full(12, 0.4)])
    values[1, :moved] += 0.01 * np.arange(1, moved + 1)
    assert (row(batch(12, ("baseline", "a"), certified=values), "a", "certified", 0.0).low is not None) is told


def test_how_many_are_not_alike():
    assert not_alike(np.array([0.0, 0.0, 0.0, 1.0])) == 1 and not_alike(np.array([1.0, 2.0, 3.0])) == 3
    assert not_alike(np.array([1.0, 1.0 + 1e-9, 2.0])) == 1 and not_alike(np.zeros(5)) == 0


@pytest.mark.parametrize("state", sorted(DRIVERS))
@pytest.mark.parametrize(("differs", "told"), [(9, False), (10, True)])
def test_a_state_that_accidents_move_needs_accidents_that_differ(state, differs, told):
    luck = np.random.default_rng(3).normal(0, 0.1, (2, 12))
    made = arms(DRIVERS[state], differs)
    monthly = made.monthly_array.copy()
    monthly[:, :, MONTHLY.index(state)] = luck[:, :, None]
    assert tells_interval(dataclasses.replace(made, monthly_array=monthly), "a", quantity(state), luck[1] - luck[0]) is told


def test_a_ratio_of_counts_needs_events_of_both_parts():
    made = arms("deaths", 40)
    values = np.random.default_rng(3).normal(0, 0.1, 12)
    assert not tells_interval(made, "a", quantity("concealed_share"), values)
    monthly = made.monthly_array.copy()
    monthly[:, :, MONTHLY.index("deaths_concealed"), :2] = 1.0
    assert tells_interval(dataclasses.replace(made, monthly_array=monthly), "a", quantity("concealed_share"), values)
