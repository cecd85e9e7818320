"""Lines of a given width for texts that may be Chinese: no spaces to break at, letters two columns wide."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, JustifyMethod, OverflowMethod, RenderableType
from rich.containers import Lines
from rich.segment import Segment
from rich.text import Text

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_NEVER_FIRST = frozenset("\uff0c\u3002\u3001\uff1b\uff1a\uff1f\uff01\uff09\u300b\u201d\u2019\u2026\u2014\uff05%)]}>,.;:?!\u00b7\u00d7")
_NEVER_LAST = frozenset("\uff08\u300a\u201c\u2018([{<")


def is_chinese(text: str) -> bool:
    """Whether ``text`` holds Chinese letters, so that it may be broken between them."""
    return not text.isascii() and any("\u4e00" <= mark <= "\u9fff" for mark in text)


@cache
def _piece() -> re.Pattern[str]:
    """A Chinese letter or mark by itself, a word of another script, or the space between; made when asked for, since that takes as long as an import."""
    return re.compile(rf"[{_WIDE}\u3000-\u303f\u2014\u2018-\u201d\u2026]|[^\s{_WIDE}\u3000-\u303f\u2014\u2018-\u201d\u2026]+|\s+")


def breaks(text: str, width: int) -> list[int]:
    """Where to break ``text`` so that no line is wider than ``width`` columns.

    Between Chinese letters and at spaces; a closing mark never starts a line, an opening one never ends it.
    """
    found: list[int] = []
    start = 0
    for place, end in _units(text):
        if cell_len(text[start:end].rstrip()) > width and place > start:
            found.append(place)
            start = place
    return found


def _units(text: str) -> list[tuple[int, int]]:
    """Start and end of what must stay together: a letter or word with the marks that cling to it."""
    units: list[tuple[int, int]] = []
    together = False
    for match in _piece().finditer(text):
        first, last = text[match.start()], text[match.end() - 1]
        if units and (together or first in _NEVER_FIRST or first.isspace()):
            units[-1] = (units[-1][0], match.end())
        else:
            units.append(match.span())
        together = last in _NEVER_LAST
    return units


def wrapped(text: str, width: int) -> str:
    """``text`` with line breaks."""
    ends = [0, *breaks(text, width), len(text)]
    return "\n".join(text[a:b].strip() for a, b in pairwise(ends))


def name_wrapped(name: str, width: int) -> str:
    """A name without blanks in lines of at most ``width`` letters: behind a joint (``-``, ``+``, ``_``) where there is one, else anywhere."""
    lines = [""]
    for piece in re.findall(r"[^-+_]*[-+_]?", name):
        if len(lines[-1]) + len(piece) > width and lines[-1]:
            lines.append("")
        while len(piece) > width:
            lines[-1], piece = piece[:width], piece[width:]
            lines.append("")
        lines[-1] += piece
    return "\n".join(line for line in lines if line)


class _Prose(Text):
    """Text that breaks between Chinese letters; rich itself breaks at spaces only."""

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        if no_wrap or overflow == "ignore":
            return super().wrap(console, width, justify=justify, overflow=overflow, tab_size=tab_size, no_wrap=no_wrap)
        lines = Lines()
        for line in self.split(allow_blank=True):
            lines.extend(line.divide(breaks(line.plain, width)))
        # What is still too wide is one long word: rich folds it.
        return Text("\n").join(lines).wrap(console, width, justify=justify, overflow=overflow, tab_size=tab_size)


class Paper(Console):
    """A console that wraps Chinese texts as Chinese is wrapped; other texts as rich wraps them."""

    def render_str(self, text: str, **options: Any) -> Text:
        return _prose(super().render_str(text, **options))

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        if type(renderable) is Text:
            renderable = _prose(renderable)
        return super().render(renderable, options)


def _prose(text: Text) -> Text:
    if not is_chinese(text.plain):
        return text
    return _Prose(text.plain, text.style, justify=text.justify, overflow=text.overflow, no_wrap=text.no_wrap,
                  end=text.end, tab_size=text.tab_size, spans=list(text.spans))  # fmt: skip
