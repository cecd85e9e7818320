"""What each may see when: no answer and no guess before the reveal, no token and no word of another at any time."""

from __future__ import annotations

import json

import pytest

from experiments.text import messages
from experiments.workshop.rooms.views import everybody
from tests.workshop.rooms.fakes import FakeLive, Server, run, settled


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_nothing_is_given_away_before_the_answer_is_shown(language: str) -> None:
    async def lesson() -> None:
        messages.activate(language)
        server = Server(FakeLive(-37.5))
        code, host = await server.opened()
        one, two = await server.joined(code), await server.joined(code)
        await server.act(code, host, "next", "next")
        words = {one: "ABRACADABRA", two: "HOCUSPOCUS"}
        for who in words:
            await server.post(f"/{code}/predict", {"who": who, "round": 1, "value": 11, "because": 0, "words": words[who]})
        await settled()
        room = server.rooms.find(code, "x")
        secrets = [host, "37.5", *room.lesson.about.split("\n")[:1], *(one.text for one in room.asked.hints), *(one.text_zh for one in room.asked.hints)]
        wall = json.dumps((await server.state(code))[1], ensure_ascii=False)
        phone = json.dumps((await server.state(code, "member", one))[1], ensure_ascii=False)
        for secret in [*secrets, one, two, *words.values()]:
            assert secret not in wall
        for secret in [*secrets, one, two, words[two]]:
            assert secret not in phone
        own = json.dumps((await server.state(code, "host", host))[1], ensure_ascii=False)
        assert "37.5" in own and "HOCUSPOCUS" in own and one not in own and two not in own and host not in own

    run(lesson())


def test_tokens_and_own_words_are_in_no_answer_to_others_in_any_phase() -> None:
    async def lesson() -> None:
        server = Server()
        code, host = await server.opened()
        one, two = await server.joined(code), await server.joined(code)
        room = server.rooms.find(code, "x")
        for _step in range(1 + 4 * len(room.rounds)):
            if room.phase == "predict":
                await server.post(f"/{code}/predict", {"who": one, "round": room.number + 1, "value": 0, "because": 0, "words": "ABRACADABRA"})
            seen = [json.dumps((await server.state(code))[1]), json.dumps((await server.state(code, "member", two))[1]), json.dumps(everybody(room))]
            assert not [secret for secret in (host, one, "ABRACADABRA") for text in seen if secret in text]
            await server.act(code, host, "next")
        assert room.phase == "ended"

    run(lesson())
