"""Sentences of the scenario loader in the language in force."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from experiments.text.messages import _, enumerated

if TYPE_CHECKING:
    from scenarios.problems import Problem, ScenarioError


def told(text: object) -> str:
    """A sentence of the loader translated with the sentences inside it; other text as it is."""
    from scenarios.problems import Names, Sentence  # not above: every command reads this file, and few read scenarios

    if isinstance(text, Names):
        return enumerated(text.members)
    if isinstance(text, Sentence) and text.template:
        return _(text.template).format(**{name: _filled(name, value) for name, value in text.values.items()})
    return str(text)


def as_sentence(text: object) -> str:
    """``told`` as a sentence that others may follow: a capital first, a full stop last."""
    words = told(text)
    if not words or words[-1] in ".?!\u3002\uff1f\uff01":
        return words[:1].upper() + words[1:]
    return _("{text}.").format(text=words[0].upper() + words[1:])


def _filled(name: str, value: object) -> str:
    """A value within a sentence; kinds and units are words of the catalogue too."""
    from scenarios.problems import Sentence

    return _(str(value)) if name in ("kind", "unit") and not isinstance(value, Sentence) else told(value)


def error_lines(error: ScenarioError) -> list[str]:
    """All problems, grouped by file: where, what is wrong, what is allowed, how to mend it."""
    from scenarios.problems import PRINTED_PROBLEMS

    lines: list[str] = []
    shown = error.problems[:PRINTED_PROBLEMS]
    for file, group in groupby(shown, key=lambda problem: problem.file):
        lines.append(_("{file}:").format(file=told(file)))
        lines += [f"  {_problem(problem)}" for problem in group]
    if len(error.problems) > len(shown):
        lines.append(_("and {n} more problems").format(n=len(error.problems) - len(shown)))
    return lines


def _problem(problem: Problem) -> str:
    places = [_("line {n}").format(n=problem.line) if problem.line else "", problem.key]
    place = _(", ").join(part for part in places if part)
    allowed = _("allowed: {values}").format(values=told(problem.allowed)) if problem.allowed else ""
    text = _("; ").join(part for part in (told(problem.reason), allowed, told(problem.mend)) if part)
    return _("{place}: {text}").format(place=place, text=text) if place else text
