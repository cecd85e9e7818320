"""One world of a trial: settle it, choose who is treated, pass the months of every arm, make the tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from experiments.studies.trials.asked import (
    columns_asked,
    counts_asked,
    panel_asked,
    rates_asked,
    sensitive_asked,
    visits_asked,
)
from experiments.studies.trials.assignment import Assigned, Lots, assigned
from experiments.studies.trials.candidates import candidates
from experiments.studies.trials.frames import accident_frame, panel_frame, visit_frame, world_frame
from experiments.studies.trials.record import STOCKS, Record
from experiments.studies.trials.script import Script
from experiments.studies.trials.sensitive import flagged, sensitive_months
from experiments.studies.trials.shocks import Shocks
from experiments.studies.trials.tables import COUNTED, HISTORIES, TrialData, stacked
from experiments.studies.trials.together import levels
from scenarios.schema.trial import TrialFile
from scenarios.schema.trial_arms import Arm, moves_world
from scenarios.trial_cases import cases_of
from scenarios.variations import policy_of, world_of
from simulation.acts import EngineHands
from simulation.district import NOMINAL_EMPLOYEES, District
from simulation.kept_worlds import KeptWorlds
from simulation.orders import NOTED
from simulation.parameters import Parameters
from simulation.policy import BASELINE, Policy
from simulation.results import Run
from simulation.worlds import engine_of


def pass_world(
    trial: TrialFile, variant: str, world: int, parameters: Parameters, *, seed: int = 0, caps: Mapping[str, int] | None = None,
    tick: Callable[[float], None] | None = None, kept: KeptWorlds | None = None,
) -> TrialData:
    """The tables of one world of a trial, under every arm; ``caps`` holds the most units of an arm.

    ``tick`` is told the share of the months that have passed; ``kept`` is where the settled world is looked for and put.
    """
    district, overrides = world_of(trial, variant or None)
    return _World(trial, variant, world, district, parameters.with_values(overrides), seed, caps, tick, kept).tables()


def needs_units(trial: TrialFile) -> bool:
    """Whether the past or the course of single enterprises must be recorded."""
    return panel_asked(trial) or trial.assignment.running is not None or bool(trial.eligible.where) or bool(cases_of(trial))


def stocks_asked(trial: TrialFile) -> tuple[str, ...]:
    """The stocks that some estimand looks at."""
    asked = {e.outcome for e in trial.estimands} | {f"{e.outcome}_now" for e in trial.estimands}
    return tuple(name for name in STOCKS if name in asked)


def _reach(arm: Arm) -> tuple[bool, bool]:
    """Whether an arm treats all of its units, by what it does to their world; and whether it does nothing at all."""
    of_units = [one for one in arm.interventions if not moves_world(one)]
    return not of_units and bool(arm.levers or arm.interventions), not arm.interventions and not arm.levers


def _placed(data: TrialData, variant: str, world: int) -> TrialData:
    def placed(frame: pd.DataFrame) -> pd.DataFrame:
        name = pd.Categorical.from_codes(np.zeros(len(frame), np.int8), categories=[variant])
        return frame.assign(variant=name, world=np.full(len(frame), world, np.int32))

    whole = {name: getattr(data, name).assign(variant=variant, world=world) for name in ("accidents", "worlds")}
    return TrialData(placed(data.panel), placed(data.visits), **whole)


class _World:
    """One world on its way through a trial."""

    def __init__(
        self, trial: TrialFile, variant: str, world: int, district: District, parameters: Parameters, seed: int,
        caps: Mapping[str, int] | None, tick: Callable[[float], None] | None, kept: KeptWorlds | None
    ) -> None:
        courses = 1 if trial.assignment.across == "within" and trial.assignment.unit != "world" else len(trial.arms)
        after = trial.record.months - trial.assignment.month
        self._all, self._done, self._tick = district.burn_in + trial.assignment.month + courses * after, 0, tick
        self.trial, self.variant, self.world, self.caps = trial, variant, world, caps
        self.district, self.lots = district, Lots(seed, world)
        self.units, self.stocks, self.columns = needs_units(trial), stocks_asked(trial), columns_asked(trial)
        store = kept or KeptWorlds()
        settled = engine_of(store.world(district, parameters, seed=seed, world=world, passed=self._passed).settled().start().world)
        self.before = self._record(None)
        self.levels = levels(trial, seed, world)
        drift = Shocks(district.enterprises, self.levels)
        for month in range(trial.assignment.month):
            settled.advance_beside(orders=self.before.orders._replace(shocks=drift.of_month(month, EngineHands(settled))))
            self.before.close(month, EngineHands(settled))
            self._passed(1)
        self.settled = settled
        authority = self._authority()
        years = min(trial.eligible.history, trial.assignment.month) / 12.0
        rates = rates_asked(trial) if self.units else ()
        self.table = candidates(district, EngineHands(settled), authority, self._history(), rates, years)
        self.assigned = assigned(trial, self.table, self.lots, caps)

    def _passed(self, months: int) -> None:
        self._done += months
        if self._tick is not None:
            self._tick(self._done / self._all)

    def tables(self) -> TrialData:
        """Run every arm and put its tables side by side."""
        arms = list(enumerate(self.trial.arms))
        if self.trial.assignment.across == "within" and self.trial.assignment.unit != "world":
            return self._frames("", *self._course(arms, BASELINE))
        parts = [self._frames(arm.name, *self._course([(number, arm)], self._policy(arm))) for number, arm in arms]
        return stacked(parts)

    def _record(self, before: Record | None) -> Record:
        return Record(
            self.district.enterprises, len(self.district.departments), self.trial.record.months, self.units, self.stocks, before,
            counts_asked(self.trial))

    def _authority(self) -> int:
        names = [plan.name for plan in self.district.departments]
        named = self.trial.world.authority
        return names.index(named) if named in names else next(n for n, p in enumerate(self.district.departments) if p.is_emergency)

    def _history(self) -> dict[str, Any]:
        if not self.units:
            return {}
        end = self.trial.assignment.month
        span = slice(max(0, end - self.trial.eligible.history), end)
        notes, counted = self.before.notes[span], self.before.counted
        found = {name: notes[:, NOTED[name]].sum(axis=0) for name in HISTORIES if name not in COUNTED}
        return found | {name: self.before.counts[row, span].sum(axis=0, dtype=np.float64) for row, name in enumerate(counted)}

    def _policy(self, arm: Arm) -> Policy:
        """The arm's levers, their times counted from the treatment."""
        own, month = policy_of(arm), self.trial.assignment.month
        moved = tuple(
            replace(s, start=s.start + month, end=None if s.end is None else s.end + month) for s in own.settings)
        return replace(own, settings=moved)

    def _course(self, arms: list[tuple[int, Arm]], policy: Policy) -> tuple[Record, Run, set[int], Assigned]:
        twins = self.trial.assignment.across == "twins" or self.trial.assignment.unit == "world"
        model, record = self.settled.under(policy), self._record(self.before)
        script = Script(self.district, record.notebook, self.levels)
        for number, arm in arms:
            units = np.flatnonzero(self.assigned.arm == (0 if twins else number))
            script.add(arm, number, units, self.assigned.month, self.lots, self.table)
        hands = EngineHands(model)
        for month in range(self.trial.assignment.month, self.trial.record.months):
            heard, orders = script.carry_out(month, hands, self.lots)
            model.advance_beside(heard, orders)
            record.close(month, hands, orders.visits)
            self._passed(1)
        return record, model.run(), script.targets, self.assigned

    def _frames(self, arm: str, record: Record, run: Run, targets: set[int], who: Assigned) -> TrialData:
        names = np.array([*(a.name for a in self.trial.arms), ""], dtype=object)
        targeted = np.isin(np.arange(len(self.table)), list(targets))
        number = [a.name for a in self.trial.arms].index(arm) if arm else who.arm
        whole, idle = (np.array([*flags, False])[number] & who.eligible for flags in zip(*map(_reach, self.trial.arms), strict=True))
        keys = self.table.assign(arm=arm if arm else names[who.arm], targeted=targeted, treated=targeted | whole, idle=idle)
        first = self.settled.run()
        departments = [plan.name for plan in self.district.departments]
        sensitive = sensitive_months(self.trial, self.settled.parameters, [self._policy(a) for a in self.trial.arms]) if sensitive_asked(self.trial) else None
        panel = panel_frame(self.trial, keys, who, record, self.columns, sensitive) if panel_asked(self.trial) else pd.DataFrame()
        visits = visit_frame(keys, who, record, departments, self.columns) if visits_asked(self.trial) else pd.DataFrame()
        ceiling = self.settled.parameters.death_ceiling * self.district.employees / NOMINAL_EMPLOYEES
        worlds = world_frame(self.trial, arm, self.district, float(self.table["workers"].sum()), ceiling, first, run)
        data = TrialData(panel, visits, accident_frame(self.trial, keys, [*first.events, *run.events]), worlds)
        return _placed(data if sensitive is None else flagged(data, sensitive, self.trial.assignment.month), self.variant, self.world)

