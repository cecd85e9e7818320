"""The schema of a trial's estimators: how a figure is read from what was recorded."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.problems import Sentence
from scenarios.schema.base import Fault, Name, Number, Table
from scenarios.schema.quantities import Share
from scenarios.schema.trial_world import Positive, Variable

Two = Field(min_length=2, max_length=2)


class DidLogRates(Table):
    """exp(coefficient of treated x after) - 1, Poisson with exposure, errors clustered by unit."""

    type: Literal["difference_in_differences"]
    matched_trend: bool = Field(default=True, description="mean reversion: control for the count before")
    controls: list[Variable] = Field(
        default=[], max_length=20, exclude_if=lambda controls: not controls, description="without matched_trend: each has a level and a trend of its own"
    )

    @model_validator(mode="after")
    def _one_way(self) -> DidLogRates:
        if self.controls and self.matched_trend:
            raise Fault(Sentence("it controls for the count before, or for `controls`, not both"), mend=Sentence("set matched_trend = false"), key="controls")
        return self


class PairedRatio(Table):
    """Sum in the arm over the sum of its twins - 1; interval over worlds."""

    type: Literal["paired_ratio"]


class RatioOfRatios(Table):
    """Outcome for each visit in the arm over that of its twins - 1; interval over worlds."""

    type: Literal["ratio_of_ratios"]


class Regression(Table):
    """Effect of ``per`` units of ``on``, others held; exp(coefficient) - 1 for counts and odds."""

    type: Literal["poisson", "negative_binomial", "logit", "linear"]
    on: Literal[Variable, "treated", "year", "peer_fine"]
    controls: list[Variable] = Field(default=[], max_length=20)
    fixed_effects: Literal["none", "unit", "officer", "place", "year", "period", "unit_and_period"] = Field(
        default="none", description="period: the window of the calendar, which a stepped wedge needs"
    )
    log: bool = Field(default=False, description="of `on`")
    per: Number = Field(default=1.0, description="effect of so many units of `on`")


class Discontinuity(Table):
    """Jump at the assignment's cut-off, local linear; fuzzy: over the jump of those treated."""

    type: Literal["regression_discontinuity", "fuzzy_discontinuity"]
    bandwidth: Annotated[float, Field(gt=0, le=1e12)] = Field(description="of the running variable, to either side")
    model: Literal["linear", "log"] = "log"


class Elasticity(Table):
    """Slope of ln(outcome) on ln(of) over the arms."""

    type: Literal["elasticity"]
    of: Name = Field(description="outcome that the lever moves")


class DensityJump(Table):
    """McCrary: log density to the right of the threshold less that to its left."""

    type: Literal["density_jump"]
    threshold: Number
    bandwidth: Annotated[float, Field(gt=0, le=1e12)]
    over: Literal["ceiling", "nothing"] = Field(default="nothing", description="what the outcome is divided by first")


class TailExponent(Table):
    """ln(N(>= low) / N(>= high)) / ln(high / low), binomial error."""

    type: Literal["tail_exponent"]
    at: Annotated[list[Positive], Two] = Field(description="[low, high] deaths")


class VarianceShare(Table):
    """Share of a random effect in the variance of the units' changes."""

    type: Literal["variance_share"]
    of: Literal["officer", "place", "department"]


class RankCorrelation(Table):
    """Spearman's, of the outcome per exposure with a variable."""

    type: Literal["rank_correlation"]
    with_: Variable = Field(alias="with")


class RatioByOrdinal(Table):
    """Outcome of one visit in a unit's sequence over that of another - 1."""

    type: Literal["ratio_by_ordinal"]
    ordinals: Annotated[list[Positive], Two] = Field(description="[which, over which]; 1: the first visit")
    controls: list[Variable] = Field(default=[], max_length=20)
    fixed_effects: Literal["none", "unit"] = "unit"


class EventStudy(Table):
    """Difference in differences of one year since the treatment."""

    type: Literal["event_study"]
    year: Annotated[int, Field(ge=-20, le=20)] = Field(description="1: the first after the treatment")


class Allocation(Table):
    """Outcome averted under one rule of choosing a share of the candidates, over that under another; from twins."""

    type: Literal["allocation"]
    rules: Annotated[list[Literal["lot", "historic", "predicted_level", "predicted_effect"]], Two]
    share: Share
    historic_top: Share = Field(default=0.5, description="historic: by lot among so many with the highest record")
    predictors: Annotated[list[Variable], Field(min_length=1, max_length=20)]


class Level(Table):
    """A rate or mean as it stands, over the arms and windows named."""

    type: Literal["level"]
    per: Literal["unit", "visit", "worker_year", "accident", "world_year", "hazard"]
    scale: Number = 1.0


class Autoregression(Table):
    """Coefficient of a world's year on its own year before, world effects out."""

    type: Literal["autoregression"]
    lag: Annotated[int, Field(ge=1, le=50)] = 1


class Hump(Table):
    """Where along a variable the outcome peaks: 1 inside the inner bins, 0 at an end (quadratic in the log)."""

    type: Literal["hump"]
    on: Variable
    edges: Annotated[list[Number], Field(min_length=4, max_length=50)]


class Compare(Table):
    """Of other estimands: ratio or difference of two, difference of two differences, sum or mean of all, the first's share of their sum, or whether
    they fall or rise in the order given, or the first is the largest or smallest."""

    type: Literal["compare"]
    of: Annotated[list[Name], Field(min_length=2, max_length=10)] = Field(description="earlier estimands of the file")
    by: Literal["ratio", "difference", "falling", "rising", "double_difference", "sum", "mean", "share", "largest", "smallest"]

    @model_validator(mode="after")
    def _as_many_as_it_takes(self) -> Compare:
        if self.by == "double_difference" and len(self.of) != 4:
            raise Fault(Sentence("a double difference is of four figures, not {given}", given=len(self.of)),
                        mend=Sentence("name four: (first - second) - (third - fourth)"), key="of")  # fmt: skip
        return self


AnyEstimator = Annotated[
    DidLogRates | PairedRatio | RatioOfRatios | Regression | Discontinuity | Elasticity | DensityJump | TailExponent
    | VarianceShare | RankCorrelation | RatioByOrdinal | EventStudy | Allocation | Level | Autoregression | Hump | Compare,
    Field(discriminator="type"),
]  # fmt: skip
