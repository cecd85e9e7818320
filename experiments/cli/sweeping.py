"""What commands that run sweeps share: by what they are run, the engine made ready, how a sweep ends or stops."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.cli.common import (
    FAILED_RUNS,
    INTERRUPTED,
    OK,
    Interrupted,
    command_line,
    prepare_engine,
    suggested,
    utc_now,
)
from experiments.disk.paths import refuse_unless_file
from experiments.running import keeping, memory
from experiments.running.worlds import available_workers, threads_beside
from experiments.studies.sweep.addresses import Tls, check_address
from experiments.studies.sweep.cluster import (
    WAIT_SECONDS,
    ClusterCrew,
    ClusterGoneError,
    local_cluster,
    remote_cluster,
)
from experiments.studies.sweep.design import points_of
from experiments.studies.sweep.local import LocalCrew
from experiments.studies.sweep.results import Results
from experiments.studies.sweep.study import Crew, StoppedError, fewer_at_once, run_sweep
from experiments.studies.sweep.tasks import Sweep, place_of
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.extras import need
from experiments.text.formatting import bytes_in_words, figure
from experiments.text.messages import _
from scenarios import PlanFile
from simulation.region import Region

if TYPE_CHECKING:
    from simulation.kept_worlds import KeptWorlds


@dataclass(frozen=True)
class How:
    """By what a sweep is run: processes of this machine unless ``dask`` or ``scheduler`` asks for a cluster."""

    workers: int | None = None
    timeout: float = 600.0
    dask: bool = False
    scheduler: str | None = None
    tls: Tls | None = None
    retry: bool = False
    shown_plan: str = ""
    """The plan as it was named, for commands that are suggested."""


def into(plan: PlanFile, folder: Path, how: How, talk: Talk) -> Results:
    """Run ``plan`` into ``folder``, showing progress; studies stand on this. Raises as ``run_sweep``."""
    facts = {
        "command": command_line(), "ended": utc_now(), "replay": suggested("sweep", how.shown_plan or plan.name),
    }  # fmt: skip

    def progress(total: int) -> Any:
        return talk.progress(total, _("Sweeping"), _("tasks"))

    try:
        say_memory(how, plan, talk)
        with _crew(how, talk, plan) as crew:
            return run_sweep(plan, folder, crew, progress=progress, note=talk.warn, retry=how.retry, facts=facts)
    except KeyboardInterrupt:
        raise Interrupted(_("Finished tasks are kept in {folder}; the same command goes on from there.").format(folder=folder)) from None


def _store_for(plan: PlanFile) -> KeptWorlds | None:
    """The store of worlds, where all worlds of a sweep have room in it; where each point has parameters of its own, it has worlds of its own."""
    kept, place = keeping.store(), place_of(plan)
    if kept is None or isinstance(place, Region):
        return None
    worlds = plan.worlds * (points_of(plan) if plan.uncertainties or plan.sampler.method == "ensemble" else 1)
    return kept if worlds <= keeping.room_for(kept, [place], plan.months) else None


@contextmanager
def _crew(how: How, talk: Talk, plan: PlanFile) -> Iterator[Crew]:
    workers, need_of_task = crew_size(how, plan), bytes_of_task(plan)
    if not how.dask and how.scheduler is None:
        yield LocalCrew(workers, how.timeout, _store_for(plan))
        return
    with ExitStack() as stack:
        try:
            if how.scheduler is not None:
                talk.note(_("Asking the scheduler at {address}, for up to {seconds} s ...").format(address=how.scheduler, seconds=round(WAIT_SECONDS)))
                client = stack.enter_context(remote_cluster(how.scheduler, how.tls))
            else:
                client = stack.enter_context(local_cluster(workers, bounded=not need_of_task))
            threads = 1 if how.scheduler is not None else threads_beside(workers)
            crew = ClusterCrew(client, how.timeout, note=talk.note, need=need_of_task, threads=threads)
            talk.note(_("A cluster with {n} threads.").format(n=crew.workers))
            yield crew
        except ClusterGoneError as error:
            raise StoppedError(str(error)) from error


def crew_size(how: How, plan: PlanFile | None = None) -> int:
    """Processes of this machine; no more than it holds worlds of the plan's region, where that is one."""
    asked = available_workers() if how.workers is None else how.workers
    return asked if plan is None else memory.fitting(bytes_of_task(plan), asked)


def bytes_of_task(plan: PlanFile) -> float:
    """Bytes of memory that a task takes; 0 on a single district, which is small."""
    return memory.summed_bytes(place_of(plan), plan.months)


