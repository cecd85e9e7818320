"""Draws and their transforms for many enterprises at once, in loops that a processor runs several steps at a time."""

from __future__ import annotations

from typing import Any

from simulation.arithmetic import exponential, logarithm
from simulation.distributions import (
    FEW,
    FEW_EVENTS,
    binomial_count,
    binomial_few,
    central_quantile,
    is_tail,
    poisson_count,
    poisson_few,
    tail_quantile,
)
from simulation.draws import block_in_loop, share_of
from simulation.engine.clock import Clock, unsigned, whole
from simulation.rule import sweep

BLOCK = 256
"""Enterprises dealt with at a time: what belongs to them stays in the nearest cache."""


@sweep
def draw_words(out: Any, clock: Clock, stream: int, first: int, index: int, count: int) -> None:
    """The four words of a block for each of ``count`` enterprises from ``first`` on, as numbers between 0 and 1, a row to a word."""
    seed, world, now = clock.seed, clock.world, clock.now
    for k in range(count):
        r0, r1, r2, r3 = block_in_loop(seed, world, stream, first + k, now, index)
        out[0, k] = share_of(r0)
        out[1, k] = share_of(r1)
        out[2, k] = share_of(r2)
        out[3, k] = share_of(r3)


@sweep
def draw_list_word(out: Any, clock: Clock, stream: int, items: Any, index: int, word: int) -> None:
    """One word of a block for each enterprise of a list."""
    seed, world, now = clock.seed, clock.world, clock.now
    for k in range(out.shape[0]):
        r0, r1, r2, r3 = block_in_loop(seed, world, stream, items[k], now, index)
        out[k] = share_of(r0 if word == 0 else r1 if word == 1 else r2 if word == 2 else r3)


@sweep
def draw_placed_word(out: Any, clock: Clock, stream: int, first: int, places: Any, count: int, index: int) -> None:
    """The first word of a block for each of ``count`` enterprises, given by their places after ``first``."""
    seed, world, now = clock.seed, clock.world, clock.now
    for k in range(count):
        out[k] = share_of(block_in_loop(seed, world, stream, first + places[k], now, index)[0])


@sweep
def to_gumbel(values: Any, start: int, end: int) -> None:
    """Turn uniform numbers into Gumbel numbers: ``distributions.gumbel`` in two loops, each of which runs in steps."""
    for k in range(start, end):
        values[k] = -logarithm(values[k])
    for k in range(start, end):
        values[k] = -logarithm(values[k])


@sweep
def to_normal(values: Any, out: Any) -> None:
    """Turn uniform numbers into normal ones: ``distributions.normal_quantile``, the rare tails apart."""
    for k in range(values.shape[0]):
        out[k] = central_quantile(values[k])
    for k in range(values.shape[0]):
        if is_tail(values[k]):
            out[k] = tail_quantile(values[k])


@sweep
def take(values: Any, numbers: Any, out: Any) -> None:
    """``values`` by number: what belongs to each enterprise's sector, say."""
    for k in range(out.shape[0]):
        out[k] = values[unsigned(numbers[k])]


@sweep
def take_near(values: Any, sectors: Any, places: Any, out: Any) -> None:
    """``values`` by sector and place."""
    for k in range(out.shape[0]):
        out[k] = values[unsigned(sectors[k]), unsigned(places[k])]


@sweep
def count_poisson(means: Any, luck: Any, out: Any) -> None:
    """``distributions.poisson_count`` for many, the rare large counts apart."""
    for k in range(out.shape[0]):
        out[k] = poisson_few(means[k], exponential(-means[k]), luck[k])
    for k in range(out.shape[0]):
        if out[k] > FEW_EVENTS:
            out[k] = poisson_count(means[k], luck[k])


@sweep
def count_binomial(trials: Any, chances: Any, luck: Any, out: Any) -> None:
    """``distributions.binomial_count`` for many, the rare large counts apart."""
    for k in range(out.shape[0]):
        out[k] = binomial_few(whole(trials[k]), chances[k], luck[k])
    for k in range(out.shape[0]):
        if (out[k] > FEW) | (trials[k] > 15) | (chances[k] >= 1.0):
            out[k] = binomial_count(whole(trials[k]), chances[k], luck[k])


@sweep
def count_rare(trials: Any, chances: Any, luck: Any, out: Any) -> None:
    """``distributions.binomial_count`` for many of which few have anything to try."""
    for k in range(out.shape[0]):
        out[k] = 0
    for k in range(out.shape[0]):
        if trials[k] > 0:
            out[k] = binomial_count(whole(trials[k]), chances[k], luck[k])


@sweep
def add_numbers(one: Any, other: Any, out: Any) -> None:
    """Sum of two columns of whole numbers."""
    for k in range(out.shape[0]):
        out[k] = one[k] + other[k]


@sweep
def list_above_zero(numbers: Any, items: Any) -> int:
    """List the places of a block that have a number above 0; how many."""
    end = 0
    for k in range(numbers.shape[0]):
        # Written whether it counts or not: a branch here would be guessed wrongly too often.
        items[end] = k
        end += numbers[k] > 0
    return end


@sweep
def keep_above(numbers: Any, items: Any, count: int, least: int) -> int:
    """Keep of a list the places whose number is above ``least``; how many."""
    end = 0
    for entry in range(count):
        k = items[entry]
        items[end] = k
        end += numbers[k] > least
    return end
