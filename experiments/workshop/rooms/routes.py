"""What a browser asks of rooms: open, join, state, guesses, levers, the host's actions, the export."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from experiments.text.messages import _, enumerated
from experiments.workshop.requests import FORBIDDEN, MISSING, MOST_BYTES, body, choice_of, known_keys, text_of
from experiments.workshop.rooms import views
from experiments.workshop.rooms.asking import Live
from experiments.workshop.rooms.export import exported
from experiments.workshop.rooms.limits import MAX_SCREENS, WAIT_SECONDS, Refused, malformed
from experiments.workshop.rooms.registry import Ready, Rooms, own_ready, ready
from experiments.workshop.rooms.room import Room

TOKEN = "x-room-token"
"""The header that carries a token: in an address it would stay in logs and histories."""
ACTIONS = ("next", "reveal", "wait", "back", "end", "clear", "lesson", "ask")
ROLES = ("member", "screen", "host")
Addresses = Callable[[], Sequence[str]]
_WHERE = ("sitting", "round", "phase")
"""Keys by which a page says what it shows: lesson, round, phase."""


def room_routes(live: Live, addresses: Addresses = tuple, rooms: Rooms | None = None) -> list[BaseRoute]:
    """The routes of rooms whose questions go to ``live``; ``addresses`` gives the server's, by which phones reach it."""
    answers = Answers(Rooms(live) if rooms is None else rooms, addresses)

    def post(path: str, answer: Callable[..., Any]) -> Route:
        return Route(f"/api/room{path}", answer, methods=["POST"])

    return [
        Route("/api/lessons", answers.lessons, methods=["GET"]),
        post("/open", answers.open),
        Route("/api/room/{code}/state", answers.state, methods=["GET"]),
        post("/{code}/join", answers.join),
        post("/{code}/predict", answers.predict),
        post("/{code}/team", answers.team),
        post("/{code}/host", answers.host),
        post("/{code}/export", answers.export),
    ]


