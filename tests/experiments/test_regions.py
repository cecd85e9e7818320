"""Comparing on a region: districts as replicates of one world, or worlds of all districts; samples; what is said of it."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments.cli.app import main
from experiments.comparison.compare import make_plan, run_plan
from experiments.comparison.store import manifest
from experiments.running import memory, timing
from experiments.running.parts import Parts
from experiments.running.plan import Plan, with_baseline
from experiments.running.worlds import run_worlds
from experiments.statistics.intervals import interval
from experiments.text.errors import UserError
from scenarios import load_region
from simulation.outcomes import OUTCOMES
from simulation.parameters import Parameters
from simulation.region import Region, Unit
from tests.experiments.fakes import _run, as_of_the_model, effect, small_district
from tests.experiments.test_worlds import same

FILE = """schema_version = 1
name = "many"
title = "Many towns"
note = "Synthetic towns."
template = "jiuyuan"
enterprises = {{ low = 100, value = {enterprises}, high = 9000, unit = "legal entities", source = ["assumption"] }}
employees = {{ low = 1000, value = {employees}, high = 99000, unit = "employees", source = ["assumption"] }}
counties = {{ low = 2, value = {counties}, high = 99, unit = "counties", source = ["assumption"] }}
county_log_sigma = {{ low = 0.1, value = 0.5, high = 1, unit = "log", source = ["assumption"] }}
spacing = {{ low = 10, value = 30, high = 50, unit = "km", source = ["assumption"] }}
"""


def own_region(folder: Path, counties: int, enterprises: int) -> str:
    path = folder / "many.toml"
    path.write_text(FILE.format(counties=counties, enterprises=enterprises, employees=13 * enterprises))
    return str(path)


def fake_region(count=12):
    """Districts of three places each, the later ones larger."""
    units = []
    for k in range(count):
        district = small_district()
        others = replace(district.others, count=80 + 30 * k)
        units.append(Unit(replace(district, name=f"d{k}", title=f"District {k}", title_zh=f"第{k}区", others=others), 3.0 * k, 1.0))
    return Region("fake-city", "Fake city", tuple(units), tuple(range(count)), "测试市", "A fake city.")


def fake_runs(region, policies, *, parameters, seed=0, world=0, months=120, tick=None):
    """The fake of ``simulate_region``; states stand at a number of the district's own."""
    if tick is not None:
        tick(0.5)
    runs = []
    for policy in policies:
        runs.append([])
        for unit, number in zip(region.units, region.numbers, strict=True):
            run = _run(unit.district, policy, seed, number * 65536 + world, months)
            run.monthly["effort"] = np.full(months, 0.1 + 0.01 * number)
            runs[-1].append(run)
    return runs


def region_plan(region=None, worlds=1, months=24, sample=None, policies=None):
    region = region or fake_region()
    policies = policies or [effect("capacity", deaths=0.5, government_cost=1.2), effect("coordination", deaths=0.95)]
    return Plan(
        district=region if sample is None else region.sample(sample), policies=with_baseline(policies),
        parameters=Parameters({"fine_scale": 1.0}), worlds=tuple(range(worlds)), months=months, district_spec="fake-city",
        policy_specs=tuple(policy.name for policy in policies), sample=sample, simulate=fake_runs,
    )  # fmt: skip


def compared(**settings):
    return as_of_the_model(run_plan(region_plan(**settings)))


def test_with_one_world_the_districts_are_the_replicates_and_their_mean_is_the_whole():
    plan = region_plan()
    batch, failures = run_worlds(plan, workers=0)
    runs = fake_runs(plan.district, plan.policies, parameters=plan.parameters, months=plan.months)
    assert not failures and batch.over == "districts" and batch.worlds == tuple(range(12))
    for outcome in OUTCOMES:
        own = np.array([[run.total(outcome.name) for run in of_policy] for of_policy in runs])
        whole = own.sum(axis=1) if outcome.districts == "sum" else own.mean(axis=1)
        assert np.allclose(batch.totals(outcome.name).mean(axis=1), whole), outcome.name
    ratios = [[run.ratio("concealed_share") for run in of_policy] for of_policy in runs]
    assert np.allclose(batch.totals("concealed_share"), ratios, equal_nan=True)
    assert np.allclose(batch.totals("effort")[0], 0.1 + 0.01 * np.arange(12))


