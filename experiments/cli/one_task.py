"""``inspectorate sweep --only``: one task of a plan, by itself and without a folder."""

from __future__ import annotations

from experiments.cli import sweeping
from experiments.cli.common import FAILED_RUNS, OK
from experiments.cli.sweeping import How, crew_size
from experiments.running.batch import TOTALS
from experiments.running.pool import Failure
from experiments.studies.sweep.local import LocalCrew
from experiments.studies.sweep.tasks import Sweep
from experiments.studies.sweep.work import Batch, Done, refused
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.messages import _


def run_one(sweep: Sweep, only: str, how: How, talk: Talk) -> int:
    """Run one task without a folder: how a failed one is looked at.

    In a process of its own, which it may kill or stand still in; with ``--workers 0`` in this one, for a debugger.
    """
    point, world = _parse_only(sweep, only)
    sweeping.make_ready(sweep, talk)
    batch = Batch(0, sweep.context, (sweep.item(point, world),))
    crew = LocalCrew(min(1, crew_size(how)), how.timeout)
    result = next(result for _batch, result in crew.run([batch], lambda share, done, failed: None))
    outcomes = refused(batch.items, result.kind, result.reason, result.trace) if isinstance(result, Failure) else result.outcomes
    outcome = outcomes[0]
    if not isinstance(outcome, Done):
        talk.warn(_("Point {point} in world {world} failed: {reason}.").format(point=point, world=world, reason=outcome.reason))
        talk.note(outcome.trace)
        return FAILED_RUNS
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
