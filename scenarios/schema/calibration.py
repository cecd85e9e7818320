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
    near: Annotated[float, Field(ge=0, le=100)] | None = Field(
        default=None, description="widths of a target's band, of its logarithm, by which a world may miss it and still be asked for the trials")


class ProfileEntry(Table):
    """[profile]: how trials are made small."""

    burn_in: Month


class AcceptanceEntry(Table):
    """[acceptance]: runs of the baseline by which candidates of the sampler become members of the ensemble."""

    district: Annotated[str, Field(pattern=SPEC_PATTERN, max_length=300)]
    months: Annotated[int, Field(ge=1, le=1200)]
    worlds: Annotated[int, Field(ge=1, le=1000, description="of each candidate; a member is run on as many fresh ones")]
    candidates: Annotated[int, Field(ge=5, le=100_000, description="at most so many are tried")]
    allowance: Annotated[float, Field(ge=0, le=10, description="standard errors of its mean by which a figure may lie outside its band")]


class PriorEntry(Table):
    """One of [[parameters]]: fitted over its expected range, or over a ``range`` of the plan's own."""

    name: Name
    scale: Literal["linear", "log", "choice"] = Field(description="uniform, of the logarithm, or one of two forms: the other from 0.5 on")
    reason: Line
    open: bool = Field(default=False, description="true: no evidence is expected to narrow it")
    range: Annotated[list[float], Field(min_length=2, max_length=2)] | None = Field(
        default=None, description="lowest and highest value, where the plan looks elsewhere than the expected range; within the hard one")


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


class HeldEntry(Table):
    """One of [[held_out]]: a trial that never enters a fit."""

    name: FileName
    reason: Line


class FoldEntry(Table):
    """One of [[folds]]: a split, with the trials that its fit does not see."""

    name: FileName
    out: list[FileName] = Field(min_length=1, max_length=100)


class CalibrationFile(Table):
    """calibration.toml."""

    schema_version: Version
    seed: Annotated[int, Field(ge=0, lt=2**63)]
    points: Annotated[int, Field(ge=1, le=100_000)]
    worlds: Annotated[int, Field(ge=1, le=1000, description="of each point")]
    fit: FitEntry
    acceptance: AcceptanceEntry
    baseline: BaselineEntry
    profile: ProfileEntry
    parameters: list[PriorEntry] = Field(min_length=1, max_length=200)
    trials: list[TrialEntry] = Field(min_length=1, max_length=100)
    held_out: list[HeldEntry] = Field(default=[], max_length=100)
    folds: list[FoldEntry] = Field(max_length=50)
