"""The rooms of a server: opened, found by their code, forgotten."""

from __future__ import annotations

import ipaddress
import time
from functools import cache

from experiments.running.plan import Plan
from experiments.running.scenario import Scenario
from experiments.text.messages import _, enumerated
from experiments.workshop.requests import BAD, FORBIDDEN, MISSING
from experiments.workshop.rooms.asking import Asking, Live
from experiments.workshop.rooms.codes import is_token, new_code, read_code
from experiments.workshop.rooms.lessons import lesson_names, own_lesson, shipped_lesson, todays
from experiments.workshop.rooms.limits import (
    EMPTY_SECONDS,
    ENDED_SECONDS,
    IDLE_SECONDS,
    MAX_COMING,
    MAX_ROOMS,
    MAX_ROOMS_OF_ONE,
    Clock,
    Rates,
    Refused,
)
from experiments.workshop.rooms.room import Room
from scenarios.schema.lesson import LessonFile

Ready = tuple[LessonFile, dict[str, float]]
"""A lesson, and today's value of each of its levers."""


@cache
def ready(lesson: str) -> Ready:
    """A shipped lesson with today's value of each of its levers; ``Refused`` for a name that none has."""
    if lesson not in lesson_names():
        raise Refused(BAD, _("There is no such lesson."), "lesson", _("Choose one of these: {names}.").format(names=enumerated(lesson_names())))
    chosen = shipped_lesson(lesson)
    return chosen, todays(chosen)


def own_ready(text: str, live: Live) -> Ready:
    """A lesson of the host's own with today's value of each of its levers; ``ScenarioError`` with all that is wrong with it."""

    def planned(scenario: Scenario) -> Plan:
        plan: Plan = live.asking.of(scenario).plan
        return plan

    chosen = own_lesson(text, planned)
    return chosen, todays(chosen, planned)


def is_this_machine(address: str) -> bool:
    """Whether somebody sits at the laptop itself: nobody else can keep him from opening a room."""
    try:
        return ipaddress.ip_address(address.removeprefix("::ffff:")).is_loopback
    except ValueError:
        return False


class Rooms:
    """All rooms, in memory alone: nothing of them is ever written to a disk."""

    def __init__(self, live: Live, clock: Clock = time.monotonic) -> None:
        self.live, self._clock = live, clock
        self._rooms: dict[str, Room] = {}
        self._asking: dict[str, Asking] = {}
        self._owners: dict[str, str] = {}
        self.opening = Rates(MAX_ROOMS_OF_ONE * 2, 1 / 60, clock)
        self.reading = Rates(20, 1 / 5, clock)
        """Lessons of one's own: each is looked up as a comparison is."""
        self.joining = Rates(120, 4.0, clock)
        self.coming = Rates(MAX_COMING, 0.1, clock)
        """New people of an address, so that nobody fills a room alone."""
        self.speaking = Rates(10, 2.0, clock)
        self.missing = Rates(30, 0.5, clock)
        """Wrong codes and tokens of an address: nobody finds a room by trying them all."""

    def __len__(self) -> int:
        return len(self._rooms)

    def open(self, lesson: str | Ready, address: str) -> Room:
        """A new room with a shipped lesson, or with one that was read; ``Refused`` for none, and where there are too many rooms."""
        self.forget_old()
        self.opening.hold(address)
        chosen, today = ready(lesson) if isinstance(lesson, str) else lesson
        own = sum(owner == address for owner in self._owners.values())
        others = len(self._rooms) - sum(map(is_this_machine, self._owners.values()))
        if own >= MAX_ROOMS_OF_ONE or (others >= MAX_ROOMS and not is_this_machine(address)):
            raise Refused(429, _("There are too many rooms."), "", _("Clear one of them first."))
        room = Room(new_code(self._rooms), chosen, today, self._clock)
        self._rooms[room.code], self._owners[room.code], self._asking[room.code] = room, address, Asking(self.live)
        return room

    def find(self, typed: str, address: str, token: object = None) -> Room:
        """The room whose code this is; ``Refused`` (404) where there is none.

        Whoever has tried too many codes is told nothing of the next one either (429), right or wrong, unless ``token`` is of somebody in the room.
        """
        self.forget_old()
        room = self._rooms.get(read_code(typed))
        if room is None or not room.knows(token):
            self.missing.refuse_if_empty(address)
        if room is None:
            self.missing.hold(address)
            raise Refused(MISSING, _("There is no room with this code."), "room", _("Look at the screen: the code has four letters and digits."))
        room.seen()
        return room

    def let_in(self, room: Room, token: object, address: str) -> None:
        """``Refused`` (429) where too many come to a room, or from an address, in a short time; who has been there comes back at once."""
        if isinstance(token, str) and token in room.members:
            return self.speaking.hold(token)
        self.coming.hold(address)
        return self.joining.hold(room.code)

    def host(self, room: Room, token: object, address: str) -> None:
        """``Refused`` (403) unless ``token`` is the host's."""
        if not (is_token(token) and room.is_host(token)):
            self.missing.hold(address)
            raise Refused(FORBIDDEN, _("Only the host of the room may do this."), "token", _("Use the page on which the room was opened."))

    def asking(self, room: Room) -> Asking:
        """The questions of a room that are under way."""
        return self._asking[room.code]

    def take_lesson(self, room: Room, lesson: str | Ready) -> None:
        """Begin anew with another lesson; ``Refused`` for none."""
        self.asking(room).stop()
        room.take_lesson(*(ready(lesson) if isinstance(lesson, str) else lesson))

    def clear(self, room: Room) -> None:
        """Forget the room and everything that was said in it; who waits is told that there is none."""
        room.end()
        self._asking.pop(room.code).stop()
        del self._rooms[room.code], self._owners[room.code]

    def forget_old(self) -> None:
        """Clear the rooms that nobody has asked for in hours, those nobody joined, and those that ended a while ago."""
        now = self._clock()
        for room in [*self._rooms.values()]:
            ended = room.ended_at is not None and now - room.ended_at > ENDED_SECONDS
            empty = not room.members and now - max(room.opened_at, room.asked_at) > EMPTY_SECONDS
            if ended or empty or now - room.asked_at > IDLE_SECONDS:
                self.clear(room)

    def holds(self, room: Room) -> bool:
        """Whether the room has not been cleared meanwhile."""
        return self._rooms.get(room.code) is room
