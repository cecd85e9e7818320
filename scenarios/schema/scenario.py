"""The schema of a scenario file: one question, what is compared with the baseline on which district, under which assumptions."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from scenarios.problems import Sentence
from scenarios.schema.base import SPEC_PATTERN, Fault, FileName, Name, Number, Table, Version
from scenarios.schema.plan import MAX_WORLD
from scenarios.schema.policy import MAX_MONTHS, MAX_SPEC, Month

MAX_POLICIES = 12
MAX_WORLDS = 100_000
MAX_SCENARIO_BYTES = 256 * 1024
MAX_DISCOUNT = 0.08

Text = Annotated[str, Field(min_length=1, max_length=MAX_SPEC, pattern=SPEC_PATTERN)]
Place = Annotated[str, Field(min_length=1, max_length=1000, pattern=SPEC_PATTERN)]


class OwnLever(Table):
    """A lever of an own policy, and when."""

    value: Number
    start: Month = Field(default=0, description="first month with any effect")
    ramp: Month = Field(default=0, description="months over which the lever moves")
    end: Month | None = Field(default=None, description="first month without the lever")

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> OwnLever:
        _refuse_early_end(self.start, self.end)
        return self


class OwnCell(Table):
    """A cell of the responsibility matrix that an own policy hands to others, and when."""

    departments: Annotated[list[Name], Field(max_length=100, description="who answers for it; an empty list leaves nobody")]
    lead: Name | None = Field(default=None, description="the one of them that is named lead")
    start: Month = Field(default=0, description="first month with the new departments")
    end: Month | None = Field(default=None, description="first month with the old ones again")

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> OwnCell:
        _refuse_early_end(self.start, self.end)
        return self


def _refuse_early_end(start: int, end: int | None) -> None:
    if end is not None and end <= start:
        reason = Sentence("it ends in month {end}, not after its start in month {start}", end=end, start=start)
        raise Fault(reason, Sentence("end > start"), Sentence("move `start` or `end`"))


def _lever(lever: Any) -> Any:
    """A bare number is an entry with nothing but a value."""
    return lever if isinstance(lever, dict | OwnLever) else {"value": lever}


class OwnPolicy(Table):
    """A policy of one's own: another, or several joined by +, with levers and cells set anew."""

    base: Annotated[str, Field(max_length=MAX_SPEC, pattern=SPEC_PATTERN)] = Field(
        default="", description="what it starts from: a name, a path or several joined by +; empty for the baseline")  # fmt: skip
    levers: dict[Name, Annotated[OwnLever, BeforeValidator(_lever, json_schema_input_type=float | OwnLever)]] = Field(default={}, max_length=200)
    responsibility: dict[Name, Annotated[dict[Name, OwnCell], Field(max_length=50)]] = Field(
        default={}, max_length=100, description="cells of the responsibility matrix, by sector and hazard domain")  # fmt: skip


class ScenarioFile(Table):
    """A scenario as a file."""

    schema_version: Version
    district: Place = "jiuyuan"
    district_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")] | None = Field(
        default=None, description="what a district's file of one's own held when this was written, twelve hex digits; another content is refused")
    policies: list[Text] = Field(
        default=[], max_length=MAX_POLICIES, description="what is compared with the baseline: names, paths, several joined by +, or names of [own]")  # fmt: skip
    months: Annotated[int, Field(ge=1, le=MAX_MONTHS)] = 120
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = 0
    worlds: Annotated[int, Field(ge=1, le=MAX_WORLDS)] = 20
    first_world: Annotated[int, Field(ge=0, le=MAX_WORLD)] = 0
    ensemble: Place | None = Field(default=None, description="sets of parameters that the worlds run under; the usual ones if left out, \"none\" for none")
    discount: Annotated[float, Field(ge=0, le=MAX_DISCOUNT)] = Field(default=0.03, description="discount rate of money, a year")
    parameters: dict[Name, Number] = Field(default={}, max_length=1000, description="assumptions changed by hand, in every policy")
    own: dict[FileName, OwnPolicy] = Field(default={}, max_length=MAX_POLICIES, description="policies of one's own")

    @model_validator(mode="after")
    def _each_policy_is_compared_once(self) -> ScenarioFile:
        if twice := [spec for spec in self.policies if self.policies.count(spec) > 1]:
            raise Fault(Sentence("{name} stands twice", name=twice[0]), mend=Sentence("keep one of them"), key="policies")
        return self
