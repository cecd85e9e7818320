"""The schema of a trial's assignment and arms: who gets what, by which rule, when."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.problems import Sentence
from scenarios.schema.base import Fault, Line, Name, Number, Table
from scenarios.schema.policy import Lever, Month
from scenarios.schema.quantities import Share
from scenarios.schema.trial_world import Count, Filters, Variable


class Wedge(Table):
    """A stepped wedge: the units (places, officers, enterprises) are treated in equal groups, one after the other."""

    steps: Annotated[int, Field(ge=2, le=100)] = Field(description="groups")
    every: Annotated[int, Field(ge=1, le=600)] = Field(description="months from one group to the next")
    order: Literal[Variable, "lot"] = Field(default="lot", description="who comes first: by lot, or those with the highest mean of a variable")


class Assignment(Table):
    """Who comes into which arm.

    ``within``: the arms share a world; ``twins``: one world for each arm, with the same draws.
    """

    method: Literal["random", "matched", "cutoff", "ranked", "choice", "all"]
    unit: Literal["enterprise", "place", "officer", "world"] = "enterprise"
    across: Literal["within", "twins"] = "within"
    month: Month = Field(description="of the treatment, after the burn-in")
    spread: Month = Field(default=0, description="staggered: months over which the units are treated, by lot")
    wedge: Wedge | None = Field(default=None, exclude_if=lambda wedge: wedge is None, description="clusters with an order, in place of `spread`")
    strata: list[Variable] = Field(default=[], max_length=10, description="the lot is drawn in each group apart")
    match_on: list[Variable] = Field(default=[], max_length=10)
    running: Variable | None = Field(default=None, description="cut-off, ranked: variable that decides")
    cutoff: Number | None = None
    take_up_below: Share = 0.0
    take_up_above: Share = 1.0

    @model_validator(mode="after")
    def _complete(self) -> Assignment:
        needed = {"cutoff": ("running", "cutoff"), "ranked": ("running",), "matched": ("match_on",)}
        for key in needed.get(self.method, ()):
            if getattr(self, key) in (None, []):
                raise Fault(
                    Sentence("the method {method} needs `{key}`", method=self.method, key=key), mend=Sentence("add `{key}`", key=key)
                )
        if self.wedge is not None and self.spread:
            raise Fault(Sentence("units are treated by lot over months, or in steps, not both"), mend=Sentence("remove `spread` or `wedge`"), key="spread")
        return self

    @property
    def last(self) -> int:
        """Months by which the last units may be treated after the first."""
        return self.spread if self.wedge is None else (self.wedge.steps - 1) * self.wedge.every


ByRule = Literal["by_rule", "always", "never"]


class Case(Table):
    """How often an act is done to units of one kind."""

    where: Filters = Field(min_length=1, description="all of these hold of the unit")
    times: Annotated[int, Field(ge=0, le=1200)]


class Timed(Table):
    """When, how often and for whom of the arm."""

    after: Month = Field(default=0, description="months since the unit's treatment")
    every: Month = Field(default=0, description="again after so many months; 0: once")
    times: Annotated[int, Field(ge=1, le=1200)] = 1
    share: Share = Field(default=1.0, description="share of the arm's units, by lot")
    cases: list[Case] = Field(
        default=[], max_length=20, exclude_if=lambda cases: not cases, description="times by the unit: the first case that fits; `times` where none does"
    )

    @property
    def most(self) -> int:
        """The most times that it is done to any unit."""
        return max(self.times, *(case.times for case in self.cases), 0)

    @model_validator(mode="after")
    def _repeats(self) -> Timed:
        if (self.most > 1) != (self.every > 0):
            raise Fault(
                Sentence("what is repeated needs `every` and `times`"),
                Sentence("every of at least 1 with times of at least 2, or neither"),
                Sentence("add the other, or remove it"),
                "every" if self.every else "times",
            )
        return self


class VisitOrder(Timed):
    """A visit beside those that the rules plan."""

    do: Literal["visit"]
    department: Name = "emergency"
    penalty: ByRule = "by_rule"
    advice: ByRule = "by_rule"
    announced: ByRule = "by_rule"
    officer: Literal["by_rule", "same", "new", "novice", "professional"] = "by_rule"
    skill: Share | None = Field(default=None, description="the officer's chance of seeing what can be seen; none: his own")
    place_in_day: Count | None = Field(default=None, description="visits that the officer has behind him that day")
    visits_nearby: Count | None = Field(default=None, description="visits in the place that month, of which word runs ahead")
    capacity: Literal["extra", "taken"] = "extra"
    lot: bool = Field(default=False, description="month drawn evenly from the twelve that begin with `after`")


class Letter(Timed):
    """An announcement moves nobody by itself (study-B15); a briefing is what a warning letter is to a person in charge."""

    do: Literal["letter"]
    content: Literal["announcement", "briefing"] = "briefing"


class Publication(Timed):
    """The unit is named with a fine, which is not imposed."""

    do: Literal["publication"]
    fine: Annotated[float, Field(ge=0, le=1e8)] = Field(description="yuan")


class MadeAccident(Timed):
    """An accident beside those that are drawn."""

    do: Literal["accident"]
    where: Literal["own", "elsewhere"] = "own"
    deaths: Annotated[int, Field(ge=0, le=10_000)] = 0
    serious: Annotated[int, Field(ge=0, le=10_000)] = Field(default=0, description="injured who are disabled for long")
    loss: Annotated[float, Field(ge=0, le=1e10)] = Field(default=0.0, description="yuan")
    domain: Name | None = Field(default=None, description="hazard domain; none: an unsafe act")
    on_record: bool = True

    @model_validator(mode="after")
    def _harms(self) -> MadeAccident:
        if not (self.deaths or self.serious or self.loss):
            raise Fault(Sentence("the accident harms nobody and nothing"), mend=Sentence("give deaths, serious or loss"))
        return self


class OfficerChange(Timed):
    """The department's officers, of a share of them, are replaced by new ones, or trained."""

    do: Literal["officer"]
    change: Literal["new", "trained", "professional"]
    department: Name = "emergency"
    months_of_training: Month = 12


