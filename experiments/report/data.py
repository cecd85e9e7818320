"""The data behind a report, as it stands in the folder's own files: every row as it was computed, with what each column means."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from experiments.comparison.appraisal_records import payer_records, worth_records, yearly_records
from experiments.comparison.columns import known_meaning
from experiments.comparison.data import ComparisonData
from experiments.comparison.figures.numbers import COLUMNS, numbers, source_of
from experiments.comparison.records import group_records, records
from experiments.report.tree import Data, Field
from experiments.text.lever_names import description_and_note
from experiments.text.messages import _
from scenarios import load_evidence, load_parameters


def data(comparison: ComparisonData, pictures: Sequence[str]) -> tuple[Data, ...]:
    """The comparison, the appraisal, who pays, the years, the groups, and the numbers of each figure in ``pictures``."""
    source = source_of(comparison)
    found = [
        _of_records("comparison", _("comparison data"), records(comparison), source),
        _of_records("appraisal", _("appraisal"), worth_records(comparison), source),
        _of_records("payers", _("who pays"), payer_records(comparison), source),
        _of_records("years", _("by year"), yearly_records(comparison), source),
    ]
    if comparison.group_rows:
        found.append(_of_records("groups", _("by group"), group_records(comparison), source))
    return (*found, *(_of_figure(comparison, name) for name in pictures))


def _of_records(name: str, title: str, rows: Sequence[Mapping[str, Any]], source: str) -> Data:
    fields = tuple(Field(key, key, "", known_meaning(name, key)) for key in rows[0])
    return Data(name, title, fields, tuple(tuple(_plain(row[field.key]) for field in fields) for row in rows), "", source)


def _of_figure(comparison: ComparisonData, name: str) -> Data:
    found = numbers(comparison, name)
    fields = tuple(Field(key, key, "", known_meaning(name, key)) for key in COLUMNS)
    return Data(name, name, fields, tuple(tuple(_plain(cell) for cell in row) for row in found.rows), found.note, found.source)


def _plain(value: Any) -> str | float | None:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) or value is None:
        return value
    if isinstance(value, list):
        return "-".join(str(one) for one in value)  # first and last month of a period
    number = float(value)
    return number if math.isfinite(number) else None


def parameters(comparison: ComparisonData) -> Data:
    """Every parameter: its value here, its usual value, range, source."""
    fields = (Field("parameter", _("parameter")), Field("description", _("what it is")), Field("kind", _("kind")), Field("value", _("value")), Field("usual", _("by default")),
              Field("low", _("expected range: from")), Field("high", _("expected range: to")), Field("unit", _("unit")), Field("source", _("source")))  # fmt: skip
    own = comparison.plan.parameters
    rows = tuple(
        (name, description_and_note(entry), _(entry.kind), float(own.get(name, entry.value)), float(entry.value), float(entry.expected[0]), float(entry.expected[1]),
         _(entry.unit), ", ".join(entry.source))
        for name, entry in load_parameters().entries.items()
    )  # fmt: skip
    return Data("assumptions", _("assumptions"), fields, rows)


def evidence(comparison: ComparisonData) -> Data:
    """Every source behind an id; figures and citations in the words of the source."""
    fields = (Field("id", _("source")), Field("figure", _("what was seen")), Field("citation", _("who published it")), Field("year", _("year")), Field("link", _("address")),
              Field("status", _("how sure it is")))  # fmt: skip
    rows = tuple((name, entry.figure, entry.citation, entry.year, entry.link, entry.status) for name, entry in load_evidence().items())
    return Data("sources", _("sources"), fields, rows)
