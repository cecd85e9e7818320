"""A whole calibration on made-up worlds: fits, splits, files, pictures, and nothing done twice."""

import tomllib
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from experiments.cli.app import main
from experiments.studies.calibration import bank as banking
from experiments.studies.calibration import ensemble, report, stages
from experiments.studies.calibration.figures import draw
from experiments.studies.calibration.plan import Acceptance
from experiments.studies.calibration.stages import Stage, Stages
from experiments.studies.calibration.study import ALL, Effort, fitted
from experiments.text.errors import UserError
from scenarios.schema.ensemble import EnsembleFile
from tests.experiments.calibration.made_up import NAMES, known_figures, small_plan

QUICK = Effort(steps=60, fold_steps=40, found_steps=30, truths=12, rank_steps=6, pool=4096, held=4, lot=2, tried_sets=3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("calibration")


@pytest.fixture(scope="module")
def bank(folder):
    plan = small_plan()
    points = banking.points(plan, known_figures)
    banking.fill(points, folder / "bank", workers=0)
    return banking.gathered(plan, points, folder / "bank")


@pytest.fixture(scope="module")
def found(folder, bank):
    result, failed = fitted(small_plan(), bank, folder, workers=0, effort=QUICK, simulate=known_figures)
    assert not failed
    return result


def test_the_truth_lies_among_the_sets(found):
    values = found.calibration.values(found.sets)
    strength = values[:, 0] * values[:, 1]
    # -9.4 = -30 s and -20 = -60 s, with their errors.
    assert strength.mean() == pytest.approx(0.32, abs=0.06)
    assert found.narrowed[2] < 0.7 and found.sets.shape == (30, 3)


def test_every_set_meets_every_target_and_fresh_worlds_say_so(found):
    own = found.acceptance
    assert own.judged == 30 and own.met_all >= 27 and all(met >= 27 for met in own.met.values())
    deaths = 2.5 * found.calibration.values(found.sets)[:, 2] / 0.0019
    assert ((deaths > 0.9) & (deaths < 4.3)).all() and own.inside["reported_deaths"] < 1


def test_a_split_foretells_the_trial_that_it_has_not_seen(found):
    rows = {(row.fold, row.key): row for row in found.rows}
    unseen = rows["without-a2", "a2-penalty-contingency/with-penalty"]
    assert not unseen.seen and unseen.inside and unseen.runs == 3
    assert unseen.low < unseen.run_mean < unseen.high
    seen = rows["without-a2", "a1-random-inspection/injuries-four-years"]
    assert seen.seen and seen.runs == 0
    assert rows[ALL, "a1-random-inspection/injuries-four-years"].runs == 3


def test_the_ensemble_is_written_to_its_last_digit(found, tmp_path):
    ensemble.write(found.calibration, found.sets, tmp_path, ensemble.Facts(found.fits[ALL].fitted, ("b1/far",), 48, 99.6, 31))
    table = pd.read_csv(tmp_path / "posterior.csv", dtype=str).astype(float)
    assert list(table.columns) == ["set", *NAMES] and list(table["set"]) == list(range(30))
    assert (table[list(NAMES)].to_numpy() == found.calibration.values(found.sets)).all()
    card = tomllib.loads((tmp_path / "posterior.toml").read_text("utf-8"))
    assert card["name"] == "posterior" and card["command"] == "inspectorate calibrate --ship"
    assert "48 points of 2 worlds; effective draws: 100; candidates tried: 31" in card["method"] and "b1/far" in card["method"]
    assert {name: one["how"] for name, one in card["parameters"].items()} == dict.fromkeys(NAMES, "fitted")
    own = card["parameters"]["unsafe_response"]
    assert own == {"prior": [0.5, 2.5], "how": "fitted", "spread_left": pytest.approx(found.narrowed[1], abs=1e-3), "source": ["assumption"]}
    EnsembleFile.model_validate(card)


def test_tables_page_and_pictures_are_written(found, tmp_path):
    names = report.write(found, tmp_path)
    pictures = draw(found.calibration, found.sets, found.before, found.narrowed, found.ranks, tmp_path)
    assert all((tmp_path / name).stat().st_size > 0 for name in names)
    assert {path.stem for path in pictures} == {"marginals", "pairs", "ranks"}
    page = (tmp_path / "calibration.md").read_text("utf-8")
    assert "Out of sample" in page and "a2-penalty-contingency/with-penalty" in page
    assert "30 of 3" in page and "of 30 meet every target" in page and "adjusted for 3 parameters by Holm" in page and "a25-aggregate-elasticity" in page
    assert set(pd.read_csv(tmp_path / "acceptance.csv")["members"]) == {30}
    folds = pd.read_csv(tmp_path / "folds.csv")
    assert set(folds["fold"]) == {ALL, "without-a2"}


def test_what_is_no_member_of_anything_is_told_and_nothing_written(folder, bank):
    def never(*given):
        return known_figures(*given) | {"baseline/mean_fine": 1e6}

    plan = replace(small_plan(), acceptance=Acceptance("jiuyuan-hamlet", 11, 2, 10, 0.0))
    with pytest.raises(UserError, match="Of 10 candidates 0 meet every target") as caught:
        fitted(plan, bank, folder, workers=0, effort=QUICK, simulate=never)
    assert "mean_fine" in caught.value.mend


def test_a_second_start_makes_no_stage_again(found, bank, folder, monkeypatch):
    def never(*given, **named):
        raise AssertionError("made again")

    monkeypatch.setattr(stages, "supervise", lambda function, tasks, **named: [never() for _ in tasks])
    again, _ = fitted(small_plan(), bank, folder, workers=0, effort=QUICK, simulate=known_figures)
    assert (again.sets == found.sets).all()


def test_a_stage_that_fails_is_told_with_its_name(tmp_path):
    made = Stages(tmp_path, "key", 0)
    with pytest.raises(RuntimeError, match="third: ZeroDivisionError"):
        made.made([Stage("third", divmod, (1, 0), {})])
    assert made.made([Stage("third", divmod, (1, 0), {})], skip=ZeroDivisionError) == {}


def test_a_bank_with_too_few_runs_or_of_another_plan_is_refused(tmp_path, monkeypatch, capsys):
    from experiments.cli import calibrate

    monkeypatch.setattr(calibrate, "prepare_engine", lambda *_: None)
    monkeypatch.setattr("experiments.studies.calibration.plan.load_calibration", lambda path: small_plan())
    monkeypatch.setattr("experiments.studies.calibration.ensemble.SHIPPED_BANK", tmp_path / "none.csv")
    assert main(["calibrate", "--stored", "--out", str(tmp_path / "out")]) == 2
    assert "The stored bank cannot be read" in capsys.readouterr().err
    other = pd.DataFrame(np.zeros((3, 2)), columns=["point", "something"])
    banking.write_bank(other, tmp_path / "none.csv")
    assert main(["calibrate", "--stored", "--out", str(tmp_path / "out")]) == 2
    assert "another plan" in capsys.readouterr().err
    few = banking.pd.DataFrame(columns=banking.columns(replace(small_plan())))
    banking.write_bank(few, tmp_path / "none.csv")
    assert main(["calibrate", "--stored", "--out", str(tmp_path / "out")]) == 2
    assert "too few to fit" in capsys.readouterr().err
