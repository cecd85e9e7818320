"""What a policy may set: levers within their hard range, never its own effect."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Any

from scenarios.legal import KeyPath
from scenarios.problems import NOTHING, Names, Problem, Sentence, did_you_mean, dotted, nearest, show
from scenarios.reading import Document
from scenarios.schema.base import NAME_PATTERN, Fault, Table
from scenarios.schema.parameters import ParameterEntry
from scenarios.schema.policy import MAX_LEVERS, PolicyFile
from scenarios.validation import TOO_LARGE, TOO_SMALL, UNKNOWN_KEY
from simulation.outcomes import OUTCOME_BY_NAME, RATIO_BY_NAME

EFFECT_WORDS = {
    "accident", "accidents", "attention", "belief", "beliefs", "blind", "competence", "compliance", "concealed",
    "concealment", "covered", "coverage", "death", "deaths", "detected", "detection", "deterrence", "effort",
    "hazards", "injuries", "injury", "overlap", "pressure", "probability", "reduction", "skill",
}  # fmt: skip
LEVERS_OF = {
    "officers": ("officers_per_10000_workers", "other_officers"), "field_days_factor": ("field_days",),
    "professional_factor": ("professional_share",), "enforces": ("towns_enforce",), "insured": ("insurance_high_risk",),
    "known_registered": ("registry_drive",), "known_by_sector": ("registry_drive",),
}  # fmt: skip
"""Levers that move what a key of a district's file sets."""
NEVER_ITS_EFFECT = Sentence("a policy sets levers, never its own effect")
VARY_IT = Sentence("remove it; vary it in the parameters")


def lever_problems(
    document: Document, entries: Mapping[str, ParameterEntry], path: KeyPath = ("levers",), mend: str = VARY_IT, above: Collection[str] = ()
) -> list[Problem]:
    """Faults of the levers at ``path``, readable even where the file's form is wrong elsewhere.

    ``mend`` says where a parameter of another kind belongs; ``above`` are keys of the table around the levers, which belong there.
    """
    problems = []
    levers: Any = document.data
    for key in path:
        inside = isinstance(levers, dict) if isinstance(key, str) else isinstance(levers, list)
        levers = levers[key] if inside and (isinstance(key, int) or key in levers) else None
    items = levers.items() if isinstance(levers, dict) else ()
    for name, lever in islice(items, MAX_LEVERS):
        own = (*path, name)
        if name in above and name not in entries:
            reason = Sentence("this is no lever")
            problems.append(document.problem(own, reason, mend=Sentence("write it above [{table}]", table=dotted(path))))
            continue
        problem = _name_problem(document, own, name, entries, mend) or _value_problem(document, own, name, lever, entries)
        if problem:
            problems.append(problem)
    return problems


def placed(problems: Sequence[Problem], entries: Mapping[str, ParameterEntry]) -> list[Problem]:
    """The same problems, where a lever stands outside of [levers] with the word that it belongs there."""
    told = []
    for problem in problems:
        entry = entries.get(problem.key)
        if entry is not None and getattr(problem.reason, "template", "") == UNKNOWN_KEY:
            lever = entry.kind == "lever"
            reason = Sentence("this is a lever, and stands outside of [levers]") if lever else Sentence("this is a parameter of kind {kind}: {rule}", kind=entry.kind, rule=NEVER_ITS_EFFECT)
            problem = replace(problem, reason=reason, allowed=NOTHING, mend=Sentence("write it under [levers]") if lever else VARY_IT)
        told.append(problem)
    return told


def without_twice(of_form: Sequence[Problem], of_levers: Sequence[Problem]) -> list[Problem]:
    """Both, without a fault of form that says less of a lever's number than its own fault does: one number, one fault."""
    told = {problem.key for problem in of_levers}
    sizes = {TOO_SMALL, TOO_LARGE}
    return [problem for problem in of_form if not (
        getattr(problem.reason, "template", "") in sizes and told & {problem.key, problem.key.rpartition(".value")[0], problem.key.rpartition(".range")[0]})
    ] + [*of_levers]  # fmt: skip


def _name_problem(
    document: Document, path: KeyPath, name: str, entries: Mapping[str, ParameterEntry], mend: str
) -> Problem | None:
    if re.fullmatch(NAME_PATTERN, name) is None:
        return None  # a fault of form, told by the schema
    if name in entries and entries[name].kind == "lever":
        return None
    if name in entries:
        reason = Sentence("this is a parameter of kind {kind}: {rule}", kind=entries[name].kind, rule=NEVER_ITS_EFFECT)
        return document.problem(path, reason, mend=mend)
    legal = [lever for lever, entry in entries.items() if entry.kind == "lever"]
    if name in district_keys():
        reason = Sentence("this is a key of a district's file, not a lever")
        return document.problem(path, reason, mend=_in_place_of(name, legal))
    if is_effect(name, legal):
        reason = Sentence("this is measured, not set: {rule}", rule=NEVER_ITS_EFFECT)
        return document.problem(path, reason, mend=Sentence("set the levers that would bring it about"))
    mend = did_you_mean(name, legal) or Sentence("list the levers with: inspectorate parameters")
    return document.problem(path, Sentence("no lever has this name"), mend=mend)


