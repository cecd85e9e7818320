"""What pairs and expected outcomes are worth, in sentences and a table."""

from __future__ import annotations

import statistics

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from experiments.comparison.data import ComparisonData
from experiments.comparison.variance import EXPECTED, MIN_REPLICATES, Factor, Gain
from experiments.comparison.words import assumptions
from experiments.comparison.words.verdict import setting
from experiments.text.formatting import MISSING, decimals, figure, span
from experiments.text.labels import label, unit
from experiments.text.messages import _
from experiments.text.paper import bullets

LEADING = {
    "pairs": ("expected_deaths", "deaths"),
    "expectation": ("deaths", "lost_time_injuries"),
    "both": ("deaths", "lost_time_injuries"),
}
"""What is said in words: by means the first of these outcomes of which a factor is known."""


def means_title(means: str) -> str:
    """What is gained from."""
    return {
        "pairs": _("Shared worlds"),
        "expectation": _("Expected outcomes"),
        "both": _("Both together"),
    }[means]


def headline(comparison: ComparisonData, found: list[Gain]) -> list[str]:
    """The finding in sentences, for the policy in the middle and the range of all."""
    texts = {
        "pairs": _("Shared worlds: for the difference in {outcome} one pair of worlds tells as much as {n} pairs of worlds of their own "
                   "({who})."),
        "expectation": _("Expected outcomes: one pair judged by {expected} tells as much as {n} pairs judged by {outcome} that happened "
                         "({who})."),
        "both": _("Both together: one pair judged by {expected} tells as much as {n} pairs of worlds of their own judged by {outcome} that "
                  "happened ({who})."),
    }  # fmt: skip
    told = []
    for means, outcomes in LEADING.items():
        for outcome in outcomes:
            known = [gain.factor for gain in found if (gain.means, gain.outcome) == (means, outcome) and gain.factor]
            if known:
                told.append(texts[means].format(n=_middle(known), who=_who(known), outcome=label(outcome),
                                                expected=label(EXPECTED.get(outcome, outcome))))  # fmt: skip
                break
    return told or [_("Nothing can be said: too few events, or too few worlds that differ.")]


def _middle(factors: list[Factor]) -> str:
    return figure(factors[0].value if len(factors) == 1 else statistics.median(f.value for f in factors), _places(factors))


def _who(factors: list[Factor]) -> str:
    if len(factors) == 1:
        return _("95 % interval {interval}").format(interval=span(factors[0].low, factors[0].high, _places(factors), signed=False))
    ends = sorted(factor.value for factor in factors)
    return _("the middle of {k} policies, which lie from {interval}").format(
        k=len(factors), interval=span(ends[0], ends[-1], _places(factors), signed=False))  # fmt: skip


def _places(factors: list[Factor]) -> int:
    return min(1, decimals(factor.value for factor in factors))


def parts(comparison: ComparisonData, found: list[Gain]) -> list[RenderableType]:
    """All that is printed: setting, finding, table, how to read it."""
    by_hand = assumptions.line(assumptions.of(comparison))
    first: list[RenderableType] = [Text(by_hand, style="bold"), ""] if by_hand else []
    return [
        *first,
        Text(setting(comparison)),
        "",
        *[Text(sentence, style="bold" if i == 0 else "") for i, sentence in enumerate(headline(comparison, found))],
        table(found),
        Text(_("How to read it"), style="bold"),
        bullets(reading(comparison)),
    ]


def table(found: list[Gain]) -> Table:
    """One row for each policy, outcome and means."""
    shown = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for heading in (_("gained from"), _("policy"), _("outcome"), _("unit of the spread")):
        shown.add_column(heading)
    for heading in (_("spread"), _("spread without"), _("one tells as much as"), _("95 % interval")):
        shown.add_column(heading, justify="right")
    for means in ("pairs", "expectation", "both"):
        for gain in (gain for gain in found if gain.means == means):
            shown.add_row(means_title(means), gain.policy, outcome_title(gain), unit(gain.outcome), *_cells(gain))
    return shown


def outcome_title(gain: Gain) -> str:
    """The outcome; where what was expected stands for what happened, both."""
    name = label(gain.outcome)
    return name if gain.means == "pairs" else _("{expected} in place of {outcome}").format(expected=label(EXPECTED[gain.outcome]), outcome=name)


def _cells(gain: Gain) -> list[str]:
    spreads = [figure(gain.spread), figure(gain.without)]
    if gain.factor is None:
        return [*spreads, MISSING, MISSING]
    places = _places([gain.factor])
    return [*spreads, figure(gain.factor.value, places), span(gain.factor.low, gain.factor.high, places, signed=False)]


def reading(comparison: ComparisonData) -> list[str]:
    """How to read the table."""
    same = _("Worlds of their own: each policy on other worlds than the baseline, with other enterprises and other luck, drawn by another seed.")
    if comparison.interval_over == "sets":
        same = _("Worlds of their own: each policy on other worlds than the baseline, with other enterprises and other luck, drawn by another "
                 "seed under the same sets of assumptions.")  # fmt: skip
    return [
        same,
        _("The spread is the standard deviation of the difference between policy and baseline in one world, or one set; the factor is the "
          "ratio of its squares, so many times the worlds give the same width of the interval."),
        _("The intervals are jackknife's. No factor is given under {least} worlds or sets, or where too few events were seen or too few worlds differed.").format(
            least=MIN_REPLICATES),
    ]  # fmt: skip
