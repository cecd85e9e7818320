"""What the check of a district says: the finding, the tables, what cannot be told, and the rows as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from experiments.data.backtest import BackTest
from experiments.data.baseline import Modelled
from experiments.data.holding import ABOVE, BELOW, TOO_FEW, WITHIN, Held, untold
from experiments.data.records import MEASURES, Recorded
from experiments.data.sheets import SIZE_TITLES
from experiments.studies.study_page import StudyTable
from experiments.text.messages import N_, _, enumerated, titled
from simulation.district import District

VERDICTS = {
    WITHIN: N_("within the model's range"), BELOW: N_("below the model's range"), ABOVE: N_("above the model's range"), TOO_FEW: N_("too few to tell"),
}  # fmt: skip
WHAT = {"level": N_("level, a year"), "trend": N_("trend, % a year"), "spread": N_("spread of months, variance over mean")}
KINDS = {"department": N_("department"), "sector": N_("sector"), "size": N_("size class")}


@dataclass(frozen=True)
class Checked:
    """A district's records, its baseline, and what one says of the other."""

    district: District
    worlds: int
    recorded: list[Recorded]
    model: dict[str, Modelled]
    held: list[Held]
    tests: list[BackTest]
    untested: list[str]
    """Measures of which the records are too short or too few for a back-test."""


def headline(found: Checked) -> str:
    """One sentence: where the level of each measure lies."""
    levels = [row for row in found.held if row.what == "level" and not row.kind]
    told = [_("{measure} {verdict}").format(measure=_(MEASURES[row.measure]), verdict=_(VERDICTS[row.verdict])) for row in levels]
    return _("Level of the records against the baseline: {list}.").format(list=_("; ").join(told))


def sentences(found: Checked) -> list[str]:
    """What the tables do not say by themselves."""
    lines = []
    for test in found.tests:
        share, low, high = test.coverage(0.95)
        lines.append(_("Back-test, {measure}: of the last {n} months {inside} lie within the 95 % prediction interval ({share}; 95 % interval of the share {low} to {high}), "
                       "after the model's level was multiplied by {factor} to fit the first {fitted} months.").format(
            measure=_(MEASURES[test.measure]), n=len(test.observed), inside=test.inside[0.95], share=f"{share:.0%}", low=f"{low:.0%}", high=f"{high:.0%}",
            factor=f"{test.factor:.2f}", fitted=test.fitted))  # fmt: skip
    if found.untested:
        lines.append(_("Too short or too few for a back-test: {names}.").format(names=enumerated(_(MEASURES[name]) for name in found.untested)))
    few = untold(found.held)
    if few:
        lines.append(_("{n} of {all} numbers cannot be judged from so few data: a level takes 10 events, a spread 12 months and 30 events, a trend 24 months and 50 events.").format(
            n=len(few), all=len(found.held)))  # fmt: skip
    if not any(row.measure == "deaths" and row.verdict != TOO_FEW for row in found.held):
        lines.append(_("How many are killed cannot be learnt from these records: there are too few deaths."))
    unattributed = [(one, kind) for one in found.recorded for kind in one.groups if 0 < one.attributed(kind) < 0.99]
    if unattributed:
        lines.append(_("Where only some of the counts name a group, the groups look lower than they are: {list}.").format(
            list=_("; ").join(_("{measure} by {kind}: {share} of the counts have one").format(
                measure=_(MEASURES[one.measure]), kind=_(KINDS[kind]), share=f"{one.attributed(kind):.0%}") for one, kind in unattributed)))  # fmt: skip
    lines.append(_("The range is 95 % of {worlds} worlds, what is not known of the parameters included; where the records have more chance in them than the model, that is allowed for. A record within it does not prove the model: it may be right for wrong reasons. "
                   "Injuries and deaths are those on record on both sides; what is concealed is in neither.").format(worlds=found.worlds))  # fmt: skip
    return lines


def tables(found: Checked) -> list[StudyTable]:
    """The whole district first, then by department, sector and size class."""
    headings = (_("measure"), _("what"), _("records"), _("model"), _("95 % of the worlds"), _("finding"))
    made = [StudyTable(_("The district"), headings, tuple(_cells(row, _(WHAT[row.what])) for row in found.held if not row.kind), 2)]
    names = _group_names(found.district)
    for kind, title in KINDS.items():
        rows = [row for row in found.held if row.kind == kind]
        if rows:
            heading = (headings[0], _(title), *headings[1:])
            told = [row for row in rows if row.what == "level" or row.verdict != TOO_FEW]
            made.append(StudyTable(_("By {group}").format(group=_(title)), heading, tuple(_cells(row, names.get(row.group, row.group), _(WHAT[row.what])) for row in told), 3))
    return made


def _group_names(district: District) -> dict[str, str]:
    sectors = {one.name: titled(one.title, one.title_zh) for one in district.sectors}
    departments = {one.name: titled(one.title, one.title_zh) for one in district.departments}
    return {**departments, **sectors, **{name: _(title) for name, title in SIZE_TITLES.items()}}


def group_name(district: District, name: str) -> str:
    """A group as a reader knows it."""
    return _group_names(district).get(name, name)


def _cells(row: Held, *words: str) -> tuple[str, ...]:
    form = (lambda value: f"{100 * value:+.0f}") if row.what == "trend" else (lambda value: f"{value:,.1f}")

    def shown(value: float | None) -> str:
        return "-" if value is None else form(value)

    between = "-" if row.low is None else _("{low} to {high}").format(low=shown(row.low), high=shown(row.high))
    return _(MEASURES[row.measure]), *words, shown(row.recorded), shown(row.middle), between, _(VERDICTS[row.verdict])


def records(found: Checked) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """The rows as data: what was held, and every month of the back-tests."""
    held = [{"measure": row.measure, "what": row.what, "kind": row.kind, "group": row.group, "recorded": row.recorded, "model_low": row.low,
             "model_mean": row.middle, "model_high": row.high, "verdict": row.verdict} for row in found.held]  # fmt: skip
    tested = [
        {"measure": test.measure, "month": test.fitted + place, "recorded": float(value), "predicted": float(test.predicted[place]),
         "low_95": float(test.low[place]), "high_95": float(test.high[place]), "fitted_months": test.fitted, "factor": test.factor}
        for test in found.tests for place, value in enumerate(test.observed)
    ]  # fmt: skip
    return {"check": held, "backtest": tested}
