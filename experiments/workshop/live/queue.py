"""One queue for all that is to be run: the most urgent first, on as many threads as there are processors; what nobody wants stops."""

from __future__ import annotations

import heapq
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from experiments.workshop.live.turns import Turns
from simulation.asked import Stop
from simulation.course import StoppedError

FIRST_PICTURE, REFINEMENT, AHEAD = 0, 1, 9
"""Ranks: a first picture, what follows it, what nobody has asked for yet; between the last two lie the later stages."""


@dataclass(order=True)
class Task:
    """A piece of work; whoever wants it no more says so through ``wanted``."""

    rank: int
    order: tuple[int, ...]
    work: Callable[[Stop], bool] = field(compare=False)
    """Told when to stop; whether it is finished, else it is called again."""
    wanted: Callable[[], bool] = field(compare=False)
    failed: Callable[[Exception], None] = field(compare=False)
    dropped: Callable[[], None] = field(compare=False)
    """Told that it was left undone, since nobody wanted it."""


class Queue:
    """Tasks and the threads that do them."""

    def __init__(self, threads: int) -> None:
        self.turns: defaultdict[int, Turns] = defaultdict(Turns, {rank: Turns() for rank in range(AHEAD + 1)})
        """Who comes first, by rank."""
        self._tasks: list[Task] = []
        self._changed = threading.Condition()
        self._closed = False
        self._threads = [threading.Thread(target=self._serve, name=f"engine-{number}", daemon=True) for number in range(threads)]

    def open(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Stop what is under way, and leave what is not."""
        with self._changed:
            self._closed = True
            self._tasks.clear()
            self._changed.notify_all()

    def put(self, *tasks: Task) -> None:
        """Have them done."""
        with self._changed:
            if self._closed:
                return
            for task in tasks:
                heapq.heappush(self._tasks, task)
            self._changed.notify(len(tasks))

    def __len__(self) -> int:
        return len(self._tasks)

    def _serve(self) -> None:
        while (task := self._next()) is not None:
            if task.wanted():
                self._do(task)
            else:
                task.dropped()

    def _next(self) -> Task | None:
        with self._changed:
            while not self._tasks and not self._closed:
                self._changed.wait()
            return None if self._closed else heapq.heappop(self._tasks)

    def _do(self, task: Task) -> None:
        def stop() -> bool:
            return self._closed or self._waits_before(task.rank) or not task.wanted()

        try:
            done = task.work(stop)
        except StoppedError:
            done = False
        except Exception as error:
            task.failed(error)
            return
        if not done and task.wanted():
            self.put(task)
        elif not done:
            task.dropped()

    def _waits_before(self, rank: int) -> bool:
        """Whether something more urgent waits; asked every 20 milliseconds of work, without the lock: a moment later it is asked again."""
        try:
            return self._tasks[0].rank < rank
        except IndexError:
            return False
