"""A model in which nothing works, scored by the same code beside ours."""

import pytest

from experiments.studies.trials.null import null_verdicts
from experiments.studies.trials.report import json_rows, markdown, score_words
from experiments.studies.trials.result import null, ours, score
from experiments.text import messages
from scenarios import load_trial
from tests.experiments.trials.made_up import made_up, trials

MET = {
    ("a16-fixed-and-moving-sites", "moving"), ("a2-penalty-contingency", "without-penalty"), ("a6-declining-effect", "late-effect"),
    ("b12-probability-severity", "step-one"), ("d1-collusion-local-control", "tie-under-vertical"), ("d5-bunching-under-ceiling", "true-jump"),
}  # fmt: skip
"""Bands that a model without any effect meets."""
MET_OUT_OF_SAMPLE = {("d12-law-by-ownership", "state-mines"), ("d13-coal-and-construction", "construction")}


def test_six_bands_are_met_by_a_model_in_which_nothing_works():
    met = {(trial.name, name) for trial in trials() for name, verdict in null_verdicts(trial).items() if verdict.passes}
    assert met == MET | MET_OUT_OF_SAMPLE
    assert {trial.name for trial in trials() if trial.out_of_sample} >= {name for name, _row in MET_OUT_OF_SAMPLE}


@pytest.mark.parametrize(("trial", "estimand", "state"), [
    ("a2-penalty-contingency", "with-penalty", "outside"), ("a2-penalty-contingency", "penalty-over-none", "not determined"),
    ("a14-targeting-gain", "best-over-historic", "not determined"), ("b1-publicity-spill-over", "falls-with-distance", "outside"),
    ("e5-severity-tail", "death-rate", "not determined"), ("e16-reporting-by-size", "reported-hump", "outside"),
    ("e16-reporting-by-size", "deaths-by-size", "outside"), ("d9-listed-supervision", "persistence", "outside"),
    ("b12-probability-severity", "step-two", "outside"), ("a1-random-inspection", "year-four", "not judged"),
])  # fmt: skip
def test_no_effect_by_the_meaning_of_each_row(trial, estimand, state):
    assert null_verdicts(load_trial(trial))[estimand].state == state


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_score_of_nothing_stands_beside_ours_and_its_rows_are_marked(language):
    messages.activate(language)
    results = made_up()
    nothing, model = score(results, of=null), score(results, of=ours)
    assert nothing.rows == model.rows and nothing.rows_passed == sum(kind == "evidence" for kind in kinds())
    assert f"{nothing.rows_passed}" in score_words(results) and "*" in score_words(results)
    page = [line for line in markdown(results).splitlines() if line.startswith("| a2-penalty-contingency") and "* |" in line]
    assert len(page) == 1
    rows = {(row["trial"], row["estimand"]): row["null_verdict"] for row in json_rows(results)}
    assert {key for key, state in rows.items() if state == "inside"} == MET | MET_OUT_OF_SAMPLE


def kinds():
    known = {(trial.name, one.name): one.kind for trial in trials() for one in trial.estimands}
    return [known[key] for key in MET]
