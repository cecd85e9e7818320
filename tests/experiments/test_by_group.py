"""Outcomes by group: kept whole, the same however they were run, told in both languages, and adding up to what is told of all."""

from __future__ import annotations

import csv
import json
import math
import re
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from rich.cells import cell_len

from experiments import compare, make_plan
from experiments.cli.app import main
from experiments.comparison import group_tables
from experiments.comparison.by_group import group_rows, outcome_of
from experiments.running.batch import BadRunError, Batch, world_result
from experiments.running.parts import Parts
from experiments.running.worlds import run_worlds
from experiments.text import messages
from experiments.text.errors import UserError
from experiments.text.paper import WIDTH
from scenarios import load_district
from simulation.breakdowns import BREAKDOWNS
from simulation.simulate import simulate_policies
from tests.experiments import fakes

BY = ("sector", "size_class", "place", "department", "domain", "cell")
GIVEN: dict[str, Any] = {"worlds": 2, "months": 6, "ensemble": "none", "seed": 3}


def same(one: Batch, other: Batch) -> bool:
    return one.digests == other.digests and [*one.groups] == [*other.groups] and all(
        one.groups[by].groups == other.groups[by].groups
        and all(one.groups[by].values[name].tolist() == values.tolist() for name, values in other.groups[by].values.items())
        for by in one.groups)  # fmt: skip


@pytest.fixture(scope="module")
def compared() -> Any:
    return compare("jiuyuan-hamlet", ["capacity", "all-five"], by=BY[::-1], worlds=10, months=12, ensemble="none")


def test_all_groups_together_are_the_whole(compared: Any) -> None:
    assert [*compared.batch.groups] == list(BREAKDOWNS)  # in one order, however they were asked for
    rows = [*group_rows(compared.batch)]
    for row in rows:
        if row.group is None:
            whole = compared.row(row.policy, row.outcome)
            assert row.paired.mean == pytest.approx(whole.difference, rel=1e-9, abs=1e-12, nan_ok=True)
            assert (row.paired.low is None) == (whole.low is None)
            if whole.low is not None:
                assert (row.paired.low, row.paired.high) == pytest.approx((whole.low, whole.high), rel=1e-6)
            own = [other for other in rows if (other.policy, other.by) == (row.policy, row.by) and other.group is not None]
            if row.outcome == "expected_deaths":
                assert sum(other.paired.mean for other in own) == pytest.approx(row.paired.mean, rel=1e-9)
                assert sum(other.baseline_mean for other in own) == pytest.approx(whole.baseline_mean, rel=1e-9)
                assert all(other.few for other in own) and not any(math.isnan(other.paired.mean) for other in own)
    assert {row.by: row.outcome for row in rows} == {by: "visits" if by == "department" else "expected_deaths" for by in BY}
    assert all(outcome_of(by) in BREAKDOWNS[by] for by in BY)


def test_a_group_is_written_as_sure_as_its_interval_is(compared: Any) -> None:
    shown = 0
    for row in group_rows(compared.batch):
        text = group_tables._cell(row).plain
        found = re.search(r"(\S+)\.\.(\S+)", text)
        if found is None:
            continue
        shown += 1
        for written, end in zip(found.groups(), (row.paired.low, row.paired.high), strict=True):
            assert (float(written.replace(",", "")) == 0) == (end == 0), text
        assert (" ?" in text) == (row.paired.low <= 0 <= row.paired.high and bool(row.paired.low or row.paired.high)), text
        assert row.outcome != "expected_deaths" or f"({max(row.events)})" in text
    assert shown > 20


def test_workers_and_what_is_stored_change_nothing(tmp_path: Path) -> None:
    plan = make_plan("jiuyuan-hamlet", ["capacity"], by=BY, **GIVEN)
    alone, _ = run_worlds(plan, workers=0)
    stored = Parts(tmp_path, plan)
    beside, failures = run_worlds(plan, workers=2, stored=stored)
    again, _ = run_worlds(plan, workers=0, stored=stored)
    assert not failures and same(alone, beside) and same(alone, again)
    plain, _ = run_worlds(make_plan("jiuyuan-hamlet", ["capacity"], **GIVEN), workers=0)
    assert plain.digests == alone.digests and plain.groups == {}


def test_a_part_without_its_groups_or_with_a_flipped_bit_in_them_is_run_again(tmp_path: Path) -> None:
    plan = make_plan("jiuyuan-hamlet", ["capacity"], by=["sector"], **GIVEN)
    stored = Parts(tmp_path, plan)
    run_worlds(plan, workers=0, stored=stored)
    file = tmp_path / "world-000001" / "breakdowns.parquet"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert stored.load(0) is not None and stored.load(1) is None
    file.unlink()
    assert stored.load(1) is None
    other = make_plan("jiuyuan-hamlet", ["capacity"], by=["domain"], **GIVEN)
    assert len({plan.identity, other.identity, make_plan("jiuyuan-hamlet", ["capacity"], **GIVEN).identity}) == 3
    assert plan.scenario_hash == other.scenario_hash and Parts(tmp_path, other).load(0) is None


