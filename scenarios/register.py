"""The register of a district: its enterprises one by one, by code, as a table within the district's file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scenarios.problems import NOTHING, Names, Problem, Sentence, did_you_mean, show
from scenarios.reading import Document
from scenarios.schema.base import NAME_PATTERN
from scenarios.schema.district import DistrictFile
from simulation.district import Enrolled

COLUMNS = ("code", "sector", "place", "workers", "high_risk", "grade", "known")
MOST_WORKERS, MOST_FAULTS = 20_000, 100
DRAWN = -1
GRADES = ("0", "1", "2", "3")
YES = {"yes": 1, "no": 0, "": DRAWN}


@dataclass(frozen=True)
class _Row:
    """One line of the table: its number from 1, and its cells."""

    number: int
    cells: dict[str, str]


def register_problems(document: Document, file: DistrictFile) -> list[Problem]:
    """Everything that is wrong with the rows of a register, each with its line."""
    return _read(document, file)[1]


def roll_of(document: Document, file: DistrictFile) -> tuple[Enrolled, ...]:
    """The register of a file that was checked, empty where it has none."""
    return _read(document, file)[0]


def _read(document: Document, file: DistrictFile) -> tuple[tuple[Enrolled, ...], list[Problem]]:
    if file.enrolled is None:
        return (), []
    lines = file.enrolled.rows.strip("\n").split("\n")
    told = _Teller(document, file, _first_line(document))
    if tuple(lines[0].strip().split(",")) != COLUMNS:
        return (), [told.problem(1, "", Sentence("these are not the columns of a register"), ",".join(COLUMNS), Sentence("write them in this order"))]
    rows = [_Row(number, dict(zip(COLUMNS, line.split(","), strict=False))) for number, line in enumerate(lines[1:], 2) if line.strip()]
    found = [told.entry(row, line) for row, line in zip(rows, (line for line in lines[1:] if line.strip()), strict=True)]
    told.all_codes(rows)
    if file.size.registered.value != len(rows):
        reason = Sentence("{value} enterprises are said to be registered, and the register has {rows}", value=file.size.registered.value, rows=len(rows))
        told.problems.append(document.problem(("size", "registered"), reason, show(len(rows)), Sentence("write this number")))
    return (tuple(found) if not told.problems else ()), told.problems[:MOST_FAULTS]


def _first_line(document: Document) -> int | None:
    """Line of the file on which the header of the table stands; None where it cannot be told."""
    at = re.search(r'^\s*rows\s*=\s*("""|\'\'\')\n', document.text, re.MULTILINE)
    return None if at is None else document.text.count("\n", 0, at.end()) + 1


class _Teller:
    """Reads rows and gathers what is wrong with them."""

    def __init__(self, document: Document, file: DistrictFile, first: int | None) -> None:
        self.document, self.first = document, first
        self.problems: list[Problem] = []
        self.sectors = {name: number for number, name in enumerate(file.sector_order)}
        self.places = {name: number for number, name in enumerate(file.places)}
        self.departments = {name: number for number, name in enumerate(file.departments)}

    def problem(self, number: int, column: str, reason: str, allowed: str = NOTHING, mend: str = NOTHING) -> Problem:
        """A fault in line ``number`` of the table, counted from 1."""
        line = None if self.first is None else self.first + number - 1
        return Problem(self.document.file, line, ".".join(filter(None, ("enrolled", "rows", column))), reason, allowed, mend)

    def entry(self, row: _Row, line: str) -> Enrolled:
        """What one row says; what is wrong with it is added to ``problems``."""
        if line.count(",") != len(COLUMNS) - 1:
            reason = Sentence("{count} cells in the row", count=line.count(",") + 1)
            self.problems.append(self.problem(row.number, "", reason, Sentence("{count} cells", count=len(COLUMNS)), Sentence("leave unknown ones empty")))
            return Enrolled("", 0, DRAWN, DRAWN, DRAWN, DRAWN, DRAWN)
        cells = row.cells
        return Enrolled(
            cells["code"], self._named(row, "sector", self.sectors, False), self._named(row, "place", self.places, True),
            self._number(row), self._word(row, "high_risk", YES), self._word(row, "grade", {**{g: int(g) for g in GRADES}, "": DRAWN}), self._known(row),
        )  # fmt: skip

    def all_codes(self, rows: Sequence[_Row]) -> None:
        """Every code has the form of a name, and stands once."""
        seen: dict[str, int] = {}
        for row in rows:
            code = row.cells.get("code", "")
            if not re.fullmatch(NAME_PATTERN, code) or len(code) > 60:
                self.problems.append(self.problem(row.number, "code", Sentence("{value} is no legal name", value=show(code)), mend=Sentence("rename it")))
            elif code in seen:
                self.problems.append(self.problem(row.number, "code", Sentence("{name} stands twice", name=code), mend=Sentence("keep one of them")))
            seen[code] = row.number

    def _named(self, row: _Row, column: str, names: dict[str, int], may_lack: bool) -> int:
        given = row.cells[column].strip()
        if given in names or (may_lack and not given):
            return names.get(given, DRAWN)
        self._unknown(row, column, given, names)
        return 0

    def _unknown(self, row: _Row, column: str, given: str, names: dict[str, int]) -> None:
        mend = did_you_mean(given, names) or Sentence("choose one of these")
        self.problems.append(self.problem(row.number, column, Sentence("{name} is unknown", name=show(given)), Names(names), mend))

    def _number(self, row: _Row) -> int:
        given = row.cells["workers"].strip()
        if not given:
            return DRAWN
        if given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= MOST_WORKERS:
            return int(given)
        allowed = Sentence("a whole number from 1 to {most}, or nothing", most=MOST_WORKERS)
        self.problems.append(self.problem(row.number, "workers", Sentence("{value} is no number", value=show(given)), allowed, Sentence("write a number")))
        return 1

    def _word(self, row: _Row, column: str, words: dict[str, int]) -> int:
        given = row.cells[column].strip()
        if given not in words:
            self._unknown(row, column, given, {word: 0 for word in words if word})
        return words.get(given, DRAWN)

    def _known(self, row: _Row) -> int:
        given = row.cells["known"].split()
        if not given:
            return DRAWN
        for name in given:
            if name not in self.departments and name != "none":
                self._unknown(row, "known", name, self.departments)
        return sum(1 << self.departments[name] for name in dict.fromkeys(given) if name in self.departments)


def sample_of(roll: Sequence[Enrolled], count: int) -> Iterator[Enrolled]:
    """``count`` enterprises of a register for a smaller sample of the district: every so many of them in the order of their size."""
    by_size = sorted(range(len(roll)), key=lambda k: (roll[k].workers, k))
    step = len(roll) / count if count else 0.0
    for k in sorted(by_size[int((n + 0.5) * step)] for n in range(count)):
        yield roll[k]
