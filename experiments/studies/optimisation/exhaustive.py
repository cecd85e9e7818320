"""The search held against all mixes of a small grid: does it find the same front with fewer tries?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.studies.optimisation.fronts import hypervolume, non_dominated
from experiments.studies.optimisation.scores import Archive, Evaluate, objectives
from experiments.studies.optimisation.search import within
from experiments.studies.optimisation.space import Space
from experiments.text.errors import UserError
from experiments.text.formatting import figure
from experiments.text.messages import _

MOST = 4000
"""Mixes of a grid that is run whole."""


@dataclass(frozen=True)
class Check:
    """A search beside the exhaustive one, both on the same worlds within the same budget."""

    mixes: int
    tried: int
    hypervolume: float
    """Of deaths averted over cost to the government: what the search's front covers, over what the true one covers; 1 is all of it."""
    hypervolume_all: float
    """The same in all four objectives."""
    front: int
    """Mixes of the true front of all four objectives."""
    found: int
    """Of these, the ones that the search tried."""
    same_winner: bool
    lost: float
    """Expected deaths a year that the search's winner averts less than the true one."""


def try_all(space: Space, evaluate: Evaluate) -> Archive:
    """Every mix of the space, tried; ``UserError`` where there are too many."""
    if space.size > MOST:
        raise UserError(
            _("The plan has {n} mixes, and an exhaustive search tries every one.").format(n=figure(space.size, 0)),
            "--exhaustive",
            _("Up to {n}: give fewer levers, or fewer values of each.").format(n=figure(MOST, 0)),
        )
    archive, mixes = Archive(), list(space.all())
    archive.add(mixes, evaluate(mixes, "exhaustive"), 0)
    return archive


def check(everything: Archive, searched: Archive, budget: float) -> Check:
    """How much of the truth the search found."""
    truth, own = objectives(everything.measured), objectives(searched.measured)
    truth, own = truth[within(truth, budget)], own[within(own, budget)]
    worst, ideal = truth.max(axis=0), truth.min(axis=0)
    shares = [
        hypervolume(own[:, columns], worst[columns], ideal[columns]) / (hypervolume(truth[:, columns], worst[columns], ideal[columns]) or 1.0)
        for columns in (np.array([0, 1]), np.arange(truth.shape[1]))
    ]
    front = [mix for mix, kept in zip(_affordable(everything, budget), non_dominated(truth), strict=True) if kept]
    lost = float(own[:, 0].min() - truth[:, 0].min())
    return Check(len(everything), len(searched), shares[0], shares[1], len(front), sum(mix in searched for mix in front), lost == 0.0, lost)


def _affordable(archive: Archive, budget: float) -> list[tuple[int, ...]]:
    kept = within(objectives(archive.measured), budget)
    return [mix for mix, inside in zip(archive.mixes, kept, strict=True) if inside]
