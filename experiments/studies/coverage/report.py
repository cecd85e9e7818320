"""The coverage of every outcome as a table, as records and as a page, and which outcomes should abstain."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from rich import box
from rich.table import Table

from experiments.comparison.words.rows import shown_label
from experiments.studies.coverage.study import HIGH, LOW, Covered, State
from experiments.text.formatting import MISSING, percent
from experiments.text.messages import _, enumerated, sentences


def state_words(state: State) -> str:
    """In the language in force."""
    return {
        "holds": _("holds"), "misses": _("MISSES"), "wide": _("holds more often"), "abstains": _("no interval"), "not told": _("not told"),
    }[state]  # fmt: skip


def horizons(found: Sequence[Covered]) -> list[int]:
    """The months that were looked at, in order."""
    return sorted({one.months for one in found})


def by_outcome(found: Sequence[Covered]) -> dict[str, dict[int, Covered]]:
    """By outcome and months, in the order of the tables."""
    told: dict[str, dict[int, Covered]] = {}
    for one in found:
        told.setdefault(one.outcome, {})[one.months] = one
    return told


def cell(one: Covered | None) -> str:
    """Share held of the intervals given, how many were, and the state."""
    if one is None:
        return MISSING
    if not one.told:
        return state_words("abstains")
    return _("{share} of {told}: {state}").format(share=percent(one.share), told=one.told, state=state_words(one.state))


def years(months: int) -> str:
    """A heading."""
    return _("{n} years").format(n=f"{months / 12:g}")


def table(found: Sequence[Covered]) -> Table:
    """A line for each outcome, a column for each horizon."""
    shown = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    shown.add_column(_("outcome"), overflow="fold", max_width=44)
    for months in horizons(found):
        shown.add_column(years(months), overflow="fold")
    for name, own in by_outcome(found).items():
        cells = [own.get(months) for months in horizons(found)]
        bold = any(one is not None and one.state == "misses" for one in cells)
        shown.add_row(shown_label(name), *map(cell, cells), style="bold" if bold else "")
    return shown


def headline(found: Sequence[Covered]) -> str:
    """All outcomes together, then those that miss."""
    parts = []
    for months in horizons(found):
        own = [one for one in found if one.months == months]
        told, held = sum(one.told for one in own), sum(one.held for one in own)
        if told:
            parts.append(_("After {years} {share} of {told} intervals hold the value of all sets.").format(
                years=years(months), share=percent(held / told), told=f"{told:,}"))  # fmt: skip
    misses = sorted({one.outcome for one in found if one.state == "misses"})
    if misses:
        parts.append(_("Outside {low} to {high}, so that they should give no interval: {names}.").format(
            low=percent(LOW), high=percent(HIGH), names=enumerated(shown_label(name) for name in misses)))  # fmt: skip
    elif found:
        parts.append(_("No outcome is told to hold less often than {low}.").format(low=percent(LOW)))
    return sentences(*parts)


def reading() -> str:
    """What is counted."""
    return _("A block is so many worlds as a comparison takes; its intervals for each policy are held against the difference over all sets. A share is judged by its "
             "interval over blocks: it misses where that lies below {low}, and is not told where the blocks cannot say.").format(low=percent(LOW))  # fmt: skip


def records(found: Sequence[Covered]) -> list[dict[str, Any]]:
    """A mapping for each outcome and horizon; what is not known is null."""
    return [
        {"outcome": one.outcome, "months": one.months, "asked": one.asked, "told": one.told, "held": one.held, "share": _known(one.share), "low": _known(one.low),
         "high": _known(one.high), "state": one.state}
        for one in found
    ]  # fmt: skip


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def markdown(found: Sequence[Covered]) -> str:
    """The table for a page."""
    columns, heading = horizons(found), _("outcome")
    lines = [headline(found), "", reading(), "", f"| {heading} | " + " | ".join(years(months) for months in columns) + " |", "|---" * (len(columns) + 1) + "|"]
    lines += [f"| {shown_label(name)} | " + " | ".join(cell(own.get(months)) for months in columns) + " |" for name, own in by_outcome(found).items()]
    return "\n".join([*lines, ""])
