"""Ensembles: sets of parameter values that the evidence leaves plausible, read from a table with its provenance beside it."""

from __future__ import annotations

import csv
import hashlib
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scenarios.library import ENSEMBLES, Library, Reference
from scenarios.problems import NOTHING, Names, Problem, ScenarioError, Sentence, did_you_mean, show
from scenarios.reading import Document, read_text
from scenarios.schema.base import Fault
from scenarios.schema.ensemble import EnsembleFile
from scenarios.schema.parameters import ParameterEntry
from scenarios.validation import MAX_PROBLEMS, unknown_sources, validate
from simulation.parameters import Parameters

DEFAULT_ENSEMBLE = "posterior"
"""The shipped ensemble over which policies are compared where nothing else is asked for."""
MIN_SETS = 2
MAX_SETS = 10_000
SET = "set"
"""The first column: the number of the set, from 0 on."""
NEIGHBOURS = 2
"""Worlds in a row that share a set, so that chance can be told from what differs between sets."""


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Plausible sets of parameter values; ``values`` is (sets, names), each in the unit of its parameter."""

    name: str
    title: str
    title_zh: str
    note: str
    note_zh: str
    names: tuple[str, ...]
    values: NDArray[np.float64]

    @property
    def sets(self) -> int:
        """How many sets there are."""
        return len(self.values)

    def parameters(self, k: int, base: Parameters) -> Parameters:
        """``base`` with the values of set ``k``; raises ``IndexError`` for a set that there is not."""
        if not 0 <= k < self.sets:
            raise IndexError(f"set {k} of {self.sets}")
        return base.with_values(dict(zip(self.names, self.values[k].tolist(), strict=True)))

    def of_world(self, world: int) -> int:
        """The set under which a world runs: two neighbouring worlds share one, and all are used before one comes again."""
        return self._order[(world // NEIGHBOURS) % self.sets]

    def of_lone_world(self, world: int, among: int | None = None) -> int:
        """The set of a world of a trial: all sets, or the first ``among`` of the order, are used before one comes again.

        Neighbours share none: nothing in a trial tells parameters from chance, and so many worlds say most with as many sets.
        """
        return self._order[world % min(among or self.sets, self.sets)]

    def place(self, k: int) -> int:
        """The place of set ``k`` in the order in which worlds use the sets, from 0 on; raises ``ValueError`` for a set that there is not."""
        return self._order.index(k)

    @cached_property
    def _order(self) -> tuple[int, ...]:
        # By a hash, not as the file has them: a sampler leaves neighbours alike, and few worlds would see one corner.
        keys = [hashlib.sha256(f"set {k}".encode()).digest() for k in range(self.sets)]
        return tuple(sorted(range(self.sets), key=keys.__getitem__))

    @cached_property
    def digest(self) -> str:
        """sha256 of the names and values: what of an ensemble decides numbers."""
        total = hashlib.sha256("\n".join(self.names).encode())
        total.update(np.ascontiguousarray(self.values, dtype="<f8").tobytes())
        return total.hexdigest()


def read_ensemble(library: Library, reference: Reference) -> Ensemble:
    """A shipped ensemble by name or a user's by the path of its .toml file; raises ``ScenarioError``."""
    document = library.open(ENSEMBLES, reference)
    if isinstance(document.made, tuple):  # a shipped one: ten thousand numbers are read once, as long as both files are the same
        kept: tuple[str, Ensemble] = document.made
        if kept[0] == _table_text(document):
            return kept[1]
    file, problems = validate(document, EnsembleFile)
    problems += unknown_sources(document, library.evidence)
    if file is None:
        raise ScenarioError(problems)
    entries = library.parameters.entries
    problems += library.name_problems(ENSEMBLES, document, file.name)
    problems += [problem for name in file.parameters for problem in _unfit(document, name, entries)]
    if problems:
        raise ScenarioError(problems)
    names = tuple(file.parameters)
    text = _table_text(document)
    found = _Table(document.file.removesuffix(".toml") + ".csv", text, names, entries)
    values = found.values()
    if found.problems:
        raise ScenarioError(found.problems[:MAX_PROBLEMS])
    values.setflags(write=False)
    made = Ensemble(file.name, file.title, file.title_zh, file.note, file.note_zh, names, values)
    document.keep((text, made))
    return made


