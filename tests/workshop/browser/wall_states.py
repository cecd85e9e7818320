"""What the wall is told at each step of a lesson, without a model: a full room that has said all that it can."""

from __future__ import annotations

from typing import Any

from experiments.text.messages import speaking
from tests.workshop.rooms.fakes import FakeLive, Server, settled
from tests.workshop.serving import run

PEOPLE = 40
NOT_APART = -1.0
"""Per cent, with an interval over zero: the answer that takes the most words."""


def states(lesson: str, language: str, address: str) -> list[dict[str, Any]]:
    """All states of the wall in order, from the code on the wall to the end, in one language."""

    async def held() -> list[dict[str, Any]]:
        server = Server(FakeLive(NOT_APART))
        code, host = await server.opened(lesson)
        found = [await seen(server, code)]
        people = [await server.joined(code) for _person in range(PEOPLE)]
        found.append(await seen(server, code))
        for number in range(found[0]["rounds"]):
            await server.act(code, host, "next")
            found.append(await seen(server, code))
            await server.act(code, host, "next")
            await guessed(server, code, people, number + 1)
            found.append(await seen(server, code))
            await settled()
            await server.act(code, host, "reveal")
            found.append(await seen(server, code))
            debrief = await server.act(code, host, "next")
            found.append(await seen(server, code))
            if debrief.get("levers"):
                await moved(server, code, people, debrief)
                found.append(await seen(server, code))
        await server.act(code, host, "end")
        return [*found, await seen(server, code)]

    async def seen(server: Server, code: str) -> dict[str, Any]:
        _status, state = await server.state(code)
        return {**state, "join": [address]}

    with speaking(language):
        found: list[dict[str, Any]] = run(held())
    return found


async def guessed(server: Server, code: str, people: list[str], number: int) -> None:
    """Everybody's guess, every reason among them, and the course that some drew."""
    _status, asked = await server.state(code, "member", people[0])
    low, high = asked["guess"]["low"], asked["guess"]["high"]
    for place, who in enumerate(people):
        because = (place % (asked["other"] + 1)) if place % (asked["other"] + 1) < asked["other"] else -1
        value = low + (high - low) * ((place * 7) % PEOPLE) / PEOPLE
        course = [round(value * year / asked["years"], 1) for year in range(asked["years"])] if place % 3 == 0 else []
        status, told = await server.post(f"/{code}/predict", {"who": who, "round": number, "value": value, "because": because, "words": "so it is", "course": course})
        assert status == 200, told


async def moved(server: Server, code: str, people: list[str], debrief: dict[str, Any]) -> None:
    """Every team moves as many levers as it may, each team others."""
    for team, one in enumerate(debrief["teams"]):
        levers = [debrief["levers"][(team + step) % len(debrief["levers"])] for step in range(debrief["moves"])]
        chosen = {lever["name"]: next(stop for stop in reversed(lever["stops"]) if stop != lever["today"]) for lever in levers}
        status, told = await server.post(f"/{code}/team", {"who": people[team], "levers": chosen})
        assert status == 200 and one["people"], told
    await settled()
