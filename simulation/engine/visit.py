"""One visit: who goes where, and how."""

from __future__ import annotations

from typing import NamedTuple

from simulation.engine.clock import Clock, luck
from simulation.rule import inlined


class Visit(NamedTuple):
    """The visit of one department to one enterprise."""

    department: int
    i: int
    """The enterprise."""
    post: int
    emergency: bool
    """Whether the department is the emergency bureau."""
    follows_up: bool
    orders: bool
    by_video: bool
    audit: bool
    posted: bool


@inlined
def chance(clock: Clock, visit: Visit, stream: int, number: int) -> float:
    """A uniform number of this visit, from a stream with 16 to a department."""
    return luck(clock, stream, visit.i, 16 * visit.department + number)
