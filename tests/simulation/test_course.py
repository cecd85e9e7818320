"""A settled world and its courses: stopped, gone on with, in many threads, with another matrix; the numbers are those of ``simulate``."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import load_district, load_parameters, load_policy
from simulation import BASELINE, Enterprise, LeverSetting, Policy, Settled, settle, simulate
from simulation.course import ENGINES, StoppedError
from simulation.district import Cell, District
from simulation.engine import tables
from tests.simulation.districts import district, parameters

SMALL = district(0.006, burn_in=2)
BUSY = parameters(unsafe_injury_rate=0.03, loss_per_injury=1e6)
STRICT = Policy("strict", (LeverSetting("penalty_certainty", 0.9, 2, 3), LeverSetting("publication", 0.5)))
ALL_GIVEN = Policy("given", (LeverSetting("gaps_assigned", 1.0),))


@cache
def settled(engine: Any = "compiled", burn_in: int = 2) -> Settled:
    return settle(replace(SMALL, burn_in=burn_in), BUSY, seed=4, world=1, engine=engine)


@cache
def whole(policy: Policy = STRICT, engine: Any = "compiled", months: int = 15) -> Any:
    return simulate(SMALL, policy, parameters=BUSY, seed=4, world=1, months=months, engine=engine)


def with_heirs(of: District) -> District:
    """Every blind cell is its heir's."""
    given = tuple(tuple(cell if cell.departments or cell.heir < 0 else Cell((cell.heir,)) for cell in row) for row in of.responsibility)
    return replace(of, responsibility=given)


@settings(max_examples=30, database=None)
@given(pieces=st.lists(st.integers(0, 7), max_size=12), stops=st.booleans())
def test_however_the_months_are_divided_the_numbers_are_those_of_one_run(pieces: list[int], stops: bool) -> None:
    course, left = settled().start(STRICT), 15
    for months in [*pieces, 15]:
        left -= course.advance(min(months, left), (lambda: False) if stops else None)
    assert left == 0 and course.month == 15 and course.run().digest == whole().digest
    assert repr(course.run().places) == repr(whole().places)


@pytest.mark.parametrize("engine", ENGINES)
def test_outcomes_so_far_are_the_beginning_of_the_whole(engine: Any) -> None:
    course = settled(engine).start(STRICT)
    assert course.run().months == 0 and {len(values) for values in course.monthly().values()} == {0}
    course.advance(6)
    for name, values in course.monthly().items():
        assert values.dtype == np.float64 and values.tolist() == whole(engine=engine).monthly[name][:6].tolist()
    course.advance(9)
    assert course.run().digest == whole(engine=engine).digest


def test_a_course_that_is_stopped_says_how_far_it_came_and_goes_on() -> None:
    course, stop = settled().start(STRICT), threading.Event()
    stop.set()
    assert course.advance(5, stop) == 0 == course.month
    asked = iter([False, False, True])
    done = course.advance(15, lambda: next(asked))
    assert 0 < done < 15 and course.month == done and len(course.monthly()["visits"]) == done
    assert course.advance(15 - done) == 15 - done
    assert course.run().digest == whole().digest


def test_what_passed_raises_ends_the_call_and_the_months_it_was_told_of_have_passed() -> None:
    course, told = settled().start(STRICT), []

    def passed(count: int) -> None:
        told.append(count)
        if len(told) == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        course.advance(15, passed=passed)
    assert course.month == sum(told) == len(course.monthly()["visits"]) < 15
    course.advance(15 - course.month, passed=passed)
    assert course.run().digest == whole().digest


def test_a_burn_in_is_stopped_too() -> None:
    with pytest.raises(StoppedError):
        settle(SMALL, BUSY, stop=lambda: True)
    told: list[int] = []
    assert settle(SMALL, BUSY, stop=lambda: False, passed=told.append) and sum(told) == SMALL.burn_in


def test_a_stop_takes_at_most_fifty_milliseconds_of_work_on_the_whole_district() -> None:
    course = settle(replace(load_district("jiuyuan"), burn_in=3), load_parameters().values).start(load_policy("all-five"))
    course.advance(2)
    longest, last = 0.0, time.thread_time()

    def asked() -> bool:
        nonlocal longest, last
        now = time.thread_time()
        longest, last = max(longest, now - last), now
        return False

    assert course.advance(48, asked) == 48
    assert longest < 0.05


