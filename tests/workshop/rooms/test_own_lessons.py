"""A lesson of the host's own, chosen on the page: read from its text, refused with all that is wrong, and never a way to the files of the machine."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import scenarios
from experiments.workshop.live.asked import Asking
from experiments.workshop.rooms.lessons import FOLDER
from tests.workshop.rooms.fakes import FakeLive, Server, run, settled

GOOD = (FOLDER / "certainty-or-severity.toml").read_text("utf-8").replace('name = "certainty-or-severity"', 'name = "ours"').replace("jiuyuan-quarter", "jiuyuan-hamlet")


def server(district: str = "jiuyuan-hamlet") -> Server:
    live = FakeLive()
    live.asking = SimpleNamespace(of=Asking(district).of)
    return Server(live)


def sent(file: str, found: Server) -> tuple[int, Any]:
    """Status and body of a room that is asked for with a file."""
    answer: list[tuple[int, Any]] = []

    async def ask() -> None:
        answer.append(await found.post("/open", {"file": file, "lang": "en"}))
        await settled()

    run(ask())
    return answer[0]


def test_a_room_is_led_through_a_lesson_that_was_sent_as_a_file() -> None:
    async def lesson() -> None:
        found = server()
        status, opened = await found.post("/open", {"file": GOOD, "lang": "en"})
        assert status == 200, opened
        code, token = opened["room"], opened["host_token"]
        who = await found.joined(code)
        await found.act(code, token, "next", "next")
        status, _told = await found.post(f"/{code}/predict", {"who": who, "round": 1, "value": -3, "because": 0, "words": ""})
        assert status == 200
        await settled()
        shown = await found.act(code, token, "next")
        assert shown["model"]["state"] == "there" and shown["lesson_name"] == "ours"
        status, again = await found.post(f"/{code}/host", {"token": token, "action": "lesson", "file": GOOD.replace('title = "', 'title = "Anew: ', 1)})
        assert status == 200 and again["lesson"].startswith("Anew: ") and again["phase"] == "welcome"
        await settled()

    run(lesson())


def test_the_hosts_own_district_may_be_the_place_of_a_lesson(tmp_path: Path) -> None:
    text = (Path(str(scenarios.__file__)).parent / "districts" / "jiuyuan-hamlet.toml").read_text("utf-8")
    place = tmp_path / "town.toml"
    place.write_text(text.replace('name = "jiuyuan-hamlet"', 'name = "town"'), "utf-8")
    own = GOOD.replace("district=jiuyuan-hamlet", "district=town")
    assert sent(own, server(str(place)))[0] == 200
    assert sent(own, server())[0] == 400, "elsewhere nobody has this district"
    assert sent(GOOD.replace("district=jiuyuan-hamlet", f"district={place}"), server(str(place)))[0] == 400, "a path is no name"


@pytest.mark.parametrize(("before", "after", "word"), [
    ("moves = ", "movess = ", "movess"),
    ("district=jiuyuan-hamlet", "district=/etc/passwd", "names a file"),
    ("district=jiuyuan-hamlet", "district=jiuyuan-hamlet&worlds=50000", "50"),
    ("district=jiuyuan-hamlet", "district=country", "country"),
    ("[levers.penalty_certainty]", "[levers.penalty_certainly]\nstops = [0, 1]\n[levers.penalty_certainty]", "no lever has this name"),
    ('policy = "', 'policy = "/etc/secret.toml"  # ', "names a file"),
    ('policy = "', f'policy = "mine:{Path(__file__).with_suffix(".toml")},fine_scale=2"  # ', "names a file"),
    ("district=jiuyuan-hamlet", "district=jiuyuan-hamlet&policy=/etc/passwd", "names a file"),
    ("district=jiuyuan-hamlet", "district=jiuyuan-hamlet&ensemble=/etc/passwd", "names a file"),
    ("schema_version = 1", "schema_version = 1\n\ufffd", "line 2"),
])  # fmt: skip
def test_what_is_wrong_with_a_lesson_is_told_and_no_room_is_opened(before: str, after: str, word: str) -> None:
    assert before in GOOD
    found = server()
    status, told = sent(GOOD.replace(before, after, 1), found)
    assert status == 400 and len(found.rooms) == 0
    assert word in " ".join(told["error"].values()), told


def test_whether_a_file_is_there_makes_no_difference(tmp_path: Path) -> None:
    (tmp_path / "there.toml").write_text("schema_version = 1\n", "utf-8")
    told = [sent(GOOD.replace('policy = "', f'policy = "{tmp_path / name}"  # ', 1), server())[1]["error"]["text"].replace(name, "") for name in ("there.toml", "missing.toml")]
    assert told[0] == told[1]


def test_lessons_of_ones_own_are_read_so_often_and_no_oftener() -> None:
    async def lesson() -> None:
        found = server()
        answers = [(await found.post("/open", {"file": "x = ", "lang": "en"}))[0] for _turn in range(22)]
        assert answers == [400] * 20 + [429] * 2

    run(lesson())
