"""What a worker does: a batch of tasks in, plain numbers out; pure, so that doing it twice changes nothing."""

from __future__ import annotations

import math
import os
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.running.batch import MONTHLY, TOTALS, hold_to_asked
from experiments.running.own import hold
from experiments.running.plan import Simulator
from experiments.running.pool import Tick
from experiments.running.regional import simulate_whole, summed
from experiments.studies.sweep.given import measured
from experiments.studies.sweep.kept import Rows, rows_of
from experiments.studies.sweep.tasks import Context, Item, grouped
from experiments.text.errors import in_words, trace_of
from simulation.outcomes import RATIOS
from simulation.policy import Policy
from simulation.region import Region
from simulation.results import Run

if TYPE_CHECKING:
    from simulation.kept_worlds import KeptWorlds

TIMED_AGAIN_SECONDS = 20.0
"""Where the first tasks of a process take longer, they are not run once more to be timed."""


@dataclass(frozen=True)
class Batch:
    """Tasks that a worker does in one go."""

    number: int
    context: Context
    items: tuple[Item, ...]
    simulate: Simulator | None = None
    """Another door than the model's."""
    timed: bool = False
    """Whether it is to tell what a task takes once everything is loaded."""


@dataclass(frozen=True, eq=False)
class Done:
    """What came of one task."""

    point: int
    world: int
    set: int | None
    digests: tuple[str, ...]
    totals: NDArray[np.float64]
    """(policies, TOTALS and outcomes of one's own): each outcome over the whole run by its own rule."""
    kept: Rows = field(default_factory=dict)
    """Months, places and groups, where the plan keeps them."""


@dataclass(frozen=True)
class Failed:
    """A task without numbers, and why."""

    point: int
    world: int
    set: int | None
    kind: str
    reason: str
    trace: str = ""


Outcome = Done | Failed


@dataclass(frozen=True, eq=False)
class Worked:
    """What came of a batch, and the seconds that a worker spent on it."""

    outcomes: list[Outcome]
    seconds: float
    place: str
    """Host and process."""
    pace: float = math.nan
    """Seconds that a task takes where everything is loaded; nan where that was not asked for."""


def work(batch: Batch, tick: Tick, kept: KeptWorlds | None = None, threads: int = 1) -> Worked:
    """All tasks of a batch; one that raises is a ``Failed`` and takes no other with it.

    ``kept`` is where burn-ins and baselines of a district are looked for and put; a region's districts are run on so many ``threads``.
    """
    started = time.perf_counter()
    simulate = door(batch.context, batch.simulate, kept, threads)
    _hold(batch)
    found: list[Outcome] = []
    for group in grouped(batch.items):
        share = _Share(tick, len(found), len(group), len(batch.items))
        try:
            found += _run(batch.context, group, simulate, share)
        except Exception:
            found += _one_by_one(batch.context, group, simulate, share)
    seconds = time.perf_counter() - started
    pace = _pace(batch, door(batch.context, batch.simulate, threads=threads), seconds, tick) if batch.timed else math.nan
    return Worked(found, seconds, f"{socket.gethostname()} {os.getpid()}", pace)


def _pace(batch: Batch, simulate: Simulator, first: float, tick: Tick) -> float:
    """Seconds a task of a batch that took ``first`` seconds in a process which may have loaded, or compiled, on the way.

    Its first tasks are run once more and their numbers thrown away, unless they are so long that loading hardly counts.
    """
    if first > TIMED_AGAIN_SECONDS:
        return first / len(batch.items)
    group = grouped(batch.items)[0]
    started = time.perf_counter()
    try:
        _run(batch.context, group, simulate, tick)
    except Exception:  # what fails was told by the first go
        return first / len(batch.items)
    return (time.perf_counter() - started) / len(group)


def _hold(batch: Batch) -> None:
    """Raise ``OtherCodeError`` where this worker has other source than the process that sent the batch."""
    context = batch.context
    hold(batch.simulate, context.codes.get(""))
    for name, function in context.outcomes.items():
        hold(function, context.codes.get(name))


@dataclass(frozen=True)
class _Share:
    """The share of a batch that is done, from the share of one of its groups."""

    tick: Tick
    before: int
    group: int
    whole: int

    def __call__(self, part: float) -> None:
        self.tick((self.before + part * self.group) / self.whole)


def door(context: Context, simulate: Simulator | None, kept: KeptWorlds | None = None, threads: int = 1) -> Simulator:
    """What gives a run for each policy: of a region the sum of its districts; ``simulate`` is a simulator of the user's own."""
    if isinstance(context.district, Region):
        return partial(simulate_whole, threads=threads) if simulate is None else partial(summed, simulate)
    if simulate is not None:
        return simulate
    from simulation.simulate import simulate_policies

    return simulate_policies if kept is None else partial(simulate_policies, kept=kept)


def _one_by_one(context: Context, items: Sequence[Item], simulate: Simulator, tick: Tick) -> list[Outcome]:
    """The tasks of a group that failed together, each for itself, so that the faulty one is known."""
    found: list[Outcome] = []
    for item in items:
        try:
            found += _run(context, [item], simulate, tick)
        except Exception as error:
            found.append(Failed(item.point, item.world, item.set, "error", in_words(error), trace_of(error)))
    return found


def _run(context: Context, items: Sequence[Item], simulate: Simulator, tick: Tick) -> list[Outcome]:
    """Tasks of one world and one set of parameters: each policy runs once, whichever tasks share it."""
    wanted = [context.policies_at(item) for item in items]
    distinct: dict[Policy, None] = dict.fromkeys(policy for policies in wanted for policy in policies)
    runs = simulate(
        context.district, tuple(distinct), parameters=context.parameters.with_values(items[0].values), seed=context.seed,
        world=items[0].world, months=context.months, tick=tick, **context.asked,
    )  # fmt: skip
    hold_to_asked([policy.name for policy in distinct], runs, seed=context.seed, world=items[0].world, months=context.months)
    found = dict(zip(distinct, runs, strict=True))
    return [_done(context, item, [found[policy] for policy in policies]) for item, policies in zip(items, wanted, strict=True)]


def _done(context: Context, item: Item, runs: Sequence[Run]) -> Done:
    totals = np.array([[run.total(name) for name in MONTHLY] + [run.ratio(ratio.name) for ratio in RATIOS] for run in runs])
    counts = totals[:, : len(MONTHLY)]
    if not np.isfinite(counts).all():
        bad = MONTHLY[int(np.argmin(np.isfinite(counts).all(axis=0)))]
        raise ArithmeticError(f"{bad} is not a finite number")
    assert totals.shape[1] == len(TOTALS)
    digests, kept = tuple(run.digest for run in runs), rows_of(runs, context.keep, context.by)
    own = np.array(measured(runs, context.outcomes), dtype=np.float64)
    return Done(item.point, item.world, item.set, digests, np.hstack([totals, own]), kept)


def refused(items: Sequence[Item], kind: str, reason: str, trace: str = "") -> list[Outcome]:
    """The tasks of a batch that gave nothing, each a failure."""
    return [Failed(item.point, item.world, item.set, kind, reason, trace) for item in items]
