"""What is said to every command alike: the language once, switches in words of a switch, homes that the shell left as they are, and a command at all."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from experiments.cli import surroundings, typed
from experiments.cli.app import COMMANDS, app, main
from experiments.running.asked import folder_asked
from experiments.text import messages
from experiments.text.errors import UserError
from scenarios import load_policy

PROGRAM: Any = typer.main.get_command(app)
PROGRAM_FILE = Path(sys.executable).with_name("inspectorate")


@pytest.fixture(autouse=True)
def english() -> Any:
    yield
    messages.activate("en")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home, and a folder beside it in which one stands."""
    for name in ("home", "here"):
        (tmp_path / name).mkdir()
    # Where compiled code is kept stays as it was: in an empty home everything would be compiled anew.
    monkeypatch.setenv("XDG_CACHE_HOME", os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "home"


# The language.


@pytest.mark.parametrize("words", [
    ["--lang", "zh", "--lang", "en", "policies"], ["--lang", "zh", "policies", "--lang", "en"], ["policies", "--lang=en", "--lang", "zh"], ["--lang=zh", "--lang=zh", "policies"],
])  # fmt: skip
def test_a_language_is_given_once(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    told = capsys.readouterr()
    assert not told.out and ("--lang is given twice." in told.err or "--lang给出了两次。" in told.err)


@pytest.mark.parametrize("word", ["fr", "chinese", "english"])
def test_a_language_of_the_environment_that_is_none_is_refused(word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("INSPECTORATE_LANG", word)
    assert main(["policies"]) == 2
    assert f"INSPECTORATE_LANG={word}" in capsys.readouterr().err
    for known in ("zh_CN.UTF-8", "en-GB", "ZH", "", " "):
        monkeypatch.setenv("INSPECTORATE_LANG", known)
        surroundings.check(["policies"])


# Switches.


@pytest.mark.parametrize("name", surroundings.SWITCHES)
def test_a_switch_is_refused_in_any_other_word(name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv(name, "ja")
    assert main(["--lang", "zh", "policies"]) == 2
    told = capsys.readouterr()
    assert not told.out and f"{name}是一个开关，'ja'既不是开也不是关" in told.err and "1、true、yes、on" in told.err
    for word in ("1", "yes", "0", "off", ""):
        monkeypatch.setenv(name, word)
        surroundings.check(["policies"])
    monkeypatch.setenv("INSPECTORATE_DEBUG", "no")
    assert not surroundings.wants_trace()


def test_every_switch_is_read_in_one_place() -> None:
    """A variable of ours is read by what refuses words that say nothing, or holds a path or a language, which are held elsewhere."""
    root = Path(typed.__file__).parents[2]
    sources = [path for folder in ("simulation", "scenarios", "experiments") for path in (root / folder).rglob("*.py")]
    for name in surroundings.SWITCHES:
        assert [path.name for path in sources if f'environ.get("{name}"' in path.read_text() or f'environ["{name}"' in path.read_text()] == []


def test_numba_switched_off_where_it_is_seen_late_is_a_bad_input(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import simulation.rule, numba\nnumba.config.DISABLE_JIT = True\n")
    done = subprocess.run([str(PROGRAM_FILE), "run", "--district", "jiuyuan-hamlet", "--months", "1"], capture_output=True, text=True, check=False, cwd=tmp_path,
                          env={**os.environ, "PYTHONPATH": f"{tmp_path}:{Path(typed.__file__).parents[2]}"})  # fmt: skip
    assert done.returncode == 2 and "Error: Numba is switched off" in done.stderr and "INSPECTORATE_PLAIN=1" in done.stderr, done.stderr


# Homes.


def test_a_home_that_the_shell_left_is_put_in(home: Path) -> None:
    words = ["~/x", "--out=~/x", "-o~/x", "-o", "~", "a~b", "--parameter=x=~", "x/~/y", "~nobody-of-this-name/x", "--out=./~x"]
    assert surroundings.at_home(words) == [
        f"{home}/x", f"--out={home}/x", f"-o{home}/x", "-o", str(home), "a~b", "--parameter=x=~", "x/~/y", "~nobody-of-this-name/x", "--out=./~x"]


def test_every_path_of_a_command_may_begin_at_home(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "mine.toml").write_text('schema_version = 1\nname = "mine"\ntitle = "Mine"\nquestion = "?"\nreasoning = "Because."\n[levers]\nfield_days = { value = 60 }\n', "utf-8")
    assert main(["explain", "coordination+~/mine.toml"]) in (0, 2)
    assert "there is no" not in capsys.readouterr().err
    assert main(["run", "--district", "jiuyuan-hamlet", "--months", "1", "--quiet", "--out=~/results"]) == 0
    assert (home / "results").is_dir() and not list((home.parent / "here").iterdir())


def test_paths_from_python_may_begin_at_home_too(home: Path) -> None:
    assert folder_asked("~/results") == home / "results" and folder_asked(Path("~/results")) == home / "results"
    with pytest.raises(Exception, match="mine") as one:
        load_policy(str(home / "mine.toml"))
    with pytest.raises(Exception, match="mine") as other:
        load_policy("~/mine.toml")
    assert str(one.value) == str(other.value)


# No command, and what changes nothing.


@pytest.mark.parametrize(("words", "said"), [
    (["--lang", "zh"], "没有给出命令。"), (["--lang", "en"], "No command is given."), ([""], 'There is no command "".'), (["  "], "There is no command "), (["zzz"], "There is no command zzz."),
])  # fmt: skip
def test_who_names_no_command_is_told_which_there_are(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    told = capsys.readouterr().err
    assert said in told and set(COMMANDS) <= {word.strip(",.。") for word in re.sub("[：、\n]", " ", told.replace("、\n", "、")).split()}


@pytest.mark.parametrize(("command", "parameter"), [(name, one) for name, one in PROGRAM.commands.items() if {"workers", "timeout"} <= {p.name for p in one.params}])
def test_a_time_that_no_process_can_take_is_warned_of_by_every_command(command: str, parameter: Any) -> None:
    assert "--timeout 5 changes nothing beside --workers 0" in typed.check(PROGRAM, (command, "--workers", "0", "--timeout", "5"))[0]
    for words in (("--workers", "0"), ("--timeout", "5"), ("--workers", "2", "--timeout", "5")):
        assert typed.check(PROGRAM, (command, *words)) == []


def test_a_time_that_is_written_out_is_given_whatever_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    from experiments.cli import compare

    asked: list[Any] = []
    monkeypatch.setattr("experiments.cli.comparing.planned", lambda request: asked.append(request.timeout) or (_ for _ in ()).throw(UserError("stop")))
    for words in ((), ("--timeout", "600")):
        assert main(["compare", "--policy", "coordination", *words]) == 2
    assert asked == [None, 600.0] and compare.ComparingTimeout
