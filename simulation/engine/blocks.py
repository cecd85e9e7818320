"""Draws and their transforms for many enterprises at once, in loops that a processor runs several steps at a time."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.arithmetic import logarithm
from simulation.distributions import central_quantile, is_tail, tail_quantile
from simulation.draws import uniform_in_loop
from simulation.engine.clock import Clock
from simulation.rule import kernel

BLOCK = 256
"""Enterprises dealt with at a time: what belongs to them stays in the nearest cache."""


@kernel
def draw_block(out: Any, clock: Clock, stream: int, first: int, count: int, index: int) -> None:
    """One draw for each of ``count`` enterprises from ``first`` on."""
    seed, world, now = clock.seed, clock.world, clock.now
    for k in range(count):
        out[k] = uniform_in_loop(seed, world, stream, first + k, now, index)


@kernel
def draw_listed(out: Any, clock: Clock, stream: int, items: Any, start: int, end: int, index: int) -> None:
    """One draw for each enterprise of a list, from entry ``start`` to ``end``."""
    seed, world, now = clock.seed, clock.world, clock.now
    for k in range(start, end):
        out[k] = uniform_in_loop(seed, world, stream, items[k], now, index)


@kernel
def to_gumbel(values: Any, start: int, end: int) -> None:
    """Turn uniform numbers into Gumbel numbers: ``distributions.gumbel`` in two loops, each of which runs in steps."""
    for k in range(start, end):
        values[k] = -logarithm(values[k])
    for k in range(start, end):
        values[k] = -logarithm(values[k])


@kernel
def to_normal(values: Any, out: Any, count: int) -> None:
    """Turn uniform numbers into normal ones: ``distributions.normal_quantile``, the rare tails apart."""
    for k in range(count):
        out[k] = central_quantile(values[k])
    for k in range(count):
        if is_tail(values[k]):
            out[k] = tail_quantile(values[k])


@kernel
def list_cells(cells: Any, work: Any, first: int, count: int) -> int:
    """List the cells with an open hazard of ``count`` enterprises from ``first`` on: enterprise and cell; how many."""
    # The four cells of a domain are one word of 64 bits: most are empty.
    domains, end = cells.view(np.int64), 0
    for i in range(first, first + count):
        for domain in range(domains.shape[1]):
            if domains[i, domain] != 0:
                for cell in range(4 * domain, 4 * domain + 4):
                    # Written whether it stands or not: a branch here would be guessed wrongly too often.
                    work[0, end] = i
                    work[1, end] = cell
                    end += cells[i, cell] != 0
    return end


@kernel
def draw_cells(out: Any, clock: Clock, stream: int, work: Any, end: int, further: int) -> None:
    """One draw for each listed enterprise and cell, or other number; ``further`` is added to the number."""
    seed, world, now = clock.seed, clock.world, clock.now
    for entry in range(end):
        out[entry] = uniform_in_loop(seed, world, stream, work[0, entry], now, work[1, entry] + further)
