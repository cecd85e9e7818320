"""The covariance of a figure over the priors, and its most likely parameters given runs.

Own arithmetic, for scikit-learn holds the gradient of every length as a matrix of all runs by all runs: with 512 runs of 80 parameters half an hour for all
figures. Here a gradient is a few products of matrices, sixteen times as fast (docs/design.md has the times), and the lengths have a prior.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError, cholesky
from scipy.linalg.lapack import dpotri
from scipy.optimize import minimize

Array = NDArray[np.float64]
LEAST_LENGTH = 0.4
"""Of the smooth part, in widths of the prior: what changes faster is taken for noise, which few runs cannot tell from it."""
RELEVANCE = (1e-3, 1 / LEAST_LENGTH**2)
JITTER = 1e-8
SHRINK = 1.0
"""How much a parameter must do to be taken as doing anything: nats per inverse length. Of 80 parameters some would fit luck otherwise."""


@dataclass(frozen=True)
class Kernel:
    """In squared units of the standardised figure, whose mean is unknown within one unit.

    ``smooth`` and ``linear`` are variances of a smooth and a straight part, ``relevance`` (parameters,) the inverse square of each length in places of
    the prior, the same for both parts; ``rough`` is what the parameters do beyond them, ``noise`` the variance of a run's figure by chance.
    """

    smooth: float
    linear: float
    relevance: Array
    rough: float
    noise: float

    def between(self, a: Array, b: Array) -> Array:
        """Covariance (a, b) of the figure without noise and roughness, at (n, parameters) places."""
        return _between(a, b, self.smooth, self.linear, self.relevance)

    def at(self, a: Array) -> Array:
        """Variance (a,) of the figure without noise, before any run."""
        return np.asarray(1.0 + self.smooth + self.linear * (((a - 0.5) ** 2) @ self.relevance) + self.rough)


def _between(a: Array, b: Array, smooth: float, linear: float, relevance: Array) -> Array:
    root = np.sqrt(relevance)
    x, y = (a - 0.5) * root, (b - 0.5) * root
    across = x @ y.T
    apart = (x**2).sum(1)[:, None] + (y**2).sum(1)[None, :] - 2 * across
    np.maximum(apart, 0, out=apart)
    apart *= -0.5
    np.exp(apart, out=apart)
    apart *= smooth
    across *= linear
    apart += across
    apart += 1.0
    return np.asarray(apart)


def most_likely(x: Array, y: Array, noise: float | None) -> Kernel:
    """The kernel of the greatest marginal likelihood, shrunk, for (n,) standardised figures ``y`` at (n, parameters) places ``x``.

    ``noise`` is the variance by chance where the worlds of each point told it; None: what the parameters do not explain counts as noise.
    """
    count = x.shape[1]
    floor = JITTER if noise is None else noise
    least = 1e-4 if noise is None else 1e-5
    start = np.log(np.concatenate([[0.3, 1.0, 0.3 if noise is None else max(least, 0.1)], np.full(count, 0.1)]))
    bounds = [tuple(np.log(ends)) for ends in ((1e-4, 1e2), (1e-5, 1e1), (least, 2.0), *[RELEVANCE] * count)]
    found = minimize(_loss, start, (x - 0.5, y, floor), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 150})
    smooth, linear, free = (float(v) for v in np.exp(found.x[:3]))
    rough, chance = (0.0, free) if noise is None else (free, noise)
    return Kernel(smooth, linear, np.exp(found.x[3:]), rough, chance)


def _loss(logs: Array, x: Array, y: Array, floor: float) -> tuple[float, Array]:
    """Minus the logarithm of the marginal likelihood and of the shrinking prior, and its gradient by ``logs``."""
    smooth, linear, free = np.exp(logs[:3])
    relevance = np.exp(logs[3:])
    straight = (x * relevance) @ x.T
    square = np.diag(straight)
    curved = smooth * np.exp(-0.5 * np.maximum(square[:, None] + square[None, :] - 2 * straight, 0))
    covariance = curved + linear * straight + 1.0
    covariance[np.diag_indices_from(covariance)] += free + floor
    try:
        lower = cholesky(covariance, lower=True)
    except LinAlgError:
        return 1e12, np.zeros_like(logs)
    inverse = np.asarray(dpotri(lower, lower=1)[0])
    inverse = np.tril(inverse) + np.tril(inverse, -1).T
    alpha = inverse @ y
    shrunk = np.sqrt(relevance)
    loss = 0.5 * float(y @ alpha) + float(np.log(np.diag(lower)).sum()) + SHRINK * float(shrunk.sum())
    weight = inverse - np.outer(alpha, alpha)
    bent = weight * curved
    along = ((weight @ x) * x).sum(0)
    apart = 2 * ((bent.sum(1) @ x**2) - ((bent @ x) * x).sum(0))
    by_relevance = 0.5 * relevance * (linear * along - 0.5 * apart) + 0.5 * SHRINK * shrunk
    first = [0.5 * bent.sum(), 0.5 * linear * float(relevance @ along), 0.5 * free * np.trace(weight)]
    return loss, np.concatenate([first, by_relevance])
