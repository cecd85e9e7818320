"""docs/extending.md is followed word for word: its files are written, its lines added, its commands given.

What needs no change of the source runs with the project as it is; a lever and an outcome are added to a copy of it, in plain Python,
where both engines must then agree.
"""

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "extending.md").read_text("utf-8")
BOTH_ENGINES = """
from dataclasses import replace
from scenarios import load_district, load_parameters
from simulation import simulate
hamlet = replace(load_district("jiuyuan-hamlet"), burn_in=0)
runs = [simulate(hamlet, parameters=load_parameters().values, months=2, engine=engine) for engine in ("compiled", "mesa")]
assert runs[0].digest == runs[1].digest, "the engines differ"
print(*[runs[0].total(outcome) for outcome in {outcomes!r}])
"""


def section(title: str) -> str:
    """What stands under a heading of the page, up to the next of its kind."""
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """The fenced blocks in order: what the fence says, and what stands in it."""
    yield from re.findall(r"^```([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def edited(before: str, change: str) -> str:
    """``before`` with a block of marked lines carried out; its place must be found once."""
    old = "".join(line[1:] or "\n" for line in change.splitlines(keepends=True) if line[0] in " -")
    new = "".join(line[1:] or "\n" for line in change.splitlines(keepends=True) if line[0] in " +")
    assert before.count(old) == 1, f"the page shows a place that is there {before.count(old)} times:\n{old}"
    return before.replace(old, new)


def follow(text: str, folder: Path, source: Path) -> list[str]:
    """Carry out every block of a section in ``folder`` with the packages of ``source``; what its commands printed."""
    printed = []
    programs = {"inspectorate": f"'{sys.executable}' -m experiments.cli.app", "python": f"'{sys.executable}'"}
    surroundings = {**os.environ, "PYTHONPATH": str(source), "PYTHONUTF8": "1"}
    if source != ROOT:
        surroundings["INSPECTORATE_PLAIN"] = "1"
    for kind, body in blocks(text):
        if kind.startswith("diff "):
            path = folder / kind.removeprefix("diff ")
            path.write_text(edited(path.read_text("utf-8"), body), "utf-8")
        elif " " in kind:
            (folder / kind.split()[1]).write_text(body, "utf-8")
        else:
            for line in body.splitlines():
                line = re.sub(r"\.venv/bin/(\w+)", lambda found: programs[found[1]], line)
                done = subprocess.run(["sh", "-c", line], cwd=folder, env=surroundings, capture_output=True, text=True, timeout=400, check=False)
                assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
                printed.append(done.stdout)
    return printed


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project's sources, to be changed, with a burn-in of two months: uncompiled, the usual eight years take most of a minute."""
    for room in ("simulation", "scenarios", "experiments", "tests", "docs"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "locale", "broken", "ensembles"))
    shutil.copytree(ROOT / "experiments" / "text" / "locale", tmp_path / "experiments" / "text" / "locale")
    shutil.copytree(ROOT / "scenarios" / "ensembles", tmp_path / "scenarios" / "ensembles", ignore=shutil.ignore_patterns("bank*"))
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path)
    jiuyuan = tmp_path / "scenarios" / "districts" / "jiuyuan.toml"
    text, found = re.subn(r"^burn_in = \{ low = \d+, value = \d+,", "burn_in = { low = 1, value = 2,", jiuyuan.read_text("utf-8"), flags=re.MULTILINE)
    assert found == 1
    jiuyuan.write_text(text, "utf-8")
    return tmp_path


def both_engines(folder: Path, *outcomes: str) -> list[float]:
    """The outcomes of the baseline, if the engines agree."""
    done = subprocess.run(
        [sys.executable, "-c", BOTH_ENGINES.format(outcomes=outcomes)], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(folder), "INSPECTORATE_PLAIN": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [float(word) for word in done.stdout.split()]


def test_a_policy(tmp_path: Path) -> None:
    explained, compared = follow(section("A policy"), tmp_path, ROOT)
    assert "worker_training" in explained and "shift-start" in compared
    assert (tmp_path / "results" / "shift-start" / "verdict.txt").is_file()


def test_an_enterprise_of_ones_own(tmp_path: Path) -> None:
    (ratio,) = follow(section("An enterprise of one's own"), tmp_path, ROOT)
    assert 0.85 < float(ratio) < 0.95


def test_a_study_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "scenarios" / "trials").mkdir(parents=True)
    trial = (ROOT / "scenarios" / "trials" / "a1-random-inspection.toml").read_text("utf-8")
    assert trial.count("\nenterprises = 8000\n") == 1
    (tmp_path / "scenarios" / "trials" / "a1-random-inspection.toml").write_text(trial.replace("enterprises = 8000", "enterprises = 800"), "utf-8")
    printed = follow(section("A study of one's own"), tmp_path, ROOT)
    assert "my-inspections" in printed[2] and "baseline" in printed[-1]


def test_a_lever_with_a_mechanism(copy: Path) -> None:
    printed = follow(section("A lever with a mechanism"), copy, copy)
    _rules, before, _prices, after = printed[:4]
    assert before == after  # a price changes nobody's talks, and both engines agree on it: both_engines.py has asked
    usual, changed = (float(before.split()[number]) for number in (1, 3))
    assert 0.9 * usual < changed < usual  # with all talks held fewer injuries
    known, explained, compared = printed[-3:]
    assert "share of enterprises" in known and "shift_talk_cost" in explained and "not priced" not in explained + compared
    assert "(shift_talk_effect) = 0.1, by default 0.05" in " ".join(compared.split())
    with (copy / "results" / "shift-talks" / "comparison.csv").open(encoding="utf-8-sig") as stream:
        costs = {row["outcome"]: float(row["difference"]) for row in csv.DictReader(stream) if row["outcome"] in ("enterprise_cost", "government_cost")}
    assert costs["enterprise_cost"] > 100_000 > abs(costs["government_cost"])
    page = (copy / "docs" / "odd.md").read_text("utf-8")
    assert page.count("shift_talk_factor") == page.count("shift_talks_beyond") == 1 and "| `shift_talks` |" in page


def test_an_outcome(copy: Path) -> None:
    printed = follow(section("An outcome"), copy, copy)
    assert "expected_unsafe_injuries" in printed[-1]
    unsafe, every = both_engines(copy, "expected_unsafe_injuries", "expected_injuries")
    assert 0.3 * every < unsafe < every


@pytest.mark.parametrize("change", ["+only new\n", " not there\n+new\n", " twice\n+new\n"])
def test_a_place_that_is_not_found_once_is_a_fault_of_the_page(change: str) -> None:
    with pytest.raises(AssertionError, match="times"):
        edited("twice\ntwice\n", change)
