"""What can be wrong with a user's file, said so that it can be mended."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

SHOWN_TEXT = 60
PRINTED_PROBLEMS = 40
SHORTEST_PART, MOST_LIKELY = 3, 6
"""Letters from which on a name may be a part of the one that is meant, and how many are suggested at most."""


class Sentence(str):
    """An English sentence that remembers its template and values, so that a catalogue can translate it.

    ``Sentence("{value} is no number", value="x")`` is the text "x is no number"; a translator looks up
    ``template`` and fills in ``values``, which may hold sentences again.
    """

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, **values: object) -> Sentence:
        sentence = super().__new__(cls, template.format(**values))
        sentence.template = template
        sentence.values = values
        return sentence

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:  # type: ignore[override]
        return (self.template,), self.values


class Names(str):
    """Names or values one after the other, which a translator sets apart as the members of a list in his language."""

    members: tuple[str, ...]

    def __new__(cls, members: Iterable[str]) -> Names:
        kept = tuple(members)
        names = super().__new__(cls, ", ".join(kept))
        names.members = kept
        return names

    def __getnewargs__(self) -> tuple[tuple[str, ...]]:  # type: ignore[override]
        return (self.members,)


NOTHING = Sentence("")


def template(text: str) -> str:
    """``text`` itself: marks a sentence's template that stands in a table, for the catalogue."""
    return text


@dataclass(frozen=True)
class Problem:
    """One fault: where it stands, what is wrong, what would be right, how to mend it.

    ``line`` counts from 1 and is None where no line can be named; ``key`` is a dotted path, empty for the whole file.
    """

    file: str
    line: int | None
    key: str
    reason: str
    allowed: str = NOTHING
    mend: str = NOTHING

    def __str__(self) -> str:
        place = ", ".join(part for part in (f"line {self.line}" if self.line else "", self.key) if part)
        allowed = f"allowed: {self.allowed}" if self.allowed else ""
        told = "; ".join(part for part in (self.reason, allowed, self.mend) if part)
        return f"{place}: {told}" if place else told


class ScenarioError(Exception):
    """Scenario files or names that cannot be used; ``problems`` holds every fault found, never none."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: list[Problem] = list(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        lines: list[str] = []
        shown = self.problems[:PRINTED_PROBLEMS]
        for file, group in groupby(shown, key=lambda problem: problem.file):
            lines.append(f"{file}:")
            lines.extend(f"  {problem}" for problem in group)
        if len(self.problems) > len(shown):
            lines.append(f"and {len(self.problems) - len(shown)} more problems")
        return "\n".join(lines)


def show(value: object) -> str:
    """A value from a file, short and safe to print (no control characters, no giant numbers)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return repr(value if len(value) <= SHOWN_TEXT else value[:SHOWN_TEXT] + "...")
    if isinstance(value, int):
        return str(value) if value.bit_length() < 200 else Sentence("a number of {bits} bits", bits=value.bit_length())
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, dict):
        return Sentence("a table")
    if isinstance(value, list | tuple):
        return Sentence("a list")
    if isinstance(value, datetime.date | datetime.time):
        return Sentence("a date")
    return Sentence("a {kind}", kind=type(value).__name__)


def dotted(path: Sequence[str | int]) -> str:
    """A key path as one writes it, odd keys quoted and cut."""
    return ".".join(_key(part) for part in path)


def _key(part: str | int) -> str:
    plain = str(part)
    if len(plain) <= SHOWN_TEXT and plain.replace("-", "").replace("_", "").isalnum():
        return plain
    return show(plain)


def nearest(name: str, names: Iterable[str], likeness: float = 0.6) -> str | None:
    """The legal name most like ``name``, or None where none is as like it as ``likeness`` (0 to 1)."""
    found = difflib.get_close_matches(name[:SHOWN_TEXT].lower(), list(names), cutoff=likeness)
    return found[0] if found else None


def likely(name: str, names: Iterable[str]) -> list[str]:
    """The legal names that may be meant: those that begin with ``name``, then those that hold it, then the one most like it."""
    legal, part = list(names), name.lower()
    holding = [one for one in legal if part in one.lower()] if len(part) >= SHORTEST_PART else []
    found = sorted(holding, key=lambda one: not one.lower().startswith(part))[:MOST_LIKELY]
    like = nearest(name, legal)
    return found if like is None or like in found else [*found[: MOST_LIKELY - 1], like]


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """The question that names the legal names that may be meant; empty where none is like it."""
    found = likely(name, names)
    if len(found) > 1:
        return Sentence("did you mean one of these: {names}?", names=Names(found))
    return Sentence("did you mean {name}?", name=found[0]) if found else NOTHING