def _table_text(document: Document) -> str:
    """The text of the .csv file beside an ensemble's own."""
    return read_text(document.path.with_suffix(".csv"), document.file.removesuffix(".toml") + ".csv")


def _unfit(document: Document, name: str, entries: Mapping[str, ParameterEntry]) -> Iterator[Problem]:
    """What speaks against fitting a parameter."""
    path = ("parameters", name)
    if name not in entries:
        mend = did_you_mean(name, entries) or Sentence("remove it")
        yield document.problem(path, Sentence("the model has no such parameter"), mend=mend)
    elif entries[name].kind != "uncertainty":
        reason = Sentence("this is a {kind}, and only what is uncertain differs between sets", kind=entries[name].kind)
        mend = Sentence("remove it; levers are set by policies")
        yield document.problem(path, reason, Sentence("parameters of kind uncertainty"), mend)


class _Table:
    """The rows of the .csv file, and what is wrong with them."""

    def __init__(self, file: str, text: str, names: tuple[str, ...], entries: Mapping[str, ParameterEntry]) -> None:
        self.file = file
        self.names = names
        self.entries = entries
        self.problems: list[Problem] = []
        self._reader = csv.reader(io.StringIO(text, newline=""))

    def values(self) -> NDArray[np.float64]:
        """(sets, names); empty where ``problems`` were found."""
        rows: list[list[float]] = []
        try:
            columns = self._columns([heading.strip() for heading in next(self._reader, [])])
            for row in self._reader:
                if columns and row and len(self.problems) < MAX_PROBLEMS and len(rows) <= MAX_SETS:
                    rows.append(self._row(len(rows), row, columns))
        except csv.Error as error:
            self._problem("", Sentence("this is not CSV: {message}", message=str(error)))
        if not self.problems and not MIN_SETS <= len(rows) <= MAX_SETS:
            allowed = Sentence("{low} to {high} rows below the headings", low=MIN_SETS, high=MAX_SETS)
            self._problem("", Sentence("{count} sets are no ensemble", count=len(rows)), allowed, Sentence("give as many rows as that"))
        return np.empty(0) if self.problems else np.array(rows, dtype=np.float64)

    def _columns(self, headings: list[str]) -> dict[str, int]:
        """Where each column stands; empty where the headings are wrong."""
        due = (SET, *self.names)
        allowed = Sentence("the headings {headings}", headings=Names(due))
        for heading in headings:
            if heading not in due:
                mend = did_you_mean(heading, due) or Sentence("remove it, or name it in the .toml file under [parameters]")
                self._problem(heading, Sentence("this column is unknown"), allowed, mend)
            elif headings.count(heading) > 1:
                self._problem(heading, Sentence("{name} stands twice", name=heading), allowed, Sentence("keep one of them"))
        for heading in due:
            if heading not in headings:
                self._problem(heading, Sentence("this column is missing"), allowed, Sentence("add it"))
        return {} if self.problems else {heading: headings.index(heading) for heading in due}

    def _row(self, number: int, row: list[str], columns: Mapping[str, int]) -> list[float]:
        if len(row) != len(columns):
            reason = Sentence("{count} values stand in this row", count=len(row))
            self._problem("", reason, Sentence("{count} values", count=len(columns)))
            return []
        if row[columns[SET]].strip() != str(number):
            reason = Sentence("{value} is not the number of this set", value=show(row[columns[SET]]))
            self._problem(SET, reason, show(number), Sentence("number the sets from 0 on, in order"))
        return [self._value(name, row[columns[name]].strip()) for name in self.names]

    def _value(self, name: str, text: str) -> float:
        try:
            # float() takes full-width digits and underscores, which every other file refuses.
            value = float(text) if text.isascii() and "_" not in text else math.nan
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self._problem(name, Sentence("{value} is no number", value=show(text)), mend=Sentence("write a number"))
            return value
        try:
            self.entries[name].check(value)
        except Fault as fault:
            self._problem(name, fault.reason, fault.allowed, fault.mend)
        return value

    def _problem(self, key: str, reason: str, allowed: str = NOTHING, mend: str = NOTHING) -> None:
        self.problems.append(Problem(self.file, max(1, self._reader.line_num), key if key.isprintable() else show(key), reason, allowed, mend))
