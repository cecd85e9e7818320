"""The smallest of many, in place and in order: ties go by number."""

from __future__ import annotations

from typing import Any

from simulation.engine.clock import truncated, unsigned
from simulation.rule import kernel, sweep


@kernel
def comes_after(keys: Any, items: Any, a: int, b: int) -> bool:
    """Whether entry ``a`` comes after entry ``b``."""
    return keys[a] > keys[b] or (keys[a] == keys[b] and items[a] > items[b])


@kernel
def swap(keys: Any, items: Any, a: int, b: int) -> None:
    """Exchange two entries."""
    key, item = keys[a], items[a]
    keys[a], items[a] = keys[b], items[b]
    keys[b], items[b] = key, item


@kernel
def sink(keys: Any, items: Any, at: int, end: int) -> None:
    """Restore the heap of the first ``end`` entries, largest on top, after entry ``at`` has become smaller."""
    while True:
        child = 2 * at + 1
        if child >= end:
            return
        if child + 1 < end and comes_after(keys, items, child + 1, child):
            child += 1
        if not comes_after(keys, items, child, at):
            return
        swap(keys, items, at, child)
        at = child


LONG = 128
"""Entries from which it pays to set aside at first those that cannot be among the smallest."""


@sweep
def set_aside(keys: Any, items: Any, count: int, wanted: int, bins: Any) -> int:
    """Bring to the front a few more than the ``wanted`` smallest, in any order, by a histogram of the keys; how many."""
    least, most = keys[0], keys[0]
    for entry in range(count):
        least, most = min(least, keys[entry]), max(most, keys[entry])
    if not most > least:
        return count
    last = bins.shape[0] - 1
    scale = last / (most - least)
    bins[:] = 0
    for entry in range(count):
        bins[unsigned(truncated((keys[entry] - least) * scale))] += 1
    below, cut = 0, 0
    while below < wanted:
        below += bins[cut]
        cut += 1
    kept = 0
    for entry in range(count):
        key, item = keys[entry], items[entry]
        keys[entry], items[entry] = keys[kept], items[kept]
        keys[kept], items[kept] = key, item
        kept += truncated((key - least) * scale) < cut
    return kept


@sweep
def smallest_first(keys: Any, items: Any, count: int, wanted: int, bins: Any) -> None:
    """Bring the ``wanted`` smallest of ``count`` entries to the front, in order; the rest is left in any order.

    ``bins`` is room for a histogram.
    """
    wanted = min(wanted, count)
    if wanted <= 0:
        return
    if count >= LONG and wanted < count:
        count = set_aside(keys, items, count, wanted, bins)
    for at in range(wanted // 2 - 1, -1, -1):
        sink(keys, items, at, wanted)
    for entry in range(wanted, count):
        if comes_after(keys, items, 0, entry):
            swap(keys, items, 0, entry)
            sink(keys, items, 0, wanted)
    for end in range(wanted - 1, 0, -1):
        swap(keys, items, 0, end)
        sink(keys, items, 0, end)
