"""News between districts: what one tells of a month, and what its neighbours hear of it the month after."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from simulation.rule import by_address

HEARD_SECTOR, HEARD_FINE, HEARD_KM = range(3)
"""Rows of the penalties; the first two are those of what is told."""
DISASTER_DEATHS, DISASTER_KM = range(2)
DISASTER = 3
"""Deaths from which an accident is heard of elsewhere."""


class Told(NamedTuple):
    """What a district publishes in a month."""

    penalties: Any
    """Sector and fine in yuan of each published penalty: (2, n) float64."""
    disasters: Any
    """Deaths of each accident with three or more: (1, n) float64."""


@by_address
class Heard(NamedTuple):
    """What a district hears in a month from others, each told a month before."""

    penalties: Any
    """Sector, fine in yuan and kilometres away: (3, n) float64."""
    disasters: Any
    """Deaths and kilometres away: (2, n) float64."""


NOTHING_TOLD = Told(np.zeros((2, 0)), np.zeros((1, 0)))
NOTHING_HEARD = Heard(np.zeros((3, 0)), np.zeros((2, 0)))


def hear(told: Iterable[tuple[Told, float]]) -> Heard:
    """All that the given districts told, in their order, each with how many kilometres it is away."""
    found = [(news, km) for news, km in told if news is not NOTHING_TOLD]
    if not found:
        return NOTHING_HEARD
    return Heard(
        np.concatenate([_with_distance(news.penalties, km) for news, km in found], axis=1),
        np.concatenate([_with_distance(news.disasters, km) for news, km in found], axis=1),
    )


def _with_distance(rows: Any, km: float) -> Any:
    return np.vstack([rows, np.full(rows.shape[1], km)])
