"""Who answers for what, before and under a policy, and what lies open, is looked at and is expected in each cell."""

from __future__ import annotations

from typing import Any

from experiments.comparison.data import ComparisonData
from experiments.studies.matrix.cells import CellState
from experiments.studies.matrix.report import WORDS, CellRow, Matrix, changes, headline, matrix_of, reading
from experiments.text.messages import _, titled
from experiments.workshop.answers.plain import number
from simulation.district import District

COUNTED = {"hazards": "hazards_open", "expected_deaths": "expected_deaths", "visits": "visits"}
"""What is told of a cell, by the name of the study's outcome: hazards open, a mean over months; all else is a year."""


def matrix_answer(comparison: ComparisonData, hash: str) -> dict[str, Any]:
    """The matrix of a comparison that kept outcomes by cell, under its last policy."""
    found = matrix_of(comparison)
    district, width = found.district, len(found.district.domains)
    cells = [_cell(district, row) for row in found.rows]
    return {
        "hash": hash, "worlds": comparison.worlds, "months": comparison.batch.months, "policy": found.chosen.name,
        "sectors": _named(district.sectors), "domains": _named(district.domains), "departments": _named(district.departments),
        "kinds": {kind: _(words) for kind, words in WORDS.items()},
        "cells": [cells[start : start + width] for start in range(0, len(cells), width)], "unsafe_acts": _unsafe(found),
        "sentence": headline(found), "changes": changes(found), "reading": reading(), "note": comparison.plan.note,
    }  # fmt: skip


def _named(parts: Any) -> list[dict[str, str]]:
    return [{"name": part.name, "title": titled(part.title, part.title_zh) or part.name} for part in parts]


def _state(district: District, state: CellState) -> dict[str, Any]:
    names = [district.departments[place].name for place in state.departments]
    return {"kind": state.kind, "departments": names, "lead": names[0] if state.kind == "led" else None, "by": state.by or None}


def _cell(district: District, row: CellRow) -> dict[str, Any]:
    """A cell: what it is under the policy and was before, and what was counted in it under the baseline and after."""
    before, after = _state(district, row.before), _state(district, row.after)
    heir = district.responsibility[row.before.sector][row.before.domain].heir
    return {
        **after, "before": before, "changed": (before["kind"], before["departments"]) != (after["kind"], after["departments"]),
        "heir": district.departments[heir].name if heir >= 0 else None,
        **{key: number(row.baseline[name]) for key, name in COUNTED.items()}, "after": {key: number(row.policy[name]) for key, name in COUNTED.items()},
    }  # fmt: skip


def _unsafe(found: Matrix) -> list[dict[str, Any]]:
    return [{"sector": sector.name, "expected_deaths": number(base), "after": number(own)}
            for sector, (base, own, _change) in zip(found.district.sectors, found.unsafe, strict=True)]  # fmt: skip
