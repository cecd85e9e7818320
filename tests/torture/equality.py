"""The same sweep in every way in which it can be run: the same digest, to the last bit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from experiments.studies.sweep.cluster import ClusterCrew, local_cluster
from scenarios import PlanFile
from tests.torture import fake, plans

Ways = dict[str, dict[str, Any]]
SERIAL: Ways = {
    "one by one": {"size": 1}, "all in one batch": {"size": 100}, "batches of 5": {"size": 5}, "batches by their cost": {},
    "shuffled": {"shuffle": 1, "size": 2}, "shuffled otherwise": {"shuffle": 2, "size": 7},
}  # fmt: skip
PROCESSES: Ways = {"1 process": {"workers": 1}, "2 processes": {"workers": 2, "size": 2}, "4 processes, shuffled": {"workers": 4, "shuffle": 3, "size": 1}}


class Same:
    """``plan`` run by the stand-in, or by the model if ``simulate`` is None; every method yields what was different."""

    def __init__(self, folder: Path, plan: PlanFile, simulate: Any = fake.honest) -> None:
        self.folder, self.plan, self.simulate = folder, plan, simulate
        self.digest = self._run(plan, "first").digest
        self.ways = 1

    def _run(self, plan: PlanFile, name: str, **how: Any) -> Any:
        return plans.swept(plan, self.folder / name.replace(" ", "-"), **{"simulate": self.simulate, **how})

    def by(self, ways: Ways) -> Iterator[str]:
        for name, how in ways.items():
            self._run(self.plan, name, **how)
            yield from self._faults(name)

    def _faults(self, name: str) -> Iterator[str]:
        self.ways += 1
        yield from (f"{name}: {fault}" for fault in plans.faults(self.folder / name.replace(" ", "-"), self.digest))

    def extended(self) -> Iterator[str]:
        """World by world."""
        for worlds in range(1, self.plan.worlds + 1):
            self._run(self.plan.model_copy(update={"worlds": worlds}), "extended")
        yield from self._faults("extended")

    def resumed(self) -> Iterator[str]:
        """Interrupted after each part, and begun again by another number of processes each time."""
        for batches in range(60):
            try:
                self._run(self.plan, "resumed", crew=_Fickle(batches % 3 + 1), size=batches % 3 + 1)
                break
            except KeyboardInterrupt:
                continue
        yield from self._faults("resumed")

    def on_a_cluster(self) -> Iterator[str]:
        with local_cluster(2) as client:
            self._run(self.plan, "cluster", crew=ClusterCrew(client, 120.0), size=3)
        yield from self._faults("cluster")


class _Fickle:
    """A crew that stops for no reason after so many batches."""

    workers = 0

    def __init__(self, batches: int) -> None:
        self.batches = batches

    def run(self, batches: Any, progress: Any) -> Iterator[Any]:
        from experiments.studies.sweep.local import LocalCrew

        for number, found in enumerate(LocalCrew(0, 60.0).run(batches, progress)):
            if number == self.batches:
                raise KeyboardInterrupt
            yield found
