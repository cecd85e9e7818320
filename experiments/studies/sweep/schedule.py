"""Which tasks go to a worker together: those that share a burn-in, as many as take some seconds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from experiments.studies.sweep.tasks import Sweep
from experiments.studies.sweep.work import Batch

SECONDS, MOST_SECONDS = 8.0, 30.0
"""What a batch should take: long beside the cost of sending it, short enough to lose; more only where a sweep takes hours."""
PARTS = 400
"""Files that a long sweep is to make of its rows, as far as ``MOST_SECONDS`` allow: thousands are slow to open."""
MOST = 500
"""Tasks in a batch at most."""


class Batches(Sequence[Batch]):
    """Batches of ``size`` tasks, made as they are asked for; ``keys`` is (tasks, 2): point and world."""

    def __init__(self, sweep: Sweep, keys: NDArray[np.int64], size: int, timed: bool = False) -> None:
        self.sweep, self.keys, self.size, self.timed = sweep, keys, size, timed

    def __len__(self) -> int:
        return -(-len(self.keys) // self.size)

    @overload
    def __getitem__(self, number: int) -> Batch: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Batch]: ...
    def __getitem__(self, number: int | slice) -> Batch | Sequence[Batch]:
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(number)
        chosen = self.keys[number * self.size : (number + 1) * self.size].tolist()
        items = tuple(self.sweep.item(point, world) for point, world in chosen)
        return Batch(number, self.sweep.context, items, self.sweep.given.simulate, self.timed)

    def __iter__(self) -> Iterator[Batch]:
        return (self[number] for number in range(len(self)))


def pending(sweep: Sweep, finished: set[tuple[int, int]], shuffle: int | None = None) -> NDArray[np.int64]:
    """(tasks, 2): point and world of every task that is not finished, those with a common burn-in side by side.

    ``shuffle`` seeds another order, which must change nothing.
    """
    keys = np.array([key for key in sweep.keys if key not in finished], dtype=np.int64).reshape(-1, 2)
    if shuffle is not None:
        return np.random.default_rng(shuffle).permutation(keys)
    own = [f for f, name in enumerate(sweep.design.factors) if name in sweep.plan.uncertainties]
    if sweep.design.sets is not None or not len(keys):
        same: NDArray[np.int64] = np.arange(sweep.design.points, dtype=np.int64)
    else:
        same = np.unique(sweep.design.values[:, own], axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return keys[np.lexsort((keys[:, 0], same[keys[:, 0]], keys[:, 1]))]


def size_for(seconds_per_task: float, tasks: int, workers: int) -> int:
    """Tasks of a batch: some seconds of work, and no worker left with nothing at the end."""
    aim = min(MOST_SECONDS, max(SECONDS, seconds_per_task * tasks / PARTS))
    by_time = aim / max(seconds_per_task, 1e-6)
    by_share = tasks / (4 * max(1, workers))
    return int(max(1, min(by_time, by_share, MOST)))
