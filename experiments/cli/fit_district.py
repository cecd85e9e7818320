"""``inspectorate calibrate --district``: the levels of a district fitted to its own records."""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from experiments.cli.common import OK, prepare_engine, suggested
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.messages import _, titled

if TYPE_CHECKING:
    from experiments.data.fitting import Fitted
    from experiments.running.plan import Plan
    from simulation.district import District

WORLDS = 20


def fit_district(file: Path, talk: Talk) -> int:
    """Run the baseline, fit it to the records, write the fitted district beside its own; the exit code."""
    from experiments.data.fitting import ROUNDS, fit, fitted_name, fitted_text
    from experiments.data.importing import records_file
    from experiments.data.records import by_measure, read_records
    from experiments.disk import files, paths
    from experiments.running.planning import make_plan
    from scenarios import load_district

    load_district(str(file))
    records = read_records(records_file(file))
    months = max((len(one.monthly) for one in by_measure(records)), default=0)
    if not months:
        raise UserError(_("The district has no records."), str(records_file(file)), _("Fill in the sheets of records in its workbook, and import it again."))
    plan, out = make_plan(str(file), [], worlds=WORLDS, months=months, single=True), fitted_name(file)
    paths.refuse_unless_writable_file(out, "--district")
    prepare_engine(plan.single, plan.parameters, talk)

    def again(text: str) -> Plan:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "fitted.toml").write_text(text, "utf-8")
            _copy_with_bases(file, Path(folder))
            return make_plan(str(Path(folder) / "fitted.toml"), [], worlds=WORLDS, months=months, single=True)

    with talk.progress(ROUNDS * WORLDS, _("Simulating")) as progress:
        found = fit(plan, records, again, lambda done: progress(done / (ROUNDS * WORLDS), done, 0))
    if not found.levels:
        raise UserError(_("The records suffice for no level."), str(records_file(file)), _("A level takes 30 events: collect more months."))
    with paths.file_written(out, "--district"):
        files.write_text(out, fitted_text(found, plan.single, out.stem))
        files.write_bytes(records_file(out), records_file(file).read_bytes())
    made = load_district(str(out))
    _tell(found, plan.single, made, talk)
    talk.note(_("Written to {file}.").format(file=out))
    talk.next(suggested("district check", out))
    return OK


def _copy_with_bases(file: Path, folder: Path) -> None:
    """The district's file and those beside it that it extends, one after the other."""
    name = file.name
    while name.endswith(".toml"):
        text = (file.parent / name).read_text("utf-8-sig")
        (folder / name).write_text(text, "utf-8")
        name = str(tomllib.loads(text).get("extends", ""))


def _tell(found: Fitted, district: District, made: District, talk: Talk) -> None:
    from experiments.data.report import group_name
    from experiments.studies.study_page import StudyTable

    if talk.as_json:
        talk.json({"levels": [vars(one) for one in found.levels], "left": found.left, "note": made.note})
        return

    def name(kind: str, group: str) -> str:
        return _("visits: {department}").format(department=group_name(district, group)) if kind else _("injuries on record")

    cells = tuple((name(one.kind, one.group), f"{one.events:,}", f"{one.factor:.2f}", _("{low} to {high}").format(low=f"{one.low:.2f}", high=f"{one.high:.2f}"))
                  for one in found.levels)  # fmt: skip
    talk.data(StudyTable(_("Levels fitted to the records"), (_("level"), _("events"), _("factor"), _("95 % interval")), cells).table())
    if found.left:
        talk.data(Text(_("Left as they are, for too few events or out of all proportion: {names}.").format(
            names="; ".join(f"{name(kind, group)} ({events})" for kind, group, events in found.left))))  # fmt: skip
    talk.data(Text(_("The levels of hazards found, penalties and deaths are not fitted: nothing in the district's file moves them alone, or there are too few. How many injuries "
                     "are reported is taken for granted.")), Text(titled(made.note, made.note_zh)))  # fmt: skip
