"""How certain a finding is, by rules that are told beside it: from moderate downwards, since no field data of the district stand behind it.

In the manner of the summaries of findings of systematic reviews: a grade, and the reasons for which it is lower than it could be.
"""

from __future__ import annotations

from dataclasses import dataclass

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import Row
from experiments.comparison.words.costs import is_price
from experiments.comparison.words.doubt import TOLD_FROM
from experiments.statistics.intervals import MIN_EVENTS
from experiments.statistics.sets import HEADLINE_SETS
from experiments.text.formatting import percent
from experiments.text.messages import N_, _

GRADES = (N_("very low"), N_("low"), N_("moderate"))
MODEL, FEW, NO_INTERVAL, ZERO, TURNS, PRICES, SETS = "model", "few", "no interval", "zero", "turns", "prices", "sets"
REASONS = {
    MODEL: N_("from a model that was calibrated to figures of other places; not tested on field data of this district"),
    FEW: N_("fewer than {events} events: too few for a mean"),
    NO_INTERVAL: N_("no interval is told: too few worlds, or too few events in which the policies differ"),
    ZERO: N_("the interval includes zero, or the figure is not determined"),
    TURNS: N_("the sign is the other way round in more than {share} of the sets of assumptions"),
    PRICES: N_("a part of what the policy does has no price"),
    SETS: N_("fewer than {sets} sets of assumptions, which a statement about money needs"),
}


@dataclass(frozen=True)
class Certainty:
    """A grade, 0 (very low) to 2 (moderate), and the reasons why it is not higher."""

    grade: int
    reasons: tuple[str, ...]

    @property
    def words(self) -> str:
        """The grade."""
        return _(GRADES[self.grade])


def certainty(comparison: ComparisonData, row: Row) -> Certainty:
    """The grade of one row: one step down for each reason beside that it is a model."""
    if row.kind == "few":
        return Certainty(0, (MODEL, FEW))
    found = [MODEL]
    if row.shown is None and not (is_price(row) and comparison.tells_intervals):
        found.append(NO_INTERVAL)
    elif row.kind in {"unclear", "bound", "unpriced"} or (row.kind in {"plain", "ratio"} and not row.told_apart):
        found.append(ZERO)
    if row.kind == "plain" and row.over == "sets" and row.turned > TOLD_FROM * row.paired.worlds:
        found.append(TURNS)
    if row.quantity.is_money:
        found += [PRICES] if row.priced != "wholly" else []
        found += [] if comparison.tells_money else [SETS]
    return Certainty(max(0, 3 - len(found)), tuple(found))


def reason_words(reason: str) -> str:
    """One reason in the language in force."""
    return _(REASONS[reason]).format(events=MIN_EVENTS, share=percent(TOLD_FROM), sets=HEADLINE_SETS)


def letters(rows: list[Certainty]) -> dict[str, str]:
    """A letter for each reason that occurs, in the order in which they occur."""
    found = dict.fromkeys(reason for one in rows for reason in one.reasons)
    return {reason: chr(ord("a") + number) for number, reason in enumerate(found)}
