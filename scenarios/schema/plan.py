"""The schema of a sweep plan: which district, policies, levers and assumptions are tried together, and how they are drawn."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.problems import Sentence, show
from scenarios.schema.base import (
    SPEC_PATTERN,
    Fault,
    FileName,
    Line,
    Name,
    Number,
    OptionalText,
    Range,
    Sources,
    Table,
    Text,
    Version,
    needs_range,
)
from scenarios.schema.policy import MAX_MONTHS, MAX_PARTS, MAX_SPEC, Month, Yuan

MAX_FACTORS = 300
MAX_POLICIES = 100
MAX_POINTS = 1_000_000
MAX_VALUES = 1000
MAX_WORLD = 2**31
LEVERS_ONLY = "levers"
"""The policy that sets the plan's levers and nothing else."""
NO_ENSEMBLE = "none"

Method = Literal["single", "factorial", "latin-hypercube", "sobol", "morris", "ensemble", "table"]
Spec = Annotated[str, Field(pattern=SPEC_PATTERN, min_length=1, max_length=600)]
PolicySpec = Annotated[str, Field(pattern=SPEC_PATTERN, min_length=1, max_length=MAX_SPEC)]
Worlds = Annotated[int, Field(ge=1, le=100_000)]


class Factor(Table):
    """What is varied: between two bounds, or over a list; nothing given means the parameter's expected range."""

    low: Number | None = None
    high: Number | None = None
    values: Annotated[list[Number], Field(min_length=1, max_length=MAX_VALUES)] | None = Field(
        default=None, description="the values tried; a factorial takes all of them, other samplers draw among them")
    scale: Literal["linear", "log"] = Field(default="linear", description="on which scale the range is drawn evenly")
    steps: Annotated[int, Field(ge=2, le=MAX_VALUES)] | None = Field(default=None, description="of a factorial, from low to high")
    source: Sources | None = Field(default=None, description="of the bounds; those of the parameter if left out")

    @model_validator(mode="after")
    def _one_way(self) -> Factor:
        if self.values is not None and (self.low is not None or self.high is not None or self.steps is not None):
            raise Fault(Sentence("a list of values and a range at once"), Sentence("values, or low and high"), Sentence("keep one of them"), "values")
        if self.values is not None and len(set(self.values)) != len(self.values):
            raise Fault(Sentence("a value stands twice"), NOTHING_TWICE, Sentence("keep one of them"), "values")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise Fault(Sentence("the range is empty or runs backwards"), Sentence("low below high"), Sentence("swap the two numbers"), "low")
        if self.scale == "log" and self.low is not None and self.low <= 0:
            raise Fault(Sentence("{value} has no logarithm", value=show(self.low)), Sentence("above 0"), Sentence("raise low, or write scale = \"linear\""), "low")
        return self


NOTHING_TWICE = Sentence("each value once")


class LeverFactor(Factor):
    """A lever that is varied in every policy but the baseline, from ``start`` on."""

    start: Month = 0
    ramp: Month = 0
    end: Month | None = None


class Sampler(Table):
    """How points are drawn from the factors, in an order that never changes."""

    method: Method
    points: Annotated[int, Field(ge=1, le=MAX_POINTS)] | None = Field(
        default=None, description="latin-hypercube: points; sobol: base samples, a power of 2; morris: trajectories; ensemble: sets")
    levels: Annotated[int, Field(ge=2, le=100)] = Field(default=4, description="of a Morris design, even")
    second_order: bool = Field(default=False, description="sobol: also the indices of pairs")
    seed: Annotated[int, Field(ge=0, le=2**31)] = 0

    @model_validator(mode="after")
    def _sized(self) -> Sampler:
        if self.method in {"latin-hypercube", "sobol", "morris", "ensemble"} and self.points is None:
            raise Fault(Sentence("a {method} design needs a number of points", method=self.method), Sentence("1 to {limit}", limit=MAX_POINTS),
                        Sentence("add points = ..."), "points")  # fmt: skip
        if self.method in {"single", "factorial", "table"} and self.points is not None:
            raise Fault(Sentence("the number of points follows from the factors here"), mend=Sentence("remove it"), key="points")
        if self.method == "sobol" and self.points is not None and self.points & (self.points - 1):
            raise Fault(Sentence("{value} is no power of 2", value=show(self.points)), Sentence("64, 128, 256 ..."),
                        Sentence("choose a power of 2, for which the sequence is balanced"), "points")  # fmt: skip
        if self.method == "morris" and self.levels % 2:
            raise Fault(Sentence("{value} is odd", value=show(self.levels)), Sentence("an even number"), Sentence("write 4, 6 or 8"), "levels")
        return self


