"""One room as a small state machine: welcome, then for each round question, guesses, reveal and debrief; then the end."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from experiments.text.messages import _
from experiments.workshop.rooms.codes import new_token, same
from experiments.workshop.rooms.lessons import start_of
from experiments.workshop.rooms.limits import MAX_MEMBERS, MAX_TRIES, MORE_SECONDS, MOST_SECONDS, Clock, Refused
from experiments.workshop.rooms.people import Choice, Guess, Member, guess_of, known, levers_of, smallest_team
from experiments.workshop.rooms.signal import Signal
from experiments.workshop.rooms.told import Told
from scenarios.schema.lesson import BASELINE, LessonFile, LessonRound

Phase = Literal["welcome", "question", "predict", "reveal", "debrief", "ended"]
NEXT: dict[str, Phase] = {"welcome": "question", "question": "predict", "predict": "reveal", "reveal": "debrief"}
SHOWN = ("reveal", "debrief")
"""Phases in which the guesses and the answer are known to all."""
BACK: dict[str, Phase] = {"predict": "question", "debrief": "reveal"}
"""Not from the reveal to the guesses: who has seen the answer does not guess any more."""


@dataclass
class Round:
    """What was said in a round: guesses by token, choices by team, and what the model told of the question and of each choice."""

    guesses: dict[str, Guess] = field(default_factory=dict)
    tries: dict[str, int] = field(default_factory=dict)
    choices: dict[int, Choice] = field(default_factory=dict)
    told: Told = field(default_factory=Told)
    told_teams: dict[int, Told] = field(default_factory=dict)


class Room:
    """A lesson under way.  ``news`` is what everybody waits for, ``counts`` what only host and screen show (how many have guessed)."""

    def __init__(self, code: str, lesson: LessonFile, today: Mapping[str, float], clock: Clock = time.monotonic) -> None:
        self.code, self.host_token = code, new_token()
        self.news, self.counts = Signal(), Signal()
        self._clock = clock
        self.members: dict[str, Member] = {}
        self.asked_at = self.opened_at = clock()
        self.ended_at: float | None = None
        self.sitting = 0
        """How many lessons were begun in this room: what a page says of an earlier one is not taken for this one."""
        self.take_lesson(lesson, today)

    def take_lesson(self, lesson: LessonFile, today: Mapping[str, float]) -> None:
        """Begin with a lesson; guesses and choices of an earlier one are forgotten, members stay."""
        self.lesson, self.today = lesson, dict(today)
        self.years = start_of(lesson).months // 12
        self.sitting += 1
        self.phase: Phase = "welcome"
        self.number = 0
        self.rounds = [Round() for _round in lesson.rounds]
        self.until: float | None = None
        self.ended_at = None
        for member in self.members.values():
            member.team %= lesson.teams
        self._changed()

    @property
    def asked(self) -> LessonRound:
        """The question of the round under way."""
        return self.lesson.rounds[self.number]

    @property
    def said(self) -> Round:
        """What was said in the round under way."""
        return self.rounds[self.number]

    @property
    def seconds_left(self) -> int | None:
        """Of the time for guesses, where the host gave one."""
        return None if self.until is None or self.phase != "predict" else max(0, round(self.until - self._clock()))

    def seen(self) -> None:
        """Somebody is there."""
        self.asked_at = self._clock()

    def knows(self, token: object) -> bool:
        """Whether this is the token of somebody in the room, the host among them."""
        return isinstance(token, str) and (token in self.members or same(token, self.host_token))

    # Members.

    def join(self, returning: object = None) -> str:
        """The token of a member: the same for one who comes back, a new one for others; ``Refused`` where the room is full or over."""
        self.seen()
        if isinstance(returning, str) and returning in self.members:
            return returning
        if self.phase == "ended":
            raise Refused(409, _("This room is over."), "", _("Ask the host for a new one."))
        if len(self.members) >= MAX_MEMBERS:
            raise Refused(409, _("The room is full: {n} people are in it.").format(n=MAX_MEMBERS), "", _("Look on with a neighbour."))
        who = new_token()
        self.members[who] = Member(len(self.members) + 1, smallest_team([*self.members.values()], self.lesson.teams))
        self.counts.raise_()
        return who

    def predict(self, who: object, number: object, value: object, because: object, words: object, course: object = ()) -> None:
        """A member's guess in the round under way, or another in its stead; ``Refused`` where it is none or too late."""
        known(self.members, who)
        assert isinstance(who, str)
        if self.phase != "predict" or number != self.number or isinstance(number, bool):
            raise Refused(409, _("Guesses are not open now."), "round", _("Wait for the next question."))
        self._count(self.said.tries, who)
        self.said.guesses[who] = guess_of(self.asked, value, because, words, course, self.years)
        self.counts.raise_()

    def choose(self, who: object, levers: object) -> int | None:
        """The levers of a member's team; the team where they are others than before, or could not be answered, so that the model is to be asked."""
        team = known(self.members, who).team
        if self.phase != "debrief" or not self.asked.moves:
            raise Refused(409, _("Levers are open after the answer has been shown."), "levers", _("Wait for the host."))
        chosen = levers_of(self.lesson.open_levers(self.number), self.asked.moves, self.today, levers)
        choice = self.said.choices.get(team, Choice())
        told = self.said.told_teams.get(team)
        if chosen == choice.levers and told is not None and told.state != "failed":
            return None
        if choice.tries >= MAX_TRIES:
            raise Refused(429, _("Your team has tried {n} times in this round.").format(n=MAX_TRIES), "levers", _("Talk about what you have seen."))
        choice.tries += 1
        choice.levers = chosen
        self.said.choices[team] = choice
        self.said.told_teams[team] = Told() if chosen or self.asked.teams_from != BASELINE else Told.unchanged()
        self._changed()
        return team

    def change_team(self, who: object, team: object) -> None:
        """A member goes to another team."""
        member = known(self.members, who)
        if isinstance(team, bool) or not isinstance(team, int) or not 0 <= team < self.lesson.teams:
            raise Refused(400, _("There is no such team."), "team", _("Choose one of the list."))
        member.team = team
        self.counts.raise_()

    def refuse_elsewhere(self, shown: Mapping[str, object]) -> None:
        """``Refused`` (409) where a page shows another lesson, round or phase than the one under way: it slept, or was pressed twice."""
        now = {"sitting": self.sitting, "round": self.number + 1, "phase": self.phase}
        if any(shown[key] != value for key, value in now.items() if key in shown):
            raise Refused(409, _("The room has gone on meanwhile."), "round", _("Look at what is shown now."))

    # The host.

    def is_host(self, token: object) -> bool:
        """Whether this is the host's token."""
        return isinstance(token, str) and same(token, self.host_token)

    def forward(self) -> None:
        """To the next phase, the next question or the end."""
        if self.phase == "debrief":
            if self.number + 1 == len(self.rounds):
                return self.end()
            self.number += 1
            return self._to("question")
        if self.phase not in NEXT:
            raise Refused(409, _("This room is over."), "action", _("Take a lesson to begin anew."))
        return self._to(NEXT[self.phase])

    def reveal(self) -> None:
        """Close the guesses and show the answer."""
        if self.phase not in ("question", "predict"):
            raise Refused(409, _("There is nothing to reveal now."), "action", _("Go to the next question."))
        self._to("reveal")

    def backward(self) -> None:
        """To the phase before, where it gives nothing away."""
        if self.phase == "question" and self.number:
            self.number -= 1
            return self._to("debrief")
        if self.phase not in BACK:
            raise Refused(409, _("There is no way back from here."), "action", _("The answer has been seen, or this is the beginning."))
        return self._to(BACK[self.phase])

    def wait(self) -> None:
        """Some more time for guesses, shown as a countdown; the host alone closes them."""
        if self.phase != "predict":
            raise Refused(409, _("Guesses are not open now."), "action", _("Open them first."))
        now = self._clock()
        self.until = min(max(self.until or now, now) + MORE_SECONDS, now + MOST_SECONDS)
        self._changed()

    def end(self) -> None:
        """Over: nobody joins or guesses any more; what was said stays for an export, for a while."""
        self.ended_at = self._clock()
        self._to("ended")

    def tell(self, told: Told, number: int, team: int | None = None) -> None:
        """What the model says of the question of round ``number``, or of a team's choice in it."""
        if team is None:
            self.rounds[number].told = told
        else:
            self.rounds[number].told_teams[team] = told
        self.counts.raise_()
        if self.phase in SHOWN:  # before, phones show none of it, and need not be woken
            self.news.raise_()

    def _to(self, phase: Phase) -> None:
        self.phase, self.until = phase, None
        self._changed()

    def _changed(self) -> None:
        self.news.raise_()
        self.counts.raise_()

    @staticmethod
    def _count(tries: dict[str, int], who: str) -> None:
        tries[who] = tries.get(who, 0) + 1
        if tries[who] > MAX_TRIES:
            raise Refused(429, _("You have guessed {n} times in this round.").format(n=MAX_TRIES), "value", _("Your last guess counts."))
