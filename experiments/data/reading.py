"""From the grids of a workbook to what it says: every sheet read, every fault gathered."""

from __future__ import annotations

from functools import partial
from typing import Any

from experiments.data import cells
from experiments.data.filled import DepartmentRow, EnterpriseRow, Filled, PlaceRow
from experiments.data.reader import Reader
from experiments.data.rows import Row
from experiments.data.sheets import BY_NAME, KINDS, QUESTIONS, SIZE_TITLES, both
from experiments.text.messages import _, titled

MOST_ENTERPRISES, MOST_WORKERS = 200_000, 20_000


class WorkbookReader(Reader):
    """Reads a workbook but its records."""

    def read(self) -> Filled:
        """All of the workbook but its records; faults are in ``findings``."""
        facts = self._facts()
        places, departments = self._places(), self._departments()
        self.sectors = self._sectors()
        register, has = self._register(facts["month"])
        return Filled(
            facts["title"] or "", facts["note"] or "", facts["month"], facts["employees"], facts["insured"], places, departments,
            self._matrix(), self._outside(), register, has,
        )  # fmt: skip

    def _facts(self) -> dict[str, Any]:
        found: dict[str, Any] = dict.fromkeys(QUESTIONS)
        asked = {cells.key(text): name for name, (question, _allowed) in QUESTIONS.items() for text in both(question)}
        for row in self.rows("district"):
            name = asked.get(cells.key(row.get("question")))
            if name is None:
                self.findings.note(row.sheet, row.at["question"], _("this question is none of those asked, and was not read"))
            if name is None or row.get("answer") is None:
                continue
            self.where[f"size.{name}"] = row.sheet, row.at["answer"]
            if name in ("title", "note"):
                found[name] = cells.words(row.get("answer"))
            elif name == "month":
                day = self.findings.read(row.sheet, row.at["answer"], partial(cells.date, row.get("answer")), None)
                found[name] = None if day is None else day.year * 12 + day.month - 1
            else:
                found[name] = self.whole(row, "answer", 0, 10_000_000)
        if not found["title"] and "district" in self.grids:
            self.findings.fault(_(BY_NAME["district"].title), None, _("the district has no name"), "", _("answer the first question"))
        return found

    def _places(self) -> list[PlaceRow]:
        kinds = {cells.key(text): name for name, title in KINDS.items() for text in (name, *both(title))}
        found: list[PlaceRow] = []
        seen: dict[str, Row] = {}
        for row in self.rows("places"):
            if self.missing(row, "name") or not self.once(row, "name", seen):
                continue
            kind = None if self.missing(row, "kind") else self.named(row, "kind", kinds, (_(title) for title in KINDS.values()), _("choose from the list"))
            self.places[cells.key(row.get("name"))] = len(found)
            self.shown["places"].append(cells.plain(row.get("name")))
            found.append(PlaceRow(cells.words(row.get("name")), kind or "town", self.number(row, "x", -1000, 1000, False), self.number(row, "y", -1000, 1000, False),
                                  self.whole(row, "outside", 0, MOST_ENTERPRISES)))  # fmt: skip
        self.some("places", found)
        return found

    def _departments(self) -> list[DepartmentRow]:
        found: list[DepartmentRow] = []
        seen: dict[str, Row] = {}
        taken: dict[str, Row] = {}
        shown = [titled(one.title, one.title_zh) for one in self.base.departments]
        for row in self.rows("departments"):
            if self.missing(row, "name") or not self.once(row, "name", seen) or self.missing(row, "kind"):
                continue
            kind = self.named(row, "kind", self.model_departments, shown, _("choose from the list"))
            if kind is None or not self.once(row, "kind", taken):
                continue
            enforces = row.get("enforces")
            may = None if enforces is None else self.findings.read(row.sheet, row.at["enforces"], partial(cells.yes, enforces), True)
            self.where |= {f"departments.{kind}.{name}": (row.sheet, row.at[name]) for name in ("officers", "enforces") if name in row.at}
            self.shown["departments"].append(cells.plain(row.get("name")))
            self.departments |= {cells.key(row.get("name")): kind, cells.key(row.get("kind")): kind}
            found.append(DepartmentRow(cells.words(row.get("name")), kind, self.number(row, "officers", 0, 1000, False), may))
        self.some("departments", found)
        if found and not any(one.kind == "emergency" for one in found):
            bureau = next(titled(one.title, one.title_zh) for one in self.base.departments if one.is_emergency)
            self.findings.fault(_(BY_NAME["departments"].title), None, _("no department does the work of the {name}").format(name=bureau), "", _("add a row for it"))
        return found

    def _sectors(self) -> dict[str, str]:
        found: dict[str, str] = dict(self.model_sectors)
        seen: dict[str, Row] = {}
        shown = [titled(one.title, one.title_zh) for one in self.base.sectors]
        for row in self.rows("sectors"):
            if self.missing(row, "name") or not self.once(row, "name", seen) or self.missing(row, "kind"):
                continue
            if (kind := self.named(row, "kind", self.model_sectors, shown, _("choose from the list"))) is not None:
                found[cells.key(row.get("name"))] = kind
                self.shown["sectors"].append(cells.plain(row.get("name")))
        return found

    def _matrix(self) -> dict[tuple[str, str], list[str]]:
        found = {}
        shown = [titled(one.title, one.title_zh) for one in self.base.sectors]
        for row in self.rows("matrix", self.domains):
            if self.missing(row, "sector"):
                continue
            sector = self.named(row, "sector", self.model_sectors, shown, _("write the sector as in the template"))
            for domain in self.domains:
                if sector is not None and (listed := self.listed(row, domain)) is not None:
                    found[sector, domain] = listed
        return found

    def _outside(self) -> dict[str, tuple[int, int | None]]:
        found: dict[str, tuple[int, int | None]] = {}
        for row in self.rows("sizes"):
            size = self.named(row, "size", self.sizes, (_(title) for title in SIZE_TITLES.values()), _("write the class as in the template"))
            count = self.whole(row, "enterprises", 0, MOST_ENTERPRISES)
            if size is None or count is None:
                continue
            workers = self.whole(row, "employees", 0, 10_000_000)
            if workers is not None and workers < count:
                self.findings.fault(row.sheet, row.at["employees"], _("{workers} employees in {count} enterprises").format(workers=workers, count=count),
                                    _("at least one in each"), _("check both numbers"))  # fmt: skip
            found[size] = count, workers
        return found

    def _register(self, month: int | None) -> tuple[list[EnterpriseRow], frozenset[str]]:
        seen: dict[str, Row] = {}
        rows, found = self.rows("register"), []
        has = frozenset(name for name in ("high_risk", "known", "grade") if any(row.get(name) is not None for row in rows))
        for row in rows:
            if self.missing(row, "name") or not self.once(row, "name", seen):
                continue
            mend = _("add it to the sheet {sheet}, or mend the spelling")
            sector = None if self.missing(row, "sector") else self.named(
                row, "sector", self.sectors, self.shown["sectors"], mend.format(sheet=_(BY_NAME["sectors"].title)))
            place = self.named(row, "place", self.places, self.shown["places"], mend.format(sheet=_(BY_NAME["places"].title)))
            risky = row.get("high_risk")
            listed = self.listed(row, "known")
            found.append(EnterpriseRow(
                f"r{row.number + 1}", sector or "", place, self.whole(row, "workers", 1, MOST_WORKERS),
                False if risky is None else self.findings.read(row.sheet, row.at["high_risk"], partial(cells.yes, risky), False),
                self.whole(row, "grade", 0, 3) or 0, None if listed is None else tuple(listed), self._since(row, month),
            ))  # fmt: skip
        self.some("register", found)
        return found, has

    def _since(self, row: Row, month: int | None) -> int | None:
        """Months from the last visit to the month of the register."""
        value = row.get("visited")
        if value is None:
            return None
        day = self.findings.read(row.sheet, row.at["visited"], partial(cells.date, value), None)
        if day is None or month is None:
            return None
        since = month - (day.year * 12 + day.month - 1)
        if since < 0:
            self.findings.fault(row.sheet, row.at["visited"], _("the last visit is later than the month of the register"), "", _("check both dates"))
        return max(0, since)
