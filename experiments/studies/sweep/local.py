"""Batches on processes of this machine, under supervision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from experiments.running.pool import Failure, supervise
from experiments.running.worlds import threads_beside
from experiments.studies.sweep.work import Batch, Worked, work
from experiments.text.progress import Progress

if TYPE_CHECKING:
    from simulation.kept_worlds import KeptWorlds


@dataclass(frozen=True)
class LocalCrew:
    """So many processes; none means this one, one batch after the other."""

    workers: int
    timeout: float
    """Seconds without progress after which a run is stopped."""
    kept: KeptWorlds | None = None
    """Where burn-ins and baselines are looked for and put."""

    def run(self, batches: Sequence[Batch], progress: Progress) -> Iterator[tuple[Batch, Worked | Failure]]:
        """(batch, what came of it) as they end, in whatever order; one that loses its process is not tried again as it is."""
        run = partial(work, kept=self.kept, threads=threads_beside(self.workers))
        return supervise(run, batches, workers=self.workers, stall_seconds=self.timeout, progress=progress, attempts=1)
