"""What of a trial's acts depends on the unit, and what comes in steps: whether it holds together with the rest of the design."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from scenarios.legal import KeyPath
from scenarios.problems import Problem, Sentence
from scenarios.reading import Document
from scenarios.schema.trial import TrialFile
from scenarios.schema.trial_arms import Shock, moves_world
from scenarios.schema.trial_world import Filters, Rate, RowTrait


def cases_of(trial: TrialFile) -> list[tuple[KeyPath, Filters]]:
    """The conditions by which acts are done so often, and where they stand."""
    return [
        (("arms", number, "interventions", place, "cases", row, "where"), case.where)
        for number, arm in enumerate(trial.arms) for place, done in enumerate(arm.interventions) for row, case in enumerate(done.cases)
    ]  # fmt: skip


def known_at_treatment(trial: TrialFile) -> list[tuple[KeyPath, str]]:
    """Every variable by which lots, orders and acts go, and where it stands: it must be known when the unit is treated."""
    assignment = trial.assignment
    used: list[tuple[KeyPath, str]] = [(("eligible", "where", name), name) for name in trial.eligible.where]
    for key in ("strata", "match_on"):
        used += [(("assignment", key), name) for name in getattr(assignment, key)]
    if assignment.running is not None:
        used.append((("assignment", "running"), assignment.running))
    if assignment.wedge is not None and assignment.wedge.order != "lot":
        used.append((("assignment", "wedge", "order"), assignment.wedge.order))
    return used + [((*path, name), name) for path, where in cases_of(trial) for name in where]


def step_problems(document: Document, trial: TrialFile) -> Iterator[Problem]:
    """Second steps without a first, wedges that no unit can follow, acts on units that are on none."""
    for number, arm in enumerate(trial.arms):
        for name, later in arm.second_step.items():
            path: KeyPath = ("arms", number, "second_step", name)
            first = arm.levers.get(name)
            if first is None:
                yield document.problem(path, Sentence("the arm does not move this lever before"), mend=Sentence("put it under `levers`"))
            elif (later.start or 0) <= (first.start or 0):
                reason = Sentence("it begins in month {month}, not after the first step in month {first}", month=later.start or 0, first=first.start or 0)
                yield document.problem(path, reason, Sentence("a later `start`"), Sentence("swap the two steps, or move `start`"))
        for place, done in enumerate(arm.interventions):
            if done.cases and moves_world(done):
                reason = Sentence("it is done to everybody, not to single enterprises") if isinstance(done, Shock) else Sentence("it is done to a department, not to single enterprises")
                yield document.problem(("arms", number, "interventions", place, "cases"), reason, mend=Sentence("remove `cases`"))
            shared = len(trial.arms) > 1 and trial.assignment.across == "within" and trial.assignment.unit != "world"
            if shared and isinstance(done, Shock) and moves_world(done):
                reason = Sentence("the arms share a world, and everybody in it is in all of them")
                yield document.problem(("arms", number, "interventions", place, "reach"), reason, mend=Sentence('set across = "twins", or reach = "units"'))
    yield from _wedge(document, trial)
    for number, estimand in enumerate(trial.estimands):
        path = ("estimands", number, "months")
        if estimand.months != "all" and trial.record.every != 1:
            reason = Sentence("sensitive months stand apart from others only in windows of one month")
            yield document.problem(path, reason, mend=Sentence("set `every` in [record] to 1"))
        elif estimand.months != "all" and trial.assignment.last:
            reason = Sentence("units that are treated at different times have their sensitive months at different times since")
            yield document.problem(path, reason, mend=Sentence("treat all at once"))


def _wedge(document: Document, trial: TrialFile) -> Iterator[Problem]:
    rule = trial.assignment
    if rule.wedge is None:
        return
    if rule.unit == "world":
        reason = Sentence("whole worlds are treated at once")
        yield document.problem(("assignment", "wedge"), reason, mend=Sentence('set unit = "place", "officer" or "enterprise"'))
    if rule.wedge.every % trial.record.every:
        reason = Sentence("{value} is no multiple of the window, {every}", value=rule.wedge.every, every=trial.record.every)
        yield document.problem(("assignment", "wedge", "every"), reason, mend=Sentence("change it, or `every` in [record]"))


def is_history(name: str, histories: tuple[str, ...]) -> bool:
    """Whether a variable is counted over the months before the treatment."""
    return name in histories or name in get_args(Rate)


def is_of_row(name: str) -> bool:
    """Whether a variable is known of a row of the results only."""
    return name in get_args(RowTrait)