class SensitivityTable(Table):
    """What `inspectorate sensitivity` does with a plan: screening first, then indices of what is left."""

    keep: Annotated[int, Field(ge=1, le=50)] = Field(default=8, description="factors that go on from the screening to the indices")
    trajectories: Annotated[int, Field(ge=4, le=1000)] = Field(default=10, description="of the screening (Morris)")
    points: Annotated[int, Field(ge=8, le=2**16)] = Field(default=64, description="base samples of the indices (Sobol), a power of 2")


class DiscoverTable(Table):
    """What `inspectorate discover` looks for: where a policy fails or backfires."""

    outcome: Name = "expected_deaths"
    policies: list[Spec] | None = Field(default=None, max_length=MAX_POLICIES, description="all of the plan's if left out")
    fails_below: Annotated[float, Field(ge=-1, le=1)] = Field(
        default=0.0, description="the policy fails where it lowers the outcome by less than this share of the baseline's")
    least_share: Annotated[float, Field(gt=0, lt=1)] = Field(
        default=0.25, description="where it fails almost nowhere, this share of points that it helps least is described instead; most, where it fails almost everywhere")


class Programme(Table):
    """What a government pays for setting a lever at all, where the model has no price for it: a system, guidance, upkeep."""

    yearly_cost: Yuan = Field(description="yuan of 2023 a year, for 65,000 employees")
    source: Sources
    range: Range

    @model_validator(mode="after")
    def _sourced(self) -> Programme:
        if not self.range[0] <= self.yearly_cost <= self.range[1]:
            raise Fault(Sentence("{value} is outside the entry's own range", value=show(self.yearly_cost)),
                        Sentence("{low} to {high}", low=show(self.range[0]), high=show(self.range[1])),
                        Sentence("widen `range` or change `yearly_cost`"), "range")  # fmt: skip
        needs_range(self.source, self.range[0], self.range[1], "range")
        return self


class OptimiseTable(Table):
    """What `inspectorate optimise` may choose and must keep to; the plan's levers are what it chooses among."""

    population: Annotated[int, Field(ge=4, le=1000)] = 24
    generations: Annotated[int, Field(ge=1, le=1000)] = 10
    rounds: Annotated[int, Field(ge=0, le=100)] = Field(default=3, description="after the generations, in which every neighbour of the leader is tried")
    fresh_worlds: Worlds = Field(default=20, description="on which the winner and the runners-up are scored again")
    ceilings: dict[Name, Number] = Field(default={}, max_length=MAX_FACTORS, description="the most that a lever may be set to, staff for instance")
    phase_in: Month = Field(default=0, description="months over which every chosen lever moves at least")
    runners_up: Annotated[int, Field(ge=0, le=50)] = Field(default=4, description="scored again on fresh worlds beside the winner")
    programmes: dict[Name, Programme] = Field(
        default={}, max_length=MAX_FACTORS, description="what it costs to set a lever at all, beside the model's price for its size")  # fmt: skip


