"""The data of a comparison: a plan with its results and the paired differences, that words, tables, figures and files take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from experiments.comparison.appraisal import Appraised, appraised
from experiments.comparison.appraisal_rows import appraisal_rows, level_rows
from experiments.comparison.by_group import GroupRow, group_rows
from experiments.comparison.differences import HEADLINE_OUTCOME, Row, all_rows, cost_row, row
from experiments.comparison.payers import Payment, payments
from experiments.comparison.prices import Priced, how_priced
from experiments.comparison.signs import Sign, signs
from experiments.comparison.stopping import Stopping
from experiments.comparison.unit_values import levels, of_plan
from experiments.running.batch import TOTALS, Batch
from experiments.running.plan import Plan
from experiments.running.replicates import Over
from experiments.running.worlds import FailedWorld
from experiments.statistics.intervals import holm
from experiments.statistics.sets import HEADLINE_SETS
from experiments.text.labels import COST_PER_DEATH
from experiments.text.messages import titled
from simulation.policy import Policy

DISCOUNT = 0.03
"""Yearly rate at which later money counts less, and what is set against it (deaths, injuries, losses) alike."""


@dataclass(frozen=True)
class ComparisonData:
    """A plan with its results; ``rows`` hold the paired differences."""

    plan: Plan
    batch: Batch
    failures: tuple[FailedWorld, ...] = ()
    discount: float = DISCOUNT
    bundles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Policies made of other policies, with their parts."""
    stopping: Stopping | None = None
    """Where worlds were run until the intervals were narrow enough: the rule and how it ended."""

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return (*all_rows(self.batch, self.discount, self.priced), *appraisal_rows(self.batch, self.appraised, self.priced))

    @cached_property
    def appraised(self) -> Appraised:
        """What the costs and benefits of the policies are made of, each world with the values of its set."""
        return appraised(self.batch, of_plan(self.plan, self.batch.worlds), self.discount)

    @cached_property
    def by_level(self) -> dict[tuple[str, str, str], Row]:
        """Rows of the appraisal by policy, level (low, central, high: the same for all worlds) and quantity."""
        return level_rows(self.batch, self.appraised, levels(self.plan.parameters, self.plan.overrides), self.priced)

    @cached_property
    def signs(self) -> dict[tuple[str, str], Sign]:
        """What the sign of expected deaths and of net benefit hangs on, by policy and quantity; empty where that cannot be told."""
        return signs(self.plan, self.batch, self.appraised, self.priced) if self.policies and self.worlds else {}

    @cached_property
    def payments(self) -> list[Payment]:
        """Who pays what of every policy."""
        return payments(self.plan, self.batch, self.discount)

    @cached_property
    def priced(self) -> dict[str, Priced]:
        """How much of what each policy does has a price, the baseline apart."""
        return {policy.name: how_priced(policy) for policy in self.plan.policies[1:]}

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], Row]:
        return {(row.policy, row.quantity.name): row for row in self.rows}

    @cached_property
    def group_rows(self) -> tuple[GroupRow, ...]:
        """Differences by group, by what was asked for; empty where nothing was."""
        return tuple(group_rows(self.batch))

    def row(self, policy: str, quantity: str) -> Row:
        """The row of one policy and one quantity; ``KeyError`` if there is none.

        As long as nobody asked for all ``rows`` only this one is computed: somebody may wait who is shown seven of them.
        """
        if "rows" in self.__dict__:
            return self._by_key[policy, quantity]
        if (policy, quantity) not in self._single:
            self._single[policy, quantity] = self._computed(policy, quantity)
        return self._single[policy, quantity]

    @cached_property
    def _single(self) -> dict[tuple[str, str], Row]:
        return {}

    @cached_property
    def _worth(self) -> dict[tuple[str, str], Row]:
        return {(found.policy, found.quantity.name): found for found in appraisal_rows(self.batch, self.appraised, self.priced)}

    def _computed(self, policy: str, quantity: str) -> Row:
        if policy not in self.policies:
            raise KeyError((policy, quantity))
        if quantity == COST_PER_DEATH:
            return cost_row(self.batch, policy, self.discount, self.priced[policy])
        return row(self.batch, policy, quantity, self.discount) if quantity in TOTALS else self._worth[policy, quantity]

    @property
    def policies(self) -> tuple[str, ...]:
        """The policies compared, the baseline apart."""
        return self.batch.policies[1:]

    @property
    def worlds(self) -> int:
        """Complete worlds, the only ones compared; with one world of a region, its districts."""
        return len(self.batch.worlds)

    @property
    def over(self) -> Over:
        """What ``worlds`` counts."""
        return self.batch.over

    @property
    def interval_over(self) -> Over:
        """What the intervals are over: worlds, districts of one world, or the sets of parameters that worlds share."""
        return self.batch.interval_over

    @property
    def sets(self) -> int:
        """How many sets of parameters the worlds ran under."""
        return 1 if self.batch.sets is None else len(set(self.batch.sets))

    @property
    def tells_money(self) -> bool:
        """Whether there are sets enough for a headline about money, which hangs on assumptions more than anything else."""
        return self.tells_intervals and self.sets >= HEADLINE_SETS

    @property
    def whole(self) -> bool:
        """Whether the intervals are over districts that are all in the run: no doubt about others, but how unevenly these fared."""
        region = self.plan.region
        return self.over == "districts" and region is not None and len(region.units) >= region.all_units

    @property
    def tells_intervals(self) -> bool:
        """Whether there are enough of them for intervals."""
        return self.batch.replicates >= self.batch.least

    @cached_property
    def corrected(self) -> dict[str, float | None]:
        """Holm's p of each policy for the headline outcome, for the data files: what is said goes by ``Row.told_apart``."""
        found = {name: self.row(name, HEADLINE_OUTCOME).paired.p for name in self.policies}
        known = [name for name in self.policies if found[name] is not None]
        adjusted = holm([found[name] or 0.0 for name in known])
        return {**dict.fromkeys(self.policies), **dict(zip(known, adjusted, strict=True))}

    @cached_property
    def ranking(self) -> tuple[str, ...]:
        """Policies by expected deaths, fewest first."""
        return tuple(sorted(self.policies, key=lambda name: self.row(name, HEADLINE_OUTCOME).difference))

    def title(self, policy: str) -> str:
        """The policy's title in the language in force, or its name."""
        found: Policy = self.plan.policies[self.batch.row(policy)]
        return titled(found.title, found.title_zh) or policy
