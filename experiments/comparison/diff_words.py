"""Two comparisons side by side, told: what was asked otherwise, a table, and what the change is."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from experiments.comparison.diff import OUTCOMES, Diff, Differing, DiffRow
from experiments.comparison.differences import Row
from experiments.comparison.tables import full_title
from experiments.comparison.words.numbers import Told, told, told_money, told_plain
from experiments.running.replicates import counted
from experiments.text.formatting import MISSING
from experiments.text.labels import quantity
from experiments.text.messages import N_, _, sentences, titled

KINDS = {
    "district": N_("district"), "district content": N_("content of the district under one name"), "model": N_("version of the model"), "seed": N_("seed"),
    "months": N_("months"), "discount": N_("discount rate"), "simulator": N_("simulator"), "worlds": N_("worlds"), "ensemble": N_("ensemble"),
    "parameter": N_("parameter"), "policy": N_("policy"), "setting": N_("setting of a policy"), "policy cost": N_("cost of a policy's programmes"),
}  # fmt: skip
"""What can differ."""
MOST = 40
"""Differences in a table; more are counted."""


def parts(found: Diff) -> list[RenderableType]:
    """All of it, in the order in which it is read."""
    shown: list[RenderableType] = [Text(line, style="bold" if place == 0 else "") for place, line in enumerate(headline(found))]
    return [*shown, *_differing(found), *(_table(found, policy) for policy in found.policies), Text(_reading(found))]


def headline(found: Diff) -> list[str]:
    """A sentence for each policy: its effect here and there, and whether the change is told apart; then what the worlds are."""
    lines = [_line(found, row) for row in found.rows if row.one.quantity.name == OUTCOMES[0]]
    if found.unpaired:
        return [*lines, _("Not paired, for {reason}: each stands by itself, and no interval of the change is given.").format(reason=found.unpaired)]
    if found.differing:
        return lines
    return [*lines, _("Nothing was asked otherwise.")]


def _line(found: Diff, row: DiffRow) -> str:
    name = titled(*found.one.title(row.one.policy))
    text = _("{policy}: {one} expected deaths a year in the first, {other} in the second.").format(policy=name, one=_size(row.one), other=_size(row.other))
    if row.change is None:
        return text
    size = _change(row)
    if size.interval is None:
        return sentences(text, _("The change is {size}; too few worlds for an interval.").format(size=size.size()))
    low, high = size.ends()
    how = _("told apart from zero") if row.change.clear else _("not told apart from zero")
    return sentences(text, _("The change is {size} ({low} to {high}), {how}.").format(size=size.size(), low=low, high=high, how=how))


def _size(row: Row) -> str:
    return MISSING if row.kind != "plain" else told(row).size()


def _change(row: DiffRow) -> Told:
    change, found = row.change, row.one.quantity
    assert change is not None
    values = [change.mean, *([] if change.low is None or change.high is None else [change.low, change.high])]
    return told_money(values) if found.is_money and found.yearly else told_plain(values)


def _differing(found: Diff) -> list[RenderableType]:
    if not found.differing:
        return []
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, title=Text(_("What was asked otherwise"), style="bold"), title_justify="left")
    for heading in (_("what"), _("first: {folder}").format(folder=found.one.folder), _("second: {folder}").format(folder=found.other.folder)):
        table.add_column(heading, overflow="fold")
    for one in found.differing[:MOST]:
        table.add_row(_named(one), _value(one, one.one), _value(one, one.other))
    more = len(found.differing) - MOST
    return [table, *([Text(_("and {n} more").format(n=more))] if more > 0 else [])]


def _named(one: Differing) -> str:
    kind = _(KINDS[one.what])
    return _("{place}: {text}").format(place=kind, text=one.name) if one.name else kind


def _value(one: Differing, value: Any) -> str:
    if one.what == "policy":
        return _("compared") if value else _("not compared")
    if value is None:
        return _("as today") if one.what == "setting" else "-"
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _table(found: Diff, policy: str) -> Table:
    title = titled(*found.one.title(policy))
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, title=Text(title, style="bold"), title_justify="left")
    table.add_column(_("difference from the baseline"), overflow="fold")
    for heading in (_("first"), _("second"), _("change, second less first")):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in found.rows:
        if row.one.policy == policy:
            table.add_row(full_title(quantity(row.one.quantity.name)), _cell(row.one), _cell(row.other), _change_cell(row))
    return table


def _cell(row: Row) -> str:
    if row.kind != "plain":
        return MISSING
    size = told(row)
    return size.size() if size.interval is None else size.size() + "\n" + "..".join(size.ends())


def _change_cell(row: DiffRow) -> str:
    if row.change is None or "few" in (row.one.kind, row.other.kind):
        return MISSING
    size = _change(row)
    if size.interval is None:
        return size.size()
    nothing = row.change.same == row.change.worlds or not any((size.value, *size.interval))
    unclear = "" if row.change.clear or nothing else " ?"
    return size.size() + unclear + "\n" + "..".join(size.ends())


def _reading(found: Diff) -> str:
    if found.unpaired:
        return _("Below each difference stands its 95 % interval, where there are worlds enough.")
    shared = counted(len(found.shared))
    return _("The change is paired on {worlds} that both ran: the same random draws, so that it shows what was asked otherwise. Below stands the 95 % interval, for all policies at "
             "once; a question mark: it includes zero.").format(worlds=shared)  # fmt: skip


def record(found: Diff) -> dict[str, Any]:
    """For programs."""
    return {
        "first": str(found.one.folder), "second": str(found.other.folder), "shared_worlds": list(found.shared), "unpaired": found.unpaired or None,
        "differing": [{"what": one.what, "name": one.name or None, "first": one.one, "second": one.other} for one in found.differing],
        "policies": list(found.policies), "headline": headline(found),
        "rows": [{"policy": row.one.policy, "outcome": row.one.quantity.name,
                  **{side: {"baseline_mean": own.baseline_mean, "difference": own.difference, "low": own.low, "high": own.high} for side, own in (("first", row.one), ("second", row.other))},
                  "change": None if row.change is None else {"mean": row.change.mean, "low": row.change.low, "high": row.change.high, "replicates": row.change.worlds, "clear": row.change.clear}}
                 for row in found.rows],
    }  # fmt: skip
