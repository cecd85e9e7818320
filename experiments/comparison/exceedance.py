"""Rare catastrophes: how often accidents kill at least three, ten or thirty people, with the bound of what was never seen.

The legal classes of an accident begin at three, ten and thirty deaths.  Counted are accidents, each with its own deaths, over all worlds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from experiments.comparison.data import ComparisonData
from experiments.statistics.intervals import rate_bound, tells_mean

MARKS = (1, 3, 10, 30)
"""Deaths at which the curve is marked: an accident with a death at all, and the beginnings of the legal classes above."""
CLASSES = MARKS[1:]


@dataclass(frozen=True)
class Exceedance:
    """Accidents with at least ``deaths`` deaths under one policy."""

    policy: str
    deaths: int
    count: int
    exposure: float
    """World-years looked at."""
    level: float

    @property
    def tells(self) -> bool:
        """Whether there are enough of them for a rate."""
        return tells_mean(self.count)

    @property
    def rate(self) -> float:
        """A year; to be told only where ``tells``."""
        return self.count / self.exposure

    @property
    def bound(self) -> float:
        """The one-sided upper bound of the rate, a year: about three over the world-years where there was none."""
        return rate_bound(self.count, self.exposure, self.level)


def exceedance(comparison: ComparisonData, policy: str, deaths: int) -> Exceedance:
    """How often at least ``deaths`` people died in one accident under ``policy``, over all worlds."""
    batch = comparison.batch
    count = sum(n for size, n in sizes(comparison, policy).items() if size >= deaths)
    return Exceedance(policy, deaths, count, batch.exposure, batch.level)


def sizes(comparison: ComparisonData, policy: str) -> Counter[int]:
    """Accidents by their number of deaths, those without any left out."""
    return Counter(int(event["deaths"]) for event in comparison.batch.events if event["policy"] == policy and event["deaths"] > 0)


def curve(comparison: ComparisonData, policy: str) -> list[Exceedance]:
    """The whole curve: at every number of deaths that occurred, and at the marks."""
    return [exceedance(comparison, policy, deaths) for deaths in sorted({*MARKS, *sizes(comparison, policy)})]
