"""The words: what they must say, and what they must never say."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from experiments.comparison.compare import Comparison
from experiments.comparison.differences import HEADLINE_OUTCOME
from experiments.comparison.words.rows import row_words
from experiments.comparison.words.verdict import headline
from experiments.text import messages
from experiments.text.labels import DETAIL, HEADLINE
from experiments.text.paper import WIDTH
from tests.experiments.fakes import effect, fake_comparison

FORBIDDEN = re.compile(r"validated|significant|no accidents|try first|\bbest\b(?! value)|(?<![\d.])0 %", re.IGNORECASE)


def with_bundle(comparison: Comparison) -> Comparison:
    return dataclasses.replace(comparison, bundles={"bundle": ("capacity", "coordination")})


def test_the_first_sentence_says_whose_effect_is_the_largest_and_how_sure_that_is(comparison):
    text = headline(with_bundle(comparison))[0]
    assert text.startswith("Largest effect of the single policies compared: capacity.")
    assert "Of 3 policies compared, 2 of them single" in text
    assert "95 % interval" in text
    assert "fewer in all 12 worlds; holds after correction for 3 policies" in text


def test_a_bundle_is_never_the_first_of_the_single_ones(comparison):
    sentences = headline(with_bundle(comparison))
    assert sentences[1].startswith("Several together, bundle:")


def test_the_ranking_says_whether_the_first_is_told_apart_from_the_second(comparison):
    assert "Its lead over the next, coordination, is" in headline(with_bundle(comparison))[0]
    assert "not told apart from the next" in headline(comparison)[0] or "Its lead" in headline(comparison)[0]


def test_idle_policies_win_nothing():
    comparison = fake_comparison(policies=[effect("one"), effect("two")], worlds=12)
    assert headline(comparison)[0].startswith("No difference in expected deaths holds after correction for 2 policies")


def test_few_worlds_get_no_interval_anywhere():
    comparison = fake_comparison(worlds=4)
    assert headline(comparison)[0].startswith("4 worlds: no interval under ten.")
    assert all(row.low is None and row.high is None for row in comparison.rows)
    assert comparison.table["low"].isna().all()
    assert "4 worlds: no interval under ten" in row_words(comparison.row("capacity", HEADLINE_OUTCOME))


def test_too_few_events_show_a_bound_and_no_mean(comparison):
    row = comparison.row("coordination", "larger_accidents")
    assert row.kind == "few"
    assert np.isnan([row.difference, row.baseline_mean, row.policy_mean]).all()
    words = row_words(row)
    assert words.startswith(f"too few events ({row.total_events}; 10 needed for a mean)")
    assert "at most" in words and "(95 %)" in words


def test_what_was_never_seen_is_bounded_by_the_rule_of_three(comparison):
    words = row_words(comparison.row("capacity", "serious_injuries"))
    assert "baseline: none seen in 24 world-years, at most 0.12 a year (95 %)" in words


def test_a_policy_that_does_nothing_is_the_same_in_every_world(comparison):
    assert row_words(comparison.row("coordination", "government_cost")) == "the same in every world"


def test_cost_per_death_is_not_determined_where_a_sign_is_unsure(comparison):
    idle = fake_comparison(policies=[effect("idle")])
    assert row_words(idle.row("idle", "cost_per_death_averted")) == "not determined"
    row = comparison.row("capacity", "cost_per_death_averted")
    assert row.kind == "ratio" and row.low < row.difference < row.high


def test_saving_money_and_lives_is_said_in_words():
    thrift = effect("thrift", deaths=0.5, government_cost=0.5, enterprise_cost=0.5)
    comparison = fake_comparison(policies=[thrift])
    assert row_words(comparison.row("thrift", "cost_per_death_averted")) == "saves money and lives"


def test_seven_headline_outcomes_at_most_and_all_the_asked_ones_in_detail():
    assert len(HEADLINE) <= 7
    asked = {"statutory_accidents", "accidents_on_record", "lost_time_injuries", "deaths", "expected_deaths", "larger_accidents",
             "reported_deaths", "hazards_open", "visits", "government_cost", "enterprise_cost",
             "cost_per_death_averted"}  # fmt: skip
    assert set(DETAIL) == asked


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("worlds", [4, 12])
def test_the_verdict_fits_the_page_and_keeps_its_promises(language, worlds):
    messages.activate(language)
    text = with_bundle(fake_comparison(worlds=worlds, note="A sample of a district.")).verdict()
    from rich.cells import cell_len

    assert max(cell_len(line) for line in text.splitlines()) <= WIDTH
    assert not FORBIDDEN.search(text)
    assert text.split("\n\n")[1] == "A sample of a district."  # after what is not as by default


def test_the_verdict_ends_with_what_it_does_not_tell(comparison):
    text = comparison.verdict()
    assert text.index("What it does not tell") > text.index("How to read it")
    assert "Model-based: no study gives a size for coordination between departments" in text


def test_every_policy_stands_in_the_tidy_table_with_every_outcome(comparison):
    table = comparison.table
    wanted = ["policy", "outcome", "unit", "view", "baseline_mean", "policy_mean", "difference", "low", "high",
              "share_better", "worlds", "events", "words"]  # fmt: skip
    assert list(table.columns[: len(wanted)]) == wanted
    assert set(table["policy"]) == {"capacity", "coordination", "bundle"}
    assert not table.duplicated(["policy", "outcome"]).any()
    row = table[(table.policy == "capacity") & (table.outcome == "expected_deaths")].iloc[0]
    assert row.share_better == 1.0 and row.low < row.difference < row.high < 0
    assert row.p_corrected >= row.p


def test_failed_worlds_are_told_and_left_out():
    comparison = fake_comparison(parameters={"trouble_3": 1.0})
    assert comparison.worlds == 11
    text = comparison.verdict()
    assert "1 of 12 worlds failed, left out for every policy" in text
