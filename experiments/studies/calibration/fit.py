"""From the bank to plausible parameter sets: emulators, what no set can reach, history matching, then a sampler.

The posterior is that of a Gaussian likelihood of the emulated figures, whose variance adds what the study
leaves open, what the model may miss, and what the emulator does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import emcee
import numpy as np
from scipy.stats import qmc

from experiments.studies.calibration.emulator import Array, Emulator
from experiments.studies.calibration.plan import Calibration
from experiments.studies.calibration.targets import Evidence, Observation, of_mean

TRIED = 8192
"""Places of the prior at which history matching looks; a power of 2, as the sequence wants it."""
WALKERS = 64
NEVER_OFF = 0.001
"""Share of the prior that must be able to reach a figure for it to be fitted."""


@dataclass(frozen=True)
class Matched:
    """History matching over ``TRIED`` places of the prior.

    ``reach``: for each figure the share of the prior that it does not rule out.  ``beyond``: figures that no place reaches:
    the model cannot give them, whatever the parameters, so they are told and not fitted.
    """

    reach: dict[str, float]
    beyond: tuple[str, ...]
    left: float


@dataclass(frozen=True)
class Posterior:
    """Draws (n, parameters) as places 0 to 1, and how the sampler fared."""

    draws: Array
    fitted: tuple[str, ...]
    matched: Matched
    acceptance: float
    steps_apart: float
    """Integrated autocorrelation time, in steps, of the slowest parameter."""
    effective: float


def evidence(calibration: Calibration, observed: Sequence[Observation], emulators: Mapping[str, Emulator], out: Sequence[str] = ()) -> Evidence:
    """What a fit sees: everything marked for fitting but the trials left out."""
    seen = [one for one in observed if one.fit and one.key in emulators and one.trial not in out]
    seen = [of_mean(one, emulators[one.key]) for one in seen]
    return Evidence(tuple(seen), tuple(emulators[one.key] for one in seen), calibration.discrepancy)


def matched(calibration: Calibration, seen: Evidence) -> Matched:
    """Which figures the prior can reach, and how much of it no figure that it can reach rules out."""
    places = prior_places(calibration, TRIED)
    inside = np.concatenate([seen.off(part) for part in np.array_split(places, 16)], axis=1) <= calibration.implausible
    shares = {one.key: float(row.mean()) for one, row in zip(seen.observed, inside, strict=True)}
    beyond = tuple(key for key, share in shares.items() if share < NEVER_OFF)
    kept = [number for number, one in enumerate(seen.observed) if one.key not in beyond]
    return Matched(shares, beyond, float(inside[kept].all(axis=0).mean()))


def prior_places(calibration: Calibration, count: int) -> Array:
    """An even cover of the prior, another one than the bank's."""
    sampler = qmc.Sobol(len(calibration.priors), scramble=True, rng=np.random.default_rng(calibration.seed + 1))
    return np.asarray(sampler.random(count))


def posterior(calibration: Calibration, seen: Evidence, *, steps: int = 3000, walkers: int = WALKERS) -> Posterior:
    """Draws from what the evidence leaves of the prior."""
    found = matched(calibration, seen)
    fitted = seen.only([one.key for one in seen.observed if one.key not in found.beyond])
    places = prior_places(calibration, TRIED)
    likely = np.concatenate([fitted.log_likelihood(part) for part in np.array_split(places, 16)])
    start = places[np.argsort(-likely)[:walkers]]
    draws, acceptance, apart = sampled(fitted.log_likelihood, start, steps=steps, seed=calibration.seed)
    return Posterior(draws, tuple(one.key for one in fitted.observed), found, acceptance, apart, len(draws) / max(1.0, apart))


def sampled(log_likelihood: Callable[[Array], Array], start: Array, *, steps: int, seed: int) -> tuple[Array, float, float]:
    """Draws within the unit cube by differential evolution over (walkers, parameters) ``start``; the first third is thrown away.

    Returns the draws in order (walkers side by side), the share of moves taken, and the autocorrelation time in steps.
    """

    def within(places: Array) -> Array:
        value = np.full(len(places), -np.inf)
        inside = ((places >= 0) & (places <= 1)).all(axis=1)
        if inside.any():
            value[inside] = log_likelihood(places[inside])
        return value

    moves = [(emcee.moves.DEMove(), 0.8), (emcee.moves.DESnookerMove(), 0.2)]
    sampler = emcee.EnsembleSampler(*start.shape, within, vectorize=True, moves=moves)
    luck = np.random.RandomState(seed).get_state()
    sampler.run_mcmc(emcee.State(start, random_state=luck), steps, skip_initial_state_check=True)
    burnt = steps // 3
    draws = sampler.get_chain(discard=burnt)
    # A chain that never moved has no autocorrelation time; as many steps as there are stand for it.
    apart = float(steps - burnt) if (draws.std(axis=0) == 0).any() else float(np.max(sampler.get_autocorr_time(discard=burnt, tol=0)))
    return draws.reshape(-1, start.shape[1]), float(sampler.acceptance_fraction.mean()), apart


def chosen(found: Posterior, count: int, seed: int) -> Array:
    """(count, parameters) places drawn from the posterior without doubles."""
    draws = np.unique(found.draws, axis=0)
    return np.asarray(draws[np.random.default_rng(seed).permutation(len(draws))[:count]])
