"""Scenario files: what is compared on which district under which assumptions, with policies of one's own written as tables."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from scenarios.composition import canonical_of
from scenarios.legal import KeyPath
from scenarios.library import DISTRICTS, ENSEMBLES, POLICIES, Library, Reference, at_home, is_path
from scenarios.own_changes import Change
from scenarios.own_policy import MAX_CHANGES, Own, ordered_base
from scenarios.parameter_words import told_in_units, with_hard_ranges
from scenarios.plans import unknown_name
from scenarios.policy_spec import split_spec
from scenarios.problems import Problem, ScenarioError, Sentence, did_you_mean
from scenarios.reading import Document, document_of, read_text
from scenarios.schema.base import Fault
from scenarios.schema.parameters import ParameterEntry
from scenarios.schema.plan import NO_ENSEMBLE
from scenarios.schema.scenario import MAX_SCENARIO_BYTES, OwnPolicy, ScenarioFile
from scenarios.validation import MAX_PROBLEMS, validate
from simulation.policy import CellSetting, LeverSetting

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def open_scenario(library: Library, source: Path | str, name: str, files: bool | Collection[str]) -> ScenarioFile:
    """The scenario at a path, or the one whose TOML a text is, called ``name`` in messages; raises ``ScenarioError`` with all that is wrong."""
    text = source if isinstance(source, str) else read_text(at_home(source))
    name = name or (Sentence("the scenario") if isinstance(source, str) else str(source))
    if len(text) > MAX_SCENARIO_BYTES or len(text.encode("utf-8", "replace")) > MAX_SCENARIO_BYTES:
        raise ScenarioError([Problem(name, None, "", Sentence("the file is too large"), Sentence("up to {limit} bytes", limit=MAX_SCENARIO_BYTES),
                                     Sentence("make the file smaller or flatter"))])  # fmt: skip
    with told_in_units(library.parameters.entries):
        document = document_of(text.removeprefix(BOM), name, Path() if isinstance(source, str) else at_home(source))
    return read_scenario(library, document, files)


def read_scenario(library: Library, document: Document, files: bool | Collection[str] = True) -> ScenarioFile:
    """The scenario of a file, its own policies among ``policies`` as their one text; raises ``ScenarioError`` with all that is wrong.

    Where ``files`` is false nothing in it may name a file of this machine; where it holds texts, these alone may be its district.
    """
    file, problems = validate(document, ScenarioFile)
    problems = with_hard_ranges(problems, library.parameters.entries)
    if file is None:
        raise ScenarioError(_in_order(problems))
    entries = library.parameters.entries
    problems += _parameter_problems(document, file.parameters, entries)
    problems += unknown_name(document, "district", file.district, library.names(DISTRICTS))
    if file.ensemble not in (None, NO_ENSEMBLE):
        problems += unknown_name(document, "ensemble", str(file.ensemble), library.names(ENSEMBLES))
    problems += [] if files is True else _files_named(document, file, files or ())
    problems += [document.problem(("own", name), Sentence("{name} is compared with nothing", name=name), mend=Sentence("list it in `policies`, or remove it"))
                 for name in file.own if name not in file.policies]  # fmt: skip
    if problems:
        raise ScenarioError(_in_order(problems))
    texts = {}
    for name, own in file.own.items():
        try:
            texts[name] = canonical_of(library, _own_of(library, document, name, own))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(_in_order(problems))
    return file.model_copy(update={"policies": [texts.get(spec, spec) for spec in file.policies], "own": {}})


def _own_of(library: Library, document: Document, name: str, own: OwnPolicy) -> Own:
    """The own policy of a table, its problems told at its keys in the file."""

    def place(path: Sequence[str | int], reason: str, allowed: str, mend: str) -> Problem:
        there = ("base",) if path[:1] == ("includes",) else () if path[:1] in (("name",), ("overrides",)) else path
        return document.problem(("own", name, *there), reason, allowed, mend)

    problems = []
    if name in library.names(POLICIES):
        problems.append(place((), Sentence("a shipped {kind} has this name already", kind="policy"), "", Sentence("rename it")))
    changes = [Change(LeverSetting(lever, entry.value, entry.start, entry.ramp, entry.end), lever) for lever, entry in own.levers.items()]
    for sector, row in own.responsibility.items():
        for domain, cell in row.items():
            changes.append(Change(CellSetting(sector, domain, tuple(cell.departments), cell.lead or "", cell.start, cell.end), f"{sector}.{domain}"))
    if len(changes) > MAX_CHANGES:
        problems.append(place((), Sentence("there are too many changes"), Sentence("up to {limit}", limit=MAX_CHANGES), Sentence("write a policy file")))
    if not changes and not ordered_base([own.base.strip()] if own.base.strip() else []):
        problems.append(place((), Sentence("it starts from nothing and changes nothing"), "", Sentence("give it a base, levers or cells")))
    base: Sequence[Reference] = ()
    try:
        base = split_spec(own.base) if own.base.strip() else ()
    except ScenarioError as error:
        problems += [place(("includes",), one.reason, one.allowed, one.mend) for one in error.problems]
    if problems:
        raise ScenarioError(problems)
    return Own(name, ordered_base(base), tuple(changes), document.file, place)


def _parameter_problems(document: Document, parameters: Mapping[str, float], entries: Mapping[str, ParameterEntry]) -> Iterator[Problem]:
    for name, value in parameters.items():
        path = ("parameters", name)
        if name not in entries:
            mend = did_you_mean(name, entries) or Sentence("list the names with: inspectorate parameters")
            yield document.problem(path, Sentence("no parameter has this name"), mend=mend)
        elif entries[name].kind == "lever":
            yield document.problem(path, Sentence("this is a lever: a policy sets it, not an assumption"), mend=Sentence("write it under [own.NAME.levers], and NAME in `policies`"))
        else:
            try:
                entries[name].check(value)
            except Fault as fault:
                yield document.problem(path, fault.reason, fault.allowed, fault.mend)


def _files_named(document: Document, file: ScenarioFile, but: Collection[str]) -> Iterator[Problem]:
    named: list[tuple[KeyPath, str]] = [
        (("district",), file.district), (("ensemble",), file.ensemble or ""), *((("policies", number), spec) for number, spec in enumerate(file.policies)),
        *((("own", name, "base"), own.base) for name, own in file.own.items())]  # fmt: skip
    shipped = Sentence("name what is shipped")
    started = Sentence("name what is shipped, or start the workshop on this file: inspectorate workshop --district FILE")
    for path, text in named:
        if any(is_path(part.strip()) for part in re.split("[+,:]", text)) and not (path == ("district",) and text in but):
            mend = started if path == ("district",) else shipped
            yield document.problem(path, Sentence("it names a file, and files of this machine are not read here"), mend=mend)


def _in_order(problems: Sequence[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.line or math.inf)[:MAX_PROBLEMS]
