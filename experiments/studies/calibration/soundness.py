"""Whether the inference is sound: ranks of made-up truths among their posteriors, and runs found again that the emulators have not seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import chisquare

from experiments.statistics.intervals import holm
from experiments.studies.calibration.emulator import Array, Emulator, predictions
from experiments.studies.calibration.sampler import sampled
from experiments.studies.calibration.targets import Evidence, Observation

DRAWS = 99
"""Draws that a truth is ranked among: ranks 0 to 99, ten bins of ten."""
BINS = 10
ENOUGH = 400
"""Draws that a weighted pool must be worth to stand for a posterior; where it is worth less a sampler goes on from it."""
PART = 2048
"""Places at which emulators are asked at a time."""
CHAINS = 104
"""At least ``DRAWS``: one draw of each is ranked, so that none hangs on another."""


@dataclass(frozen=True)
class Ranks:
    """Simulation-based calibration: ranks (truths, parameters), and the chi-square test of evenness for each parameter.

    ``sampled_truths`` counts the truths whose posterior a sampler found, the rest by weighting draws of the prior.
    """

    names: tuple[str, ...]
    ranks: Array
    chi_square: Array
    p: Array
    sampled_truths: int = 0

    @property
    def count(self) -> int:
        """Truths tried."""
        return len(self.ranks)

    @property
    def adjusted(self) -> Array:
        """The p-values adjusted for as many parameters by Holm."""
        return np.array(holm([float(p) for p in self.p]))


def ranked(
    names: Sequence[str], log_likelihood: Callable[[Array, Array], Array], generate: Callable[[Array, np.random.Generator], Array],
    weighed: Callable[[Array], Array], pool: Array, *, truths: int, seed: int, steps: int,
) -> Ranks:
    """Draw truths from the prior, data from each, a posterior from the data; the truth's rank among the draws is even if all is sound.

    ``generate(place, luck)`` makes data at one (parameters,) place, ``log_likelihood(places, data)`` judges (n, parameters) places and ``weighed(data)`` all of
    the ``pool`` (n, parameters), even draws of the prior.
    """
    luck = np.random.default_rng(seed)
    ranks, hard = np.empty((truths, len(names))), 0
    for number in range(truths):
        truth = luck.random(len(names))
        data = generate(truth, luck)
        levels = weighed(data)
        weights = np.exp(levels - levels.max())
        if weights.sum() ** 2 / (weights**2).sum() >= ENOUGH:
            kept = pool[luck.choice(len(pool), DRAWS, p=weights / weights.sum())]
        else:
            hard += 1
            draws = sampled(lambda places, data=data: log_likelihood(places, data), len(names), chains=CHAINS, steps=steps, seed=seed + number,  # type: ignore[misc]
                            pool=(pool, levels), keep=1)  # fmt: skip
            kept = draws.places[:DRAWS]
        ranks[number] = (kept < truth).sum(axis=0)
    counts = np.array([np.histogram(ranks[:, p], BINS, (-0.5, DRAWS + 0.5))[0] for p in range(len(names))])
    tests = [chisquare(row) for row in counts]
    return Ranks(tuple(names), ranks, np.array([t.statistic for t in tests]), np.array([t.pvalue for t in tests]), hard)


def whole(seen: Evidence, names: Sequence[str], *, truths: int, steps: int, pool: int, seed: int) -> Ranks:
    """The fit's own likelihood of every figure that has a value and not only a limit, and all parameters; data from the emulators and all that is uncertain."""
    told = seen.only([one.key for one in seen.observed if one.two_sided])
    places = np.random.default_rng(seed + 1).random((pool, len(names)))
    means, variances = _moments(told, places)

    def generate(place: Array, luck: np.random.Generator) -> Array:
        mean, variance = _moments(told, place[None, :])
        return np.asarray(mean[:, 0] + np.sqrt(variance[:, 0]) * luck.standard_normal(len(mean)))

    def log_likelihood(own: Array, data: Array) -> Array:
        return _gaussian(*_moments(told, own), data)

    return ranked(names, log_likelihood, generate, lambda data: _gaussian(means, variances, data), places, truths=truths, seed=seed, steps=steps)


