"""A film of one course: who was visited by whom and what came of it, what lay open, who was hurt, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from simulation.acts import Hands
from simulation.by_enterprise import facts_of
from simulation.district import District
from simulation.orders import (
    NOTED,
    VISITED_FINDINGS,
    VISITED_FINED,
    VISITED_MAJORS,
    VISITED_POST,
    VISITED_TIMES,
    Orders,
)

VISIT = {"post": VISITED_POST, "findings": VISITED_FINDINGS, "major_findings": VISITED_MAJORS, "fined": VISITED_FINED}
"""What is told of a visit beside month, enterprise and department, with its row of ``Orders.visited``."""
CASUALTIES = ("injuries", "deaths", "reported_injuries", "reported_deaths")
"""What is told of the injuries of an enterprise in a month, each a row of the notes: what is true, then what is on record."""


@dataclass(frozen=True)
class Film:
    """Months of one world under one policy, from month 0 on; the same from either engine to the last bit.

    Nothing is known of days within a month or of places within a town: an order of visits is that of the departments.
    """

    facts: dict[str, np.ndarray]
    """What never changes, each (enterprises,): sector and place by name, workers int64, registered and high_risk bool."""
    departments: tuple[str, ...]
    """Their names, by number."""
    hazards_open: np.ndarray
    """(enterprises, months) int32: open hazards at the end of each month."""
    visits: dict[str, np.ndarray]
    """A row for each visit, each column (visits,) int32: month, enterprise, department (their numbers), post of the officer in the department,
    findings, major_findings, fined (0 or 1); month by month, department by department, enterprise by enterprise."""
    casualties: dict[str, np.ndarray]
    """A row for each enterprise and month in which somebody was hurt, each column int32: month, enterprise, injuries (lost-time, those
    killed included), deaths, reported_injuries, reported_deaths."""


class Camera:
    """Films one course, month by month."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._hazards: list[Any] = []
        self._visits: list[Any] = []
        self._casualties: list[Any] = []

    def close(self, orders: Orders, hands: Hands) -> None:
        """Take the month that has just passed, as it was noted down in ``orders``, and wipe its visits out there."""
        month, visited = len(self._hazards), orders.visited
        self._hazards.append(hands.read("open_hazards").astype(np.int32))
        department, enterprise = np.nonzero(visited[VISITED_TIMES])
        when = np.full(len(enterprise), month)
        self._visits.append(np.stack([when, enterprise, department, *(visited[row, department, enterprise] for row in VISIT.values())]).astype(np.int32))
        visited[:, department, enterprise] = 0
        hurt = orders.notes[[NOTED[name] for name in CASUALTIES]]
        (enterprise,) = np.nonzero(hurt.any(axis=0))
        self._casualties.append(np.vstack([np.full(len(enterprise), month), enterprise, hurt[:, enterprise]]).astype(np.int32))

    def film(self, hands: Hands) -> Film:
        """All months so far."""
        def columns(names: tuple[str, ...], months: list[Any]) -> dict[str, np.ndarray]:
            rows = np.concatenate([np.zeros((len(names), 0), np.int32), *months], axis=1)
            return dict(zip(names, rows, strict=True))

        hazards = np.stack(self._hazards, axis=1) if self._hazards else np.zeros((self._district.enterprises, 0), np.int32)
        return Film(
            facts_of(self._district, hands), tuple(plan.name for plan in self._district.departments), hazards,
            columns(("month", "enterprise", "department", *VISIT), self._visits), columns(("month", "enterprise", *CASUALTIES), self._casualties),
        )
