"""One estimand of one trial, estimated and judged, and the score of many."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from experiments.studies.trials.estimators.estimate import Estimate
from experiments.studies.trials.null import null_verdicts
from experiments.studies.trials.sample import PublishedSize
from experiments.studies.trials.verdict import State, Verdict, inside_share, judge
from experiments.text.messages import _, one_line
from scenarios.schema.trial import Counted, TrialFile
from scenarios.schema.trial_estimands import Estimand


@dataclass(frozen=True)
class Result:
    """One estimand of one trial, estimated and judged."""

    trial: TrialFile
    estimand: Estimand
    found: Estimate
    worlds: int
    small: PublishedSize | None = None
    ensemble: str = ""
    """The ensemble of whose sets each world had one; empty where all had the same parameters."""
    sets: int = 0
    """How many different sets that were."""

    @property
    def independent(self) -> int:
        """How many worlds tell by themselves: one of each set."""
        return self.sets or self.worlds

    @property
    def verdict(self) -> Verdict:
        """By the band of the file."""
        return judge(self.estimand, self.found, self.small.estimate if self.small else None)

    @property
    def inside_share(self) -> float:
        """The share of the worlds whose own figure lies inside the band, nan where it is not known."""
        return inside_share(self.estimand, self.found)

    @property
    def null(self) -> Verdict:
        """Where the figure of a model in which nothing works lies."""
        return null_verdicts(self.trial)[self.estimand.name]

    @property
    def counts_as(self) -> Counted:
        """Evidence, out of sample or calibration: each is counted apart."""
        return self.trial.counts_as(self.estimand)

    @property
    def title(self) -> str:
        """What the estimand is, in the language in force where it is translated."""
        return _(one_line(self.estimand.title))


@dataclass(frozen=True)
class Score:
    """How many judged rows lie inside their bands and how many are not determined; how many trials lie inside with all of theirs."""

    rows: int
    rows_passed: int
    trials: int
    trials_passed: int
    undetermined: int


def ours(result: Result) -> Verdict:
    """The verdict on the model."""
    return result.verdict


def null(result: Result) -> Verdict:
    """The verdict on a model in which nothing works."""
    return result.null


def score(results: Iterable[Result], kind: Counted = "evidence", of: Callable[[Result], Verdict] = ours) -> Score:
    """Of one kind; calibration rows are near to what was put in and prove nothing, and what is out of sample is no part of the suite: both count apart."""
    states: dict[str, list[State]] = {}
    for result in results:
        state = of(result).state
        if result.counts_as == kind and state != "not judged":
            states.setdefault(result.trial.name, []).append(state)
    rows = [one for trial in states.values() for one in trial]
    whole = sum(set(trial) == {"inside"} for trial in states.values())
    return Score(len(rows), rows.count("inside"), len(states), whole, rows.count("not determined"))
