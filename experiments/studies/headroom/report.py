"""The room that policies have, as a table, as records and as a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from rich import box
from rich.table import Table
from rich.text import Text

from experiments.comparison.words.doubt import neighbours_share
from experiments.statistics.intervals import LEVEL, interval, leaves_zero_out, together
from experiments.studies.headroom.study import OUTCOME, Headroom, Setting
from experiments.studies.headroom.variations import PROBLEMS
from experiments.text.formatting import MISSING, figure, percent, span_of
from experiments.text.messages import N_, _, enumerated, sentences

PROBLEM_TITLES = {
    "attention": N_("attention of government and owners"), "coordination": N_("coordination"), "boundaries": N_("boundaries"), "capacity": N_("capacity"), "incentives": N_("incentives"),
}  # fmt: skip
ENDS = {"worst": N_("at its worst"), "gone": N_("wholly gone")}


def kinds() -> tuple[tuple[str, str], ...]:
    """The parts of the table, with what they mean."""
    return (
        ("problem", _("The five problems, each at its worst and wholly gone")),
        ("channel", _("Channels of supervision, each taken away")),
        ("ceiling", _("Ceilings: what could be averted at most")),
    )


def what(row: Headroom) -> str:
    """What is varied: a problem with its end, else the title alone."""
    if row.variation.kind != "problem":
        return row.variation.shown
    return _("{problem} {end}: {title}").format(problem=_(PROBLEM_TITLES[row.variation.of]), end=_(ENDS[row.variation.end]), title=row.variation.shown)


def change_words(row: Headroom) -> str:
    """The change with its interval."""
    told = percent(row.change, signed=True)
    if row.low is None or row.high is None:
        return told
    return _("{change} ({span})").format(change=told, span=span_of(100 * row.low, 100 * row.high, "%", signed=True))


def told_words(row: Headroom) -> str:
    """Whether the change is told apart from zero."""
    if row.low is None:
        return MISSING
    return _("told apart") if leaves_zero_out(row.low, row.high) else _("not told apart")


def table(rows: Sequence[Headroom]) -> Table:
    """A line per variation under the heading of its kind."""
    shown = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    shown.add_column(_("what is varied"), overflow="fold", max_width=52)
    shown.add_column(_("expected deaths a year"), justify="right")
    shown.add_column(_("change (95 %)"), justify="right")
    shown.add_column(_("from zero"))
    for kind, title in kinds():
        own = [row for row in rows if row.variation.kind == kind]
        if own:
            shown.add_row(Text(title, style="bold"), "", "", "")
        for row in own:
            shown.add_row("  " + what(row), figure(row.deaths), change_words(row), told_words(row))
    return shown


def headline(base: float, rows: Sequence[Headroom]) -> str:
    """The finding in a few sentences: the largest problem to be removed and the largest channel, and how sure it is that these come first."""
    gone = [row for row in rows if row.variation.end == "gone"]
    channels = [row for row in rows if row.variation.kind == "channel" and row.variation.of != "all"]
    parts = [_("Baseline: {deaths} expected deaths a year.").format(deaths=figure(base))]
    if gone:
        most = min(gone, key=lambda row: row.change)
        parts.append(_("Of the five problems the one whose end averts the most is {problem}: {change}.").format(
            problem=_problem(most), change=change_words(most)) if most.change < 0 else _("The end of none of the five problems averts any death in the mean."))  # fmt: skip
        parts += _doubts(most, gone, _problem) if most.change < 0 else []
    if channels:
        largest = max(channels, key=lambda row: row.change)
        parts.append(_("The channel of supervision whose loss costs the most: {title}, {change}.").format(
            title=largest.variation.shown, change=change_words(largest)) if largest.change > 0 else _("The loss of none of the channels costs any life in the mean."))  # fmt: skip
        parts += _doubts(largest, channels, _title) if largest.change > 0 else []
    if any(row.low is None for row in (*gone, *channels)):
        parts.append(_("From so few sets of assumptions nothing tells which truly comes first."))
    return sentences(*parts)


def _problem(row: Headroom) -> str:
    return _(PROBLEM_TITLES[row.variation.of])


def _title(row: Headroom) -> str:
    return row.variation.shown


def _doubts(first: Headroom, rows: Sequence[Headroom], named: Callable[[Headroom], str]) -> list[str]:
    """That the first is not told apart from nothing, and the others that are not told apart from it; nothing where no interval is given."""
    if first.low is None:
        return []
    told = [] if leaves_zero_out(first.low, first.high) else [_("It is not told apart from nothing.")]
    others = [row for row in rows if row is not first]
    level = together(LEVEL, len(others))
    close = [row for row in others if not _apart(first, row, level)]
    return told + ([_("Not told apart from it: {others}.").format(others=enumerated(named(row) for row in close))] if close else [])


def _apart(one: Headroom, other: Headroom, level: float) -> bool:
    """Whether the two differ by more than chance, paired by set."""
    return leaves_zero_out(*interval(np.array(one.effects) - np.array(other.effects), level))


def reading(rows: Sequence[Headroom]) -> str:
    """What the numbers are and are not."""
    few = any(row.low is None for row in rows)
    return sentences(
        _("Each line is the baseline with one thing at an end of what is thinkable from the burn-in on, on the same worlds; ends are no policies, and they do not add up."),
        _("No interval is given from fewer than ten sets of assumptions.") if few else "",
    )


def under_which(setting: Setting) -> str:
    """Under which sets of parameters the worlds ran; empty without an ensemble."""
    return "" if setting.ensemble is None else neighbours_share(setting.ensemble, setting.sets_used or 0)


def records(base: float, rows: Sequence[Headroom], ensemble: str = "", not_default: str = "") -> list[dict[str, Any]]:
    """A mapping for each variation; what is not known is null, ``ensemble`` where all worlds had the same parameters."""
    return [
        {"name": row.variation.name, "kind": row.variation.kind, "of": row.variation.of, "end": row.variation.end, "title": row.variation.title,
         "outcome": OUTCOME, "baseline": base, "deaths": row.deaths, "change": row.change, "low": row.low, "high": row.high, "worlds": row.worlds, "sets": row.sets,
         "parameters": dict(row.variation.parameters), "cells": row.variation.cells, "reason": row.variation.reason,
         "ensemble": ensemble or None, "not_default": not_default}
        for row in rows
    ]  # fmt: skip


def markdown(base: float, rows: Sequence[Headroom], *first: str) -> str:
    """The tables for a page; ``first`` what is not as by default, and under which sets the worlds ran."""
    lines = [line for text in (*first, headline(base, rows), reading(rows)) if text for line in (text, "")]
    heads = [_("what is varied"), _("expected deaths a year"), _("change (95 %)"), _("from zero")]
    for kind, title in kinds():
        own = [row for row in rows if row.variation.kind == kind]
        if own:
            lines += [f"## {title}", "", f"| {' | '.join(heads)} |", "|---|---|---|---|"]
            lines += [f"| {what(row)} | {figure(row.deaths)} | {change_words(row)} | {told_words(row)} |" for row in own]
            lines.append("")
    return "\n".join(lines)


def order(rows: Sequence[Headroom]) -> list[Headroom]:
    """Problems in their own order, worst before gone; then channels and ceilings by their size."""
    place = {name: number for number, name in enumerate(PROBLEMS)}
    problems = sorted((r for r in rows if r.variation.kind == "problem"), key=lambda r: (place[r.variation.of], r.variation.end != "worst"))
    others = [sorted((r for r in rows if r.variation.kind == kind), key=lambda r: -abs(r.change)) for kind in ("channel", "ceiling")]
    return [*problems, *others[0], *others[1]]
