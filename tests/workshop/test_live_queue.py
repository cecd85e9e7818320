"""Who waits for what: equal questions once, first pictures first, one place for each client, nothing for nobody, nothing without bounds."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest

from experiments.text.errors import UserError
from experiments.text.messages import speaking
from experiments.workshop.live import Live, live, questions
from experiments.workshop.live.asked import MOST_KEPT, Asked
from experiments.workshop.live.bounded import Bounded
from experiments.workshop.live.more import film, matrix
from experiments.workshop.live.worlds import MOST_ASSUMPTIONS
from tests.workshop.serving import DISTRICT, heard, opened_runs, run

Lines = list[dict[str, Any]]


def question(runs: Live, number: int = 0, *, months: int = 24, worlds: int = 4, seed: int = 0, policies: int = 1) -> Asked:
    """Questions that differ by their number."""
    own = "&".join(f"policy=own{k}%3Acoordination,field_days={50 + number / 4 + k}" for k in range(policies))
    return runs.asking.of_query(f"district={DISTRICT}&{own}&months={months}&worlds={worlds}&seed={seed}")


def kinds(lines: Lines) -> list[str]:
    return [line.get("stage") or line["kind"] for line in lines if line["kind"] not in ("waiting", "settling")]


def test_forty_equal_questions_are_computed_once() -> None:
    with opened_runs() as runs:
        asked = question(runs)

        async def all_of_them() -> list[Lines]:
            return await asyncio.gather(*(heard(runs, asked, ("10.0.0.1", f"phone-{n}")) for n in range(40)))

        found = run(all_of_them())
        assert runs.questions.computed == 3
        run(heard(runs, asked))
        assert runs.questions.computed == 3 and len(runs.questions) == 0
    assert all(kinds(lines) == ["first", "ten", "twenty"] for lines in found)
    assert len({json.dumps(lines[-1]) for lines in found}) == 1


def test_a_newer_question_of_a_client_takes_the_place_of_its_older_one() -> None:
    async def ask(runs: Live) -> list[Lines]:
        me = ("10.0.0.1", "me")
        tasks = []
        for number in range(12):
            tasks.append(asyncio.create_task(heard(runs, question(runs, number, months=120, worlds=20), me)))
            await asyncio.sleep(0.01)
        return await asyncio.gather(*tasks)

    with opened_runs() as runs:
        run(heard(runs, question(runs, 99, months=120, worlds=2)))
        found = run(ask(runs))
        assert len(runs.questions) == 0
    assert kinds(found[-1]) == ["first", "ten", "twenty"]
    for lines in found[:-1]:
        assert kinds(lines)[-1] == "superseded" and set(kinds(lines)[:-1]) <= {"first", "ten"}
    assert sum("twenty" in kinds(lines) for lines in found) == 1


def test_a_first_picture_that_is_under_way_is_finished() -> None:
    """Dragging a lever would else draw nothing: each step would stop the one before."""
    async def ask(runs: Live) -> tuple[Lines, Lines]:
        me = ("10.0.0.1", "me")
        first = question(runs, 1, months=36)
        older = asyncio.create_task(heard(runs, first, me))
        while not any(one.begun for one in runs.questions._under_way.values()):
            await asyncio.sleep(0.0005)
        newer = asyncio.create_task(heard(runs, question(runs, 2), me))
        return await older, await newer

    with opened_runs(threads=1) as runs:
        older, newer = run(ask(runs))
    assert kinds(older) == ["first", "superseded"]
    assert kinds(newer) == ["first", "ten", "twenty"]


def test_a_first_picture_comes_before_the_refinement_of_others() -> None:
    async def ask(runs: Live) -> list[str]:
        order: list[str] = []

        async def note(who: str, asked: Asked, until: str) -> None:
            async for line in runs.stream(asked, ("10.0.0.1", who), until):
                told = json.loads(line)
                if told["kind"] == "answer":
                    order.append(f"{who}-{told['stage']}")

        long = asyncio.create_task(note("long", question(runs, 1, months=120, worlds=20), "twenty"))
        while "long-ten" not in order:
            await asyncio.sleep(0.001)
        await asyncio.gather(*(note(f"late{n}", question(runs, 10 + n, months=36), "first") for n in range(4)))
        await long
        return order

    with opened_runs(threads=1) as runs:
        order = run(ask(runs))
    assert order[-1] == "long-twenty" and set(order[2:-1]) == {f"late{n}-first" for n in range(4)}


def test_what_nobody_waits_for_any_more_is_not_run() -> None:
    async def ask(runs: Live) -> None:
        stream = runs.stream(question(runs, 1, months=240, worlds=80), ("10.0.0.1", "me"))
        async for line in stream:
            if json.loads(line)["kind"] == "answer":
                break
        await stream.aclose()

    with opened_runs() as runs:
        run(ask(runs))
        begun = time.monotonic()
        while len(runs.queue):
            assert time.monotonic() - begun < 5
            time.sleep(0.01)
        assert len(runs.questions) == 0 and runs.questions.computed < 3 and not runs.waiting


def test_nothing_grows_without_bounds_under_a_flood_of_questions() -> None:
    async def flood(runs: Live) -> None:
        for block in range(8):
            await asyncio.gather(*(heard(runs, question(runs, block * 40 + n, months=1, worlds=1, seed=n % 7), ("10.0.0.1", f"c{n}"), "first") for n in range(40)))

    with opened_runs() as runs:
        runs.answers.most = 100_000
        run(flood(runs))
        assert len(runs.asking._kept) <= MOST_KEPT
        assert len(runs.assumptions) <= MOST_ASSUMPTIONS
        assert 0 < runs.answers.size <= 100_000 and len(runs.answers) < 40
        assert len(runs.questions) == 0 and not runs._places and not runs.waiting and not len(runs.queue)


def test_too_many_who_wait_are_told_so_and_the_others_go_on() -> None:
    async def ask(runs: Live) -> list[Any]:
        asks = [heard(runs, question(runs, n, months=12), ("10.0.0.9", f"c{n}"), "first") for n in range(live.EACH + 5)]
        return await asyncio.gather(*asks, heard(runs, question(runs, 7, months=12), ("10.0.0.8", "other"), "first"), return_exceptions=True)

    with opened_runs() as runs:
        found = run(ask(runs))
        assert not runs.waiting
    refused = [one for one in found if isinstance(one, UserError)]
    assert len(refused) == 5 and not isinstance(found[-1], Exception)
    assert sum(isinstance(one, list) and kinds(one) == ["first"] for one in found) == live.EACH + 1


def test_one_who_waits_is_told_how_many_come_first() -> None:
    async def ask(runs: Live) -> list[Lines]:
        return await asyncio.gather(*(heard(runs, question(runs, n, months=36), ("10.0.0.1", f"c{n}"), "first") for n in range(10)))

    with opened_runs(threads=1) as runs, speaking("zh"):
        found = run(ask(runs))
    before = [[line["before"] for line in lines if line["kind"] == "waiting"] for lines in found]
    assert max(max(numbers, default=0) for numbers in before) >= 5
    assert all("\u4e2a" in line["text"] or line["before"] == 0 for lines in found for line in lines if line["kind"] == "waiting")


def test_a_fault_of_the_program_ends_its_question_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    true = questions.answer_of

    def broken(comparison: Any, stage: str, plan: Any) -> dict[str, Any]:
        if plan.months == 13:
            raise ZeroDivisionError
        return true(comparison, stage, plan)

    async def ask(runs: Live) -> list[Any]:
        return await asyncio.gather(*(heard(runs, question(runs, n, months=12 + n), until="first") for n in range(3)), return_exceptions=True)

    with opened_runs() as runs:
        monkeypatch.setattr(questions, "answer_of", broken)
        found = run(ask(runs))
        assert len(runs.questions) == 0
    assert [type(one).__name__ for one in found] == ["list", "ZeroDivisionError", "list"]


def test_a_changed_assumption_says_that_its_worlds_are_prepared_and_four_sets_are_kept() -> None:
    def ask(runs: Live, cost: int) -> Lines:
        return run(heard(runs, runs.asking.of_query(f"district={DISTRICT}&policy=coordination&months=12&parameter=effort_cost%3D{cost}"), until="first"))

    with opened_runs() as runs:
        assert [line for line in ask(runs, 700) if line["kind"] == "settling"][-1]["done"] == 2
        for cost in (800, 900, 1000):
            ask(runs, cost)
        runs.answers = runs.questions.answers = Bounded(0)
        runs.compared = runs.questions.compared = Bounded(0)
        assert not [line for line in ask(runs, 700) if line["kind"] == "settling"]  # the four last ones are there
        ask(runs, 1100)
        assert [line for line in ask(runs, 800) if line["kind"] == "settling"]


def test_a_matrix_and_a_film_that_several_ask_for_are_made_once() -> None:
    async def ask(runs: Live) -> list[bytes]:
        asked = question(runs, 3, months=12)
        return await asyncio.gather(*(matrix(runs, asked) for _ in range(5)), *(film(runs, asked, 1, "") for _ in range(5)))

    with opened_runs() as runs:
        found = run(ask(runs))
        assert runs.errands.computed == 2
    assert len(set(found)) == 2
