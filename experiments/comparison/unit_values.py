"""What an averted death, injury and loss is worth: low, central and high values, and those of each set of assumptions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.running.plan import Plan
from scenarios import load_parameters
from scenarios.ensembles import Ensemble

Array = NDArray[np.float64]

VALUED = ("value_of_life", "serious_injury_value", "other_injury_value")
"""Parameters that value what was averted; no run reads them."""
LEVELS = ("low", "central", "high")
COMPENSATION = "loss_per_death"
"""Direct loss that the model counts with a death: it lies inside the value of a life, so that it is not credited beside it."""
STEPS = (0.8191725133961645, 0.6710436067037893, 0.5497004779019703)
"""Powers of 1 / g for g ** 4 = g + 1 (Roberts, 2018): their multiples fill the cube evenly, however many are taken."""


@dataclass(frozen=True)
class Values:
    """What is credited; each a number, or an array (worlds,) where sets of assumptions differ."""

    life: float | Array
    """Yuan of 2023 for a death averted."""
    serious: float | Array
    """A serious injury as a share of a life."""
    other: float | Array
    """Another lost-time injury as a share of a life."""
    compensation: float | Array
    """Yuan of direct loss with a death."""


def ranges() -> dict[str, tuple[float, float, float]]:
    """Low, central and high value of each of ``VALUED``: the expected range of ``parameters.toml`` with its value."""
    entries = load_parameters().entries
    return {name: (entries[name].expected[0], entries[name].value, entries[name].expected[1]) for name in VALUED}


def levels(parameters: Mapping[str, float], given: Collection[str] = ()) -> dict[str, Values]:
    """``low``, ``central`` and ``high``: low goes with low, high with high; what the user has ``given`` holds in all three."""
    found = ranges() | {name: (parameters[name],) * 3 for name in VALUED if name in given and name in parameters}
    life, serious, other = (found[name] for name in VALUED)
    compensation = in_force(parameters, COMPENSATION)
    return {level: Values(life[k], serious[k], other[k], compensation) for k, level in enumerate(LEVELS)}


def values_of(parameters: Mapping[str, float], place: int | None = None, known: Collection[str] = ()) -> Values:
    """The values of one world, which runs under ``parameters``.

    ``place`` is that of its set in the order in which worlds use them: what the set has no column for (``known`` are those it has, and
    what the user gave) is then drawn from its range, the same for the set whoever asks.  None: the central values.
    """
    found = []
    for step, name in zip(STEPS, VALUED, strict=True):
        if place is None or name in known:
            found.append(in_force(parameters, name))
        else:
            found.append(drawn((0.5 + place * step) % 1.0, *ranges()[name]))
    life, serious, other = found
    return Values(life, serious, other, in_force(parameters, COMPENSATION))


def drawn(share: float, low: float, central: float, high: float) -> float:
    """The value below which ``share`` (0 to 1) of the values lie: evenly from low to central and from central to high, with mean central.

    So that a mean over many sets is what the central values give. ``ValueError`` unless low <= central <= high.
    """
    if not low <= central <= high:
        raise ValueError(f"{low}, {central}, {high} are not in order")
    if low == high:
        return central
    below = (high - central) / (high - low)  # the share below the central value that makes it the mean
    if share < below:
        return low + (central - low) * share / below
    return central + (high - central) * (share - below) / (1.0 - below) if below < 1.0 else central


def of_plan(plan: Plan, worlds: Sequence[int]) -> Values:
    """Values for each of ``worlds``, as arrays (worlds,); with the districts of one world all have those of that world."""
    if plan.over == "districts":
        worlds = (plan.worlds[0],) * len(worlds)
    return stacked([_of_world(plan, world) for world in worlds])


def _of_world(plan: Plan, world: int) -> Values:
    if plan.ensemble is None:
        return values_of(plan.parameters)
    return of_set(plan.ensemble, plan.ensemble.of_world(world), plan.parameters_of(world), plan.overrides)


def of_set(ensemble: Ensemble, number: int, parameters: Mapping[str, float], given: Collection[str] = ()) -> Values:
    """The values under set ``number`` of an ensemble; what the user has ``given`` stays as ``parameters`` have it."""
    return values_of(parameters, ensemble.place(number), (*ensemble.names, *given))


def stacked(rows: Sequence[Values]) -> Values:
    """Values of several worlds as arrays (worlds,)."""
    return Values(*(np.array([getattr(one, name) for one in rows], dtype=float) for name in ("life", "serious", "other", "compensation")))


def in_force(parameters: Mapping[str, float], name: str) -> float:
    """The value in force; that of parameters.toml where a table of the user's own leaves it out."""
    found = parameters.get(name)
    return load_parameters().entries[name].value if found is None else found
