"""What the workshop tells is what ``compare`` tells: the same runs to the digit, the same rows, the same words."""

from __future__ import annotations

import json

import numpy as np
import pytest

from experiments import compare
from experiments.comparison.precision import all_looks
from experiments.comparison.words.rows import row_words
from experiments.comparison.words.verdict import headline
from experiments.running.scenario import Scenario
from experiments.text.labels import HEADLINE
from experiments.text.messages import speaking
from experiments.workshop.live.asked import Asking
from experiments.workshop.live.stages import stages
from experiments.workshop.written import written
from tests.workshop.serving import DISTRICT, heard, opened_runs, run

OWN = "mine:all-five,committee_meetings=9.5@3~2,metal.fire=fire*+towns"
SCENARIOS = [
    Scenario(DISTRICT, ["coordination"], months=24, worlds=12),
    Scenario(DISTRICT, [OWN, "incentives"], months=40, worlds=10, seed=3),
    Scenario(DISTRICT, ["boundaries"], parameters={"effort_cost": 900.0}, months=36, worlds=4, first_world=6, discount=0.05),
    Scenario(DISTRICT, ["capacity"], months=13, worlds=11, ensemble="none"),
]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_number_is_that_of_compare(scenario: Scenario) -> None:
    plan = scenario.plan()
    told = compare(DISTRICT, list(scenario.policies), worlds=plan.worlds, months=plan.months, seed=plan.seed, parameters=dict(scenario.parameters),
                   ensemble=scenario.ensemble, discount=scenario.discount)  # fmt: skip
    with opened_runs() as live:
        question = live.asking.of(scenario)
        lines = run(heard(live, question))
        found = run(live.compared_of(question))
    assert question.plan.scenario_hash == plan.scenario_hash
    assert found.batch.digests == told.batch.digests
    assert found.batch.sets == told.batch.sets and found.batch.level == told.batch.level
    assert np.array_equal(found.batch.totals_array, told.batch.totals_array, equal_nan=True)
    assert np.array_equal(found.batch.monthly_array, told.batch.monthly_array)
    assert repr(found.batch.events) == repr(told.batch.events) and repr(found.batch.places) == repr(told.batch.places)
    answer = lines[-1]
    assert [answer["sentence"], *answer["sentences"]] == headline(told)
    assert answer["hash"] == plan.scenario_hash and answer["interval"] == told.tells_intervals
    for outcome in answer["outcomes"]:
        for policy in outcome["policies"]:
            row = told.row(policy["name"], outcome["name"])
            shown = row.shown or (None, None)
            expected = [row.difference, row.relative, *shown, row.told_apart, row_words(row)]
            assert [policy[key] for key in ("difference", "relative", "low", "high", "told_apart", "words")] == [
                None if isinstance(value, float) and not np.isfinite(value) else value for value in expected]  # fmt: skip
            assert outcome["baseline"] == (row.baseline_mean if np.isfinite(row.baseline_mean) else None)
    assert [outcome["name"] for outcome in answer["outcomes"]] == list(HEADLINE)


def test_a_row_asked_for_alone_is_the_row_among_all() -> None:
    options = {"worlds": 10, "months": 24, "ensemble": "none"}
    alone, all_of_them = (compare(DISTRICT, ["incentives"], **options) for _ in range(2))  # type: ignore[arg-type]
    for row in all_of_them.rows:
        assert repr(alone.row(row.policy, row.quantity.name)) == repr(row)
    with pytest.raises(KeyError):
        alone.row("incentives", "nothing-such")
    with pytest.raises(KeyError):
        alone.row("nobody", "expected_deaths")


def test_the_stages_stand_on_one_another_and_the_first_is_a_part_of_the_whole() -> None:
    with opened_runs() as live:
        lines = run(heard(live, live.asking.of(Scenario(DISTRICT, ["attention"], months=60, worlds=12))))
    answers = [line for line in lines if line["kind"] == "answer"]
    assert [(one["stage"], one["worlds"], one["months"]) for one in answers] == [("first", 2, 36), ("ten", 2, 60), ("twenty", 12, 60)]
    assert [one["interval"] for one in answers] == [False, False, True]
    assert answers[0]["payers"] is None and answers[2]["payers"]
    dots = [one["outcomes"][0]["policies"][0]["dots"] for one in answers]
    assert [len(each) for each in dots] == [2, 2, 6]


def test_no_interval_is_shown_between_twenty_worlds_and_the_first_look_of_the_rule() -> None:
    def shown(worlds: int) -> list[int]:
        return [len(stage.worlds) for stage in stages(Scenario(DISTRICT, ["attention"], worlds=worlds).plan())]

    first, second = [look.worlds for look in all_looks(Scenario(DISTRICT, ["attention"]).plan())][:2]
    assert shown(20) == [2, 2, 20] and shown(30) == [2, 2, 30] and shown(first - 1) == [2, 2, first - 1]
    assert shown(first) == [2, 2, 20, first] and shown(first + 5) == [2, 2, 20, first] and shown(second) == [2, 2, 20, first, second]
    plan = Scenario(DISTRICT, ["attention"], worlds=second).plan()
    levels = [stage.level for stage in stages(plan)]
    looks = list(all_looks(plan))[:2]
    assert levels == [0.95, 0.95, 0.95, looks[0].level, looks[1].level]


def test_an_answer_is_json_without_a_number_that_is_none() -> None:
    with opened_runs() as live:
        for line in run(heard(live, live.asking.of(Scenario(DISTRICT, ["publicity"], months=2, worlds=1)))):
            assert json.loads(written(line)) == line


def test_the_answer_of_each_language_says_the_same_numbers() -> None:
    with opened_runs() as live:
        question = live.asking.of(Scenario(DISTRICT, ["coordination"], months=12, worlds=3))
        found = {}
        for language in ("en", "zh"):
            with speaking(language):
                found[language] = run(heard(live, question))[-1]
    assert live.questions.computed == 3  # one comparison a stage, whoever reads it in which language
    assert found["en"]["sentence"] != found["zh"]["sentence"]
    assert [one["baseline"] for one in found["en"]["outcomes"]] == [one["baseline"] for one in found["zh"]["outcomes"]]


def test_a_question_without_a_policy_tells_the_baseline() -> None:
    with opened_runs() as live:
        answer = run(heard(live, live.asking.of_query(f"district={DISTRICT}&months=12&worlds=2")))[-1]
    assert answer["policies"] == [] and answer["outcomes"][0]["baseline"] > 0
    assert Asking(DISTRICT).of_query(f"district={DISTRICT}").plan.names == ("baseline",)
