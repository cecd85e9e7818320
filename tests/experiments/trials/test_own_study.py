"""One's own study from the command line: a dry run, and the reason where a figure cannot be estimated."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from experiments.cli.app import main
from experiments.studies.trials import report, timing
from experiments.studies.trials.estimators.estimate import unidentified
from experiments.studies.trials.result import Result
from experiments.studies.trials.under import world_parameters
from experiments.text.console import Talk
from scenarios import load_trial
from tests.experiments.trials.test_course import small

BY_HAND = world_parameters(None, "none")


def unknown(band: bool = True) -> Result:
    trial = load_trial("a1-random-inspection")
    estimand = trial.estimands[0] if band else trial.estimands[0].model_copy(update={"band": None})
    return Result(trial, estimand, unidentified(estimand.name, "no figure in 2 of 3 worlds: 4 rows for 5 coefficients"), 3)


@pytest.mark.parametrize("band", [True, False])
def test_the_reason_stands_on_screen_and_in_the_files(band: bool, capsys: pytest.CaptureFixture[str]) -> None:
    result = unknown(band)
    Talk(False, True).data(*report.tables([result]))
    told = " ".join(capsys.readouterr().out.split())
    for place in (told, report.markdown([result]), report.csv_text([result]), json.dumps(report.json_rows([result]))):
        assert "no figure in 2 of 3 worlds: 4 rows for 5 coefficients" in place


def test_a_figure_that_is_there_needs_no_reason() -> None:
    result = unknown()
    assert report.why_unknown(replace(result, found=replace(result.found, value=1.0))) == ""
    assert "zero" in report.why_unknown(replace(result, found=replace(result.found, value=1.0, undetermined="not told apart from zero")))


def test_the_time_of_a_trial_grows_with_its_worlds_and_shrinks_with_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    trial = small("a2-penalty-contingency", 60)
    prices = timing._Price(0.5, 0.001, 0.01)
    monkeypatch.setattr(timing, "_price", lambda trial, under: prices)
    one, ten = (timing.estimate([trial], BY_HAND, worlds, 0) for worlds in (1, 10))
    months = trial.assignment.month + len(trial.arms) * (trial.record.months - trial.assignment.month)
    assert one.months == 6 + months and one.seconds == pytest.approx(60 * (0.5 + 6 * 0.001 + months * 0.01))
    assert ten.seconds == pytest.approx(10 * one.seconds) and ten.worlds == 10
    assert timing.estimate([trial], BY_HAND, 10, 5).seconds == pytest.approx(2 * one.seconds)
    assert timing.estimate([trial], BY_HAND, 10, 50).seconds == pytest.approx(one.seconds)


def test_a_measured_price_is_one_of_this_machine() -> None:
    price = timing._price(small("a2-penalty-contingency", 60), BY_HAND)
    assert price.world > 0 and price.month >= 0 and price.settling >= 0


def test_a_dry_run_runs_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(timing, "_price", lambda trial, under: timing._Price(0.0, 0.0, 0.001))
    assert main(["trial", "a1-random-inspection", "--dry-run", "--worlds", "4", "--workers", "2", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["worlds"] == 4 and told["workers"] == 2 and told["seconds"] > 0 and told["trials"] == ["a1-random-inspection"]
    assert main(["validate", "--dry-run", "--worlds", "1", "--workers", "0"]) == 0
    assert "Nothing was run" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
