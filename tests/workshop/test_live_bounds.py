"""Whoever asks much waits behind himself; what is kept of worlds is bounded; files are made once, one at a time, and hold up nobody."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from typing import Any

import pytest

from experiments.running.scenario import Scenario
from experiments.workshop.live import Live, more, questions
from experiments.workshop.live import worlds as kept_worlds
from experiments.workshop.live.asked import Asked
from experiments.workshop.live.live import EACH, MOST_LISTENERS
from experiments.workshop.live.question import Question
from experiments.workshop.live.turns import Turns
from experiments.workshop.server import routes_answers
from tests.workshop.serving import DISTRICT, QUERY, asked, heard, opened_runs, posted, run, served


def question(runs: Live, number: int, *, months: int = 36, worlds: int = 2) -> Asked:
    return runs.asking.of_query(f"district={DISTRICT}&policy=own%3Acoordination,field_days={50 + number / 8}&months={months}&worlds={worlds}")


def test_each_address_has_one_turn_in_every_round_and_its_own_questions_keep_their_order() -> None:
    turns = Turns()
    greedy = [turns.next("10.0.0.9") for _question in range(5)]
    modest, room = turns.next("10.0.0.1"), turns.next("")
    assert sorted([*greedy, modest, room]) == [greedy[0], modest, room, *greedy[1:]]
    turns.begun(greedy[3])
    late = [turns.next("10.0.0.9"), turns.next("10.0.0.2"), turns.next("10.0.0.9")]
    assert greedy == sorted(greedy) and greedy[4] < late[0] < late[2]  # nobody comes before his own older questions
    assert greedy[3] < late[1] < greedy[4] or late[1][0] == greedy[3][0]
    turns.begun(late[2])
    for number in range(100):
        turns.begun(turns.next(f"10.1.0.{number}"))
    assert len(turns) <= 101
    turns.begun(turns.next("10.0.0.9"))
    assert len(turns) <= 2  # of whoever waits for nothing nothing is kept


def test_one_address_that_asks_much_keeps_nobody_from_a_picture_or_its_refinement() -> None:
    async def ask(runs: Live) -> list[str]:
        order: list[str] = []

        async def note(number: int, address: str, name: str) -> None:
            async for line in runs.stream(question(runs, number, months=60, worlds=6), (address, name)):
                told = json.loads(line)
                if told["kind"] == "answer":
                    order.append(f"{name}-{told['stage']}")

        many = [asyncio.create_task(note(number, "10.0.0.9", f"greedy{number}")) for number in range(30)]
        while not order:
            await asyncio.sleep(0.001)
        asked = len(order)
        await note(99, "10.0.0.1", "modest")
        at = len(order)
        await asyncio.gather(*many)
        return order[asked:at]

    with opened_runs(threads=1) as runs:
        before = run(ask(runs))
    assert before.index("modest-first") <= 6  # and not behind all thirty
    assert sum(name.endswith("-twenty") for name in before) <= 4


def test_a_room_is_answered_when_all_places_are_taken() -> None:
    async def ask(runs: Live) -> Any:
        many = [asyncio.create_task(heard(runs, question(runs, n), (f"10.0.0.{n % 3}", f"c{n}"))) for n in range(MOST_LISTENERS)]
        await asyncio.sleep(0.05)
        found = await runs.compared_of(question(runs, 999))
        for one in many:
            one.cancel()
        await asyncio.gather(*many, return_exceptions=True)
        return found

    assert EACH * 3 > MOST_LISTENERS
    with opened_runs() as runs:
        assert run(ask(runs)).worlds == 2


def test_worlds_that_were_asked_for_once_are_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_worlds, "WORLD_BYTES", 4_000_000)
    with opened_runs() as runs:
        def of(first: int) -> Asked:
            return runs.asking.of_query(f"district={DISTRICT}&policy=coordination&months=6&worlds=20&first_world={first}")

        kept = runs.assumptions.of(of(0).plan)
        answers = [run(heard(runs, of(20 * block)))[-1] for block in range(6)]
        most = 4_000_000 // kept_worlds.bytes_of_world(of(0).plan)
        assert 10 < kept.count <= most < 120
        runs.answers.most = runs.compared.most = 0
        for key in [*runs.answers._kept]:
            runs.answers.put(key, b"", 1)
        for kept_key in [*runs.compared._kept]:
            runs.compared.put(kept_key, None, 1)  # type: ignore[arg-type]
        assert run(heard(runs, of(0)))[-1] == answers[0]  # what was forgotten comes again, to the digit


def test_files_are_made_once_one_at_a_time_and_pages_go_on_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    under_way, most, made = [0], [0], [0]
    finish = threading.Event()
    true = more.file_of

    def slow(*given: Any) -> bytes:
        under_way[0] += 1
        made[0] += 1
        most[0] = max(most[0], under_way[0])
        finish.wait(20)
        under_way[0] -= 1
        return true(*given)

    monkeypatch.setattr(more, "file_of", slow)
    with served() as client:
        posted(client, "/api/ask", {"query": QUERY})
        found: list[Any] = []
        queries = [QUERY, QUERY + "&discount=0.05", QUERY + "&discount=0.06"]
        asking = [threading.Thread(target=lambda q=q: found.append(posted(client, "/api/download", {"query": q, "what": "csv"}))) for q in queries * 20]
        for one in asking:
            one.start()
        begun = time.monotonic()
        for path in ("/static/js/api.js", "/explore", "/api/start", "/api/texts"):
            assert client.get(path).status_code == 200
        assert posted(client, "/api/scenario", {"query": QUERY + "&seed=5"}).status_code == 200
        assert posted(client, "/api/ask", {"query": QUERY + "&seed=5", "until": "first"}).status_code == 200
        assert time.monotonic() - begun < 15 and not found
        finish.set()
        for one in asking:
            one.join(30)
    assert [answer.status_code for answer in found] == [200] * 60
    assert made[0] == len(queries) and most[0] == 1
    assert len({answer.content for answer in found}) >= 2


def test_a_page_and_an_address_that_keep_asking_are_told_to_wait_and_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes_answers, "OF_A_PAGE", (3, 1e-6))
    monkeypatch.setattr(routes_answers, "OF_AN_ADDRESS", (6, 1e-6))

    def ask(client: Any, page: str, path: str = "ask") -> Any:
        return posted(client, f"/api/{path}", {"query": QUERY, "until": "first", "client": page})

    with served() as client:
        found = [ask(client, "one").status_code for _time in range(2)]
        found += [ask(client, "one", "matrix").status_code, ask(client, "one").status_code, ask(client, "two").status_code]
        told = ask(client, "one").json()["error"]
        last = ask(client, "three")
        assert client.get("/api/start").status_code == 200
    assert found == [200, 200, 200, 429, 200]
    assert told["text"] and told["mend"]
    assert last.status_code == 429, "a page that calls itself another is the same address"


def test_forty_pages_behind_one_address_may_ask_once_a_second() -> None:
    burst, rate = routes_answers.OF_AN_ADDRESS
    assert burst >= 2 * 40 and rate >= 40.0 and routes_answers.OF_A_PAGE[1] <= rate


def test_a_disk_without_room_is_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    from experiments.workshop.answers import downloads

    def full(*_given: Any) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(downloads, "_rows", full)
    with served() as client:
        answer = posted(client, "/api/download", {"query": QUERY, "what": "csv"})
    assert answer.status_code == 400 and "No space left" in answer.json()["error"]["text"] and answer.json()["error"]["mend"]


def test_equal_questions_of_an_address_and_of_another_are_one() -> None:
    with opened_runs() as runs:
        async def ask() -> None:
            await asyncio.gather(*(heard(runs, asked(QUERY, runs), (f"10.0.0.{n}", "c")) for n in range(8)))

        run(ask())
        assert runs.questions.computed == 3 and not len(runs.queue.turns[0]) > 8


@pytest.mark.parametrize(("stage", "worlds", "months"), [("first", 2, 36), ("twenty", 20, 40)])
def test_the_scenario_that_is_taken_away_with_the_numbers_is_that_of_the_numbers(stage: str, worlds: int, months: int, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Scenario] = []
    true = more.file_of

    def noted(scenario: Scenario, *rest: Any) -> bytes:
        given.append(scenario)
        return true(scenario, *rest)

    monkeypatch.setattr(more, "file_of", noted)
    with served() as client:
        answer = posted(client, "/api/download", {"query": f"district={DISTRICT}&policy=coordination&months=40&worlds=41", "what": "csv", "stage": stage})
    assert (given[0].worlds, given[0].months) == (worlds, months)
    assert given[0].plan().scenario_hash in answer.headers["content-disposition"]


def test_many_questions_at_a_time_keep_no_half_run_worlds_and_have_the_same_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    async def ask(runs: Live) -> list[Any]:
        return await asyncio.gather(*(heard(runs, question(runs, n, months=48), until="ten") for n in range(5)))

    with opened_runs() as runs:
        usual = [lines[-1] for lines in run(ask(runs))]
    let_go: list[int] = []
    true = Question.let_go
    monkeypatch.setattr(questions, "MOST_HELD", 0)
    monkeypatch.setattr(Question, "let_go", lambda self: (let_go.append(1), true(self))[1])
    with opened_runs() as runs:
        assert [lines[-1] for lines in run(ask(runs))] == usual
    assert let_go
