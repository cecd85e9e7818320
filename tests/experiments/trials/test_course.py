"""A world of a trial on its way: who is eligible, who is drawn, what is done, what is written down."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.studies.trials.assignment import Lots, assigned
from experiments.studies.trials.candidates import chosen
from experiments.studies.trials.course import pass_world
from experiments.studies.trials.knockouts import load_knockouts, loss
from experiments.studies.trials.several import as_assigned, variants_of
from experiments.studies.trials.study import run_trials
from experiments.studies.trials.tables import TrialData
from scenarios import load_parameters, load_trial
from scenarios.schema.trial import TrialFile
from scenarios.schema.trial_arms import Arm, Assignment
from scenarios.schema.trial_world import Filter
from scenarios.silence import OFF

P = load_parameters().values
LOTS = Lots(0, 0)


def small(name: str, enterprises: int = 300, burn_in: int = 6, **changes: Any) -> TrialFile:
    """A shipped trial in a small world."""
    trial = load_trial(name)
    return trial.model_copy(update={"world": trial.world.model_copy(update={"enterprises": enterprises, "burn_in": burn_in}), **changes})


def asking(trial: TrialFile, *outcomes: str) -> TrialFile:
    """The trial with further figures that need these columns."""
    more = [trial.estimands[0].model_copy(update={"name": name, "outcome": name}) for name in outcomes]
    return trial.model_copy(update={"estimands": [*trial.estimands, *more]})


def table(count: int = 400) -> pd.DataFrame:
    random = np.random.default_rng(1)
    return pd.DataFrame({
        "sector": random.choice(["metal", "machinery"], count), "place": random.choice(["a", "b", "c", "d"], count),
        "workers": random.integers(5, 200, count).astype(float), "effort": random.random(count), "attention": random.random(count),
        "last_officer": random.integers(0, 6, count), "insured": random.integers(0, 2, count).astype(float),
        "history_injuries": random.poisson(2, count).astype(float),
    })


def design(method: str, arms: tuple[float | None, ...] = (0.3, 0.3), **rule: Any) -> TrialFile:
    trial = load_trial("a1-random-inspection")
    names = [Arm(name=f"arm-{n}", title="an arm", share=share) for n, share in enumerate(arms)]
    given = Assignment.model_validate({"method": method, "month": 3, **rule})
    return trial.model_copy(update={"assignment": given, "arms": names, "eligible": trial.eligible.model_copy(update={"where": {}})})


# Who.


def test_conditions_hold_together_and_the_highest_are_taken_of_the_rest() -> None:
    rows = table()
    where = {"workers": Filter(at_least=50, at_most=150), "sector": Filter(among=["metal"]), "injuries": Filter(top=0.25)}
    keep = rows[chosen(rows, where)]
    inside = rows[(rows.workers >= 50) & (rows.workers <= 150) & (rows.sector == "metal")]
    assert set(keep.index) <= set(inside.index)
    assert len(keep) == int(0.25 * len(inside) + 0.5)
    assert keep.history_injuries.min() >= inside.drop(keep.index).history_injuries.max()
    assert chosen(rows, {"insured": Filter(equals=True)}).sum() == (rows.insured > 0).sum()
    with pytest.raises(KeyError, match="ordinal"):
        chosen(rows, {"ordinal": Filter(at_least=1)})


def test_a_lot_gives_exact_shares_in_every_stratum_and_the_same_again() -> None:
    rows, trial = table(), design("random", strata=["sector"])
    first = assigned(trial, rows, LOTS, None)
    for sector in ("metal", "machinery"):
        inside = (rows.sector == sector).to_numpy()
        for arm in (0, 1):
            assert abs((first.arm[inside] == arm).sum() - 0.3 * inside.sum()) <= 1
    assert (assigned(trial, rows, LOTS, None).arm == first.arm).all()
    assert (assigned(trial, rows, Lots(0, 1), None).arm != first.arm).any()


def test_places_and_officers_are_drawn_whole() -> None:
    rows = table()
    for unit, column in (("place", "place"), ("officer", "last_officer")):
        arm = assigned(design("random", (0.5, 0.5), unit=unit), rows, LOTS, None).arm
        assert all(len(set(arm[(rows[column] == name).to_numpy()])) == 1 for name in rows[column].unique())


def test_a_cut_off_takes_up_in_part_on_both_sides() -> None:
    rows = table(4000)
    trial = design("cutoff", running="workers", cutoff=100, take_up_below=0.1, take_up_above=0.8)
    treated = assigned(trial, rows, LOTS, None).arm == 0
    above = (rows.workers >= 100).to_numpy()
    assert treated[above].mean() == pytest.approx(0.8, abs=0.04) and treated[~above].mean() == pytest.approx(0.1, abs=0.03)


def test_rank_and_choice_take_the_highest_first() -> None:
    rows = table()
    ranked = assigned(design("ranked", (0.2, 0.8), running="injuries"), rows, LOTS, None).arm
    assert rows.history_injuries[ranked == 0].min() >= rows.history_injuries[ranked == 1].max()
    choice = assigned(design("choice", (0.2, 0.8)), rows, LOTS, None).arm
    careful = (rows.effort + rows.attention).to_numpy()
    assert careful[choice == 0].min() >= careful[choice == 1].max()


def test_a_match_is_near_and_used_once() -> None:
    rows = table(2000)
    arm = assigned(design("matched", (0.1, 0.1), match_on=["workers", "sector"]), rows, LOTS, None).arm
    assert (arm == 0).sum() == (arm == 1).sum() == 200
    assert rows.workers[arm == 0].mean() == pytest.approx(rows.workers[arm == 1].mean(), rel=0.03)
    assert (rows.sector[arm == 0] == "metal").mean() == pytest.approx((rows.sector[arm == 1] == "metal").mean(), abs=0.02)


def test_a_staggered_treatment_falls_over_its_months_and_arms_may_be_capped() -> None:
    rows = table()
    found = assigned(design("random", (0.5, 0.5), spread=12), rows, LOTS, {"arm-0": 7})
    assert set(found.month) == set(range(3, 15))
    assert (found.arm == 0).sum() == 7 and (found.arm == 1).sum() == 200


# What is done and written down.


def test_twins_share_everything_before_the_treatment_and_luck_after_it() -> None:
    data = pass_world(asking(small("a2-penalty-contingency"), "visits"), "", 0, P)
    before = data.panel[data.panel.window < 0].set_index(["arm", "window", "unit"]).sort_index()
    for arm in ("spared", "untouched"):
        assert before.loc["penalised", "expected_injuries"].equals(before.loc[arm, "expected_injuries"])
    first = data.panel[data.panel.window == 0].set_index(["arm", "unit"])
    touched = first.loc["penalised"][first.loc["penalised"].treated].index
    assert 0 < len(touched) < 300
    assert (first.loc["penalised"].visits - first.loc["untouched"].visits)[touched].sum() == pytest.approx(len(touched), abs=0.1 * len(touched))
    assert first.loc["penalised"].penalties[touched].sum() > first.loc["untouched"].penalties[touched].sum()
    assert first.loc["spared"].penalties[touched].sum() <= first.loc["untouched"].penalties[touched].sum() + 2


def test_windows_hold_what_the_world_counts() -> None:
    data = pass_world(asking(small("a2-penalty-contingency"), "injuries", "visits"), "", 1, P)
    panel = data.panel[data.panel.arm == "untouched"].groupby("window")[["injuries", "visits", "penalties"]].sum()
    world = data.worlds[data.worlds.arm == "untouched"].set_index("window")
    assert panel.visits.to_dict() == pytest.approx(world.visits.to_dict())
    assert panel.injuries.to_dict() == pytest.approx(world.lost_time_injuries.to_dict())
    assert panel.penalties.to_dict() == pytest.approx(world.penalties.to_dict())


def test_the_sequence_of_visits_is_written_down() -> None:
    trial = asking(small("a9-inspection-sequence"), "years_since_visit")
    visits = pass_world(trial, "", 0, P).visits
    yearly = visits[visits.arm == "one-year"].groupby("unit").ordinal.max()
    assert (yearly == 3).mean() > 0.9
    again = visits[(visits.arm == "two-years") & (visits.ordinal == 2)]
    assert again.years_since_visit.median() == 2


def test_a_publication_has_peers_at_distances() -> None:
    data = pass_world(small("b1-publicity-spill-over", 600), "", 0, P, caps={"first": 5, "ten": 5, "eleven": 5})
    panel = data.panel[(data.panel.window == 0) & (data.panel.arm == "first")]
    assert panel.treated.sum() == 5
    assert panel.distance[panel.treated].isna().all() and panel.distance.notna().sum() > 300


def test_whole_worlds_keep_the_arm_of_their_rank() -> None:
    trial = load_trial("d9-listed-supervision")
    frame = pd.DataFrame([
        {"arm": arm.name, "world": world, "since": since, "deaths": float(world) if since < 0 else 0.0}
        for arm in trial.arms for world in range(10) for since in (-12, 0)])
    empty = pd.DataFrame()
    kept = as_assigned(trial, TrialData(empty, empty, empty, frame), 0).worlds
    listed = set(kept[kept.arm == "listed"].world)
    assert listed == {9, 8} and len(kept) == 20


def test_a_trial_gives_the_same_in_one_process_and_in_two() -> None:
    trial = small("a9-inspection-sequence", 200)
    rows = [[r.found.value for r in run_trials([trial], P, worlds=3, workers=workers, published=False)[0]] for workers in (0, 2)]
    assert rows[0] == rows[1] and len(rows[0]) == len(trial.estimands)


def test_a_world_that_fails_is_told_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    real = pass_world

    def fails(trial: TrialFile, variant: str, world: int, parameters: Any, **rest: Any) -> TrialData:
        if world == 1:
            raise RuntimeError("struck")
        return real(trial, variant, world, parameters, **rest)

    monkeypatch.setattr("experiments.studies.trials.study.pass_world", fails)
    trial = small("c4-rotation", 200)
    results, failures = run_trials([trial], P, worlds=3, workers=0, published=False)
    assert [(f.world, f.trial) for f in failures] == [(1, "c4-rotation")] and "struck" in failures[0].reason
    assert {r.worlds for r in results} == {2}
    assert variants_of(trial) == [""]


def test_every_knock_out_silences_parameters_that_exist_and_says_what_it_costs() -> None:
    knockouts = load_knockouts()
    assert len(knockouts) >= 6
    for knockout in knockouts:
        values = load_parameters(overrides=knockout.parameters).values
        assert all(values[name] != P[name] or OFF.get(name) == P[name] for name in knockout.parameters), knockout.name
    trial = small("c4-rotation", 1200)
    whole, _ = run_trials([trial], P, worlds=3, workers=0, published=False)
    familiar = next(k for k in knockouts if k.name == "familiarity")
    without, _ = run_trials([trial], load_parameters(overrides=familiar.parameters).values, worlds=3, workers=0, published=False)
    assert loss(familiar, whole, without).lost == ("c4-rotation: new-over-same",)
    assert loss(familiar, whole, whole).lost == ()
