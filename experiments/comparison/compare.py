"""The comparison: policies against the baseline on the same worlds.

from experiments.comparison.compare import compare
comparison = compare("jiuyuan-quarter", ["coordination", "incentives"], worlds=10, months=60)
print(comparison.verdict())
comparison.table          # tidy pandas frame: one row per policy and quantity
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.comparison.differences import HEADLINE_OUTCOME, Row, all_rows
from experiments.running.batch import Batch
from experiments.running.plan import NO_ENSEMBLE, Plan, with_baseline
from experiments.running.pool import Progress
from experiments.running.replicates import Over
from experiments.running.worlds import FailedWorld, Simulator, run_worlds
from experiments.statistics.intervals import holm
from experiments.text.errors import UserError
from experiments.text.messages import _, titled
from simulation.district import District
from simulation.policy import Policy
from simulation.region import Region

if TYPE_CHECKING:
    import pandas

    from experiments.comparison.precision import Stopping
    from scenarios import Ensemble

DISCOUNT = 0.03
"""Yearly rate at which later money counts less; deaths are not discounted."""

REGION_WORLDS = 2**16
"""Worlds of a region, whose number shares the key of luck with the district's."""


@dataclass(frozen=True)
class Comparison:
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
        return tuple(all_rows(self.batch, self.discount))

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], Row]:
        return {(row.policy, row.quantity.name): row for row in self.rows}

    def row(self, policy: str, quantity: str) -> Row:
        """The row of one policy and one quantity; ``KeyError`` if there is none."""
        return self._by_key[policy, quantity]

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
    def tells_intervals(self) -> bool:
        """Whether there are enough of them for intervals."""
        return self.batch.replicates >= self.batch.least

    @cached_property
    def corrected(self) -> dict[str, float | None]:
        """Holm's p of each policy for the headline outcome, corrected for the number of policies."""
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

    @cached_property
    def table(self) -> pandas.DataFrame:
        """The tidy frame: one row per policy and quantity."""
        import pandas

        from experiments.comparison.records import records

        return pandas.DataFrame(records(self))

    def verdict(self, details: bool = True) -> str:
        """The verdict as text of at most 118 columns."""
        from experiments.comparison.tables import verdict_text

        return verdict_text(self, details)

    def write(self, folder: str | Path, command: str = "") -> list[Path]:
        """Write results, figures and manifest to ``folder``; the files written."""
        from experiments.comparison.store import write_results

        return write_results(self, Path(folder), command)


def make_plan(
    district: str | District | Region,
    policies: Sequence[str | Policy],
    *,
    worlds: int | Sequence[int],
    months: int,
    seed: int = 0,
    parameters: Mapping[str, float] | None = None,
    engine: str = "compiled",
    sample: float | None = None,
    single: bool = False,
    ensemble: str | Ensemble | None = NO_ENSEMBLE,
) -> Plan:
    """A plan from names or objects; ``scenarios.ScenarioError`` for what the files do not allow.

    ``worlds`` is their number (from 0 on) or their list; ``parameters`` are values that
    replace those of parameters.toml; ``sample`` is a share of a region's districts; ``single``
    refuses a region; ``ensemble`` is one by name, path or object, "none", or None for the one that is used by default.
    """
    from scenarios import load_district, load_parameters, load_policy

    overrides = dict(parameters or {})
    sets, sets_spec = _ensemble(ensemble)
    loaded = [load_policy(policy) if isinstance(policy, str) else policy for policy in policies]
    plan = Plan(
        district=load_district(district) if single and isinstance(district, str) else _compared_on(district, sample),
        policies=with_baseline(loaded, load_policy("baseline")),
        parameters=load_parameters(overrides=overrides).values,
        worlds=tuple(range(worlds)) if isinstance(worlds, int) else tuple(worlds),
        months=months,
        seed=seed,
        district_spec=district if isinstance(district, str) else district.name,
        policy_specs=tuple(p if isinstance(p, str) else p.name for p in policies),
        overrides=overrides,
        engine=engine,
        sample=sample,
        ensemble=sets,
        ensemble_spec=sets_spec,
    )
    plan.refuse_if_too_large()
    if plan.region is not None and max(plan.worlds) >= REGION_WORLDS:
        raise UserError(
            _("A region has worlds 0 to {last}.").format(last=REGION_WORLDS - 1),
            "--first-world",
            _("Choose fewer worlds or a lower first one."),
        )
    return plan