@pytest.mark.parametrize("engine", ENGINES)
def test_one_settled_world_serves_many_threads_at_once(engine: Any) -> None:
    policies = [BASELINE, STRICT, ALL_GIVEN, replace(STRICT, name="later", settings=(LeverSetting("fine_scale", 4.0, 3),))]
    expected = [whole(policy, engine, 6).digest for policy in policies]
    started = threading.Barrier(8)

    def run(number: int) -> list[str]:
        policy = policies[number % 4]
        started.wait(60)
        found = []
        for _ in range(3 if engine == "compiled" else 1):
            course = settled(engine).start(policy)
            for _month in range(3):
                course.advance(2, lambda: False)
            found.append(course.run().digest)
        return found

    with ThreadPoolExecutor(8) as pool:
        for number, digests in enumerate(pool.map(run, range(8))):
            assert set(digests) == {expected[number % 4]}


@pytest.mark.parametrize("engine", ENGINES)
def test_all_blind_cells_given_to_their_heirs_is_what_the_lever_does(engine: Any) -> None:
    by_lever = settled(engine).start(ALL_GIVEN)
    by_matrix = settled(engine).start(ALL_GIVEN, with_heirs(SMALL))
    plain = settled(engine).start(ALL_GIVEN, replace(SMALL, responsibility=tuple(list(SMALL.responsibility))))
    for course in (by_lever, by_matrix, plain):
        course.advance(15)
    assert by_matrix.run().digest == by_lever.run().digest == plain.run().digest
    assert by_lever.run().digest != whole(BASELINE, engine).digest
    only_matrix = settled(engine).start(district=with_heirs(SMALL))
    only_matrix.advance(15)
    assert only_matrix.run().digest == by_lever.run().digest
    assert settled(engine).district == SMALL and whole(BASELINE, engine).digest == simulate(SMALL, parameters=BUSY, seed=4, world=1, months=15, engine=engine).digest


def test_both_engines_go_on_alike_with_another_matrix() -> None:
    first, *others = SMALL.responsibility
    moved = replace(SMALL, responsibility=(*others, first))
    runs = []
    for engine in ENGINES:
        course = settled(engine).start(STRICT, moved)
        course.advance(15)
        runs.append(course.run())
    assert runs[0].digest == runs[1].digest != whole().digest
    assert repr(runs[0].places) == repr(runs[1].places)


def test_another_matrix_keeps_the_severities_of_the_settled_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are filled when a world begins; whoever has run many districts since finds the table empty."""
    course = settled().start(ALL_GIVEN)
    tables._severities.cache_clear(), tables.tables_of.cache_clear()
    other = settled().start(ALL_GIVEN, with_heirs(SMALL))
    for each in (course, other):
        each.advance(5)
    assert other.run().digest == course.run().digest and other.monthly()["expected_deaths"].min() > 0.0


def spoilt() -> dict[str, tuple[District, str]]:
    rows = SMALL.responsibility

    def first(cell: Cell) -> District:
        return replace(SMALL, responsibility=((cell, *rows[0][1:]), *rows[1:]))

    return {
        "name": (replace(SMALL, name="other"), "differs in name"), "burn-in": (replace(SMALL, burn_in=3, employees=5), "differs in employees, burn_in"),
        "a row less": (replace(SMALL, responsibility=rows[1:]), "a row for each of"), "a cell less": (replace(SMALL, responsibility=(rows[0][1:], *rows[1:])), "a cell for each of"),
        "no such department": (first(Cell((99,))), "departments are numbers"), "below 0": (first(Cell((-1,))), "departments are numbers"),
        "twice": (first(Cell((1, 1))), "each once"), "no such heir": (first(Cell((), 99)), "with heir 99"),
    }  # fmt: skip


@pytest.mark.parametrize(("other", "word"), spoilt().values(), ids=spoilt().keys())
def test_a_district_that_differs_in_more_or_has_no_matrix_is_refused(other: District, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        settled().start(STRICT, other)


def test_what_is_asked_for_is_checked() -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        settled().start().advance(-1)
    with pytest.raises(ValueError, match="more than 30000"):
        settled().start().advance(30000)
    with pytest.raises(ValueError, match="did you mean 'fines'"):
        settled().start(by_enterprise=("fine",))
    with pytest.raises(ValueError, match="film=True"):
        settled().start().film()
    with pytest.raises(ValueError, match="engine is 'other'"):
        settle(SMALL, BUSY, engine="other")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="only engine='mesa'"):
        settle(SMALL, BUSY, enterprise_class=Enterprise)
