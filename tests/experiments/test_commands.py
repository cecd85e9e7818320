"""What the commands say to someone who uses them for the first time."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

import simulation
from experiments.cli.app import main
from experiments.comparison.prices import OWN_PRICE, PRICES
from experiments.comparison.store import difference
from experiments.disk import files
from scenarios import load_parameters, load_policy
from tests.experiments.fakes import fake_plan

AGENTS = "\n".join(path.read_text() for path in (Path(str(simulation.__file__)).parent / "agents").glob("*.py"))
OWN = """schema_version = 1
name = "{name}"
title = "Own"
question = "Does it?"
reasoning = "It may."
{more}
"""


def own(folder: Path, name: str, more: str) -> str:
    path = folder / f"{name}.toml"
    path.write_text(OWN.format(name=name, more=more))
    return str(path)


@pytest.mark.parametrize(
    ("policies", "told"),
    [
        (["baseline"], "Only the baseline is named"),
        (["incentives", "coordination", "incentives"], "incentives is named twice."),
    ],
)
def test_policies_that_give_nothing_to_compare_are_told(policies, told, capsys):
    words = [word for name in policies for word in ("--policy", name)]
    assert main(["compare", "--district", "jiuyuan-hamlet", "--dry-run", *words]) == 2
    assert told in capsys.readouterr().err


def test_two_files_of_one_name_are_not_taken_for_one_policy(tmp_path, capsys):
    for folder, days in (("a", 60), ("b", 70)):
        (tmp_path / folder).mkdir()
        own(tmp_path / folder, "mine", f'evidence = ["B22"]\n[levers]\nfield_days = {days}')
    words = [word for folder in "ab" for word in ("--policy", str(tmp_path / folder / "mine.toml"))]
    assert main(["compare", "--district", "jiuyuan-hamlet", "--dry-run", *words]) == 2
    assert "mine is named twice." in capsys.readouterr().err


def test_several_parameters_are_shown_in_the_order_given(capsys):
    assert main(["parameters", "fine_scale", "field_days"]) == 0
    told = capsys.readouterr().out
    assert told.index("fine_scale") < told.index("field_days")
    assert main(["parameters", "fine_scale", "nothing_such"]) == 2


def test_explain_prices_the_levers_and_says_what_rests_on_an_assumption(capsys):
    assert main(["explain", "capacity"]) == 0
    told = capsys.readouterr().out
    price = load_parameters().entries["training_day_cost"]
    assert f"training_days: {price.value:g} {price.unit} (training_day_cost)" in told
    assert re.search(r"\d+ of \d+ settings rest on an assumption", told) and "Grades: CONFIRMED-A" in told


def test_explain_gives_each_part_its_own_words(capsys):
    assert main(["explain", "coordination+incentives"]) == 0
    told = capsys.readouterr().out
    assert re.search(r"^coordination: ", told, re.MULTILINE) and re.search(r"^incentives: ", told, re.MULTILINE)


def test_a_setting_without_a_source_is_told(tmp_path, capsys):
    assert main(["explain", own(tmp_path, "mine", "[levers]\nfield_days = 60")]) == 0
    assert "no source" in capsys.readouterr().out


def test_every_price_of_the_agents_is_one_that_explain_knows():
    read = {name for name in re.findall(r"\bp\.(\w+_cost)\b", AGENTS)} - {"visit_enterprise_cost", "removal_cost", "major_removal_cost", "volunteer_cost"}
    assert read <= set(PRICES.values())
    kinds = {name: entry.kind for name, entry in load_parameters().entries.items()}
    assert all(kinds[lever] == "lever" for lever in (*PRICES, *OWN_PRICE))
    assert all(re.search(rf"\bp\.{name}\b", AGENTS) for name in (*PRICES.values(), *OWN_PRICE))


def test_the_manifest_adds_up_the_costs_of_the_parts():
    policies = [load_policy(name) for name in ("coordination+incentives", "coordination", "incentives")]
    costs = {name: told["yearly_cost"] for name, told in difference(fake_plan(policies=policies, parameters=load_parameters().values))["policies"].items()}
    assert costs["coordination+incentives"] == costs["coordination"] + costs["incentives"] > 0


def test_run_for_programs_declares_what_it_gives(capsys):
    assert main(["run", "--district", "jiuyuan-hamlet", "--policy", "incentives", "--months", "2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["first_month"] == 0
    assert found["outcomes"]["deaths"] == {"unit": "deaths", "view": "true", "months": "sum"}
    assert found["outcomes"]["hazards_open"]["months"] == "mean" and found["outcomes"]["mean_fine"]["months"] == "ratio"
    assert set(found["outcomes"]) == set(found["totals"])


def test_run_says_that_output_is_made_up_later(capsys):
    assert main(["run", "--district", "jiuyuan-hamlet", "--policy", "incentives", "--months", "1"]) == 0
    assert "Output held down in sensitive months is made up later" in capsys.readouterr().out


def test_what_is_not_known_is_an_empty_cell(tmp_path):
    assert files.write_csv(tmp_path / "x.csv", pa.table({"a": [1.5, float("nan")], "b": ["x", "y"]}))
    rows = list(csv.reader(io.StringIO((tmp_path / "x.csv").read_bytes().decode("utf-8-sig"))))
    assert rows[2] == ["", "y"]


@pytest.mark.parametrize("words", [["policies"], ["parameters", "--json"]])
def test_a_reader_who_has_seen_enough_causes_no_error(words):
    program = [sys.executable, "-c", "import sys; from experiments.cli.app import main; sys.exit(main())", *words]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        told = process.stderr.read()
    assert process.returncode == 0
    assert b"Traceback" not in told and b"rror" not in told


def test_the_next_command_of_a_run_keeps_the_parameters_and_the_engine(capsys):
    words = ["run", "--district", "jiuyuan-hamlet", "--policy", "incentives", "--months", "1", "--parameter", "hazard_arrivals=2"]
    assert main([*words, "--engine", "mesa"]) == 0
    assert "--months 1 --parameter hazard_arrivals=2 --engine mesa" in capsys.readouterr().err


def test_trials_say_what_they_rest_on_and_what_counts(capsys):
    assert main(["trials", "--json"]) == 0
    found = {trial["name"]: trial for trial in json.loads(capsys.readouterr().out)}
    assert found["a1-random-inspection"]["evidence"] == ["study-A1"]
    assert found["e5-severity-tail"]["kinds"] == {"evidence": 1, "calibration": 4}
    assert found["a1-random-inspection"]["judged"] == 1
