"""The search: NSGA-II of pymoo by ask and tell, a generation a batch, no mix tried twice.

NSGA-II because there are several objectives and a constraint, mixes are whole numbers, and a generation can run at once; ask and
tell because the runs are the sweep's, which stores them.  Luck is no trouble to it: all mixes meet the same worlds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.studies.optimisation.scores import OBJECTIVES, Archive, Array, Evaluate, Measured, objectives
from experiments.studies.optimisation.space import Mix, Space

SPREAD = 3.0
"""Distribution index of crossover and mutation, pymoo's for whole numbers: lower than for real ones, so that a step leaves the level."""
NEVER = 1e30
"""In place of infinity, with which the distances of the algorithm would be no numbers."""


def search(
    space: Space,
    evaluate: Evaluate,
    *,
    budget: float,
    population: int,
    generations: int,
    seed: int = 0,
    rounds: int = 0,
    told: Callable[[int, Archive], None] | None = None,
) -> Archive:
    """Every mix tried, by generation; the same arguments and scores give the same mixes, so that a stopped search replays.

    ``budget`` is the most that a mix may cost the government a year in yuan, mean over the horizon and the worlds; dearer ones
    are tried too, since they are what the search comes from, and are never chosen.  After the generations come up to ``rounds`` in
    which every neighbour of the leader is tried, one lever one level up or down, until none is left that was not.
    """
    archive = Archive()
    algorithm, problem = _algorithm(space, archive, population, generations, seed)
    while algorithm.has_next():
        asked = algorithm.ask()
        if asked is None or not len(asked):
            break  # whatever the best mixes lead to was tried already
        mixes = [_mix(row) for row in asked.get("X")]
        generation = algorithm.n_gen - 1
        measured = evaluate(mixes, f"generation-{generation:03d}")
        archive.add(mixes, measured, generation)
        if told is not None:
            told(generation, archive)
        _tell(algorithm, problem, asked, objectives(measured), budget)
    for _round in range(rounds):
        leader = leading(archive, budget)
        new = [] if leader is None else [mix for mix in space.neighbours(leader) if mix not in archive]
        if not new:
            break
        generation = archive.generation[-1] + 1
        archive.add(new, evaluate(new, "neighbours"), generation)
        if told is not None:
            told(generation, archive)
    return archive


def leading(archive: Archive, budget: float) -> Mix | None:
    """The mix within the budget with the fewest expected deaths so far; None where there is none."""
    values = objectives(archive.measured)
    inside = np.flatnonzero(within(values, budget))
    return archive.mixes[int(inside[np.argmin(values[inside, 0])])] if len(inside) else None


def first_mixes(space: Space, population: int, seed: int) -> list[Mix]:
    """The first generation: doing nothing, each lever alone, and mixes drawn so that each level of a lever is about as frequent."""
    wanted = min(population, space.size)
    mixes = list(dict.fromkeys([space.nothing, *space.alone()]))[:wanted]
    rng, seen = np.random.default_rng(seed), set(mixes)
    while len(mixes) < wanted:
        columns = [rng.permutation(population) * len(choice.levels) // population for choice in space.choices]
        for row in zip(*columns, strict=True):
            mix = tuple(int(place) for place in row)
            if mix not in seen and len(mixes) < wanted:
                seen.add(mix)
                mixes.append(mix)
    return mixes


def _mix(row: Any) -> Mix:
    return tuple(int(place) for place in row)


def _algorithm(space: Space, archive: Archive, population: int, generations: int, seed: int) -> tuple[Any, Any]:
    from pymoo.algorithms.moo.nsga2 import NSGA2
    from pymoo.core.duplicate import DefaultDuplicateElimination
    from pymoo.core.problem import Problem
    from pymoo.operators.crossover.sbx import SBX
    from pymoo.operators.mutation.pm import PM
    from pymoo.operators.repair.rounding import RoundingRepair

    class New(DefaultDuplicateElimination):  # type: ignore[misc]
        """Also without what an earlier generation tried: its runs would tell nothing."""

        def do(self, pop: Any, *others: Any, to_itself: bool = True) -> Any:
            return super().do(pop[[_mix(one.X) not in archive for one in pop]], *others, to_itself=to_itself)

    highest = np.array(space.highest)
    problem = Problem(n_var=len(highest), n_obj=len(OBJECTIVES), n_ieq_constr=1, xl=np.zeros_like(highest), xu=highest, vtype=int)
    algorithm = NSGA2(
        pop_size=population,
        sampling=np.array(first_mixes(space, population, seed), dtype=int),
        crossover=SBX(prob=0.9, eta=SPREAD, vtype=float, repair=RoundingRepair()),
        mutation=PM(eta=SPREAD, vtype=float, repair=RoundingRepair()),
        eliminate_duplicates=New(),
    )
    algorithm.setup(problem, termination=("n_gen", generations), seed=seed, verbose=False)
    return algorithm, problem


def _tell(algorithm: Any, problem: Any, asked: Any, values: Array, budget: float) -> None:
    from pymoo.core.evaluator import Evaluator
    from pymoo.problems.static import StaticProblem

    values = np.nan_to_num(values, posinf=NEVER)
    beyond = (values[:, 1] - budget) / max(budget, 1.0)
    Evaluator().eval(StaticProblem(problem, F=values, G=beyond[:, None]), asked)
    algorithm.tell(infills=asked)


def within(values: Array, budget: float) -> NDArray[np.bool_]:
    """Which mixes cost the government no more than ``budget``; one whose run failed does not."""
    return np.isfinite(values[:, 1]) & (values[:, 1] <= budget)


def looked_up(archive: Archive) -> Evaluate:
    """An evaluation that runs nothing: the scores of an exhaustive search, which has them all."""
    known = archive.measured

    def evaluate(mixes: list[Mix] | tuple[Mix, ...], _batch: str) -> Measured:
        rows = [archive.place(mix) for mix in mixes]
        return Measured(known.deaths[rows], known.government[rows], known.enterprise[rows], known.baseline_deaths, known.worlds, known.over,
                        worth=None if known.worth is None else known.worth.of(rows))  # fmt: skip

    return evaluate  # type: ignore[return-value]
