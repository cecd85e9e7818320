"""Settled worlds and baselines that are computed once: kept in memory by whoever keeps a process, on disk by the command line.

A world is known by all that makes it: district, parameters (levers at their baseline among them), seed, world, the sources of the model,
the versions of what computes.  Whatever of this is another gives another key, and nothing of the old one is found.  Only the compiled
engine's are kept, and only of single districts: those of a region hear of one another.
"""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar, cast

from simulation.asked import Stop, check_going_on, check_kinds, is_over
from simulation.course import Settled, StoppedError, check_request, settle
from simulation.district import District
from simulation.engine.run import EngineModel
from simulation.kept_files import KeptFiles
from simulation.kept_forms import packed_run, packed_world, run_bytes, unpack_world, unpacked_run
from simulation.kept_keys import key_of_run, key_of_world
from simulation.parameters import Parameters
from simulation.policy import BASELINE, Policy
from simulation.results import Run
from simulation.worlds import CompiledWorld, engine_of

Found = TypeVar("Found", Settled, Run)
WAIT_SECONDS = 0.02
"""Who waits for another thread's world asks so often whether to stop."""


def moves_nothing(policy: Policy) -> bool:
    """Whether a policy moves no lever, hands nothing to others and costs nothing, as the baseline."""
    return not (policy.settings or policy.cells or policy.yearly_cost or policy.part_costs)


