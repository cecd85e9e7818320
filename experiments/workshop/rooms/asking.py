"""A room asks the model: of the question of a round before it is shown, and of what a team chose."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any, Protocol

from experiments.comparison.data import ComparisonData
from experiments.running.scenario import Scenario
from experiments.text.errors import UserError
from experiments.text.messages import _
from experiments.text.scenario_text import as_sentence
from experiments.workshop.rooms.lessons import scenario_of, team_scenario
from experiments.workshop.rooms.room import Room
from experiments.workshop.rooms.told import Told
from scenarios import ScenarioError

UNTIL = "twenty"
"""The stage that is shown to a room: twenty worlds under ten sets of assumptions, the first with an interval."""


class Reading(Protocol):
    """What may be asked, as a room needs it."""

    def of(self, scenario: Scenario) -> Any:
        """The question of a scenario, checked; ``UserError`` or ``ScenarioError`` for what cannot be asked."""


class Live(Protocol):
    """The runs behind the workshop, as a room needs them."""

    @property
    def asking(self) -> Reading:
        """What may be asked."""

    def compared_of(self, asked: Any, until: str) -> Awaitable[ComparisonData]:
        """The numbers at stage ``until``; equal questions are computed once."""


class Asking:
    """The questions of one room that are under way: one of each round, and one of each team, the newest."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._tasks: dict[tuple[int, int | None], asyncio.Task[None]] = {}

    def question(self, room: Room, number: int) -> None:
        """Ask of the question of round ``number``, unless that is known or under way."""
        if 0 <= number < len(room.rounds) and room.rounds[number].told.state in ("nothing", "failed"):
            self._begin(room, scenario_of(room.lesson, number), number, None)

    def choice(self, room: Room, team: int) -> None:
        """Ask of what a team chose in the round under way; an older question of it is dropped."""
        self._cancel((room.number, team))
        if room.said.told_teams[team].state != "there":
            self._begin(room, team_scenario(room.lesson, room.number, room.said.choices[team].levers), room.number, team)

    def stop(self) -> None:
        """Nobody waits for anything any more."""
        for key in [*self._tasks]:
            self._cancel(key)

    def _cancel(self, key: tuple[int, int | None]) -> None:
        task = self._tasks.pop(key, None)
        if task is not None:
            task.cancel()

    def _begin(self, room: Room, scenario: Scenario, number: int, team: int | None) -> None:
        self._cancel((number, team))
        room.tell(Told("asking"), number, team)
        task = asyncio.get_running_loop().create_task(self._ask(room, scenario, number, team))
        self._tasks[number, team] = task

    async def _ask(self, room: Room, scenario: Scenario, number: int, team: int | None) -> None:
        outcome = room.lesson.rounds[number].outcome if team is None else room.lesson.outcome_of_teams(number)
        try:
            asked = await asyncio.to_thread(self._live.asking.of, scenario)
            comparison = await self._live.compared_of(asked, UNTIL)
            told = await asyncio.to_thread(Told.of, comparison, outcome)
        except UserError as error:
            told = Told("failed", because=error.what)
        except ScenarioError as error:
            told = Told("failed", because=as_sentence(error.problems[0].reason))
        except Exception:  # whatever it is, the room goes on without this answer; nothing of the inside is shown
            logging.getLogger(__name__).exception("the model could not be asked")
            told = Told("failed", because=_("something went wrong inside the program"))
        if self._tasks.get((number, team)) is asyncio.current_task():
            del self._tasks[number, team]
            room.tell(told, number, team)
