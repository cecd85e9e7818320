"""From the bank to plausible parameter sets: emulators, what no set can reach, history matching, then a sampler.

The posterior is that of a Gaussian likelihood of the emulated figures, whose variance adds what the study
leaves open, what the model may miss, and what the emulator does not know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import qmc

from experiments.studies.calibration.emulator import Array, Emulator
from experiments.studies.calibration.plan import Calibration
from experiments.studies.calibration.sampler import sampled
from experiments.studies.calibration.targets import Evidence, Observation, of_mean

TRIED = 8192
"""Places of the prior at which history matching looks; a power of 2, as the sequence wants it."""
CHAINS = 128
KEPT = 8192
"""Draws that are kept of a fit: more than any table needs."""
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
    """Draws (n, parameters) as places 0 to 1, and how the sampler fared (``Draws`` tells what the figures are)."""

    draws: Array
    fitted: tuple[str, ...]
    matched: Matched
    tries: float
    apart: float
    effective: float
    agreement: float


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


def posterior(calibration: Calibration, seen: Evidence, *, steps: int = 320, chains: int = CHAINS) -> Posterior:
    """Draws from what the evidence leaves of the prior."""
    found = matched(calibration, seen)
    fitted = seen.only([one.key for one in seen.observed if one.key not in found.beyond])
    places = prior_places(calibration, TRIED)
    likely = np.concatenate([fitted.log_likelihood(part) for part in np.array_split(places, 16)])
    draws = sampled(fitted.log_likelihood, places.shape[1], chains=chains, steps=steps, seed=calibration.seed, pool=(places, likely))
    some = draws.places[np.linspace(0, len(draws.places) - 1, min(KEPT, len(draws.places))).astype(int)]
    return Posterior(some, tuple(one.key for one in fitted.observed), found, draws.tries, draws.apart, draws.effective, draws.agreement)


def chosen(found: Posterior, count: int, seed: int) -> Array:
    """(count, parameters) places drawn from the posterior without doubles, in the order of a lot."""
    draws = np.unique(found.draws, axis=0)
    return np.asarray(draws[np.random.default_rng(seed).permutation(len(draws))[:count]])
