"""What is explained by the factors: an outcome under the reference, and what each policy changes in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from experiments.studies.factors import gain_sign
from scenarios.schema.plan import PlanFile

Array = NDArray[np.float64]


class Runs(Protocol):
    """What a study reads of a sweep."""

    plan: PlanFile
    policies: tuple[str, ...]

    def cube(self, outcome: str) -> Array:
        """(points, policies, worlds), per year where months add up, nan where missing."""
        ...


@dataclass(frozen=True)
class Response:
    """One number per run: the level of an outcome under the reference, or a policy's gain over it."""

    outcome: str
    policy: str | None
    """None: the level under the reference."""


def responses(outcomes: Sequence[str], policies: Sequence[str]) -> list[Response]:
    """For each outcome its level under the first of ``policies``, then the gain by each of the others."""
    return [Response(outcome, policy) for outcome in outcomes for policy in (None, *policies[1:])]


def values(runs: Runs, response: Response) -> Array:
    """(points, worlds); nan where a run is missing.  Gains are turned so that more is better."""
    cube = runs.cube(response.outcome)
    reference = cube[:, 0, :]
    if response.policy is None:
        return np.asarray(reference)
    return np.asarray(gain_sign(response.outcome) * (cube[:, runs.policies.index(response.policy), :] - reference))


def whole_blocks(tables: Sequence[Array], size: int) -> NDArray[np.bool_]:
    """(points,): whether a point lies in a block of ``size`` points of which no run is missing in any table.

    A trajectory, or a base sample with its variations, is of no use with a hole; what is left is still a sample of blocks.
    ``ValueError`` where the points are no multiple of ``size``.
    """
    points = len(tables[0])
    if points % size:
        raise ValueError(f"{points} points are no multiple of {size}")
    holes = np.any([np.isnan(table).any(axis=1) for table in tables], axis=0)
    return np.repeat(~holes.reshape(-1, size).any(axis=1), size)
