"""Trials under an ensemble: which world runs under which set, what is on top of it, and sets as what is independent."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.cli import trial as command
from experiments.statistics.intervals import interval
from experiments.studies.trials.estimators import Estimate, estimate
from experiments.studies.trials.estimators.estimate import Fit
from experiments.studies.trials.estimators.estimate import over_worlds as over
from experiments.studies.trials.knockouts import load_knockouts, loss
from experiments.studies.trials.report import interval_heading, json_rows
from experiments.studies.trials.result import Result
from experiments.studies.trials.study import judged, run_trials, tables_of_world
from experiments.studies.trials.tables import TABLES, TrialData, stacked
from experiments.studies.trials.under import under_which, world_parameters
from scenarios import Ensemble, ScenarioError, load_ensemble, load_parameters, load_trial
from scenarios.library import Library
from scenarios.schema.trial_estimands import Band
from scenarios.trials import read_trial
from tests.ensembles import write_ensemble
from tests.experiments.trials.synthetic import estimand
from tests.experiments.trials.test_course import small
from tests.experiments.trials.test_shipped import SHIPPED, tables

P = load_parameters().values
A1 = load_trial("a1-random-inspection")
BY_LOT = {"allocation", "density_jump"}


def ensemble(tmp_path: Any, factor: float = 1.0) -> Ensemble:
    arrivals = (factor * np.array([2.0, 2.5, 3.5, 4.0])).tolist()
    return load_ensemble(write_ensemble(tmp_path, {"hazard_arrivals": arrivals, "attention_by_penalty": [0.1, 0.3, 0.2, 0.4]}))


def on_sets(trial: Any, sets: int | None) -> Any:
    return trial.model_copy(update={"sizes": trial.sizes.model_copy(update={"large": trial.sizes.large.model_copy(update={"sets": sets})})})


# Which values.


def test_every_world_has_a_set_of_its_own_as_far_as_they_go_and_a_trial_may_ask_for_fewer() -> None:
    under = world_parameters(None, None)
    assert under.ensemble is not None and under.name == "posterior" and under.changes == []
    alone = [under.set_of(A1, world) for world in range(under.ensemble.sets)]
    assert sorted(alone) == list(range(under.ensemble.sets)) and under.set_of(A1, under.ensemble.sets) == alone[0]
    assert [under.set_of(on_sets(A1, 5), world) for world in range(12)] == [*alone[:5], *alone[:5], *alone[:2]]


def test_the_values_of_a_world_are_its_sets_with_what_is_replaced_on_top(tmp_path: Any) -> None:
    found = ensemble(tmp_path)
    under = world_parameters({"attention_by_penalty": 0.7, "effort_cost": 900.0}, found)
    for world in range(4):
        values, k = under.of_world(A1, world), under.set_of(A1, world)
        assert k is not None and values["hazard_arrivals"] == found.values[k, 0]
        assert (values["attention_by_penalty"], values["effort_cost"]) == (0.7, 900.0)
    silent = under.without({"attention_by_penalty": 0.0})
    assert silent.of_world(A1, 0) == under.of_world(A1, 0).with_values({"attention_by_penalty": 0.0})
    assert [one.plain for one in silent.changes] == ["attention_by_penalty=0", "effort_cost=900", "ensemble=small"]


def test_of_all_values_at_once_those_count_that_are_not_as_in_the_file(tmp_path: Any) -> None:
    found = ensemble(tmp_path)
    whole = load_parameters(overrides={"attention_by_penalty": 0.7}).values
    assert world_parameters(whole, found).of_world(A1, 1) == world_parameters({"attention_by_penalty": 0.7}, found).of_world(A1, 1)
    assert world_parameters(P, "none").of_world(A1, 1) == P == world_parameters(None, "none").of_world(A1, 1)


def test_rows_are_those_of_each_worlds_set_and_without_an_ensemble_exactly_those_of_the_file(tmp_path: Any) -> None:
    trial = small("a1-random-inspection", 200)
    found = ensemble(tmp_path)
    rows = {}
    for name, under in {"none": "none", "small": found, "other": ensemble(tmp_path, 1.2)}.items():
        results, failures = run_trials([trial], ensemble=under, worlds=3, workers=0, published=False)
        assert not failures
        rows[name] = json_rows(results)
    by_hand = judged(trial, stacked(tables_of_world(trial, P, world) for world in range(3)), 3, published=False, seed=0)
    assert rows["none"] == json_rows(by_hand) and rows["none"][0]["ensemble"] is rows["none"][0]["sets"] is None
    own = [found.parameters(found.of_lone_world(world), P) for world in range(3)]
    of_sets = judged(trial, stacked(tables_of_world(trial, values, world) for world, values in enumerate(own)), 3, published=False, seed=0)
    assert [row["simulated"] for row in rows["small"]] == [row["simulated"] for row in json_rows(of_sets)]
    assert {(row["ensemble"], row["sets"]) for row in rows["small"]} == {("small", 3)}
    assert len({rows[name][0]["simulated"] for name in rows}) == 3


# Sets as the sample.


def twice(data: TrialData, sets: bool) -> TrialData:
    """Every world again under another number, of the same set: nothing new is known."""
    count = 1 + max(int(getattr(data, name)["world"].max()) for name in TABLES)
    again = {name: pd.concat([(table := getattr(data, name)), table.assign(world=table["world"] + count)], ignore_index=True) for name in TABLES}
    return TrialData(**again, sets={world: world % count for world in range(2 * count)} if sets else {})


@pytest.mark.parametrize("trial", SHIPPED, ids=lambda trial: trial.name)
def test_no_estimator_takes_worlds_of_one_set_for_independent(trial: Any) -> None:
    once, done, again = tables(trial), dict[str, Estimate](), dict[str, Estimate]()
    once, data = replace(once, sets={int(world): int(world) for world in once.worlds["world"].unique()}), twice(once, True)
    by_lot: set[str] = set()
    for one in trial.estimands:
        done[one.name], again[one.name] = estimate(one, once, done), estimate(one, data, again)
        before, after = done[one.name], again[one.name]
        if one.estimator.type in BY_LOT or by_lot & set(getattr(one.estimator, "of", ())):
            by_lot.add(one.name)  # the number of a world decides a lot, so that a copy differs
            continue
        if trial.assignment.unit == "world" and getattr(one.estimator, "matched_trend", False):
            # Its error is enlarged by the leverage of single rows (HC3), of which two copies have half each.
            assert after.value == pytest.approx(before.value) and 0.9 < (after.high - after.low) / (before.high - before.low) < 1
            continue
        assert (after.value, after.low, after.high) == pytest.approx((before.value, before.low, before.high), rel=1e-6, abs=1e-9, nan_ok=True), one.name


@pytest.mark.parametrize("name", ["a14-targeting-gain", "d5-bunching-under-ceiling"])
def test_what_goes_by_lot_is_wider_over_sets_than_over_worlds(name: str) -> None:
    trial = next(one for one in SHIPPED if one.name == name)
    one = next(one for one in trial.estimands if one.estimator.type in BY_LOT)
    over_sets, over_worlds = (estimate(one, twice(tables(trial), sets), {}) for sets in (True, False))
    assert over_sets.high - over_sets.low > 1.2 * (over_worlds.high - over_worlds.low) > 0


def test_sets_weigh_alike_and_their_means_are_the_sample() -> None:
    random = np.random.default_rng(3)
    values = random.normal(-0.1, 0.05, 9)
    sets = (0, 1, 2, 3, 4, 5, 0, 1, 0)
    found = over(estimand("paired_ratio", unit="log points"), [Fit(v) for v in values], 1, "log", sets=sets)
    means = np.array([values[[k for k, own in enumerate(sets) if own == one]].mean() for one in range(6)])
    assert (found.value, found.low, found.high) == pytest.approx((means.mean(), *interval(means)))
    assert found.independent.tolist() == pytest.approx(means.tolist()) and len(found.per_world) == 9


def test_a_mechanism_is_told_to_be_needed_over_sets_too() -> None:
    random = np.random.default_rng(5)
    estimate_of = {name: next(one for one in A1.estimands if one.name == name) for name in ("injuries-four-years",)}["injuries-four-years"]
    inside, outside = -5.0 + 4 * random.normal(size=3), -0.5 + 4 * random.normal(size=3)

    def row(each: Any, worlds: int, sets: tuple[int, ...]) -> Result:
        return Result(A1, estimate_of, Estimate("x", float(np.mean(each)), -99.0, 99.0, np.tile(each, worlds // 3), 0.01, float(np.mean(each) < 0), 9, sets=sets), worlds)

    shared = tuple(range(3)) * 20
    told = [loss(load_knockouts()[0], [row(inside, 60, sets)], [row(outside, 60, sets)]) for sets in ((), shared)]
    assert bool(told[0].lost) and not told[1].lost


# What is said.


def test_it_is_said_under_how_many_sets_and_whether_worlds_share_them(tmp_path: Any) -> None:
    under = world_parameters({"effort_cost": 900.0}, ensemble(tmp_path))
    result = next(iter(judged(small("a1-random-inspection", 200), stacked(tables_of_world(small("a1-random-inspection", 200), P, w) for w in range(3)), 3,
                              published=False, seed=0)))  # fmt: skip
    alone, shared = replace(result, worlds=4, sets=4), replace(result, worlds=8, sets=4)
    assert 'under 4 of the 4 plausible sets of parameters of "Small ensemble", each under a set of its own.' in under_which([alone], under)
    assert under_which([shared], under).endswith("several under the same. In every set --parameter replaces effort_cost.")
    assert under_which([alone], world_parameters(None, "none")) == ""
    assert "over worlds" in interval_heading([alone]) and "over sets of parameters" in interval_heading([shared])
    assert interval_heading([replace(shared, sets=2)]) == interval_heading([replace(result, worlds=2)])
    assert json_rows([shared])[0]["inside_share"] == result.inside_share


def test_more_sets_than_worlds_are_refused_and_the_file_may_ask_for_fewer(tmp_path: Any) -> None:
    from scenarios import shipped

    library: Library = shipped()
    text = (library.root / "trials" / "a1-random-inspection.toml").read_text("utf-8").replace('name = "a1-random-inspection"', 'name = "mine"')
    line = next(line for line in text.splitlines() if line.startswith("large = "))
    for sets, refused in ((10, False), (31, True), (2, True)):
        path = tmp_path / "mine.toml"
        path.write_text(text.replace(line, line.replace("worlds = 30", f"worlds = 30, sets = {sets}")), "utf-8")
        if refused:
            with pytest.raises(ScenarioError, match=r"sizes\.large\.sets"):
                read_trial(library, path)
        else:
            assert read_trial(library, path).sizes.large.sets == 10


def test_a_trial_that_asks_for_no_sets_is_dumped_as_before() -> None:
    assert "sets" not in A1.model_dump(mode="json")["sizes"]["large"] and on_sets(A1, 5).model_dump(mode="json")["sizes"]["large"]["sets"] == 5


@pytest.mark.parametrize("ensemble", ["posterior", "none"])
def test_the_command_tells_its_ensemble_in_every_file_and_keeps_it_in_what_it_suggests(
    ensemble: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (first, *others) = small("c4-rotation", 200).estimands
    far = first.model_copy(update={"band": Band(low=1e6, source="judgement", reason="Nothing lies there, so that the trial fails.")})
    trial = small("c4-rotation", 200, estimands=[far, *others])
    monkeypatch.setattr("scenarios.load_trials", lambda names, _evidence=None: [trial for _name in names])
    monkeypatch.setattr(command, "prepare_engine", lambda *_: None)
    assert command.trial(["c4-rotation"], worlds=2, out=tmp_path, workers=0, published=False, timeout=60.0, ensemble=ensemble) == 0
    told, usual = capsys.readouterr(), ensemble == "posterior"
    manifest, rows = (json.loads((tmp_path / name).read_text("utf-8")) for name in ("manifest.json", "trials.json"))
    assert manifest["sets"] == {trial.name: 2 if usual else 0} and (manifest["ensemble"] or {}).get("name") == ("posterior" if usual else None)
    assert {(row["ensemble"], row["sets"], row["not_default"]) for row in rows} == {("posterior", 2, "") if usual else (None, None, "ensemble=none")}
    for page in ((tmp_path / "trials.md").read_text("utf-8"), told.out):
        page = " ".join(page.split())
        assert ("ran under 2 of the 240 plausible sets" in page) is usual and ("no ensemble, but the values of parameters.toml alone" in page) is not usual
    assert any(row["pass"] is False for row in rows) and ("--ensemble none" in " ".join(told.err.split())) is not usual
