"""What is said of a comparison on a region, how long it takes and how much memory, and its commands."""

from __future__ import annotations

import csv
import dataclasses
import io
import json

import pytest

from experiments.cli.app import main
from experiments.comparison.compare import make_plan
from experiments.comparison.figures import differences
from experiments.comparison.figures.style import in_style
from experiments.comparison.store import manifest
from experiments.running import memory, timing
from scenarios import load_region
from tests.experiments.fake_regions import compared, fake_region, own_region, region_plan


@pytest.mark.usefixtures("painted")
def test_all_that_is_said_is_over_districts(tmp_path):
    found = compared()
    text = found.verdict()
    assert "on the same 12 districts (one world) of 2 years each" in text
    assert "in all 12 districts" in text and " of 12 worlds" not in text and "12 worlds" not in text
    files = {path.name: path for path in found.write(tmp_path)}
    header = next(csv.reader(io.StringIO(files["comparison.csv"].read_text("utf-8-sig"))))
    assert {"districts", "districts_better", "districts_same"} <= set(header) and "worlds" not in header
    assert files["runs.csv"].read_text("utf-8-sig").startswith('"policy","district","outcome"')
    kept = json.loads(files["manifest.json"].read_text("utf-8"))
    assert (kept["interval_over"], kept["worlds"], kept["districts"]) == ("districts", [0], list(range(12)))
    svg = files["differences.svg"].read_text("utf-8")
    assert '"districts": 12' in svg.replace("&quot;", '"')
    assert {"places.png", "fans-hazards-open.png", "reported.png"} <= set(files)


def test_an_interval_over_districts_that_are_all_in_the_run_is_called_what_it_is():
    text = " ".join(compared().verdict().split())
    assert ", range by the spread over districts" in text and "All 12 districts are in the run, so that this range is no doubt" in text
    said = text.replace("by the rule of a 95 % interval", "").replace("Fieller's 95 % interval", "")
    assert "95 % interval" not in said and "the interval is over districts" not in said
    with in_style():
        assert "Lines: range for both policies at once." in differences.draw(compared()).subtitle


def test_an_interval_over_a_sample_of_districts_is_one():
    half = compared(region=fake_region(24), sample=0.5)
    text = " ".join(half.verdict().split())
    assert half.worlds == 12 and not half.whole
    assert ", 95 % interval " in text and "which is over districts" in text and "the interval is over districts" in text
    assert "by the spread over districts" not in text


def test_a_sample_says_so():
    text = compared(sample=0.5).verdict()
    assert "A sample: 6 whole districts of 12" in text and "6 districts (one world): no interval under ten." in text


def test_over_worlds_nothing_speaks_of_intervals_over_districts(tmp_path):
    found = compared(worlds=10)
    text = found.verdict()
    assert "on the same 10 worlds of 2 years each" in text and "all 12 districts together in one world" in text
    assert "over districts" not in text and "One world only" not in text
    assert manifest(found, tmp_path, "", [], {})["worlds"] == list(range(10))


def test_a_replay_keeps_the_sample():
    assert "--district fake-city --policy capacity --policy coordination --sample 0.5 --worlds 1" in dataclasses.replace(region_plan(sample=0.5), simulate=None).replay(0)


def test_a_few_districts_are_timed_for_the_region():
    seen = []

    def simulate(region, policies, *, months, **_settings):
        seen.append((len(region.units), {unit.district.burn_in for unit in region.units}, months))
        return []

    plan = region_plan(fake_region(200))
    found = timing.estimate(plan, 1, simulate)
    assert [months for _, _, months in seen] == [timing.SHORT, timing.SHORT, timing.LONG]
    assert all(3 <= count < 200 and burn_ins == {0} for count, burn_ins, _ in seen)
    assert found.runs == 3 * 200 and found.months == 3 * 24


def test_so_many_worlds_stand_beside_one_another_as_the_machine_holds(monkeypatch):
    plan = region_plan(fake_region(200), worlds=8)
    one = memory.world_bytes(plan)
    assert one > 325 * plan.district.enterprises  # as measured on the whole country
    for worlds, crew in ((0.5, 1), (3.5, 2), (100, 8)):
        monkeypatch.setattr(memory, "machine_bytes", lambda worlds=worlds: worlds * one)
        assert memory.affordable(plan, 8) == crew
    assert memory.affordable(make_plan("jiuyuan-hamlet", [], worlds=1, months=1), 8) == 8


def test_a_region_too_large_for_the_machine_is_warned_of(monkeypatch, capsys):
    monkeypatch.setattr(memory, "machine_bytes", lambda: 4e9)
    words = ["compare", "--policy", "capacity", "--worlds", "1", "--months", "12", "--dry-run", "--district", "country"]
    assert main(words) == 0
    told = capsys.readouterr()
    assert "of memory, and the machine has 4.0 GB: take a --sample" in " ".join(told.err.split())
    assert "about 11." in told.out and "of memory" in told.out
    assert main([*words, "--sample", "0.01"]) == 0
    assert "and the machine has" not in capsys.readouterr().err


def test_the_command_compares_on_a_region_of_ones_own(tmp_path, capsys):
    path = own_region(tmp_path, counties=12, enterprises=240)
    words = ["compare", "--district", path, "--policy", "capacity", "--worlds", "1", "--months", "3", "--json"]
    assert main([*words, "--out", str(tmp_path / "out")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["interval_over"], told["worlds"], told["districts"], told["sample"]) == ("districts", 1, 12, None)
    assert main([*words, "--out", str(tmp_path / "some"), "--sample", "0.5"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["districts"], told["sample"]) == (6, 0.5)
    assert main([*words[:-1], "--out", str(tmp_path / "some")]) == 2
    assert "holds another comparison" in capsys.readouterr().err


def test_the_dry_run_of_a_region_says_how_many_districts(tmp_path, capsys):
    path = own_region(tmp_path, counties=12, enterprises=240)
    assert main(["compare", "--district", path, "--policy", "capacity", "--worlds", "1", "--sample", "0.5", "--dry-run"]) == 0
    told = capsys.readouterr()
    assert "12 runs (2 policies on 1 world" in told.out and "each world with 6 of 12 districts" in told.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["compare", "--district", "jiuyuan", "--sample", "0.1"], "jiuyuan is one district"),
        (["compare", "--district", "baotou", "--sample", "0"], "A sample is a share above 0"),
        (["compare", "--district", "baotou", "--sample", "1.5"], "not 1.5"),
        (["compare", "--district", "baotou", "--sample", "nan"], "is no number"),
        (["run", "--district", "baotou"], "describes several districts, and one is wanted here"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(words, told, capsys):
    assert main([*words, "--policy", "capacity"]) == 2
    assert told in capsys.readouterr().err


def test_the_baseline_is_not_calibrated_on_a_region(capsys):
    assert main(["baseline", "--district", "country"]) == 2
    assert "inspectorate compare" in " ".join(capsys.readouterr().err.split())


def test_the_list_tells_regions_from_districts(capsys):
    assert main(["districts", "--json"]) == 0
    listed = {entry["name"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert (listed["country"]["districts"], listed["baotou"]["districts"], listed["jiuyuan"]["districts"]) == (2843, 10, 1)
    assert listed["country"]["enterprises"] == 33_270_000 and load_region("country") is not None
