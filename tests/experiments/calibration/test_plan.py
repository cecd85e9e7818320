"""The plan of the calibration: the shipped one holds together, a broken one is refused at its place."""

import numpy as np
import pytest

from experiments.studies.calibration.plan import CALIBRATION, load_calibration
from experiments.studies.calibration.targets import _of_row
from scenarios import ScenarioError, load_parameters, load_trial, trial_names


def test_the_ranges_are_those_of_the_parameters_and_both_ends_come_back():
    plan, entries = load_calibration(), load_parameters().entries
    ends = plan.values(np.array([np.zeros(len(plan.priors)), np.ones(len(plan.priors))]))
    # Correction matters where hazards live longer, and enforcement that asks for a standard has to raise attention by more of what is missing.
    own = {"removal_highest": [0.1, 0.6], "latent_removal_factor": [0.1, 0.6], "hazard_arrivals": [0.3, 3.0], "attention_by_penalty": [0.1, 0.8]}
    assert ends == pytest.approx(np.array([own.get(name, entries[name].expected) for name in plan.names]).T)
    places = np.random.default_rng(1).random((7, len(plan.priors)))
    assert plan.places(plan.values(places)) == pytest.approx(places)


def test_every_trial_with_evidence_is_out_of_a_fit_once_before_the_strict_split():
    plan = load_calibration()
    judged = {t.name for t in plan.trials if any(e.kind == "evidence" and e.band for e in load_trial(t.name).estimands)}
    out = [name for fold in plan.folds[:-1] for name in fold.out]
    assert sorted(out) == sorted(judged)
    assert judged == {trial.name for trial in plan.trials}
    assert {"a1-random-inspection", "a2-penalty-contingency"} <= set(plan.folds[-1].out)


def test_a_third_of_the_trials_with_judged_evidence_is_in_no_fit():
    plan = load_calibration()
    suite = {name: load_trial(name) for name in trial_names()}
    judged = {name for name, trial in suite.items() if not trial.out_of_sample and any(e.kind == "evidence" and e.band for e in trial.estimands)}
    assert set(plan.held_out) <= judged and not set(plan.held_out) & {trial.name for trial in plan.trials}
    assert len(plan.held_out) >= len(judged) / 3
    assert judged == set(plan.held_out) | {trial.name for trial in plan.trials}


def test_a_choice_has_two_forms_and_both_ends_come_back(tmp_path):
    text = CALIBRATION.read_text("utf-8").replace('name = "unsafe_lasting"\nscale = "linear"', 'name = "unsafe_lasting"\nscale = "choice"')
    path = tmp_path / "plan.toml"
    path.write_text(text, "utf-8")
    plan = load_calibration(path)
    assert [name for name, choice in zip(plan.names, plan.choices, strict=True) if choice] == ["unsafe_lasting", "sharing_form"]
    places = np.random.default_rng(1).random((5, len(plan.priors)))
    assert plan.places(plan.values(places)) == pytest.approx(places)


def test_a_range_of_the_plans_own_stays_within_the_hard_one(tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text(CALIBRATION.read_text("utf-8").replace('scale = "linear"', 'scale = "linear"\nrange = [0.1, 1.8]', 1), "utf-8")
    with pytest.raises(ScenarioError) as found:
        load_calibration(path)
    assert [problem.key for problem in found.value.problems] == ["parameters.0.range"] and "0 to 1" in str(found.value)


def test_a_published_interval_goes_before_the_band_and_an_open_band_is_a_limit():
    plan = load_calibration()
    rows = {row.key: row for trial in plan.trials for row in trial.rows}

    def observed(key):
        return _of_row(rows[key], next(e for e in load_trial(rows[key].trial).estimands if e.name == rows[key].estimand))

    first = observed("a1-random-inspection/injuries-four-years")
    assert (first.value, first.said) == (-9.4, "published 95 % interval")
    assert first.spread == pytest.approx(15.6 / 3.919928, rel=1e-6)
    second = observed("a2-penalty-contingency/with-penalty")
    assert (second.value, second.spread) == (-20, pytest.approx(20 / 3.919928, rel=1e-6))
    third = observed("b12-probability-severity/step-two")
    assert not third.two_sided and third.high == 0
    assert observed("b1-publicity-spill-over/within-10-km") is None


@pytest.mark.parametrize(("old", "new", "told"), [
    ('name = "attention_by_penalty"', 'name = "attention_by_penaltys"', "did you mean attention_by_penalty?"),
    ('name = "attention_by_penalty"', 'name = "fine_scale"', "only uncertainties are fitted"),
    ('name = "shared_diligence"', 'name = "shared_dilligence"', "did you mean shared_diligence?"),
    ('name = "shared_diligence"', 'name = "records_shared"', "only uncertainties are fitted"),
    ('name = "shared_diligence"', 'name = "led_diligence"', "'led_diligence' stands twice"),
    ('name = "shared_diligence"', 'name = "attention_fading"', "'attention_fading' stands twice"),
    ('name = "attention_by_visit"\nscale = "linear"', 'name = "attention_by_visit"\nscale = "choice"', "this scale does not fit the range 0 to "),
    ('name = "a25-aggregate-elasticity"', 'name = "a25-aggregate"', "did you mean a25-aggregate-elasticity?"),
    ('name = "a25-aggregate-elasticity"', 'name = "a1-random-inspection"', "'a1-random-inspection' is held out of every fit and stands among the trials"),
    ("worlds = 2", "worlds = 0", "worlds: 0 is too small"),
    ("allowance = 0.0", "", "acceptance.allowance: this key is missing"),
    ('name = "attention_by_penalty"', 'name = "attention_by_visit"', "'attention_by_visit' stands twice"),
    ('name = "attention_by_visit"\nscale = "linear"', 'name = "attention_by_visit"\nscale = "log"', "this scale does not fit the range 0 to "),
    ('name = "a1-random-inspection"', 'name = "a1-random"', "'a1-random'"),
    ('estimand = "step-one"', 'estimand = "step-on"', "did you mean step-one?"),
    ('out = ["a2-penalty-contingency"', 'out = ["c4-rotation"', "'c4-rotation'"),
    ("schema_version = 1", "schema_version = 2", "this is version 2 of the file format"),
    ("seed = 4", "seed = = 4", "not TOML"),
    ("discrepancy = 0.5", "", "fit.discrepancy: this key is missing"),
    ("discrepancy = 0.5", "discrepancy = -1", "fit.discrepancy: -1 is too small; allowed: a number from 0 to 100"),
    ("sets = 240", "sets = 2.5", "fit.sets: 2.5 is no whole number"),
    ("sets = 240", "set = 240", "fit.set: this key is unknown; allowed: discrepancy, implausible, sets; did you mean sets?"),
    ('scale = "linear"', 'scale = "linar"', "'linar' is none of the words known here; allowed: linear, log, choice; did you mean linear?"),
    ('district = "jiuyuan"', 'district = "jiuyuan-quartr"', "did you mean jiuyuan-quarter?"),
    ("enterprises = 4000", "enterprises = 0", "trials.0.enterprises: 0 is too small"),
    ('variants = ["all"]', 'variants = ["al"]', "did you mean all?"),
    ("[baseline]", "[[baseline]]", "baseline: a list is no table"),
])
def test_a_broken_plan_is_refused_at_its_place(tmp_path, old, new, told):
    text = CALIBRATION.read_text("utf-8")
    assert old in text
    path = tmp_path / "plan.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_calibration(path)
    assert told in str(caught.value) and str(path) in str(caught.value)
    assert all(problem.line and (problem.key or "TOML" in told) and (problem.mend or problem.allowed) for problem in caught.value.problems)
