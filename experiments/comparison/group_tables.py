"""One table for each thing that outcomes were broken down by: groups downwards, policies across, the sum last."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from experiments.comparison.by_group import GroupRow, outcome_of
from experiments.comparison.cells import narrow, short
from experiments.comparison.data import ComparisonData
from experiments.comparison.words.numbers import told_plain
from experiments.comparison.words.phrases import short_name
from experiments.comparison.words.rows import shown_label
from experiments.running.windows import PERIOD
from experiments.text.formatting import MISSING, figure, percent
from experiments.text.groups import by_title, group_title
from experiments.text.labels import quantity
from experiments.text.messages import _
from experiments.text.wrapping import wrapped

ACROSS = 4
"""Policies beside one another in a table; more stand in another below it."""
NAME = 22
"""Columns for the name of a group."""


def group_tables(comparison: ComparisonData) -> list[RenderableType]:
    """The tables of a comparison, each below its title; none where nothing was broken down."""
    order = comparison.ranking
    parts = [order[k : k + ACROSS] for k in range(0, len(order), ACROSS)]
    return [shown for by in comparison.batch.groups for part in parts for shown in (Text(_title(comparison, by), style="bold"), _table(comparison, by, part))]


def _title(comparison: ComparisonData, by: str) -> str:
    if by == PERIOD:
        return _("{outcome} by period, in all of it and not a year: what each policy changes").format(outcome=shown_label(outcome_of(by)))
    if (window := comparison.batch.window) is not None:
        return _("{outcome} a year by {group}, in months {first} to {last}: what each policy changes").format(
            outcome=shown_label(outcome_of(by)), group=by_title(by), first=window[0], last=window[1])  # fmt: skip
    return _("{outcome} a year by {group}: what each policy changes").format(outcome=shown_label(outcome_of(by)), group=by_title(by))


def _table(comparison: ComparisonData, by: str, policies: Sequence[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(by_title(by), max_width=NAME, overflow="fold")
    table.add_column(narrow(_("baseline (level)")), justify="right", vertical="top", no_wrap=True)
    for policy in policies:
        table.add_column(narrow(short_name(comparison, policy)), justify="right", vertical="top", no_wrap=True)
    rows = {(row.policy, row.group): row for row in comparison.group_rows if row.by == by}
    for group in (*comparison.batch.groups[by].groups, None):
        title = _("all together") if group is None else group_title(comparison.plan.district, by, group)
        own = [rows[policy, group] for policy in policies]
        table.add_row(Text(wrapped(title, NAME), style="bold" if group is None else ""), _level(own[0]), *map(_cell, own))
    return table


def _level(row: GroupRow) -> str:
    return figure(row.baseline_mean) if row.baseline_mean == row.baseline_mean else MISSING


def _cell(row: GroupRow) -> Text:
    """Difference with a question mark where unclear, relative size; interval; and whether little happened, by the arm in which more did."""
    pair = row.paired
    if row.few and quantity(row.outcome).counted:
        return Text(_("too few events ({n})").format(n=sum(row.events)), style="dim")
    if row.baseline_mean == row.policy_mean == 0:  # nobody is there
        return Text("0", style="dim")
    found = told_plain([pair.mean] if pair.low is None or pair.high is None else [pair.mean, pair.low, pair.high])
    unclear = found.interval is not None and not pair.clear and pair.same < pair.worlds
    text = Text(found.size() + (" ?" if unclear else ""), style="dim" if unclear else "bold")
    if row.baseline_mean and abs(pair.mean / row.baseline_mean) >= 0.0005:
        text.append("  " + percent(pair.mean / row.baseline_mean, signed=True), style="not bold")
    if found.interval is not None:
        text.append("\n" + "..".join(map(short, found.ends())), style="not bold")
    if row.few:
        text.append("\n" + _("few deaths ({n})").format(n=max(row.events)), style="not bold dim")
    return text
