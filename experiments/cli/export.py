"""``inspectorate export``: the rows of a sweep for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.cli.common import OK
from experiments.cli.options import Json, Lang, Quiet, SweepFolder
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.formatting import figure
from experiments.text.messages import N_, _

if TYPE_CHECKING:
    import pyarrow as pa

    from experiments.studies.sweep.results import Results

commands = typer.Typer()


@commands.command("export", help=N_("Write the rows of a sweep as .csv, .xlsx or .parquet; nothing is cut, no cell is a formula."))
def export(
    folder: SweepFolder,
    to: Annotated[Path, typer.Option("--to", help=N_("The file: .csv, .xlsx or .parquet."))],
    every: Annotated[bool, typer.Option("--all", help=N_("Every outcome, not only those of the plan."))] = False,
    contrasts: Annotated[
        bool, typer.Option("--differences", help=N_("Not the rows, but what each policy does at each point: its paired difference with an interval."))
    ] = False,
    rows: Annotated[
        str, typer.Option("--rows", metavar="KIND", help=N_("runs (each point, world and policy), or what the plan keeps: monthly, places, breakdowns."))
    ] = "runs",
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """The rows of a sweep, or each policy's differences, as one .csv, .xlsx or .parquet file: no cell a formula, nothing cut."""
    from experiments.disk import files, paths
    from experiments.studies.sweep import results
    from experiments.studies.sweep.card import MANIFEST, PARTS
    from experiments.studies.sweep.contrasts import differences
    from experiments.studies.sweep.kept import SCHEMAS

    talk = Talk(as_json, quiet)
    if to.suffix not in {".csv", ".xlsx", ".parquet"}:
        raise UserError(_("No such kind of file."), f"--to {paths.shown(to)}", _("Write a name that ends in .csv, .xlsx or .parquet."))
    paths.refuse_unless_writable_file(to, "--to")
    found = results.open(folder)
    if found.whole and not found.complete:
        talk.warn(_("{file} is missing; `inspectorate sweep` with the same plan and folder writes it anew.").format(file=MANIFEST))
    elif not found.complete:
        talk.warn(_("The sweep is not complete: {done} of {tasks} tasks have numbers.").format(done=found.done(), tasks=found.tasks))
    _check_rows(rows, contrasts)
    outcomes = None if every else list(found.plan.outcomes)
    table = differences(found) if contrasts else found.joined(outcomes) if rows == "runs" else found.kept_joined(rows, outcomes)
    if any(to.absolute().is_relative_to((folder / own).absolute()) for own in (PARTS, *SCHEMAS)):
        raise UserError(_("That folder is the sweep's own."), f"--to {to}", _("Name a file elsewhere."))
    with paths.file_written(to, "--to"):
        is_whole = _write(to, table, _about(found, contrasts, rows))
    if not is_whole:
        raise UserError(_("{rows} rows do not fit a sheet of {limit}; nothing was written, for a sheet cut short would look whole.").format(
            rows=figure(table.num_rows, 0), limit=figure(files.SHEET_ROWS, 0)), f"--to {to}", _("Write a .parquet file, or ask DuckDB for the part you need."))  # fmt: skip
    if talk.as_json:
        talk.json({"file": str(to), "rows": table.num_rows, "columns": table.column_names})
    else:
        talk.data(_("{rows} rows written to {file}.").format(rows=figure(table.num_rows, 0), file=to))
    return OK


def _write(to: Path, table: pa.Table, about: list[tuple[str, Any]]) -> bool:
    """Whether the file could hold all of the table; if not, it is not written."""
    from experiments.disk import files
    from experiments.disk.sheet import write_sheet

    if to.suffix == ".parquet":
        files.write_parquet(to, table)
        return True
    return files.write_csv(to, table) if to.suffix == ".csv" else write_sheet(to, table, about)


def _check_rows(rows: str, contrasts: bool) -> None:
    from experiments.studies.sweep.kept import SCHEMAS

    if rows not in {"runs", *SCHEMAS}:
        raise UserError(_("There are no rows of this kind."), f"--rows {rows[:60]}", _("Write runs, monthly, places or breakdowns."))
    if contrasts and rows != "runs":
        raise UserError(_("Differences are of whole runs."), f"--rows {rows} --differences", _("Leave one of the two out."))


def _about(found: Results, contrasts: bool, rows: str) -> list[tuple[str, Any]]:
    """What stands on the second sheet."""
    kept = {"monthly": _("one for each point, world, policy and month, months counted from 0"),
            "places": _("one for each point, world, policy and place; totals over all months, hazards and coverage as they stand at the end"),
            "breakdowns": _("one for each point, world, policy and group; outcomes over all months, by their own rules; empty where a group has none")}  # fmt: skip
    return [
        *([(_("simulator"), f"{simulator['name']} ({simulator['source']})")] if (simulator := found.card.get("simulator")) else []),
        (_("plan"), found.plan.name), (_("question"), found.plan.question), (_("model"), found.card["model"]), (_("district"), found.plan.district),
        *([] if found.plan.sample is None else [(_("sample"), found.plan.sample)]),
        (_("months"), found.plan.months), (_("seed"), found.plan.seed), (_("digest"), found.digest),
        (_("rows"), _("one for each point, policy and outcome: the policy less the reference, per year where months add up, with its 95 % interval "
                      "for one comparison at a time; an empty cell cannot be told")
         if contrasts else kept.get(rows) or
         _("one for each point, world and policy; outcomes over all months, by their own rules; an empty cell is not known")),
    ]  # fmt: skip
