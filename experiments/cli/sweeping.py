"""``inspectorate sweep``, ``status`` and ``extend``: from a plan file to a folder of results, whatever happens in between."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from experiments.cli.common import FAILED_RUNS, INTERRUPTED, OK, command_line, utc_now
from experiments.running.pool import Failure
from experiments.running.worlds import available_workers
from experiments.studies.sweep import plans
from experiments.studies.sweep.cluster import (
    ClusterCrew,
    ClusterGoneError,
    Tls,
    check_address,
    local_cluster,
    remote_cluster,
)
from experiments.studies.sweep.estimate import Estimate, estimate
from experiments.studies.sweep.local import LocalCrew
from experiments.studies.sweep.results import Results
from experiments.studies.sweep.store import plan_of, read_card
from experiments.studies.sweep.study import Crew, StoppedError, run_sweep
from experiments.studies.sweep.tasks import Sweep, resolve
from experiments.studies.sweep.work import Batch, Done, refused
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.formatting import bytes_in_words, duration, figure
from experiments.text.messages import _
from experiments.text.scenario_text import told
from scenarios import PlanFile, load_parameters


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


def sweep(reference: str, out: Path | None, how: How, dry_run: bool, only: str | None, talk: Talk) -> int:
    """Run a plan, or what is missing of it; the exit code."""
    plan = plans.load(reference)
    how = replace(how, shown_plan=reference)
    if only is not None:
        return _one(resolve(plan), only, how, talk)
    warn_of_factors(plan, talk)
    folder = out or Path("results") / f"sweep-{plan.name}"
    sketch = resolve(plan)
    make_ready(sketch, talk)
    found = estimate(sketch, _crew_size(how))
    if dry_run:
        return _told(found, talk)
    _say_size(found, folder, talk)
    return _end(into(plan, folder, how, talk), how, talk)


def warn_of_factors(plan: PlanFile, talk: Talk) -> None:
    """Say which values of a plan are allowed but unusual."""
    entries = load_parameters().entries
    tried = {name: [*(factor.values or []), *(v for v in (factor.low, factor.high) if v is not None)] for name, factor in plan.factors.items()}
    for name, values in [*tried.items(), *((name, [value]) for name, value in plan.parameters.items())]:
        for value in values:
            if not entries[name].is_expected(value):
                talk.warn(told(entries[name].warning(name, value)))


def into(plan: PlanFile, folder: Path, how: How, talk: Talk) -> Results:
    """Run ``plan`` into ``folder``, showing progress; studies stand on this. Raises as ``run_sweep``."""
    facts = {
        "command": command_line(), "ended": utc_now(), "replay": f"inspectorate sweep {shlex.quote(how.shown_plan or plan.name)}",
    }  # fmt: skip

    def progress(total: int) -> Any:
        return talk.progress(total, _("Sweeping"), _("tasks"))

    try:
        with _crew(how, talk) as crew:
            return run_sweep(plan, folder, crew, progress=progress, note=talk.warn, retry=how.retry, facts=facts)
    except KeyboardInterrupt:
        talk.warn(_("Interrupted. Finished tasks are kept in {folder}; the same command goes on from there.").format(folder=folder))
        raise


@contextmanager
def _crew(how: How, talk: Talk) -> Iterator[Crew]:
    if not how.dask and how.scheduler is None:
        yield LocalCrew(_crew_size(how), how.timeout)
        return
    with ExitStack() as stack:
        try:
            if how.scheduler is not None:
                client = stack.enter_context(remote_cluster(how.scheduler, how.tls))
            else:
                client = stack.enter_context(local_cluster(_crew_size(how)))
            crew = ClusterCrew(client, how.timeout)
            talk.note(_("A cluster with {n} threads.").format(n=crew.workers))
            yield crew
        except ClusterGoneError as error:
            raise StoppedError(str(error)) from error


def _crew_size(how: How) -> int:
    return available_workers() if how.workers is None else how.workers


def make_ready(sweep: Sweep, talk: Talk) -> None:
    """Compile the engine before workers start, each of which would compile it for itself."""
    from simulation.engine.run import is_compiled
    from simulation.simulate import prepare

    if not is_compiled():
        talk.note(_("Preparing the engine, once (about a minute) ..."))
    prepare(sweep.context.district, sweep.context.parameters)


def _words(found: Estimate) -> str:
    return _("{runs} runs: {points} points x {worlds} worlds x {policies} policies; about {time}; about {size} on disk.").format(
        runs=figure(found.runs, 0), points=figure(found.points, 0), worlds=figure(found.worlds, 0), policies=found.policies,
        time=duration(found.seconds), size=bytes_in_words(found.bytes))  # fmt: skip


def _told(found: Estimate, talk: Talk) -> int:
    if talk.as_json:
        talk.json({"points": found.points, "worlds": found.worlds, "policies": found.policies, "tasks": found.tasks, "runs": found.runs,
                   "seconds": found.seconds, "bytes": found.bytes})  # fmt: skip
    else:
        talk.data(_words(found))
    return OK


def _say_size(found: Estimate, folder: Path, talk: Talk) -> None:
    talk.note(_words(found))
    near = next((parent for parent in (folder, *folder.absolute().parents) if parent.exists()), Path("."))
    free = shutil.disk_usage(near).free
    if found.bytes > 0.9 * free:
        raise UserError(_("The results need about {need} and the disk has {free} left.").format(need=bytes_in_words(found.bytes), free=bytes_in_words(free)),
                        f"--out {folder}", _("Name a folder on a larger disk, or make the plan smaller."))  # fmt: skip


def _end(found: Results, how: How, talk: Talk) -> int:
    failed = found.failures
    plan = shlex.quote(how.shown_plan)
    if talk.as_json:
        talk.json(_summary(found))
    else:
        talk.data(_("{done} of {tasks} tasks have numbers, {failed} failed. Digest {digest}.").format(
            done=figure(found.done(), 0), tasks=figure(found.tasks, 0), failed=len(failed), digest=found.digest[:16]))  # fmt: skip
    for row in failed.head(5).itertuples():
        talk.warn(_("Point {point} in world {world} failed: {reason}. Again by itself: {replay}").format(
            point=row.point, world=row.world, reason=row.reason, replay=row.replay))  # fmt: skip
    if len(failed) > 5:
        talk.warn(_("and {n} more; `inspectorate status {folder}` lists them.").format(n=len(failed) - 5, folder=found.folder))
    talk.note(_("Written to {folder}.").format(folder=found.folder))
    if len(failed):
        talk.next(f"inspectorate sweep {plan} --out {shlex.quote(str(found.folder))} --retry", _("tries the failed ones again"))
    else:
        talk.next(f"inspectorate export {shlex.quote(str(found.folder))} --differences --to differences.xlsx", _("what each policy does at each point"))
    return FAILED_RUNS if len(failed) else OK


def _summary(found: Results) -> dict[str, Any]:
    return {
        "folder": str(found.folder), "plan": found.plan.name, "policies": list(found.policies), "tasks": found.tasks, "done": found.done(),
        "failed": found.failures.to_dict("records"), "complete": found.complete, "digest": found.digest,
    }  # fmt: skip


def _one(sweep: Sweep, only: str, how: How, talk: Talk) -> int:
    """Run one task without a folder: how a failed one is looked at.

    In a process of its own, which it may kill or stand still in; with ``--workers 0`` in this one, for a debugger.
    """
    point, world = _parse_only(sweep, only)
    make_ready(sweep, talk)
    batch = Batch(0, sweep.context, (sweep.item(point, world),))
    crew = LocalCrew(min(1, _crew_size(how)), how.timeout)
    result = next(result for _batch, result in crew.run([batch], lambda share, done, failed: None))
    outcomes = refused(batch.items, result.kind, result.reason, result.trace) if isinstance(result, Failure) else result.outcomes
    outcome = outcomes[0]
    if not isinstance(outcome, Done):
        talk.warn(_("Point {point} in world {world} failed: {reason}.").format(point=point, world=world, reason=outcome.reason))
        talk.note(outcome.trace)
        return FAILED_RUNS
    from experiments.running.batch import TOTALS

    values = {policy: dict(zip(TOTALS, outcome.totals[p].tolist(), strict=True)) for p, policy in enumerate(sweep.policies)}
    if talk.as_json:
        talk.json({"point": point, "world": world, "task": sweep.task_id(point, world), "outcomes": values,
                   "digests": dict(zip(sweep.policies, outcome.digests, strict=True))})  # fmt: skip
        return OK
    for policy, own in values.items():
        talk.data(f"{policy}: " + ", ".join(f"{name} {own[name]:.6g}" for name in sweep.plan.outcomes))
    return OK


def _parse_only(sweep: Sweep, only: str) -> tuple[int, int]:
    point, slash, world = only.partition("/")
    if not (slash and point.isascii() and point.isdigit() and world.isascii() and world.isdigit()):
        raise UserError(_("{text} is no task.").format(text=repr(only[:60])), "--only", _("Write POINT/WORLD, two whole numbers: --only 17/3."))
    if len(point) > 9 or len(world) > 10 or int(point) >= sweep.design.points or int(world) > 2**32 - 1:
        raise UserError(_("There is no such task."), f"--only {only[:60]}", _("Points run from 0 to {last}.").format(last=sweep.design.points - 1))
    return int(point), int(world)


def extend(folder: Path, worlds: int, how: How, talk: Talk) -> int:
    """Add worlds to a sweep; none is run twice."""
    card = read_card(folder)
    if card is None:
        raise UserError(_("There is no sweep in this folder."), str(folder), _("`inspectorate sweep PLAN --out DIR` makes one."))
    plan = plan_of(card)
    longer = plan.model_copy(update={"worlds": plan.worlds + worlds})
    sketch = resolve(longer)
    make_ready(sketch, talk)
    return _end(into(longer, folder, replace(how, shown_plan=plan.name), talk), replace(how, shown_plan=plan.name), talk)


def check_how(how: How) -> None:
    """``UserError`` where the ways to run do not go together."""
    if how.scheduler is not None:
        check_address(how.scheduler, how.tls)
        if how.workers is not None:
            raise UserError(_("A running cluster has its own workers."), "--workers", _("Leave --workers out with --scheduler."))
    if how.tls is not None and how.scheduler is None:
        raise UserError(_("TLS is for a scheduler."), "--tls-ca", _("Name it with --scheduler tls://HOST:PORT."))


def stopped(error: StoppedError, talk: Talk) -> int:
    """Say why a sweep ended early and how to go on."""
    talk.warn(_("Stopped: {reason} What is finished is kept; the same command goes on where this one stopped.").format(reason=error))
    return INTERRUPTED


