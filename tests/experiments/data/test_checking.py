"""A district held against its records: on made-up numbers whose answer is known, and through the command."""

import json

import numpy as np
import pytest

from experiments.cli.app import main
from experiments.data.asking import QUESTIONS, ask, file_of
from experiments.data.backtest import back_test
from experiments.data.baseline import Modelled
from experiments.data.filled import Record
from experiments.data.holding import ABOVE, BELOW, TOO_FEW, WITHIN, held, spread, trend
from experiments.data.records import by_measure
from experiments.text import messages
from scenarios import load_district
from tests.experiments.data.books import COUNTY


@pytest.fixture(autouse=True)
def english():
    messages.activate("en")


def recorded(counts, department="fire"):
    return by_measure([Record("visits", 24000 + month, department, "", "", int(count)) for month, count in enumerate(counts)])[0]


def model(mean, worlds=200, months=36):
    counts = np.random.default_rng(7).poisson(mean, (worlds, months)).astype(float)
    return Modelled("visits", counts, {"department": {"fire": counts, "market": np.full((worlds, months), 10.0)}, "sector": {}, "size": {}})


@pytest.mark.parametrize(("mean", "verdict"), [(10, WITHIN), (5, BELOW), (15, ABOVE), (0, BELOW)])
def test_a_level_is_told_where_it_lies(mean, verdict):
    rows = {(row.what, row.group): row for row in held(recorded(np.random.default_rng(1).poisson(mean, 36)), model(10))}
    assert rows["level", ""].verdict == rows["level", "fire"].verdict == verdict
    assert rows["level", "market"].verdict == BELOW  # no visit of it is on record, and the model has many


def test_a_record_is_not_outside_by_its_own_chance_where_the_model_has_none():
    counts = np.random.default_rng(5).poisson(20, 36)
    fixed = np.full((50, 36), 20.0)
    rows = {row.what: row for row in held(recorded(counts), Modelled("visits", fixed, {"department": {}, "sector": {}, "size": {}}))}
    assert counts.sum() != 720 and rows["level"].verdict == rows["trend"].verdict == WITHIN and rows["spread"].verdict == ABOVE
    rows = {row.what: row for row in held(recorded(counts), Modelled("visits", fixed + 3.0, {"department": {}, "sector": {}, "size": {}}))}
    assert rows["level"].verdict == BELOW


def test_what_is_too_few_is_said_and_not_judged():
    rows = [row for row in held(recorded([0] * 11 + [2]), model(0.2)) if row.group != "market"]
    assert {row.what for row in rows} == {"level", "trend", "spread"} and {row.verdict for row in rows} == {TOO_FEW}


def test_trend_and_spread_are_those_of_known_series():
    assert trend(np.arange(24.0) + 88.5) == pytest.approx(12 / 100)
    assert spread(np.full(24, 7.0)) == pytest.approx(0.0) and np.isnan(spread(np.zeros(24)))
    assert 0.7 < spread(np.random.default_rng(3).poisson(20, 400).astype(float)) < 1.3


@pytest.mark.parametrize("dispersion", [1.0, 3.0])
def test_prediction_intervals_hold_as_often_as_they_say(dispersion):
    luck, inside, months = np.random.default_rng(11), 0, 0
    for _ in range(150):
        mean = 20.0
        counts = luck.poisson(mean, 36) if dispersion == 1.0 else luck.negative_binomial(mean / (dispersion - 1), 1 / dispersion, 36)
        test = back_test(recorded(counts), model(40.0, worlds=5))  # its level is twice that of the records: it is fitted
        inside, months = inside + test.inside[0.95], months + len(test.observed)
        assert test.fitted == 24 and 0.3 < test.factor < 0.75
    assert 0.93 <= inside / months <= 0.985


def test_too_short_records_have_no_back_test():
    assert back_test(recorded([20] * 15), model(20)) is None and back_test(recorded([1] * 20), model(1)) is None


