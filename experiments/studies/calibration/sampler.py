"""Draws from what a likelihood leaves of the even prior: annealed from the prior, then elliptical slice sampling.

Places 0 to 1 are taken as quantiles of standard normal numbers, so that the prior is normal and has no edges, and a move turns some of a chain's parameters
towards another draw of the prior (Murray, Adams and MacKay 2010, Proceedings of AISTATS 9: 541), or all of them towards a draw of the normal law that fits what
the chains have seen (Nishihara, Murray and Adams 2014, Journal of Machine Learning Research 15: 2087). What no evidence narrows thus mixes at no cost,
however many parameters there are, and nothing is to be tuned. The walkers of an affine-invariant sampler lose their way from some fifty parameters on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from emcee.autocorr import integrated_time
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

Array = NDArray[np.float64]
POOL = 8192
"""Draws of the prior from which a sampler starts where it is given none."""
EDGE = 1e-9
MOVES = 3
"""At each step of annealing."""
LEFT = 0.5
"""Share of the chains that count after a step of annealing."""
MOST_STEPS, MOST_SHRINKS = 60, 200
BLOCKS = (1.0, 0.3, 0.1, 0.03)
"""Share of the parameters that a move towards the prior turns: a choice between two forms changes most easily almost alone."""
LEARNT = 0.25
"""Share of the moves after annealing that the normal law is fitted to; they are thrown away."""
PRIOR_SHARE = 0.02
"""Of the prior in the covariance of that law, so that no direction is lost."""


@dataclass(frozen=True)
class Draws:
    """(n, parameters) places 0 to 1, and how the sampler fared."""

    places: Array
    tries: float
    """Evaluations of the likelihood for each move."""
    apart: float
    """Integrated autocorrelation time, in moves, of the slowest parameter."""
    effective: float
    """Draws as good as independent, of the slowest parameter."""
    agreement: float
    """The largest R-hat of any parameter: spread of all chains over that within each; 1 where they agree."""


def sampled(
    log_likelihood: Callable[[Array], Array], dims: int, *, chains: int, steps: int, seed: int, pool: tuple[Array, Array] | None = None, keep: int | None = None,
) -> Draws:
    """Draws within the unit cube, the same for one seed; of ``steps`` moves after annealing the last three quarters are kept, or the last ``keep``.

    ``log_likelihood`` takes (n, parameters) places; a value that is no number rules a place out.  ``pool``: even draws of the prior and their logarithms
    of the likelihood, where somebody has them already.  ``ValueError`` where nothing of the pool is possible.
    """
    luck = np.random.default_rng(seed)

    def value(z: Array) -> Array:
        found = np.asarray(log_likelihood(np.clip(ndtr(z), EDGE, 1 - EDGE)), dtype=float)
        return np.where(np.isnan(found), -np.inf, found)

    if pool is None:
        places = luck.random((POOL, dims))
        pool = places, value(ndtri(np.clip(places, EDGE, 1 - EDGE)))
    z, level = _annealed(value, pool, chains, luck)
    kept, tries, law = np.empty((steps, chains, dims)), 0, None
    learning = int(LEARNT * steps)
    for step in range(steps):
        if step == learning and learning * chains > 2 * dims:
            law = _law(kept[learning // 3 : learning].reshape(-1, dims))
        z, level, tried = _move(value, z, level, 1.0, luck, law if step % 2 else None)
        kept[step], tries = z, tries + tried
    kept = np.clip(ndtr(kept[-keep:] if keep else kept[learning:]), EDGE, 1 - EDGE)
    apart = _apart(kept)
    return Draws(kept.reshape(-1, dims), tries / max(1, steps * chains), apart, kept.shape[0] * chains / max(1.0, apart), _agreement(kept))


@dataclass(frozen=True)
class _Law:
    """A normal law: its middle, a root of its covariance, and the inverse of that root."""

    middle: Array
    root: Array
    inverse: Array

    def tilt(self, z: Array) -> Array:
        """Logarithm of the prior's density over this law's, but for a constant."""
        return np.asarray(0.5 * (((z - self.middle) @ self.inverse.T) ** 2).sum(1) - 0.5 * (z**2).sum(1))


def _law(seen: Array) -> _Law:
    covariance = (1 - PRIOR_SHARE) * np.atleast_2d(np.cov(seen.T)) + PRIOR_SHARE * np.eye(seen.shape[1])
    root = np.asarray(np.linalg.cholesky(covariance), dtype=np.float64)
    return _Law(seen.mean(axis=0), root, np.asarray(np.linalg.inv(root), dtype=np.float64))


def _annealed(value: Callable[[Array], Array], pool: tuple[Array, Array], chains: int, luck: np.random.Generator) -> tuple[Array, Array]:
    """Chains (chains, parameters) that have come from the prior to the posterior, and their levels: the likelihood is raised to powers from 0 to 1."""
    places, levels = pool[0], np.where(np.isnan(pool[1]), -np.inf, pool[1])
    if not np.isfinite(levels).any():
        raise ValueError("nowhere in the prior is the likelihood above zero")
    power = _next(levels, 0.0, min(len(levels), 2 * chains))
    weights = np.exp(power * (levels - levels.max()))
    chosen = luck.choice(len(places), chains, p=weights / weights.sum())
    z, level = ndtri(np.clip(places[chosen], EDGE, 1 - EDGE)), levels[chosen]
    for step in range(MOST_STEPS):
        for _ in range(MOVES):
            z, level, _tried = _move(value, z, level, power, luck)
        if power >= 1:
            break
        after = 1.0 if step == MOST_STEPS - 2 else _next(level, power, LEFT * chains)
        weights = np.exp((after - power) * (level - level.max()))
        again = luck.choice(chains, chains, p=weights / weights.sum())
        z, level, power = z[again], level[again], after
    return z, level


def _next(level: Array, power: float, enough: float) -> float:
    """The greatest power up to 1 at which the weights still count as ``enough`` draws."""
    best = level.max()

    def counted(after: float) -> float:
        weights = np.exp((after - power) * (level - best))
        return float(weights.sum() ** 2 / (weights**2).sum())

    if counted(1.0) >= enough:
        return 1.0
    low, high = power, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if counted(middle) >= enough else (low, middle)
    # Many that are alike impossible leave less than is asked for even beside nothing; a tiny step goes on all the same.
    return max(low, power + 1e-6)


def _move(
    value: Callable[[Array], Array], z: Array, level: Array, power: float, luck: np.random.Generator, law: _Law | None = None
) -> tuple[Array, Array, int]:
    """Every chain turned by an angle that its likelihood allows, towards a draw of the prior or of ``law``; evaluations that it took."""
    other, turns = luck.standard_normal(z.shape), np.ones(z.shape, dtype=bool)
    middle: Array | float = 0.0
    if law is None:
        turns = luck.random(z.shape) < luck.choice(BLOCKS, len(z))[:, None]
        turns[np.arange(len(z)), luck.integers(0, z.shape[1], len(z))] = True
    else:
        middle, other = law.middle, law.middle + other @ law.root.T

    def over(places: Array, found: Array) -> Array:
        return power * found + (0.0 if law is None else law.tilt(places))

    floor = over(z, level) + np.log1p(-luck.random(len(z)))
    angle = luck.uniform(0, 2 * np.pi, len(z))
    low, high = angle - 2 * np.pi, angle.copy()
    moved, reached, left, tried = z.copy(), level.copy(), np.arange(len(z)), 0
    for _ in range(MOST_SHRINKS):
        own, towards = z[left], other[left]
        turned = middle + (own - middle) * np.cos(angle[left])[:, None] + (towards - middle) * np.sin(angle[left])[:, None]
        turned = np.where(turns[left], turned, own)
        found = value(turned)
        tried += len(left)
        taken = over(turned, found) > floor[left]
        moved[left[taken]], reached[left[taken]] = turned[taken], found[taken]
        left = left[~taken]
        if not len(left):
            break
        behind = angle[left] < 0
        low[left[behind]], high[left[~behind]] = angle[left[behind]], angle[left[~behind]]
        angle[left] = luck.uniform(low[left], high[left])
    return moved, reached, tried


def _apart(kept: Array) -> float:
    # A chain that never moved has no autocorrelation time; as many moves as there are stand for it.
    if len(kept) < 2 or (kept.reshape(-1, kept.shape[2]).std(axis=0) == 0).any():
        return float(len(kept))
    return float(min(len(kept), np.max(integrated_time(kept, tol=0))))


def _agreement(kept: Array) -> float:
    """R-hat over chains cut in halves (Gelman and others 2013, Bayesian Data Analysis, section 11.4)."""
    half = len(kept) // 2
    if half < 2:
        return float("nan")
    halves = np.concatenate([kept[:half], kept[half : 2 * half]], axis=1)
    within = halves.var(axis=0, ddof=1).mean(axis=0)
    between = halves.mean(axis=0).var(axis=0, ddof=1)
    return float(np.sqrt(np.max(np.where(within > 0, (half - 1) / half + between / np.where(within > 0, within, 1.0), 1.0))))
