"""The schema of an ensemble: sets of parameter values that the evidence leaves plausible, and how they were found."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.schema.base import FileName, Line, Name, OptionalText, Range, Sources, Table, Text, Version, needs_range


class VariedParameter(Table):
    """One parameter that differs between the sets."""

    prior: Range = Field(description="[low, high]; what was thought possible before the fit")
    how: Literal["fitted", "drawn"] = Field(
        default="fitted", description="fitted to the targets together with the other fitted ones, or drawn from its range since no evidence narrows it")
    spread_left: Annotated[float, Field(ge=0, le=10)] | None = Field(
        None, description="standard deviation of the sets as a share of that of the range; above 0.8 the evidence has not pinned it down")
    source: Sources

    @model_validator(mode="after")
    def _consistent(self) -> VariedParameter:
        needs_range(self.source, self.prior[0], self.prior[1], "prior")
        return self


class EnsembleFile(Table):
    """scenarios/ensembles/NAME.toml; the values stand in NAME.csv beside it, one row for each set."""

    schema_version: Version
    name: FileName = Field(description="the file's own name without .toml")
    title: Line
    title_zh: OptionalText = ""
    note: OptionalText = Field("", description="what a reader must be told beside every result")
    note_zh: OptionalText = ""
    method: Text = Field(description="how the sets were found")
    targets: list[Line] = Field(default_factory=list, max_length=200, description="what they were fitted to")
    command: OptionalText = Field("", description="the command that makes the file again")
    model: OptionalText = Field("", description="version of the model that was fitted")
    seed: Annotated[int, Field(ge=0)] | None = None
    date: OptionalText = Field("", description="day of the fit, YYYY-MM-DD")
    usual: Annotated[int, Field(ge=0)] | None = Field(None, description="the set whose values parameters.toml holds")
    parameters: dict[Name, VariedParameter] = Field(min_length=1, max_length=200)
