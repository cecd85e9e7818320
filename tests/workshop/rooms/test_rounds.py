"""A whole lesson: question, guesses, answer, debrief with teams; late joiners, and who comes back."""

from __future__ import annotations

import asyncio
import json
import zipfile
from io import BytesIO
from typing import Any

from experiments.workshop.rooms.limits import ENDED_SECONDS, IDLE_SECONDS
from tests.workshop.rooms.fakes import ADDRESS, Clock, FakeLive, Server, run, settled

OTHER = -1


def test_a_round_from_the_question_to_the_teams() -> None:
    async def lesson() -> None:
        server = Server()
        code, host = await server.opened()
        one, two = await server.joined(code), await server.joined(code.lower())
        assert one != two and (await server.state(code))[1]["members"] == 2
        await server.act(code, host, "next", "next")
        for who, value, because in ((one, -20, 0), (two, 5, OTHER)):
            status, seen = await server.post(f"/{code}/predict", {"who": who, "round": 1, "value": value, "because": because, "words": "so it is"})
            assert status == 200 and seen["me"]["guess"] == {"value": value, "because": because, "words": "so it is", "course": []}
        await settled()
        shown = await server.act(code, host, "reveal")
        assert (shown["room"]["count"], shown["room"]["median"]) == (2, -7.5)
        assert {bin["middle"]: bin["count"] for bin in shown["room"]["bins"] if bin["count"]} == {-20: 1, 5: 1}
        assert (shown["model"]["change"], shown["model"]["low"], shown["model"]["high"], shown["model"]["apart"]) == (-4.0, -6.0, -2.0, True)
        assert sorted(row["count"] for row in shown["room"]["because"]) == [1, 1]
        debrief = await server.act(code, host, "next")
        lever = debrief["levers"][0]
        stop = next(stop for stop in lever["stops"] if stop != lever["today"])
        status, mine = await server.post(f"/{code}/team", {"who": one, "levers": {lever["name"]: stop}})
        assert status == 200 and mine["me"]["levers"] == {lever["name"]: stop}
        await settled()
        _status, wall = await server.state(code)
        teams = {team["name"]: team for team in wall["teams"]}
        assert teams["Team 1"]["levers"] == {lever["name"]: stop} and teams["Team 1"]["model"]["change"] == -4.0
        assert teams["Team 2"]["levers"] is None and [team["people"] for team in wall["teams"]][:2] == [1, 1]

    run(lesson())


def test_the_model_is_asked_while_the_question_is_read_once_for_all_and_equal_choices_ask_the_same() -> None:
    async def lesson() -> None:
        server = Server()
        code, host = await server.opened()
        await server.act(code, host, "next", "next", "reveal")
        await settled()
        assert [until for _scenario, until in server.live.asked] == ["twenty"]
        debrief = await server.act(code, host, "next")
        lever = debrief["levers"][0]
        stop = next(stop for stop in lever["stops"] if stop != lever["today"])
        people = [await server.joined(code) for _person in range(2)]
        for who in people:
            assert (await server.post(f"/{code}/team", {"who": who, "levers": {lever["name"]: stop}}))[0] == 200
        await settled()
        own = [scenario for scenario, _until in server.live.asked if scenario.policies[0].startswith("team-choice")]
        assert len(own) == 2 and own[0] == own[1]

    run(lesson())


def test_who_comes_back_is_the_same_person_and_who_comes_late_takes_part() -> None:
    async def lesson() -> None:
        server = Server()
        code, host = await server.opened()
        one = await server.joined(code)
        await server.act(code, host, "next", "next")
        await server.post(f"/{code}/predict", {"who": one, "round": 1, "value": 3, "because": 0})
        assert await server.joined(code, one) == one
        _status, seen = await server.state(code, "member", one)
        assert seen["me"]["guess"]["value"] == 3 and seen["me"]["number"] == 1
        late = await server.joined(code, "somebody-elses-old-token")
        assert late not in (one, "somebody-elses-old-token")
        assert (await server.post(f"/{code}/predict", {"who": late, "round": 1, "value": 9, "because": 1}))[0] == 200
        shown = await server.act(code, host, "reveal")
        assert shown["room"]["count"] == 2
        later = await server.joined(code)
        assert (await server.post(f"/{code}/predict", {"who": later, "round": 1, "value": 9, "because": 1}))[0] == 409

    run(lesson())


def test_a_sleeping_phone_catches_up_and_a_waiting_one_is_woken() -> None:
    async def lesson() -> None:
        server = Server()
        code, host = await server.opened()
        one = await server.joined(code)
        await settled()
        _status, before = await server.state(code, "member", one)
        waiting = asyncio.ensure_future(server.state(code, "member", one, before["version"]))
        await settled()
        assert not waiting.done()
        await server.act(code, host, "next")
        _status, woken = await asyncio.wait_for(waiting, 5)
        assert woken["phase"] == "question" and woken["version"] > before["version"]
        await server.act(code, host, "next", "reveal", "next")
        _status, slept = await server.state(code, "member", one, before["version"])
        assert slept["phase"] == "debrief"

    run(lesson())


def test_guesses_of_others_wake_the_wall_and_no_phone() -> None:
    async def lesson() -> None:
        server = Server()
        code, host = await server.opened()
        one, two = await server.joined(code), await server.joined(code)
        await server.act(code, host, "next", "next")
        (_s, phone), (_t, wall) = await server.state(code, "member", two), await server.state(code)
        await server.post(f"/{code}/predict", {"who": one, "round": 1, "value": 1, "because": 0})
        (_s, later), (_t, after) = await server.state(code, "member", two), await server.state(code)
        assert later["version"] == phone["version"] and after["version"] > wall["version"] and after["guessed"] == 1

    run(lesson())


