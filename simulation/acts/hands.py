"""What a study does between two months to a world of either conductor, and what it reads of it.

Nothing here sets what a mechanism should bring about: attention, effort, beliefs and competence move only as the model's own
rules move them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from simulation.draws import STREAM
from simulation.engine import columns
from simulation.engine.columns import Group
from simulation.rules import effort, government, staff

TRIAL = STREAM["trial"]
HIRES = 16
"""Where the draws of the stream ``officer`` begin for one whom a study puts into a post."""
GROUPS = (columns.REALS, columns.SINGLES, columns.SHORTS, columns.BYTES, columns.WORDS, columns.MARKS, columns.NOTES)
"""Groups of columns that hold what a study may read of an enterprise."""
VISIBLE, LATENT = (0, 1), (2, 3)
"""Cells of a domain: ordinary and major hazards."""


class Hands(Protocol):
    """A world as a study handles it, whichever conductor runs it."""

    @property
    def p(self) -> Any:
        """Parameters of the coming month."""

    def read(self, name: str) -> Any:
        """A column of the enterprises by its name in ``engine/columns.py``: (enterprises,) float64."""

    def cells(self) -> Any:
        """Open hazards: (enterprises, cells)."""

    def looks(self, department: int) -> tuple[Any, Any, Any]:
        """Month of the last look, post of the last officer, visits by him in a row: three of (enterprises,)."""

    def estimates(self, department: int) -> Any:
        """A department's risk estimates at its last looks, in points: (enterprises,)."""

    def officers(self, department: int) -> dict[str, Any]:
        """Professional, experience and month of hiring of the officers: each (officers,)."""

    def brief(self, i: int) -> None:
        """The person in charge is briefed, or gets a letter that warns."""

    def certify(self, i: int) -> None:
        """Certify in the voluntary scheme."""

    def set_known(self, i: int, departments: Sequence[int], known: bool) -> None:
        """Enter an enterprise in the records of departments, or strike it off."""

    def correct(self, i: int, cells: Sequence[int], part: float) -> None:
        """Truly remove open hazards of these cells, each with probability ``part``."""

    def replace(self, department: int, post: int) -> None:
        """Put a new officer into a post."""

    def train(self, department: int, post: int, months: int) -> None:
        """Give an officer the training of so many months at once."""

    def make_professional(self, department: int, post: int) -> None:
        """Let an officer requalify as a specialist."""

    def press(self, department: int, legal_class: int) -> None:
        """The level above presses a department as after an accident of this legal class."""

    def charge(self, department: int, visits: float) -> None:
        """Take visits out of a department's capacity."""


def row(group: Group, name: str) -> int | None:
    """The number of a column in a group, or None where the group has none of this name."""
    names = [column.name for column in group.columns]
    return names.index(name) if name in names else None


def with_bits(known: int, departments: Sequence[int], value: bool) -> int:
    """The bits of ``known`` with those of these departments set or cleared."""
    for department in departments:
        known = known | 1 << department if value else known & ~(1 << department)
    return known


def trained(skill: float, ceiling: float, p: Any, months: int) -> float:
    """The skill after so many months of training."""
    for _ in range(months):
        skill = staff.learned_skill(skill, ceiling, p.skill_growth, max(p.training_days, p.training_normal), p.training_normal)
    return skill


def jump(p: Any, legal_class: int) -> float:
    """How much an accident of this legal class raises the pressure on a department."""
    return government.pressure_jump(legal_class, p.pressure_by_general, p.pressure_by_larger, p.pressure_by_major)


def push(p: Any, size: float, *, begins: bool) -> float:
    """What a month adds to a margin that a study moves by ``size``; ``begins`` in the first of its months."""
    return effort.margin_push(size, begins, p.margin_persistence)
