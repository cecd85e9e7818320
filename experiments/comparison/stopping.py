"""Worlds until every interval is narrow enough: the target, the looks set beforehand, and how it ended.

The replicates (worlds, or sets of parameters where worlds share them) are looked at when there are 20, 40, 80, ... of them,
and the intervals of look k miss with at most 5 % / (k (k + 1)).  These shares add up to 5 % however many looks are made, so
that all intervals of all looks hold together with 95 %, whoever decides at which of them to stop and why (repeated confidence
intervals: Jennison and Turnbull, J. R. Stat. Soc. B 51, 1989, 305-361).  At each look the share is divided by the number of
policies, so that it holds for all of them at once.  The ceiling is no part of the rule: it may be raised afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from experiments.statistics.intervals import LEVEL, together

FIRST = 20
"""Replicates at the first look: with fewer a skewed outcome misses too often at so high a level."""
GROWTH = 2
"""Each look has so many times the replicates of the one before."""
CEILING = 640
"""Worlds at most where nothing else is asked for."""
FURTHEST = 13
"""The last look, at 81,920 replicates: more worlds than a command takes."""
RULE = "replicates at look k: 20 * 2**(k - 1); error spent there: 0.05 / (k * (k + 1)), divided by the policies"


@dataclass(frozen=True)
class Target:
    """The half-width asked for: expected deaths a year, or a share of the baseline's."""

    size: float
    relative: bool = False

    def width(self, baseline: float) -> float:
        """Expected deaths a year, where the baseline has ``baseline`` of them."""
        return self.size * baseline if self.relative else self.size

    @property
    def text(self) -> str:
        """As it is asked for."""
        shown = f"{100 * self.size if self.relative else self.size:.12f}".rstrip("0").rstrip(".")
        return shown + "%" * self.relative


@dataclass(frozen=True)
class Look:
    """The ``number``-th look (from 1) at the first ``worlds`` worlds, whose intervals have ``level`` each."""

    number: int
    worlds: int

    @property
    def level(self) -> float:
        return 1 - (1 - LEVEL) * spent(self.number)


@dataclass(frozen=True)
class Stopping:
    """Where a comparison stopped: the look, and by policy the farther end's distance from the difference."""

    target: Target
    look: Look
    ceiling: int
    """Worlds that were allowed."""
    widths: dict[str, float]
    """Expected deaths a year, by policy; infinite without an interval."""
    wanted: dict[str, float]
    needed: int | None
    """Worlds of the look at which it would be reached, if the spread stays as it is; None where no number would do."""

    @property
    def reached(self) -> bool:
        return all(width <= self.wanted[policy] for policy, width in self.widths.items())

    @property
    def card(self) -> dict[str, Any]:
        """For the manifest and for programs."""
        return {
            "rule": RULE,
            "target": self.target.text,
            "reached": self.reached,
            "look": self.look.number,
            "worlds": self.look.worlds,
            "worlds_at_looks": [look.worlds for look in self.made],
            "ceiling": self.ceiling,
            "level_of_each_interval": self.look.level,
            "level_of_simultaneous_intervals": together(self.look.level, len(self.widths)),
            "half_widths": self.widths,
            "wanted": self.wanted,
            "worlds_needed": self.needed,
        }

    @property
    def made(self) -> list[Look]:
        """The looks up to this one."""
        each = self.look.worlds // GROWTH ** (self.look.number - 1)
        return [Look(k, each * GROWTH ** (k - 1)) for k in range(1, self.look.number + 1)]


def spent(number: int) -> float:
    """The share of the error that the ``number``-th look may spend; all of them add up to one."""
    return 1 / (number * (number + 1))
