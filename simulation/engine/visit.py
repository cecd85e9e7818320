"""One visit: who goes where, and how."""

from __future__ import annotations

from typing import Any, NamedTuple

from simulation.engine.clock import Clock, luck
from simulation.orders import BY_RULE
from simulation.rule import inlined, kernel


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
    draws: int
    """Number under which its luck is drawn: the department's, or a higher one for a visit that is ordered."""
    order: int
    """Column of the order, -1 for a planned visit."""


@inlined
def chance(clock: Clock, visit: Visit, stream: int, number: int) -> float:
    """A uniform number of this visit, from a stream with 16 to a department."""
    return luck(clock, stream, visit.i, 16 * visit.draws + number)


@kernel
def ordered(visits: Any, row: int, order: int, by_rule: float) -> float:
    """What an order says, or what the model decides where there is no order or it leaves this open."""
    if order < 0 or visits[row, order] == BY_RULE:
        return by_rule
    return float(visits[row, order])
