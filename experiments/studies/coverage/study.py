"""Blocks of worlds against all worlds: how many of the blocks' intervals hold the difference that all sets together give."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy import special

from experiments.comparison.differences import all_rows
from experiments.comparison.prices import Priced
from experiments.running.batch import TOTALS, Array, Batch
from experiments.statistics.intervals import share_bounds
from simulation.outcomes import OUTCOMES, RATIOS

HORIZONS = (36, 60, 120)
"""Months after which a comparison is looked at: three, five and ten years."""
LOW, HIGH = 0.93, 0.97
"""Between these a share of intervals that hold is as it should be."""
LEAST_BLOCKS = 6
"""With fewer no share is judged."""
State = Literal["holds", "misses", "wide", "abstains", "not told"]


@dataclass(frozen=True)
class Covered:
    """One outcome after so many months, over all blocks and policies.

    ``told``: intervals given; ``held``: of these, those that hold the value of all sets; ``asked``: block and policy pairs in which
    all sets tell a value.  ``low`` and ``high``: 95 % interval of the share held, over blocks (nan from too few).
    """

    outcome: str
    months: int
    asked: int
    told: int
    held: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Of the intervals given; nan where none was."""
        return self.held / self.told if self.told else math.nan

    @property
    def state(self) -> State:
        """``misses``: intervals of this outcome hold too seldom, and should not be given; ``wide``: they hold more often than they say."""
        if not self.told:
            return "abstains"
        if LOW <= self.share <= HIGH:
            return "holds"
        if not math.isfinite(self.low + self.high):
            return "not told"
        return "misses" if self.high < LOW else "wide" if self.low > HIGH else "not told"


def after(batch: Batch, months: int) -> Batch:
    """``batch`` as a comparison of its first ``months``: every total by its outcome's own rule, every ratio of its sums."""
    if months == batch.months:
        return batch
    monthly = batch.monthly_array[..., :months]
    kinds = {"sum": monthly.sum(axis=-1), "mean": monthly.mean(axis=-1), "last": monthly[..., -1]}
    place = {outcome.name: number for number, outcome in enumerate(OUTCOMES)}
    totals = np.empty((*monthly.shape[:2], len(TOTALS)))
    for number, outcome in enumerate(OUTCOMES):
        totals[..., number] = kinds[outcome.months][..., number]
    for number, ratio in enumerate(RATIOS, start=len(OUTCOMES)):
        below = kinds["sum"][..., place[ratio.denominator]]
        with np.errstate(divide="ignore", invalid="ignore"):
            totals[..., number] = np.where(below > 0, ratio.scale * kinds["sum"][..., place[ratio.numerator]] / below, np.nan)
    return replace(batch, months=months, monthly_array=monthly, totals_array=totals, events=(), places=(), groups={})


def blocks(batch: Batch, worlds: int) -> Iterator[Batch]:
    """``batch`` in blocks of so many neighbouring worlds; what is left at the end is no block."""
    for start in range(0, len(batch.worlds) - worlds + 1, worlds):
        own = slice(start, start + worlds)
        yield replace(
            batch, worlds=batch.worlds[own], totals_array=batch.totals_array[:, own], monthly_array=batch.monthly_array[:, own],
            sets=None if batch.sets is None else batch.sets[own], events=(), places=(), groups={},
        )  # fmt: skip


def coverage(batch: Batch, worlds: int, discount: float, priced: Mapping[str, Priced], horizons: Sequence[int] = HORIZONS) -> list[Covered]:
    """Every outcome after each of ``horizons`` that ``batch`` reaches, in the order of the tables; a block has ``worlds``."""
    found = []
    for months in horizons:
        if months <= batch.months:
            found += _at(after(batch, months), worlds, discount, priced)
    return found


def _at(batch: Batch, worlds: int, discount: float, priced: Mapping[str, Priced]) -> list[Covered]:
    whole = {(row.policy, row.quantity.name): row.difference for row in all_rows(batch, discount, priced)}
    told: dict[str, list[int]] = defaultdict(list)
    held: dict[str, list[int]] = defaultdict(list)
    asked: dict[str, int] = defaultdict(int)
    for block in blocks(batch, worlds):
        of_block: dict[str, list[bool]] = defaultdict(list)
        for row in all_rows(block, discount, priced):
            name, value = row.quantity.name, whole[row.policy, row.quantity.name]
            if not math.isfinite(value):
                continue
            asked[name] += 1
            if row.low is not None and row.high is not None:
                # What is one number to every reader is no miss: ends are shown with three digits.
                of_block[name].append(bool(row.low <= value <= row.high or np.isclose(row.low, value) or np.isclose(row.high, value)))
        for name in asked:
            told[name].append(len(of_block[name]))
            held[name].append(sum(of_block[name]))
    return [
        Covered(name, batch.months, asked[name], sum(told[name]), sum(held[name]), *_share_interval(np.array(held[name], float), np.array(told[name], float)))
        for name in asked
    ]  # fmt: skip


def _share_interval(held: Array, told: Array) -> tuple[float, float]:
    """Student's interval of held over told, blocks as the sample, since the policies of a block live through the same worlds; at least the exact one."""
    used = told > 0
    count = int(used.sum())
    if count < LEAST_BLOCKS:
        return math.nan, math.nan
    share = held.sum() / told.sum()
    error = float(((held - share * told)[used] / told[used].mean()).std(ddof=1)) / math.sqrt(count)
    reach = float(special.stdtrit(count - 1, 0.975)) * error
    exact = share_bounds(int(held.sum()), int(told.sum()))
    return max(0.0, min(exact[0], share - reach)), min(1.0, max(exact[1], share + reach))
