"""Functions whose sensitivity indices are known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def ishigami(unit: Array, a: float = 7.0, b: float = 0.1) -> Array:
    """Of three factors given in 0 to 1, drawn evenly from -pi to pi."""
    x = (2 * unit - 1) * np.pi
    return np.asarray(np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0]))


def ishigami_indices(a: float = 7.0, b: float = 0.1) -> tuple[Array, Array]:
    """First-order and total indices, worked out by Homma and Saltelli (1996)."""
    first = 0.5 * (1 + b * np.pi**4 / 5) ** 2
    second = a**2 / 8
    together = b**2 * np.pi**8 * 8 / 225
    whole = first + second + together
    return np.array([first, second, 0.0]) / whole, np.array([first + together, second, together]) / whole


def g_function(unit: Array, weights: Array) -> Array:
    """Sobol's g: a factor matters the less the larger its weight."""
    return np.asarray(np.prod((np.abs(4 * unit - 2) + weights) / (1 + weights), axis=1))


def g_indices(weights: Array) -> tuple[Array, Array]:
    """First-order and total indices of the g-function."""
    single = 1 / (3 * (1 + weights) ** 2)
    whole = np.prod(1 + single) - 1
    rest = np.array([np.prod(np.delete(1 + single, place)) for place in range(len(weights))])
    return single / whole, single * rest / whole