def test_the_command_writes_table_figure_and_what_cannot_be_told(tmp_path, capsys):
    assert main(["district", "check", str(COUNTY), "--worlds", "10", "--out", str(tmp_path / "out"), "--json", "--quiet"]) == 0
    found = json.loads(capsys.readouterr().out)
    levels = {row["measure"]: row for row in found["check"] if row["what"] == "level" and not row["kind"]}
    assert set(levels) == {"visits", "findings", "penalties", "injuries", "deaths"} and levels["deaths"]["verdict"] == TOO_FEW
    assert all(row["model_low"] <= row["model_mean"] <= row["model_high"] for row in levels.values())
    assert "own register of 12 enterprises" in found["note"] and "those of Jiuyuan District" in found["note"]
    page = (tmp_path / "out" / "check.md").read_text("utf-8")
    assert found["note"] in page and "cannot be learnt" in page
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"check.png", "check.svg", "check.csv", "backtest.csv", "manifest.json"}


def test_ten_questions_make_a_district(tmp_path):
    given = iter(["Sample County", "１，２００", "约 15000", "150", "", "abc", "6", "", "5", "", "12"])
    said = []
    answers = ask(lambda question: next(given), said.append)
    assert len(QUESTIONS) == 10 and len(said) == 1 and answers["registered_mean_workers"] is None
    path = tmp_path / "sample.toml"
    path.write_text(file_of(answers, load_district("jiuyuan"), "sample"))
    district = load_district(str(path))
    assert (district.enterprises, district.employees, district.register.count, district.insured, district.large_plants) == (1200, 15000, 150, 12, 0)
    officers = {plan.name: plan.officers for plan in district.departments}
    theirs = {plan.name: plan.officers for plan in load_district("jiuyuan").departments}
    assert (officers["emergency"], officers["market"]) == (6, 5)
    assert officers["fire"] == pytest.approx(theirs["fire"] * 15000 / 65000)  # not asked or not known: as many for each employee


def test_the_commands_make_a_workbook_and_read_it_back_in_either_language(tmp_path, capsys, monkeypatch):
    book = tmp_path / "county.xlsx"
    assert main(["--lang", "zh", "district", "template", "--example", "--out", str(book)]) == 0
    assert main(["--lang", "en", "district", "import", str(book), "--out", str(tmp_path / "county.toml")]) == 0
    said = capsys.readouterr()
    assert "160 enterprises of the register, 1200 drawn beside them" in " ".join(said.out.split()) and "district check" in said.err
    district = load_district(str(tmp_path / "county.toml"))
    assert len(district.roll) == 160 and "并不存在" in district.note_zh
    assert main(["district", "import", str(book), "--out", str(tmp_path / "My County.toml")]) == 2
    assert main(["district", "check", str(tmp_path / "none.toml")]) == 2 and main(["district", "new", "x", "--out", "y.toml"]) == 2


def test_levels_fitted_to_the_records_bring_the_baseline_to_them(tmp_path, capsys):
    for file in (COUNTY, COUNTY.with_name("small-county-records.csv")):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    assert main(["calibrate", "--district", str(tmp_path / COUNTY.name), "--json", "--quiet"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {one["group"] for one in found["levels"]} >= {"emergency", "fire", "towns"} and "fitted to its own records" in found["note"]
    fitted = tmp_path / "small-county-fitted.toml"
    assert main(["district", "check", str(fitted), "--worlds", "20", "--out", str(tmp_path / "out"), "--json", "--quiet"]) == 0
    rows = {(row["measure"], row["group"]): row for row in json.loads(capsys.readouterr().out)["check"] if row["what"] == "level"}
    for one in found["levels"]:
        row = rows["visits" if one["kind"] else "injuries", one["group"]]
        assert row["model_mean"] == pytest.approx(row["recorded"], rel=0.15), one
    assert main(["calibrate", "--district", str(fitted), "--stored"]) == 2
