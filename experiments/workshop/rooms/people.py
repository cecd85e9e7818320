"""Who is in a room and what they said: members without names, their guesses, and what teams choose."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from experiments.text.messages import _
from experiments.workshop.rooms.limits import MAX_WORDS, Refused, malformed
from scenarios.schema.lesson import LessonRound, OpenLever

OTHER = -1
"""The reason that is none of the list: said in one's own words."""
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@dataclass
class Member:
    """A browser in the room: its number, in the order of coming, and its team."""

    number: int
    team: int


@dataclass(frozen=True)
class Guess:
    """What one member expects, in per cent of the baseline, and why."""

    value: float
    because: int
    words: str = ""
    course: tuple[float, ...] = ()
    """The change in each year, where one was drawn."""


@dataclass
class Choice:
    """Where a team put its levers in a round; those that stand as today are not in it."""

    levers: dict[str, float] = field(default_factory=dict)
    tries: int = 0


def guess_of(asked: LessonRound, value: object, because: object, words: object, course: object = (), years: int = 0) -> Guess:
    """A guess from what a browser sent; ``Refused`` (400) where it is none.  ``course`` has a number for each of the ``years``, or none at all."""
    low, high = asked.guess
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise malformed("value", _("A guess is a number from {low} to {high}.").format(low=f"{low:g}", high=f"{high:g}"), _("Move the slider."))
    if isinstance(because, bool) or not isinstance(because, int) or not OTHER <= because < len(asked.because):
        raise malformed("because", _("This reason is not on the list."), _("Choose one of the list, or write your own."))
    said = plain_words(words)
    if because == OTHER and not said:
        raise malformed("words", _("A reason of one's own needs some words."), _("Choose one of the list, or write your own."))
    return Guess(round(float(value), 1), because, said, _course(course, years, low, high))


def _course(course: object, years: int, low: float, high: float) -> tuple[float, ...]:
    if not isinstance(course, list | tuple) or len(course) not in (0, years):
        raise malformed("course", _("A drawn course has a number for each year."), _("Draw it anew."))
    if any(isinstance(one, bool) or not isinstance(one, int | float) or not low <= one <= high for one in course):
        raise malformed("course", _("A guess is a number from {low} to {high}.").format(low=f"{low:g}", high=f"{high:g}"), _("Draw it anew."))
    return tuple(round(float(one), 1) for one in course)


def plain_words(words: object) -> str:
    """Words in one line, without letters that cannot be seen; ``Refused`` (400) for what is no text or too long."""
    if not isinstance(words, str):
        raise malformed("words", _("The words are no text."))
    if len(words) > MAX_WORDS:
        raise malformed("words", _("The words are too long."), _("Use at most {n} letters.").format(n=MAX_WORDS))
    shown = (" " if letter in "\n\r\t" else letter for letter in words)
    return " ".join("".join(letter for letter in shown if unicodedata.category(letter) not in _UNSEEN).split())


def levers_of(open_levers: Mapping[str, OpenLever], moves: int, today: Mapping[str, float], levers: object) -> dict[str, float]:
    """A team's levers from what a browser sent, without those that stand as ``today``; ``Refused`` (400) for anything that is not open."""
    if not isinstance(levers, dict):
        raise malformed("levers", _("The levers are no table."))
    if not set(levers) <= set(open_levers):
        raise malformed("levers", _("This lever is not open in this round."))
    chosen: dict[str, float] = {}
    for name, lever in open_levers.items():
        if name not in levers:
            continue
        value = levers[name]
        if isinstance(value, bool) or not isinstance(value, int | float) or value not in (*lever.stops, today[name]):
            raise malformed("levers", _("A lever stands at one of its stops."), _("Choose one of them."))
        if value != today[name]:
            chosen[name] = float(value)
    if len(chosen) > moves:
        raise malformed("levers", _("A team may move {n} levers in this round.").format(n=moves), _("Put one back to today's value."))
    return chosen


def smallest_team(members: Sequence[Member], teams: int) -> int:
    """The team that the next member goes to, from 0 on."""
    sizes = [sum(member.team == team for member in members) for team in range(teams)]
    return sizes.index(min(sizes))


def known(members: Mapping[str, Member], who: object) -> Member:
    """The member whose token this is; ``Refused`` (403) where there is none."""
    member = members.get(who) if isinstance(who, str) else None
    if member is None:
        raise Refused(403, _("You are not in this room, or it was cleared."), "who", _("Join it again."))
    return member
