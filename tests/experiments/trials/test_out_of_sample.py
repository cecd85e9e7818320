"""What is out of sample stands apart: in the files, in every table, in the score; and no fit sees it."""

import io

import pytest
from rich.console import Console

from experiments.studies.calibration.plan import CALIBRATION, load_calibration
from experiments.studies.trials.forest import forest
from experiments.studies.trials.null import null_verdicts
from experiments.studies.trials.report import json_rows, kinds, markdown, score_words, tables
from experiments.studies.trials.result import null, score
from experiments.text import messages
from scenarios import ScenarioError, load_evidence, load_trial, trial_names
from tests.experiments.trials.made_up import made_up, trials

HELD = [trial for trial in trials() if trial.out_of_sample]
SUITE = [trial for trial in trials() if not trial.out_of_sample]


def cited(trial):
    return {*trial.evidence, *(source for one in trial.estimands for source in one.published.evidence)}


def test_ten_trials_are_out_of_sample_and_rest_on_studies_that_the_suite_does_not_use():
    assert len(HELD) == 10 and len(SUITE) == 20
    used = set().union(*map(cited, SUITE))
    assert {(trial.name, source) for trial in HELD for source in cited(trial) if source in used} == set()
    chinese = {trial.name for trial in HELD if any("China" in load_evidence()[s].figure or "Chinese" in load_evidence()[s].figure or s.startswith("study-D") for s in trial.evidence)}
    assert len(chinese) >= 3


@pytest.mark.parametrize("trial", HELD, ids=lambda trial: trial.name)
def test_every_judged_figure_out_of_sample_is_evidence_with_a_reason_and_some_mechanism_can_fail_it(trial):
    judged = [one for one in trial.estimands if one.band is not None]
    assert judged and {one.kind for one in trial.estimands} == {"evidence"}
    assert all(one.band.reason and one.published.evidence for one in judged)
    # A trial all of whose bands hold where nothing works would ask for no mechanism.
    assert any(null_verdicts(trial)[one.name].passes is False for one in judged)


def test_the_suite_still_counts_thirty_eight_figures_of_evidence_and_nine_of_calibration():
    results = made_up()
    assert (score(results).rows, score(results, "calibration").rows) == (38, 9)
    assert score(results).trials == 18
    assert score(results, of=null).rows_passed == 5
    held = score(results, "out of sample")
    assert held.trials == 10 and held.rows == sum(one.band is not None for trial in HELD for one in trial.estimands)
    of_suite = [result for result in results if not result.trial.out_of_sample]
    assert score(of_suite) == score(results) and score(of_suite, "out of sample").rows == 0


def test_a_mark_that_is_not_set_leaves_no_trace_in_a_dump_by_which_a_bank_of_runs_is_known():
    assert "out_of_sample" not in load_trial("a1-random-inspection").model_dump_json()
    assert '"out_of_sample":true' in load_trial("b17-experience").model_dump_json()


def test_no_fit_may_name_a_trial_out_of_sample(tmp_path):
    assert {one.name for one in load_calibration().trials} & {trial.name for trial in HELD} == set()
    path = tmp_path / "plan.toml"
    path.write_text(CALIBRATION.read_text("utf-8").replace('name = "a1-random-inspection"', 'name = "b17-experience"', 1), "utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_calibration(path)
    problem = next(one for one in caught.value.problems if "out of sample" in str(one))
    assert problem.key == "trials.0.name" and problem.line and problem.mend


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_table_row_and_picture_tells_the_three_apart(language):
    messages.activate(language)
    results = made_up()
    console = Console(width=118, file=io.StringIO(), record=True)
    for part in tables(results):
        console.print(part)
    text, page = console.export_text(), markdown(results)
    heads = [title for _kind, title in kinds()]
    places = [text.replace("\n", "").find(head.split(":")[0].split("：")[0]) for head in heads]
    assert -1 not in places and places == sorted(places)
    for shown in (text, page):
        evidence, held = shown.split(heads[1][:8])[0], shown.split(heads[1][:8])[1]
        assert "a1-random-inspection" in evidence and "b17-experience" not in evidence and "b17-experience" in held
    of_row = {row["trial"]: row["kind"] for row in json_rows(results) if row["trial"] in ("b17-experience", "a1-random-inspection", "c4-rotation")}
    assert of_row == {"a1-random-inspection": "evidence", "b17-experience": "out of sample", "c4-rotation": "calibration"}
    held_score = score(results, "out of sample")
    assert f"{held_score.rows_passed}" in score_words(results) and f"{held_score.rows}" in score_words(results)


def test_what_is_out_of_sample_alone_has_a_score_and_a_title_of_its_own():
    only = [result for result in made_up() if result.trial.out_of_sample]
    assert score_words(only).startswith("Out of sample, counted apart: ")
    assert forest(only).finding.startswith("Out of sample: ")
    assert "Evidence" not in score_words(only)


def test_a_figure_of_calibration_is_refused_out_of_sample(tmp_path):
    text = (CALIBRATION.parent / "trials" / "b17-experience.toml").read_text("utf-8").replace('kind = "evidence"', 'kind = "calibration"', 1)
    path = tmp_path / "mine.toml"
    path.write_text(text.replace('name = "b17-experience"', 'name = "mine"', 1), "utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_trial(path)
    (problem,) = caught.value.problems
    assert problem.key == "estimands.0.kind" and "cannot be out of sample" in str(problem) and problem.line
    assert "b17-experience" in trial_names()
