"""The ensemble on the command line: by file, by default, none; the same numbers everywhere, refused where it changed."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

import scenarios
from experiments.cli.app import main
from experiments.comparison.compare import compare, make_plan
from scenarios import default_ensemble, load_district, load_parameters, load_policy
from scenarios.library import Library
from simulation.simulate import simulate_policies as simulate_district
from tests.ensembles import write_ensemble

SMALL = ["--district", "jiuyuan-hamlet", "--months", "3"]


def small(folder, name="small"):
    return write_ensemble(folder, {"hazard_arrivals": [2.0, 2.5, 3.5, 4.0, 4.5, 5.0], "lay_skill": [0.3, 0.4, 0.5, 0.6, 0.5, 0.4]}, name)


def test_compare_and_run_take_a_file_and_a_world_has_the_same_numbers_in_both(tmp_path, capsys):
    path, out = str(small(tmp_path)), tmp_path / "out"
    words = ["compare", *SMALL, "--policy", "capacity", "--worlds", "4", "--ensemble", path, "--workers", "0", "--out", str(out), "--json"]
    assert main(words) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ensemble"]["sets"] == 6 and told["interval_over"] == "sets" and told["worlds"] == 4
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["ensemble"] == told["ensemble"] and list(manifest["ensemble"]["set_of_world"]) == ["0", "1", "2", "3"]
    assert main(["run", *SMALL, "--policy", "capacity", "--world", "3", "--ensemble", path, "--json"]) == 0
    run = json.loads(capsys.readouterr().out)
    assert run["digest"] == manifest["run_digests"]["capacity 3"]
    assert run["ensemble"] == {"name": "small", "set": manifest["ensemble"]["set_of_world"]["3"]}


def test_a_folder_is_refused_when_the_ensemble_file_has_changed(tmp_path, capsys):
    path = small(tmp_path)
    words = ["compare", *SMALL, "--policy", "capacity", "--worlds", "2", "--ensemble", str(path), "--workers", "0", "--out", str(tmp_path / "out")]
    assert main(words) == 0 and main(words) == 0
    assert "2 of 2 worlds are in" in capsys.readouterr().err.replace("\n", " ")
    table = path.with_suffix(".csv")
    table.write_text(table.read_text("utf-8").replace("2.5", "2.6"), "utf-8")
    assert main(words) == 2
    assert "holds another comparison" in capsys.readouterr().err


def test_none_is_exactly_the_default_parameters(capsys):
    words = ["run", *SMALL, "--policy", "capacity", "--world", "1", "--json"]
    assert main([*words, "--ensemble", "none"]) == 0
    run = json.loads(capsys.readouterr().out)
    (alone,) = simulate_district(
        load_district("jiuyuan-hamlet"), [load_policy("capacity")], parameters=load_parameters().values, seed=0, world=1, months=3)
    assert run["digest"] == alone.digest and run["ensemble"] is None
    assert main(words) == 0
    assert (json.loads(capsys.readouterr().out)["digest"] == alone.digest) is (default_ensemble() is None)


@pytest.fixture
def with_a_posterior(tmp_path, monkeypatch):
    """The shipped files with an ensemble of the default's name among them."""
    root = tmp_path / "scenarios"
    shutil.copytree(Path(scenarios.__file__).parent, root, ignore=shutil.ignore_patterns("*.py", "schema", "trials", "ensembles", "__pycache__"))
    (root / "ensembles").mkdir()
    small(root / "ensembles", "posterior")
    library = Library(root)
    monkeypatch.setattr(scenarios, "shipped", lambda: library)


def test_the_shipped_ensemble_is_used_where_nothing_else_is_asked_for(with_a_posterior, tmp_path, capsys):
    words = ["run", *SMALL, "--policy", "capacity", "--world", "2"]
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ensemble"]["name"] == "posterior"
    assert main([*words, "--ensemble", "none"]) == 0
    assert "--months 3 --ensemble none" in capsys.readouterr().err.replace("\n", " ")
    usual, plain = (make_plan("jiuyuan-hamlet", ["capacity"], worlds=4, months=3, ensemble=name) for name in (None, "none"))
    assert usual.ensemble_spec == "posterior" and "--ensemble" not in usual.replay(1)
    assert plain.ensemble is None and "--ensemble none" in plain.replay(1)
    own = compare("jiuyuan-hamlet", ["capacity"], worlds=2, months=2)
    assert own.interval_over == "sets" and own.plan.identity != compare("jiuyuan-hamlet", ["capacity"], worlds=2, months=2, ensemble="none").plan.identity
    assert main(["baseline", "--district", "jiuyuan-hamlet", "--worlds", "1", "--years", "0.2", "--json"]) == 0


def test_what_replaces_values_of_the_ensemble_is_told(tmp_path, capsys):
    words = ["run", *SMALL, "--policy", "capacity", "--ensemble", str(small(tmp_path)), "--parameter", "lay_skill=0.5"]
    assert main(words) == 0
    told = capsys.readouterr()
    assert "--parameter replaces what the ensemble small holds of lay_skill, in every set." in told.err.replace("\n", " ")
    assert re.search(r'Parameters: set \d of the 6 of "Small ensemble"', told.out)
    assert f"--ensemble {tmp_path}" in told.err


def test_a_broken_or_unknown_ensemble_is_bad_input(tmp_path, capsys):
    path = small(tmp_path)
    table = path.with_suffix(".csv")
    table.write_text(table.read_text("utf-8").replace("2.5", "many"), "utf-8")
    words = ["compare", *SMALL, "--policy", "capacity", "--dry-run", "--ensemble"]
    assert main([*words, str(path)]) == 2
    told = capsys.readouterr().err
    assert "small.csv" in told and "line 3, hazard_arrivals" in told and "'many' is no number" in told
    assert main([*words, "nothing-such"]) == 2
    assert "no ensemble is called 'nothing-such'" in capsys.readouterr().err


def test_a_world_is_replayed_under_its_ensemble(tmp_path):
    path = str(small(tmp_path))
    plan = make_plan("jiuyuan-hamlet", ["capacity"], worlds=4, months=3, ensemble=path)
    assert f"--ensemble {path} --workers 1" in plan.replay(3)
    plain = make_plan("jiuyuan-hamlet", ["capacity"], worlds=4, months=3, ensemble="none")
    assert ("--ensemble none" in plain.replay(3)) is (default_ensemble() is not None)
    usual = make_plan("jiuyuan-hamlet", ["capacity"], worlds=4, months=3, ensemble=None)
    assert usual.ensemble_option == "" and usual.ensemble_spec == (default_ensemble() or "none")


def test_one_world_of_a_region_runs_under_one_set_and_says_so(tmp_path, capsys):
    words = ["compare", "--district", "baotou", "--policy", "capacity", "--months", "2", "--worlds", "1", "--workers", "0"]
    assert main([*words, "--sample", "0.5", "--ensemble", str(small(tmp_path)), "--out", str(tmp_path / "out"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["interval_over"] == "districts" and list(told["ensemble"]["set_of_world"]) == ["0"]
    assert "The world ran under one plausible set of parameters" in told["setting"]
    assert any(line.startswith("So few runs tell neither") for line in told["limits"])
