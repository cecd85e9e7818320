"""The three studies as commands: a small plan in, a page, tables, figures and a manifest out."""

import json
from pathlib import Path

import pytest

from experiments.cli.app import main
from experiments.disk import files
from experiments.studies.discovery import search
from experiments.text import messages

PLAN = """\
schema_version = 1
name = "tried"
title = "Tried"
title_zh = "试验"
question = "What comes of it?"
district = "jiuyuan-hamlet"
policies = ["baseline", "capacity", "boundaries"]
months = 1
"""
FACTORS = """
[uncertainties]
lay_skill = {}
hazard_injury_rate = { scale = "log" }
latent_arrival_share = {}
"""
SENSITIVITY = PLAN + "worlds = 1\n[sampler]\nmethod = \"morris\"\npoints = 4\n[sensitivity]\nkeep = 2\ntrajectories = 4\npoints = 8\n" + FACTORS
DISCOVER = PLAN + "worlds = 1\n[sampler]\nmethod = \"latin-hypercube\"\npoints = 40\n" + FACTORS
INTERACTIONS = PLAN + "worlds = 10\ncombine = true\n[sampler]\nmethod = \"single\"\n"
EXPECTED = {
    "sensitivity": (SENSITIVITY, {"screening.csv", "indices.csv", "responses.csv", "screening.png", "screening.svg"}),
    "discover": (DISCOVER, {"policies.csv", "boxes.csv", "leaves.csv", "overview.png", "overview.svg"}),
    "interactions": (INTERACTIONS, {"effects.csv", "interactions-expected_deaths.png", "interactions-expected_deaths.svg"}),
}


@pytest.fixture(autouse=True)
def in_english_again():
    yield
    messages.activate("en")


def written(folder: Path, text: str) -> str:
    path = folder / "tried.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("command", EXPECTED)
def test_a_study_writes_what_its_manifest_vouches_for(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search.found, "__defaults__", (2,))
    text, names = EXPECTED[command]
    out = tmp_path / "out"
    asked = [command, written(tmp_path, text), "--out", str(out), "--workers", "1", "--json", "-q"]
    assert main(asked) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["found"] and told["folder"] == str(out)
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert names | {"tables.json", f"{command}.md"} <= set(manifest["files"])
    assert all(files.sha256(out / name) == checksum for name, checksum in manifest["files"].items())
    assert manifest["failed"] == 0 and manifest["plan"] == "tried" and all(sweep["tasks"] for sweep in manifest["sweeps"].values())

    # The second time nothing is run again, and in Chinese nothing but the words differ.
    before = {path: path.stat().st_mtime_ns for path in out.glob("*/parts/*")}
    assert before
    assert main([*asked, "--lang", "zh"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert {key: value for key, value in again.items() if key not in {"found", "leaves"}} == {key: value for key, value in told.items() if key not in {"found", "leaves"}}
    assert again["found"] != told["found"] and (out / f"{command}.md").read_text("utf-8").startswith("# 试验")
    assert {path: path.stat().st_mtime_ns for path in out.glob("*/parts/*")} == before


def test_a_folder_that_holds_something_else_is_not_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.json").write_text("mine", encoding="utf-8")
    for command, (text, _names) in EXPECTED.items():
        assert main([command, written(tmp_path, text), "--out", str(out), "-q"]) == 2
        assert "holds no such study" in " ".join(capsys.readouterr().err.split())
    assert [path.read_text("utf-8") for path in out.iterdir()] == ["mine"]


def test_what_a_study_ran_can_be_run_again_by_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main(["sensitivity", written(tmp_path, SENSITIVITY), "--out", str(out), "--workers", "1", "-q", "--json"]) == 0
    capsys.readouterr()
    assert main(["sweep", str(out / "indices.toml"), "--out", str(out / "indices"), "--workers", "1", "-q", "--json"]) == 0
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert json.loads(capsys.readouterr().out)["digest"] == manifest["sweeps"]["indices"]["digest"]


def test_a_plan_of_one_policy_is_no_factorial(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["interactions", written(tmp_path, DISCOVER), "--out", str(tmp_path / "out"), "-q"]) == 2
    assert "no factorial" in capsys.readouterr().err and not (tmp_path / "out").exists()


def test_another_question_to_the_same_runs_needs_no_run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search.found, "__defaults__", (2,))
    asked = ["discover", written(tmp_path, DISCOVER), "--out", str(tmp_path / "out"), "--workers", "1", "-q", "--json"]
    assert main(asked) == 0
    first = json.loads(capsys.readouterr().out)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "runs" / "parts").iterdir()}
    written(tmp_path, DISCOVER + "[discover]\nfails_below = 0.5\n")
    assert main(asked) == 0
    second = json.loads(capsys.readouterr().out)
    assert {row["failures"] for row in second["policies"]} == {40} != {row["failures"] for row in first["policies"]}
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "runs" / "parts").iterdir()} == before
