"""Answers that come whole and not in stages: computed once for all who ask, kept, and dropped where nobody waits any more."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field

from experiments.text.messages import language, speaking
from experiments.workshop.live.bounded import Bounded
from experiments.workshop.live.queue import Queue, Task
from experiments.workshop.live.turns import Turn
from simulation.asked import Stop

Make = Callable[[Stop], bytes | None]
"""Goes on with the work; None where it was told to stop before the end."""
KEPT_BYTES = 64 * 2**20


@dataclass
class Errand:
    """One under way."""

    future: Future[bytes] = field(default_factory=Future)
    waiting: int = 0


class Errands:
    """All of them; one queue with everything else."""

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self.kept: Bounded[bytes] = Bounded(KEPT_BYTES)
        self.computed = 0
        self._under_way: dict[Hashable, Errand] = {}
        self._lock = threading.Lock()

    async def get(self, name: Hashable, rank: int, make: Make, address: str = "") -> bytes:
        """What ``make`` gives in the language in force to whoever asks from ``address``; what it raises is raised here."""
        spoken = language()
        key = (name, spoken)
        kept = self.kept.get(key)
        if kept is not None:
            return kept
        with self._lock:
            errand = self._under_way.get(key)
            fresh = errand is None
            if errand is None:
                errand = self._under_way[key] = Errand()
            errand.waiting += 1
        if fresh:
            self.queue.put(self._task(key, spoken, rank, self.queue.turns[rank].next(address), make, errand))
        try:
            return await asyncio.shield(asyncio.wrap_future(errand.future))
        finally:
            with self._lock:
                errand.waiting -= 1
                if not errand.waiting and self._under_way.get(key) is errand:
                    del self._under_way[key]

    def _task(self, key: Hashable, spoken: str, rank: int, turn: Turn, make: Make, errand: Errand) -> Task:
        def work(stop: Stop) -> bool:
            self.queue.turns[rank].begun(turn)
            with speaking(spoken):
                found = make(stop)
            if found is None:
                return False
            self.computed += 1
            self.kept.put(key, found, len(found))
            errand.future.set_result(found)
            return True

        return Task(rank, turn, work, lambda: errand.waiting > 0, errand.future.set_exception, lambda: None)
