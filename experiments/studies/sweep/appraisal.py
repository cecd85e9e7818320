"""What policies are worth at the points of a sweep: the appraisal of a comparison, undiscounted, for a sweep keeps sums over the run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.comparison.appraisal import Harm, benefit, fatality_equivalents, harm, net_benefit
from experiments.comparison.unit_values import COMPENSATION, VALUED, Values, of_set, values_of
from experiments.studies.sweep.design import ensemble_of
from experiments.studies.sweep.results import Results
from experiments.text.labels import BENEFIT, EQUIVALENTS, GOVERNMENT, NET_BENEFIT
from scenarios import load_parameters
from scenarios.ensembles import NEIGHBOURS

Array = NDArray[np.float64]
HARM = ("expected_deaths", "deaths", "serious_injuries", "lost_time_injuries", "accident_loss")
COSTS = ("government_cost", "enterprise_cost")
APPRAISED = (EQUIVALENTS, BENEFIT, NET_BENEFIT, NET_BENEFIT + GOVERNMENT)
"""Quantities of which ``worth`` tells each policy's difference."""


def values(found: Results) -> Values:
    """Arrays (points, 1, worlds): those of a point that sets them, else those of the set, else the central ones."""
    plan, ensemble = found.plan, ensemble_of(found.plan)
    base = load_parameters(overrides=plan.parameters).values
    points, count = found.points(), len(found.points())
    names = dict(zip(("life", "serious", "other", "compensation"), (*VALUED, COMPENSATION), strict=True))
    own = {name: np.empty((count, 1, plan.worlds)) for name in names}
    for point in range(count):
        for w in range(plan.worlds):
            if ensemble is None:
                one = values_of(base)
            else:
                world = NEIGHBOURS * point if plan.sampler.method == "ensemble" else plan.first_world + w
                one = of_set(ensemble, ensemble.of_world(world), base, plan.parameters)
            for name, parameter in names.items():
                set_here = parameter in points.columns
                own[name][point, 0, w] = float(points[parameter].iloc[point]) if set_here else getattr(one, name)
    return Values(**own)


def averted(found: Results, credited: Values) -> Harm:
    """What each policy averts a year against the reference: arrays (points, policies, worlds), nan where a run is missing."""
    deaths, killed, serious, lost_time, loss = (found.cube(name) for name in HARM)
    every = harm(deaths, killed, serious, lost_time, loss, credited.compensation)
    parts = (np.asarray(part) for part in (every.deaths, every.serious, every.other, every.loss))
    return Harm(*(part[:, :1] - part for part in parts))


def worth(found: Results) -> dict[str, Array]:
    """By name of ``APPRAISED`` the difference from the reference a year, (points, policies, worlds), as a comparison counts it."""
    credited = values(found)
    less = averted(found, credited)
    government, enterprises = (cube - cube[:, :1] for cube in map(found.cube, COSTS))
    return {
        EQUIVALENTS: -np.asarray(fatality_equivalents(less, credited)),
        BENEFIT: np.asarray(benefit(less, credited)),
        NET_BENEFIT: np.asarray(net_benefit(less, credited, government + enterprises)),
        NET_BENEFIT + GOVERNMENT: np.asarray(net_benefit(less, credited, government)),
    }

