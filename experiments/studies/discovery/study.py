"""For each policy of a plan: where it fails; where it helps least if it fails almost nowhere, most if almost everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.statistics.intervals import holm, share_bounds
from experiments.studies.discovery.search import Finding, Leaf, found, rules
from experiments.studies.factors import gain_sign
from experiments.text.errors import UserError
from experiments.text.extras import need
from experiments.text.labels import quantity
from experiments.text.messages import _, enumerated
from scenarios.schema.plan import PlanFile

Array = NDArray[np.float64]
LEAST_POINTS = 40
"""Under so many points nothing is searched for."""
LEAST_CASES = 16
"""With fewer failures, or fewer points without, a half holds too few to find anything."""
SURE = 0.05
MOST_BOXES = 2


class Runs(Protocol):
    """What a study reads of a sweep."""

    plan: PlanFile
    policies: tuple[str, ...]

    def points(self) -> pd.DataFrame:
        """A column per factor, and per parameter of a set with the sampler "ensemble"."""
        ...

    def cube(self, outcome: str) -> Array:
        """(points, policies, worlds), per year where months add up, nan where missing."""
        ...


@dataclass(frozen=True, eq=False)
class Discovery:
    """What was found for one policy."""

    policy: str
    x: pd.DataFrame
    gain: Array
    """(points,): what the policy gains as a share of the reference; below ``threshold`` it fails."""
    threshold: float
    described: Literal["fails", "least", "most"]
    """Whether the boxes are about failures; about the points that the policy helps least, where it fails almost nowhere; or most, where almost everywhere."""
    target: NDArray[np.bool_]
    """(points,): what the boxes are about."""
    failures: int
    bounds: tuple[float, float]
    """95 % interval of the share of failures (Clopper-Pearson)."""
    unsure: float
    """Share of the points that lie within two standard errors of the threshold; nan with one world."""
    boxes: tuple[Finding, ...]
    adjusted: tuple[float, ...]
    """The p-value of each box, adjusted for all policies (Holm)."""
    leaves: tuple[Leaf, ...]

    @property
    def points(self) -> int:
        return len(self.gain)

    @property
    def holding(self) -> tuple[Finding, ...]:
        """The boxes that hold on points not used to find them."""
        return tuple(box for box, p in zip(self.boxes, self.adjusted, strict=True) if p < SURE)


@dataclass(frozen=True, eq=False)
class Discoveries:
    """What was found for every policy of a plan."""

    plan: PlanFile
    policies: tuple[Discovery, ...]
    dropped: int
    """Points with a missing run."""


def check(plan: PlanFile, names: Sequence[str]) -> list[str]:
    """The policies to look into; ``UserError`` where the plan cannot be asked, or the search is not installed."""
    need("ema_workbench", "sklearn")
    wanted = list(names[1:] if plan.discover.policies is None else plan.discover.policies)
    unknown = [policy for policy in wanted if policy not in names[1:]]
    if unknown or not wanted:
        raise UserError(_("The plan has no policy {name} beside its reference.").format(name=unknown[0] if unknown else ""), f"{plan.name}: discover.policies",
                        _("Known: {names}.").format(names=enumerated(names[1:])))  # fmt: skip
    if quantity(plan.discover.outcome).better == "neither":
        raise UserError(_("Neither direction of {outcome} is better, so that nothing can fail.").format(outcome=plan.discover.outcome),
                        f"{plan.name}: discover.outcome", _("Choose expected_deaths for instance."))  # fmt: skip
    return wanted


def discovered(runs: Runs) -> Discoveries:
    """Search the points of a sweep for where each policy fails."""
    plan = runs.plan
    wanted = check(plan, runs.policies)
    cube, x = runs.cube(plan.discover.outcome), runs.points().astype(float)
    # An index by point would follow the rows through every mask.
    x = x.loc[:, x.nunique() > 1].reset_index(drop=True)
    places = [0, *(runs.policies.index(policy) for policy in wanted)]
    whole = ~np.isnan(cube[:, places, :]).any(axis=(1, 2))
    if int(whole.sum()) < LEAST_POINTS:
        raise UserError(_("{n} cases are too few to search; {least} are the least.").format(n=int(whole.sum()), least=LEAST_POINTS), plan.name,
                        _("Raise sampler.points."))  # fmt: skip
    x = x[whole].reset_index(drop=True)
    reference = cube[whole, 0, :]
    tried = [_searched(plan, policy, x, reference, cube[whole, place, :]) for policy, place in zip(wanted, places[1:], strict=True)]
    p_values = iter(holm([box.p for one in tried for box in one.boxes]))
    told = tuple(replace(one, adjusted=tuple(next(p_values) for _box in one.boxes)) for one in tried)
    return Discoveries(plan, told, int((~whole).sum()))


def _searched(plan: PlanFile, policy: str, x: pd.DataFrame, reference: Array, values: Array) -> Discovery:
    gains = gain_sign(plan.discover.outcome) * (values - reference)
    level = reference.mean(axis=1)
    if (level == 0).any():
        raise UserError(_("Under the reference nothing of {outcome} happens in some cases, so that no share of it can be told.").format(outcome=plan.discover.outcome),
                        plan.name, _("Choose an outcome that is expected rather than counted, or more worlds."))  # fmt: skip
    gain, threshold = gains.mean(axis=1) / level, plan.discover.fails_below
    fails = gain < threshold
    count = int(fails.sum())
    enough = LEAST_CASES <= count <= len(fails) - LEAST_CASES
    described: Literal["fails", "least", "most"] = "fails" if enough else "least" if count < LEAST_CASES else "most"
    share = plan.discover.least_share
    target = fails if enough else gain <= np.quantile(gain, share) if described == "least" else gain >= np.quantile(gain, 1 - share)
    seed = plan.sampler.seed
    return Discovery(policy, x, gain, threshold, described, target, count, share_bounds(count, len(fails)),
                     _unsure(gains, level, threshold), tuple(_boxes(x, target, seed)), (), tuple(rules(x, target, seed)))  # fmt: skip


def _unsure(gains: Array, level: Array, threshold: float) -> float:
    worlds = gains.shape[1]
    if worlds < 2:
        return float("nan")
    error = np.sqrt(gains.var(axis=1, ddof=1).mean() / worlds)
    return float((np.abs(gains.mean(axis=1) - threshold * level) < 2 * error).mean())


def _boxes(x: pd.DataFrame, target: NDArray[np.bool_], seed: int) -> list[Finding]:
    """One box after the other, each among the points outside of the earlier ones, as long as they hold by themselves."""
    left, boxes = np.ones(len(target), dtype=bool), []
    for number in range(MOST_BOXES):
        if not LEAST_CASES <= int(target[left].sum()) <= int(left.sum()) - LEAST_CASES:
            break
        box = found(x[left].reset_index(drop=True), target[left], seed + number)
        if box is None:
            break
        boxes.append(box)
        if box.p >= SURE:
            break
        left &= ~box.box.inside(x)
    return boxes
