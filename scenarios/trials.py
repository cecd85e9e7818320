"""From a trial file to a validated trial: its form, the names it uses, and whether its design holds together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from scenarios.district_bounds import excesses
from scenarios.districts import read_district
from scenarios.library import DISTRICTS, TRIALS, Library, Reference, is_path
from scenarios.parameter_words import with_hard_ranges
from scenarios.problems import Names, Problem, ScenarioError, Sentence, did_you_mean, dotted, show
from scenarios.reading import Document
from scenarios.schema.parameters import ParameterEntry
from scenarios.schema.trial import TrialFile
from scenarios.trial_design import design_problems
from scenarios.trial_references import name_problems
from scenarios.validation import unknown_sources, validate
from scenarios.variations import world_of
from simulation.district import District


def read_trial(library: Library, reference: Reference) -> TrialFile:
    """The trial that ``reference`` means; raises ``ScenarioError`` with all that is wrong with its file."""
    document = library.open(TRIALS, reference)
    trial, problems = validate(document, TrialFile)
    entries = library.parameters.entries
    problems = with_hard_ranges(problems, entries) + unknown_sources(document, library.evidence)
    if trial is None:
        raise ScenarioError(_in_order(problems))
    problems += library.name_problems(TRIALS, document, trial.name)
    base = _base(library, document, trial.world.district, problems)
    if base is not None:
        problems += name_problems(document, trial, base, entries)
    problems += design_problems(document, trial)
    if base is None or problems:
        raise ScenarioError(_in_order(problems))
    trial = trial.located(document.file, base)
    problems = list(_excesses(document, trial, entries))
    if problems:
        raise ScenarioError(problems)
    return trial


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


def _base(library: Library, document: Document, name: str, problems: list[Problem]) -> District | None:
    """The district that [world] names: a shipped one, or a file beside the trial's; None with a problem added."""
    path = ("world", "district")
    reference: Reference = document.path.parent / name if is_path(name) else name
    if not is_path(name) and name not in library.names(DISTRICTS):
        names = library.names(DISTRICTS)
        mend = did_you_mean(name, names) or Sentence("choose one of these, or NAME.toml of a file beside this one")
        reason = Sentence("no {kind} is called {name}", kind="district", name=show(name))
        problems.append(document.problem(path, reason, Names(names), mend))
        return None
    try:
        return read_district(library, reference)
    except ScenarioError as error:
        problems.append(document.problem(path, Sentence("{name} cannot be used as a district", name=show(name)),
                                         mend=Sentence("see what is told of it")))  # fmt: skip
        problems += error.problems
        return None


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.line or math.inf)
