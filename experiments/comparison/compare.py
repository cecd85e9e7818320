"""The comparison: policies against the baseline on the same worlds.

from experiments import compare
comparison = compare("jiuyuan-quarter", ["coordination", "incentives"], worlds=10, months=60)
print(comparison.verdict())
comparison.table          # tidy pandas frame: one row per policy and quantity
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from experiments.comparison.data import DISCOUNT, ComparisonData
from experiments.disk.folder import writing
from experiments.running.asked import discount_asked, folder_asked, whole
from experiments.running.folder import check_comparison, claimed
from experiments.running.parts import Parts
from experiments.running.plan import Plan, Simulator
from experiments.running.planning import make_plan
from experiments.running.scenario import Scenario
from experiments.running.worlds import run_worlds
from experiments.text.errors import UserError, shown_value
from experiments.text.messages import _
from experiments.text.progress import Progress
from simulation.district import District
from simulation.policy import Policy
from simulation.region import Region

if TYPE_CHECKING:
    import pandas

    from scenarios import Ensemble
    from simulation.kept_worlds import KeptWorlds

MOST_WORKERS = 256
WORLDS, MONTHS = 10, 120
"""Where nothing is said."""


@dataclass(frozen=True)
class Comparison(ComparisonData):
    """A comparison as a notebook wants it: its table, its verdict, its files."""

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
        """Write results, figures and manifest to ``folder``; the files written. ``UserError`` where another process writes there."""
        from experiments.comparison.store import write_results

        path = folder_asked(folder, "folder")
        with writing(path, lambda own: check_comparison(own, self.plan)):
            return write_results(self, path, command)


def run_plan(
    plan: Plan,
    *,
    workers: int = 0,
    discount: float = DISCOUNT,
    stored: Any = None,
    progress: Progress | None = None,
    stall_seconds: float | None = None,
    kept: KeptWorlds | None = None,
) -> Comparison:
    """Run a plan; ``kept`` is that of ``compare``.  ``UserError`` where an argument means nothing.  A world that fails is told in ``failures``."""
    if not isinstance(plan, Plan):
        raise UserError(_("{value} is no plan.").format(value=shown_value(plan)), "plan=", _("Make one with make_plan."))
    stall = {} if stall_seconds is None else {"stall_seconds": stall_seconds}
    discount, workers = discount_asked(discount), whole("workers", workers, 0, MOST_WORKERS)
    batch, failures = run_worlds(plan, workers=workers, stored=stored, progress=progress, kept=kept, **stall)
    return Comparison(plan, batch, tuple(failures), discount, bundles(plan.policies))


def bundles(policies: Sequence[Policy]) -> dict[str, tuple[str, ...]]:
    """Policies that are made of others, with the names of their parts."""
    return {policy.name: policy.parts for policy in policies if len(policy.parts) > 1}


class Asked(NamedTuple):
    """What of the arguments of ``compare`` a scenario says as well."""

    district: Any
    policies: Any = None
    worlds: int | Sequence[int] = WORLDS
    months: int = MONTHS
    seed: int = 0
    parameters: Mapping[str, float] | None = None
    discount: float = DISCOUNT
    ensemble: str | Ensemble | None = None


def _of_scenario(scenario: Scenario, asked: Asked) -> Asked:
    """The same arguments from a scenario; ``UserError`` where one is given beside it."""
    doubled = [name for name, usual in Asked._field_defaults.items() if usual is not getattr(asked, name) and usual != getattr(asked, name)]
    if doubled:
        raise UserError(_("{name} is a part of the scenario.").format(name=doubled[0]), f"{doubled[0]}=", _("Leave it out, or change it in the scenario: dataclasses.replace."))
    scenario.plan()
    return Asked(scenario.district, list(scenario.policies), discount=scenario.discount, **scenario.arguments)


def compare(
    district: str | District | Region | Scenario,
    policies: Sequence[str | Policy] | None = None,
    *,
    worlds: int | Sequence[int] = WORLDS,
    months: int = MONTHS,
    seed: int = 0,
    parameters: Mapping[str, float] | None = None,
    workers: int = 0,
    discount: float = DISCOUNT,
    progress: Progress | None = None,
    engine: str = "compiled",
    sample: float | None = None,
    ensemble: str | Ensemble | None = None,
    simulate: Simulator | None = None,
    by: Sequence[str] = (),
    window: str | tuple[int, int] | None = None,
    out: str | Path | None = None,
    kept: KeptWorlds | None = None,
) -> Comparison:
    """Compare ``policies`` with the baseline on the same worlds, or on the districts of one world of a region.

    A ``Scenario`` in the place of the district says all that is compared; beside it only how it is run may be given.
    ``ensemble`` names the sets of parameters of the worlds ("none": those of parameters.toml, or give a file); left out: the shipped one.
    ``workers=0`` runs in this process; more start worker processes, whose scripts need the usual ``if __name__ == "__main__"``.  Results do
    not depend on ``workers``.
    ``simulate`` is a simulator of one's own, called as ``simulation.simulate_policies`` is (for a region as ``simulate_region``); where
    results are kept or workers run it, it must be importable by its name, or ``UserError`` says why it is not.
    ``by`` keeps outcomes of a single district by group too (sector, size_class, place, department, domain, cell): tables in the verdict, ``batch.groups``.
    ``by`` may hold "period" too, years of the run; ``window`` ((1, 36) or "1-36": first and last month, the first being 1) tells groups of these months alone.
    ``kept`` (a ``simulation.kept_worlds.KeptWorlds``) is where burn-ins and baselines of a single district are looked for and put: another policy
    on the same worlds then runs neither.
    ``out`` keeps finished worlds and results in a folder and takes them up again; ``UserError`` where that holds anything else.
    """
    asked = Asked(district, policies, worlds, months, seed, parameters, discount, ensemble)
    if isinstance(district, Scenario):
        asked = _of_scenario(district, asked)
    plan = make_plan(
        asked.district, asked.policies, worlds=asked.worlds, months=asked.months, seed=asked.seed, parameters=asked.parameters, engine=engine,
        sample=sample, ensemble=asked.ensemble, simulate=simulate, by=by, window=window,
    )  # fmt: skip
    how: dict[str, Any] = {"workers": workers, "discount": asked.discount, "progress": progress, "kept": kept}
    comparison = run_plan(plan, **how) if out is None else _kept_in(folder_asked(out), plan, how)
    if not comparison.worlds:
        first = comparison.failures[0]
        raise UserError(_("No world could be completed."), first.reason, first.replay)
    return comparison


def _kept_in(folder: Path, plan: Plan, how: Mapping[str, Any]) -> Comparison:
    """The comparison with its finished worlds and its results in a folder, and what is there of it already taken up."""
    from experiments.comparison.store import write_results

    with claimed(folder, plan):
        comparison = run_plan(plan, stored=Parts(folder / "parts", plan), **how)
        if comparison.worlds:
            write_results(comparison, folder)
    return comparison
