"""The schema of a trial's estimands: each figure of the study, how it is measured here, and what would count as agreement."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.problems import Sentence
from scenarios.schema.base import Fault, Line, Name, Number, Study, Table, Text
from scenarios.schema.quantities import Share
from scenarios.schema.trial_estimators import AnyEstimator
from scenarios.schema.trial_world import Filters, Variable

Kind = Literal["evidence", "calibration"]
Span = Annotated[list[Annotated[int, Field(ge=-1200, le=1200)]], Field(min_length=2, max_length=2)]


class Published(Table):
    """What the study found; without ``figure`` only a direction or a range."""

    figure: Number | None = None
    low: Number | None = None
    high: Number | None = None
    text: Text
    evidence: Annotated[list[Study], Field(min_length=1, max_length=50)]

    @model_validator(mode="after")
    def _ordered(self) -> Published:
        _not_backwards(self.low, self.high)
        return self


class Band(Table):
    """What the simulated figure must be, for this row to pass, and why."""

    low: Number | None = None
    high: Number | None = None
    reason: Text
    source: Literal["published interval", "published range, widened", "judgement"]
    sign: Literal["negative", "positive", "none"] = "none"
    sign_share: Share = Field(default=0.9, description="worlds that must have the sign")
    order_share: Annotated[float, Field(gt=0.5, le=1)] = Field(
        default=0.9, description="yes or no: worlds in which an order or shape must hold; in no more than the rest of them it does not; between them it is not determined"
    )
    p_below: Share | None = Field(default=None, description="must be significant at this level over the worlds")
    p_above: Share | None = Field(default=None, description="must not be significant at this level in the published size")

    @model_validator(mode="after")
    def _demands_something(self) -> Band:
        _not_backwards(self.low, self.high)
        if self.sign == "none" and all(value is None for value in (self.low, self.high, self.p_below, self.p_above)):
            raise Fault(
                Sentence("the band demands nothing"), Sentence("low, high, sign, p_below or p_above"), Sentence("give one, or remove the band")
            )
        return self


def _not_backwards(low: float | None, high: float | None) -> None:
    if low is not None and high is not None and low > high:
        raise Fault(Sentence("the range runs backwards"), Sentence("low up to high"), Sentence("swap the two numbers"), "low")


class Estimand(Table):
    """One figure of the study: a row of the report."""

    name: Name
    title: Line
    kind: Kind
    outcome: Name | None = None
    realised: Name | None = Field(
        default=None, description="outcome in its place at the published size: counts instead of expectations"
    )
    of: Literal["treated", "peers", "all"] = Field(
        default="treated", description="peers: enterprises of a treated one's sector"
    )
    split: Variable | None = Field(default=None, description="one arm: rows with it against rows without it")
    rows: Literal["unit", "visit", "accident", "place", "world_year"] = "unit"
    arms: list[Name] = Field(default=[], max_length=20, description="treated first, reference last")
    variants: list[Name] = Field(default=[], max_length=20)
    where: Filters = Field(default={}, description="rows kept; histories count since the treatment")
    before: Span | None = Field(default=None, description="[from, to) in months since the treatment")
    after: Span | None = Field(default=None, description="[from, to) in months since the treatment")
    months: Literal["all", "sensitive", "other"] = Field(
        default="all", exclude_if=lambda months: months == "all", description="of the spans only the politically sensitive months, or the others"
    )
    estimator: AnyEstimator
    unit: Literal["percent", "ratio", "share", "exponent", "elasticity", "log points", "rate", "yes or no"]
    published: Published
    band: Band | None = Field(default=None, description="none: reported only, no verdict")
