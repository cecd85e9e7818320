"""``inspectorate status`` and ``export``: how a sweep stands, and its rows for other programs."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

from experiments.cli.common import FAILED_RUNS, INTERRUPTED, OK
from experiments.disk import files, lock
from experiments.disk.sheet import write_sheet
from experiments.studies.sweep import results
from experiments.studies.sweep.contrasts import differences
from experiments.studies.sweep.ledger import Ledger
from experiments.studies.sweep.results import Results
from experiments.studies.sweep.store import MANIFEST, PARTS
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.formatting import bytes_in_words, duration, figure
from experiments.text.messages import _


def status(folder: Path, talk: Talk) -> int:
    """Say how far a sweep is, what failed, who writes to it; every file is verified on the way."""
    found = results.open(folder)
    ledger = Ledger.read(folder).entries
    done, failed = found.done(), found.failures
    spent = sum(float(entry.get("seconds", 0)) for entry in ledger)
    left = spent / max(1, done) * (found.tasks - done - len(failed))
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    writer = lock.holder(folder)
    if talk.as_json:
        talk.json({"plan": found.plan.name, "tasks": found.tasks, "done": done, "failed": failed.to_dict("records"), "complete": found.complete,
                   "worker_seconds": spent, "worker_seconds_left": left, "bytes": size, "writer": writer, "digest": found.digest,
                   "model": found.card["model"], "parts": len(ledger)})  # fmt: skip
    else:
        talk.data(*_lines(found, done, spent, left, size, writer))
        for row in failed.itertuples():
            talk.data(_("Point {point} in world {world} failed: {reason}. Again by itself: {replay}").format(
                point=row.point, world=row.world, reason=row.reason, replay=row.replay))  # fmt: skip
    if not found.complete:
        if writer is None:
            talk.next(f"inspectorate sweep {shlex.quote(found.plan.name)} --out {shlex.quote(str(folder))}", _("goes on where it stopped"))
        return INTERRUPTED
    return FAILED_RUNS if len(failed) else OK


def _lines(found: Results, done: int, spent: float, left: float, size: int, writer: str | None) -> list[str]:
    lines = [
        _("Plan {plan}: {points} points x {worlds} worlds, {policies} policies. Model {model}.").format(
            plan=found.plan.name, points=figure(found.tasks // found.plan.worlds, 0), worlds=found.plan.worlds, policies=len(found.policies),
            model=found.card["model"]),
        _("{done} of {tasks} tasks have numbers, {failed} failed. Digest {digest}.").format(
            done=figure(done, 0), tasks=figure(found.tasks, 0), failed=len(found.failures), digest=found.digest[:16]),
        _("{time} of work by all workers, {size} on disk; every file holds its checksum.").format(time=duration(spent), size=bytes_in_words(size)),
    ]  # fmt: skip
    if found.whole and not found.complete:
        lines.append(_("Every row is there, the manifest is not: the sweep was stopped at its last step, or the file was removed."))
    elif not found.complete:
        lines.append(_("About {time} of work left.").format(time=duration(left)) if done else _("Nothing is finished yet."))
    lines.append(_("Being written to by {who}.").format(who=writer) if writer else _("Nobody writes to it."))
    return lines


def export(folder: Path, to: Path, every: bool, contrasts: bool, talk: Talk) -> int:
    """The rows of a sweep, or each policy's differences, as one .csv, .xlsx or .parquet file: no cell a formula, nothing cut."""
    found = results.open(folder)
    if found.whole and not found.complete:
        talk.warn(_("{file} is missing; `inspectorate sweep` with the same plan and folder writes it anew.").format(file=MANIFEST))
    elif not found.complete:
        talk.warn(_("The sweep is not complete: {done} of {tasks} tasks have numbers.").format(done=found.done(), tasks=found.tasks))
    table = differences(found) if contrasts else found.joined(None if every else list(found.plan.outcomes))
    if to.suffix not in {".csv", ".xlsx", ".parquet"}:
        raise UserError(_("No such kind of file."), f"--to {to}", _("Write a name that ends in .csv, .xlsx or .parquet."))
    if not to.absolute().parent.is_dir():
        raise UserError(_("There is no such folder."), f"--to {to}", _("Make the folder first, or name another."))
    if to.absolute().is_relative_to((folder / PARTS).absolute()):
        raise UserError(_("That folder is the sweep's own."), f"--to {to}", _("Name a file elsewhere."))
    if to.suffix == ".parquet":
        files.write_parquet(to, table)
    elif not (files.write_csv(to, table) if to.suffix == ".csv" else write_sheet(to, table, _about(found, contrasts))):
        raise UserError(_("{rows} rows do not fit a sheet of {limit}; nothing was written, for a sheet cut short would look whole.").format(
            rows=figure(table.num_rows, 0), limit=figure(files.SHEET_ROWS, 0)), f"--to {to}", _("Write a .parquet file, or ask DuckDB for the part you need."))  # fmt: skip
    if talk.as_json:
        talk.json({"file": str(to), "rows": table.num_rows, "columns": table.column_names})
    else:
        talk.data(_("{rows} rows written to {file}.").format(rows=figure(table.num_rows, 0), file=to))
    return OK


def _about(found: Results, contrasts: bool) -> list[tuple[str, Any]]:
    """What stands on the second sheet."""
    return [
        (_("plan"), found.plan.name), (_("question"), found.plan.question), (_("model"), found.card["model"]), (_("district"), found.plan.district),
        (_("months"), found.plan.months), (_("seed"), found.plan.seed), (_("digest"), found.digest),
        (_("rows"), _("one for each point, policy and outcome: the policy less the reference, per year where months add up, with its 95 % interval "
                      "for one comparison at a time; an empty cell cannot be told")
         if contrasts else
         _("one for each point, world and policy; outcomes over all months, by their own rules; an empty cell is not known")),
    ]  # fmt: skip
