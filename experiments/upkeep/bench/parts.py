"""What a month spends on draws, on exp and log, and on ranking."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from experiments.upkeep.bench.processes import run_fresh
from experiments.upkeep.bench.timing import SEED, median_seconds
from simulation.arithmetic import exponential, logarithm
from simulation.draws import STREAM, block_in_loop
from simulation.engine.order import smallest_first
from simulation.rule import entry

CALLS = 1_000_000
STREAM_OF_TIMING = STREAM["placebo"]


@entry
def add_draws(seed: int, world: int, stream: int, count: int) -> int:
    """The sum of the four words of a block each of ``count`` entities."""
    total: Any = 0
    for entity in range(count):
        r0, r1, r2, r3 = block_in_loop(seed, world, stream, entity, 1, 0)
        total += np.int64(r0) + np.int64(r1) + np.int64(r2) + np.int64(r3)
    return total


@entry
def add_exponentials(values: Any) -> float:
    """The sum of e to each of ``values``."""
    total = 0.0
    for k in range(values.shape[0]):
        total += exponential(values[k])
    return total


@entry
def add_logarithms(values: Any) -> float:
    """The sum of the logarithms of ``values``."""
    total = 0.0
    for k in range(values.shape[0]):
        total += logarithm(values[k])
    return total


@entry
def fill(keys: Any, items: Any, bins: Any, source: Any, sizes: Any) -> None:
    """Write every list of ``sizes``, as ``put_in_order`` does before it selects."""
    for number in range(sizes.shape[0]):
        for k in range(sizes[number, 0]):
            keys[k] = source[k]
            items[k] = k


@entry
def put_in_order(keys: Any, items: Any, bins: Any, source: Any, sizes: Any) -> None:
    """Select from a list of each of ``sizes``: how many, and how many of the smallest."""
    for number in range(sizes.shape[0]):
        for k in range(sizes[number, 0]):
            keys[k] = source[k]
            items[k] = k
        smallest_first(keys, items, sizes[number, 0], sizes[number, 1], bins)


def parts(scale: float, months: int, runs: int) -> dict[str, tuple[float, float]]:
    """Calls per enterprise-month and nanoseconds per enterprise-month, by part."""
    arguments = ["-m", "experiments.upkeep.bench.counting", str(scale), str(months)]
    counts = json.loads(run_fresh(arguments, {"INSPECTORATE_PLAIN": "1"}))
    numbers = np.random.default_rng(SEED).random(CALLS) + 1e-9
    add_draws(SEED, 0, STREAM_OF_TIMING, 1)
    add_exponentials(numbers[:1])
    add_logarithms(numbers[:1])
    seconds = {
        "draws": median_seconds(runs, lambda: add_draws(SEED, 0, STREAM_OF_TIMING, CALLS)),
        "exps": median_seconds(runs, lambda: add_exponentials(-numbers)),
        "logs": median_seconds(runs, lambda: add_logarithms(numbers)),
    }
    steps = counts["enterprise_months"]
    result = {name: (counts[name] / steps, counts[name] / steps * taken / CALLS * 1e9) for name, taken in seconds.items()}
    sizes = np.array(counts["sizes"], np.int64).reshape(-1, 2)
    return {**result, "ranking": (len(sizes) / steps, _ranking_seconds(sizes, runs) / steps * 1e9)}


def _ranking_seconds(sizes: Any, runs: int) -> float:
    longest = int(sizes[:, 0].max())
    source = np.random.default_rng(SEED).random(longest)
    given = np.empty(longest), np.empty(longest, np.int32), np.zeros(256, np.int64)
    for function in (fill, put_in_order):
        function(*given, source, sizes[:1])
    filling = median_seconds(runs, lambda: fill(*given, source, sizes))
    return max(0.0, median_seconds(runs, lambda: put_in_order(*given, source, sizes)) - filling)
