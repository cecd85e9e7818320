"""A sweep from its plan to its results: what is missing is run, what is finished stays, whatever happened before."""

from __future__ import annotations

import math
import shlex
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from experiments.disk import files, sealed
from experiments.disk.provenance import commit, versions
from experiments.running import memory
from experiments.running.asked import folder_asked, whole
from experiments.running.plan import Simulator
from experiments.running.pool import STALL_SECONDS, Failure
from experiments.studies.sweep import results
from experiments.studies.sweep.card import CARD, MANIFEST, POINTS, plan_of, read_card
from experiments.studies.sweep.claim import opened
from experiments.studies.sweep.cluster import ClusterGoneError
from experiments.studies.sweep.given import Given, Measure
from experiments.studies.sweep.kept import groups_of, most_tasks
from experiments.studies.sweep.ledger import NAME as LEDGER
from experiments.studies.sweep.local import LocalCrew
from experiments.studies.sweep.plans import load
from experiments.studies.sweep.results import Results
from experiments.studies.sweep.schedule import SECONDS, Batches, pending, size_for
from experiments.studies.sweep.single import replay_call
from experiments.studies.sweep.store import Store
from experiments.studies.sweep.tasks import Sweep, resolve
from experiments.studies.sweep.work import Batch, Worked, refused
from experiments.text.errors import UserError, shown_value
from experiments.text.formatting import bytes_in_words
from experiments.text.messages import _
from experiments.text.progress import Progress
from scenarios import PlanFile

ATTEMPTS = 3
"""How often a task may take its process with it before it counts as failed: a killed worker is mostly not its fault."""

SMALL = 16
"""Tasks of a batch that are tried one by one when it brings its process down; more are first tried in smaller batches."""


class Crew(Protocol):
    """Who runs batches: processes of this machine, or a cluster."""

    @property
    def workers(self) -> int:
        """How many batches run at once; 0: in this process."""

    def run(self, batches: Sequence[Batch], progress: Progress) -> Iterator[tuple[Batch, Worked | Failure]]:
        """(batch, what came of it) as they end."""


class StoppedError(Exception):
    """A sweep that ended early for a reason outside of it; what is finished is on disk and the same command goes on."""


@dataclass
class Course:
    """One go at what is missing of a sweep."""

    sweep: Sweep
    store: Store
    crew: Crew
    report: Progress
    size: int | None = None
    """Tasks of a batch; by measured cost if None."""
    facts: dict[str, Any] = field(default_factory=dict)
    shown: str = ""
    """The plan as it was named; its own name if empty."""

    def run(self, shuffle: int | None = None) -> None:
        """Run everything that is missing; a batch that brings its process down is taken apart until the task is known."""
        keys = pending(self.sweep, set(self.store.status), shuffle)
        if self.size is None and len(keys):
            first = min(len(keys), max(1, self.crew.workers))
            pace, broken = self._round(keys[:first], 1, timed=True)
            context = self.sweep.context
            most = most_tasks(context.keep, len(self.sweep.policies), context.months, groups_of(context.district, context.by))
            size = min(most, size_for(pace, len(keys) - first, self.crew.workers))
            keys = np.concatenate([keys[first:], broken])
        else:
            size = self.size or 1
        broken = self._round(keys, size)[1]
        if size > SMALL:  # five hundred parts of one task each would be a poor end for one bad run
            broken = self._round(broken, math.isqrt(size))[1]
        for attempt in range(ATTEMPTS):
            if not len(broken):
                return
            broken = self._round(broken, 1, last=attempt == ATTEMPTS - 1)[1]

    def _round(self, keys: NDArray[np.int64], size: int, last: bool = False, timed: bool = False) -> tuple[float, NDArray[np.int64]]:
        """Seconds a task takes if ``timed``, and the tasks whose process died or stood still; on the ``last`` round these are failures."""
        broken: list[tuple[int, int]] = []
        paces: list[float] = []
        batches = Batches(self.sweep, keys, size, timed)

        def progress(share: float, done: int, failed: int) -> None:
            tasks, before = self.sweep.tasks, len(self.store.status)
            running = max(0.0, share * len(batches) - done) * size
            self.report(min(1.0, (before + running) / tasks), before, self.store.failed)

        for batch, result in self.crew.run(batches, progress):
            if isinstance(result, Failure):
                alone_and_stuck = result.kind == "stalled" and len(batch.items) == 1  # waiting out its limit again tells nothing
                if not last and not alone_and_stuck:
                    broken += [(item.point, item.world) for item in batch.items]
                    continue
                outcomes, spent, place = refused(batch.items, result.kind, result.reason, result.trace), 0.0, ""
            else:
                outcomes, spent, place = result.outcomes, result.seconds, result.place
                paces += [result.pace] if timed else []
            self.store.add(outcomes, self.replay, {"seconds": round(spent, 3), "by": place})
        # Of nothing but broken ones nothing is known: small batches, then.
        return sum(paces) / len(paces) if paces else SECONDS, np.array(broken, dtype=np.int64).reshape(-1, 2)

    def replay(self, point: int, world: int) -> str:
        """The command that runs one task again, by itself; a call where only Python can give what it takes."""
        given = self.sweep.given
        if given.simulate is not None or given.outcomes:
            return replay_call(self.shown or self.sweep.plan.name, point, world, given)
        return f"{self.facts.get('replay', 'inspectorate sweep ' + self.sweep.plan.name)} --only {point}/{world}"


