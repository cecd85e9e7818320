"""Answers beside the main one: the matrix with what was counted by cell, the film of one world, and the files to take away."""

from __future__ import annotations

from dataclasses import replace

from experiments.text.errors import UserError
from experiments.text.messages import _
from experiments.workshop.answers.downloads import file_of, name_of
from experiments.workshop.answers.film import film_answer
from experiments.workshop.answers.matrix import matrix_answer
from experiments.workshop.live.asked import Asked
from experiments.workshop.live.live import Live
from experiments.workshop.live.question import compared
from experiments.workshop.live.queue import FIRST_PICTURE, REFINEMENT
from experiments.workshop.live.stages import FIRST, NAMES, stages
from experiments.workshop.live.worlds import WorldRuns
from experiments.workshop.written import written
from simulation.asked import Stop
from simulation.course import Course

BY = ("cell",)


async def matrix(live: Live, asked: Asked, until: str = FIRST, address: str = "") -> bytes:
    """The matrix of a question under its last policy, as JSON; as many worlds and months as the stage ``until`` has."""
    asked = asked.by(BY)
    stage = stages(asked.plan)[NAMES.index(until)]
    worlds = live.assumptions.of(asked.plan)
    runs = [WorldRuns(asked.plan, worlds.world(number), stage.months) for number in stage.worlds]

    def make(stop: Stop) -> bytes | None:
        for run in runs:
            if not run.advance(stage.months, stop):
                return None
        comparison = compared(asked.plan, stage, [run.results[stage.months] for run in runs], asked.scenario.discount)
        return written(matrix_answer(comparison, asked.plan.scenario_hash))

    return await live.errands.get(("matrix", asked.key, until), FIRST_PICTURE if until == FIRST else REFINEMENT, make, address)


async def film(live: Live, asked: Asked, world: int, policy: str, address: str = "") -> bytes:
    """The film of one world under the baseline and a policy of the question (its last one where none is named), as JSON; ``UserError`` for what it has not."""
    plan = asked.plan
    names = plan.names[1:]
    chosen = policy or (names[-1] if names else plan.names[0])
    if chosen not in plan.names or world not in plan.worlds:
        raise UserError(_("There is no such policy or world in the scenario."), "policy, world", _("Name a policy of the scenario and one of its worlds."))
    policies = (plan.policies[0], plan.policies[plan.names.index(chosen)])
    kept = live.assumptions.of(plan).world(world)
    courses: list[Course] = []

    def make(stop: Stop) -> bytes | None:
        if not courses:
            settled = kept.settled(stop)
            courses.extend(settled.start(one, film=True) for one in policies)
        for course in courses:
            course.advance(plan.months - course.month, stop)
            if course.month < plan.months:
                return None
        return written(film_answer(plan.single, policies, [course.film() for course in courses], plan.months))

    return await live.errands.get(("film", asked.key, world, chosen), REFINEMENT, make, address)


async def file(live: Live, asked: Asked, until: str, what: str, address: str = "") -> tuple[str, bytes]:
    """Name and content of the file ``what`` (csv, xlsx, zip) of the comparison at the stage ``until``; the errors of ``compared_of``.

    The scenario in it is that of the stage, so that its command gives the numbers beside it.
    """
    comparison = await live.compared_of(asked, until, (address, ""))
    plan = comparison.plan
    own = replace(asked.scenario, worlds=len(plan.worlds), months=plan.months)

    def make(_stop: Stop) -> bytes:
        return file_of(own, plan.scenario_hash, comparison, what)

    return name_of(plan.scenario_hash, what), await live.files.get((what, asked.key, until), FIRST_PICTURE, make, address)
