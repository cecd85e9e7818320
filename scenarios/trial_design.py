"""Whether a trial's design holds together: arms that can be filled, times that are recorded, estimands that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum
from typing import get_args

from scenarios.legal import KeyPath
from scenarios.problems import NOTHING, Names, Problem, Sentence, did_you_mean, show
from scenarios.reading import Document
from scenarios.schema.trial import TrialFile
from scenarios.schema.trial_arms import VisitOrder
from scenarios.schema.trial_estimands import Estimand
from scenarios.schema.trial_world import FLAGS, NAMED, Filter, Filters, History
from scenarios.trial_cases import cases_of, is_history, is_of_row, known_at_treatment, step_problems
from scenarios.trial_several import several_problems
from simulation.orders import NOTES
from simulation.outcomes import OUTCOMES

COUNTED = ("ordered_visits", "planned_visits")
"""What a trial counts of each enterprise beside what the conductors note."""
STOCKS = (
    "visible_hazards", "latent_hazards", "effort_now", "attention_now", "visit_belief_now", "certainty_belief_now",
    "output_now", "margin_now",
)  # fmt: skip
"""Means over a window, of each enterprise."""
_OF_WORLD = tuple(outcome.name for outcome in OUTCOMES)
OUTCOMES_OF: dict[str, tuple[str, ...]] = {
    "unit": (*NOTES, *COUNTED, *STOCKS),
    "place": (*NOTES, *COUNTED, *STOCKS),
    "visit": ("findings", "major_findings", "penalties", "visits"),
    "accident": ("deaths_of_accident", "deaths", "serious", "loss"),
    "world_year": _OF_WORLD,
}
"""What can be read of each kind of row."""
ROWS_OF = {"tail_exponent": "accident", "ratio_by_ordinal": "visit", "autoregression": "world_year"}
"""Estimators that make sense for one kind of row."""
ONLY_IN = {"ordinal": "visit", "years_since_visit": "visit", "same_officer": "visit", "ceiling_ratio": "world_year"}
TWO_ARMS = {"paired_ratio", "ratio_of_ratios", "event_study", "allocation", "difference_in_differences"}
NEEDS_BEFORE = {"difference_in_differences", "event_study", "variance_share"}
OF_TWINS = {"paired_ratio", "allocation"}
OF_CUTOFF = {"regression_discontinuity", "fuzzy_discontinuity"}


def design_problems(document: Document, trial: TrialFile) -> list[Problem]:
    """Everything in which the tables of a well-formed trial file do not fit one another."""
    check = _Check(document, trial)
    return [*check.shares(), *check.times(), *check.variables(), *check.estimands(), *check.held_out(), *check.sets(), *step_problems(document, trial), *several_problems(document, trial)]


class _Check:
    def __init__(self, document: Document, trial: TrialFile) -> None:
        self.document = document
        self.trial = trial
        self.twins = trial.assignment.across == "twins"
        self.after = trial.record.months - trial.assignment.month
        """Months recorded from the treatment on."""

    def shares(self) -> Iterator[Problem]:
        assignment, arms = self.trial.assignment, self.trial.arms
        given = [arm.share for arm in arms if arm.share is not None]
        for number, arm in enumerate(arms):
            if self.twins and arm.share is not None:
                reason = Sentence("twins have no shares: each arm has a whole world of its own")
                yield self._problem(("arms", number, "share"), reason, mend=Sentence("give the intervention a `share` instead"))
            if arm.levers and not self.twins and assignment.unit != "world":
                reason = Sentence("levers move whole worlds, and the arms share one")
                yield self._problem(("arms", number, "levers"), reason, mend=Sentence('set across = "twins", or unit = "world"'))
            for name, lever in [*arm.levers.items(), *arm.second_step.items()]:
                start, left = lever.start or 0, self.trial.record.months - assignment.month
                if start >= left:
                    reason = Sentence("it begins {start} months after the treatment, and the record ends after {months}: it would change nothing", start=start, months=left)
                    mend = Sentence("move `start`, or raise `record.months`")
                    yield self._problem(("arms", number, "levers", name), reason, Sentence("up to {limit}", limit=left - 1), mend)
                if lever.end is not None and lever.end <= start:
                    reason = Sentence("it ends in month {end}, not after its start in month {start}", end=lever.end, start=start)
                    yield self._problem(
                        ("arms", number, "levers", name), reason, Sentence("end > start"), Sentence("move `start` or `end`"))
        if not self.twins and (fsum(given) > 1 + 1e-9 or (fsum(given) > 1 - 1e-9 and len(given) < len(arms))):
            reason = Sentence("the shares sum to {total}, which leaves too little", total=show(round(fsum(given), 9)))
            yield self._problem(("arms",), reason, Sentence("1 in all; arms without a share divide the rest"), Sentence("lower them"))
        if assignment.method == "all" and not self.twins and assignment.unit != "world" and len(arms) > 1:
            reason = Sentence("all are treated, so that nobody is left for a second arm")
            yield self._problem(("assignment", "method"), reason, mend=Sentence('draw them, or set across = "twins"'))

    def times(self) -> Iterator[Problem]:
        trial, every = self.trial, self.trial.record.every
        spread, months = trial.assignment.last, Sentence("{count} months are recorded after the treatment", count=self.after)
        if self.after <= spread:
            reason = Sentence("nothing is recorded after the treatment")
            yield self._problem(("record", "months"), reason, Sentence("more than {limit}", limit=trial.assignment.month + spread))
            return
        if spread % every:
            reason = Sentence("{value} is no multiple of the window, {every}", value=spread, every=every)
            yield self._problem(("assignment", "spread"), reason, mend=Sentence("change it, or `every` in [record]"))
        for number, arm in enumerate(trial.arms):
            for place, done in enumerate(arm.interventions):
                last = done.after + done.every * max(0, done.most - 1) + (11 if isinstance(done, VisitOrder) and done.lot else 0)
                if last >= self.after - spread:
                    path = ("arms", number, "interventions", place, "after" if done.most <= 1 else "times" if done.times == done.most else "cases")
                    yield self._problem(path, Sentence("its last time is month {month}", month=last), months, Sentence("record longer"))
        for number, estimand in enumerate(trial.estimands):
            for key in ("before", "after"):
                if (span := getattr(estimand, key)) is not None:
                    yield from self._span(("estimands", number, key), span, estimand.rows)

    def _span(self, path: KeyPath, span: list[int], rows: str) -> Iterator[Problem]:
        assignment, every = self.trial.assignment, self.trial.record.every
        low, high = -assignment.month, self.after - assignment.last
        if span[0] >= span[1]:
            yield self._problem(path, Sentence("the range runs backwards"), Sentence("[from, to)"), Sentence("swap the two numbers"))
        elif span[0] < low or span[1] > high:
            reason = Sentence("not all of these months are recorded")
            yield self._problem(path, reason, Sentence("{low} to {high}", low=low, high=high), Sentence("record longer, or narrow it"))
        elif rows in {"unit", "place", "world_year"} and any(month % every for month in span):
            reason = Sentence("it does not fall on the edges of windows of {every} months", every=every)
            yield self._problem(path, reason, Sentence("multiples of {every}", every=every), Sentence("move it, or change `every` in [record]"))

    def variables(self) -> Iterator[Problem]:
        """Conditions that fit their variable, and lots that go by what is known when they are drawn."""
        assignment, trial = self.trial.assignment, self.trial
        yield from self._conditions(("eligible", "where"), trial.eligible.where)
        for number, estimand in enumerate(trial.estimands):
            yield from self._conditions(("estimands", number, "where"), estimand.where)
        for path, where in cases_of(trial):
            yield from self._conditions(path, where)
        for path, name in known_at_treatment(trial):
            if is_of_row(name):
                reason = Sentence("{name} is known of a row of the results only, not when lots are drawn", name=name)
                yield self._problem(path, reason, mend=Sentence("put it under `where` of an estimand"))
            elif is_history(name, get_args(History)) and trial.eligible.history > assignment.month:
                reason = Sentence("{name} is counted over {history} months before the treatment, and only {month} are recorded",
                                  name=name, history=trial.eligible.history, month=assignment.month)  # fmt: skip
                yield self._problem(path, reason, mend=Sentence("shorten `history`, or treat later"))

    def _conditions(self, path: KeyPath, where: Filters) -> Iterator[Problem]:
        for name, condition in where.items():
            legal = ("among", "equals") if name in NAMED else ("equals",) if name in FLAGS else ("at_least", "at_most", "top")
            wrong = [key for key in Filter.model_fields if getattr(condition, key) is not None and key not in legal]
            if wrong or (condition.equals is not None and isinstance(condition.equals, bool) != (name in FLAGS)):
                kind = (Sentence("a name") if name in NAMED else Sentence("true or false") if name in FLAGS else Sentence("a number"))
                reason = Sentence("{name} is {kind}, and the condition does not fit it", name=name, kind=kind)
                yield self._problem((*path, name), reason, Names(legal), Sentence("use one of these"))

    def estimands(self) -> Iterator[Problem]:
        for number, estimand in enumerate(self.trial.estimands):
            path = ("estimands", number)
            if estimand.estimator.type == "compare":
                continue
            yield from self._outcomes(path, estimand)
            yield from self._reading(path, estimand)

    def _outcomes(self, path: KeyPath, estimand: Estimand) -> Iterator[Problem]:
        legal = OUTCOMES_OF[estimand.rows]
        given = {"outcome": estimand.outcome, "realised": estimand.realised}
        if estimand.estimator.type == "elasticity":
            given["estimator"] = estimand.estimator.of
        if estimand.outcome is None:
            yield self._problem((*path, "outcome"), Sentence("this key is missing"), Names(legal), Sentence("add {key} = ...", key="outcome"))
        for key, name in given.items():
            if name is not None and name not in legal:
                mend = did_you_mean(name, legal) or Sentence("choose one of these, or other `rows`")
                yield self._problem((*path, key), Sentence("no row of kind {rows} has {name}", rows=estimand.rows, name=name), Names(legal), mend)
        for name in estimand.where:
            if ONLY_IN.get(name, estimand.rows) != estimand.rows:
                reason = Sentence("{name} is known of rows of kind {rows} only", name=name, rows=ONLY_IN[name])
                yield self._problem((*path, "where", name), reason, mend=Sentence('set rows = "{rows}"', rows=ONLY_IN[name]))

    def _reading(self, path: KeyPath, estimand: Estimand) -> Iterator[Problem]:
        kind, assignment = estimand.estimator.type, self.trial.assignment
        arms = len(estimand.arms or self.trial.arms)
        wanted = 1 if estimand.split is not None else 2
        if kind in TWO_ARMS and arms != wanted:
            reason = Sentence("{kind} needs {wanted} arms, not {given}", kind=kind, wanted=wanted, given=arms)
            yield self._problem((*path, "arms"), reason, mend=Sentence("name the treated first, the reference last"))
        if kind == "elasticity" and arms < 2:
            yield self._problem((*path, "arms"), Sentence("{kind} needs several arms", kind=kind), mend=Sentence("name them"))
        if kind in NEEDS_BEFORE and estimand.before is None:
            reason = Sentence("{kind} needs the months before the treatment", kind=kind)
            yield self._problem((*path, "before"), reason, mend=Sentence("add {key} = ...", key="before"))
        if kind in OF_TWINS and not self.twins:
            reason = Sentence("{kind} compares worlds of equal luck, and the arms share one", kind=kind)
            yield self._problem((*path, "estimator"), reason, mend=Sentence('set across = "twins", or take another estimator'))
        if kind in OF_CUTOFF and assignment.method != "cutoff":
            reason = Sentence("{kind} needs a cut-off, and the assignment has none", kind=kind)
            yield self._problem((*path, "estimator"), reason, mend=Sentence('set method = "cutoff", or take another estimator'))
        if kind in OF_CUTOFF and assignment.method == "cutoff" and self.twins:
            reason = Sentence("{kind} needs both sides of the cut-off in one world, and every arm has a world of its own", kind=kind)
            yield self._problem((*path, "estimator"), reason, mend=Sentence('set across = "within"'))
        if ROWS_OF.get(kind, estimand.rows) != estimand.rows:
            reason = Sentence("{kind} does not read rows of kind {rows}", kind=kind, rows=estimand.rows)
            yield self._problem((*path, "rows"), reason, ROWS_OF[kind], Sentence('set rows = "{rows}"', rows=ROWS_OF[kind]))

    def held_out(self) -> Iterator[Problem]:
        """No figure of a trial out of sample may rest on what it tests."""
        for number, estimand in enumerate(self.trial.estimands):
            if self.trial.out_of_sample and estimand.kind == "calibration":
                reason = Sentence("calibration cannot be out of sample: a parameter rests on the same figure")
                yield self._problem(("estimands", number, "kind"), reason, "evidence", Sentence("remove the figure, or remove `out_of_sample`"))

    def sets(self) -> Iterator[Problem]:
        """No more sets than worlds that could run under them."""
        large = self.trial.sizes.large
        if large.sets is not None and large.sets > large.worlds:
            reason = Sentence("{sets} sets are more than the {worlds} worlds that run under them", sets=large.sets, worlds=large.worlds)
            yield self._problem(("sizes", "large", "sets"), reason, Sentence("up to {limit}", limit=large.worlds), Sentence("leave it out, or ask for more worlds"))

    def _problem(self, path: KeyPath, reason: str, allowed: str = NOTHING, mend: str = NOTHING) -> Problem:
        return self.document.problem(path, reason, allowed, mend)
