"""Holds both conductors together on a whole district: ``python -m tests.simulation.dock``, or ``make dock``.

Prints a line for each policy; the exit code is 1 if they differ in anything.
"""

import argparse
import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from scenarios import load_district, load_parameters, load_policy, policy_names
from simulation.simulate import prepare
from tests.simulation.docking import differences, pairs


def dock(district: str, names: list[str], months: int, seed: int) -> int:
    """Tell of each policy in what the conductors differ, as soon as it is known; in how many they do."""
    policies = [load_policy(name) for name in names]
    apart = 0
    for engine, model in pairs(load_district(district), policies, load_parameters().values, seed, 0, months):
        differing = differences(engine, model)
        print(f"{engine.policy.name}: {'; '.join(differing) if differing else 'equal'} ({len(model.accidents)} accidents)", flush=True)
        apart += bool(differing)
    return apart


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare the compiled engine with the Mesa model, exactly.")
    parser.add_argument("--district", default="jiuyuan")
    parser.add_argument("--months", type=int, default=120)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--policy", action="append", help="a shipped policy; all of them if left out")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    names = given.policy or policy_names()
    workers = min(given.workers, len(names))
    prepare(load_district(given.district), load_parameters().values)
    started = time.monotonic()
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        shares = [pool.submit(dock, given.district, names[part::workers], given.months, given.seed) for part in range(workers)]
        apart = sum(share.result() for share in shares)
    print(f"{len(names)} policies, {given.months} months, {apart} differ, {time.monotonic() - started:.0f} s")
    return 1 if apart else 0


if __name__ == "__main__":
    sys.exit(main())
