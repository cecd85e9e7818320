"""The two tables of the gate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from rich.table import Table

from experiments.text.messages import Counted
from experiments.upkeep.bench.against.intervals import median_of, spread_ratio
from experiments.upkeep.bench.against.trees import Tree, older, this
from experiments.upkeep.bench.against.turns import POLICIES, Array, Timed, Turns, paired, timed

OUTCOMES = (
    "expected_deaths", "deaths", "expected_injuries", "lost_time_injuries", "hazards_open", "major_hazards_open", "government_cost",
    "enterprise_cost",
)  # fmt: skip
"""Expected and drawn: where a paired difference gets noisier, more worlds are needed and the speed is lost again."""
SPEED_NOTE = Counted("""\
Processor time of {months} months after the burn-in, both trees in turn:
{starts} starts of both processes, {turns} turns each.  ns: nanoseconds per enterprise-month, medians.
times: median of the ratios turn by turn, with its 95 % interval (bootstrap over
starts and turns); above 1 this tree is the faster one.""")
NOISE_NOTE = Counted("""\
{policy} less {reference} over {months} months of {district}, {worlds} worlds.
sd: standard deviation of that difference over worlds; ns: as in the first table, mean of both policies.
times: the ratio of sd x ns, with its 95 % interval (bootstrap over the worlds of each);
below 1 a gain in speed is lost to noise.""")


def against(revision: str, how: Turns, dirty: bool = False) -> Iterator[Table]:
    """Measure ``revision`` against this tree; the tables, each as soon as it stands.  Raises ``UserError``."""
    with older(revision) as old:
        new = this(dirty)
        runs = timed((old, new), how)
        yield speed_table((old, new), runs, how)
        yield noise_table((old, new), runs, paired((old, new), how, OUTCOMES), how)


def speed_table(trees: Sequence[Tree], runs: Sequence[Timed], how: Turns) -> Table:
    """How many times faster, by district and policy."""
    old, new = trees
    caption = SPEED_NOTE.format(months=how.months, starts=how.starts, turns=how.turns)
    table = Table(title=f"The engine of {old.name} against {new.name}", caption=caption, caption_justify="left")
    table.add_column("district")
    table.add_column("policy")
    for name in (f"ns {old.name}", f"ns {new.name}", "times", "least to most"):
        table.add_column(name, justify="right")
    table.add_column("numbers")
    for run in runs:
        ratios = run.ratios
        before, after = run.nanoseconds
        table.add_row(run.district, run.policy, f"{before:,.0f}", f"{after:,.0f}", str(median_of(ratios)),
                      f"{ratios.min():,.2f} to {ratios.max():,.2f}", "same" if run.agree else "others")  # fmt: skip
    return table


def noise_table(trees: Sequence[Tree], runs: Sequence[Timed], differences: Array, how: Turns) -> Table:
    """What noise costs: standard deviations of the paired difference, alone and times nanoseconds."""
    old, new = trees
    costs = cost_of(runs, how.noise_district)
    caption = NOISE_NOTE.format(policy=POLICIES[1], reference=POLICIES[0], months=how.months, district=how.noise_district, worlds=how.worlds)
    table = Table(title="The noise of a paired difference", caption=caption, caption_justify="left")
    table.add_column("outcome")
    for name in (f"sd {old.name}", f"sd {new.name}", f"sd x ns {old.name}", f"sd x ns {new.name}", "times"):
        table.add_column(name, justify="right")
    for number, outcome in enumerate(OUTCOMES):
        values = differences[:, :, number]
        spreads = np.std(values, axis=1, ddof=1)
        products = [spread * cost for spread, cost in zip(spreads, costs, strict=True)]
        table.add_row(outcome, *(f"{spread:,.4g}" for spread in spreads), *(f"{product:,.4g}" for product in products),
                      str(spread_ratio(values, costs[0] / costs[1])))  # fmt: skip
    return table


def cost_of(runs: Sequence[Timed], district: str) -> tuple[float, float]:
    """Nanoseconds of an enterprise-month of either tree, the mean of the policies, in the district whose noise is told."""
    found = [run.nanoseconds for run in runs if run.district == district] or [run.nanoseconds for run in runs]
    old, new = np.mean(found, axis=0)
    return float(old), float(new)


