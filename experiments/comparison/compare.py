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
from typing import TYPE_CHECKING, Any

from experiments.comparison.data import DISCOUNT, ComparisonData
from experiments.disk.folder import writing
from experiments.running.asked import discount_asked, folder_asked, whole
from experiments.running.folder import check_comparison, claimed
from experiments.running.parts import Parts
from experiments.running.plan import Plan, Simulator
from experiments.running.planning import make_plan
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
    simulate: Simulator | None = None,
    by: Sequence[str] = (),
    out: str | Path | None = None,
    kept: KeptWorlds | None = None,
) -> Comparison:
    """Compare ``policies`` with the baseline on the same worlds, or on the districts of one world of a region.

    ``ensemble`` names the sets of parameters of the worlds ("none": those of parameters.toml, or give a file); left out: the shipped one.
    ``workers=0`` runs in this process; more start worker processes, whose scripts need the usual ``if __name__ == "__main__"``.  Results do
    not depend on ``workers``.
    ``simulate`` is a simulator of one's own, called as ``simulation.simulate_policies`` is (for a region as ``simulate_region``); where
    results are kept or workers run it, it must be importable by its name, or ``UserError`` says why it is not.
    ``by`` keeps outcomes of a single district by group too (sector, size_class, place, department, domain, cell): tables in the verdict, ``batch.groups``.
    ``kept`` (a ``simulation.kept_worlds.KeptWorlds``) is where burn-ins and baselines of a single district are looked for and put: another policy
    on the same worlds then runs neither.
    ``out`` keeps finished worlds and results in a folder and takes them up again; ``UserError`` where that holds anything else.
    """
    plan = make_plan(
        district, policies, worlds=worlds, months=months, seed=seed, parameters=parameters, engine=engine, sample=sample,
        ensemble=ensemble, simulate=simulate, by=by,
    )  # fmt: skip
    if out is None:
        comparison = run_plan(plan, workers=workers, discount=discount, progress=progress, kept=kept)
    else:
        from experiments.comparison.store import write_results

        folder = folder_asked(out)
        with claimed(folder, plan):
            comparison = run_plan(plan, workers=workers, discount=discount, progress=progress, stored=Parts(folder / "parts", plan), kept=kept)
            if comparison.worlds:
                write_results(comparison, folder)
    if not comparison.worlds:
        first = comparison.failures[0]
        raise UserError(_("No world could be completed."), first.reason, first.replay)
    return comparison