class PlanFile(Table):
    """experiments/plans/NAME.toml."""

    schema_version: Version
    name: FileName = Field(description="the file's own name without .toml")
    title: Line
    title_zh: OptionalText = ""
    question: Text = Field(description="what a researcher asks of it, one sentence")
    notes: list[Text] = Field(default=[], max_length=50)
    district: Spec = "jiuyuan"
    sample: Annotated[float, Field(gt=0, le=1)] | None = Field(default=None, description="share of a region's districts, whole ones, fairly drawn")
    policies: list[PolicySpec] = Field(
        min_length=1, max_length=MAX_POLICIES,
        description="names, files or several joined by +; the first is the reference of all; \"levers\" sets the plan's levers alone")  # fmt: skip
    combine: bool = Field(default=False, description="every combination of the policies after the first, as of a factorial experiment")
    months: Annotated[int, Field(ge=1, le=MAX_MONTHS)] = 120
    worlds: Worlds
    first_world: Annotated[int, Field(ge=0, le=MAX_WORLD)] = 0
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = 0
    outcomes: list[Name] = Field(default=["expected_deaths"], min_length=1, max_length=100, description="those that tables and studies are about; all are kept")
    keep: list[Literal["monthly", "places", "breakdowns"]] = Field(
        default=[], max_length=3, description="of each run beside its totals: every outcome of every month, totals by place, outcomes by group")  # fmt: skip
    by: list[Literal["sector", "size_class", "place", "department", "domain", "cell"]] = Field(
        default=[], max_length=5, description="the groups by which the kind \"breakdowns\" keeps outcomes")  # fmt: skip
    ensemble: Spec = Field(default=NO_ENSEMBLE, description="sets of parameters: one for each two worlds, or for each point with the sampler \"ensemble\"")
    parameters: dict[Name, Number] = Field(default={}, max_length=1000, description="values that hold everywhere")
    sampler: Sampler
    levers: dict[Name, LeverFactor] = Field(default={}, max_length=MAX_FACTORS)
    uncertainties: dict[Name, Factor] = Field(default={}, max_length=MAX_FACTORS)
    points: list[dict[Name, Number]] = Field(default=[], max_length=MAX_POINTS, description="of the sampler \"table\": factor = value")
    sensitivity: SensitivityTable = SensitivityTable()
    discover: DiscoverTable = DiscoverTable()
    optimise: OptimiseTable = OptimiseTable()

    @property
    def factors(self) -> dict[str, Factor]:
        """Levers, then uncertainties, in the order of the file."""
        return {**self.levers, **self.uncertainties}

    @model_validator(mode="after")
    def _fits_together(self) -> PlanFile:
        method = self.sampler.method
        if self.combine and len(self.policies) - 1 > MAX_COMBINED:
            raise Fault(Sentence("all combinations of {count} policies are too many", count=len(self.policies) - 1), Sentence("up to {limit}", limit=MAX_COMBINED),
                        Sentence("name fewer"), "policies")  # fmt: skip
        if len(set(self.policies)) != len(self.policies):
            raise Fault(Sentence("a policy stands twice"), Sentence("each policy once"), Sentence("keep one of them"), "policies")
        if len(set(self.keep)) != len(self.keep):
            raise Fault(Sentence("a kind stands twice"), Sentence("monthly, places, breakdowns"), Sentence("keep one of them"), "keep")
        if len(set(self.by)) != len(self.by):
            raise Fault(Sentence("a kind stands twice"), Sentence("sector, size_class, place, department, domain, cell"), Sentence("keep one of them"), "by")
        if ("breakdowns" in self.keep) != bool(self.by):
            raise Fault(Sentence("keep = [\"breakdowns\"] and the groups by which outcomes are kept belong together"),
                        mend=Sentence("write both, for instance by = [\"sector\"], or neither"), key="by")  # fmt: skip
        if method == "single" and self.factors:
            raise Fault(Sentence("a single point has no factors"), Sentence("latin-hypercube, sobol, morris, factorial, ensemble, table"),
                        Sentence("choose another sampler, or remove the factors"), "sampler")  # fmt: skip
        if method in {"factorial", "latin-hypercube", "sobol", "morris", "table"} and not self.factors:
            raise Fault(Sentence("there is nothing to vary"), Sentence("[levers.NAME] or [uncertainties.NAME]"), Sentence("add one, or write method = \"single\""), "sampler")
        if method == "ensemble" and self.ensemble == NO_ENSEMBLE:
            raise Fault(Sentence("no ensemble is named"), mend=Sentence("add ensemble = \"posterior\""), key="ensemble")
        if (method == "table") != bool(self.points):
            raise Fault(Sentence("a list of points and the sampler \"table\" belong together"), mend=Sentence("add [[points]], or choose another sampler"),
                        key="points")  # fmt: skip
        doubled = sorted({*self.levers} & {*self.uncertainties})
        if doubled:
            raise Fault(Sentence("{name} stands among the levers and among the uncertainties", name=doubled[0]), mend=Sentence("keep one of them"),
                        key="uncertainties")  # fmt: skip
        return self


MAX_COMBINED = 8
assert MAX_COMBINED <= MAX_PARTS
