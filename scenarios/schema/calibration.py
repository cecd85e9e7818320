"""The schema of calibration.toml: which parameters are fitted, to which figures of which trials, and by which splits."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenarios.schema.base import SPEC_PATTERN, FileName, Line, Name, Table, Version
from scenarios.schema.policy import Month

Rows = Annotated[int, Field(ge=1, le=100_000)]


class FitEntry(Table):
    """[fit]: how closely the model has to meet a figure."""

    discrepancy: Annotated[float, Field(ge=0, le=100)] = Field(description="half-widths of a study's interval by which the model may miss")
    implausible: Annotated[float, Field(gt=0, le=100)] = Field(description="standard deviations that rule a set out")
    sets: Annotated[int, Field(ge=5, le=5000)] = Field(description="sets of the ensemble")


class BaselineEntry(Table):
    """[baseline]: the run whose levels are fitted."""

    district: Annotated[str, Field(pattern=SPEC_PATTERN, max_length=300)]
    months: Annotated[int, Field(ge=1, le=1200)]


class ProfileEntry(Table):
    """[profile]: how trials are made small."""

    burn_in: Month


class PriorEntry(Table):
    """One of [[parameters]] (fitted) or [[drawn]] (drawn beside them), over its expected range."""

    name: Name
    scale: Literal["linear", "log"]
    reason: Line


class RowEntry(Table):
    """One of a trial's rows: a figure to meet."""

    estimand: Name
    fit: bool = Field(default=True, description="false: foretold, not fitted")
    counted: str = Field(default="", max_length=60, description="the outcome of the study")
    expected: str = Field(default="", max_length=60, description="the outcome that is run in its place")


class TrialEntry(Table):
    """One of [[trials]]: a trial in its small size."""

    name: FileName
    enterprises: Rows
    variants: list[Name] = Field(default=[], max_length=20, description="none: all of the trial's")
    rows: list[RowEntry] = Field(min_length=1, max_length=50)


class FoldEntry(Table):
    """One of [[folds]]: a split, with the trials that its fit does not see."""

    name: FileName
    out: list[FileName] = Field(min_length=1, max_length=100)


class CalibrationFile(Table):
    """calibration.toml."""

    schema_version: Version
    seed: Annotated[int, Field(ge=0, lt=2**63)]
    points: Annotated[int, Field(ge=1, le=100_000)]
    fit: FitEntry
    baseline: BaselineEntry
    profile: ProfileEntry
    parameters: list[PriorEntry] = Field(min_length=1, max_length=100)
    drawn: list[PriorEntry] = Field(default=[], max_length=100, description="parameters that no evidence narrows, but on which effects of policies hang")
    trials: list[TrialEntry] = Field(min_length=1, max_length=100)
    folds: list[FoldEntry] = Field(max_length=50)
