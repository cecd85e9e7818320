"""Whether the order of policies holds over sets of assumptions: who is first in how many, and along which assumption a sign or first place turns.

Signs are those of the difference from the reference, first place that of the difference between the policy that is first on the mean and each other.  All
are asked at once of ``experiments.statistics.turning``, which corrects for their number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from experiments.comparison.kept import KeptComparison
from experiments.statistics.intervals import Paired, paired, share_bounds, together
from experiments.statistics.sets import HEADLINE_SETS, MIN_SETS
from experiments.statistics.turning import Turn, turning
from experiments.text.errors import UserError
from experiments.text.messages import _
from scenarios.schema.plan import PlanFile

Array = NDArray[np.float64]
OUTCOME = "expected_deaths"
"""By which policies are ordered: fewest first."""
SAME = 1e-9
"""Of its size: a parameter that differs by less between sets differs by rounding."""


@dataclass(frozen=True)
class Held:
    """Whether one policy has fewer expected deaths than another, over sets; ``other`` is the reference where it is a sign that is asked for."""

    policy: str
    other: str
    difference: Paired
    """Deaths under the policy less those under the other; its interval holds for all that are asked at once."""
    parameter: str | None = None
    """Along which it turns; None where none is told apart."""
    turn: Turn | None = None

    @property
    def sets(self) -> int:
        return self.difference.worlds

    @property
    def agreed(self) -> bool:
        """Whether no set says the opposite."""
        return 0 in (self.difference.less, self.difference.more)


@dataclass(frozen=True)
class Order:
    """What was found; policies in their order, the reference among them."""

    reference: str
    ranked: tuple[str, ...]
    firsts: Mapping[str, float]
    """In how many sets each is first; policies that are equal share the set."""
    sets: int
    signs: tuple[Held, ...]
    """Each policy against the reference."""
    places: tuple[Held, ...]
    """The first against each other policy, the reference apart."""
    varied: tuple[str, ...]
    worlds_each: float
    """Worlds of a set, on the mean."""

    @property
    def first(self) -> str:
        return self.ranked[0]

    @property
    def told(self) -> bool:
        """Whether there are sets enough to say where anything turns."""
        return self.sets >= HEADLINE_SETS

    def share(self, policy: str) -> tuple[float, float, float]:
        """Share of sets in which it is first, with the ends of a 95 % interval."""
        low, high = share_bounds(round(self.firsts[policy]), self.sets)
        return self.firsts[policy] / self.sets, low, high


class Swept(Protocol):
    """What is read of a sweep."""

    plan: PlanFile
    policies: tuple[str, ...]

    def cube(self, outcome: str) -> Array:
        """(points, policies, worlds), per year, nan where missing."""
        ...


def of_comparison(kept: KeptComparison) -> Order:
    """The order over the sets that a comparison ran under; ``UserError`` where it ran under one."""
    if kept.batch.sets is None:
        raise UserError(_("All worlds of this comparison ran under one set of assumptions: nothing differs that the order could hang on."), str(kept.folder),
                        _("Compare over an ensemble (leave --ensemble none out), or give a plan."))  # fmt: skip
    deaths = kept.batch.totals(OUTCOME) / kept.batch.years
    return ordered(kept.batch.policies, kept.batch.replicated(deaths), kept.values, len(kept.batch.worlds) / kept.batch.replicates, kept.batch.level)


def of_sweep(runs: Swept, values: Mapping[str, Array]) -> Order:
    """The order over the points of a sweep; points with a missing run are left out. ``values`` are what differs between points, each (points,)."""
    deaths = runs.cube(OUTCOME).mean(axis=2)
    whole = np.isfinite(deaths).all(axis=1)
    if whole.sum() < 2:
        raise UserError(_("Fewer than two points of the sweep have all their runs."), runs.plan.name, _("Run it to its end: the same command goes on."))
    return ordered(runs.policies, deaths[whole].T, {name: own[whole] for name, own in values.items()}, runs.plan.worlds)


def ordered(policies: Sequence[str], deaths: Array, values: Mapping[str, Array], worlds_each: float = 1.0, level: float = 0.95) -> Order:
    """The order of ``policies``, the reference first among them; ``deaths`` is (policies, sets), ``values`` are (sets,) each.

    ``UserError`` where there is no policy beside the reference, or none of the values differs.
    """
    varied = {name: own for name, own in values.items() if np.ptp(own) > SAME * max(1e-300, float(np.abs(own).max()))}
    if len(policies) < 2 or not varied:
        what = _("There is no policy beside the reference.") if len(policies) < 2 else _("Nothing differs between the sets.")
        raise UserError(what, policies[0], _("Give a plan with policies and [uncertainties], or a comparison over an ensemble."))
    mean = deaths.mean(axis=1)
    ranked = tuple(policies[k] for k in np.argsort(mean, kind="stable"))
    best = deaths == deaths.min(axis=0)
    firsts = {name: float(own) for name, own in zip(policies, (best / best.sum(axis=0)).sum(axis=1), strict=True)}
    row = {name: deaths[k] for k, name in enumerate(policies)}
    leader = next(name for name in ranked if name != policies[0])
    pairs = [*((name, policies[0]) for name in policies[1:]), *((leader, name) for name in ranked if name not in (leader, policies[0]))]
    differences = np.array([row[one] - row[other] for one, other in pairs])
    turns = turning(differences, np.column_stack([*varied.values()]), level)
    each = together(level, len(pairs))
    names = list(varied)
    held = []
    for (one, other), own, turn in zip(pairs, differences, turns, strict=True):
        plain = Held(one, other, paired(own, MIN_SETS, each))
        held.append(plain if turn is None or plain.agreed else Held(one, other, plain.difference, names[turn.parameter], turn))
    count = len(policies) - 1
    return Order(policies[0], ranked, firsts, deaths.shape[1], tuple(held[:count]), tuple(held[count:]), tuple(names), worlds_each)
