"""What runs without any optional package, and what is said by the commands that need one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from experiments.comparison.compare import run_plan
from experiments.text.extras import EXTRAS, missing_part, need
from tests.experiments.fakes import fake_plan
from tests.experiments.kept_folders import put
from tests.experiments.sweep.conftest import TEXT
from tests.test_source import PROJECT, commands_of_the_program

ABSENT = sorted(package for packages in EXTRAS.values() for package in packages)
HAMLET = ["--district", "jiuyuan-hamlet", "--worlds", "1", "--seed", "1", "--workers", "0"]
BLOCKER = f"""
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {ABSENT}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent())
"""
"""Python reads it at its start, in workers too."""
SCRIPT = """
import contextlib, io, json, sys
from experiments.cli.app import main

found = {}
for name, words in json.load(sys.stdin).items():
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(words)
    found[name] = {"code": code, "out": out.getvalue(), "err": err.getvalue()}
print(json.dumps(found))
"""

WORKING = {
    "compare": ["compare", "--policy", "incentives", *HAMLET, "--months", "1", "--out", "{at}/compare"],
    "scenario": ["scenario", "district=jiuyuan-hamlet&policy=mine%3Acoordination%2Cfield_days%3D80", "--out", "{at}/scenario.toml"],
    "run": ["run", "--district", "jiuyuan-hamlet", "--months", "1"],
    "baseline": ["baseline", *HAMLET, "--years", "0.1"],
    "variance": ["variance", "--policy", "incentives", "--district", "jiuyuan-hamlet", "--workers", "0", "--months", "1", "--dry-run"],
    "matrix": ["matrix", "--district", "jiuyuan-hamlet", "--workers", "0", "--months", "1", "--dry-run"],
    "headroom": ["headroom", "--district", "jiuyuan-hamlet", "--workers", "0", "--months", "1", "--dry-run"],
    "coverage": ["coverage", "--district", "jiuyuan-hamlet", "--workers", "0", "--months", "1", "--worlds", "60", "--dry-run"],
    "policies": ["policies"],
    "districts": ["districts"],
    "trials": ["trials"],
    "parameters": ["parameters", "field_days"],
    "explain": ["explain", "coordination"],
    "phases": ["phases"],
    "sweep": ["sweep", "{at}/small.toml", "--workers", "0", "--out", "{at}/sweep"],
    "extend": ["extend", "{at}/sweep", "--worlds", "1", "--workers", "0"],
    "status": ["status", "{at}/sweep"],
    "export": ["export", "{at}/sweep", "--to", "{at}/rows.csv"],
    "sweep of more points": ["sweep", "{at}/six.toml", "--workers", "0", "--out", "{at}/six"],
    "explorer": ["explorer", "{at}/six", "--fresh", "0", "--out", "{at}/explorer.html"],
    "diff": ["diff", "{at}/kept-1", "{at}/kept-2"],
    "order": ["order", "{at}/order.toml", "--assumption", "shared_diligence", "--points", "2", "--workers", "0", "--out", "{at}/order"],
    "report": ["report", "{at}/compare", "--to", "{at}/page.html"],
    "interactions": ["interactions", "{at}/two.toml", "--workers", "0", "--out", "{at}/interactions"],
}
REFUSED = {
    "sweep --dask": ("cluster", ["sweep", "{at}/small.toml", "--dask", "--out", "{at}/refused"]),
    "sweep --scheduler": ("cluster", ["sweep", "{at}/small.toml", "--scheduler", "tcp://127.0.0.1:1", "--out", "{at}/refused"]),
    "sweep by Sobol": ("studies", ["sweep", "{at}/sobol.toml", "--out", "{at}/refused"]),
    "export to a sheet": ("studies", ["export", "{at}/sweep", "--to", "{at}/rows.xlsx"]),
    "district": ("studies", ["district", "template", "--out", "{at}/rows.xlsx"]),
    "scenario to a workbook": ("studies", ["scenario", "policy=all-five", "--out", "{at}/rows.xlsx"]),
    "report as a memo": ("reports", ["report", "{at}/compare", "--to", "{at}/rows.docx"]),
    "report as a PDF": ("reports", ["report", "{at}/compare", "--to", "{at}/rows.pdf"]),
    "report as slides": ("reports", ["report", "{at}/compare", "--to", "{at}/rows.pptx"]),
    "report as a workbook": ("studies", ["report", "{at}/compare", "--to", "{at}/rows.xlsx"]),
    "sensitivity": ("studies", ["sensitivity", "sensitivity", "--out", "{at}/refused"]),
    "discover": ("studies", ["discover", "discover", "--out", "{at}/refused"]),
    "optimise": ("studies", ["optimise", "optimise", "--budget", "1000000", "--out", "{at}/refused"]),
    "trial": ("studies", ["trial", "a2-penalty-contingency", "--out", "{at}/refused"]),
    "validate": ("studies", ["validate", "--out", "{at}/refused"]),
    "knockouts": ("studies", ["knockouts", "--out", "{at}/refused"]),
    "workshop": ("workshop", ["workshop", "--district", "jiuyuan-hamlet"]),
    "calibrate": ("studies", ["calibrate", "--stored", "--out", "{at}/refused"]),
}


def plan(name: str, **given: str) -> str:
    keys = {"policies": '["baseline", "levers"]', "months": "1", "worlds": "1", "ensemble": "none",
            "sampler": '{ method = "latin-hypercube", points = 2 }', "rest": "[levers.fine_scale]\nlow = 1.0\nhigh = 2.0\n"}  # fmt: skip
    return TEXT.format(**{**keys, "name": name, **given})


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("without-extras")
    (at / "small.toml").write_text(plan("small"), "utf-8")
    (at / "six.toml").write_text(plan("six", policies='["baseline", "incentives"]', sampler='{ method = "latin-hypercube", points = 6 }', rest="[uncertainties.hazard_injury_rate]"), "utf-8")
    (at / "sobol.toml").write_text(plan("sobol", sampler='{ method = "sobol", points = 4 }'), "utf-8")
    (at / "two.toml").write_text(plan("two", policies='["baseline", "incentives", "attention"]', worlds="10", sampler='{ method = "single" }',
                                      rest="combine = true"), "utf-8")  # fmt: skip
    (at / "order.toml").write_text(plan("order", policies='["baseline", "incentives"]', sampler='{ method = "single" }', rest=""), "utf-8")
    for seed in (1, 2):
        put(run_plan(fake_plan(worlds=2, months=2, seed=seed)), at / f"kept-{seed}")
    return at


@pytest.fixture(scope="module")
def told(place: Path) -> dict[str, dict[str, Any]]:
    """What every command says where no optional package can be imported."""
    site = place / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(BLOCKER, "utf-8")
    commands = {**WORKING, **{name: words for name, (_extra, words) in REFUSED.items()}}
    given = json.dumps({name: [word.replace("{at}", str(place)) for word in words] for name, words in commands.items()})
    done = subprocess.run([sys.executable, "-c", SCRIPT], input=given, capture_output=True, text=True, check=False, timeout=900, cwd=place,
                          env={**os.environ, "PYTHONPATH": str(site)})  # fmt: skip
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("name", WORKING)
def test_a_command_runs_without_any_optional_package(name: str, told: dict[str, dict[str, Any]]) -> None:
    assert told[name]["code"] == 0, told[name]["err"]
    assert told[name]["out"].strip()


@pytest.mark.parametrize("name", REFUSED)
def test_a_command_says_which_optional_part_it_needs_before_it_writes(name: str, told: dict[str, dict[str, Any]], place: Path) -> None:
    extra = REFUSED[name][0]
    assert told[name]["code"] == 2, told[name]["err"]
    said = " ".join(told[name]["err"].split())
    assert f'pip install "inspectorate[{extra}]"' in said and "Internal" not in said
    assert not (place / "refused").exists() and not list(place.glob("rows.[dpx]*"))


def test_every_command_is_tried() -> None:
    assert {words[0] for words in [*WORKING.values(), *(words for _extra, words in REFUSED.values())]} == set(commands_of_the_program())


def test_the_table_of_extras_is_that_of_the_package() -> None:
    declared = {extra: {name for name in map(import_name, requirements) if name != "inspectorate"}
                for extra, requirements in PROJECT["optional-dependencies"].items() if extra not in {"dev", "browser", "notebooks", "mutants", "site"}}  # fmt: skip
    assert declared == {extra: set(packages) for extra, packages in EXTRAS.items()}


def import_name(requirement: str) -> str:
    name = "".join(letter if letter.isalnum() or letter in "-_" else " " for letter in requirement).split()[0]
    return {"scikit-learn": "sklearn", "python-docx": "docx", "python-pptx": "pptx"}.get(name, name.replace("-", "_"))


def test_what_is_missing_and_belongs_to_no_part_is_left_as_it_is() -> None:
    assert missing_part(ModuleNotFoundError("no", name="numpy.linalg")) is None
    assert missing_part(ModuleNotFoundError("no name")) is None
    part = missing_part(ModuleNotFoundError("no", name="dask_jobqueue.core"))
    assert part is not None and "inspectorate[slurm]" in part.mend
    need("numpy", "no_such_package")  # it speaks for the optional parts only
