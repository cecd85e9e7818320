"""The law of the model since a change of it was last meant, and how far today's engine is from it.

What only draws otherwise, for speed say, must stay the same in law.  ``law_before.csv`` holds mean and standard deviation over 1,200 worlds of a tenth of Jiuyuan, 36 months, of every outcome's monthly mean:
under the baseline, under all five countermeasures, and of the difference between the two on the same world.
``python -m tests.simulation.law --worlds 1200`` compares as many worlds of today, which takes some minutes; the test takes fewer.
A change of the model that is meant moves the law, too: ``--write`` writes the file anew from as many worlds, all others than those of the test.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy import stats

from scenarios import load_district, load_parameters, load_policy
from simulation.outcomes import OUTCOMES
from simulation.simulate import simulate_policies

FILE = Path(__file__).with_name("law_before.csv")
DISTRICT, POLICIES, MONTHS, SEED, FIRST_WORLD = "jiuyuan-tenth", ("baseline", "all-five"), 36, 20261129, 100_000
FIRST_WORLD_BEFORE = 200_000
SIZES = (*POLICIES, "difference")
WORLDS_BEFORE = 1200
ROUNDING = 1e-9
"""What varies less between worlds, relative to its mean, does not vary."""


class Deviation(NamedTuple):
    """One comparison: of what, and how many standard errors today's mean lies off."""

    of: str
    outcome: str
    z: float
    spread: float
    """Standard deviation over worlds, today's by that of before."""
    kurtosis: float
    """Of the worlds of before, 3 for a normal law: how surely few worlds tell a standard deviation."""


def outcomes_by_world(worlds: int, first: int = FIRST_WORLD) -> Any:
    """Monthly means: worlds x (policies, then their difference) x outcomes."""
    district, parameters = load_district(DISTRICT), load_parameters().values
    policies = [load_policy(name) for name in POLICIES]
    found = np.zeros((worlds, len(SIZES), len(OUTCOMES)))
    for number in range(worlds):
        runs = simulate_policies(district, policies, parameters=parameters, seed=SEED, world=first + number, months=MONTHS)
        for row, run in enumerate(runs):
            found[number, row] = [run.monthly[outcome.name].mean() for outcome in OUTCOMES]
    found[:, -1] = found[:, 1] - found[:, 0]
    return found


def before() -> dict[tuple[str, str], tuple[float, float, float]]:
    """Mean, standard deviation and kurtosis by size and outcome."""
    with FILE.open(encoding="utf-8") as stream:
        return {(row["of"], row["outcome"]): (float(row["mean"]), float(row["sd"]), float(row["kurtosis"])) for row in csv.DictReader(stream)}


def write(found: Any) -> None:
    """Write the file anew."""
    with FILE.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(("of", "outcome", "mean", "sd", "kurtosis"))
        for row, of in enumerate(SIZES):
            for column, outcome in enumerate(OUTCOMES):
                values = found[:, row, column]
                varies = values.std(ddof=1) > ROUNDING * max(1.0, abs(values.mean()))
                kurtosis = float(stats.kurtosis(values, fisher=False)) if varies else 3.0
                rows.writerow((of, outcome.name, repr(float(values.mean())), repr(float(values.std(ddof=1))), f"{kurtosis:.3f}"))


def deviations(found: Any) -> list[Deviation]:
    """Every comparison in which anything varies, and each of what never did that is another number now: infinitely many errors off."""
    stored, compared = before(), []
    for row, of in enumerate(SIZES):
        for column, outcome in enumerate(OUTCOMES):
            (mean, sd, kurtosis), today = stored[of, outcome.name], found[:, row, column]
            off, least = float(today.mean()) - mean, ROUNDING * max(1.0, abs(mean))
            error = float(np.sqrt(today.var(ddof=1) / len(today) + sd * sd / WORLDS_BEFORE))
            if error > least:
                compared.append(Deviation(of, outcome.name, off / error, float(today.std(ddof=1)) / sd if sd > least else np.inf, kurtosis))
            elif abs(off) > least:
                compared.append(Deviation(of, outcome.name, np.inf, 1.0, kurtosis))
    return compared


def bound(comparisons: int) -> float:
    """|z| that one of so many comparisons exceeds in one case of a thousand, were they independent and the law the same."""
    return float(stats.norm.isf(0.001 / comparisons / 2.0))


def main() -> int:
    """Print what lies farthest off; 1 if anything lies beyond the bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=WORLDS_BEFORE)
    parser.add_argument("--write", action="store_true", help="write the file anew, after a change of the model that is meant")
    given = parser.parse_args()
    if given.write:
        write(outcomes_by_world(WORLDS_BEFORE, FIRST_WORLD_BEFORE))
        return 0
    found = deviations(outcomes_by_world(given.worlds))
    zs, most = np.array([one.z for one in found]), bound(len(found))
    print(f"{len(found)} comparisons: standard deviation of z {zs.std():.3f}, largest |z| {np.abs(zs).max():.2f}, bound {most:.2f}")
    for one in sorted(found, key=lambda one: -abs(one.z))[:10]:
        print(f"  {one.of:10s} {one.outcome:28s} z {one.z:6.2f}  spread {one.spread:.3f}")
    return int(np.abs(zs).max() > most)


if __name__ == "__main__":
    raise SystemExit(main())
