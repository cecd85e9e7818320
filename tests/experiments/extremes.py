"""Values as no district gives them, for all that is counted from values: zeros, constants, multiples, tiny and huge ones; and a watchdog."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from hypothesis import strategies as st

SIZES = (1e-300, 1e-20, 1e-12, 1e-3, 1.0, 1e6, 1e20, 1e100, 1e300)
SECONDS = 5
"""Of processor time: nothing that is counted from a dozen values takes longer, however busy the machine is."""


@contextmanager
def in_time(seconds: int = SECONDS) -> Iterator[None]:
    """Whatever has not ended after ``seconds`` of processor time fails, an endless loop too."""

    def late(_signal: int, _frame: object) -> None:
        raise AssertionError(f"still running after {seconds} s")

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@st.composite
def values(draw: st.DrawFn, n: int = 12) -> np.ndarray:
    """(n,) finite values of one kind: zeros, a constant, small whole numbers, numbers of one size, or of all sizes mixed."""
    size = draw(st.sampled_from(SIZES))
    number = st.floats(-9.0, 9.0).map(lambda value: value if abs(value) > 1e-6 else 0.0)
    drawn = draw(st.sampled_from(["zeros", "constant", "counts", "one off", "of a size", "mixed"]))
    if drawn == "zeros":
        return np.zeros(n)
    if drawn == "constant":
        return np.full(n, draw(number) * size)
    if drawn == "counts":
        return np.array(draw(st.lists(st.integers(-3, 3), min_size=n, max_size=n)), dtype=float)
    found = np.array(draw(st.lists(number, min_size=n, max_size=n)))
    if drawn == "one off":
        return np.where(np.arange(n) == 0, size, found[0])
    if drawn == "of a size":
        return found * size
    return found * np.array(draw(st.lists(st.sampled_from(SIZES), min_size=n, max_size=n)))


@st.composite
def pairs(draw: st.DrawFn, n: int = 12) -> tuple[np.ndarray, np.ndarray]:
    """Two of them, the second often a multiple of the first or the first with a little noise."""
    first = draw(values(n))
    kind = draw(st.sampled_from(["apart", "multiple", "nearly"]))
    if kind == "apart":
        return first, draw(values(n))
    other = first * draw(st.sampled_from([-1e6, -1.0, 1e-9, 1e-3, 1.0, 3.0, 1e6]))
    other = np.clip(other, -1e305, 1e305)
    return (first, other) if kind == "multiple" else (first, other * (1 + 1e-14 * np.arange(n)))
