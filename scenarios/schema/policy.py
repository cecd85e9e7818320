"""The schema of a policy file: the levers a government sets, when, why, and at what cost."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator

from scenarios.problems import Sentence, show
from scenarios.schema.base import (
    Fault,
    FileName,
    Line,
    Name,
    Number,
    OptionalText,
    Part,
    Range,
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

Month = Annotated[int, Field(ge=0, le=MAX_MONTHS)]
Yuan = Annotated[int, Field(ge=0, le=MAX_YEARLY_COST)]


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
    overrides: list[Name] = Field(default=[], max_length=MAX_LEVERS, description="levers of included policies set anew")
    notes: list[Text] = Field(default=[], max_length=50, description="caveats that a reader must see")
    levers: dict[Name, Lever] = Field(default={}, max_length=MAX_LEVERS)

    _warnings: list[str] = PrivateAttr(default_factory=list)
    _file: str = PrivateAttr(default="")

    @property
    def warnings(self) -> list[str]:
        return list(self._warnings)

    @property
    def file(self) -> str:
        return self._file

    def located(self, file: str, warnings: list[str]) -> PolicyFile:
        """Itself, with what only the reading of the file can know."""
        self._file, self._warnings = file, warnings
        return self

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
        start = self.start if entry.start is None else entry.start
        ramp = self.ramp if entry.ramp is None else entry.ramp
        return start, ramp, self.end if entry.end is None else entry.end
