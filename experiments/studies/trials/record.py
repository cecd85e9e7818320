"""What is written down of one course of a trial's world, month by month."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from simulation.acts import Hands
from simulation.orders import NO_ORDERS, NOTED, NOTES, ORDER_DEPARTMENT, ORDER_ENTERPRISE, Orders

STOCKS = ("visible_hazards", "latent_hazards", "effort_now", "attention_now", "visit_belief_now", "certainty_belief_now", "output_now", "margin_now")
COLUMNS = {"effort_now": "effort", "attention_now": "attention", "visit_belief_now": "visit_belief",
           "certainty_belief_now": "certainty_belief", "output_now": "output", "margin_now": "margin"}  # fmt: skip
CERTIFIED = "certified_now"


class Record:
    """Notes and stocks of every enterprise by month, and the visits; nothing of these where ``units`` is False.

    ``before`` is the record of the months before the treatment, which the courses of several arms share.
    """

    def __init__(
        self, enterprises: int, departments: int, months: int, units: bool, stocks: tuple[str, ...], before: Record | None = None,
        counted: tuple[str, ...] = (),
    ) -> None:
        self.units, self.stocks, self.departments, self.counted = units, stocks, departments, counted
        kept = enterprises if units else 0
        self.notes = np.zeros((months, len(NOTES), kept))
        self.levels = np.zeros((len(stocks), months, kept), np.float32)
        self.certified = np.zeros((months, kept), bool)
        self.counts = np.zeros((len(counted), months, kept), np.float32)
        self.visits: list[Any] = []
        self._month = np.zeros((len(NOTES), kept))
        if before is not None:
            done = before.notes.shape[0]
            self.notes[:done], self.levels[:, :done], self.certified[:done] = before.notes, before.levels, before.certified
            self.counts[:, :done] = before.counts
            self.visits = list(before.visits)

    @property
    def orders(self) -> Orders:
        """Orders of a month in which nothing is ordered; what the conductor notes goes into this record."""
        return NO_ORDERS._replace(notes=self._month)

    @property
    def notebook(self) -> Any:
        """Where the conductor notes the month."""
        return self._month

    def close(self, month: int, hands: Hands, ordered: Any = NO_ORDERS.visits) -> None:
        """Enter the month that has just passed; ``ordered`` are the visits that were ordered in it."""
        if not self.units:
            return
        self.notes[month] = self._month
        self._log_visits(month, hands)
        self._count(month, hands, ordered)
        self._month[:] = 0.0
        if self.stocks:
            cells = hands.cells()
            by_kind = cells.reshape(len(cells), -1, 2, 2)
        for row, name in enumerate(self.stocks):
            if name == CERTIFIED:
                continue
            if name in COLUMNS:
                self.levels[row, month] = hands.read(COLUMNS[name])
            else:
                self.levels[row, month] = by_kind[:, :, int(name == "latent_hazards")].sum(axis=(1, 2))
        self.certified[month] = hands.read("certified") > 0

    def _count(self, month: int, hands: Hands, ordered: Any) -> None:
        """Visits by who wanted them; a department without officers carries no order out."""
        for row, name in enumerate(self.counted):
            visits = self._month[NOTED["visits"]]
            able = np.array([len(hands.officers(int(department))["hired"]) > 0 for department in ordered[ORDER_DEPARTMENT]], bool)
            wanted = np.bincount(ordered[ORDER_ENTERPRISE].astype(np.int64)[able], minlength=len(visits))
            made = np.minimum(wanted, visits)
            self.counts[row, month] = made if name == "ordered_visits" else visits - made

    def _log_visits(self, month: int, hands: Hands) -> None:
        """A line for each department that saw an enterprise this month; findings are those of the enterprise's month."""
        if not self._month[NOTED["visits"]].any():
            return
        for department in range(self.departments):
            look, post, run = hands.looks(department)
            seen = np.flatnonzero((look == month) & (self._month[NOTED["visits"]] > 0))
            if not len(seen):
                continue
            hired = hands.officers(department)["hired"]
            officer = np.clip(post[seen], 0, len(hired) - 1)
            self.visits.append(np.column_stack([
                np.full(len(seen), month), np.full(len(seen), department), seen, post[seen], hired[officer] if len(hired) else post[seen],
                run[seen], self._month[NOTED["findings"], seen], self._month[NOTED["major_findings"], seen],
                self._month[NOTED["penalties"], seen], self._month[NOTED["visits"], seen],
            ]))

    def visit_table(self, department_names: list[str]) -> pd.DataFrame:
        """The visits in their order: the ordinal and the months since the last one count any department's."""
        rows = np.concatenate(self.visits) if self.visits else np.zeros((0, 10))
        names = ("calendar", "department", "unit", "post", "hired", "run", "found", "majors", "penalised", "in_month")
        table = pd.DataFrame(rows, columns=names)
        # Where several visits fell in one month, whose findings were whose is not known.
        table = table[table["in_month"] == 1].astype({"calendar": int, "department": int, "unit": int, "post": int, "run": int})
        table = table.sort_values(["unit", "calendar", "department"], kind="stable").reset_index(drop=True)
        table["ordinal"] = table.groupby("unit").cumcount() + 1
        table["since_last"] = table.groupby("unit")["calendar"].diff()
        table["officer"] = table["department"].astype(str) + "-" + table["post"].astype(str) + "-" + table["hired"].astype(int).astype(str)
        table["department"] = np.array([*department_names, ""], dtype=object)[table["department"]]
        table["same_officer"] = table["run"] > 0
        table["years_since_visit"] = table["since_last"] / 12.0
        return table
