"""Draws and their transforms for many enterprises at once, in loops that a processor runs several steps at a time."""

from __future__ import annotations

from typing import Any

from simulation.arithmetic import exponential, logarithm
from simulation.distributions import (
    FEW,
    binomial_count,
    binomial_few,
    central_quantile,
    is_tail,
    poisson_count,
    poisson_few,
    tail_quantile,
)
from simulation.draws import uniform_in_loop
from simulation.engine.clock import Clock, whole
from simulation.rule import sweep

BLOCK = 256
"""Enterprises dealt with at a time: what belongs to them stays in the nearest cache."""
MOST_LISTED = 4 * BLOCK
"""Entries that a list of a block takes."""


@sweep
def draw_block(out: Any, clock: Clock, stream: int, first: int, count: int, index: int) -> None:
    """One draw for each of ``count`` enterprises from ``first`` on."""
    seed, world, now = clock.seed, clock.world, clock.now
    for k in range(count):
        out[k] = uniform_in_loop(seed, world, stream, first + k, now, index)


@sweep
def draw_listed(out: Any, clock: Clock, stream: int, items: Any, start: int, end: int, index: int) -> None:
    """One draw for each enterprise of a list, from entry ``start`` to ``end``."""
    seed, world, now = clock.seed, clock.world, clock.now
    for k in range(start, end):
        out[k] = uniform_in_loop(seed, world, stream, items[k], now, index)


@sweep
def draw_placed(out: Any, clock: Clock, stream: int, first: int, places: Any, count: int, index: int) -> None:
    """One draw for each of ``count`` enterprises, given by their places in the block that begins at ``first``."""
    seed, world, now = clock.seed, clock.world, clock.now
    for k in range(count):
        out[k] = uniform_in_loop(seed, world, stream, first + places[k], now, index)


@sweep
def draw_numbered(out: Any, clock: Clock, stream: int, items: Any, numbers: Any, count: int) -> None:
    """One draw for each of ``count`` enterprises and numbers."""
    seed, world, now = clock.seed, clock.world, clock.now
    for k in range(count):
        out[k] = uniform_in_loop(seed, world, stream, items[k], now, numbers[k])


@sweep
def to_gumbel(values: Any, start: int, end: int) -> None:
    """Turn uniform numbers into Gumbel numbers: ``distributions.gumbel`` in two loops, each of which runs in steps."""
    for k in range(start, end):
        values[k] = -logarithm(values[k])
    for k in range(start, end):
        values[k] = -logarithm(values[k])


@sweep
def to_normal(values: Any, out: Any, count: int) -> None:
    """Turn uniform numbers into normal ones: ``distributions.normal_quantile``, the rare tails apart."""
    for k in range(count):
        out[k] = central_quantile(values[k])
    for k in range(count):
        if is_tail(values[k]):
            out[k] = tail_quantile(values[k])


@sweep
def count_poisson(means: Any, luck: Any, out: Any, count: int) -> None:
    """``distributions.poisson_count`` for many, the rare large counts apart."""
    for k in range(count):
        out[k] = poisson_few(means[k], exponential(-means[k]), luck[k])
    for k in range(count):
        if out[k] > FEW:
            out[k] = poisson_count(means[k], luck[k])


@sweep
def count_binomial(trials: Any, chances: Any, luck: Any, out: Any, count: int) -> None:
    """``distributions.binomial_count`` for many, one trial or more each, the rare large counts apart."""
    for k in range(count):
        out[k] = binomial_few(trials[k], chances[k], luck[k])
    for k in range(count):
        if out[k] > FEW or trials[k] > 15 or chances[k] >= 1.0:
            out[k] = binomial_count(whole(trials[k]), chances[k], luck[k])


@sweep
def list_open(hazards: Any, items: Any) -> int:
    """List the enterprises of a block with an open hazard in a cell, by their place in the block; how many."""
    end = 0
    for k in range(hazards.shape[0]):
        # Written whether it counts or not: a branch here would be guessed wrongly too often.
        items[end] = k
        end += hazards[k] != 0
    return end
