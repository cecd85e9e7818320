"""Lines of Chinese and of other scripts."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from experiments.text.wrapping import Paper, breaks, is_chinese, name_wrapped, wrapped
from tests.experiments.fakes import effect, fake_comparison

SENTENCE = "在比较的4项对策中，它减少的预期死亡人数最多：每年减少0.0027人（95%区间0.0023至0.0030）；请看“总结”。"


@pytest.mark.parametrize("width", range(12, 60))
def test_no_line_is_wider_than_asked_and_nothing_is_lost(width):
    lines = wrapped(SENTENCE, width).split("\n")
    assert max(cell_len(line) for line in lines) <= width
    assert "".join(lines) == SENTENCE


@pytest.mark.parametrize("width", range(12, 60))
def test_no_line_starts_with_a_closing_mark_or_ends_with_an_opening_one(width):
    lines = wrapped(SENTENCE, width).split("\n")
    assert not any(line[0] in "，。：；）”" for line in lines)
    assert not any(line[-1] in "（“" for line in lines)


def test_a_figure_is_not_broken():
    assert all("0.0027" in wrapped(SENTENCE, width) for width in range(12, 60))


def test_words_of_other_scripts_break_at_spaces():
    assert wrapped("the quick brown fox", 9) == "the quick\nbrown fox"
    assert breaks("short", 80) == []
    assert not is_chinese("the quick brown fox") and is_chinese("a 字")


def test_a_console_fills_its_lines_with_chinese():
    shown = io.StringIO()
    Paper(file=shown, width=20).print(Text("标题 " + "隐患排查治理" * 5))
    lines = shown.getvalue().rstrip("\n").split("\n")
    assert lines[0].startswith("标题 隐患排查")  # a plain console would leave the first line with the heading alone
    assert max(cell_len(line) for line in lines) <= 20


def test_columns_of_a_table_stay_under_each_other():
    shown = io.StringIO()
    table = Table("名称", "说明", "value")
    table.add_row("隐患", "重大事故隐患排查治理情况以及整改落实情况", "1")
    table.add_row("visits", "检查次数", "22")
    Paper(file=shown, width=30).print(table)
    assert len({cell_len(line) for line in shown.getvalue().rstrip("\n").split("\n")}) == 1


@pytest.mark.parametrize("width", [8, 20, 24])
@pytest.mark.parametrize("name", ["x", "capacity", "a" * 60, "a-policy-with-a-very-long-name-that-somebody-gave", "capacity+coordination+incentives+attention", "-a--b_", "+" * 30])
def test_a_name_is_broken_behind_its_joints_and_loses_no_letter(name, width):
    lines = name_wrapped(name, width).split("\n")
    assert "".join(lines) == name and all(0 < len(line) <= width for line in lines)
    for line, following in pairwise(lines):
        assert line[-1] in "-+_" or len(line) == width or len(name_piece(following)) + len(line) > width


def name_piece(text: str) -> str:
    """The letters up to the first joint."""
    return text[: next((place for place, letter in enumerate(text) if letter in "-+_"), len(text)) + 1]


def test_the_table_of_policies_breaks_no_word_of_a_name():
    names = ["capacity+coordination+incentives+attention", "a-policy-with-a-very-long-name-that-somebody-gave"]
    text = fake_comparison(policies=[effect(name, deaths=0.5) for name in names]).verdict(details=False)
    for word in ("coordination+", "incentives+", "attention", "very-", "somebody-", "gave"):
        assert word in text
