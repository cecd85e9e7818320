"""The responsibility matrix as plain values, for JSON and for a sheet."""

from __future__ import annotations

from typing import Any

from experiments.statistics.intervals import Paired
from experiments.studies.matrix.cells import LED, CellState
from experiments.studies.matrix.report import TOLD, Matrix


def records(found: Matrix) -> dict[str, Any]:
    """Everything as plain values, names as in the district's file; an interval is null from too few worlds."""
    district = found.district
    names = [plan.name for plan in district.departments]

    def state(cell: CellState) -> dict[str, Any]:
        own = [names[number] for number in cell.departments]
        return {"kind": cell.kind, "departments": own, "lead": own[0] if cell.kind == LED else None, "by": cell.by or None}

    def interval(change: Paired) -> dict[str, Any]:
        return {"mean": change.mean, "low": change.low, "high": change.high}

    cells = [{
        "sector": district.sectors[row.before.sector].name, "domain": district.domains[row.before.domain].name, "before": state(row.before),
        "after": state(row.after), "baseline": row.baseline, "policy": row.policy, "change_of_expected_deaths": interval(row.change),
    } for row in found.rows]  # fmt: skip
    unsafe = [
        {"sector": sector.name, "baseline": base, "policy": own, "change_of_expected_deaths": interval(change)}
        for sector, (base, own, change) in zip(district.sectors, found.unsafe, strict=True)
    ]
    return {"district": district.name, "policy": found.chosen.name, "month": found.month, "cells": cells, "unsafe_acts": unsafe}


def flat(found: Matrix, not_default: str = "") -> list[dict[str, Any]]:
    """A row for each cell, then one for the unsafe acts of each sector, as for a sheet: what is empty is not known or does not apply.

    ``not_default`` says in every row what was changed by hand.
    """
    told = records(found)
    rows = []
    for cell in told["cells"]:
        own = {f"{key}_{name}": cell[arm][name] for name in TOLD for key, arm in (("baseline", "baseline"), ("policy", "policy"))}
        states = {f"{when}_{key}": ", ".join(cell[when][key]) if key == "departments" else cell[when][key]
                  for when in ("before", "after") for key in ("kind", "departments", "lead", "by")}  # fmt: skip
        rows.append({"sector": cell["sector"], "domain": cell["domain"], **states, **own, **_change_columns(cell), "not_default": not_default})
    for acts in told["unsafe_acts"]:
        own = {"baseline_expected_deaths": acts["baseline"], "policy_expected_deaths": acts["policy"]}
        rows.append({**dict.fromkeys(rows[0]), "sector": acts["sector"], "domain": "unsafe acts", **own, **_change_columns(acts), "not_default": not_default})
    return rows


def _change_columns(record: dict[str, Any]) -> dict[str, Any]:
    return {f"change_{key}": value for key, value in record["change_of_expected_deaths"].items()}
