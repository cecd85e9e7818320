"""Malformed plans: some hundreds drawn by chance, some dozens of mistakes that people make, and bombs; each told so that it can be mended."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from experiments.cli.app import main
from tests.scenarios.writing import toml
from tests.torture import malformed
from tests.torture.malformed import GRID, HEAD, TABLE, VALID, WHOLE

SOBOL = 'policies = ["baseline", "levers"]\nsampler = { method = "sobol", points = 8 }\n[levers.field_days]\nlow = 60\nhigh = 100\n'


def test_the_plans_that_are_spoiled_are_sound(tmp_path: Path) -> None:
    for table in VALID:
        assert str(malformed.told(tmp_path / "probe.toml", toml(table).encode())).startswith("accepted")


def test_hundreds_of_malformed_plans_are_refused_with_file_key_and_reason() -> None:
    assert [*malformed.accepted(300, 7)] == []


# What is replaced in which plan, by what; the line and key that must be named, and words of the reason.
MISTAKES = [
    (SOBOL, "low = 60", 'low = "60"', "levers.field_days.low", "no number"),
    (SOBOL, "low = 60", "low = true", "levers.field_days.low", "no number"),
    (SOBOL, "low = 60", "low = nan", "levers.field_days.low", "no finite number"),
    (SOBOL, "high = 100", "high = inf", "levers.field_days.high", "inf"),
    (SOBOL, "low = 60", "low = 120", "levers.field_days", "runs backwards"),
    (SOBOL, "low = 60", "low = 100", "levers.field_days", "empty or runs backwards"),
    (SOBOL, "low = 60", "low = -5", "levers.field_days.low", "outside"),
    (SOBOL, "high = 100", "high = 1e6", "levers.field_days.high", "outside"),
    (SOBOL, "high = 100", "hihg = 100", "levers.field_days.hihg", "high"),
    (SOBOL, "low = 60", "low = 0\nscale = \"log\"", "levers.field_days", "logarithm"),
    (SOBOL, "low = 60", "scale = \"ln\"\nlow = 60", "levers.field_days.scale", "linear"),
    (SOBOL, "low = 60", "start = -1\nlow = 60", "levers.field_days.start", "too small"),
    (SOBOL, "levers.field_days", "levers.field_dais", "levers.field_dais", "field_days"),
    (SOBOL, "levers.field_days", "uncertainties.field_days", "uncertainties.field_days", "under [levers]"),
    (SOBOL, "levers.field_days", "levers.hazard_arrivals", "levers.hazard_arrivals", "under [uncertainties]"),
    (SOBOL, "points = 8", "points = 100", "sampler.points", "no power of 2"),
    (SOBOL, "points = 8", "points = 8.5", "sampler.points", "whole number"),
    (SOBOL, "points = 8", "points = true", "sampler.points", "whole number"),
    (SOBOL, ", points = 8", "", "sampler.points", "needs a number of points"),
    (SOBOL, '"sobol"', '"Sobol"', "sampler.method", "sobol"),
    (SOBOL, '"sobol"', '"single"', "sampler", "follows from the factors"),
    (SOBOL, '"sobol"', '"morris", levels = 5', "sampler.levels", "odd"),
    (SOBOL, '"sobol"', '"ensemble"', "ensemble", "no ensemble is named"),
    (SOBOL, '"baseline", "levers"', "", "policies", "too few"),
    (SOBOL, '"baseline", "levers"', '"baseline", "baseline"', "policies", "stands twice"),
    (SOBOL, '"baseline", "levers"', "3", "policies", "no text"),
    (SOBOL, '"levers"', '"capasity"', "", "capacity"),
    (HEAD, "months = 12", "months = 0", "months", "too small"),
    (HEAD, "months = 12", 'months = "12"', "months", "whole number"),
    (HEAD, "worlds = 4", "worlds = -1", "worlds", "too small"),
    (HEAD, "worlds = 4", "worlds = 1_000_000", "worlds", "too large"),
    (HEAD, "worlds = 4", "", "worlds", "missing"),
    (HEAD, "worlds = 4", "wrlds = 4", "wrlds", "worlds"),
    (HEAD, '"jiuyuan-hamlet"', '"jiuyuan-hamlett"', "district", "jiuyuan-hamlet"),
    (HEAD, 'name = "probe"', 'name = "prode"', "name", "differs from the file's"),
    (HEAD, "schema_version = 1", "schema_version = 2", "schema_version", "version 2"),
    (HEAD, 'title = "A plan"', 'title = " "', "title", "blank"),
    (HEAD, "months = 12", "months = 12\nmonths = 13", "", "line"),
    (HEAD, 'title = "A plan"', 'title = "A plan', "", "line"),
    (HEAD, "worlds = 4", "worlds = 4\noutcomes = [\"expected_death\"]", "outcomes", "expected_deaths"),
    (HEAD, "worlds = 4", "worlds = 4\nparameters = { random_shar = 0.3 }", "parameters.random_shar", "random_share"),
    (HEAD, "worlds = 4", "worlds = 4\nparameters = { field_days = 70 }", "parameters.field_days", "varied and fixed"),
    (HEAD, "worlds = 4", "worlds = 4\nensemble = \"posteriour\"", "ensemble", "posterior"),
    (TABLE, "hazard_arrivals = 2.5", "hazard_arival = 2.5", "points", "every factor once"),
    (TABLE, '"table"', '"factorial"', "points", "belong together"),
    (GRID, "values = [60, 70]", "values = [60, 60]", "levers.field_days.values", "stands twice"),
    (GRID, "values = [60, 70]", "values = []", "levers.field_days.values", "too few"),
    (GRID, "values = [60, 70]", "values = [60, 70]\nlow = 50", "levers.field_days", "at once"),
    (GRID, "steps = 3", "steps = 1", "uncertainties.hazard_arrivals.steps", "too small"),
]  # fmt: skip


def refused(folder: Path, text: str, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    """What the command says to a plan that it refuses."""
    file = folder / "probe.toml"
    file.write_text(text, "utf-8")
    assert main(["sweep", str(file), "--out", str(folder / "out"), *more]) == 2
    said = capsys.readouterr()
    assert said.out == "" and "Traceback" not in said.err
    assert not (folder / "out").exists()
    return said.err


@pytest.mark.parametrize(("plan", "old", "new", "key", "reason"), MISTAKES, ids=[f"{number}-{row[3]}" for number, row in enumerate(MISTAKES)])
def test_a_mistake_is_told_with_its_file_its_key_and_what_would_be_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], plan: str, old: str, new: str, key: str, reason: str
) -> None:
    whole = HEAD + (SOBOL if plan is HEAD else plan)
    assert whole.count(old) >= 1
    said = refused(tmp_path, whole.replace(old, new, 1), capsys)
    flat = " ".join(said.split())
    assert key in flat and reason in flat, said
    assert "probe.toml" in "".join(said.split()) or "capacity" in said


MANY = "".join(f"[levers.{name}]\nlow = {low}\nhigh = {high}\nsteps = 1000\n" for name, low, high in (
    ("field_days", 60, 100), ("random_share", 0.1, 0.9), ("fine_scale", 1, 3), ("unannounced_share", 0.1, 0.9)))  # fmt: skip
BOMBS = [
    ('policies = ["baseline", "levers"]\nsampler = { method = "factorial" }\n' + MANY, r"40,000,000,000,000 runs"),
    ('policies = ["baseline", "levers"]\nsampler = { method = "sobol", points = 524288 }\n' + MANY.replace("steps = 1000\n", ""), r"125,829,120 runs"),
    ('policies = ["baseline", "levers"]\nsampler = { method = "latin-hypercube", points = 1000000 }\n' + MANY.replace("steps = 1000\n", ""), r"40,000,000 runs"),
    ('policies = ["baseline", "levers"]\nsampler = { method = "sobol", points = 1073741824 }\n' + MANY, "too large"),
    ('policies = ["baseline", "levers"]\nsampler = { method = "morris", points = 1000000, levels = 100 }\n' + MANY.replace("steps = 1000\n", ""), r"200,000,000 runs; the limit"),
]  # fmt: skip


@pytest.mark.parametrize(("rest", "told"), BOMBS)
@pytest.mark.parametrize("more", [[], ["--dry-run"], ["--only", "0/0"]])
def test_a_size_bomb_is_refused_with_its_size_before_anything_is_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, rest: str, told: str, more: list[str]
) -> None:
    def drawn(_plan: object) -> None:
        raise AssertionError("points were drawn")

    monkeypatch.setattr("experiments.studies.sweep.tasks.design_of", drawn)
    text = HEAD.replace("worlds = 4", "worlds = 20") + rest
    assert re.search(told, " ".join(refused(tmp_path, text, capsys, *more).split()))


def test_a_plan_that_is_longer_than_any_plan_is_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "probe.toml" in "".join(refused(tmp_path, HEAD + WHOLE + "# " + "x" * 50_000_000, capsys).split())
