"""The numbers of finished worlds as arrays: policies x worlds x months."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.running.replicates import Over
from experiments.statistics.intervals import LEVEL, MIN_WORLDS
from experiments.statistics.sets import MIN_SETS, by_set
from experiments.text.errors import shown_value
from simulation.breakdowns import BREAKDOWNS
from simulation.outcomes import OUTCOMES, RATIOS
from simulation.results import Breakdown

if TYPE_CHECKING:
    from simulation.simulate import Run

Array = NDArray[np.float64]
MONTHLY = tuple(outcome.name for outcome in OUTCOMES)
TOTALS = MONTHLY + tuple(ratio.name for ratio in RATIOS)

EVENT_FIELDS = (
    "month", "enterprise", "place", "sector", "cause", "deaths", "serious", "loss", "legal_class", "on_record",
)  # fmt: skip
PLACE_FIELDS = (
    "name", "title", "x", "y", "enterprises", "workers", "hazards_open", "visits", "injuries", "deaths",
    "expected_deaths", "covered_share",
)  # fmt: skip


class BadRunError(Exception):
    """A run came back with numbers that no run can have."""


@dataclass(frozen=True)
class WorldResult:
    """All policies on one world, plain numbers only, so that it crosses processes and files unchanged."""

    world: int
    policies: tuple[str, ...]
    digests: tuple[str, ...]
    totals: Array
    """(policies, TOTALS): each by its outcome's own rule, undiscounted."""
    monthly: Array
    """(policies, MONTHLY, months)."""
    events: tuple[dict[str, Any], ...]
    places: tuple[dict[str, Any], ...]
    breakdowns: tuple[Mapping[str, Breakdown], ...] = ()
    """For each policy its outcomes by what was asked for; empty where nothing was."""


def hold_to_asked(policies: Sequence[str], runs: Sequence[Run], *, seed: int, world: int, months: int) -> None:
    """``BadRunError`` unless there is a run for each policy, in the order asked, and each says that it is of this policy, seed, world and length.

    A simulator of the user's own may return them in another order, or others: the numbers of one policy would stand under the name of another.
    What a run does not say is not held against it.
    """
    if len(runs) != len(policies):
        raise BadRunError(f"policies asked: {len(policies)}, runs that came back: {len(runs)}")
    for name, run in zip(policies, runs, strict=True):
        for what, asked in (("policy", name), ("seed", seed), ("world", world), ("months", months)):
            told = getattr(run, what, asked)
            if told != asked:
                raise BadRunError(f"policy {name} of world {world}: the run that came back says {what} {shown_value(told)}, and {shown_value(asked)} was asked; "
                                  "a simulator returns a run for each policy, in the order in which they were given")  # fmt: skip


def world_result(world: int, policies: Sequence[str], runs: Sequence[Run], by: Sequence[str] = ()) -> WorldResult:
    """What is kept of the runs of one world; raises ``BadRunError`` for impossible numbers and for runs that tell nothing ``by`` group."""
    events: list[dict[str, Any]] = []
    places: list[dict[str, Any]] = []
    if len(runs) != len(policies):
        raise BadRunError(f"policies asked: {len(policies)}, runs that came back: {len(runs)}")
    totals = np.empty((len(runs), len(TOTALS)))
    monthly = np.empty((len(runs), len(MONTHLY), runs[0].months))
    for p, (name, run) in enumerate(zip(policies, runs, strict=True)):
        for o, outcome in enumerate(MONTHLY):
            if np.shape(run.monthly[outcome]) != monthly[p, o].shape:
                raise BadRunError(f"policy {name}: {outcome} has the shape {np.shape(run.monthly[outcome])} and not one number for each of {run.months} months")
            monthly[p, o] = run.monthly[outcome]
        if not np.isfinite(monthly[p]).all():
            bad = MONTHLY[int(np.argmin(np.isfinite(monthly[p]).all(axis=1)))]
            raise BadRunError(f"policy {name}: {bad} is not a finite number in some month")
        totals[p] = [run.total(o) for o in MONTHLY] + [run.ratio(r.name) for r in RATIOS]
        events += [{"policy": name, "world": world, **_fields(event, EVENT_FIELDS)} for event in run.events]
        places += [{"policy": name, "world": world, **_fields(place, PLACE_FIELDS)} for place in run.places]
    digests = tuple(run.digest for run in runs)
    kept = tuple(broken_down(run, by) for run in runs) if by else ()
    return WorldResult(world, tuple(policies), digests, totals, monthly, tuple(events), tuple(places), kept)


def broken_down(run: Run, by: Sequence[str]) -> dict[str, Breakdown]:
    """The outcomes of a run by each of ``by``; raises ``BadRunError`` where it has none, or other ones than it should have."""
    found: Mapping[str, Breakdown] = getattr(run, "breakdowns", {})
    for name in by:
        if name not in found:
            raise BadRunError(f"policy {run.policy}: the simulator gave no outcomes by {name}")
        bad = [outcome for outcome in BREAKDOWNS[name] if not _are_numbers(found[name].values.get(outcome), len(found[name].groups))]
        if bad or len(set(found[name].groups)) < len(found[name].groups):
            raise BadRunError(f"policy {run.policy}: by {name}, {bad[0] if bad else 'a group stands twice'} is not a finite number for each group")
    return {name: found[name] for name in by}


def _are_numbers(values: Any, count: int) -> bool:
    return values is not None and np.shape(values) == (count,) and bool(np.isfinite(values).all())


