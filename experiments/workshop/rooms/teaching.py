"""Whether the model of the day teaches what a lesson says: each claim as a paired difference with its interval.

``python -m experiments.workshop.rooms.teaching FILE`` checks a lesson of one's own, exit code 1 where the model does not teach it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from experiments.comparison.compare import run_plan
from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import yearly
from experiments.statistics.intervals import MIN_EVENTS, interval
from experiments.text.formatting import figure, span_of
from experiments.text.labels import label, quantity
from experiments.text.messages import _, titled
from experiments.workshop.rooms.lessons import read_lesson, start_of
from scenarios import load_policy
from scenarios.schema.lesson import BASELINE, LessonFile, Taught


@dataclass(frozen=True)
class Finding:
    """A claim of a lesson and what the model says: per cent of the baseline; no interval where the worlds tell none."""

    claim: Taught
    change: float
    low: float | None
    high: float | None

    @property
    def holds(self) -> bool:
        """Whether the model teaches it."""
        if self.low is None or self.high is None:
            return False
        if self.claim.direction == "unchanged":
            return -(self.claim.within or 0.0) <= self.low and self.high <= (self.claim.within or 0.0)
        return self.high < 0.0 if self.claim.direction == "lower" else self.low > 0.0

    def words(self) -> str:
        """The claim, and the difference it stands on."""
        told = _("no interval can be given") if self.low is None else span_of(self.low, self.high, "%", 2, signed=True)
        return _("{claim} {outcome}: {change} % ({interval}).").format(
            claim=titled(self.claim.says, self.claim.says_zh), outcome=label(self.claim.outcome), change=figure(self.change, 2, signed=True), interval=told)  # fmt: skip


def findings(lesson: LessonFile) -> list[Finding]:
    """Every claim of a lesson held against the model, on the worlds that it names: seconds on a quarter of the district."""
    worlds = max(claim.worlds for claim in lesson.teaches)
    specs = [spec for claim in lesson.teaches for spec in (claim.policy, claim.than) if spec != BASELINE]
    comparison = run_plan(replace(start_of(lesson), policies=tuple(dict.fromkeys(specs)), worlds=worlds).plan())
    return [_found(comparison, claim) for claim in lesson.teaches]


def _found(comparison: ComparisonData, claim: Taught) -> Finding:
    """The paired difference between the two arms of a claim; a count that differs in too few months has no interval."""
    batch = comparison.batch
    kept = [at for at, _world in enumerate(batch.worlds) if at < claim.worlds]
    values = yearly(batch, claim.outcome, 0.0)
    arms = [batch.row(load_policy(spec).name) for spec in (claim.policy, claim.than)]
    usable = np.isin(np.arange(values.shape[1]), kept)
    differences = batch.replicated(values[arms[0]] - values[arms[1]], usable)
    baseline = float(values[0][usable].mean())
    counted = quantity(claim.outcome).counted
    months = batch.monthly(claim.outcome)
    few = counted and int((months[arms[0]][usable] != months[arms[1]][usable]).sum()) < MIN_EVENTS
    low, high = (None, None) if few else (100.0 * end / baseline for end in interval(differences))
    return Finding(claim, 100.0 * float(differences.mean()) / baseline, low, high)


def main(arguments: Sequence[str]) -> int:
    """Check the lessons in the files named; 1 where the model does not teach one of their claims."""
    failed = 0
    for name in arguments:
        for finding in findings(read_lesson(Path(name))):
            print(_("holds") if finding.holds else _("DOES NOT HOLD"), finding.words())
            failed += not finding.holds
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
