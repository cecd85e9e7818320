"""Values drawn by a uniform number: inversion, so that equal uniforms stay comparable.

Inversion is monotone: the same uniform under a higher mean never gives a lower count, which
keeps two policies under one seed close together.
"""

from __future__ import annotations

from simulation.arithmetic import exponential, logarithm, whole_power
from simulation.rule import compiled

_MOST = 100000
FEW = 4
"""Counts up to which ``binomial_few`` goes."""
FEW_EVENTS = 7
"""Counts up to which ``poisson_few`` goes."""


@compiled
def poisson_count(mean: float, u: float) -> int:
    """A Poisson count of the given mean (0 to 600) by inversion of u in (0, 1)."""
    if mean <= 0.0:
        return 0
    if mean > 600.0:
        mean = 600.0
    # exp(-m) >= 1 - m: most draws of a small mean need no exponential.
    if u < 1.0 - mean - 1e-12:
        return 0
    term = exponential(-mean)
    total = term
    count = 0
    while u > total and count < _MOST:
        count += 1
        term = term * mean * (1.0 / count)
        total += term
        if term < 1e-18 and count > mean:
            break
    return count


@compiled
def binomial_count(trials: int, probability: float, u: float) -> int:
    """A binomial count by inversion of u in (0, 1); probability is held between 0 and 1."""
    if trials <= 0 or probability <= 0.0:
        return 0
    if probability >= 1.0:
        return trials
    none = 1.0 - probability
    term = whole_power(none, trials)
    odds = probability / none
    total = term
    count = 0
    while u > total and count < trials:
        term = term * odds * (trials - count) * (1.0 / (count + 1))
        count += 1
        total += term
    return count


# The two by steps that are as many for every count, so that a loop of counts runs several at a time.


@compiled
def poisson_few(mean: float, none: float, u: float) -> int:
    """``poisson_count`` where it is at most ``FEW_EVENTS``, else a larger number; ``none`` is exp(-mean)."""
    term = total = none
    count = 0
    for step in range(1, FEW_EVENTS + 1):
        count += u > total
        term = term * mean * (1.0 / step)
        total += term
    return count + (u > total)


@compiled
def binomial_few(trials: int, probability: float, u: float) -> int:
    """``binomial_count`` where it is at most ``FEW``, for 1 to 15 trials and 0 <= p < 1, else a larger number or anything."""
    base = none = 1.0 - probability
    odds = probability / none
    term = base if trials & 1 else 1.0
    for step in range(1, 4):
        base = base * base
        term = term * (base if trials >> step & 1 else 1.0)
    total, count, left = term, 0, float(trials)
    for step in range(1, FEW + 1):
        count += u > total
        term = term * odds * left * (1.0 / step)
        left -= 1.0
        total += term
    return min(count + (u > total), trials)


@compiled
def gumbel(u: float) -> float:
    """A standard Gumbel number; adding it to scores and taking the top k draws without
    replacement in proportion to exp(score) (Yellott 1977)."""
    return -logarithm(-logarithm(u))


@compiled
def is_tail(u: float) -> bool:
    """Whether ``normal_quantile`` takes its formula for the tails at u."""
    return u < 0.02425 or u > 0.97575


@compiled
def tail_quantile(u: float) -> float:
    """``normal_quantile`` in the tails."""
    tail = u if u < 0.5 else 1.0 - u
    q = exponential(0.5 * logarithm(-2.0 * logarithm(tail)))
    value = (
        ((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e00) * q
          - 2.549732539343734e00) * q + 4.374664141464968e00) * q + 2.938163982698783e00
    ) / (
        (((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e00) * q
         + 3.754408661907416e00) * q + 1.0
    )
    return value if u < 0.5 else -value


@compiled
def central_quantile(u: float) -> float:
    """``normal_quantile`` between the tails."""
    q = u - 0.5
    r = q * q
    return (
        ((((-3.969683028665376e01 * r + 2.209460984245205e02) * r - 2.759285104469687e02) * r
          + 1.383577518672690e02) * r - 3.066479806614716e01) * r + 2.506628277459239e00
    ) * q / (
        ((((-5.447609879822406e01 * r + 1.615858368580409e02) * r - 1.556989798598866e02) * r
          + 6.680131188771972e01) * r - 1.328068155288572e01) * r + 1.0
    )


@compiled
def normal_quantile(u: float) -> float:
    """The standard normal quantile of u in (0, 1); relative error below 1.2e-9 (Acklam 2003)."""
    return tail_quantile(u) if is_tail(u) else central_quantile(u)
