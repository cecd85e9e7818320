"""From a plan file to a validated plan: its form, the names it uses, and the ranges of its factors."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from scenarios.legal import KeyPath
from scenarios.library import DISTRICTS, ENSEMBLES, Library, Reference, at_home, is_path
from scenarios.parameter_words import told_in_units, with_hard_ranges
from scenarios.problems import NOTHING, Names, Problem, ScenarioError, Sentence, did_you_mean, show
from scenarios.reading import Document, read_document
from scenarios.schema.base import Fault
from scenarios.schema.parameters import ParameterEntry
from scenarios.schema.plan import LEVERS_ONLY, NO_ENSEMBLE, Factor, PlanFile
from scenarios.validation import MAX_PROBLEMS, unknown_sources, validate
from simulation.outcomes import OUTCOME_BY_NAME, RATIO_BY_NAME

Entries = Mapping[str, ParameterEntry]


def read_plan(library: Library, reference: Reference, folder: Path) -> PlanFile:
    """The plan that ``reference`` means, the path of a file or the name of one in ``folder``; raises ``ScenarioError``.

    Every factor of it has bounds or values, its own or those of its parameter.
    """
    with told_in_units(library.parameters.entries):
        document = _open(reference, folder)
    plan, problems = validate(document, PlanFile)
    problems = with_hard_ranges(problems, library.parameters.entries) + unknown_sources(document, library.evidence)
    if plan is None:
        raise ScenarioError(_in_order(problems))
    entries = library.parameters.entries
    if plan.name != document.path.stem:
        problems.append(document.problem(("name",), Sentence("the name differs from the file's"), show(document.path.stem),
                                         Sentence("rename the file, or change `name`")))  # fmt: skip
    for kind, factors in (("lever", plan.levers), ("uncertainty", plan.uncertainties)):
        for name, factor in factors.items():
            problems += _factor_problems(document, kind, name, factor, entries)
    problems += _name_problems(library, document, plan, entries)
    if problems:
        raise ScenarioError(_in_order(problems)[:MAX_PROBLEMS])
    return with_ranges(plan, entries)


def with_ranges(plan: PlanFile, entries: Entries) -> PlanFile:
    """The plan with the expected range of its parameter in every factor that has no bounds of its own."""

    def filled(name: str, factor: Factor) -> Factor:
        if factor.values is not None:
            return factor
        low, high = entries[name].expected
        return factor.model_copy(update={"low": low if factor.low is None else factor.low, "high": high if factor.high is None else factor.high})

    return plan.model_copy(update={
        "levers": {name: filled(name, factor) for name, factor in plan.levers.items()},
        "uncertainties": {name: filled(name, factor) for name, factor in plan.uncertainties.items()},
    })  # fmt: skip


def _open(reference: Reference, folder: Path) -> Document:
    text = str(reference)
    if is_path(text):
        return read_document(at_home(text))
    names = sorted(path.stem for path in folder.glob("*.toml"))
    if text not in names:
        mend = did_you_mean(text, names) or Sentence("choose one of these, or give the path of a file that ends in .toml")
        raise ScenarioError([Problem(show(text), None, "", Sentence("no {kind} is called {name}", kind="plan", name=show(text)), Names(names), mend)])
    return read_document(folder / f"{text}.toml", f"experiments/plans/{text}.toml")


def _factor_problems(document: Document, kind: str, name: str, factor: Factor, entries: Entries) -> Iterator[Problem]:
    """What is wrong with the name, the bounds and the values of one factor."""
    path = ("levers" if kind == "lever" else "uncertainties", name)
    if name not in entries:
        yield document.problem(path, Sentence("the model has no such parameter"), mend=did_you_mean(name, entries) or _LIST_THEM)
        return
    entry = entries[name]
    if entry.kind != kind and not (kind == "uncertainty" and entry.kind == "constant"):
        where = Sentence("write it under [levers]") if entry.kind == "lever" else Sentence("write it under [uncertainties]")
        yield document.problem(path, Sentence("this is a parameter of kind {kind}", kind=entry.kind), mend=where)
        return
    low, high = entry.expected
    if factor.values is None and factor.scale == "log" and (low if factor.low is None else factor.low) <= 0:
        yield document.problem((*path, "scale"), Sentence("{value} has no logarithm", value=show(low)), Sentence("above 0"), Sentence("add a low above 0"))
    if factor.values is None and (low if factor.low is None else factor.low) >= (high if factor.high is None else factor.high):
        yield document.problem(path, Sentence("the range is empty or runs backwards"), Sentence("low below high"), Sentence("give low and high"))
    for key, values in (("low", [factor.low]), ("high", [factor.high]), ("values", factor.values or [])):
        yield from _outside(document, (*path, key), values, entry)


def _outside(document: Document, path: KeyPath, values: Iterable[float | None], entry: ParameterEntry) -> Iterator[Problem]:
    for value in values:
        if value is None:
            continue
        try:
            entry.check(value)
        except Fault as fault:
            yield document.problem(path, fault.reason, fault.allowed, fault.mend)


def _name_problems(library: Library, document: Document, plan: PlanFile, entries: Entries) -> Iterator[Problem]:
    """Names of outcomes, parameters, districts and ensembles that there are not."""
    outcomes = {**OUTCOME_BY_NAME, **RATIO_BY_NAME}
    wanted: list[tuple[KeyPath, str]] = [(("outcomes", number), name) for number, name in enumerate(plan.outcomes)]
    for path, name in (*wanted, (("discover", "outcome"), plan.discover.outcome)):
        if name not in outcomes:
            yield document.problem(path, Sentence("there is no outcome {name}", name=show(name)), mend=did_you_mean(name, outcomes) or NOTHING)
    for name, value in plan.parameters.items():
        where = ("parameters", name)
        if name not in entries:
            yield document.problem(where, Sentence("the model has no such parameter"), mend=did_you_mean(name, entries) or _LIST_THEM)
        elif name in plan.factors:
            yield document.problem(where, Sentence("{name} is varied and fixed at once", name=name), mend=Sentence("keep one of them"))
        else:
            yield from _outside(document, where, [value], entries[name])
    for number, point in enumerate(plan.points):
        if point.keys() != plan.factors.keys():
            yield document.problem(("points", number), Sentence("the point does not have every factor once"), Names(plan.factors),
                                   Sentence("write one value for each factor"))  # fmt: skip
            continue
        for name, value in point.items():
            if name in entries:
                yield from _outside(document, ("points", number, name), [value], entries[name])
    for name, lever in plan.levers.items():
        if lever.start >= plan.months:
            reason = Sentence("it begins {start} months after the burn-in, and the runs end after {months}: it would change nothing", start=lever.start, months=plan.months)
            yield document.problem(("levers", name, "start"), reason, Sentence("up to {limit}", limit=plan.months - 1), Sentence("move `start`, or raise `months`"))
    yield from unknown_name(document, "district", plan.district, library.names(DISTRICTS))
    if plan.ensemble != NO_ENSEMBLE:
        yield from unknown_name(document, "ensemble", plan.ensemble, library.names(ENSEMBLES))
    if LEVERS_ONLY in plan.policies and not plan.levers:
        yield document.problem(("policies",), Sentence("\"levers\" sets the plan's levers, and it has none"), mend=Sentence("add [levers.NAME]"))
    for key, named in (("ceilings", plan.optimise.ceilings), ("programmes", plan.optimise.programmes)):
        for name in named:
            if name not in plan.levers:
                yield document.problem(("optimise", key, name), Sentence("this lever is not varied"), Names(plan.levers), Sentence("remove it"))


def unknown_name(document: Document, kind: str, name: str, names: list[str]) -> Iterator[Problem]:
    """A problem where ``name``, under the key ``kind``, is neither a path nor one of ``names``."""
    if not is_path(name) and name not in names:
        reason = Sentence("no {kind} is called {name}", kind=kind, name=show(name))
        yield document.problem((kind,), reason, Names(names), did_you_mean(name, names) or NOTHING)


_LIST_THEM = Sentence("list the names with: inspectorate parameters")


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.line or math.inf)
