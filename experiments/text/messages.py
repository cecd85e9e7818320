"""Every sentence a user reads goes through here: one gettext catalogue, English the source.

``_`` translates now, ``N_`` only marks a text that is translated where it is shown.  A process has a language (``activate``); what answers several
readers at once has one for each of them (``speaking``), and two of them never hear each other's.
"""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from experiments.text.errors import UserError, shown_value

DOMAIN = "inspectorate"
LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("en", "zh")
OWN = "INSPECTORATE_LANG"
_LOCALE_NAMES = {"zh": "zh_CN"}

NOUNS = {
    **{noun: noun[:-1] for noun in (
        "worlds", "workers", "months", "tasks", "runs", "districts", "sets", "points", "years", "parts", "threads", "enterprises", "employees", "cases",
        "mixes", "pairs", "parameters", "settings", "officers", "figures", "factors", "trials", "rows", "levers", "draws", "values", "characters", "entries",
        "replicates", "responses", "problems", "faults", "deaths", "samples", "truths", "fits", "files", "levels", "dots", "bytes", "bits", "processes",
        "others", "halves", "arms", "policies", "trajectories", "outcomes", "requests", "columns", "digits", "places", "world-years", "starts", "turns")},
    "mixes": "mix", "entries": "entry", "policies": "policy", "trajectories": "trajectory", "halves": "half", "processes": "process",
}  # fmt: skip
"""Words of things that are counted, each with its word for one."""
VERBS = {
    " are": " is", " have": " has", " were": " was", " do": " does",
    **{f" {verb}": f" {verb}s" for verb in ("stand", "lie", "make", "meet", "name", "rest", "hold")},
}  # fmt: skip
"""Words that follow such a word in a sentence and agree with it."""
_MANY = re.compile(r"(?P<all>\b[Aa]ll )?\{(?P<count>\w+)\}(?P<between>(?: (?!of\b|in\b|the\b|or\b|and\b)[a-z-]+){0,2}?) (?P<noun>" + "|".join(NOUNS)
                   + r")\b(?P<verb>(?:" + "|".join(VERBS) + r")\b)?")  # fmt: skip


class Counted(str):
    """An English text that says "1 world is" where it is filled with 1, and "2 worlds are" with 2; "the one" and "both" for all of them."""

    def format(self, *args: object, **values: object) -> str:  # type: ignore[override]
        """The text filled in, with the word for one after every 1, and neither "all 1" nor "all 2"."""

        def agreed(found: re.Match[str]) -> str:
            number, every = str(values.get(found["count"])), found["all"]
            if number == "2" and every:
                return f"{'B' if every[0] == 'A' else 'b'}oth{found['between']} {found['noun']}{found['verb'] or ''}"
            if number != "1":
                return found[0]
            one = f"{'T' if every[0] == 'A' else 't'}he one" if every else f"{{{found['count']}}}"
            return f"{one}{found['between']} {NOUNS[found['noun']]}{VERBS.get(found['verb'] or '', '')}"

        return str.format(_MANY.sub(agreed, self), *args, **values)


_process = ["en"]
"""The language of everything that is asked by nobody in particular: also of threads, which begin without the language of whoever started them."""
_own: ContextVar[str | None] = ContextVar("language", default=None)
"""That of one request, in the thread or task that answers it."""


def activate(language: str) -> None:
    """Show everything from now on in ``language`` ("en" or "zh"), in all threads but for what ``speaking`` says; ``UserError`` for another."""
    _process[0] = checked(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within the block this thread or task speaks ``language``, and no other one does on that account; ``UserError`` where it is none of ours."""
    token = _own.set(checked(language))
    try:
        yield
    finally:
        _own.reset(token)


def checked(language: object) -> str:
    """``language`` where it is one of ours; ``UserError`` where not."""
    if not isinstance(language, str) or language not in LANGUAGES:
        raise UserError(_("There is no such language."), shown_value(language), _("Write one of these: {names}.").format(names=enumerated(LANGUAGES)))
    return language


def language() -> str:
    """The language in force, here."""
    return _own.get() or _process[0]


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE, languages=[_LOCALE_NAMES[language]])


def _(text: str) -> str:
    """``text`` in the language in force; in English what is counted agrees with its number once it is filled in."""
    if not text:
        return ""
    spoken = language()
    return Counted(text) if spoken == "en" else _catalogue(spoken).gettext(text)


def N_(text: str) -> str:
    """``text`` itself: only a mark for the catalogue."""
    return text


def one_line(text: str) -> str:
    """``text`` as the catalogue knows it: a text of a file may stand there in several lines."""
    return " ".join(text.split())


def sentences(*parts: str) -> str:
    """The non-empty ``parts`` one after the other, apart as the language in force sets sentences apart."""
    return ("" if language() == "zh" else " ").join(part for part in parts if part)


def enumerated(names: Iterable[str]) -> str:
    """The names one after the other within a sentence, apart as the language in force sets the members of a list apart."""
    return ("\u3001" if language() == "zh" else ", ").join(names)


def titled(title: str, title_zh: str) -> str:
    """The title in the language in force; the other one where it is missing."""
    return (title_zh or title) if language() == "zh" else (title or title_zh)


def within(title: str) -> str:
    """A title inside a sentence: its article is no longer the first word."""
    return title[:1].lower() + title[1:] if title.startswith(("A ", "An ", "The ")) else title


def choose(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """The language to start in: ``--lang``, then INSPECTORATE_LANG, then the locale, then English.

    Needed before the arguments are parsed, because the help texts are translated too.
    """
    for position, argument in enumerate(arguments):
        given = ""
        if argument == "--lang" and position + 1 < len(arguments):
            given = arguments[position + 1]
        elif argument.startswith("--lang="):
            given = argument.removeprefix("--lang=")
        if given in LANGUAGES:
            return given
    for name in (OWN, "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            return named(value) or "en"
    return "en"


def named(locale: str) -> str | None:
    """The language of a locale such as ``zh_CN.UTF-8``; None where it is none of ours."""
    word = re.split(r"[_.@-]", locale.strip().lower())[0]
    return word if word in LANGUAGES else None if word else "en"