def asked(out: Path, *more: str, policy: str = "capacity") -> list[str]:
    words = ["compare", "--district", "jiuyuan-hamlet", "--policy", policy, "--worlds", "2", "--months", "6", "--ensemble", "none"]
    return [*words, "--workers", "0", "--quiet", "--out", str(out), *more]


def test_the_command_keeps_them_tells_them_and_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main(asked(out, "--by", "domain", "--by", "sector", "--json")) == 0
    told = json.loads(capsys.readouterr().out)["groups"]
    assert {row["by"] for row in told} == {"sector", "domain"} and {row["title"] for row in told} >= {"Construction", "all together", "unsafe acts"}
    assert all(row["low"] is None for row in told)  # two worlds: no interval
    rows = list(csv.DictReader((out / "breakdowns.csv").open(encoding="utf-8-sig")))
    assert list(rows[0]) == ["policy", "world", "by", "group", "outcome", "value"]
    kept = pyarrow.parquet.read_table(out / "breakdowns.parquet").to_pandas()
    whole = pyarrow.parquet.read_table(out / "runs.parquet").to_pandas()
    for by in ("sector", "domain"):
        of = kept[(kept["by"] == by) & (kept["outcome"] == "expected_deaths")].groupby(["policy", "world"], observed=True)["value"].sum()
        assert of.tolist() == pytest.approx(whole[whole["outcome"] == "expected_deaths"].groupby(["policy", "world"], observed=True)["value"].sum().tolist())
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["by"] == ["sector", "domain"] and {"breakdowns.csv", "breakdowns.parquet"} <= manifest["files"].keys()
    before = (out / "breakdowns.parquet").read_bytes()
    part = next((out / "parts").glob("world-000001"))
    (part / "part.json").unlink()  # as where it was killed
    assert main(asked(out, "--by", "sector", "--by", "domain")) == 0
    assert (out / "breakdowns.parquet").read_bytes() == before


def test_a_folder_that_keeps_others_is_refused_with_what_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(asked(tmp_path / "out")) == 0
    capsys.readouterr()
    assert main(asked(tmp_path / "out", "--by", "place")) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert "The folder keeps outcomes by nothing, and this would by place" in told


@pytest.mark.parametrize(("typed", "meant"), [("sectors", "sector"), ("size", "size_class"), ("Town", "place"), ("bureau", "department"), ("hazard", "domain"), ("行业", "sector")])
def test_the_likeliest_mistakes_are_told_what_was_meant(typed: str, meant: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(asked(tmp_path / "out", "--by", typed)) == 2
    assert f"Did you mean {meant}?" in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "out").exists()


def test_a_region_and_a_simulator_that_gives_none_are_told_why() -> None:
    with pytest.raises(UserError, match="baotou is a region"):
        make_plan("baotou", ["capacity"], worlds=1, months=3, by=["sector"])
    with pytest.raises(UserError, match="takes no breakdowns"):
        make_plan("jiuyuan-hamlet", ["capacity"], worlds=1, months=3, by=["sector"], simulate=fakes.simulate_policies)
    with pytest.raises(UserError, match="No world could be completed") as refused:
        compare("jiuyuan-hamlet", ["capacity"], worlds=1, months=3, by=["sector"], simulate=_deaf)
    assert "the simulator gave no outcomes by sector" in refused.value.where


def _deaf(district: Any, policies: Any, **given: Any) -> Any:
    given.pop("breakdowns")
    return simulate_policies(district, policies, **given)


def test_numbers_that_no_group_can_have_are_refused() -> None:
    plan = make_plan("jiuyuan-hamlet", [], worlds=1, months=3)
    runs = simulate_policies(plan.single, plan.policies, parameters=plan.parameters, months=3, breakdowns=["sector"])
    runs[0].breakdowns["sector"].values["visits"][0] = math.nan
    with pytest.raises(BadRunError, match="by sector, visits"):
        world_result(0, plan.names, runs, ["sector"])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_tables_name_the_groups_in_words(compared: Any, language: str) -> None:
    messages.activate(language)
    try:
        text = compared.verdict()
    finally:
        messages.activate("en")
    district = load_district("jiuyuan-hamlet")
    flat = "".join(text.split())
    for entry in (*district.sectors, *district.places, *district.departments, *district.domains):
        title = entry.title_zh if language == "zh" else entry.title
        assert "".join(title.split()) in flat or all(word in text for word in title.split())
    assert ("few deaths (" in text and "unsafe acts" in text) if language == "en" else ("死亡过少（" in text and "不安全行为" in text)
    assert max(map(cell_len, text.splitlines())) <= WIDTH
