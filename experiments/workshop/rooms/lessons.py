"""Lessons: files read through the one validator, with their scenarios, levers and outcomes looked up; the shipped ones by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from experiments.running.plan import Plan
from experiments.running.planning import make_plan
from experiments.running.scenario import Scenario
from experiments.running.shapes.fields import refuse_files
from experiments.text.errors import UserError
from experiments.text.formatting import exact
from scenarios import load_parameters
from scenarios.legal import KeyPath
from scenarios.problems import NOTHING, Names, Problem, ScenarioError, Sentence, did_you_mean, show
from scenarios.reading import Document, document_of, read_document
from scenarios.schema.base import Fault
from scenarios.schema.lesson import BASELINE, LessonFile
from scenarios.validation import validate
from simulation.outcomes import OUTCOME_BY_NAME

FOLDER = Path(__file__).parents[1] / "lessons"
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
Planned = Callable[[Scenario], Plan]
"""Makes the plan of a scenario, that of the baseline alone where it names no policy."""
TEAM_POLICY = "team-choice"
"""The name of what a team chose: the same for all, so that equal choices are computed once."""


def lesson_names() -> list[str]:
    """The shipped lessons, in the order in which they are best held."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def shipped_lesson(name: str) -> LessonFile:
    """A shipped lesson; ``ScenarioError`` for a name that none has."""
    names = lesson_names()
    if name not in names:
        raise ScenarioError([Problem(show(name), None, "", Sentence("no {kind} is called {name}", kind="lesson", name=show(name)), Names(names),
                                     did_you_mean(name, names) or NOTHING)])  # fmt: skip
    return read_lesson(FOLDER / f"{name}.toml", f"experiments/workshop/lessons/{name}.toml")


def read_lesson(path: Path, told: str | None = None) -> LessonFile:
    """The lesson in the file at ``path``, called ``told`` in messages; ``ScenarioError`` with all that is wrong with it."""
    return _checked(read_document(path, told), path.stem, _planned)


def own_lesson(text: str, plan: Planned) -> LessonFile:
    """The lesson that a TOML text is; ``ScenarioError`` with all that is wrong with it.

    ``plan`` makes the plan of each of its scenarios, and refuses what may not be asked here; none of them may name a file of this machine.
    """
    return _checked(document_of(text.removeprefix(BOM), Sentence("your lesson"), Path()), None, plan)


def _planned(scenario: Scenario) -> Plan:
    return make_plan(scenario.district, scenario.policies or (BASELINE,), **scenario.arguments)


def _checked(document: Document, called: str | None, plan: Planned) -> LessonFile:
    """The lesson of a file that is ``called`` so, or of a text without a name of its own."""
    lesson, problems = validate(document, LessonFile)
    if lesson is None:
        raise ScenarioError(problems)
    if called is not None and lesson.name != called:
        problems.append(document.problem(("name",), Sentence("the name differs from the file's"), show(called),
                                         Sentence("rename the file, or change `name`")))  # fmt: skip
    if called is None and (named := [*_files_named(document, lesson)]):
        raise ScenarioError([*problems, *named])  # before anything is looked up: not even whether a file is there is told
    problems += [*_lever_problems(document, lesson), *_outcome_problems(document, lesson), *_scenario_problems(document, lesson, plan)]
    if problems:
        raise ScenarioError(problems)
    return lesson


def start_of(lesson: LessonFile) -> Scenario:
    """The scenario of all rounds, under the baseline alone; ``UserError`` or ``ScenarioError`` for a query that is none."""
    return Scenario.from_query(lesson.start)


def scenario_of(lesson: LessonFile, number: int) -> Scenario:
    """What the model is asked in round ``number`` (from 0 on)."""
    return replace(start_of(lesson), policies=(lesson.rounds[number].policy,))


def team_scenario(lesson: LessonFile, number: int, levers: Mapping[str, float]) -> Scenario:
    """What the model is asked of a team's ``levers`` in round ``number`` (from 0 on)."""
    base = lesson.rounds[number].teams_from
    changes = [f"{name}={exact(value)}" for name, value in sorted(levers.items())]
    policy = ",".join([f"{TEAM_POLICY}:{'' if base == BASELINE else base}", *changes]) if changes else base
    return replace(start_of(lesson), policies=(policy,))


