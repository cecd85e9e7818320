"""Whether the inference is sound: ranks of known truths on a reduced problem, and known parameter sets found again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import chisquare

from experiments.studies.calibration.emulator import Array, Emulator, predictions
from experiments.studies.calibration.fit import sampled
from experiments.studies.calibration.targets import Evidence, Observation

DRAWS = 99
"""Draws that a truth is ranked among: ranks 0 to 99, ten bins of ten."""
BINS = 10


@dataclass(frozen=True)
class Ranks:
    """Simulation-based calibration: ranks (truths, parameters), and the chi-square test of evenness for each parameter."""

    names: tuple[str, ...]
    ranks: Array
    chi_square: Array
    p: Array

    @property
    def count(self) -> int:
        """Truths tried."""
        return len(self.ranks)


def ranked(
    names: Sequence[str], log_likelihood: Callable[[Array, Array], Array], generate: Callable[[Array, np.random.Generator], Array], *,
    truths: int, seed: int, walkers: int = 12, steps: int,
) -> Ranks:
    """Draw truths from the prior, data from each, a posterior from the data; the truth's rank among the draws is even if all is sound.

    The chain must be some hundred times as long as it remembers, or neighbouring draws crowd the ranks to both ends.
    ``generate(place, luck)`` makes data at one (parameters,) place, ``log_likelihood(places, data)`` judges (n, parameters) places.
    """
    luck = np.random.default_rng(seed)
    ranks = np.empty((truths, len(names)))
    for number in range(truths):
        truth = luck.random(len(names))
        data = generate(truth, luck)
        tried = luck.random((64 * walkers, len(names)))
        value = log_likelihood(tried, data)
        weights = np.exp(value - value.max())
        start = tried[luck.choice(len(tried), walkers, p=weights / weights.sum())] + 1e-3 * luck.standard_normal((walkers, len(names)))
        draws, _, _ = sampled(lambda places, data=data: log_likelihood(places, data), np.clip(start, 1e-6, 1 - 1e-6), steps=steps, seed=seed + number)  # type: ignore[misc]
        kept = draws[np.linspace(0, len(draws) - 1, DRAWS).astype(int)]
        ranks[number] = (kept < truth).sum(axis=0)
    counts = np.array([np.histogram(ranks[:, p], BINS, (-0.5, DRAWS + 0.5))[0] for p in range(len(names))])
    tests = [chisquare(row) for row in counts]
    return Ranks(tuple(names), ranks, np.array([t.statistic for t in tests]), np.array([t.pvalue for t in tests]))


def reduced(seen: Evidence, columns: Sequence[int], names: Sequence[str], *, truths: int, steps: int, seed: int) -> Ranks:
    """The fit's own likelihood with all but some parameters at the middle of their priors; data from the emulators and their noise."""
    dims = seen.emulators[0].x.shape[1]
    two_sided = seen.only([one.key for one in seen.observed if one.two_sided])

    def whole(places: Array) -> Array:
        full = np.full((len(places), dims), 0.5)
        full[:, list(columns)] = places
        return full

    def moments(places: Array) -> tuple[Array, Array]:
        means, emulated = predictions(two_sided.emulators, whole(places))
        return means, two_sided.variances(emulated)

    def generate(place: Array, luck: np.random.Generator) -> Array:
        means, variances = moments(place[None, :])
        return np.asarray(means[:, 0] + np.sqrt(variances[:, 0]) * luck.standard_normal(len(means)))

    def log_likelihood(places: Array, data: Array) -> Array:
        means, variances = moments(places)
        return np.asarray((-0.5 * (means - data[:, None]) ** 2 / variances - 0.5 * np.log(variances)).sum(axis=0))

    return ranked(names, log_likelihood, generate, truths=truths, seed=seed, steps=steps)


@dataclass(frozen=True)
class Recovery:
    """Parameters of runs that the emulator has not seen, found again from their figures: by parameter."""

    names: tuple[str, ...]
    truths: Array
    means: Array
    spreads: Array
    inside_95: Array
    inside_50: Array

    @property
    def correlation(self) -> Array:
        """Of truth and posterior mean, (parameters,)."""
        return np.array([float(np.corrcoef(self.truths[:, p], self.means[:, p])[0, 1]) for p in range(len(self.names))])


def recovered(names: Sequence[str], seen: Evidence, held: Array, figures: dict[str, Array], *, seed: int, steps: int = 900, walkers: int = 48) -> Recovery:
    """``held`` (n, parameters) places of runs that are left out of the emulators; ``figures`` their outcomes by key.

    One run is one world, so its own noise is all that stands between it and the emulated mean.
    """
    emulators = tuple(one.without(~_among(one.x, held)) for one in seen.emulators)
    means, spreads = np.empty_like(held), np.empty_like(held)
    wide, narrow = np.empty(held.shape, dtype=bool), np.empty(held.shape, dtype=bool)
    luck = np.random.default_rng(seed)
    for number in range(len(held)):
        told = [k for k, one in enumerate(seen.observed) if _tells(emulators[k], figures[one.key][number])]
        own = tuple(_as_run(seen.observed[k], emulators[k].taken(figures[seen.observed[k].key][number]), emulators[k].noise) for k in told)
        task = Evidence(own, tuple(emulators[k] for k in told), 0.0)
        tried = luck.random((4096, held.shape[1]))
        start = tried[np.argsort(-task.log_likelihood(tried))[:walkers]]
        draws, _, _ = sampled(task.log_likelihood, start, steps=steps, seed=seed + number)
        means[number], spreads[number] = draws.mean(0), draws.std(0)
        for share, inside in ((0.95, wide), (0.5, narrow)):
            low, high = np.quantile(draws, ((1 - share) / 2, (1 + share) / 2), axis=0)
            inside[number] = (held[number] >= low) & (held[number] <= high)
    return Recovery(tuple(names), held, means, spreads, wide.mean(0), narrow.mean(0))


def _tells(emulator: Emulator, value: float) -> bool:
    return bool(np.isfinite(value) and (value > 0 or not emulator.log))


def _among(places: Array, some: Array) -> np.ndarray:
    return (np.abs(places[:, None, :] - some[None, :, :]).max(axis=2) < 1e-9).any(axis=1)


def _as_run(one: Observation, value: float, noise: float) -> Observation:
    return replace(one, value=float(value), low=-np.inf, high=np.inf, spread=float(np.sqrt(max(noise, 1e-12))))
