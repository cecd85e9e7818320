"""Numbers of a district with their range and source, each kind within its own limits."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from scenarios.problems import Sentence, show
from scenarios.schema.base import Fault, Line, Number, Range, Sources, Table, needs_range

MAX_ENTERPRISES = 200_000
BYTES_PER_ENTERPRISE = 4_000

Share = Annotated[float, Field(ge=0, le=1)]
Factor = Annotated[float, Field(ge=0, le=1000)]
Amount = Annotated[float, Field(ge=0, le=1e8)]
Positive = Annotated[float, Field(gt=0, le=1e8)]
Shift = Annotated[float, Field(ge=-10, le=10)]
Spread = Annotated[float, Field(ge=0, le=3)]
Count = Annotated[int, Field(ge=0, le=10**8)]
Months = Annotated[int, Field(ge=0, le=600)]


def _affordable(enterprises: int) -> int:
    # Refused here, before anything of that size is allocated.
    if enterprises > MAX_ENTERPRISES:
        gigabytes = max(1, enterprises * BYTES_PER_ENTERPRISE // 10**9)
        raise Fault(
            Sentence(
                "{count} enterprises would take about {size} GB of memory",
                count=f"{enterprises:,}",
                size=f"{gigabytes:,}",
            ),
            Sentence("up to {limit} enterprises", limit=f"{MAX_ENTERPRISES:,}"),
            Sentence("simulate a smaller district, or a sample of it with `extends` and `scale`"),
        )
    return enterprises


class Quantity(Table):
    """A number with its low and high bound; subclasses say within which limits."""

    low: Number
    value: Number
    high: Number
    unit: Line
    source: Sources

    @model_validator(mode="after")
    def _in_order(self) -> Quantity:
        if not self.low <= self.value <= self.high:
            numbers = {"low": show(self.low), "value": show(self.value), "high": show(self.high)}
            raise Fault(
                Sentence("low {low}, value {value}, high {high} are not in order", **numbers),
                Sentence("low <= value <= high"),
                Sentence("put them in order"),
            )
        needs_range(self.source, self.low, self.high)
        return self


class ShareQuantity(Quantity):
    """A share, 0 to 1."""

    low: Share
    value: Share
    high: Share


class FactorQuantity(Quantity):
    """A number of at least 0 that multiplies another."""

    low: Factor
    value: Factor
    high: Factor


class AmountQuantity(Quantity):
    """An amount of at least 0, whole or not."""

    low: Amount
    value: Amount
    high: Amount


class PositiveQuantity(Quantity):
    """An amount above 0."""

    low: Positive
    value: Positive
    high: Positive


class ShiftQuantity(Quantity):
    """A small number that is added to another."""

    low: Shift
    value: Shift
    high: Shift


class SpreadQuantity(Quantity):
    """A standard deviation of a logarithm."""

    low: Spread
    value: Spread
    high: Spread


class CountQuantity(Quantity):
    """A whole number of at least 0."""

    low: Count
    value: Count
    high: Count


class CensusQuantity(Quantity):
    """A whole number of a city or a country, of at least 1."""

    low: Annotated[int, Field(ge=1, le=10**10)]
    value: Annotated[int, Field(ge=1, le=10**10)]
    high: Annotated[int, Field(ge=1, le=10**10)]


class CountiesQuantity(Quantity):
    """The number of districts of a country, of which a simulation must hold every one in memory."""

    low: Annotated[int, Field(ge=1, le=5000)]
    value: Annotated[int, Field(ge=1, le=5000)]
    high: Annotated[int, Field(ge=1, le=5000)]


class MonthsQuantity(Quantity):
    """A whole number of months."""

    low: Months
    value: Months
    high: Months


class EnterprisesQuantity(Quantity):
    """The number of enterprises, of which a simulation must hold every one in memory."""

    low: Annotated[int, Field(ge=1)]
    value: Annotated[int, Field(ge=1, json_schema_extra={"maximum": MAX_ENTERPRISES}), AfterValidator(_affordable)]
    high: Annotated[int, Field(ge=1)]


class Values(Table):
    """A list of numbers; ``range`` holds factors within which they are to be varied. Subclasses set the limits."""

    values: list[Number]
    range: Range
    source: Sources

    @model_validator(mode="after")
    def _range_holds_one(self) -> Values:
        low, high = self.range
        if not 0 <= low <= 1 <= high:
            raise Fault(
                Sentence(
                    "the range {low} to {high} does not hold the values themselves", low=show(low), high=show(high)
                ),
                Sentence("factors with low <= 1 <= high"),
                Sentence("give factors on the values, such as [0.5, 2]"),
            )
        needs_range(self.source, low, high)
        return self


class ShareValues(Values):
    """A list of shares."""

    values: Annotated[list[Share], Field(max_length=200)]


class FactorValues(Values):
    """A list of numbers of at least 0."""

    values: Annotated[list[Factor], Field(max_length=200)]


class Position(Values):
    """x (east) and y (north) in km."""

    values: Annotated[list[Annotated[float, Field(ge=-1000, le=1000)]], Field(min_length=2, max_length=2)]
