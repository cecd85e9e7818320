"""What is wrong in a workbook: gathered, so that all of it is told at once, each with its sheet and cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from experiments.data.cells import Unread
from experiments.disk.workbook import cell_name
from experiments.text.errors import UserError
from experiments.text.messages import _

MOST_SHOWN = 200
T = TypeVar("T")


@dataclass(frozen=True)
class Fault:
    """One fault: where it stands, what is wrong, what is allowed there, how to mend it."""

    sheet: str
    cell: str
    what: str
    allowed: str = ""
    mend: str = ""

    def __str__(self) -> str:
        allowed = _("allowed: {values}").format(values=self.allowed) if self.allowed else ""
        text = _("; ").join(part for part in (self.what, allowed, self.mend) if part)
        place = _("{sheet}, cell {cell}").format(sheet=self.sheet, cell=self.cell) if self.cell else self.sheet
        return _("{place}: {text}").format(place=place, text=text)


@dataclass(frozen=True)
class Findings:
    """Faults, and notes of what was read otherwise than it stands."""

    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def fault(self, sheet: str, at: tuple[int, int] | None, what: str, allowed: str = "", mend: str = "") -> None:
        """Add a fault at row and column, both from 0."""
        self.faults.append(Fault(sheet, "" if at is None else cell_name(*at), what, allowed, mend))

    def note(self, sheet: str, at: tuple[int, int] | None, what: str) -> None:
        """Add a note."""
        self.notes.append(str(Fault(sheet, "" if at is None else cell_name(*at), what)))

    def read(self, sheet: str, at: tuple[int, int], reader: Callable[[], T], instead: T) -> T:
        """What ``reader`` gives; ``instead``, with a fault, where it cannot read the cell."""
        try:
            return reader()
        except Unread as error:
            self.fault(sheet, at, error.what, error.allowed, error.mend)
            return instead

    def refuse(self, where: str) -> None:
        """``UserError`` with all faults, if there are any."""
        if not self.faults:
            return
        lines = [str(fault) for fault in self.faults[:MOST_SHOWN]]
        if len(self.faults) > MOST_SHOWN:
            lines.append(_("and {n} more problems").format(n=len(self.faults) - MOST_SHOWN))
        raise UserError(
            _("{n} faults in {file}; nothing was written.").format(n=len(self.faults), file=where), "\n  ".join(lines),
            _("Mend them in the file, save it, and give the command again."),
        )  # fmt: skip