class Answers:
    """Each request that a browser makes about a room."""

    def __init__(self, rooms: Rooms, addresses: Addresses) -> None:
        self.rooms, self._addresses = rooms, addresses
        self._screens: dict[str, int] = {}

    async def lessons(self, _request: Request) -> Response:
        """What can be chosen."""
        return JSONResponse({"lessons": await asyncio.to_thread(views.lessons)})

    async def open(self, request: Request) -> Response:
        """A new room: its code, and the token that only the host's browser has."""
        given = await _body(request, "lesson", "file", "lang")
        room = self.rooms.open(await self._lesson(request, given), _address(request))
        self.rooms.asking(room).question(room, 0)
        return JSONResponse({"room": room.code, "host_token": room.host_token})

    async def _lesson(self, request: Request, given: Mapping[str, Any]) -> Ready:
        """The shipped lesson that is named, or the one whose ``file`` was sent; reading one looks up its districts and policies."""
        if "file" in given:
            self.rooms.reading.hold(_address(request))
            return await asyncio.to_thread(own_ready, text_of(given, "file", MOST_BYTES), self.rooms.live)
        return await asyncio.to_thread(ready, text_of(given, "lesson", 80))

    async def join(self, request: Request) -> Response:
        """A member's token, the same one for somebody who comes back."""
        given = await _body(request, "who")
        room = self._room(request, given.get("who"))
        self.rooms.let_in(room, given.get("who"), _address(request))
        return JSONResponse({"who": room.join(given.get("who")), "room": room.code})

    async def predict(self, request: Request) -> Response:
        """A guess."""
        given = await _body(request, "who", *_WHERE[:2], "value", "because", "words", "course")
        room = self._room(request, given.get("who"))
        self._spoken(room, given)
        room.refuse_elsewhere({key: given[key] for key in _WHERE[:1] if key in given})
        number = given.get("round")
        place = number - 1 if type(number) is int else None
        room.predict(given["who"], place, given.get("value"), given.get("because"), given.get("words", ""), given.get("course", []))
        return JSONResponse(views.member(room, given["who"]))

    async def team(self, request: Request) -> Response:
        """Another team, or the levers of one's own."""
        given = await _body(request, "who", *_WHERE[:2], "team", "levers")
        room = self._room(request, given.get("who"))
        self._spoken(room, given)
        room.refuse_elsewhere({key: given[key] for key in _WHERE if key in given})
        if "team" in given:
            room.change_team(given["who"], given["team"])
        if "levers" in given:
            moved = room.choose(given["who"], given["levers"])
            if moved is not None:
                self.rooms.asking(room).choice(room, moved)
        return JSONResponse(views.member(room, given["who"]))

    async def host(self, request: Request) -> Response:
        """What the host decides."""
        given = await _body(request, "token", *_WHERE, "action", "lesson", "file")
        room = self._room(request, given.get("token"))
        self.rooms.host(room, given.get("token"), _address(request))
        action = choice_of(given, "action", ACTIONS, "")
        room.refuse_elsewhere({key: given[key] for key in _WHERE if key in given})
        if action == "clear":
            self.rooms.clear(room)
            return JSONResponse({"cleared": True})
        if action == "lesson":
            chosen = await self._lesson(request, given)
            self._refuse_cleared(room)
            self.rooms.take_lesson(room, chosen)
        elif action != "ask":
            {"next": room.forward, "reveal": room.reveal, "wait": room.wait, "back": room.backward, "end": room.end}[action]()
        if room.phase == "ended":
            self.rooms.asking(room).stop()
        else:  # the answer is there before it is wanted: while the question is read, and the next one while this one is talked about
            self.rooms.asking(room).question(room, room.number)
            self.rooms.asking(room).question(room, room.number + (room.phase == "debrief"))
        return JSONResponse(self._host(room))

    async def export(self, request: Request) -> Response:
        """Everything that was said, as a ZIP."""
        given = await _body(request, "token")
        room = self._room(request, given.get("token"))
        self.rooms.host(room, given.get("token"), _address(request))
        name = f"room-{room.code}.zip"
        return Response(exported(room), media_type="application/zip", headers={"content-disposition": f'attachment; filename="{name}"'})

    async def state(self, request: Request) -> Response:
        """What a page shows, as soon as it is newer than what the page has, or after a while all the same."""
        role, seen = _asked(request)
        token = request.headers.get(TOKEN, "")
        room = self._room(request, token)
        if role == "host":
            self.rooms.host(room, token, _address(request))
        view = {"member": lambda: views.member(room, token), "screen": lambda: {**views.wall(room), **self._entrance(room)}, "host": lambda: self._host(room)}[role]
        if seen and role == "screen" and self._screens.get(room.code, 0) >= MAX_SCREENS:
            raise Refused(429, _("Too many screens show this room."), "", _("Close some of them."))
        view()  # who is nobody of this room is told so at once
        await self._wait(room, role, seen)
        self._refuse_cleared(room)
        return JSONResponse(view())

    async def _wait(self, room: Room, role: str, seen: int) -> None:
        screens = self._screens
        if role == "screen":
            screens[room.code] = screens.get(room.code, 0) + 1
        try:
            await (room.news if role == "member" else room.counts).newer(seen, WAIT_SECONDS if seen else 0.0)
        finally:
            if role == "screen":
                screens[room.code] -= 1
                if not screens[room.code]:
                    del screens[room.code]

    def _host(self, room: Room) -> dict[str, Any]:
        return {**views.host(room), **self._entrance(room)}

    def _entrance(self, room: Room) -> dict[str, Any]:
        """By which addresses phones come in, the most useful first."""
        return {"join": [f"{address}join?room={room.code}" for address in self._addresses()]}

    def _room(self, request: Request, token: object) -> Room:
        return self.rooms.find(request.path_params["code"], _address(request), token)

    def _refuse_cleared(self, room: Room) -> None:
        if not self.rooms.holds(room):
            raise Refused(MISSING, _("This room was cleared."), "room", _("Ask the host for a new one."))

    def _spoken(self, room: Room, given: Mapping[str, Any]) -> None:
        who = given.get("who")
        if not isinstance(who, str) or who not in room.members:
            raise Refused(FORBIDDEN, _("You are not in this room, or it was cleared."), "who", _("Join it again."))
        self.rooms.speaking.hold(who)


async def _body(request: Request, *keys: str) -> dict[str, Any]:
    given = await body(request)
    list(known_keys(given, keys))
    return given


def _asked(request: Request) -> tuple[str, int]:
    """As whom a page asks, and the number of what it has already (0: nothing)."""
    query = request.query_params
    role, seen = query.get("as", "screen"), query.get("seen", "0")
    if role not in ROLES:
        raise malformed("as", _("Ask as one of these: {names}.").format(names=enumerated(ROLES)))
    if not (seen.isascii() and seen.isdigit() and len(seen) < 16):
        raise malformed("seen", _("This is no number of a state."))
    return role, int(seen)


def _address(request: Request) -> str:
    return request.client.host if request.client else "?"