class Registry(Timed):
    """Who knows of the unit."""

    do: Literal["registry"]
    known_to: Literal["nobody", "everybody", "department"]
    department: Name = "emergency"


class Certificate(Timed):
    """The unit is certified in the voluntary scheme, without having chosen it."""

    do: Literal["certificate"]


class Pressure(Timed):
    """The level above presses the departments as after an accident of this class, without one."""

    do: Literal["pressure"]
    legal_class: Literal["general", "larger", "major"]
    department: Name | None = Field(default=None, description="none: all")


class Correction(Timed):
    """Open hazards are truly removed, as after a citation of one standard."""

    do: Literal["correction"]
    domain: Name | None = Field(default=None, description="none: all")
    kind: Literal["visible", "latent", "all"] = "all"
    part: Share = 1.0


class Shock(Timed):
    """Margins or demand are moved from outside: at once, for some months or for good."""

    do: Literal["shock"]
    of: Literal["margin", "demand"]
    size: Annotated[float, Field(ge=-5, le=5)] = Field(description="margin: standard deviations of a month's noise; demand: share of normal, -1 to 1")
    months: Annotated[int, Field(ge=1, le=1200)] | None = Field(default=None, description="that it lasts; none: for good")
    reach: Literal["units", "everybody"] = Field(default="units", description="the arm's units, or every enterprise of its world")

    @model_validator(mode="after")
    def _moves(self) -> Shock:
        if not self.size:
            raise Fault(Sentence("a shock of size 0 moves nothing"), mend=Sentence("give a size above or below 0"), key="size")
        if self.of == "demand" and abs(self.size) > 1:
            raise Fault(Sentence("demand is moved by a share of normal"), Sentence("-1 (nothing is wanted) to 1 (twice as much)"), Sentence("write -0.2 for a fifth less"), "size")
        if self.every and (self.months is None or self.months > self.every):
            raise Fault(Sentence("it begins again before it is over"), Sentence("`months` up to `every`"), Sentence("set `months`, or raise `every`"), "months")
        if self.reach == "everybody" and self.share < 1.0:
            raise Fault(Sentence("a shock to everybody spares nobody"), mend=Sentence("remove `share`, or set reach = \"units\""), key="share")
        return self


Intervention = Annotated[
    VisitOrder | Letter | Publication | MadeAccident | OfficerChange | Registry | Certificate | Pressure | Correction | Shock,
    Field(discriminator="do"),
]


def moves_world(done: Intervention) -> bool:
    """Whether it is done to the world as a whole, at the month of the first unit, and not to single units."""
    return isinstance(done, OfficerChange | Pressure) or (isinstance(done, Shock) and done.reach == "everybody")


class Arm(Table):
    """One arm: what is done to its units, and the levers of its world."""

    name: Name
    title: Line
    share: Share | None = Field(default=None, description="of the eligible; equal shares where none has one")
    levers: dict[Name, Lever] = Field(
        default={}, max_length=200, description="for the whole world; times count from the treatment; twins only"
    )
    second_step: dict[Name, Lever] = Field(
        default={}, max_length=200, exclude_if=lambda levers: not levers, description="of levers of the arm: where each goes later, from the value that it then has"
    )
    interventions: list[Intervention] = Field(default=[], max_length=50)