def test_the_host_exports_a_zip_without_tokens_and_clears() -> None:
    async def lesson() -> None:
        server = Server()
        code, host = await server.opened()
        one = await server.joined(code)
        await server.act(code, host, "next", "next")
        await server.post(f"/{code}/predict", {"who": one, "round": 1, "value": -12, "because": OTHER, "words": "=HYPERLINK(1)"})
        await settled()
        debrief = await server.act(code, host, "reveal", "next")
        lever = debrief["levers"][0]
        await server.post(f"/{code}/team", {"who": one, "levers": {lever["name"]: lever["stops"][-1]}})
        await settled()
        status, body = await server.post(f"/{code}/export", {"token": host})
        assert status == 200
        with zipfile.ZipFile(BytesIO(body)) as archive:
            files = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
        assert set(files) == {"guesses.csv", "answers.csv", "teams.csv", "read-me.txt", "scenarios.json"}
        columns = {column for name, text in files.items() if name.endswith(".csv") for column in text.lstrip("\ufeff").splitlines()[0].split(",")}
        assert len(columns) == 17 and [column for column in columns if f"{column}: " not in files["read-me.txt"]] == []
        assert not [name for name, text in files.items() if host in text or one in text]
        assert "-12.0" in files["guesses.csv"] and ",'=HYPERLINK(1)" in files["guesses.csv"] and "-4.0" in files["answers.csv"]
        assert all(run["query"] and run["command"].startswith("inspectorate compare") for run in json.loads(files["scenarios.json"]))
        assert await server.act(code, host, "clear") == {"cleared": True}
        assert (await server.state(code))[0] == (await server.post(f"/{code}/join", {}))[0] == 404 and len(server.rooms) == 0

    run(lesson())


def test_whoever_waits_is_told_that_the_room_was_cleared() -> None:
    async def lesson() -> None:
        server = Server()
        code, host = await server.opened()
        await settled()
        _status, seen = await server.state(code)
        waiting = asyncio.ensure_future(server.state(code, seen=seen["version"]))
        await settled()
        await server.act(code, host, "clear")
        assert (await asyncio.wait_for(waiting, 5))[0] == 404

    run(lesson())


def test_a_room_that_has_ended_and_one_that_nobody_asks_for_are_forgotten() -> None:
    async def lesson() -> None:
        clock = Clock()
        server = Server(clock=clock)
        over, host = await server.opened()
        kept, _host = await server.opened()
        await server.joined(over)
        await server.joined(kept)
        await server.act(over, host, "end")
        assert (await server.post(f"/{over}/join", {}))[0] == 409
        assert (await server.post(f"/{over}/export", {"token": host}))[0] == 200
        clock.now += ENDED_SECONDS + 1
        assert (await server.state(over))[0] == 404 and (await server.state(kept))[0] == 200
        clock.now += IDLE_SECONDS + 1
        assert (await server.state(kept))[0] == 404 and len(server.rooms) == 0

    run(lesson())


def test_a_model_that_cannot_answer_stops_nobody_and_is_asked_again() -> None:
    async def lesson() -> None:
        live = FakeLive(error=RuntimeError("secret of the inside"))
        server = Server(live)
        code, host = await server.opened()
        await settled()
        shown = await server.act(code, host, "next", "next", "reveal")
        await settled()
        _status, shown = await server.state(code)
        assert shown["model"]["state"] == "failed" and "secret" not in json.dumps(shown)
        live.error = None
        await server.act(code, host, "ask")
        await settled()
        assert (await server.state(code))[1]["model"]["change"] == -4.0

    run(lesson())


def test_phones_come_in_by_the_address_of_the_server() -> None:
    async def lesson() -> None:
        server = Server()
        code, _host = await server.opened()
        assert (await server.state(code))[1]["join"] == [f"{ADDRESS}join?room={code}"]

    run(lesson())


def test_a_course_that_was_drawn_stands_beside_the_models_once_the_answer_is_shown() -> None:
    async def lesson() -> None:
        server = Server()
        code, host = await server.opened()
        one, two, three = [await server.joined(code) for _turn in range(3)]
        await server.act(code, host, "next", "next")
        years = (await server.state(code))[1]["years"]
        assert years == 10

        async def draw(who: str, course: object) -> tuple[int, Any]:
            return await server.post(f"/{code}/predict", {"who": who, "round": 1, "value": -5, "because": 0, "words": "", "course": course})

        assert [(await draw(one, [-1] * years))[0], (await draw(two, list(range(years))))[0], (await draw(three, []))[0]] == [200] * 3
        for bad in ([0] * 9, [0] * 11, [1e9] * years, ["0"] * years, [True] * years, "0000000000", {"0": 1}, None):
            assert (await draw(three, bad))[0] == 400, bad
        before = (await server.state(code))[1]
        assert "room" not in before and "model" not in before
        await settled()
        shown = await server.act(code, host, "reveal")
        assert shown["room"]["course"] == {"count": 2, "median": [(year - 1) / 2 for year in range(years)]}
        assert shown["model"]["course"] == [-4.0] * years
        status, archive = await server.ask("POST", f"/api/room/{code}/export", json.dumps({"token": host}).encode())
        assert status == 200
        with zipfile.ZipFile(BytesIO(archive)) as files:
            assert "1:-1 2:-1 3:-1" in files.read("guesses.csv").decode("utf-8-sig")

    run(lesson())