def _fields(record: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _plain(getattr(record, name)) for name in names}


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


@dataclass(frozen=True)
class Grouped:
    """Some outcomes of every policy and world by group."""

    groups: tuple[str, ...]
    values: Mapping[str, Array]
    """By outcome, each (policies, worlds, groups): over the whole run by its own rule."""


@dataclass(frozen=True)
class Batch:
    """Every policy on every complete world, worlds in order."""

    policies: tuple[str, ...]
    worlds: tuple[int, ...]
    months: int
    digests: dict[tuple[str, int], str]
    totals_array: Array
    """(policies, worlds, TOTALS)."""
    monthly_array: Array
    """(policies, worlds, MONTHLY, months)."""
    events: tuple[dict[str, Any], ...]
    places: tuple[dict[str, Any], ...]
    over: Over = "worlds"
    """What ``worlds`` are the numbers of: worlds, or the districts of one world of a region."""
    stands_for: float = 1.0
    """Replicates that make up the whole of which totals are told: the region's districts, else one."""
    sets: tuple[int, ...] | None = None
    """The set of parameters of each world; None where all have the same."""
    groups: Mapping[str, Grouped] = field(default_factory=dict)
    """Outcomes by group, by what was asked for."""
    window: tuple[int, int] | None = None
    """First and last month, counted from 1, of those that ``groups`` are of; None: all of them. ``experiments.running.windows`` tells it."""
    level: float = LEVEL
    """Of each interval; higher than 0.95 where the worlds are looked at several times, so that all looks together have that."""

    @property
    def interval_over(self) -> Over:
        """What is independent, so that intervals are over it: sets where worlds share them, else what ``over`` says."""
        return self.over if self.sets is None else "sets"

    @property
    def replicates(self) -> int:
        """How many of these there are."""
        return len(self.worlds if self.sets is None else set(self.sets))

    @property
    def least(self) -> int:
        """Replicates that an interval needs: ten worlds, and five sets where worlds share them."""
        return MIN_WORLDS if self.sets is None or len(self.worlds) < MIN_WORLDS else MIN_SETS

    def replicated(self, values: Array, usable: NDArray[np.bool_] | None = None) -> Array:
        """(..., worlds) as (..., replicates): the mean of each set where worlds share sets; only of ``usable`` worlds."""
        kept = values if usable is None else values[..., usable]
        return kept if self.sets is None else by_set(kept, self.sets_of(usable))

    def sets_of(self, usable: NDArray[np.bool_] | None = None) -> tuple[int, ...]:
        """The sets of the ``usable`` worlds; empty where all worlds have the same parameters."""
        sets = np.array(self.sets or (), dtype=np.int64)
        return tuple(sets.tolist() if usable is None or self.sets is None else sets[usable].tolist())

    @property
    def exposure(self) -> float:
        """World-years in each arm: a district of a region is its part of a world."""
        return len(self.worlds) * self.years / self.stands_for

    @property
    def years(self) -> float:
        return self.months / 12

    @property
    def years_of_groups(self) -> float:
        """Years that the outcomes by group are over, those by period apart, which are each over its own."""
        return self.years if self.window is None else (self.window[1] - self.window[0] + 1) / 12

    def totals(self, name: str) -> Array:
        """(policies, worlds) of an outcome or ratio over the whole run."""
        return self.totals_array[:, :, TOTALS.index(name)]

    def monthly(self, outcome: str) -> Array:
        """(policies, worlds, months) of an outcome."""
        return self.monthly_array[:, :, MONTHLY.index(outcome), :]

    def row(self, policy: str) -> int:
        """The place of ``policy`` along the first axis."""
        return self.policies.index(policy)


def gather(
    policies: Sequence[str],
    months: int,
    results: Sequence[WorldResult],
    over: Over = "worlds",
    stands_for: float = 1.0,
    set_of: Callable[[int], int] | None = None,
) -> Batch:
    """Put finished worlds (or districts) side by side, in the order of their numbers; ``set_of`` gives a world's set."""
    ordered = sorted(results, key=lambda result: result.world)
    shape = (len(policies), len(ordered))
    totals = np.empty((*shape, len(TOTALS)))
    monthly = np.empty((*shape, len(MONTHLY), months))
    for w, result in enumerate(ordered):
        totals[:, w] = result.totals
        monthly[:, w] = result.monthly
    digests = {(name, r.world): d for r in ordered for name, d in zip(r.policies, r.digests, strict=True)}
    return Batch(
        policies=tuple(policies),
        worlds=tuple(result.world for result in ordered),
        months=months,
        digests=digests,
        totals_array=totals,
        monthly_array=monthly,
        events=tuple(event for result in ordered for event in result.events),
        places=tuple(place for result in ordered for place in result.places),
        over=over,
        stands_for=stands_for,
        sets=None if set_of is None else tuple(set_of(result.world) for result in ordered),
        groups=_grouped(ordered),
    )


def _grouped(results: Sequence[WorldResult]) -> dict[str, Grouped]:
    """The worlds' outcomes by group side by side; those of a district have the same groups in every world."""
    first = next((result.breakdowns[0] for result in results if result.breakdowns), {})
    return {
        by: Grouped(found.groups, {
            outcome: np.array([[own[by].values[outcome] for own in result.breakdowns] for result in results]).swapaxes(0, 1) for outcome in found.values
        })
        for by, found in first.items()
    }  # fmt: skip
