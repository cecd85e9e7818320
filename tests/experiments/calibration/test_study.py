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
from experiments.studies.calibration.stages import Stage, Stages
from experiments.studies.calibration.study import ALL, Effort, fitted
from tests.experiments.calibration.made_up import NAMES, known_figures, small_plan

QUICK = Effort(steps=150, fold_steps=120, found_steps=60, truths=12, rank_steps=90, held=4, tried_sets=3)


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


def test_a_split_foretells_the_trial_that_it_has_not_seen(found):
    rows = {(row.fold, row.key): row for row in found.rows}
    unseen = rows["without-a2", "a2-penalty-contingency/with-penalty"]
    assert not unseen.seen and unseen.inside and unseen.runs == 3
    assert unseen.low < unseen.run_mean < unseen.high
    seen = rows["without-a2", "a1-random-inspection/injuries-four-years"]
    assert seen.seen and seen.runs == 0
    assert rows[ALL, "a1-random-inspection/injuries-four-years"].runs == 3


def test_the_ensemble_is_written_to_its_last_digit(found, tmp_path):
    ensemble.write(found.calibration, found.sets, tmp_path, ensemble.Facts(found.fits[ALL].fitted, ("b1/far",), 48, 99.6))
    table = pd.read_csv(tmp_path / "posterior.csv", dtype=str).astype(float)
    drawn = [prior.name for prior in found.calibration.drawn]
    assert list(table.columns) == ["set", *NAMES, *drawn] and list(table["set"]) == list(range(30)) and len(drawn) == 2
    assert (table[list(NAMES)].to_numpy() == found.calibration.values(found.sets)).all()
    assert (table[drawn].to_numpy() == ensemble.drawn_beside(found.calibration, 30)).all()
    card = tomllib.loads((tmp_path / "posterior.toml").read_text("utf-8"))
    assert card["name"] == "posterior" and card["command"] == "inspectorate calibrate --ship"
    assert "48 runs; effective draws: 100" in card["method"] and "b1/far" in card["method"]
    assert {name: one["how"] for name, one in card["parameters"].items()} == dict.fromkeys(NAMES, "fitted") | dict.fromkeys(drawn, "drawn")
    assert card["parameters"]["unsafe_response"] == {"prior": [0.5, 2.5], "how": "fitted", "source": ["assumption"]}


def test_tables_page_and_pictures_are_written(found, tmp_path):
    names = report.write(found, tmp_path)
    pictures = draw(found.calibration, found.fits[ALL].draws, found.before, found.narrowed, found.ranks, tmp_path)
    assert all((tmp_path / name).stat().st_size > 0 for name in names)
    assert {path.stem for path in pictures} == {"marginals", "pairs", "ranks"}
    page = (tmp_path / "calibration.md").read_text("utf-8")
    assert "Out of sample" in page and "a2-penalty-contingency/with-penalty" in page
    folds = pd.read_csv(tmp_path / "folds.csv")
    assert set(folds["fold"]) == {ALL, "without-a2"}


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
