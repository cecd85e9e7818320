"""The fit: a polynomial in the factors by least squares, its degree chosen by what it says of points left out, and how sure it is.

The mean over worlds of fits to each world is the fit to the mean, so that the spread of those fits holds all that worlds (or sets of assumptions) share at
all points, which the residuals of one fit to the means never show.  What the polynomial misses beside that is the lack of fit of the analysis of variance.
The page computes the same from the same numbers, which is why they are rounded here and nowhere else.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, stats

from experiments.statistics.intervals import LEVEL

Array = NDArray[np.float64]
DEGREES = (1, 2, 3)
SPARE = 3
"""Points that must be there beyond the terms of a polynomial."""
DIGITS = 10
"""Significant digits of a number that is written into the page."""
KEPT = 1 - 1e-6
"""Share of the variance between worlds' fits that the page keeps."""
FAR = 2.0
"""How many times the leverage of the sweep's own outermost point is still no extrapolation; never more than that of a run of its own, which is 1."""
LEAST_LEFT = 1e-6
"""A point that a polynomial goes through, whatever its value, tells nothing of that polynomial."""


@dataclass(frozen=True, eq=False)
class Basis:
    """The terms of a polynomial on the points that it is fitted to."""

    degree: int
    exponents: NDArray[np.int64]
    """(terms, factors)."""
    root: Array
    """(terms, terms): the square of its product with the terms of a place is the place's leverage."""
    limit: float
    """The leverage beyond which a place is an extrapolation."""

    def terms(self, places: Array) -> Array:
        """(n, terms) of (n, factors) places from -1 to 1."""
        found = np.ones((len(places), len(self.exponents)))
        for number in range(places.shape[1]):
            found *= places[:, number, None] ** self.exponents[None, :, number]
        return found

    def leverage(self, places: Array) -> Array:
        """(n,): the variance of the fitted value, where that of one point is 1."""
        return np.asarray(((self.terms(places) @ self.root) ** 2).sum(1))

    def reaches(self, places: Array) -> NDArray[np.bool_]:
        """(n,): whether the points carry the fit there."""
        return np.asarray(self.leverage(places) <= self.limit)


@dataclass(frozen=True, eq=False)
class Fit:
    """One response: ``coefficients`` (terms,); ``root`` (terms, k), whose product with a place's terms has the variance of the mean as its square."""

    basis: Basis
    coefficients: Array
    root: Array
    lack: float
    """Variance of what the polynomial misses."""
    quantile: float | None
    """How many standard errors the interval reaches to either side; None where too few worlds or sets tell none."""
    explained: float
    """Share of the variance between points that the fit to all others tells of each; below 0 where the mean would tell more."""
    missed: float
    """Root of the mean square of what it then misses, in the response's unit."""

    def predict(self, places: Array) -> tuple[Array, Array]:
        """Mean and variance (n,) of the response's mean over all worlds."""
        terms = self.basis.terms(places)
        spread = ((terms @ self.root) ** 2).sum(1)
        return terms @ self.coefficients, spread + self.lack * (1 + self.basis.leverage(places))


def short(values: Array) -> Array:
    """Each number as it is written into the page."""
    flat = [float(f"{value:.{DIGITS}g}") for value in np.asarray(values, dtype=np.float64).ravel().tolist()]
    return np.array(flat, dtype=np.float64).reshape(np.shape(values))


def exponents(levels: Sequence[int], degree: int) -> NDArray[np.int64]:
    """(terms, factors): all products of the factors up to ``degree``; of a factor with n ``levels`` no power above n - 1."""
    found = []
    for total in range(degree + 1):
        for chosen in combinations_with_replacement(range(len(levels)), total):
            powers = [chosen.count(number) for number in range(len(levels))]
            if all(power < level for power, level in zip(powers, levels, strict=True)):
                found.append(powers)
    return np.array(found, dtype=np.int64).reshape(len(found), len(levels))


def least_points(levels: Sequence[int]) -> int:
    """Points without which there is nothing to fit."""
    return 1 + len(levels) + SPARE


def basis_of(places: Array, levels: Sequence[int], degree: int) -> Basis | None:
    """The polynomial on (points, factors) places; None where the points do not determine it, or a point decides it alone."""
    points = len(places)
    if math.comb(len(levels) + degree, degree) > 20 * points:
        return None
    powers = exponents(levels, degree)
    if len(powers) + SPARE > points:
        return None
    plain = Basis(degree, powers, np.empty((0, 0)), 0.0)
    _, upper = linalg.qr(plain.terms(places), mode="economic")
    sizes = np.abs(np.diag(upper))
    if sizes.min() <= 1e-8 * sizes.max():
        return None
    root = short(linalg.solve_triangular(upper, np.eye(len(powers))))
    most = float(Basis(degree, powers, root, 0.0).leverage(places).max())
    if most > 1 - LEAST_LEFT:
        return None
    return Basis(degree, powers, root, float(f"{max(min(1.0, FAR * most), most * (1 + 1e-9)):.{DIGITS}g}"))


def fitted(basis: Basis, places: Array, values: Array, enough: bool) -> Fit:
    """The fit to (points, replicates) values; an interval only where there are ``enough`` replicates."""
    points, count = values.shape
    terms = basis.terms(places)
    hat = terms @ basis.root
    each = basis.root @ (hat.T @ values)
    left = values - hat @ (hat.T @ values)
    missed, leverage = left.mean(1), (hat**2).sum(1)
    free = points - len(basis.exponents)
    chance = float(((left - missed[:, None]) ** 2).sum()) / (free * (count - 1)) / count if count > 1 else 0.0
    lack = max(0.0, float((missed**2).sum()) / free - chance)
    means, out = values.mean(1), missed / (1 - leverage)
    spread = float(((means - means.mean()) ** 2).sum()) * (points / (points - 1)) ** 2  # left out likewise: of each point the mean of all others
    return Fit(basis, short(each.mean(1)), short(_root(each)), float(short(np.array(lack))),
               float(f"{stats.t.ppf((1 + LEVEL) / 2, count - 1):.{DIGITS}g}") if enough and count > 1 else None,
               1 - float((out**2).sum()) / spread if spread > 0 else math.nan, math.sqrt(float((out**2).mean())))  # fmt: skip


def _root(each: Array) -> Array:
    """(terms, k) of (terms, replicates): the standard error of their mean, in as few columns as hold it."""
    count = each.shape[1]
    if count < 2:
        return np.zeros((len(each), 0))
    whole = (each - each.mean(1, keepdims=True)) / math.sqrt(count * (count - 1))
    vectors, sizes, _ = linalg.svd(whole, full_matrices=False)
    total = np.cumsum(sizes**2)
    if not total[-1] > 0:
        return np.zeros((len(each), 0))
    kept = int(np.searchsorted(total, KEPT * total[-1])) + 1
    return np.asarray(vectors[:, :kept] * sizes[:kept])


def best(places: Array, levels: Sequence[int], responses: Sequence[tuple[Array, bool]]) -> list[Fit] | None:
    """A fit of each of the ``responses``, (points, replicates) and whether they tell an interval, all of the degree that tells most of points left out; None where none is determined."""
    found: list[list[Fit]] = []
    for degree in DEGREES:
        basis = basis_of(places, levels, degree)
        if basis is not None and not any(len(basis.exponents) == len(other[0].basis.exponents) for other in found):
            found.append([fitted(basis, places, values, enough) for values, enough in responses])
    return max(found, key=lambda fits: sum(fit.explained for fit in fits if not math.isnan(fit.explained))) if found else None
