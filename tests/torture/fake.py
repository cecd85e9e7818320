"""Stand-ins for the model: numbers that follow from what they are asked for alone, in no time; some behave badly."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from collections.abc import Sequence

import numpy as np

from experiments.running.batch import MONTHLY
from simulation.breakdowns import BREAKDOWNS
from simulation.results import Breakdown, PlaceTotals

RAISES, DIES, SLEEPS = 4321, 7777, 1234
"""The worlds that ``poisoned`` does not survive, and how."""


class Run:
    """What a sweep takes of a run."""

    def __init__(self, key: str, months: int = 3, policy: str = "baseline", by: Sequence[str] = ()) -> None:
        self.digest, self.months, self.policy = hashlib.sha256(key.encode()).hexdigest(), months, policy
        self.breakdowns = {name: self._broken_down(name) for name in by}

    def _broken_down(self, by: str) -> Breakdown:
        groups = ("one", "another", "the rest")
        return Breakdown(groups, {name: np.array([self.total(f"{by} {name} {group}") for group in groups]) for name in BREAKDOWNS[by]})

    @property
    def monthly(self) -> dict[str, np.ndarray]:
        return {name: np.array([self.total(f"{name} {month}") for month in range(self.months)]) for name in MONTHLY}

    @property
    def places(self) -> list[PlaceTotals]:
        return [PlaceTotals(f"p{n}", f"Place {n}", *(int(self.total(f"{n} {field}")) for field in range(9)), 0.5) for n in range(2)]  # type: ignore[arg-type]

    def total(self, name: str) -> float:
        return int.from_bytes(hashlib.blake2b((self.digest + name).encode(), digest_size=6).digest(), "big") / 1e9

    def ratio(self, name: str) -> float:
        return float("nan") if name.startswith("f") else self.total(name) / 1e6


def honest(district, policies, *, parameters, seed=0, world=0, months=120, tick=None, breakdowns=()):
    """A run for each policy, by its levers, the parameters, the seed and the world."""
    values = hashlib.sha256(repr(sorted(dict(parameters).items())).encode()).hexdigest()
    if tick is not None:
        tick(0.5)
    return [Run(repr((district.name, policy.name, policy.settings, values, seed, world, months)), months, policy.name, breakdowns) for policy in policies]


def slow(district, policies, **rest):
    """``honest`` that takes its time, so that there is some of it to be killed in."""
    time.sleep(0.02)
    return honest(district, policies, **rest)


def sluggish(district, policies, **rest):
    """``honest`` that would take half a minute for what the tests end in its first second."""
    time.sleep(0.5)
    return honest(district, policies, **rest)


def poisoned(district, policies, *, world=0, **rest):
    """``honest`` but for three worlds."""
    if world == RAISES:
        raise RuntimeError("poison")
    if world == DIES:
        os.kill(os.getpid(), signal.SIGKILL)
    if world == SLEEPS:
        time.sleep(3600)
    return honest(district, policies, world=world, **rest)


def stuck(district, policies, *, world=0, **rest):
    """``honest`` but for world 3, which never ends."""
    if world == 3:
        time.sleep(3600)
    return honest(district, policies, world=world, **rest)


def lingering(district, policies, **rest):
    """``honest``, long enough that something can happen to a cluster meanwhile."""
    time.sleep(0.3)
    return honest(district, policies, **rest)
