"""Streams as they come: no Chinese in the encoding, closed, full, or left by their reader; no traceback, nothing lost without a word."""

from __future__ import annotations

import ast
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.cli.app import main

ROOT = Path(__file__).parents[3]
PROGRAM = [sys.executable, "-m", "experiments.cli.app"]
ENCODINGS = ["ascii", "latin-1", "gbk", "cp1252", "utf-8"]
PRINTING = [["policies"], ["districts"], ["trials"], ["parameters"], ["parameters", "hazard_arrivals"], ["explain", "all-five"], ["phases"]]
"""Every command that prints without running the model; the others print by the same two functions, which the last test sees to."""


def run(words: list[str], encoding: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    streams = [io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2)]
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", streams[0])
        patch.setattr(sys, "stderr", streams[1])
        code = main(words)
    out, err = (stream.buffer.getvalue().decode(encoding) for stream in streams)
    return code, out, err


def unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})|\\x([0-9a-f]{2})", lambda found: chr(int(found[1] or found[2], 16)), text)


def letters(text: str) -> str:
    """Chinese letters, in any order: where lines break depends on how they are written."""
    return "".join(sorted(letter for letter in text if "\u4e00" <= letter <= "\u9fff"))


@pytest.mark.parametrize("words", PRINTING, ids=" ".join)
def test_json_is_whole_in_every_encoding(words, monkeypatch):
    printed = [run([*words, "--json"], encoding, monkeypatch) for encoding in ENCODINGS]
    assert [code for code, _out, _err in printed] == [0] * len(ENCODINGS)
    whole = json.loads(printed[-1][1])
    assert letters(printed[-1][1]) or words[0] in {"phases", "parameters"}
    assert all(json.loads(out) == whole for _code, out, _err in printed)


@pytest.mark.parametrize("words", PRINTING, ids=" ".join)
def test_a_text_loses_no_letter_in_any_encoding_and_says_what_is_escaped(words, monkeypatch):
    whole = letters(run([*words, "--lang", "zh"], "utf-8", monkeypatch)[1])
    assert whole
    for encoding in ENCODINGS:
        code, out, err = run([*words, "--lang", "zh"], encoding, monkeypatch)
        assert code == 0
        plain = unescaped(re.sub(r"[\s|│]+", "", out))  # an escape may be broken over two lines of a cell
        assert words[0] in {"policies", "trials", "districts", "parameters"} or letters(plain) == whole
        assert ("PYTHONIOENCODING" in err) == ("\\u" in out) and "�" not in out and "??" not in out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", "koi8-r", "mac-roman"])
def test_the_encoding_is_told_by_the_name_that_the_user_knows(encoding, monkeypatch):
    told = " ".join(run(["explain", "coordination", "--lang", "zh", "--json"], encoding, monkeypatch)[2].split())
    assert "charmap" not in told and not told
    told = " ".join(run(["policies", "--lang", "zh"], encoding, monkeypatch)[2].split())
    assert f"encoding {encoding};" in told and "charmap" not in told


@pytest.mark.parametrize("settings", [{"PYTHONIOENCODING": "gbk"}, {"LC_ALL": "POSIX"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}], ids=str)
def test_the_process_itself_prints_whole_json_under_every_setting(settings):
    done = subprocess.run([*PROGRAM, "explain", "coordination", "--json"], capture_output=True, env={**os.environ, **settings}, cwd=ROOT, check=False)
    encoding = settings.get("PYTHONIOENCODING", "utf-8")
    assert done.returncode == 0
    assert "协同" in json.loads(done.stdout.decode(encoding))["title_zh"]


GONE = {
    "stdout closed": ("policies >&-", 0, "is closed"),
    "stderr closed": ("--help 2>&-", 0, ""),
    "all three closed": ("explain coordination <&- >&- 2>&-", 0, ""),
    "json, stdout closed": ("parameters --json >&-", 0, "is closed"),
    "an error, stderr closed": ("--lang xx 2>&-", 2, ""),
    "a wrong option, both closed": ("policies --nix >&- 2>&-", 2, ""),
    "stdout full": ("phases >/dev/full", 130, "No space left"),
    "json, stdout full": ("parameters --json >/dev/full", 130, "No space left"),
    "stderr full": ("--lang xx 2>/dev/full", 2, ""),
    "version, stdout closed": ("--version >&-", 0, "is closed"),
    "the reader of json leaves": ("parameters --json | head -c 10 >/dev/null", 0, ""),
    "the reader of both leaves": ("parameters 2>&1 | head -c 10 >/dev/null", 0, ""),
}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("name", GONE)
def test_a_stream_that_takes_nothing_ends_in_an_exit_code_and_a_word(name):
    command, code, said = GONE[name]
    words, redirected = re.match(r"([^<>|]*?)( [0-9]?[<>|].*)", command).groups()  # type: ignore[union-attr]
    line = f"set -o pipefail; {sys.executable} -m experiments.cli.app {words}{redirected}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr
    assert said in done.stderr


def test_a_pipe_within_the_program_that_breaks_is_not_taken_for_a_reader_that_left(monkeypatch, capsys):
    def broken(name: str) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr("scenarios.load_policy_file", broken)
    assert main(["policies"]) == 1
    assert "Internal error" in capsys.readouterr().err


def test_nothing_is_printed_but_through_the_console():
    """Else the tests above would not speak for every command."""
    found = []
    for path in [*(ROOT / "experiments" / "cli").glob("*.py"), *(ROOT / "experiments" / "studies").rglob("*.py"), *(ROOT / "experiments" / "comparison").rglob("*.py"),
                 *(ROOT / "experiments" / "running").glob("*.py")]:  # fmt: skip
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if called in {"print", "sys.stdout.write", "sys.stderr.write", "json.dump"} and path.name not in {"app.py", "entry.py"}:
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []
