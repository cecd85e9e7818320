"""The schema of a policy file: the levers a government sets, when, why, and at what cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Protocol

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator

from scenarios.problems import Names, Problem, Sentence, show
from scenarios.schema.base import (
    Fault,
    FileName,
    Line,
    Name,
    Number,
    OptionalText,
    Part,
    Range,
    Setting,
    SourceId,
    Sources,
    Table,
    Text,
    Version,
    needs_range,
)

MAX_MONTHS = 1200
MAX_LEVERS = 200
MAX_PARTS = 20
MAX_YEARLY_COST = 10**11
MAX_SPEC = 8_000
"""Letters of the text that names policies, or is one of one's own: it fits on a line of a file."""

Month = Annotated[int, Field(ge=0, le=MAX_MONTHS)]
Yuan = Annotated[int, Field(ge=0, le=MAX_YEARLY_COST)]


class Origin(Protocol):
    """The file from which a table was read."""

    @property
    def file(self) -> str:
        """Its name for messages."""

    def problem(self, path: Sequence[str | int], reason: str, allowed: str, mend: str) -> Problem:
        """A problem at a key path of it."""


class LeverEntry(Table):
    """One lever: its value, and its own times where they differ from the file's."""

    value: Number
    start: Month | None = Field(default=None, description="first month with any effect")
    ramp: Month | None = Field(default=None, description="months over which the lever moves")
    end: Month | None = Field(default=None, description="first month without the lever")
    source: Sources | None = None
    range: Range | None = Field(default=None, description="values to try in its stead")

    @model_validator(mode="after")
    def _assumption_has_range(self) -> LeverEntry:
        if self.range is not None and not self.range[0] <= self.value <= self.range[1]:
            raise Fault(
                Sentence("{value} is outside the entry's own range", value=show(self.value)),
                Sentence("{low} to {high}", low=show(self.range[0]), high=show(self.range[1])),
                Sentence("widen `range` or change `value`"),
            )
        if self.source is not None:
            low, high = self.range or [self.value, self.value]
            needs_range(self.source, low, high)
        return self


def _entry(lever: Any) -> Any:
    """A bare number is an entry with nothing but a value."""
    return lever if isinstance(lever, dict | LeverEntry) else {"value": lever}


Lever = Annotated[LeverEntry, BeforeValidator(_entry, json_schema_input_type=float | LeverEntry)]


class CellEdit(Table):
    """One cell of the responsibility matrix handed to others: who answers for a hazard domain in a sector, and who leads."""

    departments: Annotated[list[Name], Field(max_length=100, description="who answers for it; an empty list leaves nobody")]
    lead: Name | None = Field(default=None, description="the one of them that is named lead; without it only the lever leads_named names one")
    start: Month | None = Field(default=None, description="first month with the new departments")
    end: Month | None = Field(default=None, description="first month with the old ones again")
    source: Sources

    @model_validator(mode="after")
    def _lead_is_one_of_them(self) -> CellEdit:
        doubled = sorted({name for name in self.departments if self.departments.count(name) > 1})
        if doubled:
            raise Fault(Sentence("{name} stands twice", name=doubled[0]), mend=Sentence("keep one of them"), key="departments")
        if self.lead is not None and self.lead not in self.departments:
            raise Fault(
                Sentence("the lead {name} is none of the cell's departments", name=show(self.lead)),
                Names(self.departments) if self.departments else Sentence("no lead, since there are no departments"),
                Sentence("add it to `departments`, or name another"),
                "lead",
            )
        return self


class PolicyFile(Table):
    """One file of policies/.

    ``warnings`` tells of values outside a lever's expected range, ``file`` is the file's name for messages.
    """

    schema_version: Version
    name: FileName = Field(description="the name of the file without .toml")
    title: Line
    title_zh: OptionalText = ""
    question: Text = Field(description="what an analyst asks of it, one sentence")
    reasoning: Text = Field(description="why it might work, through which mechanisms, and what it cannot do")
    evidence: list[SourceId] = Field(default=[], max_length=200)
    yearly_cost: Yuan = Field(default=0, description="yuan of 2023 a year that no lever prices, for 65,000 employees")
    yearly_cost_source: Sources | None = None
    yearly_cost_range: Range | None = None
    start: Month = Field(default=0, description="months after the burn-in, for every lever without its own")
    ramp: Month = 0
    end: Month | None = None
    includes: list[Part] = Field(default=[], max_length=MAX_PARTS, description="policies taken over, in order")
    overrides: list[Setting] = Field(
        default=[], max_length=MAX_LEVERS, description="levers of included policies set anew, and cells of the matrix as SECTOR.DOMAIN")
    notes: list[Text] = Field(default=[], max_length=50, description="caveats that a reader must see")
    levers: dict[Name, Lever] = Field(default={}, max_length=MAX_LEVERS)
    responsibility: dict[Name, Annotated[dict[Name, CellEdit], Field(max_length=50)]] = Field(
        default={}, max_length=100, description="cells of the responsibility matrix, by sector and hazard domain")

    _warnings: list[str] = PrivateAttr(default_factory=list)
    _origin: Origin | None = PrivateAttr(default=None)

    @property
    def warnings(self) -> list[str]:
        return list(self._warnings)

    @property
    def file(self) -> str:
        return self._origin.file if self._origin else ""

    @property
    def cells(self) -> dict[tuple[str, str], CellEdit]:
        """The cells of the matrix that it hands to others, by sector and domain."""
        return {(sector, domain): cell for sector, row in self.responsibility.items() for domain, cell in row.items()}

    def located(self, origin: Origin, warnings: list[str]) -> PolicyFile:
        """Itself, with what only the reading of the file can know."""
        self._origin, self._warnings = origin, warnings
        return self

    def problem(self, path: tuple[str, ...], reason: str, allowed: str, mend: str) -> Problem:
        """A problem at a key path of the file that it was read from."""
        return self._origin.problem(path, reason, allowed, mend) if self._origin else Problem(self.name, None, ".".join(path), reason, allowed, mend)

    @model_validator(mode="after")
    def _cost_is_sourced(self) -> PolicyFile:
        if self.yearly_cost and not self.yearly_cost_source:
            raise Fault(
                Sentence("yearly_cost has no source"),
                Sentence("ids of evidence.toml, or the word assumption"),
                Sentence("add yearly_cost_source"),
                "yearly_cost",
            )
        low, high = self.yearly_cost_range or [self.yearly_cost, self.yearly_cost]
        if not low <= self.yearly_cost <= high:
            raise Fault(
                Sentence("yearly_cost {value} is outside its own range", value=show(self.yearly_cost)),
                Sentence("{low} to {high}", low=show(low), high=show(high)),
                Sentence("widen yearly_cost_range or change yearly_cost"),
                "yearly_cost",
            )
        if self.yearly_cost:
            needs_range(self.yearly_cost_source or [], low, high, "yearly_cost")
        return self

    def times_of(self, lever: str) -> tuple[int, int, int | None]:
        """Start, ramp and end of a lever, the file's where the entry has none."""
        entry = self.levers[lever]
        start, end = self.span_of(entry)
        return start, self.ramp if entry.ramp is None else entry.ramp, end

    def span_of(self, entry: LeverEntry | CellEdit) -> tuple[int, int | None]:
        """Start and end of a lever or a cell, the file's where the entry has none; a cell has no ramp."""
        return self.start if entry.start is None else entry.start, self.end if entry.end is None else entry.end
