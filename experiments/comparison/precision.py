"""Runs more and more worlds until every interval is narrow enough, at looks set beforehand; ``stopping.py`` tells the rule."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from scipy import special

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import HEADLINE_OUTCOME
from experiments.comparison.stopping import FIRST, FURTHEST, GROWTH, Look, Stopping, Target
from experiments.running.asked import plain_float
from experiments.running.plan import Plan
from experiments.statistics.intervals import together
from experiments.text.errors import UserError, shown_value
from experiments.text.messages import _
from scenarios.ensembles import NEIGHBOURS

Compared = TypeVar("Compared", bound=ComparisonData)


def parse_target(text: str) -> Target:
    """``0.2`` or ``5%``; ``UserError`` for anything else."""
    relative = text.strip().endswith("%")
    try:
        size = plain_float(text.strip().removesuffix("%"))
    except ValueError:
        size = math.nan
    if not (math.isfinite(size) and size > 0):
        raise UserError(
            _("{text} is no half-width of an interval.").format(text=shown_value(text)),
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


def run_until(plan: Plan, target: Target, run: Callable[[Plan], Compared]) -> Compared:
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


def as_stopped(comparison: Compared, card: Mapping[str, Any]) -> Compared:
    """A comparison as ``run_until`` left it, from its data and the ``card`` of how it stopped; ``KeyError`` or ``UserError`` where that is none."""
    look = Look(int(card["look"]), int(card["worlds"]))
    comparison = replace(comparison, batch=replace(comparison.batch, level=look.level))
    return replace(comparison, stopping=_judged(comparison, parse_target(card["target"]), look, int(card["ceiling"])))


def _judged(comparison: ComparisonData, target: Target, look: Look, ceiling: int) -> Stopping:
    rows = [comparison.row(policy, HEADLINE_OUTCOME) for policy in comparison.policies]
    widths = {row.policy: half_width(row.difference, row.shown) for row in rows}
    wanted = {row.policy: target.width(row.baseline_mean) for row in rows}
    return Stopping(target, look, ceiling, widths, wanted, _needed(comparison, widths, wanted, look))


def half_width(mean: float, ends: Sequence[float] | None) -> float:
    """The distance of the farther end; infinite without an interval."""
    return math.inf if ends is None else max(ends[1] - mean, mean - ends[0])


def _needed(comparison: ComparisonData, widths: dict[str, float], wanted: dict[str, float], now: Look) -> int | None:
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
