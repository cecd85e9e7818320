"""The appraisal: benefits, costs, net benefit, ratio and switching values, the horizon, who pays, the budget by year, the posts."""

from __future__ import annotations

import math
from collections.abc import Sequence

from experiments.comparison.appraisal_records import yearly_records
from experiments.comparison.appraisal_tables import ALL_COSTS, GOVERNMENT_ALONE, column_title, payer_title
from experiments.comparison.data import ComparisonData
from experiments.comparison.payers import people
from experiments.comparison.unit_values import LEVELS
from experiments.comparison.words.appraisal import how_valued
from experiments.comparison.words.numbers import told_money
from experiments.comparison.words.phrases import shown_name, years_counted
from experiments.comparison.words.rows import shown_label
from experiments.comparison.words.value_for_money import marked, note
from experiments.report import cells
from experiments.report.chapters.findings import notes
from experiments.report.chapters.question import shown
from experiments.report.pictures import picture
from experiments.report.tree import Block, Cell, Column, Heading, Paragraph, Table
from experiments.text.formatting import MISSING, column, figure, money_scale
from experiments.text.labels import BENEFIT_OVER_COST, GOVERNMENT, NET_BENEFIT, PRICE, TOTAL_COST
from experiments.text.messages import _

ACROSS = 5
"""Policies beside one another in a table; more stand in another below it."""
YEARLY = ("government_cost", "enterprise_cost", "benefit", NET_BENEFIT)


def appraisal(comparison: ComparisonData) -> list[Block]:
    """Every table of the appraisal under its heading."""
    return [
        Heading(1, _("Benefits and costs")),
        Paragraph(_("Horizon: {years} after the burn-in. Money is that of 2023, discounted at {rate} a year; deaths, injuries and losses set against it are "
                    "discounted alike. Fines and premiums are transfers and in no cost; output beyond what is permitted is no gain in it.").format(
            years=years_counted(comparison.plan.years), rate=_("{n} %").format(n=f"{100 * comparison.discount:g}"))),
        _worth(comparison, "worth", _("Benefits and costs, all costs"), ALL_COSTS),
        _worth(comparison, "worth-government", _("Benefits and costs, government money alone"), GOVERNMENT_ALONE),
        *picture(comparison, "benefit-and-cost"),
        *notes([*how_valued(comparison), *note(comparison), _("Not valued in money: indirect losses, suffering, trust in the authorities, and the work that is left undone elsewhere.")]),
        Heading(2, _("Switching values")),
        _levels(comparison),
        Heading(2, _("Who pays")),
        *_payers(comparison),
        Heading(2, _("Budget by year")),
        _years(comparison),
        Heading(2, _("Posts")),
        _posts(comparison),
    ]  # fmt: skip


def _column(name: str) -> Column:
    title, *unit = column_title(name).split("\n")
    return Column(title, " ".join(unit))


def _worth(comparison: ComparisonData, name: str, title: str, names: Sequence[str]) -> Table:
    columns = (Column(_("policy"), numeric=False, width=1.5), *map(_column, names))
    rows = tuple((cells.named(comparison, policy), *(cells.with_interval(comparison.row(policy, one)) for one in names)) for policy in comparison.ranking)
    told = _("Below a figure its {interval}. A question mark: the interval includes zero.").format(interval=shown_name(comparison))
    return Table(name, marked(comparison, title), columns, rows, told)


