"""Results by period of a run, and by group within a window of its months; they add up to the whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.running.batch import Batch, Grouped
from experiments.text.errors import UserError, shown_value
from experiments.text.messages import _
from simulation.breakdowns import MEANS
from simulation.outcomes import OUTCOMES
from simulation.results import Breakdown

if TYPE_CHECKING:
    from simulation.course import Course, Engine
    from simulation.district import District
    from simulation.kept_worlds import KeptWorlds
    from simulation.parameters import Parameters
    from simulation.policy import Policy
    from simulation.results import Run

PERIOD = "period"
"""What results are told by that no group of enterprises, hazards or departments is; kept without asking the model."""
YEAR = 12
Window = tuple[int, int]
"""First and last month of a window, both in it; months count from 1, the first after the burn-in."""


def window_asked(window: object, months: int, where: str = "window=") -> Window | None:
    """The window that ``"1-36"`` or (1, 36) is; ``UserError`` for what is none, or lies outside of a run of ``months``."""
    if window is None:
        return None
    found = re.fullmatch(r"\s*([0-9]{1,4})\s*-\s*([0-9]{1,4})\s*", window) if isinstance(window, str) else None
    ends: Any = found.groups() if found else window if isinstance(window, tuple | list) else ()
    if len(ends) != 2 or not all(isinstance(end, int | str) and not isinstance(end, bool) for end in ends):
        raise UserError(_("{value} is no window of months.").format(value=shown_value(window)), where, _("Write the first and the last month, for instance {example}.").format(example="1-36"))
    first, last = (int(end) for end in ends)
    if not 1 <= first <= last <= months:
        raise UserError(
            _("Months {first} to {last} are no window of a run of {months} months.").format(first=first, last=last, months=months), where,
            _("The first month after the burn-in is 1; both months are in the window, and the first comes first."))  # fmt: skip
    return first, last


def periods(months: int, window: Window | None = None) -> list[Window]:
    """The periods of a run: what lies before a window, the window and what lies after it; without one years, the last of which may be shorter."""
    if window is None:
        return [(first, min(first + YEAR - 1, months)) for first in range(1, months + 1, YEAR)]
    first, last = window
    return [own for own in ((1, first - 1), window, (last + 1, months)) if own[0] <= own[1]]


def with_periods(batch: Batch, by: Sequence[str], window: Window | None) -> Batch:
    """The batch with its outcomes by period where these, or a window, are asked for: those whose months are added up."""
    if PERIOD not in by and window is None:
        return batch
    spans = periods(batch.months, window)
    summed = [outcome.name for outcome in OUTCOMES if outcome.months == "sum"]
    own = Grouped(tuple(f"{first}-{last}" for first, last in spans), {
        name: np.stack([batch.monthly(name)[:, :, first - 1 : last].sum(axis=2) for first, last in spans], axis=2) for name in summed})  # fmt: skip
    return replace(batch, groups={**batch.groups, PERIOD: own}, window=window)


def simulate_window(
    district: District, policies: Sequence[Policy], *, parameters: Parameters, seed: int, world: int, months: int, breakdowns: Sequence[str], window: Window,
    tick: Callable[[float], None] | None = None, engine: Engine = "compiled", kept: KeptWorlds | None = None,
) -> list[Run]:  # fmt: skip
    """As ``simulation.simulate_policies``, with ``breakdowns`` of the window alone: what was taken down by its last month less what was before its first."""
    from simulation.course import settle

    steps, done = district.burn_in + months * len(policies), 0

    def passed(count: int) -> None:
        nonlocal done
        done += count
        if tick is not None and count:
            tick(min(1.0, done / steps))

    if kept is None or engine != "compiled":
        settled = settle(district, parameters, seed=seed, world=world, engine=engine, passed=passed)
    else:
        settled = kept.world(district, parameters, seed=seed, world=world, passed=passed).settled()
    return [_run(settled.start(policy, breakdowns=breakdowns), months, window, passed) for policy in policies]


def _run(course: Course, months: int, window: Window, passed: Callable[[int], None]) -> Run:
    first, last = window
    course.advance(first - 1, passed=passed)
    before = course.run().breakdowns if first > 1 else {}
    course.advance(last - first + 1, passed=passed)
    inside = {by: within(found, before.get(by), window) for by, found in course.run().breakdowns.items()}
    course.advance(months - last, passed=passed)
    run = course.run()
    run.breakdowns = inside
    return run


def within(until: Breakdown, before: Breakdown | None, window: Window) -> Breakdown:
    """What came within a window, from what was taken down up to its last month and up to the month before its first."""
    first, last = window
    if before is None:
        return until

    def own(name: str, values: np.ndarray, earlier: Mapping[str, np.ndarray]) -> np.ndarray:
        if name in MEANS:  # over the months so far
            return np.asarray((values * last - earlier[name] * (first - 1)) / (last - first + 1))
        return np.asarray(values - earlier[name])

    return Breakdown(until.groups, {name: own(name, values, before.values) for name, values in until.values.items()})