@cache
def district_keys() -> dict[str, str]:
    """Where each number of a district's file stands, by its key."""
    # Not above: making its tables takes longer than reading all policies, of which few need them.
    from scenarios.schema.district import DepartmentEntry, DomainEntry, PlaceEntry, SectorEntry, Size

    tables: dict[str, type[Table]] = {
        "size": Size, "domains.NAME": DomainEntry, "sectors.NAME": SectorEntry, "places.NAME": PlaceEntry,
        "departments.NAME": DepartmentEntry,
    }  # fmt: skip
    return {key: where for where, table in tables.items() for key in table.model_fields if key not in {"title", "title_zh", "kind"}}


def _in_place_of(key: str, levers: list[str]) -> str:
    """Where a district's key stands, and which levers move the same."""
    nearest_levers = [lever for lever in LEVERS_OF.get(key, ()) if lever in levers]
    where = Sentence("it stands in the district's file under [{table}]", table=district_keys()[key])
    if not nearest_levers:
        return Sentence("{where}; no lever moves it", where=where)
    return Sentence("set {levers}; {where}", levers=Names(nearest_levers), where=where)


def is_effect(name: str, levers: list[str]) -> bool:
    """Whether ``name``, which is no lever, names something measured (and no misspelt lever)."""
    if name in OUTCOME_BY_NAME or name in RATIO_BY_NAME or name in EFFECT_WORDS:
        return True
    misspelt = nearest(name, levers, likeness=0.85) is not None
    return not misspelt and not EFFECT_WORDS.isdisjoint(re.split("[_-]", name))


def _value_problem(
    document: Document, path: KeyPath, name: str, lever: object, entries: Mapping[str, ParameterEntry]
) -> Problem | None:
    """The first of the lever's numbers outside its hard range; faults of form are told by the schema."""
    entry = lever if isinstance(lever, dict) else {"value": lever}
    tried = entry.get("range")
    if name not in entries:
        return None
    for value in (entry.get("value"), *(tried if isinstance(tried, list) else ())):
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            continue
        try:
            entries[name].check(value)
        except Fault as fault:
            return document.problem(path, fault.reason, fault.allowed, fault.mend)
    return None


def time_problems(document: Document, policy: PolicyFile) -> list[Problem]:
    """Settings that end before they start."""
    problems = []
    if policy.end is not None and policy.end <= policy.start:
        problems.append(_ends_early(document, ("end",), policy.start, policy.end))
    for lever in policy.levers:
        start, _, end = policy.times_of(lever)
        own = policy.levers[lever]
        if end is not None and end <= start and not (own.start is None and own.end is None):
            problems.append(_ends_early(document, ("levers", lever), start, end))
    for (sector, domain), cell in policy.cells.items():
        start, end = policy.span_of(cell)
        if end is not None and end <= start and not (cell.start is None and cell.end is None):
            problems.append(_ends_early(document, ("responsibility", sector, domain), start, end))
    return problems


def _ends_early(document: Document, path: tuple[str, ...], start: int, end: int) -> Problem:
    reason = Sentence("it ends in month {end}, not after its start in month {start}", end=end, start=start)
    return document.problem(path, reason, Sentence("end > start"), Sentence("move `start` or `end`"))


def lever_warnings(policy: PolicyFile, entries: Mapping[str, ParameterEntry]) -> list[str]:
    """Values outside their lever's expected range, and levers that end before they are whole."""
    warnings = []
    for name, lever in policy.levers.items():
        if not entries[name].is_expected(lever.value):
            warnings.append(entries[name].warning(name, lever.value))
        if lever.value == entries[name].value and name not in policy.overrides:
            told = Sentence("{name} = {value} is today's value in parameters.toml: it changes nothing but where a district or --parameter has another", name=name, value=show(lever.value))
            warnings.append(told)
        start, ramp, end = policy.times_of(name)
        if end is not None and end <= start + ramp:
            whole = start + ramp
            told = Sentence(
                "{name} ends in month {end}, before it is whole in month {whole}", name=name, end=end, whole=whole
            )
            warnings.append(told)
    return warnings
