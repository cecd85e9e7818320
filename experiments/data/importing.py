"""The import: a workbook or a folder of .csv files in, a district's file and its records out, checked by the one validator."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from experiments.data.faults import Findings
from experiments.data.filled import Filled
from experiments.data.grids import read_grids
from experiments.data.reading import WorkbookReader
from experiments.data.recorded import read_records
from experiments.data.sheets import BY_NAME
from experiments.data.writing import district_text, records_text
from experiments.text.messages import _
from experiments.text.scenario_text import told
from scenarios import ScenarioError, load_district
from simulation.district import District

BASE = "jiuyuan"
"""The district whose numbers stand in for what a workbook does not know."""


@dataclass(frozen=True)
class Imported:
    """What an import made: the text of the district's file, that of its records (empty without), and what a reader should know."""

    filled: Filled
    text: str
    records: str
    notes: list[str]


def import_workbook(path: Path, name: str) -> Imported:
    """The district in a workbook, to be called ``name``; ``UserError`` with every fault, each at its sheet and cell."""
    findings, base = Findings(), load_district(BASE)
    reader = WorkbookReader(read_grids(path, findings), base, findings)
    filled = reader.read()
    filled.records.extend(read_records(reader))
    _refuse_too_few_employees(filled, findings)
    findings.refuse(path.name)
    text = district_text(filled, base, name)
    _refuse_what_the_validator_does(text, name, reader)
    findings.refuse(path.name)
    return Imported(filled, text, records_text(filled.records) if filled.records else "", findings.notes)


def _refuse_too_few_employees(filled: Filled, findings: Findings) -> None:
    """A fault where the register alone has more employees than the district."""
    if not findings.faults and filled.employees is not None:
        known = sum(one.workers or 1 for one in filled.register)
        if filled.employees < known:
            findings.fault(_("District"), None, _("{all} employees in the district, and {register} in the register alone").format(all=filled.employees, register=known),
                           "", _("check the answer on the employees"))  # fmt: skip


def records_file(district: Path) -> Path:
    """Where the records of a district's file lie: beside it."""
    return district.with_name(f"{district.stem}-records.csv")


def check_text(text: str, out: Path) -> District:
    """The district that a text makes, before it is written; ``ScenarioError`` as for any file."""
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / out.name
        trial.write_text(text, encoding="utf-8")
        return load_district(str(trial))


def _refuse_what_the_validator_does(text: str, name: str, reader: WorkbookReader) -> None:
    """What the one validator has against the district, as faults at the cells that it comes from."""
    try:
        check_text(text, Path(f"{name}.toml"))
    except ScenarioError as error:
        for problem in error.problems:
            sheet, at = reader.where.get(problem.key, (_sheet_of(problem.key), None))
            reader.findings.fault(sheet, at, told(problem.reason), told(problem.allowed), told(problem.mend))


def _sheet_of(key: str) -> str:
    """The sheet that a key of the district's file comes from."""
    first = key.partition(".")[0]
    name = {"places": "places", "departments": "departments", "responsibility": "matrix", "enrolled": "register", "size": "sizes"}.get(first, "district")
    return f"{_(BY_NAME[name].title)} ({key})"