def todays(lesson: LessonFile, planned: Planned = _planned) -> dict[str, float]:
    """Today's value of each of the lesson's levers, the district's own where it has one."""
    plan = planned(start_of(lesson))
    values = {**plan.parameters, **plan.single.own_values(plan.parameters)}
    return {name: values[name] for name in lesson.levers}


def _lever_problems(document: Document, lesson: LessonFile) -> Iterator[Problem]:
    entries = load_parameters().entries
    levers = [name for name, entry in entries.items() if entry.kind == "lever"]
    for name, lever in lesson.levers.items():
        path: KeyPath = ("levers", name)
        if name not in levers:
            mend = did_you_mean(name, levers) or Sentence("list the levers with: inspectorate parameters")
            yield document.problem(path, Sentence("no lever has this name"), mend=mend)
            continue
        for stop in lever.stops:
            try:
                entries[name].check(stop)
            except Fault as fault:
                yield document.problem((*path, "stops"), fault.reason, fault.allowed, fault.mend)


def _outcome_problems(document: Document, lesson: LessonFile) -> Iterator[Problem]:
    asked: list[tuple[KeyPath, str]] = [(("rounds", number, "outcome"), each.outcome) for number, each in enumerate(lesson.rounds)]
    asked += [(("rounds", number, "teams_outcome"), each.teams_outcome) for number, each in enumerate(lesson.rounds) if each.teams_outcome]
    asked += [(("teaches", number, "outcome"), each.outcome) for number, each in enumerate(lesson.teaches)]
    for path, name in asked:
        if name not in OUTCOME_BY_NAME:
            yield document.problem(path, Sentence("there is no outcome {name}", name=show(name)), mend=did_you_mean(name, OUTCOME_BY_NAME) or NOTHING)


def _scenario_problems(document: Document, lesson: LessonFile, planned: Planned) -> Iterator[Problem]:
    """A start or a policy that no comparison could be made of: each is looked up as ``compare`` would."""
    try:
        start = start_of(lesson)
        if start.policies:
            yield document.problem(("start",), Sentence("a start names no policy: each round names its own"), mend=Sentence("remove it"))
            return
        if planned(start).region is not None:
            yield document.problem(("start",), Sentence("a lesson is held on one district, not on a region"), mend=Sentence("name a district"))
            return
    except (UserError, ScenarioError) as error:
        yield _misfit(document, ("start",), error)
        return
    for path, spec in _specs(lesson):
        try:
            plan = planned(replace(start, policies=(spec,)))
        except (UserError, ScenarioError) as error:
            yield _misfit(document, path, error)
            continue
        if path[-1] == "teams_from":
            open_levers = lesson.open_levers(int(path[1]))
            twice = [setting.lever for setting in plan.policies[-1].settings if setting.lever in open_levers]
            if twice:
                yield document.problem(path, Sentence("it sets {name}, which is open to the teams", name=twice[0]), mend=Sentence("close the lever, or name another policy"))


def _specs(lesson: LessonFile) -> list[tuple[KeyPath, str]]:
    """Every policy that a lesson names, and where."""
    asked: list[tuple[KeyPath, str]] = [(("rounds", number, key), getattr(each, key)) for number, each in enumerate(lesson.rounds) for key in ("policy", "teams_from")]
    asked += [(("teaches", number, key), getattr(each, key)) for number, each in enumerate(lesson.teaches) for key in ("policy", "than")]
    return [pair for pair in asked if pair[1] != BASELINE]


def _files_named(document: Document, lesson: LessonFile) -> Iterator[Problem]:
    """What of a lesson from elsewhere names a file of this machine."""
    try:
        Scenario.from_query(lesson.start, files=False)
    except (UserError, ScenarioError) as error:
        yield _misfit(document, ("start",), error)
    for path, spec in _specs(lesson):
        try:
            refuse_files({"district": "", "policies": [spec]}, "")
        except UserError as error:
            yield _misfit(document, path, error)


def _misfit(document: Document, path: KeyPath, error: UserError | ScenarioError) -> Problem:
    """What another reader found wrong, at the key of this file that it was read from."""
    if isinstance(error, ScenarioError):
        first = error.problems[0]
        return document.problem(path, first.reason, first.allowed, first.mend)
    return document.problem(path, error.what.rstrip(".\u3002"), mend=error.mend.rstrip(".\u3002"))
