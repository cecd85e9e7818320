"""The picks on fresh worlds: intervals that hold for all of them at once, the search's optimism, and the price of each step."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from experiments.comparison.differences import cost_per_death
from experiments.statistics.intervals import LEVEL, MIN_WORLDS, interval, leaves_zero_out, together
from experiments.statistics.sets import MIN_SETS
from experiments.studies.optimisation.chosen import Chosen
from experiments.studies.optimisation.scores import Archive, Array, Measured, objectives
from experiments.studies.optimisation.space import Mix


@dataclass(frozen=True)
class Estimate:
    """A mean over replicates and its interval; None under too few."""

    mean: float
    low: float | None
    high: float | None

    @property
    def positive(self) -> bool:
        """Whether the interval lies above zero."""
        return self.low is not None and self.low > 0

    @property
    def negative(self) -> bool:
        return self.high is not None and self.high < 0


@dataclass(frozen=True)
class Score:
    """One pick: what the search said of it and what fresh worlds say; a year, against the baseline."""

    mix: Mix
    roles: tuple[str, ...]
    searched: float
    """Expected deaths averted, by the search."""
    averted: Estimate
    government: Estimate
    """Yuan; the programmes of the levers included."""
    enterprise: Estimate
    robust: float
    """Expected deaths averted at least in nine of ten replicates."""
    over_budget: int
    """Replicates in which it costs the government more than the budget."""
    tied: bool
    """Whether it is not told apart from the winner on fresh worlds, after correction for all picks; of the winner itself: True."""
    better: bool
    """Whether it is told apart from the winner and averts more."""
    equivalents: Estimate | None = None
    """Fatality-equivalents averted; None where injuries are not counted."""
    net_benefit: Estimate | None = None
    """Yuan by which the benefit exceeds the cost to government and enterprises."""


@dataclass(frozen=True)
class Step:
    """From one corner of the front to the next dearer one."""

    start: Mix
    end: Mix
    averted: float
    government: float
    price: tuple[str, float, float | None, float | None]
    """Of the government, yuan for each further death averted: kind, ratio, interval; the kinds of ``differences.cost_per_death``."""
    price_of_all: tuple[str, float, float | None, float | None]
    """Of government and enterprises together."""
    price_of_equivalents: tuple[str, float, float | None, float | None] | None = None
    """Of both together, beyond the direct loss averted, for each further fatality-equivalent: the switching value of a life."""


@dataclass(frozen=True)
class Rescored:
    """All of it."""

    scores: tuple[Score, ...]
    steps: tuple[Step, ...]
    worlds: int
    replicates: int
    over: str
    baseline_deaths: float
    failed: int

    def score(self, mix: Mix) -> Score:
        return next(score for score in self.scores if score.mix == mix)

    @property
    def tells_intervals(self) -> bool:
        return self.replicates >= least(self.worlds, self.over)

    @property
    def optimism(self) -> float:
        """Mean of what the search said the picks avert, over what fresh worlds say, minus 1; nan where they avert nothing there."""
        picks = [score for score in self.scores if score.searched > 0]
        fresh = sum(score.averted.mean for score in picks)
        return sum(score.searched for score in picks) / fresh - 1 if fresh > 0 else math.nan


def least(worlds: int, over: str) -> int:
    """Replicates that an interval needs."""
    return MIN_SETS if over == "sets" and worlds >= MIN_WORLDS else MIN_WORLDS


def rescore(chosen: Chosen, archive: Archive, measured: Measured, nothing: Mix, budget: float) -> Rescored:
    """The picks of ``chosen`` by ``measured``, which has a row for each of them, from worlds that the search has not seen.

    Intervals are at 1 - 0.05 / n for n picks (doing nothing apart, whose difference is zero), so that all hold at once (Bonferroni).
    """
    moved = [pick for pick in chosen.picks if pick.mix != nothing]
    level = together(LEVEL, len(moved))
    enough = least(measured.worlds, measured.over)
    values, searched = objectives(measured), objectives(archive.measured)

    def estimate(differences: Array) -> Estimate:
        if len(differences) < enough or not np.isfinite(differences).all():
            return Estimate(float(differences.mean()), None, None)
        return Estimate(float(differences.mean()), *interval(differences, level))

    tied, better = _against_winner(chosen, measured, nothing, enough)
    scores = []
    for number, pick in enumerate(chosen.picks):
        deaths, government, enterprise = measured.row(number)
        scores.append(Score(pick.mix, pick.roles, 0.0 - float(searched[archive.place(pick.mix), 0]), estimate(0.0 - deaths),
                            estimate(government), estimate(enterprise), 0.0 - float(values[number, 3]), int((government > budget).sum()),
                            pick.mix in tied, pick.mix in better, *_worth(measured, number, estimate)))  # fmt: skip
    return Rescored(tuple(scores), _steps(chosen, measured, enough), measured.worlds, measured.replicates, measured.over,
                    measured.baseline_deaths, measured.failed)  # fmt: skip


def _worth(measured: Measured, number: int, estimate: Callable[[Array], Estimate]) -> tuple[Estimate | None, Estimate | None]:
    """Fatality-equivalents averted and net benefit of one pick."""
    worth = measured.worth
    if worth is None:
        return None, None
    cost = measured.government[number] + measured.enterprise[number]
    return estimate(worth.equivalents[number]), estimate(worth.benefit[number] - cost)


def _against_winner(chosen: Chosen, measured: Measured, nothing: Mix, enough: int) -> tuple[set[Mix], set[Mix]]:
    """Picks not told apart from the winner, and those told to avert more; by intervals of the leads that hold for all of them at once."""
    if chosen.winner is None:
        return set(), set()
    own = measured.deaths[chosen.place(chosen.winner)]
    others = [pick.mix for pick in chosen.picks if pick.mix not in (chosen.winner, nothing)]
    leads = [measured.deaths[chosen.place(mix)] - own for mix in others]
    if measured.replicates < enough or not all(np.isfinite(lead).all() for lead in leads):
        return {chosen.winner, *others}, set()
    level = together(LEVEL, len(leads))
    told = {mix: float(lead.mean()) for mix, lead in zip(others, leads, strict=True) if leaves_zero_out(*interval(lead, level))}
    return {chosen.winner, *(mix for mix in others if mix not in told)}, {mix for mix, lead in told.items() if lead < 0}


def _steps(chosen: Chosen, measured: Measured, enough: int) -> tuple[Step, ...]:
    """The price of each step along the corners, which the search chose, by fresh worlds alone."""
    steps = []
    for start, end in zip(chosen.corners, chosen.corners[1:], strict=False):
        a, b = chosen.place(start), chosen.place(end)
        averted = measured.deaths[a] - measured.deaths[b]
        government = measured.government[b] - measured.government[a]
        both = government + measured.enterprise[b] - measured.enterprise[a]
        steps.append(Step(start, end, float(averted.mean()), float(government.mean()), cost_per_death(government, averted, enough),
                          cost_per_death(both, averted, enough), _price_of_equivalents(measured, a, b, both, enough)))  # fmt: skip
    return tuple(steps)


def _price_of_equivalents(
    measured: Measured, a: int, b: int, both: Array, enough: int
) -> tuple[str, float, float | None, float | None] | None:
    worth = measured.worth
    if worth is None:
        return None
    return cost_per_death(both - (worth.loss[b] - worth.loss[a]), worth.equivalents[b] - worth.equivalents[a], enough)
