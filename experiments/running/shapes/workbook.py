"""A scenario as a workbook: five sheets that an analyst fills in, and a sheet that says how; read through the one validator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from experiments.disk.workbook import Cell, Grid, book_bytes, cell_name, read_book
from experiments.running.shapes.fields import NUMBERS, Fields
from experiments.running.shapes.toml import of_file, own_parts
from experiments.text.errors import UserError, cut, shown_value
from experiments.text.messages import _, enumerated, one_line, titled
from simulation.policy import LeverSetting

COLUMNS = {
    "scenario": ("key", "value", "note"),
    "policies": ("policy", "base", "note"),
    "levers": ("policy", "lever", "value", "from", "until", "ramp", "unit", "note"),
    "cells": ("policy", "sector", "domain", "departments", "lead", "from", "until", "note"),
    "parameters": ("parameter", "value", "unit", "note"),
}
"""The columns of each sheet; ``unit`` and ``note`` are for people."""
FREE = ("about", "notes")
"""Sheets that are not read."""
FOR_PEOPLE = ("unit", "note")
KEYS = ("district", *NUMBERS, "ensemble", "discount")
NOBODY = "nobody"
_DIGITS = frozenset("0123456789+-.eE")


def written(fields: Mapping[str, Any]) -> bytes:
    """The workbook of a scenario."""
    from scenarios import load_parameters, load_policy

    entries = load_parameters().entries
    rows: dict[str, list[list[Cell | None]]] = {name: [list(columns)] for name, columns in COLUMNS.items()}
    rows["scenario"] += [[key, fields[key]] for key in KEYS if fields[key] is not None]
    for spec in fields["policies"]:
        name, base, settings = own_parts(spec) or (spec, None, ())
        policy = load_policy(spec)
        rows["policies"].append([name, base or None, titled(policy.title, policy.title_zh)])
        for setting in settings:
            if isinstance(setting, LeverSetting):
                entry = entries[setting.lever]
                rows["levers"].append([name, setting.lever, setting.value, setting.start or None, setting.end, setting.ramp or None, _(entry.unit), _(one_line(entry.description))])
            else:
                rows["cells"].append([name, setting.sector, setting.domain, ", ".join(setting.departments) or NOBODY, setting.lead or None, setting.start or None, setting.end])
    rows["parameters"] += [[name, value, _(entries[name].unit), _(one_line(entries[name].description))] for name, value in fields["parameters"].items()]
    return book_bytes({**rows, "about": [[_("How to fill this in")], *([line] for line in _about())]})


def _about() -> list[str]:
    return [
        _("Sheet policies: what is compared with the baseline, a row each. A name or several joined by +; or a new name, with what it starts from under base (empty: the baseline)."),
        _("Sheets levers and cells: what a policy with a new name sets, in which months after the burn-in (from the first, until the first without it)."),
        _("Sheet parameters: assumptions changed in every policy. Sheet scenario: district, months, worlds, seed, ensemble and the yearly discount rate."),
        _("Only values are read: no formulas. Columns unit and note and the sheets about and notes are for people and are not read."),
        _("inspectorate compare --scenario FILE.xlsx compares it."),
    ]


def read(content: bytes, name: str, files: bool = True) -> Fields:
    """The fields of a workbook called ``name``; ``UserError`` or ``ScenarioError``, which names the cells, for whatever is wrong in it."""
    from scenarios import Problem, load_parameters, shipped
    from scenarios.own_document import own_document
    from scenarios.parameter_words import with_hard_ranges
    from scenarios.problems import dotted
    from scenarios.scenario_files import read_scenario

    sheets = read_book(content, name)
    _refuse_strange(sheets, name)
    data, places = _tables(sheets)
    entries = load_parameters().entries

    def place(path: Sequence[str | int], reason: str, allowed: str, mend: str) -> Problem:
        around = [places[tuple(path[:length])] for length in range(len(path), 0, -1) if tuple(path[:length]) in places]
        (problem,) = with_hard_ranges([Problem(name, None, dotted(path), reason, allowed, mend)], entries)
        return replace(problem, key=around[0]) if around else problem

    return of_file(read_scenario(shipped(), own_document(Path(name).stem, name, data, place), files))


def _refuse_strange(sheets: Mapping[str, Grid], name: str) -> None:
    for title, grid in sheets.items():
        if grid and title not in COLUMNS and title not in FREE:
            raise UserError(_("A scenario has no sheet {title}.").format(title=shown_value(title)), name,
                            _("Call it notes if it is for people only; these are read: {names}.").format(names=enumerated(COLUMNS)))  # fmt: skip
    if not sheets.get("scenario") and not sheets.get("policies"):
        raise UserError(_("The workbook holds no scenario."), name, _("`inspectorate scenario 'policy=all-five' --out FILE.xlsx` writes one to start from."))


Places = dict[tuple[str | int, ...], str]


def _tables(sheets: Mapping[str, Grid]) -> tuple[dict[str, Any], Places]:
    """The tables of the scenario file that the sheets stand for, and the cell in which each key stands."""
    data: dict[str, Any] = {"schema_version": 1, "policies": [], "parameters": {}, "own": {}}
    places: Places = {}
    for _row, row, at in _rows(sheets, "scenario"):
        key = str(row.get("key", ""))
        if key not in KEYS:
            raise UserError(_("{value} is no part of a scenario.").format(value=shown_value(key)), at["key"], _("Write one of these: {names}.").format(names=enumerated(KEYS)))
        _once(data, key, at["key"])
        data[key] = _text(row.get("value")) if key in ("district", "ensemble") else _number(row.get("value"))
        places[key,] = at.get("value", at["key"])
    own = {str(row.get("policy")) for sheet in ("levers", "cells") for _n, row, _at in _rows(sheets, sheet)}
    for _n, row, at in _rows(sheets, "policies"):
        name = _text(row.get("policy"))
        places["policies", len(data["policies"])] = at.get("policy", at[""])
        data["policies"].append(name)
        if row.get("base") is not None or name in own:
            _once(data["own"], name, at[""])
            data["own"][name] = {"base": _text(row.get("base") or ""), "levers": {}, "responsibility": {}}
            places["own", name], places["own", name, "base"] = at[""], at.get("base", at[""])
    for _n, row, at in _rows(sheets, "levers"):
        levers = _policy_of(data, row, at)["levers"]
        lever = _text(row.get("lever"))
        _once(levers, lever, at.get("lever", at[""]))
        levers[lever] = {"value": _number(row.get("value")), **_times(row, ("from", "until", "ramp"))}
        places["own", str(row["policy"]), "levers", lever] = at.get("value", at[""])
    for _n, row, at in _rows(sheets, "cells"):
        sector, domain, place = _text(row.get("sector")), _text(row.get("domain")), at.get("departments", at[""])
        cells = _policy_of(data, row, at)["responsibility"].setdefault(sector, {})
        _once(cells, domain, place)
        cells[domain] = {"departments": _departments(row.get("departments")), **({} if row.get("lead") is None else {"lead": _text(row["lead"])}), **_times(row, ("from", "until"))}
        places["own", str(row["policy"]), "responsibility", sector, domain] = place
    for _n, row, at in _rows(sheets, "parameters"):
        parameter = _text(row.get("parameter"))
        _once(data["parameters"], parameter, at.get("parameter", at[""]))
        data["parameters"][parameter] = _number(row.get("value"))
        places["parameters", parameter] = at.get("value", at[""])
    return data, places


def _rows(sheets: Mapping[str, Grid], title: str) -> Iterator[tuple[int, dict[str, Cell], dict[str, str]]]:
    """The rows of a sheet below its header that hold anything: their number, their cells by column, and where each stands ("": the row)."""
    grid = sheets.get(title, {})
    header = {column: str(cell).strip() for (row, column), cell in grid.items() if row == 0}
    for column, name in header.items():
        if name not in COLUMNS[title] or list(header.values()).count(name) > 1:
            raise UserError(_("Sheet {title} has no column {name}, or has it twice.").format(title=title, name=shown_value(name)), f"{title}!{cell_name(0, column)}",
                            _("These are read: {names}.").format(names=enumerated(COLUMNS[title])))  # fmt: skip
    for number in sorted({row for row, _column in grid if row > 0}):
        cells = {column: cell for (row, column), cell in grid.items() if row == number and not (isinstance(cell, str) and not cell.strip())}
        for column in cells:
            if column not in header:
                raise UserError(_("A cell stands in no column that is read."), f"{title}!{cell_name(number, column)}", _("Write it below one of the headers, or on the sheet notes."))
        found = {header[column]: cell for column, cell in cells.items() if header[column] not in FOR_PEOPLE}
        if found:
            where = {name: f"{title}!{cell_name(number, column)}" for column, name in header.items()}
            yield number, found, {**where, "": f"{title}!{cell_name(number, 0)}"}


def _once(table: Mapping[str, Any], key: str, where: str) -> None:
    if key in table and table[key] not in ([], {}):
        raise UserError(_("{name} is given twice.").format(name=cut(key)), where, _("Give it once."))


def _policy_of(data: Mapping[str, Any], row: Mapping[str, Cell], at: Mapping[str, str]) -> dict[str, Any]:
    name = str(row.get("policy", ""))
    if name not in data["own"]:
        raise UserError(_("Sheet policies names no policy {name}.").format(name=shown_value(name)), at.get("policy", at[""]),
                        _("Write the policy's new name there, and what it starts from."))  # fmt: skip
    found: dict[str, Any] = data["own"][name]
    return found


def _text(cell: Cell | None) -> str:
    return "" if cell is None else str(cell).strip()


def _number(cell: Cell | None) -> Any:
    """The number of a cell, also where it is written as a text; what is none is left for the validator to tell."""
    if isinstance(cell, str) and cell and _DIGITS.issuperset(cell):
        try:
            return int(cell) if cell.lstrip("+-").isdigit() else float(cell)
        except ValueError:
            return cell
    return "" if cell is None else cell


def _times(row: Mapping[str, Cell], columns: Sequence[str]) -> dict[str, Any]:
    keys = {"from": "start", "until": "end", "ramp": "ramp"}
    return {keys[column]: _number(row[column]) for column in columns if column in row}


def _departments(cell: Cell | None) -> list[str]:
    text = _text(cell)
    return [] if text in ("", NOBODY) else [part.strip() for part in text.replace("\u3001", ",").replace("\uff0c", ",").split(",")]