def test_only_states_are_means_over_districts_and_a_count_of_officers_is_none():
    means = {outcome.name for outcome in OUTCOMES if outcome.districts == "mean"}
    assert means == {outcome.name for outcome in OUTCOMES if outcome.view == "state"} - {"officers"}


def test_with_more_worlds_the_districts_of_each_add_up_and_the_interval_is_over_worlds():
    plan = region_plan(worlds=3)
    batch, _ = run_worlds(plan, workers=0)
    assert (batch.over, batch.worlds, batch.stands_for) == ("worlds", (0, 1, 2), 1.0)
    sizes = np.array([unit.district.enterprises for unit in plan.district.units])
    for world in range(3):
        runs = fake_runs(plan.district, plan.policies, parameters=plan.parameters, world=world, months=plan.months)
        assert batch.totals("deaths")[1, world] == sum(run.total("deaths") for run in runs[1])
        assert batch.totals("effort")[0, world] == pytest.approx(sizes @ (0.1 + 0.01 * np.arange(12)) / sizes.sum())
        below, above = (sum(run.total(name) for run in runs[0]) for name in ("emergency_visits", "hazards_found_emergency"))
        assert batch.totals("hazards_per_visit")[0, world] == pytest.approx(above / below)
    months = [event["month"] for event in batch.events if event["world"] == 0 and event["policy"] == "baseline"]
    assert months == sorted(months)


@pytest.mark.parametrize("worlds", [1, 2])
def test_every_district_is_one_place_and_the_place_of_its_accidents(worlds):
    plan = region_plan(worlds=worlds)
    batch, _ = run_worlds(plan, workers=0)
    here = [place for place in batch.places if place["policy"] == "baseline"]
    assert [place["name"] for place in here] == [f"d{k}" for k in range(12)] * worlds
    assert [(place["x"], place["y"]) for place in here[:3]] == [(0, 1), (3, 1), (6, 1)]
    assert here[0]["enterprises"] == 40 + 70 + 100 and here[0]["covered_share"] == 0.85
    assert {event["place"] for event in batch.events} <= {f"d{k}" for k in range(12)}


@pytest.mark.parametrize("worlds", [1, 3])
def test_a_sample_stands_for_all(worlds):
    whole, part = (run_worlds(region_plan(worlds=worlds, sample=s), workers=0)[0] for s in (None, 0.5))
    assert part.totals("visits").mean() == pytest.approx(whole.totals("visits").mean(), rel=0.2)
    assert part.totals("effort").mean() == pytest.approx(whole.totals("effort").mean(), rel=0.2)
    if worlds == 1:
        assert set(part.worlds) < set(whole.worlds) and part.stands_for == 12.0
        for name in ("visits", "deaths"):  # a district counts the same, whichever others are drawn
            rows = [whole.worlds.index(number) for number in part.worlds]
            assert np.array_equal(part.totals(name), whole.totals(name)[:, rows])


def test_a_rate_never_seen_is_bounded_for_the_whole_region():
    batch, _ = run_worlds(region_plan(months=24), workers=0)
    assert batch.exposure == 2.0
    assert run_worlds(region_plan(months=24, sample=0.5), workers=0)[0].exposure == 1.0


def test_workers_and_stored_districts_change_nothing(tmp_path, monkeypatch):
    for worlds in (1, 2):
        plan = region_plan(worlds=worlds)
        alone, _ = run_worlds(plan, workers=0)
        stored = Parts(tmp_path / str(worlds), plan)
        beside, failures = run_worlds(plan, workers=2, stored=stored)
        monkeypatch.setattr("experiments.running.worlds.run_world", _never)
        again, _ = run_worlds(plan, workers=0, stored=stored)
        monkeypatch.undo()
        assert not failures and same(alone, beside) and same(alone, again)


def _never(*_arguments, **_settings):
    raise AssertionError("run again")


