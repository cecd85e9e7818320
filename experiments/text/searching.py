"""Searching lists by words of either language, and lists in groups, in columns that fit the terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from experiments.text.errors import UserError, cut
from experiments.text.messages import LANGUAGES, _, one_line, speaking

_BETWEEN = re.compile(r"[\s_-]+")


def asked(words: str | None) -> list[str]:
    """The words searched for, each as ``plain``; none where nothing is searched. ``UserError`` where the text has no letter."""
    if words is None:
        return []
    found = plain(words).split()
    if not any(letter.isalnum() for letter in words):
        raise UserError(_("There is nothing to search for."), f"--search {cut(words)}", _("Write one or several words, in English or Chinese."))
    return found


def plain(text: str) -> str:
    """Small letters of half width, with a blank for ``_`` and ``-``."""
    return _BETWEEN.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def in_all_languages(texts: Iterable[str]) -> str:
    """Messages in every language, one after the other."""
    found = []
    for language in LANGUAGES:
        with speaking(language):
            found += [_(one_line(text)) for text in texts if text]
    return "\n".join(found)


def matches(words: Sequence[str], names: Iterable[str], messages: Sequence[str]) -> bool:
    """Whether every word stands somewhere in the names or in the messages, these in every language."""
    text = plain("\n".join([*names, in_all_languages(messages)]))
    return all(word in text for word in words)


def near(words: str, names: Iterable[str]) -> str:
    """What to say where nothing was found: the names like it, as a sentence, or that there is none."""
    from experiments.text.scenario_text import as_sentence
    from scenarios.problems import did_you_mean

    found = did_you_mean("_".join(plain(words).split()), [*names])
    return as_sentence(found) if found else _("Try a shorter word, or leave --search out for the whole list.")


def grouped_table(headings: Sequence[str], groups: Mapping[str, Sequence[Sequence[str | Text]]], right: Sequence[int] = ()) -> Table:
    """Rows below the titles of their groups; only the first column and those of ``right`` keep their words together."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for position, heading in enumerate(headings):
        table.add_column(heading, no_wrap=position == 0 or position in right, justify="right" if position in right else "left", overflow="fold")
    for number, (title, rows) in enumerate(groups.items()):
        if number:
            table.add_row()
        table.add_row(Text(title, style="bold"))
        for row in rows:
            table.add_row(*row)
    return table
