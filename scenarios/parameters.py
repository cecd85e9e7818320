"""The table of parameters: read, checked against the evidence, changed by a user's overrides."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from scenarios.parameter_words import with_hard_ranges
from scenarios.problems import Problem, ScenarioError, Sentence, did_you_mean, show
from scenarios.reading import Document
from scenarios.relative import computed, is_relative
from scenarios.schema.base import Fault
from scenarios.schema.parameters import ParameterEntry, ParametersFile
from scenarios.silence import UNHEARD, WAITING, is_off, unheard_warning, waiting_warning
from scenarios.validation import unknown_sources, validate
from simulation.parameters import Parameters

OVERRIDES = Sentence("the overrides given")


@dataclass(frozen=True)
class ParameterTable:
    """``values`` for the simulation, ``entries`` for people, ``warnings`` about values outside their expected range."""

    values: Parameters
    entries: dict[str, ParameterEntry]
    warnings: list[str] = field(default_factory=list)


def parameter_table(document: Document, known_sources: Collection[str], model: ParameterTable | None) -> ParameterTable:
    """The table of a file; one that is not the ``model``'s own may hold only some of its parameters.

    Raises ``ScenarioError`` with all that is wrong with it.
    """
    file, problems = validate(document, ParametersFile)
    if model is not None:
        problems = with_hard_ranges(problems, model.entries)
    problems += unknown_sources(document, known_sources)
    if file is not None and model is not None:
        problems += _differences(document, file.parameters, model.entries)
    if file is None or problems:
        raise ScenarioError(problems)
    entries = {**(model.entries if model else {}), **file.parameters}
    warnings = [
        entry.warning(name, entry.value) for name, entry in entries.items()
        if not entry.is_expected(entry.value) and not is_off(name, entry.value)
    ]
    ranges = {name: (entry.hard[0], entry.hard[1]) for name, entry in entries.items() if entry.kind == "lever"}
    return ParameterTable(Parameters({name: entry.value for name, entry in entries.items()}, ranges), entries, warnings)


def _differences(
    document: Document, entries: Mapping[str, ParameterEntry], model: Mapping[str, ParameterEntry]
) -> list[Problem]:
    """What a user's file may not change: the model knows these parameters, units, kinds and hard ranges."""
    problems = []
    for name, entry in entries.items():
        path = ("parameters", name)
        if name not in model:
            mend = did_you_mean(name, model) or Sentence("remove it")
            problems.append(document.problem(path, Sentence("the model has no such parameter"), mend=mend))
            continue
        mend = Sentence("change only the value, the expected range and the source")
        for key in ("unit", "kind", "hard"):
            own = getattr(model[name], key)
            if getattr(entry, key) != own:
                reason = Sentence("{key} differs from the model's own", key=key)
                problems.append(document.problem((*path, key), reason, str(own), mend))
    return problems


def overridden(table: ParameterTable, overrides: Mapping[str, float]) -> ParameterTable:
    """The table with some values changed; raises ``ScenarioError`` on unknown names and values out of range."""
    problems: list[Problem] = []
    warnings = [*table.warnings]
    for name, value in overrides.items():
        problem = _override_problem(table, name, value)
        if problem:
            problems.append(problem)
            continue
        if not table.entries[name].is_expected(value) and not is_off(name, value):
            warnings.append(table.entries[name].warning(name, value))
        if name in UNHEARD:
            warnings.append(unheard_warning(name))
        if name in WAITING and is_off(WAITING[name], overrides.get(WAITING[name], table.values[WAITING[name]])):
            warnings.append(waiting_warning(name))
    if problems:
        raise ScenarioError(problems)
    return ParameterTable(table.values.with_values(overrides), table.entries, warnings)


def _override_problem(table: ParameterTable, name: str, value: object) -> Problem | None:
    if name not in table.entries:
        mend = did_you_mean(name, table.entries) or Sentence("list the names with: inspectorate parameters")
        return Problem(OVERRIDES, None, str(name), Sentence("no parameter has this name"), mend=mend)
    if isinstance(value, str) and is_relative(value):
        reason, entry = Sentence("{value} is no number", value=show(value)), table.entries[name]
        return Problem(OVERRIDES, None, name, reason, entry.hard_range, computed(value, entry))
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or abs(value) == math.inf:
        return Problem(
            OVERRIDES, None, name, Sentence("{value} is no number", value=show(value)), mend=Sentence("give a number")
        )
    try:
        table.entries[name].check(value)
    except Fault as fault:
        return Problem(OVERRIDES, None, name, fault.reason, fault.allowed, fault.mend)
    return None