class KeptWorlds:
    """Where settled worlds and baselines are looked for, and put when they were not found; any number of threads may use it.

    ``files``: kept on disk there; ``memory``: bytes of them that are held in this process, the least recently used thrown out.
    """

    def __init__(self, files: KeptFiles | None = None, memory: int = 0) -> None:
        self.files = files
        self.memory = memory
        self._held: OrderedDict[str, tuple[Any, int]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._at_work: weakref.WeakValueDictionary[str, Any] = weakref.WeakValueDictionary()

    def __reduce__(self) -> tuple[type[KeptWorlds], tuple[KeptFiles | None]]:
        return KeptWorlds, (self.files,)  # a worker holds nothing: it gets another with every task

    def world(
        self, district: District, parameters: Parameters, *, seed: int = 0, world: int = 0, stop: Stop | None = None,
        passed: Callable[[int], None] | None = None,
    ) -> KeptWorld:  # fmt: skip
        """One world, found or settled when it is asked for; ``stop`` and ``passed`` are those of ``settle``, for months that are found, too.

        Raises ``ValueError`` for a seed or world out of range, ``TypeError`` for what is none of these.
        """
        _, seed, world = check_request(1, seed, world, "compiled")
        check_kinds(district, parameters)
        check_going_on(stop, passed)
        return KeptWorld(self, district, parameters, seed, world, stop, passed)

    def once(
        self, name: str, read: Callable[[bytes], Found], make: Callable[[], Found], pack: Callable[[Found], bytes], size: Callable[[Found], int], stop: Stop | None
    ) -> Found:
        """What is held or kept under ``name``, else what ``make`` gives; threads that ask for the same at the same time get the same."""
        found = self._remembered(name)
        if found is None:
            with self._alone(name, stop):
                found = self._remembered(name) or self._from_disk(name, read)
                if found is None:
                    found = make()
                    if self.files is not None:
                        self.files.write(name, pack(found))
                self._remember(name, found, size(found))
        return cast(Found, found)

    def has(self, name: str) -> bool:
        """Whether something is held or kept under ``name``."""
        return self._remembered(name) is not None or (self.files is not None and self.files.has(name))

    def _from_disk(self, name: str, read: Callable[[bytes], Found]) -> Found | None:
        data = None if self.files is None else self.files.read(name)
        if data is None or self.files is None:
            return None
        try:
            return read(data)
        except (ValueError, TypeError):  # whole, and yet not what belongs under this name
            self.files.throw_away(name)
            return None

    def _remembered(self, name: str) -> Any:
        with self._lock:
            if name not in self._held:
                return None
            self._held.move_to_end(name)
            return self._held[name][0]

    def _remember(self, name: str, found: Any, size: int) -> None:
        if size > self.memory:
            return
        with self._lock:
            self._bytes += size - self._held.pop(name, (None, 0))[1]
            self._held[name] = found, size
            while self._bytes > self.memory:
                self._bytes -= self._held.popitem(last=False)[1][1]

    @contextmanager
    def _alone(self, name: str, stop: Stop | None) -> Iterator[None]:
        """Only one thread at a time for each name; ``StoppedError`` where ``stop`` ends the waiting."""
        with self._lock:
            lock = self._at_work.setdefault(name, threading.Lock())
        while not lock.acquire(timeout=WAIT_SECONDS if stop is not None else -1):
            if is_over(stop):
                raise StoppedError("stopped while another thread settled the same world")
        try:
            yield
        finally:
            lock.release()


class KeptWorld:
    """One world of a store; the world itself is held as long as this is."""

    def __init__(
        self, store: KeptWorlds, district: District, parameters: Parameters, seed: int, world: int, stop: Stop | None,
        passed: Callable[[int], None] | None,
    ) -> None:  # fmt: skip
        self._store = store
        self._made_of = district, parameters, int(seed), int(world)
        self._stop, self._passed = stop, passed
        self._settled: Settled | None = None
        self.key = key_of_world(*self._made_of)
        """40 hex digits of all that makes the world."""

    def months_kept(self, months: int) -> int:
        """Months that need not be run, by the look of it: those of the burn-in, and those of a baseline of so many."""
        counts = {f"{self.key}.world": self._made_of[0].burn_in, f"{key_of_run(self.key, months)}.run": months}
        return sum(count for name, count in counts.items() if self._store.has(name))

    def settled(self) -> Settled:
        """The world after its burn-in; ``StoppedError`` where ``stop`` ended it."""
        if self._settled is not None:
            return self._settled
        district, parameters, seed, world = self._made_of
        told = _Told(self._passed)

        def read(data: bytes) -> Settled:
            model = EngineModel(district, BASELINE, parameters, seed, world)
            unpack_world(self.key, data, model)
            return Settled(CompiledWorld(model), parameters)

        def make() -> Settled:
            return settle(district, parameters, seed=seed, world=world, stop=self._stop, passed=told)

        if district.burn_in:
            self._settled = self._store.once(f"{self.key}.world", read, make, partial(_packed, self.key), _world_bytes, self._stop)
        else:  # it is drawn as soon as it is read
            self._settled = make()
        told.up_to(district.burn_in)
        return self._settled

    def baseline(self, months: int, policy: Policy = BASELINE) -> Run:
        """The run of so many months under a policy that moves nothing.

        Raises ``ValueError`` for a policy that moves something, ``StoppedError`` where ``stop`` ended it.
        """
        if not moves_nothing(policy):
            raise ValueError(f"policy {policy.name!r} is no baseline: it moves levers or costs something")
        district, _parameters, seed, world = self._made_of
        key = key_of_run(self.key, months)
        told = _Told(self._passed)

        def make() -> Run:
            course = self.settled().start(policy)
            if course.advance(months, self._stop, told) < months:
                raise StoppedError("stopped before the baseline was over")
            return course.run()

        def read(data: bytes) -> Run:
            return unpacked_run(key, data, district.name, policy.name, seed, world)

        found = self._store.once(f"{key}.run", read, make, lambda run: packed_run(key, run), run_bytes, self._stop)
        told.up_to(months)
        # Others may hold the same one, under another policy's name.
        monthly = {name: values.copy() for name, values in found.monthly.items()}
        return replace(found, policy=policy.name, monthly=monthly, events=list(found.events), places=list(found.places))


class _Told:
    """Tells of months, and in the end of those that were found."""

    def __init__(self, passed: Callable[[int], None] | None) -> None:
        self._passed, self._months = passed, 0

    def __call__(self, months: int) -> None:
        self._months += months
        if self._passed is not None and months > 0:
            self._passed(months)

    def up_to(self, months: int) -> None:
        """So many have passed in all."""
        self(months - self._months)


def _packed(key: str, settled: Settled) -> bytes:
    return packed_world(key, engine_of(settled.world))


def _world_bytes(settled: Settled) -> int:
    return int(sum(array.nbytes for array in engine_of(settled.world).state))