def _moments(seen: Evidence, places: Array) -> tuple[Array, Array]:
    parts = [predictions(seen.emulators, places[at : at + PART]) for at in range(0, len(places), PART)]
    return np.concatenate([mean for mean, _ in parts], axis=1), seen.variances(np.concatenate([variance for _, variance in parts], axis=1))


def _gaussian(means: Array, variances: Array, data: Array) -> Array:
    return np.asarray((-0.5 * (means - data[:, None]) ** 2 / variances - 0.5 * np.log(variances)).sum(axis=0))


@dataclass(frozen=True)
class Recovery:
    """Parameters of runs that the emulators have not seen, found again from their figures: (runs, parameters)."""

    names: tuple[str, ...]
    truths: Array
    means: Array
    spreads: Array
    wide: Array
    narrow: Array

    @property
    def inside_95(self) -> Array:
        """Share of the runs whose value lies in the 95 % interval, (parameters,)."""
        return np.asarray(self.wide.mean(axis=0))

    @property
    def inside_50(self) -> Array:
        """The same of the 50 % interval."""
        return np.asarray(self.narrow.mean(axis=0))

    @property
    def correlation(self) -> Array:
        """Of truth and posterior mean, (parameters,); nan with fewer than three runs."""
        if len(self.truths) < 3:
            return np.full(len(self.names), np.nan)
        return np.array([float(np.corrcoef(self.truths[:, p], self.means[:, p])[0, 1]) for p in range(len(self.names))])


def together(parts: Sequence[Recovery]) -> Recovery:
    """Several lots of runs as one."""
    stacked = [np.concatenate([getattr(part, name) for part in parts]) for name in ("truths", "means", "spreads", "wide", "narrow")]
    return Recovery(parts[0].names, *stacked)


def recovered(names: Sequence[str], seen: Evidence, held: Array, figures: dict[str, Array], *, seed: int, steps: int = 60, chains: int = 64) -> Recovery:
    """``held`` (n, parameters) places of runs that are left out of the emulators; ``figures`` their outcomes by key.

    A point's figures are means over few worlds, so its own noise and what the emulators do not know are all that stands between them.
    """
    emulators = tuple(one.without(~_among(one.x, held)) for one in seen.emulators)
    means, spreads = np.empty_like(held), np.empty_like(held)
    wide, narrow = np.empty(held.shape, dtype=bool), np.empty(held.shape, dtype=bool)
    places = np.random.default_rng(seed).random((4 * PART, held.shape[1]))
    asked = [predictions(emulators, part) for part in np.array_split(places, 4)]
    middle, variance = (np.concatenate([pair[k] for pair in asked], axis=1) for k in (0, 1))
    for number in range(len(held)):
        told = [k for k, one in enumerate(seen.observed) if _tells(emulators[k], figures[one.key][number])]
        own = tuple(_as_run(seen.observed[k], emulators[k].taken(figures[seen.observed[k].key][number]), emulators[k].noise) for k in told)
        task = Evidence(own, tuple(emulators[k] for k in told), 0.0)
        levels = task.judged(middle[told], variance[told])
        draws = sampled(task.log_likelihood, held.shape[1], chains=chains, steps=steps, seed=seed + number, pool=(places, levels)).places
        means[number], spreads[number] = draws.mean(0), draws.std(0)
        for share, inside in ((0.95, wide), (0.5, narrow)):
            low, high = np.quantile(draws, ((1 - share) / 2, (1 + share) / 2), axis=0)
            inside[number] = (held[number] >= low) & (held[number] <= high)
    return Recovery(tuple(names), held, means, spreads, wide, narrow)


def _tells(emulator: Emulator, value: float) -> bool:
    return bool(np.isfinite(value) and (value > 0 or not emulator.log))


def _among(places: Array, some: Array) -> np.ndarray:
    return (np.abs(places[:, None, :] - some[None, :, :]).max(axis=2) < 1e-9).any(axis=1)


def _as_run(one: Observation, value: float, noise: float) -> Observation:
    return replace(one, value=float(value), low=-np.inf, high=np.inf, spread=float(np.sqrt(max(noise, 1e-12))))
