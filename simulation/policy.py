"""Levers in time: what a government sets, from when, how fast, until when.

A policy sets levers, never its own effect.  Month 0 is the first month after the burn-in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class LeverSetting:
    """One lever moved from the baseline value to ``value``.

    Month ``start`` is the first month with any effect; over ``ramp`` months the lever moves
    linearly, so that it is whole in month ``start + ramp``; from month ``end`` on (None:
    never) the baseline value holds again.
    """

    lever: str
    value: float
    start: int = 0
    ramp: int = 0
    end: int | None = None

    def value_in(self, month: int, baseline: float) -> float:
        """The lever's value in ``month``; the baseline value outside the setting's time."""
        if month < self.start or (self.end is not None and month >= self.end):
            return baseline
        elapsed = month - self.start + 1
        if elapsed > self.ramp:
            return self.value
        return baseline + (self.value - baseline) * elapsed / (self.ramp + 1)


@dataclass(frozen=True)
class CellSetting:
    """One cell of the responsibility matrix handed to other departments, all by name.

    ``departments`` answer for hazard domain ``domain`` in sector ``sector`` from month ``start`` up to ``end`` (None: for good); none of them
    is a blind cell.  ``lead``, one of them, is named lead, whatever the lever ``leads_named`` says; "": nobody is, but by that lever.
    """

    sector: str
    domain: str
    departments: tuple[str, ...]
    lead: str = ""
    start: int = 0
    end: int | None = None

    def holds_in(self, month: int) -> bool:
        """Whether it is in force in ``month``."""
        return month >= self.start and (self.end is None or month < self.end)


@dataclass(frozen=True)
class Policy:
    """A named, reasoned list of lever settings, and of cells of the responsibility matrix that it hands to others.

    ``yearly_cost`` is what the government pays a year for what no lever prices (systems,
    meetings, campaigns), in whole yuan of 2023, for a district of 65,000 employees; it runs
    in months ``cost_start`` up to ``cost_end`` (None: to the end).
    """

    name: str
    settings: tuple[LeverSetting, ...] = ()
    title: str = ""
    question: str = ""
    reasoning: str = ""
    evidence: tuple[str, ...] = ()
    yearly_cost: int = 0
    cost_start: int = 0
    cost_end: int | None = None
    title_zh: str = ""
    parts: tuple[str, ...] = field(default=())
    part_costs: tuple[tuple[int, int, int | None], ...] = field(default=())
    cells: tuple[CellSetting, ...] = field(default=())

    def levers_in(self, month: int, baseline: Mapping[str, float]) -> dict[str, float]:
        """Values of all levers this policy touches, in ``month``.

        Several settings of one lever (in time) apply in order, each from the value before.
        """
        levers: dict[str, float] = {}
        for setting in self.settings:
            before = levers.get(setting.lever, baseline[setting.lever])
            levers[setting.lever] = setting.value_in(month, before)
        return levers

    def programme_cost_in(self, month: int) -> float:
        """Yuan that the policy's programmes cost the government in ``month``."""
        # Not above: it imports NumPy, which nobody needs who only reads a policy.
        from simulation.arithmetic import total

        spans = ((self.yearly_cost, self.cost_start, self.cost_end), *self.part_costs)
        return total(
            yearly / 12.0
            for yearly, start, end in spans
            if month >= start and (end is None or month < end)
        )


BASELINE = Policy(name="baseline")
