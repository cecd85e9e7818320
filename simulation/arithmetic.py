"""exp, log and powers from + - * / alone: the same bits on every machine and in every engine.

The C library's functions differ between versions and processors; these do not.  Error below
2 units in the last place over the ranges stated.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from simulation.rule import compiled, compiled_beside, compiled_into_beside

_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_LN2_INVERSE = 1.44269504088896338700e00
_ROUNDER = 6755399441055744.0
"""1.5 * 2**52: added to a number below 2**51 and taken away again, it leaves the nearest whole number."""


def _power_of_two(exponent: float) -> float:
    return math.ldexp(1.0, int(exponent))


def _binary_exponent(value: float) -> int:
    return math.frexp(value)[1] - 1


@compiled_beside(_power_of_two)
def power_of_two(exponent: float) -> Any:
    """2**exponent exactly, for a whole exponent from -1022 to 1023, from the bits of the number."""
    # The sum holds the exponent in its last bits: no conversion, which many processors do one by one.
    return np.int64((np.float64(exponent + _ROUNDER).view(np.int64) + 1023) << 52).view(np.float64)


@compiled_beside(_binary_exponent)
def binary_exponent(value: float) -> Any:
    """The exponent k of a normal positive value = m * 2**k with 1 <= m < 2."""
    return ((np.float64(value).view(np.int64) >> 52) & 2047) - 1023


@compiled
def exponential(x: float) -> float:
    """e**x; x below -700 gives 0.0 and x above 700 the value at 700.

    x = k ln 2 + r with |r| <= ln 2 / 2; e**r by its Taylor series to the 13th power.
    """
    if x < -700.0:
        return 0.0
    if x > 700.0:
        x = 700.0
    scaled = x * _LN2_INVERSE
    k = (scaled + _ROUNDER) - _ROUNDER
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    total = 1.0 / 6227020800.0
    total = total * r + 1.0 / 479001600.0
    total = total * r + 1.0 / 39916800.0
    total = total * r + 1.0 / 3628800.0
    total = total * r + 1.0 / 362880.0
    total = total * r + 1.0 / 40320.0
    total = total * r + 1.0 / 5040.0
    total = total * r + 1.0 / 720.0
    total = total * r + 1.0 / 120.0
    total = total * r + 1.0 / 24.0
    total = total * r + 1.0 / 6.0
    total = total * r + 0.5
    total = total * r + 1.0
    total = total * r + 1.0
    if k < -1000.0:
        return (total * power_of_two(k + 100.0)) * power_of_two(-100.0)
    return total * power_of_two(k)


@compiled
def logarithm(x: float) -> float:
    """Natural logarithm of a normal x > 0; anything not positive gives -745.0.

    x = m * 2**k with m near 1; log m = 2 artanh(s), s = (m - 1) / (m + 1), by its series.
    """
    if not x > 0.0:
        return -745.0
    k = binary_exponent(x)
    m = x * power_of_two(-k) if k < 1023 else (x * 0.5) * power_of_two(1 - k)
    if m > 1.4142135623730951:
        m = m * 0.5
        k = k + 1
    s = (m - 1.0) / (m + 1.0)
    z = s * s
    total = 1.0 / 23.0
    total = total * z + 1.0 / 21.0
    total = total * z + 1.0 / 19.0
    total = total * z + 1.0 / 17.0
    total = total * z + 1.0 / 15.0
    total = total * z + 1.0 / 13.0
    total = total * z + 1.0 / 11.0
    total = total * z + 1.0 / 9.0
    total = total * z + 1.0 / 7.0
    total = total * z + 1.0 / 5.0
    total = total * z + 1.0 / 3.0
    total = 2.0 * s + 2.0 * s * (z * total)
    return k * _LN2_HIGH + (total + k * _LN2_LOW)


@compiled
def power(base: float, exponent: float) -> float:
    """base**exponent for base >= 0; 0 to any positive power is 0, and 0**0 is 1."""
    if exponent == 0.0:
        return 1.0
    if base <= 0.0:
        return 0.0
    return exponential(exponent * logarithm(base))


@compiled
def whole_power(base: float, exponent: int) -> float:
    """base**exponent for a whole exponent from 0 to 65,535, by squaring."""
    result = 1.0
    # As many steps for every exponent: then a loop of powers runs several at a time.
    for step in range(16):
        if exponent >> step & 1:
            result = result * base
        base = base * base
    return result


@compiled
def root(value: float) -> float:
    """The square root of ``value``, 0 for what is not positive."""
    return power(value, 0.5)


@compiled
def whole_yuan(value: float) -> float:
    """The nearest whole yuan, halves away from 0."""
    return float(int(value + 0.5)) if value >= 0.0 else -float(int(0.5 - value))


def total(values: Iterable[float]) -> float:
    """The sum of ``values`` from the first to the last; Python's own and NumPy's sums round in other orders."""
    result = 0.0
    for value in values:
        result += float(value)
    return result


SHARE_PARTS = 1099511627776.0
"""2**40: shares, rates and expected injuries are summed in such parts of one, below 2,000 for each term."""
YUAN_PARTS = 1024.0
"""Money is summed in such parts of a yuan, below 2**41 yuan for each term."""

_ROUNDER_BITS = np.int64(np.float64(_ROUNDER).view(np.int64))


def whole_parts(value: float, parts_of_one: float) -> int:
    """The nearest whole number of parts of one, halves to the even one; the product must lie within 2**51.

    Sums of whole numbers are the same in whatever order they are taken.
    """
    return int((float(value) * parts_of_one + _ROUNDER) - _ROUNDER)


@compiled_into_beside(whole_parts)
def parts(value: float, parts_of_one: float) -> Any:
    """``whole_parts`` in a loop: the sum holds the whole number in its last bits."""
    return np.float64(value * parts_of_one + _ROUNDER).view(np.int64) - _ROUNDER_BITS


@compiled
def clip(value: float, low: float, high: float) -> float:
    """``value`` held between ``low`` and ``high``."""
    if value < low:
        return low
    if value > high:
        return high
    return value
