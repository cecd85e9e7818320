"""What a district's workbook says, once it is read: plain values, by the model's names, no enterprise by its own."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class PlaceRow:
    """A place: its name, kind, where it lies in km (None: not known), and its enterprises outside the register."""

    name: str
    kind: str
    x: float | None
    y: float | None
    outside: int | None


@dataclass(frozen=True)
class DepartmentRow:
    """A department: its name, which of the model's it is, its officers, and whether it may penalise (None: not known)."""

    name: str
    kind: str
    officers: float | None
    enforces: bool | None


@dataclass(frozen=True)
class EnterpriseRow:
    """An enterprise of the register by its row; None: not known. ``sector`` and ``known`` are the model's names, ``place`` a number."""

    code: str
    sector: str
    place: int | None
    workers: int | None
    high_risk: bool
    grade: int
    known: tuple[str, ...] | None
    visited: int | None
    """Months from its last visit to the month of the register."""


@dataclass(frozen=True)
class Record:
    """So many of something in a month (years times 12 plus months), of a department, sector and size class; empty: not known."""

    measure: str
    month: int
    department: str
    sector: str
    size: str
    count: int


@dataclass(frozen=True)
class Filled:
    """All of a workbook; what is not known is None, empty or missing."""

    title: str = ""
    note: str = ""
    month: int | None = None
    employees: int | None = None
    insured: int | None = None
    places: list[PlaceRow] = field(default_factory=list)
    departments: list[DepartmentRow] = field(default_factory=list)
    matrix: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """Departments by (sector, hazard domain), the leading one first."""
    outside: dict[str, tuple[int, int | None]] = field(default_factory=dict)
    """Enterprises and employees outside the register by size class."""
    register: list[EnterpriseRow] = field(default_factory=list)
    has: frozenset[str] = frozenset()
    """Which of the columns high_risk, known and grade of the register anybody filled in."""
    records: list[Record] = field(default_factory=list)
