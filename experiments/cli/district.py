"""``inspectorate district``: a district of one's own: its workbook, the import, the check against its records, ten questions."""

from __future__ import annotations

import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli.common import OK, command_line, prepare_engine, suggested, utc_now
from experiments.cli.options import EnsembleChoice, Json, Lang, Quiet, Seed
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.messages import N_, _

if TYPE_CHECKING:
    from experiments.data.report import Checked

commands = typer.Typer()


class Action(StrEnum):
    """What is done."""

    template = "template"
    fill = "import"
    check = "check"
    new = "new"


Do = Annotated[Action, typer.Argument(metavar="ACTION", help=N_("template: a workbook to fill in; import: the district in it; check: a district against its records; new: ten questions."))]
Given = Annotated[Path | None, typer.Argument(metavar="FILE", help=N_("import: a workbook (.xlsx) or a folder of .csv files; check: a district's .toml file."))]
Out = Annotated[Path | None, typer.Option("--out", "-o", help=N_("template: the workbook; import, new: the district's file; check: a folder."))]
Example = Annotated[bool, typer.Option("--example", help=N_("template: filled in for a made-up county, to try things out."))]
Worlds = Annotated[int, typer.Option("--worlds", "-n", min=10, max=1000, help=N_("check: worlds of the baseline."))]
USUAL = {Action.template: "district.xlsx", Action.fill: "district.toml", Action.new: "district.toml"}


@commands.command("district", help=N_("Make a district of your own: from a workbook or ten questions, and check it against its records."))
def district(
    do: Do, file: Given = None, out: Out = None, example: Example = False, worlds: Worlds = 20, seed: Seed = 0, ensemble: EnsembleChoice = None,
    as_json: Json = False, quiet: Quiet = False, lang: Lang = "",
) -> int:  # fmt: skip
    """Do one of the four; the exit code."""
    talk = Talk(as_json, quiet)
    if do in (Action.fill, Action.check) and file is None:
        raise UserError(_("Which file?"), f"inspectorate district {do.value}", _("Give its path after the word."))
    if do in (Action.template, Action.new) and file is not None:
        raise UserError(_("No file is read here."), str(file), _("Name the file that is to be written with --out."))
    if do is Action.check:
        assert file is not None
        return _check(file, out, worlds, seed, ensemble, talk)
    target = out or Path(USUAL[do])
    if do is Action.template:
        return _template(target, example, talk)
    return _new(target, talk) if file is None else _import(file, target, talk)


def _template(out: Path, example: bool, talk: Talk) -> int:
    from experiments.data.example import filled_example
    from experiments.data.importing import BASE
    from experiments.data.template import template_bytes
    from experiments.disk import files, paths
    from scenarios import load_district

    _refuse_kind(out, ".xlsx")
    base = load_district(BASE)
    with paths.file_written(out, "--out"):
        files.write_bytes(out, template_bytes(base, filled_example(base) if example else None))
    if talk.as_json:
        talk.json({"written": str(out)})
    talk.note(_("Written to {file}.").format(file=out))
    talk.next(suggested("district import", out, "--out", "my-district.toml"), "" if example else _("when it is filled in"))
    return OK


def _refuse_kind(out: Path, suffix: str) -> None:
    if out.suffix.lower() != suffix:
        raise UserError(_("No such kind of file."), f"--out {out}", _("Write a name that ends in {suffix}.").format(suffix=suffix))


def _refuse_name(out: Path) -> None:
    from scenarios.library import is_file_name

    _refuse_kind(out, ".toml")
    if not is_file_name(out.stem):
        raise UserError(_("A district cannot be called so."), f"--out {out}", _("Use small letters a to z, digits and hyphens: my-district.toml."))


def _import(file: Path, out: Path, talk: Talk) -> int:
    from experiments.data.importing import check_text, import_workbook, records_file
    from experiments.data.writing import counts_of
    from experiments.disk import files, paths
    from experiments.text.messages import titled

    _refuse_name(out)
    if not file.is_dir():
        paths.refuse_unless_file(file, "import")
    found = import_workbook(file, out.stem)
    made = check_text(found.text, out)
    with paths.file_written(out, "--out"):
        files.write_text(out, found.text)
    beside = records_file(out)
    if found.records:
        with paths.file_written(beside, "--out"):
            files.write_text(beside, found.records)
    counts = counts_of(found.filled)
    if talk.as_json:
        talk.json({"written": str(out), "records": str(beside) if found.records else None, "counts": counts, "notes": found.notes, "note": made.note})
    else:
        for note in found.notes:
            talk.data(note)
        talk.data(_("{enterprises} enterprises of the register, {drawn} drawn beside them; {places} places, {departments} departments, {records} records.").format(
            drawn=made.others.count, **{name: counts[name] for name in ("enterprises", "places", "departments", "records")}))  # fmt: skip
        talk.data(titled(made.note, made.note_zh))
    talk.note(_("Written to {file}.").format(file=out))
    talk.next(suggested("district check", out) if found.records else suggested("compare", "--district", out, "--policy", "all-five"))
    return OK


