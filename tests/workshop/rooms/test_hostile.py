"""Malformed and hostile requests are refused in words, and a room holds no more than it is to."""

from __future__ import annotations

import asyncio
import json
import random
from typing import Any

import pytest

from experiments.workshop.rooms import limits
from experiments.workshop.rooms.codes import LETTERS, new_code, read_code
from experiments.workshop.rooms.limits import (
    MAX_COMING,
    MAX_MEMBERS,
    MAX_ROOMS,
    MAX_ROOMS_OF_ONE,
    MAX_SCREENS,
    MAX_TRIES,
    MAX_WORDS,
    Rates,
    Refused,
)
from experiments.workshop.rooms.people import plain_words
from tests.workshop.rooms.fakes import Clock, Server, run, settled

NASTY: list[Any] = [
    None, True, -1, 0, 2.5, 1e300, -1e300, 10**400, "", "x" * 5000, "<script>alert(1)</script>", "../../etc", "\u202e", [], [[]], {}, {"a": {}}, "1", "\x00",
    {"field_days": 1e9}, {"__proto__": 1}, {"penalty_certainty": "0.24"}, {"penalty_certainty": 0.25}, {"penalty_certainty": True}, "K7QD", [1] * 300,
]  # fmt: skip
PATHS = {"join": ("who",), "predict": ("who", "round", "value", "because", "words"), "team": ("who", "team", "levers"), "host": ("token", "action", "lesson"), "export": ("token",)}


def test_two_thousand_malformed_requests_are_all_refused_and_change_nothing() -> None:
    async def flood() -> None:
        server = Server()
        code, host = await server.opened()
        who = await server.joined(code)
        await server.act(code, host, "next", "next")
        room = server.rooms.find(code, "x")
        await settled()
        drawn = random.Random(5)
        before = (room.phase, room.number, dict(room.said.guesses), dict(room.said.choices))
        for number in range(2000):
            path = drawn.choice(["predict", "team", "host", "export"])
            given = {key: drawn.choice(NASTY) for key in PATHS[path] if drawn.random() < 0.8}
            if path == "predict" and drawn.random() < 0.5:
                given |= {"who": who, "round": 1, "value": drawn.choice([value for value in NASTY if value not in (-1, 0, 2.5)])}
            server.clock.now += 1.0  # so that it is the content that is refused, and not the haste
            status, found = await server.post(f"/{code}/{path}", given, address=f"10.1.{number % 200}.1")
            assert 400 <= status < 500 and found["error"]["text"], (path, given, status, found)
            assert "Traceback" not in json.dumps(found)
        assert (room.phase, room.number, dict(room.said.guesses), dict(room.said.choices)) == before

    run(flood())


BODIES = [b"", b"null", b"[]", b"{", b"\xff\xfe{}", b'{"who": NaN}', b'{"who": 1, "who": 2}', b'{"who": "\\ud800"}', b"[" * 5000, b'{"x": 1}', b"{}" * 3, b'{"who": 1e999}', b"7" * 6000]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_a_body_that_is_no_json_object_of_known_keys_is_refused(path: str, body: bytes) -> None:
    async def ask() -> None:
        server = Server()
        code, _host = await server.opened()
        status, found = await server.ask("POST", f"/api/room/{code}/{path}", body)
        whole = path == "join" and body == b'{"who": 1e999}'  # no token that is known: joins anew, as for any other
        assert (status == 200) if whole else (400 <= status < 500 and json.loads(found)["error"]["text"])

    run(ask())


@pytest.mark.parametrize("query", ["as=king", "as=screen&seen=-1", "as=screen&seen=" + "9" * 40, "as=screen&seen=%C2%B2", "as=member", "as=host", "as=host&seen=1"])
def test_a_state_that_nobody_may_see_is_refused(query: str) -> None:
    async def ask() -> None:
        server = Server()
        code, _host = await server.opened()
        status, found = await server.ask("GET", f"/api/room/{code}/state?{query}")
        assert 400 <= status < 500 and json.loads(found)["error"]["text"]

    run(ask())


def test_a_token_of_a_member_is_none_of_the_host_s_and_one_room_s_opens_no_other() -> None:
    async def ask() -> None:
        server = Server()
        (one, host), (two, other) = await server.opened(), await server.opened()
        who = await server.joined(one)
        for token in (who, other, host[:-1], host + "x", host.swapcase(), "", None, 7, [host]):
            for path in ("host", "export"):
                status, found = await server.post(f"/{one}/{path}", {"token": token, **({"action": "clear"} if path == "host" else {})})
                assert status in (403, 429), (path, token, found)
        assert (await server.post(f"/{two}/predict", {"who": who, "round": 1, "value": 0, "because": 0}))[0] == 403
        assert len(server.rooms) == 2

    run(ask())


def test_codes_are_not_found_by_trying() -> None:
    async def ask() -> None:
        server = Server()
        code, _host = await server.opened()
        statuses = [(await server.post(f"/{new_code({code})}/join", {}))[0] for _try in range(60)]
        assert statuses[0] == 404 and statuses[-1] == 429

    run(ask())


