"""The emulator: a Gaussian process for each figure, fitted to the bank, with what it leaves open.

Predictions and the leave-one-out check are closed forms of the fitted kernel, which a sampler can afford some hundred thousand times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

from experiments.studies.calibration.kernel import JITTER, Array, Kernel, most_likely

LEAST = 20
"""Points without which there is nothing to emulate."""


@dataclass(frozen=True)
class Emulator:
    """One figure: ``mean`` and ``spread`` undo the standardisation, ``log`` the logarithm of a positive figure.

    Everything it gives is on the scale of the logarithm where ``log`` is set.  ``x`` (runs, parameters) and all places are those of the priors, 0 to 1;
    of a choice (``choices``, by parameter) only the form counts.
    """

    name: str
    log: bool
    mean: float
    spread: float
    kernel: Kernel
    x: Array
    y: Array
    choices: NDArray[np.bool_]

    def predict(self, places: Array) -> tuple[Array, Array]:
        """Mean and variance (n,) of the figure's mean over worlds at (n, parameters) places of the prior."""
        own = formed(places, self.choices)
        across = self.kernel.between(own, self._formed)
        left = self.kernel.at(own) - ((across @ self._root) ** 2).sum(1)
        return self.mean + self.spread * (across @ self._weights), self.spread**2 * np.maximum(left, 1e-12)

    @property
    def noise(self) -> float:
        """Variance of a point's figure around the mean over worlds."""
        return self.spread**2 * self.kernel.noise

    def left_out(self) -> tuple[Array, Array]:
        """Mean and variance of each run of the bank as the others predict it, noise included."""
        own = np.diag(self._inverse)
        return self.mean + self.spread * (self.y - (self._inverse @ self.y) / own), self.spread**2 / own

    def without(self, keep: NDArray[np.bool_]) -> Emulator:
        """The same kernel on some of the runs."""
        return replace(self, x=self.x[keep], y=self.y[keep])

    def taken(self, value: float) -> float:
        """One run's value on the emulated scale."""
        return float(np.log(value)) if self.log else float(value)

    def shown(self, value: Array) -> Array:
        """The mean over worlds on the figure's own scale: of a logarithm the noise adds half its variance."""
        return np.asarray(np.exp(value + self.noise / 2) if self.log else value)

    @cached_property
    def _formed(self) -> Array:
        return formed(self.x, self.choices)

    @cached_property
    def _parts(self) -> tuple[Array, Array]:
        """Eigenvalues and vectors of the runs' covariance, noise included."""
        covariance = self.kernel.between(self._formed, self._formed)
        covariance[np.diag_indices_from(covariance)] += self._alone
        values, vectors = eigh(covariance)
        return np.maximum(values, self._alone), vectors

    @property
    def _alone(self) -> float:
        return self.kernel.rough + self.kernel.noise + JITTER

    @cached_property
    def _root(self) -> Array:
        """(runs, runs): its product with itself is the inverse of the covariance."""
        values, vectors = self._parts
        return np.asarray(vectors / np.sqrt(values))

    @cached_property
    def _weights(self) -> Array:
        values, vectors = self._parts
        return np.asarray(vectors @ ((vectors.T @ self.y) / values))

    @cached_property
    def _inverse(self) -> Array:
        values, vectors = self._parts
        return np.asarray((vectors / values) @ vectors.T)


def formed(places: Array, choices: NDArray[np.bool_]) -> Array:
    """Places with 0 and 1 for the forms of the choices."""
    return np.where(choices, np.asarray(places) >= 0.5, places).astype(float) if choices.any() else np.asarray(places)


@dataclass(frozen=True)
class Quality:
    """How well the runs left out are predicted: share of the variance that the parameters explain, and of all; cover of the 95 % interval."""

    name: str
    runs: int
    explained: float
    signal: float
    rmse: float
    noise_sd: float
    cover: float


def fit(name: str, places: Array, values: Array, *, log: bool = False, noise: float | None = None, choices: NDArray[np.bool_] | None = None) -> Emulator:
    """An emulator of one figure from (n, parameters) places and (n,) values; points without the figure are left out.

    ``noise`` is the variance of a point's figure by chance, on the emulated scale, None where it is unknown; ``choices`` names by parameter those that choose
    between two forms.  Raises ``ValueError`` where fewer than ``LEAST`` points have the figure or all are equal.
    """
    kept = np.isfinite(values) & ((values > 0) if log else True)
    if kept.sum() < LEAST:
        raise ValueError(f"{name}: {int(kept.sum())} runs have the figure, {LEAST} are needed")
    x, raw = places[kept], np.log(values[kept]) if log else values[kept]
    mean, spread = float(raw.mean()), float(raw.std())
    if not spread > 1e-9 * abs(mean):
        raise ValueError(f"{name}: all runs give {raw[0]:g}")
    y = (raw - mean) / spread
    forms = np.zeros(x.shape[1], dtype=bool) if choices is None else choices
    return Emulator(name, log, mean, spread, most_likely(formed(x, forms), y, None if noise is None else noise / spread**2), x, y, forms)


def quality(emulator: Emulator) -> Quality:
    """Leave one out, on the figure's emulated scale."""
    middle, variance = emulator.left_out()
    values = emulator.mean + emulator.spread * emulator.y
    errors = values - middle
    signal = max(1e-12, values.var() - emulator.noise)
    return Quality(
        emulator.name, len(values), float(1 - errors.var() / values.var()),
        float(1 - max(0.0, (errors**2).mean() - emulator.noise) / signal) if signal > 0.02 * values.var() else 0.0,
        float(np.sqrt((errors**2).mean())), float(np.sqrt(emulator.noise)),
        float((np.abs(errors) <= 1.959964 * np.sqrt(variance)).mean()))


def predictions(emulators: Sequence[Emulator], places: Array) -> tuple[Array, Array]:
    """Means and variances (figures, n) of several emulators."""
    pairs = [emulator.predict(places) for emulator in emulators]
    return np.array([mean for mean, _ in pairs]), np.array([variance for _, variance in pairs])
