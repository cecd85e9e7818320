"""Who answers for what: how hard each department looks at a domain in a sector, under the levers of the month."""

from __future__ import annotations

from typing import Any

from simulation.district import District
from simulation.matrix import Matrix, ranked
from simulation.rules import responsibility


class Mandates:
    """The matrix of responsibility of a district in a month, with named leads and assigned gaps."""

    def __init__(self, district: District) -> None:
        self.matrix = district.responsibility
        self.departments = len(district.departments)
        self.weights: list[list[list[float]]] = []
        """By department, sector and domain; the levers for which they stand are ``levers``."""
        self.answered: list[list[int]] = []
        """By sector and domain: the departments that answer for it, as bits; none where no hazard can arise."""
        self._exposed = [[exposure > 0.0 for exposure in sector.exposure] for sector in district.sectors]
        self.levers: tuple[float, float] | None = None
        self._shared, self._empty = ranked(self.matrix)

    def set_for(self, p: Any, matrix: Matrix) -> None:
        """Let the matrix and the levers of the month hold."""
        levers = (p.leads_named, p.gaps_assigned)
        if levers != self.levers or matrix != self.matrix:
            self.levers, self.matrix = levers, matrix
            self._shared, self._empty = ranked(matrix)
            self.weights = [
                [[self._weight(p, number, s, d) for d in range(len(row))] for s, row in enumerate(matrix)] for number in range(self.departments)
            ]
            self.answered = [
                [sum(1 << n for n in range(self.departments) if exposed and self.weights[n][s][d] > 0.0) for d, exposed in enumerate(row)]
                for s, row in enumerate(self._exposed)
            ]

    def _weight(self, p: Any, department: int, sector: int, domain: int) -> float:
        cell = self.matrix[sector][domain]
        if not cell.departments:
            given = responsibility.is_within(self._empty.index((sector, domain)), len(self._empty), p.gaps_assigned)
            return 1.0 if given and cell.heir == department else 0.0
        if department not in cell.departments:
            return 0.0
        led = self._is_led(p, sector, domain)
        if p.sharing_form >= 0.5 and not led:
            return responsibility.volunteer_weight(len(cell.departments), p.volunteer_cost)
        return responsibility.examination_weight(
            len(cell.departments), led, cell.departments[0] == department, p.shared_diligence, p.led_diligence
        )

    def _is_led(self, p: Any, sector: int, domain: int) -> bool:
        return self.matrix[sector][domain].led or ((sector, domain) in self._shared and responsibility.is_within(
            self._shared.index((sector, domain)), len(self._shared), p.leads_named
        ))

    def leads(self, p: Any, department: int, sector: int, domain: int) -> bool:
        """Whether a department is the named lead of a cell that several share, this month."""
        departments = self.matrix[sector][domain].departments
        return departments[:1] == (department,) and self._is_led(p, sector, domain)

    def weight(self, department: int, sector: int, domain: int) -> float:
        """Probability that a department examines a domain on a visit to this sector, this month."""
        return self.weights[department][sector][domain]

    def responsible(self, sector: int, domain: int) -> int:
        """The department that looks hardest at a cell, or -1 where the cell is blind."""
        weights = [row[sector][domain] for row in self.weights]
        return weights.index(max(weights)) if max(weights) > 0.0 else -1

    def holds_any(self, department: int, sector: int) -> bool:
        """Whether a department answers for anything in a sector."""
        return any(weight > 0.0 for weight in self.weights[department][sector])

    def any_responsible(self, sector: int, luck: float) -> int:
        """One of the departments that answer for a sector, by chance, or -1 if none does."""
        able = [number for number in range(len(self.weights)) if self.holds_any(number, sector)]
        return able[int(luck * len(able))] if able else -1
