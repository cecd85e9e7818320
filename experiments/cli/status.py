"""``inspectorate status``: how far a sweep is, what failed, who writes to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer

from experiments.cli.common import FAILED_RUNS, INTERRUPTED, OK, suggested
from experiments.cli.options import Json, Lang, Quiet, SweepFolder
from experiments.text.console import Talk
from experiments.text.formatting import bytes_in_words, duration, figure
from experiments.text.messages import N_, _, enumerated

if TYPE_CHECKING:
    from experiments.studies.sweep.results import Results

commands = typer.Typer()


@commands.command("status", help=N_("Say how far a sweep is, what failed and who writes to it; verifies every file."))
def status(folder: SweepFolder, as_json: Json = False, quiet: Quiet = False, lang: Lang = "") -> int:
    """Say how far a sweep is, what failed, who writes to it; every file is verified on the way."""
    from experiments.disk import lock
    from experiments.studies.sweep import results
    from experiments.studies.sweep.ledger import Ledger

    talk = Talk(as_json, quiet)
    found = results.open(folder)
    ledger = Ledger.read(folder).entries
    done, failed = found.done(), found.failures
    spent = sum(float(entry.get("seconds", 0)) for entry in ledger)
    left, crew = _left(ledger, found.tasks - done - len(failed))
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    writer = lock.holder(folder)
    if talk.as_json:
        talk.json({"plan": found.plan.name, "tasks": found.tasks, "done": done, "failed": failed.to_dict("records"), "complete": found.complete,
                   "worker_seconds": spent, "worker_seconds_left": left, "workers_so_far": crew, "bytes": size, "writer": writer, "digest": found.digest,
                   "model": found.card["model"], "parts": len(ledger), "simulator": found.card.get("simulator"),
                   "own_outcomes": found.card.get("outcomes", {}), "keep": list(found.plan.keep), "by": list(found.plan.by)})  # fmt: skip
    else:
        talk.data(*_lines(found, done, spent, left / crew, size, writer))
        for row in failed.itertuples():
            talk.data(_("Point {point} in world {world} failed: {reason}. Again by itself: {replay}").format(
                point=row.point, world=row.world, reason=row.reason, replay=row.replay))  # fmt: skip
    if not found.complete:
        if writer is None and ("simulator" in found.card or found.own):
            talk.note(_("It goes on from Python only: run_sweep with the same simulator and outcomes."))
        elif writer is None:
            talk.next(suggested("sweep", folder), _("goes on where it stopped"))
        return INTERRUPTED
    return FAILED_RUNS if len(failed) else OK


def _left(ledger: Sequence[Mapping[str, Any]], tasks: int) -> tuple[float, int]:
    """Worker-seconds that so many tasks take, and how many workers there were.

    A worker's first part is left out where it has others: the worker started in it.
    """
    by: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for entry in ledger:
        if entry.get("by"):
            by[str(entry["by"])].append((float(entry.get("seconds", 0)), len(entry["tasks"])))
    parts = [part for own in by.values() for part in own[1:]] or [part for own in by.values() for part in own]
    count = sum(number for _seconds, number in parts)
    return (sum(seconds for seconds, _number in parts) / count * tasks if count else 0.0), max(1, len(by))


def _lines(found: Results, done: int, spent: float, left: float, size: int, writer: str | None) -> list[str]:
    lines = [
        _("Plan {plan}: {points} points x {worlds} worlds, {policies} policies. Model {model}.").format(
            plan=found.plan.name, points=figure(found.tasks // found.plan.worlds, 0), worlds=found.plan.worlds, policies=len(found.policies),
            model=found.card["model"]),
        _("{done} of {tasks} tasks have numbers, {failed} failed. Digest {digest}.").format(
            done=figure(done, 0), tasks=figure(found.tasks, 0), failed=len(found.failures), digest=found.digest[:16]),
        _("{time} of work by all workers, {size} on disk; every file holds its checksum.").format(time=duration(spent), size=bytes_in_words(size)),
    ]  # fmt: skip
    if (simulator := found.card.get("simulator")) is not None:
        lines.insert(0, _("Not this model's numbers: simulated by {simulator}, a simulator of the user's own.").format(
            simulator=f"{simulator['name']} ({simulator['source']})"))  # fmt: skip
    if found.own:
        lines.append(_("Outcomes of the user's own: {names}.").format(names=enumerated(found.own)))
    if found.whole and not found.complete:
        lines.append(_("Every row is there, the manifest is not: the sweep was stopped at its last step, or the file was removed."))
    elif not found.complete:
        lines.append(_("About {time} left with the workers it had.").format(time=duration(left)) if done else _("Nothing is finished yet."))
    lines.append(_("Being written to by {who}.").format(who=writer) if writer else _("Nobody writes to it."))
    return lines
