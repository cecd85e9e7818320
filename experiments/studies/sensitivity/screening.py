"""Morris' elementary effects: which of many factors move anything at all, from few runs."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.schema.plan import Factor

Array = NDArray[np.float64]
RESAMPLES = 1000


@dataclass(frozen=True, eq=False)
class Screening:
    """Each (factors,): what a response changes if one factor moves over its whole range."""

    mu_star: Array
    """Mean of the absolute effects, which do not cancel."""
    reach: Array
    """Half the width of its 95 % interval, by resampling trajectories."""
    mu: Array
    """Mean effect with its sign."""
    sigma: Array
    """Spread of the effects: large beside mu_star where the factor works through others or in a bend."""


def positions(factors: Mapping[str, Factor], points: Mapping[str, Sequence[float]]) -> Array:
    """(points, factors): where each value stands in its range, 0 to 1, on the scale on which it was drawn."""
    return np.column_stack([_position(factor, np.asarray(points[name], dtype=float)) for name, factor in factors.items()])


def _position(factor: Factor, drawn: Array) -> Array:
    if factor.values is not None:
        listed = np.asarray(factor.values)
        return np.asarray(np.abs(drawn[:, None] - listed).argmin(axis=1) / max(1, len(listed) - 1))
    if factor.low is None or factor.high is None:
        raise ValueError("a factor without bounds")
    low, high = factor.low, factor.high
    if factor.scale == "log":
        low, high, drawn = np.log(low), np.log(high), np.log(drawn)
    return np.asarray((drawn - low) / (high - low))


def screened(places: Array, values: Array, levels: int, seed: int) -> Screening:
    """Elementary effects of ``values`` (points,) at ``places`` (points, factors), trajectory after trajectory."""
    from SALib.analyze import morris

    count = places.shape[1]
    problem = {"num_vars": count, "names": [str(number) for number in range(count)], "bounds": [[0.0, 1.0]] * count}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = morris.analyze(problem, places, values, num_resamples=RESAMPLES, num_levels=levels, seed=seed)
    return Screening(*(np.asarray(found[key], dtype=float) for key in ("mu_star", "mu_star_conf", "mu", "sigma")))


def influence(screenings: Sequence[Screening], trust: Sequence[float]) -> Array:
    """(factors,): the largest share that a factor has of any response's strongest factor, 0 to 1.

    Each response counts by ``trust``, 0 to 1: under a response that is mostly luck every factor seems to do something.
    """
    shares = [weight * one.mu_star / one.mu_star.max() for one, weight in zip(screenings, trust, strict=True) if one.mu_star.max() > 0]
    count = len(screenings[0].mu_star)
    return np.max(shares, axis=0) if shares else np.zeros(count)


def kept(names: Sequence[str], influences: Array, most: int) -> list[str]:
    """The ``most`` influential factors, in the order of the plan; those that move nothing are not among them."""
    strongest = {names[place] for place in np.argsort(-influences, kind="stable")[:most] if influences[place] > 0}
    return [name for name in names if name in strongest]
