"""From a trial file to a validated trial: its form, the names it uses, and whether its design holds together."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from scenarios.district_bounds import excesses
from scenarios.districts import read_district
from scenarios.library import DISTRICTS, TRIALS, Library, Reference, is_path
from scenarios.parameter_words import with_hard_ranges
from scenarios.problems import Names, Problem, ScenarioError, Sentence, did_you_mean, dotted, show
from scenarios.reading import Document
from scenarios.schema.base import PART_PATTERN
from scenarios.schema.parameters import ParameterEntry
from scenarios.schema.trial import TrialFile
from scenarios.stand_ins import meaning_of_broken
from scenarios.trial_design import design_problems
from scenarios.trial_references import name_problems
from scenarios.validation import unknown_sources, validate
from scenarios.variations import world_of
from simulation.district import District

ADD_STUDY = Sentence("add the study to a file of evidence of your own, and name that file with --evidence")


def read_trial(library: Library, reference: Reference) -> TrialFile:
    """The trial that ``reference`` means; raises ``ScenarioError`` with all that is wrong with its file, faults of form and of meaning together."""
    document = library.open(TRIALS, reference)
    trial, problems = validate(document, TrialFile)
    entries = library.parameters.entries
    problems = with_hard_ranges(problems, entries)
    base, of_base = _base(library, document)
    if trial is None:
        problems += meaning_of_broken(document, TrialFile, problems, lambda made: _meaning(library, document, made, base))
    else:
        problems += _meaning(library, document, trial, base)
    problems = [*problems, *of_base, *unknown_sources(document, library.evidence, ADD_STUDY)]
    if trial is None or base is None or problems:
        raise ScenarioError(_in_order(problems))
    trial = trial.located(document.file, base)
    problems = list(_excesses(document, trial, entries))
    if problems:
        raise ScenarioError(problems)
    return trial


def read_trials(library: Library, references: Sequence[Reference]) -> list[TrialFile]:
    """Several trials in their order; raises ``ScenarioError`` with all that is wrong with any of their files, or where two have one name."""
    trials: list[TrialFile] = []
    problems: list[Problem] = []
    for reference in references:
        try:
            trials.append(read_trial(library, reference))
        except ScenarioError as error:
            problems += error.problems
    names: dict[str, TrialFile] = {}
    for trial in trials:
        if trial.name in names:
            reason = Sentence("another of the trials that are run together has this name, too: {file}", file=names[trial.name].file)
            problems.append(Problem(trial.file, None, "name", reason, mend=Sentence("rename one of them, or run them one by one")))
        names[trial.name] = trial
    if problems:
        raise ScenarioError(problems)
    return trials


def _meaning(library: Library, document: Document, trial: TrialFile, base: District | None) -> list[Problem]:
    """Faults of what a well-formed file says; names of sectors and the like only where its district is known."""
    problems = library.name_problems(TRIALS, document, trial.name)
    if base is not None:
        problems += name_problems(document, trial, base, library.parameters.entries)
    return problems + design_problems(document, trial)


def _excesses(document: Document, trial: TrialFile, entries: Mapping[str, ParameterEntry]) -> Iterator[Problem]:
    """Worlds of which the model cannot hold something, or in which more die than there are."""
    names = [None, *(variant.name for variant in trial.world.variants)]
    told: set[str] = set()
    for number, name in enumerate(names):
        path = ("world",) if name is None else ("world", "variants", number - 1)
        for each in excesses(world_of(trial, name)[0], entries):
            if each.reason not in told:
                told.add(each.reason)
                place = Sentence("in the district that this makes, {key}: {reason}", key=dotted(each.path), reason=each.reason)
                yield document.problem(path, place, each.allowed, Sentence("change the world's sizes, sectors or district"))


def _base(library: Library, document: Document) -> tuple[District | None, list[Problem]]:
    """The district that [world] names: a shipped one, or a file beside the trial's; None with what is wrong with it, as far as its form does not tell it."""
    path = ("world", "district")
    world = document.data.get("world")
    name = world.get("district") if isinstance(world, dict) else None
    if not isinstance(name, str) or re.fullmatch(PART_PATTERN, name) is None:
        return None, []
    reference: Reference = document.path.parent / name if is_path(name) else name
    if not is_path(name) and name not in library.names(DISTRICTS):
        names = library.names(DISTRICTS)
        mend = did_you_mean(name, names) or Sentence("choose one of these, or NAME.toml of a file beside this one")
        return None, [document.problem(path, Sentence("no {kind} is called {name}", kind="district", name=show(name)), Names(names), mend)]
    try:
        return read_district(library, reference), []
    except ScenarioError as error:
        reason = Sentence("{name} cannot be used as a district", name=show(name))
        return None, [document.problem(path, reason, mend=Sentence("see what is told of it")), *error.problems]


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.line or math.inf)
