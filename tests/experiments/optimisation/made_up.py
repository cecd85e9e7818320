"""A made-up world with known effects and prices, in which a mix is tried in microseconds."""

from __future__ import annotations

import numpy as np

from experiments.studies.optimisation.scores import Measured
from experiments.studies.optimisation.space import Choice, Space

BASELINE = 6.0
EFFECT = {"officers": 0.9, "experts": 0.5, "briefings": 0.1}
"""Deaths that a lever averts alone at its highest level, a share each of what is left."""
PRICE = {"officers": 2_000_000.0, "experts": 400_000.0, "briefings": 300_000.0}


def made_up_space(levels: int = 4) -> Space:
    shares = tuple(float(share) for share in np.linspace(0, 1, levels))
    return Space(tuple(Choice(lever, shares, 0, "share", f"the {lever}") for lever in EFFECT))


def truth(space, mix):
    """Deaths averted and cost to the government of a mix, without any luck: each further level averts less than the one before."""
    values = space.values(mix)
    left = np.prod([1 - EFFECT[lever] / BASELINE * np.sqrt(value) for lever, value in values.items()])
    return BASELINE * (1 - left), sum(PRICE[lever] * value for lever, value in values.items())


def evaluator(space, worlds=12, first_world=0, noise=0.05, effect=1.0, broken=(), asked=None):
    """Tries mixes; luck is the world's and the mix's own, and a mix in ``broken`` loses a run.  ``asked`` collects what was tried."""

    def evaluate(mixes, batch):
        if asked is not None:
            asked.append((batch, list(mixes)))
        deaths, government = np.empty((len(mixes), worlds)), np.empty((len(mixes), worlds))
        for row, mix in enumerate(mixes):
            averted, cost = truth(space, mix)
            moved = any(place != choice.today for place, choice in zip(mix, space.choices, strict=True))
            for world in range(worlds):
                luck = np.random.default_rng([first_world + world, *mix]).normal(0, noise) if moved else 0.0
                deaths[row, world] = luck - effect * averted
            government[row] = cost
            if mix in broken:
                deaths[row, 0] = np.nan
        return Measured(deaths, government, 0.5 * government, BASELINE, worlds, failed=sum(mix in broken for mix in mixes))

    return evaluate
