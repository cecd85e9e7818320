"""The emulator: a Gaussian process for each figure, fitted to the bank, with what it leaves open.

scikit-learn finds the kernel's parameters; predictions and the leave-one-out check are closed
forms of the fitted kernel, which a sampler can afford some ten thousand times.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from sklearn.exceptions import ConvergenceWarning
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, WhiteKernel

Array = NDArray[np.float64]
LEAST_LENGTH = 0.4
"""Of the smooth part, in widths of the prior: what changes faster is run noise, which few runs cannot tell from it."""
LEAST = 20
"""Points without which there is nothing to emulate."""


@dataclass(frozen=True)
class Kernel:
    """Smooth part, linear part and run noise, in squared units of the standardised figure; ``lengths`` in places of the prior."""

    smooth: float
    lengths: Array
    linear: float
    offset: float
    noise: float

    def between(self, a: Array, b: Array) -> Array:
        """Covariance (a, b) of the figure without noise."""
        x, y = a / self.lengths, b / self.lengths
        apart = (x**2).sum(1)[:, None] + (y**2).sum(1)[None, :] - 2 * x @ y.T
        return np.asarray(self.smooth * np.exp(-0.5 * np.maximum(apart, 0)) + self.linear * (self.offset + a @ b.T))

    def at(self, a: Array) -> Array:
        """Variance (a,) of the figure without noise, before any run."""
        return np.asarray(self.smooth + self.linear * (self.offset + (a**2).sum(1)))


@dataclass(frozen=True)
class Emulator:
    """One figure: ``mean`` and ``spread`` undo the standardisation, ``log`` the logarithm of a positive figure.

    Everything it gives is on the scale of the logarithm where ``log`` is set.
    """

    name: str
    log: bool
    mean: float
    spread: float
    kernel: Kernel
    x: Array
    y: Array
    inverse: Array

    def predict(self, places: Array) -> tuple[Array, Array]:
        """Mean and variance (n,) of the figure's mean over worlds at (n, parameters) places of the prior."""
        across = self.kernel.between(places, self.x)
        middle = across @ (self.inverse @ self.y)
        left = self.kernel.at(places) - np.einsum("ij,ij->i", across @ self.inverse, across)
        return self.mean + self.spread * middle, self.spread**2 * np.maximum(left, 1e-12)

    @property
    def noise(self) -> float:
        """Variance of one world's figure around the mean over worlds."""
        return self.spread**2 * self.kernel.noise

    def left_out(self) -> tuple[Array, Array]:
        """Mean and variance of each run of the bank as the others predict it, noise included."""
        own = np.diag(self.inverse)
        return self.mean + self.spread * (self.y - (self.inverse @ self.y) / own), self.spread**2 / own

    def without(self, keep: NDArray[np.bool_]) -> Emulator:
        """The same kernel on some of the runs."""
        return replace(self, x=self.x[keep], y=self.y[keep], inverse=_inverse(self.kernel, self.x[keep]))

    def taken(self, value: float) -> float:
        """One run's value on the emulated scale."""
        return float(np.log(value)) if self.log else float(value)

    def shown(self, value: Array) -> Array:
        """The mean over worlds on the figure's own scale: of a logarithm the noise adds half its variance."""
        return np.asarray(np.exp(value + self.noise / 2) if self.log else value)


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


def fit(name: str, places: Array, values: Array, *, log: bool = False, restarts: int = 0, seed: int = 0) -> Emulator:
    """An emulator of one figure from (n, parameters) places and (n,) values; runs without the figure are left out.

    Raises ``ValueError`` where fewer than ``LEAST`` runs have it or all are equal.
    """
    kept = np.isfinite(values) & ((values > 0) if log else True)
    if kept.sum() < LEAST:
        raise ValueError(f"{name}: {int(kept.sum())} runs have the figure, {LEAST} are needed")
    x, raw = places[kept], np.log(values[kept]) if log else values[kept]
    mean, spread = float(raw.mean()), float(raw.std())
    if not spread > 0:
        raise ValueError(f"{name}: all runs give {raw[0]:g}")
    y = (raw - mean) / spread
    count = x.shape[1]
    start = (
        ConstantKernel(0.3, (1e-4, 1e2)) * RBF(np.full(count, 1.5), (LEAST_LENGTH, 30.0))
        + ConstantKernel(0.3, (1e-5, 1e2)) * DotProduct(1.0, (1e-2, 1e1)) + WhiteKernel(0.3, (1e-4, 2.0))
    )
    process = GaussianProcessRegressor(start, n_restarts_optimizer=restarts, random_state=seed, alpha=1e-8)
    with warnings.catch_warnings():
        # A parameter without influence sits at the end of its range; that is an answer.
        warnings.simplefilter("ignore", ConvergenceWarning)
        process.fit(x, y)
    found = process.kernel_.get_params()
    kernel = Kernel(
        float(found["k1__k1__k1__constant_value"]), np.asarray(found["k1__k1__k2__length_scale"], dtype=float),
        float(found["k1__k2__k1__constant_value"]), float(found["k1__k2__k2__sigma_0"]) ** 2, float(found["k2__noise_level"]))
    return Emulator(name, log, mean, spread, kernel, x, y, _inverse(kernel, x))


def _inverse(kernel: Kernel, x: Array) -> Array:
    covariance = kernel.between(x, x) + np.eye(len(x)) * (kernel.noise + 1e-8)
    return np.asarray(cho_solve(cho_factor(covariance, lower=True), np.eye(len(x))))


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
