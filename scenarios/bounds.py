"""Limits on a text before a TOML parser sees it.

``tomllib`` recurses without bound and takes time that grows with the square of a dotted key's length, so lines,
nesting, keys and entries are counted first, in one pass over the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scenarios.problems import Sentence

MAX_LINES = 20_000
MAX_LINE = 10_000
MAX_NESTING = 8
MAX_DOTS = 8
MAX_KEY = 200
MAX_ENTRIES = 20_000

_MARK = re.compile(r'"""|\'\'\'|"(?:[^"\\\n]|\\[\s\S])*+"|#[^\n]*|["\'\n=.,\[\]{}]')
_ENDS = {
    "'": re.compile(r"['\n]"),
    "'''": re.compile(r"'''"),
    '"': re.compile(r'\\.|["\n]', re.DOTALL),
    '"""': re.compile(r'\\.|"""', re.DOTALL),
}
"""By the quote that opens a text: what closes it, or what else is not to be overlooked in it."""


def first_excess(text: str) -> tuple[int, str, str] | None:
    """Line, reason and limit of the first thing too big to hand to the parser; linear in the text."""
    for number, line in enumerate(text.split("\n"), 1):
        if number > MAX_LINES:
            return number, Sentence("there are too many lines"), Sentence("up to {limit}", limit=MAX_LINES)
        if len(line) > MAX_LINE:
            return number, Sentence("a line is too long"), Sentence("up to {limit} characters", limit=MAX_LINE)
    for position, count in _counts(text):
        excess = count.excess()
        if excess:
            return text.count("\n", 0, position) + 1, *excess
    return None


@dataclass
class _Count:
    """What the parser would have to carry at one place of the text."""

    depth: int = 0
    dots: int = 0
    entries: int = 0
    key: int = 0

    def excess(self) -> tuple[str, str] | None:
        if self.dots > MAX_DOTS:
            return Sentence("a dotted key is too deep"), Sentence("up to {limit} dots", limit=MAX_DOTS)
        if self.depth > MAX_NESTING:
            return Sentence("lists or tables are nested too deep"), Sentence("up to {limit} levels", limit=MAX_NESTING)
        if self.entries > MAX_ENTRIES:
            return Sentence("there are too many entries"), Sentence("up to {limit}", limit=MAX_ENTRIES)
        if self.key > MAX_KEY:
            return Sentence("a key is too long"), Sentence("up to {limit} characters", limit=MAX_KEY)
        return None


def _counts(text: str) -> Iterator[tuple[int, _Count]]:
    """The running count after every mark of TOML's grammar by which something grows, texts and comments skipped.

    Stops at a text that never closes: the parser, too, gets no further.
    """
    count = _Count()
    position = start = 0
    while match := _MARK.search(text, position):
        mark, position = match[0], match.end()
        if mark == "\n":
            count.dots, start = 0, position
            continue
        if mark[0] == "#":
            continue
        if mark in _ENDS:
            closed = after_string(text, mark, position)
            if closed is None:
                return
            position = closed
            count.entries += 1
        elif mark[0] == '"':
            count.entries += 1  # a text on one line, closed: most of them are
        elif mark == ".":
            count.dots += 1
        else:
            count.depth = max(0, count.depth + (mark in "[{") - (mark in "]}"))
            count.entries += mark in "=,[{"
            if mark == "=":
                count.key = match.start() - start
            count.dots, start = 0, position
        yield position, count


def after_string(text: str, quote: str, position: int) -> int | None:
    """Where the string that opened before ``position`` has closed; None where it never does."""
    while (match := _ENDS[quote].search(text, position)) and match[0].startswith("\\"):
        position = match.end()
    if match is None or match[0] == "\n":
        return None
    position = match.end()
    if len(quote) == 3:
        for _ in range(2):  # up to two quotes before the closing three belong to the text
            position += text.startswith(quote[:1], position)
    return position
