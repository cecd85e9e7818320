"""The phases of a month, once, in order.  Both conductors follow this list and no other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Phase:
    """One phase: it decides on the state before it, then applies.

    Only visits happen one after the other, in the order of the departments: a later one meets what an earlier one left.
    """

    name: str
    description: str


PHASES: tuple[Phase, ...] = (
    Phase("policy", "lever values of this month"),
    Phase("staff", "turnover, hiring, training, experience"),
    Phase("hazards", "hazards arrive; enterprises remove some themselves"),
    Phase("planning", "departments split their field days and choose whom to visit; coordination merges visits"),
    Phase("visits", "find, order, penalise, advise, refer, publish"),
    Phase("output", "orders to stop work, halts and the calendar of this month hold output down; what was lost is made up"),
    Phase("accidents", "intensity, occurrence, severity; report or conceal"),
    Phase("consequences", "memory and attention, peers, pressure, complaints, insurance, class"),
    Phase("effort", "each enterprise revises its effort"),
    Phase("books", "costs and outcomes, true and as reported"),
)
