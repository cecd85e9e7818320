"""Worlds until every interval is narrow enough, at looks set beforehand, with an error that no stopping rule can raise.

The replicates (worlds, or sets of parameters where worlds share them) are looked at when there are 20, 40, 80, ... of them,
and the intervals of look k miss with at most 5 % / (k (k + 1)).  These shares add up to 5 % however many looks are made, so
that all intervals of all looks hold together with 95 %, whoever decides at which of them to stop and why (repeated confidence
intervals: Jennison and Turnbull, J. R. Stat. Soc. B 51, 1989, 305-361).  At each look the share is divided by the number of
policies, so that it holds for all of them at once.  The ceiling is no part of the rule: it may be raised afterwards.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scipy import special

from experiments.comparison.differences import HEADLINE_OUTCOME
from experiments.running.plan import Plan
from experiments.statistics.intervals import LEVEL, together
from experiments.text.errors import UserError
from experiments.text.messages import _
from scenarios.ensembles import NEIGHBOURS

if TYPE_CHECKING:
    from experiments.comparison.compare import Comparison

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


def parse_target(text: str) -> Target:
    """``0.2`` or ``5%``; ``UserError`` for anything else."""
    relative = text.strip().endswith("%")
    try:
        size = float(text.strip().removesuffix("%"))
    except ValueError:
        size = math.nan
    if not (math.isfinite(size) and size > 0):
        raise UserError(
            _("{text} is no half-width of an interval.").format(text=repr(text)),
            "--precision",
            _("Write expected deaths a year, for instance --precision 0.2, or a share of the baseline's: --precision 5%."),
        )
    return Target(size / 100 if relative else size, relative)


def all_looks(plan: Plan) -> Iterator[Look]:
    """The looks of a plan, as if it had worlds enough."""
    each = FIRST * (1 if plan.ensemble is None else NEIGHBOURS)
    for number in range(1, FURTHEST + 1):
        yield Look(number, each * GROWTH ** (number - 1))


def looks(plan: Plan) -> list[Look]:
    """Those that the worlds of ``plan`` allow; ``UserError`` where not even the first."""
    found = [look for look in all_looks(plan) if look.worlds <= len(plan.worlds)]
    if not found:
        raise UserError(
            _("With --precision the first look is at {n} worlds, and {worlds} are allowed.").format(
                n=next(all_looks(plan)).worlds, worlds=len(plan.worlds)),
            "--worlds",
            _("Allow more, or leave --worlds out."),
        )  # fmt: skip
    return found


def at(plan: Plan, look: Look) -> Plan:
    """The plan with the worlds of one look."""
    return replace(plan, worlds=plan.worlds[: look.worlds])


def run_until(plan: Plan, target: Target, run: Callable[[Plan], Comparison]) -> Comparison:
    """Run more and more of the worlds of ``plan``, until every difference is as precise as ``target`` or there are no more.

    ``run`` runs a plan; it should keep what it ran.  The same worlds give the same end, however often it is interrupted.
    """
    for look in looks(plan):
        comparison = run(at(plan, look))
        comparison = replace(comparison, batch=replace(comparison.batch, level=look.level))
        if not comparison.worlds:
            return comparison
        stopping = _judged(comparison, target, look, len(plan.worlds))
        comparison = replace(comparison, stopping=stopping)
        if stopping.reached:
            break
    return comparison


def _judged(comparison: Comparison, target: Target, look: Look, ceiling: int) -> Stopping:
    rows = [comparison.row(policy, HEADLINE_OUTCOME) for policy in comparison.policies]
    widths = {row.policy: half_width(row.difference, row.simultaneous) for row in rows}
    wanted = {row.policy: target.width(row.baseline_mean) for row in rows}
    return Stopping(target, look, ceiling, widths, wanted, _needed(comparison, widths, wanted, look))


def half_width(mean: float, ends: Sequence[float] | None) -> float:
    """The distance of the farther end; infinite without an interval."""
    return math.inf if ends is None else max(ends[1] - mean, mean - ends[0])


def _needed(comparison: Comparison, widths: dict[str, float], wanted: dict[str, float], now: Look) -> int | None:
    ratio = max((widths[name] / wanted[name] if wanted[name] else math.inf for name in widths), default=0.0)
    if not math.isfinite(ratio):
        return None
    here = comparison.batch.replicates
    for look in all_looks(comparison.plan):
        if look.number < now.number:
            continue
        replicates = _replicates(comparison.plan, look)
        if replicates is None:
            return None
        if ratio * _multiple(look, replicates, len(widths)) <= _multiple(now, here, len(widths)):
            return look.worlds
    return None


def _replicates(plan: Plan, look: Look) -> int | None:
    """How many replicates a look has; None where the ensemble has not so many sets."""
    if plan.ensemble is None:
        return look.worlds
    sets = look.worlds // NEIGHBOURS
    return sets if sets <= plan.ensemble.sets else None


def _multiple(look: Look, replicates: int, policies: int) -> float:
    """Half the width of an interval in standard deviations."""
    tail = (1 - together(look.level, policies)) / 2
    return float(-special.stdtrit(replicates - 1, tail)) / math.sqrt(replicates)
