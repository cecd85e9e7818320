"""The golden runs and their file; ``python -m tests.golden.runs`` writes it anew.

A change that moves them is meant or it is a defect: say in CHANGELOG.md which numbers moved, how much and why, and name
there the fingerprint that this command prints.
"""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

from scenarios import load_district, load_parameters, load_policy
from simulation import simulate_policies
from simulation.outcomes import OUTCOMES

FILE = Path(__file__).with_name("hamlet.toml")
POLICIES = ("baseline", "attention", "coordination", "boundaries", "capacity", "incentives", "all-five", "hybrid-best-parts")
SEED, WORLD, MONTHS = 11, 2, 24


def golden() -> dict[str, dict[str, float]]:
    """Totals of every outcome under each golden policy."""
    runs = simulate_policies(
        load_district("jiuyuan-hamlet"), [load_policy(name) for name in POLICIES], parameters=load_parameters().values,
        seed=SEED, world=WORLD, months=MONTHS,
    )
    return {name: {outcome.name: run.total(outcome.name) for outcome in OUTCOMES} for name, run in zip(POLICIES, runs, strict=True)}


def stored() -> dict[str, dict[str, float]]:
    """The totals as they were last written."""
    return tomllib.loads(FILE.read_text("utf-8"))["totals"]


def fingerprint() -> str:
    """Eight hex digits of the stored file, which CHANGELOG.md names."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()[:8]


def write() -> None:
    """Write the file anew."""
    lines = ["schema_version = 1", f"# jiuyuan-hamlet, seed {SEED}, world {WORLD}, {MONTHS} months; written by python -m tests.golden.runs"]
    for policy, totals in golden().items():
        lines += ["", f"[totals.{policy}]", *(f"{name} = {value!r}" for name, value in totals.items())]
    FILE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    write()
    print(f"golden runs {fingerprint()}: name this in CHANGELOG.md with what moved and why")
