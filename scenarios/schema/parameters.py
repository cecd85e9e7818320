"""The schema of parameters.toml: every parameter of the model, once."""

from __future__ import annotations

import keyword
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from scenarios.problems import Sentence, show
from scenarios.schema.base import Fault, Line, Name, Number, OptionalText, Range, Sources, Table, Version, needs_range
from simulation.parameters import Parameters


class ParameterEntry(Table):
    """One parameter: its value, what it is, and the bounds outside which it is an error or a warning."""

    value: Number
    unit: Line
    kind: Literal["lever", "uncertainty", "constant"]
    hard: Range = Field(description="[low, high]; outside: error")
    expected: Range = Field(description="[low, high]; outside: warning; for an assumption the range to vary")
    source: Sources
    group: Name
    description: Line = Field(description="what it is, to be read within a sentence")
    note: OptionalText = Field(default="", description="what else is to be known of it, apart from any sentence")
    title_zh: OptionalText = Field(default="", description="what it is called within a Chinese sentence")

    @model_validator(mode="after")
    def _consistent(self) -> ParameterEntry:
        if ";" in self.description or self.description.endswith((".", ":", ",")):
            raise Fault(Sentence("the description does not end where the thing is named; it stands within sentences"),
                        mend=Sentence("put what follows under `note`"), key="description")  # fmt: skip
        low, high = self.expected
        if not self.hard[0] <= low <= high <= self.hard[1]:
            raise Fault(
                Sentence("{low} to {high} is not inside the hard range", low=show(low), high=show(high)),
                Sentence("{low} to {high}", low=show(self.hard[0]), high=show(self.hard[1])),
                Sentence("narrow `expected` or widen `hard`"),
                "expected",
            )
        self.check(self.value)
        if self.kind != "constant":
            needs_range(self.source, low, high, "expected")
        return self

    @property
    def hard_range(self) -> str:
        """The hard range in words."""
        return Sentence("{low} to {high} ({unit})", low=show(self.hard[0]), high=show(self.hard[1]), unit=self.unit)

    def check(self, value: float) -> None:
        """Raise ``Fault`` where ``value`` is outside the hard range."""
        if not self.hard[0] <= value <= self.hard[1]:
            reason = Sentence("{value} is outside the hard range", value=show(value))
            raise Fault(reason, self.hard_range, Sentence("choose a value in this range"), "value")

    def is_expected(self, value: float) -> bool:
        """Whether ``value`` lies in the expected range."""
        return self.expected[0] <= value <= self.expected[1]

    def warning(self, name: str, value: float) -> str:
        """The sentence for a value outside the expected range."""
        low, high = show(self.expected[0]), show(self.expected[1])
        return Sentence(
            "{name} = {value} is outside its expected range, {low} to {high} ({unit})",
            name=name,
            value=show(value),
            low=low,
            high=high,
            unit=self.unit,
        )


def _attribute(name: str) -> str:
    # Parameters are read as attributes, so a name must be one and must hide none.
    if not name.isidentifier() or keyword.iskeyword(name) or hasattr(Parameters, name):
        raise Fault(
            Sentence("{name} cannot be a parameter's name", name=show(name)),
            Sentence("small letters, digits and _, starting with a letter; no word of Python"),
            Sentence("rename it"),
        )
    return name


class ParametersFile(Table):
    """parameters.toml."""

    schema_version: Version
    parameters: dict[Annotated[Name, AfterValidator(_attribute)], ParameterEntry] = Field(min_length=1, max_length=1000)
