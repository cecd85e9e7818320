"""Each limit on a text: what just keeps it, what goes beyond it by one, and on which line that is told."""

from __future__ import annotations

import pytest

from scenarios.bounds import (
    MAX_DOTS,
    MAX_ENTRIES,
    MAX_KEY,
    MAX_LINE,
    MAX_LINES,
    MAX_NESTING,
    after_string,
    first_excess,
)

BEFORE = "b = 'x' # [[[[[[[[[ a.a.a.a.a.a.a.a.a.a\nc = 1.5\n"
"""Two lines that count for as good as nothing: texts and comments are skipped."""
KEEP_AND_EXCEED = {
    "lines": ("\n" * 19_999, "\n" * 20_000, 20_001, "there are too many lines", "up to 20000"),
    "a line": ("#" + "x" * 9_999, "a = 1\n#" + "x" * 10_000, 2, "a line is too long", "up to 10000 characters"),
    "dots": ("a" + ".a" * 8 + " = 1\nb" + ".b" * 8 + " = 1", BEFORE + "a" + ".a" * 9 + " = 1", 3, "a dotted key is too deep", "up to 8 dots"),
    "dots on a later line": ("a" + ".a" * 8 + "\nb" + ".b" * 8, "x\na" + ".a" * 9, 2, "a dotted key is too deep", "up to 8 dots"),
    "dots in the name of a table": ("[a" + ".a" * 8 + "]", "[a" + ".a" * 9 + "]", 1, "a dotted key is too deep", "up to 8 dots"),
    "dots at once": ("a" + ".a" * 8, "a" + ".a" * 9, 1, "a dotted key is too deep", "up to 8 dots"),
    "nesting": ("a = " + "[" * 8 + "]" * 8 + "\nb = " + "{" * 8, BEFORE + "a = [[[[\n{{{{[", 4, "lists or tables are nested too deep", "up to 8 levels"),
    "nesting after an empty line": ("\n" + "[" * 8, "\n" + "[" * 9, 2, "lists or tables are nested too deep", "up to 8 levels"),
    "nesting at once": ("[" * 8, "[" * 9, 1, "lists or tables are nested too deep", "up to 8 levels"),
    "nesting after too many ends": ("a = 1\n]}}\nb = " + "[" * 8, "]}}\n" + "[" * 9, 2, "lists or tables are nested too deep", "up to 8 levels"),
    "commas": ("a = [" + "1,1,\n" * 9_999, "a = [" + "1,1,\n" * 9_999 + "\n1,", 10_001, "there are too many entries", "up to 20000"),
    "texts": ("a = [" + "'' ''\n" * 9_999, "a = [" + "'' ''\n" * 9_999 + '"" ""', 10_000, "there are too many entries", "up to 20000"),
    "texts of one line": ("a = [" + '"" "x"\n' * 9_999, "a = [" + '"" "x"\n' * 9_999 + "'' ''", 10_000, "there are too many entries", "up to 20000"),
    "tables": ("a = " + "{}{}\n" * 9_999 + "{", "a = " + "{}{}\n" * 9_999 + "{}{", 10_000, "there are too many entries", "up to 20000"),
    "keys": ("a = 1\n" * 19_999 + "a=", "a=1,=\n" * 6_667, 6_667, "there are too many entries", "up to 20000"),
    "a key": ("k" * 199 + " = 1\n" + "l" * 200 + "=", "k" * 201 + "=", 1, "a key is too long", "up to 200 characters"),
    "a later key": (BEFORE + "k" * 200 + "=", BEFORE + "k" * 201 + "=", 3, "a key is too long", "up to 200 characters"),
    "a key in a table": ("a = {" + "k" * 200 + "=", "a = {\n" + "k" * 201 + "=", 2, "a key is too long", "up to 200 characters"),
}  # fmt: skip


def test_the_limits_are_those_of_the_documents() -> None:
    assert (MAX_LINES, MAX_LINE, MAX_NESTING, MAX_DOTS, MAX_KEY, MAX_ENTRIES) == (20_000, 10_000, 8, 8, 200, 20_000)


@pytest.mark.parametrize("name", KEEP_AND_EXCEED)
def test_what_keeps_a_limit_passes_and_one_more_is_told_on_its_line(name: str) -> None:
    keeps, exceeds, line, reason, allowed = KEEP_AND_EXCEED[name]
    assert first_excess(keeps) is None
    assert first_excess(exceeds) == (line, reason, allowed)


@pytest.mark.parametrize("hidden", ["# {}", "'{}'", '"{}"', "'''{}'''", '"""{}"""', '"\\"{}"', '"""\\"""{}"""', "'''\n{}'''"])
def test_what_stands_in_texts_and_comments_counts_for_nothing_and_what_follows_does(hidden: str) -> None:
    text = "a = " + hidden.format("[" * 9 + "a" + ".a" * 9 + "," * 9)
    assert first_excess(text) is None and first_excess(text + "\n") is None
    assert first_excess(text + "\nb = " + "[" * 9) == (text.count("\n") + 2, "lists or tables are nested too deep", "up to 8 levels")


@pytest.mark.parametrize("opened", ["'", '"', "'''", '"""'])
def test_behind_a_text_that_never_closes_the_parser_gets_no_further(opened: str) -> None:
    assert first_excess(f"a = {opened}x\n" + "[" * 9) is None
    assert first_excess("[" * 9 + f"\na = {opened}x") == (1, "lists or tables are nested too deep", "up to 8 levels")


@pytest.mark.parametrize(("text", "end"), [
    ("''x", 2), ("'a'x", 3), ("'\\'x'", 3), ("'a''x", 3), ("'a", None), ("'a\n'", None), ("'", None),
    ('""x', 2), ('"a"x', 3), ('"\\""x', 4), ('"\\\\"x', 4), ('"a""x', 3), ('"a', None), ('"a\n"', None), ('"a\\\n"x', 5), ('"\\', None),
    ("'''a'''x", 7), ("'''a''''x", 8), ("'''a'''''x", 9), ("'''a''''''x", 9), ("'''a\n'''x", 8), ("'''''x'''", 9), ("'''a''", None), ("'''\\'''x", 7),
    ('"""a"""x', 7), ('"""a""""x', 8), ('"""a"""""x', 9), ('"""a""""""x', 9), ('"""a\n"""x', 8), ('"""\\""""x', 8), ('"""a""', None), ('"""\\"""', None),
])  # fmt: skip
def test_where_a_text_closes(text: str, end: int) -> None:
    quote = text[:3] if text[:3] in {"'''", '"""'} else text[0]
    assert after_string(text, quote, len(quote)) == end
    assert after_string("x = " + text, quote, 4 + len(quote)) == (None if end is None else 4 + end)