def test_after_too_many_wrong_codes_the_right_one_says_nothing_either_and_who_is_in_the_room_goes_on() -> None:
    async def ask() -> None:
        server = Server()
        code, host = await server.opened()
        who = await server.joined(code)
        for _try in range(60):
            await server.post(f"/{new_code({code})}/join", {})
        assert (await server.post(f"/{code}/join", {}))[0] == 429 == (await server.state(code))[0]  # else 400,000 codes are tried in minutes
        assert (await server.state(code, "member", who))[0] == (await server.state(code, "host", host))[0] == 200
        assert await server.joined(code, who) == who
        await server.act(code, host, "next")
        assert (await server.post(f"/{code}/join", {}, address="10.0.0.2"))[0] == 200
        server.clock.now += 60.0
        assert (await server.post(f"/{code}/join", {}))[0] == 200

    run(ask())


def test_one_address_fills_no_room_and_who_comes_back_takes_the_place_of_nobody() -> None:
    async def ask() -> None:
        server = Server()
        code, _host = await server.opened()
        mine = [(await server.post(f"/{code}/join", {}))[0] for _try in range(MAX_MEMBERS)]
        assert mine.count(200) == MAX_COMING and set(mine[MAX_COMING:]) == {429}
        status, found = await server.post(f"/{code}/join", {}, address="10.0.0.2")
        assert status == 200
        again = [(await server.post(f"/{code}/join", {"who": found["who"]}, address="10.0.0.2"))[0] for _try in range(300)]
        assert again[0] == 200 and again[-1] == 429
        for person in range(20):  # the haste of one keeps nobody out
            assert (await server.post(f"/{code}/join", {}, address=f"10.1.0.{person}"))[0] == 200

    run(ask())


def test_whoever_sits_at_the_laptop_opens_a_room_when_others_have_opened_all() -> None:
    async def ask() -> None:
        server = Server()
        for number in range(MAX_ROOMS):
            assert (await server.post("/open", {"lesson": "hard-target"}, address=f"10.0.0.{number}"))[0] == 200
        assert (await server.post("/open", {"lesson": "hard-target"}, address="10.9.9.9"))[0] == 429
        for address in ("127.0.0.1", "::1", "::ffff:127.0.0.1"):
            assert (await server.post("/open", {"lesson": "hard-target"}, address=address))[0] == 200
        mine = [(await server.post("/open", {"lesson": "hard-target"}, address="127.0.0.1"))[0] for _try in range(6)]
        assert mine.count(200) == MAX_ROOMS_OF_ONE - 1

    run(ask())


def test_rooms_members_and_screens_are_bounded() -> None:
    async def fill() -> None:
        server = Server()
        for number in range(MAX_ROOMS):
            status, _found = await server.post("/open", {"lesson": "hard-target"}, address=f"10.0.0.{number}")
            assert status == 200
        assert (await server.post("/open", {"lesson": "hard-target"}, address="10.9.9.9"))[0] == 429 and len(server.rooms) == MAX_ROOMS
        code = next(iter(server.rooms._rooms))
        for person in range(MAX_MEMBERS):
            server.clock.now += 1.0
            assert (await server.post(f"/{code}/join", {}, address=f"10.2.0.{person}"))[0] == 200
        server.clock.now += 1.0
        assert (await server.post(f"/{code}/join", {}))[0] == 409
        await settled()
        version = (await server.state(code))[1]["version"]
        waiting = [asyncio.ensure_future(server.state(code, seen=version)) for _screen in range(MAX_SCREENS)]
        await settled()
        assert (await server.state(code, seen=version))[0] == 429
        for screen in waiting:
            screen.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        assert (await server.state(code))[0] == 200 and server.rooms._rooms[code] is not None

    run(fill())


def test_one_address_cannot_use_up_all_rooms() -> None:
    async def fill() -> None:
        server = Server()
        statuses = [(await server.post("/open", {"lesson": "hard-target"}))[0] for _room in range(MAX_ROOMS)]
        assert statuses.count(200) == MAX_ROOMS_OF_ONE and set(statuses[MAX_ROOMS_OF_ONE:]) == {429}

    run(fill())


def test_guesses_and_choices_of_one_round_are_bounded_and_haste_is_refused() -> None:
    async def ask() -> None:
        server = Server()
        code, host = await server.opened()
        who = await server.joined(code)
        await server.act(code, host, "next", "next")
        guess = {"who": who, "round": 1, "value": 1, "because": 0}
        hasty = [(await server.post(f"/{code}/predict", guess))[0] for _try in range(15)]
        assert hasty[0] == 200 and hasty[-1] == 429
        later = []
        for _try in range(MAX_TRIES):
            server.clock.now += 10.0
            later.append((await server.post(f"/{code}/predict", guess))[0])
        assert later[0] == 200 and later[-1] == 429

    run(ask())


def test_words_are_one_line_of_letters_that_can_be_seen() -> None:
    assert plain_words("a\n b\t\u202ec\ud800\x00 <b>") == "a b c <b>"
    with pytest.raises(Refused):
        plain_words("x" * (MAX_WORDS + 1))


def test_a_flood_of_addresses_takes_no_more_memory_than_some() -> None:
    clock = Clock()
    rates = Rates(2, 1.0, clock)
    for number in range(3 * limits.MAX_ADDRESSES):
        rates.hold(str(number))
    assert len(rates) == limits.MAX_ADDRESSES


def test_a_code_has_no_letter_that_is_taken_for_another_and_is_read_as_people_type_it() -> None:
    assert not set(LETTERS) & set("IO01SZ25B8GU") and len(set(LETTERS)) == len(LETTERS)
    code = new_code(())
    assert read_code(f" {code.lower()} ") == read_code("".join(chr(ord(letter) + 0xFEE0) for letter in code)) == read_code(f"{code[:2]}-{code[2:]}") == code