def _levels(comparison: ComparisonData) -> Table:
    """The ratio and the switching value by low, central and high values of what is averted."""
    names = (BENEFIT_OVER_COST, PRICE, BENEFIT_OVER_COST + GOVERNMENT, PRICE + GOVERNMENT)
    columns = [Column(_("policy"), numeric=False, width=1.5), Column(_("values"), numeric=False, width=0.7)]
    for name in names:
        found = _column(name)
        whose = _("government money alone") if name.endswith(GOVERNMENT) else _("all costs")
        columns.append(Column(_("{outcome}, {unit}").format(outcome=found.title, unit=whose), found.unit))
    words = {"low": _("low"), "central": _("central"), "high": _("high")}
    rows = [
        (cells.named(comparison, policy) if level == LEVELS[0] else Cell(""), Cell(words[level]), *(cells.price(comparison.by_level[policy, level, name]) for name in names))
        for policy in comparison.ranking for level in LEVELS
    ]  # fmt: skip
    told = _("A benefit over cost above one: the benefit exceeds the cost. The switching value is the value of a life from which on that is so; words stand where "
             "benefit or cost is not told apart from zero.")  # fmt: skip
    return Table("levels", marked(comparison, _("By low, central and high values of what is averted")), tuple(columns), tuple(rows), told)


def _payers(comparison: ComparisonData) -> list[Block]:
    order = comparison.ranking
    return [_payer_table(comparison, order[k : k + ACROSS], k // ACROSS) for k in range(0, len(order), ACROSS)]


def _payer_table(comparison: ComparisonData, policies: Sequence[str], part: int) -> Table:
    yuan = _("{unit} a year").format(unit=money_scale()[1])
    columns = (Column(_("payer"), numeric=False, width=1.6), *(Column(comparison.title(policy), yuan) for policy in policies))
    found = {(one.policy, one.payer, one.item): one for one in comparison.payments}
    rows = []
    for payer, item in dict.fromkeys((one.payer, one.item) for one in comparison.payments):
        told = [told_money([found[policy, payer, item].difference, *(found[policy, payer, item].interval or ())]) for policy in policies]
        if any(one.value for one in told):
            rows.append((Cell(payer_title(payer, item), strong=item == "all"), *(Cell(one.size() if one.value else "0", one.value) for one in told)))
    for title, count in zip((_("all costs per enterprise, yuan"), _("all costs per worker, yuan")), people(comparison.plan), strict=True):
        costs = [comparison.row(policy, TOTAL_COST).difference / count if count else math.nan for policy in policies]
        rows.append((Cell(title), *(Cell(figure(cost, signed=True)) for cost in costs)))
    return Table(f"payers-{part}" if part else "payers", _("Who pays more than under the baseline"), columns, tuple(rows),
                 _("Difference from the baseline as an equal yearly amount; a difference of less than 1,000 yuan a year is shown as 0."))  # fmt: skip


def _years(comparison: ComparisonData) -> Table:
    """The budget of the policy told first, year by year; every policy's stands in the data."""
    policy, factor, yuan = shown(comparison), *money_scale()
    records = [one for one in yearly_records(comparison) if one["policy"] == policy]
    names = [shown_label(name) for name in YEARLY]
    columns = (Column(_("year"), numeric=False, width=0.6), *(Column(name, yuan) for name in names))
    told = [column([one[name] * factor for one in records]) for name in YEARLY]
    rows = tuple(
        (Cell(str(one["year"] + 1)), *(Cell(told[k][number] if one[name] == one[name] else MISSING, _known(one[name] * factor)) for k, name in enumerate(YEARLY)))
        for number, one in enumerate(records)
    )  # fmt: skip
    note = _("More than under the baseline, not discounted, mean over the worlds; the last year may be a part. The other policies stand in the workbook and in years.csv.")
    return Table("years", _("Budget by year: {policy}").format(policy=comparison.title(policy)), columns, rows, note)


def _known(value: float) -> float | None:
    return value if value == value else None


def _posts(comparison: ComparisonData) -> Table:
    columns = (Column(_("policy"), numeric=False, width=1.8), Column(_("baseline")), Column(_("policy")), Column(_("difference")), Column(shown_name(comparison), width=1.4))
    rows = []
    for policy in comparison.ranking:
        row = comparison.row(policy, "officers")
        rows.append((cells.named(comparison, policy), cells.level(row), cells.level(row, own=True), cells.difference(row), cells.interval(row)))
    return Table("posts", _("Posts of officers, mean over the months"), columns, tuple(rows))