def _ensemble(reference: str | Ensemble | None) -> tuple[Ensemble | None, str]:
    """The ensemble that is meant, and how to ask for it again."""
    from scenarios import default_ensemble, load_ensemble

    spec = (default_ensemble() or NO_ENSEMBLE) if reference is None else reference
    if not isinstance(spec, str):
        return spec, spec.name
    return (None if spec == NO_ENSEMBLE else load_ensemble(spec)), spec


def _compared_on(district: str | District | Region, sample: float | None) -> District | Region:
    """The district or region that is meant, or its sample; ``UserError`` where there is nothing to sample."""
    from scenarios import load_district, load_region

    place: District | Region = (load_region(district) or load_district(district)) if isinstance(district, str) else district
    if sample is None:
        return place
    if isinstance(place, District):
        raise UserError(
            _("A sample is a share of the districts of a region, and {name} is one district.").format(name=place.name),
            "--sample",
            _("Leave it out, or name a region: --district country. `inspectorate districts` lists smaller districts too."),
        )
    try:
        return place.sample(sample)
    except ValueError:
        raise UserError(
            _("A sample is a share above 0 and up to 1, not {share}.").format(share=f"{sample:g}"),
            "--sample",
            _("Write for instance --sample 0.01 for a hundredth of the districts."),
        ) from None


def run_plan(
    plan: Plan,
    *,
    workers: int = 0,
    discount: float = DISCOUNT,
    stored: Any = None,
    progress: Progress | None = None,
    stall_seconds: float | None = None,
    simulate: Simulator | None = None,
) -> Comparison:
    """Run a plan; ``UserError`` if not one world is complete."""
    stall = {} if stall_seconds is None else {"stall_seconds": stall_seconds}
    batch, failures = run_worlds(plan, workers=workers, stored=stored, progress=progress, simulate=simulate, **stall)
    return Comparison(plan, batch, tuple(failures), discount, bundles(plan.policies))


def bundles(policies: Sequence[Policy]) -> dict[str, tuple[str, ...]]:
    """Policies that are made of others, with the names of their parts."""
    return {policy.name: policy.parts for policy in policies if len(policy.parts) > 1}


def compare(
    district: str | District | Region,
    policies: Sequence[str | Policy],
    *,
    worlds: int | Sequence[int] = 10,
    months: int = 120,
    seed: int = 0,
    parameters: Mapping[str, float] | None = None,
    workers: int = 0,
    discount: float = DISCOUNT,
    progress: Progress | None = None,
    engine: str = "compiled",
    sample: float | None = None,
    ensemble: str | Ensemble | None = None,
) -> Comparison:
    """Compare ``policies`` with the baseline on the same worlds, or on the districts of one world of a region.

    ``ensemble`` names the sets of parameters under which the worlds run ("none": those of parameters.toml, or give a file);
    left out it is the shipped one, if there is one.
    ``workers=0`` runs in this process; more start worker processes, whose scripts need the
    usual ``if __name__ == "__main__"``.  Results do not depend on ``workers``.
    """
    plan = make_plan(
        district, policies, worlds=worlds, months=months, seed=seed, parameters=parameters, engine=engine, sample=sample,
        ensemble=ensemble,
    )  # fmt: skip
    comparison = run_plan(plan, workers=workers, discount=discount, progress=progress)
    if not comparison.worlds:
        first = comparison.failures[0]
        raise UserError(_("No world could be completed."), first.reason, first.replay)
    return comparison