def test_what_is_stored_of_districts_is_not_taken_for_a_world(tmp_path):
    one, two = region_plan(worlds=1), region_plan(worlds=2)
    run_worlds(one, workers=0, stored=Parts(tmp_path, one))
    assert one.identity == two.identity
    assert Parts(tmp_path, one).load(0) is not None and Parts(tmp_path, two).load(0) is None


def test_the_identity_knows_the_sample_and_every_district():
    region = fake_region()
    plan = region_plan(region)
    first, second, *rest = region.units
    moved = replace(region, units=(first, replace(second, x=99.0), *rest))
    grown = replace(second.district, others=replace(second.district.others, count=999))
    larger = replace(region, units=(first, replace(second, district=grown), *rest))
    plans = [plan, region_plan(moved), region_plan(larger), region_plan(region, sample=0.5), region_plan(region, sample=0.25)]
    assert len({p.identity for p in plans}) == len(plans)
    assert region_plan(fake_region()).identity == plan.identity


def test_the_country_is_told_in_short_and_its_size_is_known_before_it_is_run():
    plan = make_plan("country", ["capacity"], worlds=1, months=120)
    assert len(json.dumps(plan.scenario)) < 60_000
    assert plan.scenario["district"]["enterprises"] == 33_270_000
    assert plan.replicates == 2843 and plan.over == "districts"
    with pytest.raises(UserError, match=r"the limit is 3\.0 GB"):
        make_plan("country", ["capacity"], worlds=1, months=1200)
    with pytest.raises(UserError, match="worlds 0 to 65535"):
        make_plan("baotou", ["capacity"], worlds=[65536], months=12)


def test_all_that_is_said_is_over_districts(tmp_path):
    found = compared()
    text = found.verdict()
    assert "on the same 12 districts (one world) of 2 years each" in text
    assert "in 12 of 12 districts" in text and "which is over districts" in text and "the interval is over districts" in text
    assert " of 12 worlds" not in text and "12 worlds" not in text
    files = {path.name: path for path in found.write(tmp_path)}
    header = next(csv.reader(io.StringIO(files["comparison.csv"].read_text("utf-8-sig"))))
    assert {"districts", "districts_better", "districts_same"} <= set(header) and "worlds" not in header
    assert files["runs.csv"].read_text("utf-8-sig").startswith('"policy","district","outcome"')
    kept = json.loads(files["manifest.json"].read_text("utf-8"))
    assert (kept["interval_over"], kept["worlds"], kept["districts"]) == ("districts", [0], list(range(12)))
    svg = files["differences.svg"].read_text("utf-8")
    assert '"districts": 12' in svg.replace("&quot;", '"')
    assert {"places.png", "fans-hazards-open.png", "reported.png"} <= set(files)


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


# With the real model.


def test_a_sample_agrees_with_all_districts(tmp_path):
    """Every fourth of forty districts, as the model runs them: its 95 % interval holds what all of them give."""
    path = own_region(tmp_path, counties=40, enterprises=1600)
    plan = make_plan(path, ["capacity"], worlds=1, months=12, seed=3)
    part = make_plan(path, ["capacity"], worlds=1, months=12, seed=3, sample=0.25)
    whole, sample = (run_worlds(p, workers=0)[0] for p in (plan, part))
    assert len(sample.worlds) == 10 and len(whole.worlds) == 40
    for name in ("expected_deaths", "hazards_open", "visits", "government_cost", "enterprise_cost"):
        low, high = interval(sample.totals(name)[0])
        assert low < whole.totals(name)[0].mean() < high, name
        assert sample.totals(name)[0].mean() == pytest.approx(whole.totals(name)[0].mean(), rel=0.25), name


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
    assert "12 runs (2 policies on 1 worlds" in told.out and "each world with 6 of 12 districts" in told.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["compare", "--district", "jiuyuan", "--sample", "0.1"], "jiuyuan is one district"),
        (["compare", "--district", "baotou", "--sample", "0"], "A sample is a share above 0"),
        (["compare", "--district", "baotou", "--sample", "1.5"], "not 1.5"),
        (["compare", "--district", "baotou", "--sample", "nan"], "A sample is a share above 0"),
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
