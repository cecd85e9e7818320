"""The data behind a report, as it stands in the folder's own files: every row as it was computed, with what each column means."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from experiments.comparison.appraisal_records import payer_records, worth_records, yearly_records
from experiments.comparison.data import ComparisonData
from experiments.comparison.figures.numbers import COLUMNS, numbers, source_of
from experiments.comparison.records import group_records, records
from experiments.report.tree import Data, Field
from experiments.text.lever_names import description_and_note
from experiments.text.messages import N_, _
from scenarios import load_evidence, load_parameters

MEANINGS = {
    "policy": N_("key of the policy"), "outcome": N_("key of the outcome"), "quantity": N_("key of the quantity"), "unit": N_("unit of the numbers of the row"),
    "view": N_("true, expected, reported, activity, state or money"), "baseline_mean": N_("mean under the baseline"), "policy_mean": N_("mean under the policy"),
    "difference": N_("policy minus baseline"), "low": N_("lower end of the 95 % interval for this policy alone"), "high": N_("upper end of the 95 % interval for this policy alone"),
    "low_simultaneous": N_("lower end of the interval for all policies at once"), "high_simultaneous": N_("upper end of the interval for all policies at once"),
    "share_better": N_("share of worlds or sets in which the policy does better"), "relative": N_("difference as a share of the baseline"),
    "events": N_("months with at least one event, both arms together"), "words": N_("the row in words"), "p": N_("p-value, expected deaths only"),
    "p_corrected": N_("p-value after Holm's correction for all policies"), "worlds": N_("complete worlds"), "sets": N_("sets of assumptions"), "districts": N_("districts"),
    "not_default": N_("what is not as by default"), "parameters_share": N_("share of the interval's variance from the parameters"), "sets_turned": N_("sets with the other sign"),
    "turns_along": N_("parameter along which the sign turns"), "turns_at": N_("value at which it turns"), "costs": N_("whose money counts: all, or government alone"),
    "values": N_("by each set's own values, or low, central, high"), "kind": N_("what kind of figure the row has"), "value": N_("the figure"),
    "of_means": N_("ratio of the means, whether or not told apart from zero"), "payer": N_("who pays"), "item": N_("for what"), "baseline": N_("yuan a year under the baseline"),
    "per_enterprise": N_("yuan a year for each enterprise"), "per_worker": N_("yuan a year for each worker"), "year": N_("year, counted from 0"), "months": N_("months of the year in the run"),
    "by": N_("what the groups are"), "group": N_("the group; empty: all together"), "title": N_("the group's title"), "few": N_("whether too little happened to hold a mean against it"),
    "at": N_("where on the horizontal axis"), "at_unit": N_("unit of the horizontal axis"),
}  # fmt: skip
"""Of the columns of the data files, by key; of others the key says it."""


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
    fields = tuple(Field(key, key, "", _(MEANINGS[key]) if key in MEANINGS else "") for key in rows[0])
    return Data(name, title, fields, tuple(tuple(_plain(row[field.key]) for field in fields) for row in rows), "", source)


def _of_figure(comparison: ComparisonData, name: str) -> Data:
    found = numbers(comparison, name)
    fields = tuple(Field(key, key, "", _(MEANINGS[key]) if key in MEANINGS else "") for key in COLUMNS)
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
