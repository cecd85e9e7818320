"""The schema of a trial's world: what the study's setting has otherwise than a district, and who of it is eligible."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from scenarios.problems import Names, Sentence, show
from scenarios.schema.base import Fault, Line, Name, Number, Part, Table, Text
from scenarios.schema.policy import Month
from scenarios.schema.quantities import Share

Trait = Literal[
    "sector", "place", "workers", "registered", "high_risk", "grade", "tie", "tax", "lasting", "insured"
]
State = Literal[
    "supervision_class", "blacklisted", "certified", "attention", "effort", "competence", "visit_belief",
    "certainty_belief", "fine_belief", "open_hazards", "months_since_visit", "risk", "margin",
]  # fmt: skip
History = Literal[
    "visits", "findings", "penalties", "injuries", "reported_injuries", "expected_injuries", "deaths", "expected_deaths",
    "major_findings", "fines", "stop_work_orders", "ordered_visits", "planned_visits",
]  # fmt: skip
Rate = Literal[
    "visits_per_worker", "visits_per_100_workers", "findings_per_visit", "findings_per_100_workers", "major_findings_per_visit",
    "penalties_per_visit", "penalties_per_100_workers", "fines_per_visit", "fines_per_worker", "injuries_per_worker", "injuries_per_100_workers",
    "stop_work_orders_per_visit", "reported_injuries_per_100_workers", "expected_injuries_per_100_workers", "deaths_per_100_workers", "expected_deaths_per_100_workers",
]  # fmt: skip
"""A history over the workers and years, or over the visits, of the same months."""
RowTrait = Literal["distance", "ordinal", "years_since_visit", "same_officer", "ceiling_ratio"]
"""Known of a row of the results only: no lot can go by them."""
Variable = Literal[Trait, State, History, Rate, RowTrait]
NAMED = ("sector", "place")
FLAGS = ("registered", "high_risk", "insured", "blacklisted", "certified", "same_officer")
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Positive = Annotated[int, Field(ge=1, le=1_000_000)]


def _word_or_flag(value: object) -> object:
    # Told here once: of a union each branch would complain for itself.
    if not isinstance(value, bool | str):
        raise Fault(
            Sentence("{value} is neither a name nor true nor false", value=show(value)),
            Sentence("a name, true or false"),
            Sentence("for numbers use at_least and at_most"),
        )
    return value


class Filter(Table):
    """A condition on one variable; what is given must all hold."""

    at_least: Number | None = None
    at_most: Number | None = None
    among: Annotated[list[Name], Field(min_length=1, max_length=100)] | None = None
    equals: Annotated[bool | str, BeforeValidator(_word_or_flag)] | None = None
    top: Share | None = Field(default=None, description="the share of the candidates with the highest values")

    @model_validator(mode="after")
    def _says_something(self) -> Filter:
        if not self.model_fields_set:
            raise Fault(Sentence("the condition is empty"), Names(Filter.model_fields), Sentence("give one, or remove it"))
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise Fault(Sentence("nothing lies between the two bounds"), Sentence("at_least up to at_most"), Sentence("swap them"))
        return self


Filters = dict[Variable, Filter]


class SectorLike(Table):
    """A sector made from one of the district's: only what differs is given."""

    like: Name = Field(description="the district's sector from which the rest is taken")
    title: Line
    tail_shift: Annotated[float, Field(ge=-10, le=10)] | None = None
    unsafe_rate: Annotated[float, Field(ge=0, le=100)] | None = None
    unsafe_fatal_share: Share | None = None
    high_risk_share: Share | None = None
    exposure_factor: Annotated[float, Field(ge=0, le=100)] = Field(default=1.0, description="on the arrivals of every domain's hazards")
    reason: Text


class Fact(Table):
    """An uncertain parameter that the study's own world fixes (not for fitting: a reason is asked)."""

    value: Number
    reason: Text


class Region(Table):
    """Places in the place of the district's own, spread evenly over a square, each with the same share of the enterprises."""

    places: Annotated[int, Field(ge=2, le=1000)]
    across: Annotated[float, Field(gt=0, le=10_000)] = Field(description="km from side to side")


class Changes(Table):
    """What the study's world has otherwise than the district; a key that is left out stays."""

    enterprises: Annotated[int, Field(ge=1, le=200_000)] | None = Field(
        default=None, description="staff and mandates scale with it as in a sample"
    )
    registered: Share | None = Field(default=None, description="share of the enterprises that stand in the register")
    mean_workers: Annotated[float, Field(ge=1, le=20_000)] | None = None
    log_sigma: Annotated[float, Field(ge=0, le=3)] | None = Field(default=None, description="spread of sizes, of the log")
    sector_mix: Annotated[dict[Name, Share], Field(min_length=1, max_length=100)] | None = None
    large_plants: Count | None = None
    distance_factor: Annotated[float, Field(gt=0, le=1000)] | None = Field(
        default=None, description="on the places' coordinates"
    )
    region: Region | None = Field(default=None, description="other places than the district's, as many as the study's distances need")
    spread_evenly: bool | None = Field(default=None, description="every place has the same share of the enterprises")
    authority: Name | None = Field(default=None, description="the one department that answers for every sector and domain")
    known: Share | None = Field(default=None, description="share of the enterprises that the authority knows")
    sectors: dict[Name, SectorLike] = Field(default={}, max_length=20)
    levers: dict[Name, Number] = Field(
        default={}, max_length=200, description="hold from the burn-in on, in every arm"
    )
    facts: dict[Name, Fact] = Field(default={}, max_length=100)


class Variant(Changes):
    """One of several worlds of a study: periods, places, kinds of enterprise. It differs from [world] by its keys."""

    name: Name
    title: Line


class World(Changes):
    """The study's setting, as a district with changes."""

    district: Part = Field(description="a district's name, or NAME.toml in the same folder")
    burn_in: Annotated[int, Field(ge=0, le=600)] = Field(
        default=96, description="months under the world's levers before month 0"
    )
    reason: Text = Field(description="why this world resembles the study's")
    variants: list[Variant] = Field(default=[], max_length=20)


class Eligible(Table):
    """Whom the study could have drawn."""

    history: Month = Field(default=24, description="months before the treatment over which histories are counted")
    where: Filters = Field(default={}, description="all of these hold")
