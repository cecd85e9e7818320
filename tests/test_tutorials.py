"""The tutorials are followed: every command is run, or read where it would take long, in its order; the Chinese pages tell the same commands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import typer

from experiments.cli.app import app, main
from experiments.workshop.rooms.lessons import lesson_names, shipped_lesson
from tests.test_source import ROOT, blocks, commands_of

PAGES = ROOT / "docs" / "tutorials"
TUTORIALS = ("analyst", "researcher", "host")
REGISTER = [["厂甲", "冶金与金属", "河东镇", 450, "是"], ["厂乙", "机械制造", "河西街道", 120, "否"], ["厂丙", "建筑业", "河东镇", 800, "否"]]
FILLED = {"区县": [], "地点": [["河东镇", "镇"], ["河西街道", "街道"]], "部门": [["应急管理局", "应急管理局", 2, "是"], ["消防救援大队", "消防救援大队", 1, "是"]], "企业名录": REGISTER}
"""The four sheets that the tutorial asks for, and no other."""


def page(name: str) -> str:
    return (PAGES / f"{name}.md").read_text("utf-8")


def told(name: str) -> list[list[str]]:
    """The words of every command of the program that a page tells."""
    return [shlex.split(line)[1:] for line in commands_of(page(name)) if line.startswith(".venv/bin/inspectorate ")]


def plain(words: list[str]) -> list[str]:
    """A command without its language."""
    return [word for before, word in zip(["", *words], words, strict=False) if "--lang" not in (before, word)]


@pytest.mark.parametrize("name", TUTORIALS)
def test_the_chinese_page_tells_the_same_commands_and_the_program_reads_each(name: str) -> None:
    english, chinese = told(name), told(f"{name}.zh")
    assert english and [plain(words) for words in english] == [plain(words) for words in chinese]
    assert all(words[-1] == "zh" or "--lang zh" in " ".join(words) for words in chinese)
    program: Any = typer.main.get_command(app)
    for words in english:
        command, rest = program.commands[words[0]], words[1:]
        if hasattr(command, "commands"):
            command, rest = command.commands[rest[0]], rest[1:]
        command.make_context(words[0], [word for before, word in zip(["", *rest], rest, strict=False) if "--lang" not in (before, word)])


def fill_in(path: Path) -> None:
    """What step 2 asks for, typed below the two header rows."""
    book = openpyxl.load_workbook(path)
    assert all(f"**{sheet}**" in page("analyst") for sheet in FILLED)
    book["区县"]["B3"], book["区县"]["B4"] = "试点县", "2024-12"
    for name, rows in FILLED.items():
        for number, row in enumerate(rows, 3):
            for column, value in enumerate(row, 1):
                book[name].cell(number, column, value)
    book.save(path)


def test_an_analyst_comes_from_an_empty_workbook_to_a_memo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    small = {"--worlds": "2", "--months": "2"}
    done = []
    for words in told("analyst"):
        if "--dry-run" in words or "--example" in words:
            continue
        code = main([small.get(before, word) for before, word in zip(["", *words], words, strict=False)])
        if words[:2] == ["district", "template"]:
            fill_in(tmp_path / "my-county.xlsx")
        without_records = words[:2] == ["district", "check"] or words[0] == "calibrate"
        assert code == (2 if without_records else 0), (words, capsys.readouterr().err)
        done.append(words[0])
    assert done == ["district", "district", "district", "calibrate", "compare", "report"]
    assert (tmp_path / "memo.docx").stat().st_size > 10_000 and (tmp_path / "memo-figures").is_dir()
    assert "厂甲" not in (tmp_path / "my-county.toml").read_text("utf-8")


def test_a_researcher_comes_from_a_plan_to_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    shipped_plan = (ROOT / "experiments" / "plans" / "first-sweep.toml").read_text("utf-8")
    (tmp_path / "first-sweep.toml").write_text(re.sub(r"months = \d+", "months = 2", shipped_plan).replace("[0.1, 0.5, 0.9]", "[0.1, 0.9]").replace("[1, 2, 3]", "[1]"), "utf-8")
    (own,) = blocks(page("researcher"), "toml plan")
    assert own.split("question")[1].split("\n", 1)[1] == blocks(page("researcher.zh"), "toml plan")[0].split("question")[1].split("\n", 1)[1]
    (tmp_path / "own-sweep.toml").write_text(own.replace("months = 24", "months = 2"), "utf-8")
    assert "[0.1, 0.5, 0.9]" in shipped_plan and "months = 24" in own
    for words in told("researcher"):
        if "--dry-run" not in words:
            small = {"first-sweep": "first-sweep.toml", "20": "2"}
            assert main([small.get(word, word) for word in words]) == 0, (words, capsys.readouterr().err)
    for name in ("researcher", "researcher.zh"):
        found: dict[str, Any] = {}
        for snippet in blocks(page(name), "python"):
            exec(compile(snippet, f"{name}.md", "exec"), found)
        assert list(found["table"].columns) == ["unannounced_share", "fine_scale", "change", "error"] and len(found["table"]) == 2
        assert found["table"]["error"].notna().all()
    assert "difference" in (tmp_path / "own.csv").read_text("utf-8-sig").splitlines()[0]


def test_a_host_is_told_a_lesson_and_pages_that_there_are() -> None:
    titles = [shipped_lesson(name).title for name in lesson_names()]
    assert [title for title in titles if f"**{title}**" in page("host")] == ["Certainty against severity"]
    served = "".join(path.read_text("utf-8") for path in (ROOT / "experiments" / "workshop" / "server").glob("*.py"))
    for name in set(re.findall(r"`/([a-z]+)`", page("host") + page("host.zh"))):
        assert f'"{name}"' in served or f"/{name}" in served, name