def say_memory(how: How, plan: PlanFile, talk: Talk) -> None:
    """Say where a region's worlds leave room for fewer processes than there would be, or for none."""
    need_of_task, have = bytes_of_task(plan), memory.machine_bytes()
    if how.scheduler is not None or not need_of_task:
        return
    asked, fits = crew_size(how), crew_size(how, plan)
    if need_of_task > memory.SPARED * have:
        talk.warn(_("One world of {region} takes about {need} of memory, and the machine has {have}: write a smaller sample in the plan, for "
                    "instance sample = 0.1.").format(region=plan.district, need=bytes_in_words(need_of_task), have=bytes_in_words(have)))  # fmt: skip
    elif fits < asked:
        talk.note(fewer_at_once(plan, need_of_task, fits, asked))


def make_ready(sweep: Sweep, talk: Talk) -> None:
    """Compile the engine before workers start, each of which would compile it for itself."""
    place = sweep.context.district
    prepare_engine(place.units[0].district if isinstance(place, Region) else place, sweep.context.parameters, talk)


def not_sampled(plan: PlanFile, instead: str) -> str:
    """That a study draws its points by itself, and not by the sampler of the plan."""
    return _("The plan's own sampler ({method}) is not used: {instead}").format(method=plan.sampler.method, instead=instead)


def end(found: Results, how: How, talk: Talk) -> int:
    """Say what came out of a sweep and what to do next; the exit code."""
    failed = found.failures
    if talk.as_json:
        talk.json(_summary(found))
    else:
        talk.data(_("{done} of {tasks} tasks have numbers, {failed} failed. Digest {digest}.").format(
            done=figure(found.done(), 0), tasks=figure(found.tasks, 0), failed=len(failed), digest=found.digest[:16]))  # fmt: skip
    for row in failed.head(5).itertuples():
        talk.warn(_("Point {point} in world {world} failed: {reason}. Again by itself: {replay}").format(
            point=row.point, world=row.world, reason=row.reason, replay=row.replay))  # fmt: skip
    if len(failed) > 5:
        talk.warn(_("and {n} more; `inspectorate status {folder}` lists them.").format(n=len(failed) - 5, folder=shlex.quote(str(found.folder))))
    talk.note(_("Written to {folder}.").format(folder=found.folder))
    if len(failed):
        talk.next(suggested("sweep", how.shown_plan, "--out", found.folder, "--retry"), _("tries the failed ones again"))
    else:
        talk.next(suggested("export", found.folder, "--differences", "--to", "differences.xlsx"), _("what each policy does at each point"))
    return FAILED_RUNS if len(failed) else OK


def _summary(found: Results) -> dict[str, Any]:
    return {
        "folder": str(found.folder), "plan": found.plan.name, "policies": list(found.policies), "worlds": found.plan.worlds, "tasks": found.tasks, "done": found.done(),
        "failed": found.failures.to_dict("records"), "complete": found.complete, "digest": found.digest,
    }  # fmt: skip


def check_how(how: How) -> None:
    """``UserError`` where the ways to run do not go together, or what a cluster needs is not installed."""
    if how.dask or how.scheduler is not None:
        need("dask", "distributed")
    if how.scheduler is not None:
        check_address(how.scheduler, how.tls)
        if how.workers is not None:
            raise UserError(_("A running cluster has its own workers."), "--workers", _("Leave --workers out with --scheduler."))
    if how.tls is not None and how.scheduler is None:
        raise UserError(_("TLS is for a scheduler."), "--tls-ca", _("Name it with --scheduler tls://HOST:PORT."))


def until_stopped(work: Callable[[], int], talk: Talk) -> int:
    """The exit code of ``work``; a sweep that had to end early says why and how to go on."""
    try:
        return work()
    except StoppedError as error:
        talk.warn(_("Stopped: {reason} What is finished is kept; the same command goes on where this one stopped.").format(reason=error))
        return INTERRUPTED


def identity(ca: Path | None, cert: Path | None, key: Path | None) -> Tls | None:
    """Our identity for TLS, None without one; ``UserError`` where a file is missing."""
    given = [path for path in (ca, cert, key) if path is not None]
    if not given:
        return None
    if ca is None or cert is None or key is None:
        raise UserError(_("A TLS identity has three files."), "--tls-ca", _("Give --tls-ca, --tls-cert and --tls-key together."))
    for option, path in zip(("--tls-ca", "--tls-cert", "--tls-key"), given, strict=True):
        refuse_unless_file(path, option)
    return Tls(ca, cert, key)
