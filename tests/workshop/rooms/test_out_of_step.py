"""Pages that show what is over: a phone that slept, a button pressed twice, two windows of the host, a room cleared meanwhile."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from experiments.workshop.rooms import routes
from tests.workshop.rooms.fakes import Server, run, settled

GUESS = {"value": 1, "because": 0, "round": 1}


def test_a_guess_that_was_meant_for_the_lesson_before_is_not_taken_for_this_one() -> None:
    async def lesson() -> None:
        server = Server()
        code, host = await server.opened()
        who = await server.joined(code)
        await server.act(code, host, "next", "next")
        shown = (await server.state(code, "member", who))[1]
        late = {"who": who, **GUESS, "sitting": shown["sitting"]}
        assert (await server.post(f"/{code}/predict", late))[0] == 200
        assert (await server.post(f"/{code}/host", {"token": host, "action": "lesson", "lesson": "hard-target"}))[0] == 200
        await server.act(code, host, "next", "next")
        status, found = await server.post(f"/{code}/predict", late)
        assert status == 409 and found["error"]["text"]
        assert (await server.state(code))[1]["guessed"] == 0
        assert (await server.post(f"/{code}/predict", {**late, "sitting": shown["sitting"] + 1}))[0] == 200

    run(lesson())


def test_levers_that_were_meant_for_another_round_are_not_taken_for_this_one() -> None:
    async def lesson() -> None:
        server = Server()
        code, host = await server.opened()
        who = await server.joined(code)
        shown = await server.act(code, host, "next", "reveal", "next")
        here = {"sitting": shown["sitting"], "round": shown["round"]}
        lever = shown["levers"][0]
        levers = {lever["name"]: next(stop for stop in lever["stops"] if stop != lever["today"])}
        for other in ({"round": 2}, {"sitting": 0}, {"sitting": None}, {"round": "1"}):
            assert (await server.post(f"/{code}/team", {"who": who, "levers": levers, **here, **other}))[0] == 409
        assert (await server.post(f"/{code}/team", {"who": who, "levers": levers, **here}))[0] == 200

    run(lesson())


def test_a_step_that_is_pressed_twice_or_in_two_windows_is_made_once() -> None:
    async def lesson() -> None:
        server = Server()
        code, host = await server.opened()
        shown = await server.act(code, host, "next", "next")
        step = {"token": host, "action": "next", "sitting": shown["sitting"], "round": shown["round"], "phase": shown["phase"]}
        found = await asyncio.gather(*(server.post(f"/{code}/host", step) for _window in range(5)))
        assert sorted(status for status, _told in found) == [200, 409, 409, 409, 409]
        assert (await server.state(code))[1]["phase"] == "reveal"  # and not past the answer, from which there is no way back

    run(lesson())


def test_a_room_that_is_cleared_while_a_lesson_is_read_is_told_as_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    async def lesson() -> None:
        server = Server()
        code, host = await server.opened()
        reading, read = asyncio.Event(), asyncio.Event()
        true = asyncio.to_thread

        async def slowly(*given: Any) -> Any:
            reading.set()
            await read.wait()
            return await true(*given)

        monkeypatch.setattr(routes.asyncio, "to_thread", slowly)
        changing = asyncio.ensure_future(server.post(f"/{code}/host", {"token": host, "action": "lesson", "lesson": "hard-target"}))
        await reading.wait()
        assert (await server.post(f"/{code}/host", {"token": host, "action": "clear"}))[0] == 200
        read.set()
        assert (await changing)[0] == 404
        await settled()
        assert len(server.rooms) == 0

    run(lesson())
