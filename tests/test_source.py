"""Tests that read the source: what the documents say is there, runs, and names everything."""

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

import scenarios
from experiments.cli.app import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
DESIGN = (ROOT / "docs" / "design.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
TOLD_PAGES = [ROOT / "README.md", *(ROOT / "docs" / name for name in ("compare.md", "report.md", "trials.md"))]
"""The README, and what stood in it before it became short."""
SMALLEST = {"--district": "jiuyuan-hamlet", "--worlds": "1", "--months": "1"}
# Where machines keep people's files.  The cases below are built from parts: this file is searched, too.
MACHINE_PATH = re.compile(r"(?<![\w./:])/(?:home|root|tmp|Users|work|opt|mnt|srv|private)/\w|\b[A-Z]:\\\\?Users")
NO_SOURCE = {"results", "build"}


def blocks(text: str, kind: str) -> list[str]:
    """The fenced blocks of a page whose fence says ``kind``."""
    return [body for said, body in re.findall(r"^```([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL) if re.fullmatch(kind, said)]


def commands_of(page: str) -> list[str]:
    return [line for block in blocks(page, "") for line in block.splitlines() if line.strip()]


SWEEPS = [line for block in blocks((ROOT / "docs" / "sweeps.md").read_text("utf-8"), "")[:1] for line in block.splitlines()]
"""What docs/sweeps.md tells first; the README tells the beginning of it."""


def demo_command() -> str:
    recipe = MAKEFILE.split("\ndemo: setup\n")[1].split("\n\n")[0]
    recipe = "\n".join(line for line in recipe.splitlines() if not line.startswith("\t@"))
    return recipe.replace("\\\n", " ").replace("$(BIN)", ".venv/bin").strip()


def smallest(command: str, folder: Path) -> list[str]:
    """The words of a command after its program, on the smallest district, writing to ``folder``."""
    program, *words = shlex.split(command)
    assert program == ".venv/bin/inspectorate"
    sizes = {**SMALLEST, "--out": str(folder)}
    if words[0] in ("baseline", "matrix") and "--worlds" not in words:
        words += ["--worlds", "10"]  # their default
    if set(scenarios.region_names()) & set(words):  # a region is told with --dry-run: it stays
        assert "--dry-run" in words
        del sizes["--district"]
    return [sizes.get(before, word) for before, word in zip(["", *words], words, strict=False)]


def run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("inspectorate")
    return subprocess.run([str(program), *words], capture_output=True, text=True, check=False, timeout=300, cwd=folder)


def tracked_files() -> list[Path]:
    """The files under version control; outside of it, all that are no product of a run."""
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    found = []
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [name for name in inner if not name.startswith(".") and name not in NO_SOURCE and "__" not in name]
        found += [Path(folder) / name for name in names if name != ".git"]
    return found


# The README.


def test_a_newcomer_is_told_two_commands_first_and_make_knows_every_command_told() -> None:
    commands = commands_of(README)
    assert commands[:2] == ["make demo", "make test"]
    for name in re.findall(r"\bmake ([a-z]+)\b(?=[`\n])", README):
        assert re.search(rf"^{name}:", MAKEFILE, re.MULTILINE), f"make knows no {name}"
    assert len(commands) > 2


TOLD = list(dict.fromkeys([*[c for page in TOLD_PAGES for c in commands_of(page.read_text("utf-8")) if not c.startswith("make ") and c not in SWEEPS], demo_command()]))
LISTENS = ".venv/bin/inspectorate workshop"
"""It runs until it is interrupted: tests/workshop/test_told.py."""


@pytest.mark.parametrize("command", [command for command in TOLD if command != LISTENS])
def test_a_command_that_is_told_runs(command: str, tmp_path: Path) -> None:
    done = run(smallest(command, tmp_path / "out"), tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() and "Traceback" not in done.stderr
    if "--out" in command:
        policies = re.findall(r"--policy (\S+)", command)
        table = (tmp_path / "out" / "comparison.csv").read_text("utf-8")
        assert policies and all(policy in table for policy in policies)


def test_the_commands_of_a_sweep_run_one_after_the_other_as_they_are_told(tmp_path: Path) -> None:
    assert SWEEPS[0].startswith(".venv/bin/inspectorate sweep")
    for command in SWEEPS:
        done = run(shlex.split(command)[1:], tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip() and "Traceback" not in done.stderr


@pytest.mark.parametrize("snippet", blocks((ROOT / "docs" / "python.md").read_text("utf-8"), "python"))
def test_a_snippet_for_a_notebook_prints_its_numbers(snippet: str) -> None:
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(snippet, "python.md", "exec"), {})
    deaths, overlap = (float(word) for word in printed.getvalue().split())
    assert deaths > 0.0 and 0.0 <= overlap <= 1.0


# The documents.


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_room_and_file_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    named = re.findall(r"`((?:simulation|scenarios|experiments|tests|docs)/[\w./-]*)`", text)
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert [name for name in named if "NAME" not in name and not (ROOT / name).exists()] == []
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    named = set(re.findall(r"(?:`|/)inspectorate ([a-z]+)", page.read_text("utf-8")))
    assert named <= set(commands_of_the_program())


def test_the_calls_of_the_scenario_page_load_what_they_say() -> None:
    page = (ROOT / "docs" / "scenario-files.md").read_text("utf-8")
    found: dict[str, Any] = {}
    for snippet in blocks(page, "python"):
        exec(compile(snippet, "scenario-files.md", "exec"), found)
    assert found["table"].values.fine_scale == 2.0 and found["district"].enterprises and found["policy"].settings
    for name in scenarios.__all__:
        assert re.search(rf"\b{name}\b", page), f"{name} is not told"


@pytest.mark.parametrize(
    ("kind", "load"),
    [
        ("parameters", scenarios.load_parameters),
        ("evidence", scenarios.load_evidence),
        ("policy", scenarios.load_policy),
        ("district", scenarios.load_district),
        ("overrides", scenarios.load_district),
        ("trial", scenarios.load_trial),
        ("region", scenarios.load_region),
        ("scenario", lambda path: scenarios.load_scenario(Path(path))),
    ],
)
def test_the_files_of_the_scenario_page_load(kind: str, load: Callable[[str], object], tmp_path: Path) -> None:
    page = (ROOT / "docs" / "scenario-files.md").read_text("utf-8")
    (text,) = blocks(page, f"toml {kind}")
    name = tomllib.loads(text).get("name", kind)
    path = tmp_path / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    assert load(str(path))


def test_the_ensemble_of_the_scenario_page_loads(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "scenario-files.md").read_text("utf-8")
    for kind in ("toml", "csv"):
        (text,) = blocks(page, f"{kind} ensemble")
        (tmp_path / f"two-doubts.{kind}").write_text(text, encoding="utf-8")
    assert scenarios.load_ensemble(str(tmp_path / "two-doubts.toml")).values.shape == (3, 2)


def requirement_names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w.-]", requirement)[0] for requirement in requirements}


# Every tracked file.


def test_no_tracked_file_names_a_path_of_a_machine() -> None:
    found = []
    for path in tracked_files():
        for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1):
            if MACHINE_PATH.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert found == []


@pytest.mark.parametrize("line", ["see /home" + "/x/file", "'/tmp" + "/x'", "C:" + "\\Users\\x", "(/work" + "/main)"])
def test_a_path_of_a_machine_is_seen(line: str) -> None:
    assert MACHINE_PATH.search(line)


@pytest.mark.parametrize("line", ["/usr/bin/env bash", "https://example.org/home/page", "results/tmp/x", "/path/to/python3"])
def test_other_paths_are_left_alone(line: str) -> None:
    assert not MACHINE_PATH.search(line)


DATA = sorted(path for path in tracked_files() if path.suffix == ".toml" and path.is_relative_to(ROOT / "scenarios"))


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.stem)
def test_every_data_file_carries_its_version_first(path: Path) -> None:
    data = tomllib.loads(path.read_text("utf-8"))
    assert next(iter(data)) == "schema_version" and data["schema_version"] == 1


def test_all_data_files_are_found() -> None:
    assert {"parameters", "evidence", "calibration-targets", "baseline", "jiuyuan"} <= {path.stem for path in DATA}


# The command line.


def commands_of_the_program() -> dict[str, Any]:
    program: Any = typer.main.get_command(app)
    return dict(program.commands)


@pytest.mark.parametrize("name", commands_of_the_program())
def test_every_command_and_every_option_of_it_has_help(name: str) -> None:
    command = commands_of_the_program()[name]
    assert command.help and command.help.strip().endswith(".")
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{name} {parameter.name} has no help"