@contextmanager
def unseen(total: int) -> Iterator[Progress]:
    """Progress of so many tasks that nobody watches."""
    yield lambda share, done, failed: None


def run_sweep(
    plan: PlanFile | str, folder: Path | str, crew: Crew | None = None, *, workers: int = 0, simulate: Simulator | None = None,
    outcomes: Mapping[str, Measure] | None = None, progress: Callable[[int], Any] = unseen, note: Callable[[str], None] = lambda text: None,
    retry: bool = False, facts: dict[str, Any] | None = None, size: int | None = None, shuffle: int | None = None,
) -> Results:  # fmt: skip
    """Run ``plan`` into ``folder``, or what is missing of it there; the results, every file verified.

    ``plan`` is a plan, the name of a shipped one or the path of a file.  ``workers=0`` runs in this process; more start worker processes,
    whose scripts need the usual ``if __name__ == "__main__"``; ``crew`` says otherwise who runs, a cluster for instance.
    ``simulate`` is a simulator of one's own, called as ``simulation.simulate_policies`` is; ``outcomes`` are functions of a
    ``simulation.Run`` that give a number, by the name of their column.  Both must be importable by their names, since name and source are
    in the identity of every task: the folder goes on with the same ones alone.
    ``progress(total)`` is a context that gives a report function; ``note`` is told what was found and mended.  ``retry`` tries failed
    tasks again.  ``facts`` go into the manifest.  Raises ``UserError`` where an argument means nothing, where the folder is another's or in use, ``ScenarioError`` for
    what the plan names, ``StoppedError`` where the disk or the cluster fails: then the same call goes on later.
    """
    begun, clock = time.time(), time.monotonic()
    if not isinstance(plan, str | PlanFile):
        raise UserError(_("{value} is no plan.").format(value=shown_value(plan)), "plan=", _("Give a name, the path of a file, or an object of scenarios.PlanFile."))
    if crew is not None and not callable(getattr(crew, "run", None)):
        raise UserError(_("{value} runs no batches.").format(value=shown_value(crew)), "crew=", _("Leave it out and give workers, a number of processes."))
    shown, folder, given = plan if isinstance(plan, str) else plan.name, folder_asked(folder, "folder"), Given(simulate, {} if outcomes is None else outcomes)
    size, shuffle = (value if value is None else whole(name, value, low, 2**32) for name, value, low in (("size", size, 1), ("shuffle", shuffle, 0)))
    plan = load(plan) if isinstance(plan, str) else plan
    try:
        sweep = resolve(_with_worlds(plan, folder), given)
        with opened(folder, sweep) as store:
            for text in store.notes:
                note(text)
            if retry:
                store.forget_failures()
            with progress(sweep.tasks) as report:
                Course(sweep, store, crew or _crew(sweep, whole("workers", workers, 0, 256), note), report, size, facts or {}, shown).run(shuffle)
            found = results.verified(folder)
            if not found.whole:
                raise StoppedError(_("Some tasks are still missing."))
            if found.manifest is None:
                _write_manifest(found, {**given.card, **(facts or {}), "started": round(begun, 3), "seconds": round(time.monotonic() - clock, 1)})
                found = found.vouched()
    except ClusterGoneError as error:
        raise StoppedError(str(error)) from error
    except OSError as error:
        raise StoppedError(_("The disk gave an error: {reason}{file}.").format(
            reason=error.strerror or str(error), file=f" ({Path(error.filename).name})" if isinstance(error.filename, str) else "")) from error  # fmt: skip
    return found


def _crew(sweep: Sweep, workers: int, note: Callable[[str], None]) -> LocalCrew:
    """Processes of this machine; no more than it holds worlds of a region."""
    need = memory.summed_bytes(sweep.context.district, sweep.context.months)
    fits = memory.fitting(need, workers)
    if fits < workers:
        note(fewer_at_once(sweep.plan, need, fits, workers))
    return LocalCrew(fits, STALL_SECONDS)


def fewer_at_once(plan: PlanFile, need: float, fits: int, asked: int) -> str:
    """That a region's worlds leave room for fewer processes than were asked for."""
    return _("One world of {region} takes about {need} of memory: {fits} at a time and not {asked}.").format(
        region=plan.district, need=bytes_in_words(need), fits=fits, asked=asked)  # fmt: skip


def _with_worlds(plan: PlanFile, folder: Path) -> PlanFile:
    """The plan with the worlds by which its folder was extended, if it was."""
    card = read_card(folder)
    if card is None:
        return plan
    return plan.model_copy(update={"worlds": max(plan.worlds, plan_of(card).worlds)})


def _write_manifest(found: Results, facts: dict[str, Any]) -> None:
    """What vouches for a complete sweep: the digest of its rows and a checksum of every file; the parts by the ledger."""
    failed = found.failures
    sealed.write(found.folder / MANIFEST, {
        "schema_version": 1, "digest": found.digest, "tasks": found.tasks, "failed": len(failed), "versions": versions(), "git": commit(),
        "files": {name: files.sha256(found.folder / name) for name in (CARD, POINTS, LEDGER)}, **facts,
    })  # fmt: skip


def refuse_unless_complete(found: Results, least: float = 1.0) -> None:
    """``UserError`` where a study would stand on less than this share of the tasks."""
    done = found.done()
    if done < least * found.tasks:
        raise UserError(_("Only {done} of {tasks} tasks have numbers.").format(done=done, tasks=found.tasks), str(found.folder),
                        _("`inspectorate status {folder}` tells why; --retry tries them again.").format(folder=shlex.quote(str(found.folder))))  # fmt: skip