def _new(out: Path, talk: Talk) -> int:
    from experiments.data.asking import ask, file_of
    from experiments.data.importing import BASE, check_text
    from experiments.disk import files, paths
    from experiments.text.messages import titled
    from scenarios import load_district

    _refuse_name(out)
    paths.refuse_unless_writable_file(out, "--out")
    talk.note(_("Ten questions. An empty answer means not known: the number is then taken from Jiuyuan District."))

    def answer(question: str) -> str:
        talk.err.print(question, end="")
        try:
            return input()
        except EOFError:
            raise UserError(_("The answers ended before the questions."), "", _("Answer all ten in a terminal, or give ten lines.")) from None

    text = file_of(ask(answer, talk.warn), load_district(BASE), out.stem)
    made = check_text(text, out)
    with paths.file_written(out, "--out"):
        files.write_text(out, text)
    if talk.as_json:
        talk.json({"written": str(out), "note": made.note})
    else:
        talk.data(titled(made.note, made.note_zh))
    talk.note(_("Written to {file}.").format(file=out))
    talk.next(suggested("compare", "--district", out, "--policy", "all-five"))
    return OK


def _check(file: Path, out: Path | None, worlds: int, seed: int, ensemble: str | None, talk: Talk) -> int:
    from experiments.data.checking import check
    from experiments.data.importing import records_file
    from experiments.data.records import by_measure, read_records
    from experiments.disk.folder import owned
    from experiments.running.planning import make_plan
    from scenarios import load_district

    load_district(str(file))  # what is wrong with it is told before its records
    records = read_records(records_file(file))
    if not records:
        raise UserError(_("The district has no records."), str(records_file(file)), _("Fill in the sheets of records in its workbook, and import it again."))
    months = max(len(one.monthly) for one in by_measure(records))
    plan = make_plan(str(file), [], worlds=worlds, months=months, seed=seed, ensemble=ensemble, single=True)
    folder, started, clock = out or Path("results") / f"check-{plan.single.name}", utc_now(), time.monotonic()
    with owned(folder, "district-check", "district check"):
        prepare_engine(plan.single, plan.parameters, talk)
        with talk.progress(worlds, _("Simulating")) as progress:
            found = check(plan, records, lambda done: progress(done / worlds, done, 0))
        _write(found, folder, plan.note, {"started": started, "finished": utc_now(), "seconds": round(time.monotonic() - clock, 1), "seed": seed, "ensemble": plan.ensemble_spec})
    _tell(found, plan.note, talk)
    talk.note(_("Written to {folder}: check.md, check.csv, backtest.csv, check.png, manifest.json.").format(folder=folder))
    return OK


def _write(found: Checked, folder: Path, note: str, facts: dict[str, object]) -> None:
    from experiments.data.figures import draw
    from experiments.data.report import headline, records, sentences, tables
    from experiments.disk import files
    from experiments.disk.provenance import commit, versions
    from experiments.studies.study_page import page, write_rows

    told = [headline(found), *([note] if note else []), *sentences(found)]
    files.write_text(folder / "check.md", page(_("A district held against its records"), told, tables(found)))
    names = ["check.md", *write_rows(folder, records(found)), *(path.name for path in draw(found, folder, [note] if note else []))]
    files.write_json(folder / "manifest.json", {
        "schema_version": 1, "command": command_line(), "versions": versions(), "git": commit(), "district": found.district.name, "worlds": found.worlds, **facts,
        "files": {name: files.sha256(folder / name) for name in names},
    })  # fmt: skip


def _tell(found: Checked, note: str, talk: Talk) -> None:
    from experiments.data.report import headline, records, sentences, tables

    if talk.as_json:
        talk.json({**records(found), "said": [headline(found), *sentences(found)], "note": note})
        return
    talk.data(headline(found), *([note] if note else []), *(table.table() for table in tables(found)), *sentences(found))
