"""In which steps a question is answered: a first picture, ten years, twenty worlds, and later looks only by the rule set beforehand."""

from __future__ import annotations

from dataclasses import dataclass

from experiments.comparison.precision import all_looks
from experiments.running.plan import Plan
from experiments.statistics.intervals import LEVEL

FIRST, TEN, TWENTY = NAMES = ("first", "ten", "twenty")
LOOK = "look-"
"""Before the number of worlds of a later look."""
FIRST_WORLDS, FIRST_MONTHS = 2, 36
SHOWN_WORLDS = 20
"""Worlds from which the first interval is shown, and no other one before the first look of the rule."""


@dataclass(frozen=True)
class Stage:
    """So many of the worlds of a plan, so many months of each; ``level`` is that of every interval."""

    name: str
    worlds: tuple[int, ...]
    months: int
    level: float = LEVEL


def stages(plan: Plan) -> tuple[Stage, ...]:
    """The stages of a plan, each standing on the one before.

    Up to where the first look of ``comparison.precision`` is, the last stage has all worlds of the plan and its interval is the one that
    ``compare`` gives for them.  Beyond that there are only the looks of the rule, whose intervals hold together however many of them are made.
    """
    first = next(all_looks(plan)).worlds
    shown = len(plan.worlds) if len(plan.worlds) < first else SHOWN_WORLDS
    found = [
        Stage(FIRST, plan.worlds[:FIRST_WORLDS], min(FIRST_MONTHS, plan.months)), Stage(TEN, plan.worlds[:FIRST_WORLDS], plan.months),
        Stage(TWENTY, plan.worlds[:shown], plan.months),
    ]  # fmt: skip
    for look in all_looks(plan):
        if look.worlds > len(plan.worlds):
            break
        found.append(Stage(f"{LOOK}{look.worlds}", plan.worlds[: look.worlds], plan.months, look.level))
    return tuple(found)
