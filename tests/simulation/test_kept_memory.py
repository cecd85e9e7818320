"""Worlds that are kept in a process: equal requests computed once, memory bounded, whoever is stopped leaves nothing half done."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from simulation import notices
from simulation.course import StoppedError
from simulation.kept_files import KeptFiles
from simulation.kept_worlds import KeptWorlds
from tests.simulation.keeping import BUSY, NAMED, OTHER, SMALL, STRICT, counted, runs, same


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "_told", set())


@pytest.fixture
def store(tmp_path: Path) -> KeptWorlds:
    return KeptWorlds(KeptFiles(tmp_path, 2**30))


@pytest.fixture
def months(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Months that the engine passes, call by call."""
    return counted(monkeypatch)


def test_in_memory_equal_requests_of_many_threads_are_computed_once(months: list[int]) -> None:
    store, plain = KeptWorlds(memory=2**30), runs([NAMED, STRICT])
    months.clear()
    started = threading.Barrier(8)

    def ask(number: int) -> bool:
        started.wait(60)
        return all(map(same, runs([NAMED], store), plain[:1]))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(8)))
    assert sum(months) == 14 + 17


def test_memory_is_bounded_and_the_least_recently_used_goes_first(months: list[int]) -> None:
    store = KeptWorlds(memory=10**9)
    store.world(SMALL, BUSY, world=0).settled()
    size = store._bytes
    store = KeptWorlds(memory=3 * size)
    for world in (0, 1, 2, 0, 3):
        store.world(SMALL, BUSY, world=world).settled()
    assert store._bytes <= 3 * size
    months.clear()
    for world in (0, 2, 3):
        store.world(SMALL, BUSY, world=world).settled()
    assert months == []
    store.world(SMALL, BUSY, world=1).settled()
    assert sum(months) == 14


def test_who_is_stopped_leaves_nothing_half_done(store: KeptWorlds, months: list[int]) -> None:
    store = KeptWorlds(store.files, 2**30)
    asked: list[int] = []

    def after(count: int) -> Any:
        return lambda: len(asked) >= count or asked.append(0)

    for count in (0, 1, 3, 16):
        asked.clear()
        with pytest.raises(StoppedError):
            store.world(SMALL, BUSY, seed=5, world=2, stop=after(count)).baseline(10**4)
    assert all(map(same, runs([NAMED, STRICT], store), runs([NAMED, STRICT])))


def test_a_waiting_thread_is_stopped_too() -> None:
    store, working, over = KeptWorlds(memory=2**30), threading.Event(), threading.Event()

    def slow(count: int) -> None:
        working.set()
        assert over.wait(60)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(lambda: store.world(SMALL, BUSY, passed=slow).settled())
        assert working.wait(60)
        with pytest.raises(StoppedError, match="another thread"):
            store.world(SMALL, BUSY, stop=lambda: True).settled()
        over.set()
        assert first.result().district == SMALL


def test_progress_ends_at_one_whatever_is_found(store: KeptWorlds) -> None:
    for policies in ([NAMED, STRICT], [NAMED, OTHER], [NAMED], [STRICT]):
        told: list[float] = []
        runs(policies, store, tick=told.append)
        assert told == sorted(told) and told[-1] == 1.0
