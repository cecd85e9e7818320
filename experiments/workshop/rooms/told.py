"""What the model says to a question of a room: a change in per cent of the baseline, with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from experiments.comparison.data import ComparisonData
from experiments.text.formatting import figure, span_of
from experiments.text.labels import quantity
from experiments.text.messages import _

YEAR = 12
"""Months."""


@dataclass(frozen=True)
class Told:
    """An answer of the model, or why there is none yet.  All numbers are per cent of the baseline; None where nothing may be said."""

    state: Literal["nothing", "asking", "there", "failed"] = "nothing"
    change: float | None = None
    low: float | None = None
    high: float | None = None
    worlds: int = 0
    sets: int = 0
    hash: str = ""
    course: tuple[float, ...] = ()
    """The change in each year, in per cent of the baseline's mean year; empty where it is not told by years."""
    because: str = ""
    """Why the model could not be asked."""

    @classmethod
    def unchanged(cls) -> Told:
        """Of levers that all stand as today: nothing was run, and nothing differs."""
        return cls("there", 0.0, 0.0, 0.0)

    @classmethod
    def of(cls, comparison: ComparisonData, outcome: str) -> Told:
        """The change of ``outcome`` under the one policy of a comparison, with the interval that ``compare`` shows of it."""
        row = comparison.row(comparison.policies[0], outcome)
        change = _percent(row.difference, row.baseline_mean)
        if change is None:
            return cls("failed", because=_("too few events for anything to be said of this outcome"))
        low, high = (_percent(end, row.baseline_mean) for end in row.shown or (None, None))
        if low is None or high is None:
            low = high = None
        return cls("there", change, low, high, comparison.worlds, comparison.sets, comparison.plan.scenario_hash, _course(comparison, outcome))

    @property
    def apart(self) -> bool | None:
        """Whether it is told apart from no change; None without an interval."""
        return None if self.low is None or self.high is None else self.low > 0.0 or self.high < 0.0

    def short(self) -> str:
        """The answer as a number with its interval, where there is no room for a sentence; the sentence where there is no number."""
        if self.state != "there" or self.change is None or self.low is None or self.high is None or self.low == self.high == 0.0:
            return self.words()
        told = _("{change} % (95 % interval {interval})").format(change=_minus(figure(self.change, 1, signed=True)), interval=_minus(span_of(self.low, self.high, "%", 1, signed=True)))
        return told if self.apart else _("{told}: not told apart from no change").format(told=told)

    def words(self) -> str:
        """The answer as a sentence in the language in force."""
        if self.state == "failed":
            return _("The model could not answer: {why}").format(why=self.because)
        if self.state != "there" or self.change is None:
            return _("The model is being asked.")
        change = _minus(figure(self.change, 1, signed=True))
        if self.low is None or self.high is None:
            return _("The model: {change} % (no interval can be given).").format(change=change)
        if self.low == self.high == 0.0:
            return _("Nothing is moved, so nothing changes.")
        told = _("The model: {change} % (95 % interval {interval}).").format(change=change, interval=_minus(span_of(self.low, self.high, "%", 1, signed=True)))
        return told if self.apart else _("{told} It is not told apart from no change.").format(told=told)

    def data(self) -> dict[str, Any]:
        """For a page."""
        return {"state": self.state, "change": self.change, "low": self.low, "high": self.high, "apart": self.apart, "text": self.words(), "short": self.short(),
                "worlds": self.worlds, "sets": self.sets, "hash": self.hash, "course": self.course}  # fmt: skip


def _course(comparison: ComparisonData, outcome: str) -> tuple[float, ...]:
    """The mean difference of each year over all worlds; of what adds up over months alone."""
    if not quantity(outcome).yearly:
        return ()
    months = comparison.batch.monthly(outcome)
    means = np.asarray([months[place].mean(axis=0) for place in (0, comparison.batch.row(comparison.policies[0]))])
    years = means[:, : means.shape[1] // YEAR * YEAR].reshape(2, -1, YEAR).sum(axis=2)
    level = float(years[0].mean()) if years.size else 0.0
    return tuple(round(100.0 * float(change) / level, 2) for change in years[1] - years[0]) if level else ()


def _percent(value: float | None, baseline: float | None) -> float | None:
    if value is None or not baseline or not (math.isfinite(value) and math.isfinite(baseline)):
        return None
    return round(100.0 * value / baseline, 4)


def _minus(text: str) -> str:
    """Numbers with the sign that pages write, which is as long as a plus."""
    return text.replace("-", "\N{MINUS SIGN}")
