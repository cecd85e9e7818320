"""Comparisons over sets of parameters: who runs under which, what the verdict says of the doubt, and that without one all is as before."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from experiments.comparison.compare import run_plan
from experiments.comparison.differences import HEADLINE_OUTCOME, yearly
from experiments.comparison.figures.differences import draw as differences_figure
from experiments.comparison.figures.style import footer
from experiments.comparison.figures.titles import short_finding
from experiments.comparison.records import ensemble_card, records
from experiments.comparison.words.rows import row_words
from experiments.comparison.words.verdict import headline, setting
from experiments.running.batch import gather
from experiments.running.folder import claimed
from experiments.running.parts import Parts
from experiments.statistics.sets import split
from experiments.text import messages
from scenarios.ensembles import Ensemble
from tests.experiments.fakes import as_of_the_model, effect, fake_plan, simulate_policies


def of_effects(values, note=""):
    """An ensemble of the one parameter by which ``simulate`` scales what policies do."""
    return Ensemble("small", "Small", "小参数集", note, "", ("effect",), np.array(values, dtype=float)[:, None])


def simulate(district, policies, *, parameters, **rest):
    """The fake model, in which a parameter scales all effects: below zero a policy does the opposite of what it should."""
    scaled = [
        dataclasses.replace(policy, settings=tuple(
            dataclasses.replace(s, value=1 - (1 - s.value) * parameters.effect) for s in policy.settings))
        for policy in policies
    ]  # fmt: skip
    return simulate_policies(district, scaled, parameters=parameters, **rest)


def plan_on(values, worlds=20, policies=None, overrides=None, **settings):
    plan = fake_plan(worlds=worlds, parameters={"effect": 1.0, "fine_scale": 1.0}, policies=policies, **settings)
    ensemble = None if values is None else of_effects(values)
    return dataclasses.replace(plan, ensemble=ensemble, ensemble_spec="small", overrides=overrides or {}, simulate=simulate)


def compared(values, **settings):
    return as_of_the_model(run_plan(plan_on(values, **settings)))


ALIKE = np.linspace(0.9, 1.1, 12)


# Which world runs under which set.


def test_every_policy_of_a_world_runs_under_its_set_and_what_is_given_by_hand_stays_on_top():
    seen = {}

    def spy(district, policies, *, parameters, world, **rest):
        seen[world] = (len(policies), dict(parameters))
        return simulate(district, policies, parameters=parameters, world=world, **rest)

    plan = plan_on(ALIKE, worlds=6, overrides={"fine_scale": 3.0})
    run_plan(dataclasses.replace(plan, simulate=spy))
    assert {world: found["effect"] for world, (_n, found) in seen.items()} == {
        world: plan.ensemble.values[plan.ensemble.of_world(world), 0] for world in range(6)
    }
    assert {found["fine_scale"] for _n, found in seen.values()} == {3.0} and {n for n, _found in seen.values()} == {4}
    fixed = plan_on(ALIKE, worlds=6, overrides={"effect": 2.0})
    assert {fixed.parameters_of(world).effect for world in range(6)} == {2.0}


def test_the_identity_is_that_of_the_values_and_without_an_ensemble_what_it_was():
    plain = plan_on(None)
    assert "ensemble" not in plain.scenario and plain.parameters_of(3) is plain.parameters
    hashes = {plan_on(values).scenario_hash for values in (None, ALIKE, ALIKE[::-1], ALIKE[:6])}
    assert len(hashes) == 4
    renamed = dataclasses.replace(plan_on(ALIKE), ensemble=dataclasses.replace(of_effects(ALIKE), title="Other"))
    assert renamed.identity == plan_on(ALIKE).identity


def test_without_an_ensemble_worlds_are_what_intervals_are_over_as_before():
    with_none = compared(None, worlds=12)
    before = run_plan(fake_plan(worlds=12))
    assert with_none.batch.digests == before.batch.digests
    assert headline(with_none) == headline(before) and setting(with_none) == setting(before)
    assert records(before)[0].keys() == records(with_none)[0].keys()
    assert "sets" not in records(before)[0] and records(before)[0]["worlds"] == 12
    assert before.interval_over == "worlds" and ensemble_card(before) is None


def test_a_world_that_failed_leaves_its_neighbour_as_a_set_of_one():
    plan = plan_on(ALIKE, worlds=12)
    done = run_plan(plan).batch
    worlds = [w for w in range(12) if w != 3]
    batch = dataclasses.replace(
        done, worlds=tuple(worlds), sets=tuple(done.sets[w] for w in worlds), totals_array=done.totals_array[:, worlds],
        monthly_array=done.monthly_array[:, worlds])  # fmt: skip
    assert batch.replicates == 6 and batch.least == 5
    row = dataclasses.replace(run_plan(plan), batch=batch).row("capacity", HEADLINE_OUTCOME)
    values = done.totals("expected_deaths") / done.years
    own = values[1] - values[0]
    means = [own[2 * k : 2 * k + 2].mean() if k != 1 else own[2] for k in range(6)]
    assert row.difference == pytest.approx(np.mean(means)) and row.paired.worlds == 6


def test_gathering_asks_for_the_set_of_each_world():
    batch = gather(["baseline"], 2, [], set_of=lambda world: world)
    assert batch.sets == () and batch.interval_over == "sets"


# What is said.


def test_the_verdict_counts_sets_and_says_what_the_width_comes_from():
    comparison = compared(np.linspace(0.2, 1.6, 12))
    text = " ".join(headline(comparison))
    row = comparison.row("capacity", HEADLINE_OUTCOME)
    assert row.over == "sets" and row.paired.worlds == 10 and row.split.parameters > 0.5
    share = round(100 * row.split.parameters)
    assert f"Of the width of the interval of expected deaths about {share} % comes from what we do not know about the parameters" in text
    assert f"{100 - share} % from chance" in text and "in all 10 sets of assumptions" in text
    assert "The worlds ran under 10 of the 12 plausible sets of parameters of \"Small\"" in setting(comparison)
    assert "sets of assumptions" in short_finding(comparison) and "Ensemble small, 10 sets of assumptions." in footer(comparison)
    whole = comparison.verdict()
    assert whole.replace("\n", " ").count("Of the width of the interval") == 4  # in the finding and under each policy's table
    assert "The intervals are over sets of assumptions" in whole.replace("\n", " ")
    assert "The intervals cover luck, not doubt" not in whole and "sets better" in whole


def test_equal_sets_leave_little_to_the_parameters():
    row = compared(np.full(12, 1.0), worlds=24).row("capacity", HEADLINE_OUTCOME)
    assert row.split.low == 0.0 and row.split.parameters < 0.6


def test_the_rows_tell_the_shares_and_how_many_sets_turn():
    found = {(row["policy"], row["outcome"]): row for row in records(compared(np.linspace(0.2, 1.6, 12)))}
    row = found["capacity", HEADLINE_OUTCOME]
    assert row["sets"] == 10 and row["sets_turned"] == 0
    assert 0 <= row["parameters_share_low"] <= row["parameters_share"] <= row["parameters_share_high"] <= 1


def turned_in(k, sets=10):
    """Effects of which so many are the other way round, over the sets that twice as many worlds see."""
    return [-0.5 if i < k else 1.5 for i in range(sets)]


@pytest.mark.parametrize(("k", "told"), [(0, False), (2, True)])
def test_a_verdict_that_turns_round_in_some_sets_says_in_how_many(k, told):
    comparison = compared(turned_in(k), policies=[effect("capacity", deaths=0.5)])
    text = " ".join(headline(comparison))
    assert text.startswith("capacity averts expected deaths:")
    sentence = f"In {k} of 10 sets of assumptions it is the other way round: capacity has more expected deaths than the baseline."
    assert (sentence in text) is told and ("the other way round" in text) is told


def test_a_harm_that_turns_round_in_some_sets_is_told_with_them():
    comparison = compared(turned_in(2, 20), worlds=40, policies=[effect("capacity", deaths=0.5), effect("harm", deaths=1.7)])
    text = " ".join(headline(comparison))
    assert "More expected deaths than the baseline, after correction: harm." in text
    assert "The other way round than on the whole, of 20 sets of assumptions: harm in 2." in text
    assert "In 2 of 20 sets of assumptions another policy has the fewest expected deaths: harm in 2." in text


def test_a_harm_alone_that_turns_round_is_told_too():
    text = " ".join(headline(compared(turned_in(2, 20), worlds=40, policies=[effect("harm", deaths=1.7)])))
    assert "Largest effect" not in text and "The other way round than on the whole, of 20 sets of assumptions: harm in 2." in text


def test_one_set_of_forty_is_not_worth_a_word():
    comparison = compared(turned_in(1, 40), worlds=80, policies=[effect("capacity", deaths=0.5)])
    assert comparison.row("capacity", HEADLINE_OUTCOME).turned == 1
    assert "the other way round" not in " ".join(headline(comparison))


def test_worlds_enough_of_too_few_sets_have_no_interval():
    comparison = compared([0.9, 1.1, 1.0, 1.2], worlds=12)
    (text,) = headline(comparison)
    assert text.startswith("4 sets of assumptions: no interval under five.") and not comparison.tells_intervals
    assert comparison.row("capacity", HEADLINE_OUTCOME).low is None
    assert "or than five sets of assumptions, so no intervals" in differences_figure(comparison).subtitle
    assert row_words(comparison.row("capacity", HEADLINE_OUTCOME)).startswith("no interval under ten worlds and five sets; fewer in")


def test_ten_worlds_of_five_sets_have_one_and_nine_have_none():
    assert compared(ALIKE, worlds=10).row("capacity", HEADLINE_OUTCOME).low is not None
    nine = compared(ALIKE, worlds=9)
    assert nine.batch.replicates == 5 and nine.row("capacity", HEADLINE_OUTCOME).low is None
    assert headline(nine)[0].startswith("9 worlds (5 sets of assumptions): no interval under ten.")


def test_the_words_are_there_in_chinese():
    messages.activate("zh")
    try:
        comparison = compared(turned_in(2), policies=[effect("capacity", deaths=0.5)])
        text = "".join(headline(comparison)) + setting(comparison)
    finally:
        messages.activate("en")
    assert "10组假设中有2组结果相反" in text and "源于参数不确定性" in text and "小参数集" in text


# Folders.


def test_a_changed_ensemble_is_refused_and_the_same_one_taken_up(tmp_path):
    plan = plan_on(ALIKE, worlds=2)
    with claimed(tmp_path / "out", plan):
        run_plan(plan, stored=Parts(tmp_path / "out" / "parts", plan))
    with claimed(tmp_path / "out", plan_on(ALIKE, worlds=4)):
        assert Parts(tmp_path / "out" / "parts", plan).load(1) is not None
    with pytest.raises(Exception, match="holds another comparison"), claimed(tmp_path / "out", plan_on(ALIKE[::-1], worlds=2)):
        pass
    assert Parts(tmp_path / "out" / "parts", plan_on(ALIKE[::-1], worlds=2)).load(1) is None


def test_the_shares_of_doubt_are_those_of_the_paired_differences():
    comparison = compared(ALIKE)
    batch = comparison.batch
    yearly_deaths = yearly(batch, HEADLINE_OUTCOME, 0.0)
    for policy in comparison.policies:
        differences = yearly_deaths[batch.row(policy)] - yearly_deaths[0]
        assert comparison.row(policy, HEADLINE_OUTCOME).split == split(differences, batch.sets)
