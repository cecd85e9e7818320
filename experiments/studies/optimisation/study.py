"""The study from end to end: search, or everything and the search held against it; the choice; fresh worlds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from experiments.comparison.differences import UNPRICED
from experiments.comparison.prices import PRICED
from experiments.studies.optimisation.chosen import Chosen, choose
from experiments.studies.optimisation.exhaustive import Check, check, try_all
from experiments.studies.optimisation.fresh import Rescored, Score, rescore
from experiments.studies.optimisation.scores import Archive, Evaluate
from experiments.studies.optimisation.search import looked_up, search
from experiments.studies.optimisation.space import Mix, Space
from scenarios.schema.plan import PlanFile


@dataclass(frozen=True)
class Optimised:
    """What was asked, what was tried, and what came of it."""

    plan: PlanFile
    space: Space
    budget: float
    archive: Archive
    chosen: Chosen
    rescored: Rescored
    check: Check | None = None
    """The search beside trying everything, where that was asked for; ``archive`` then holds every mix."""

    @property
    def winner(self) -> Score | None:
        """The mix with the fewest expected deaths of the search, as fresh worlds score it."""
        return None if self.chosen.winner is None else self.rescored.score(self.chosen.winner)

    @property
    def holds(self) -> bool:
        """Whether fresh worlds confirm that the winner averts deaths."""
        return self.winner is not None and self.winner.averted.positive

    @property
    def settled(self) -> bool:
        """Whether every mix that differs from the winner by one level of one lever was tried, so that none of them is better."""
        return self.winner is not None and all(mix in self.archive for mix in self.space.neighbours(self.winner.mix))

    def number(self, mix: Mix) -> int:
        """What a pick is called in tables and figures: 0 is as today, 1 the winner."""
        order = [pick.mix for pick in self.chosen.picks if pick.mix != self.space.nothing]
        return 0 if mix == self.space.nothing else 1 + order.index(mix)

    @property
    def free(self) -> tuple[str, ...]:
        """Levers of the plan that cost the government and enterprises nothing in the model, beside what they bring about."""
        return free_levers(self.space.levers, self.plan)


def free_levers(levers: Sequence[str], plan: PlanFile) -> tuple[str, ...]:
    """Those of ``levers`` with neither a price in the model nor a programme in the plan."""
    return tuple(lever for lever in levers if lever not in PRICED and lever not in plan.optimise.programmes)


def _unpriced(found: Rescored, space: Space, free: Sequence[str]) -> Rescored:
    """``found`` without a price where a step moves nothing but levers that cost nobody anything."""
    steps = []
    for step in found.steps:
        moved = {lever for lever, start, end in zip(space.levers, step.start, step.end, strict=True) if start != end}
        prices = [UNPRICED if moved <= set(free) and price is not None and price[0] in {"ratio", "bound", "saves", "trades"} else price
                  for price in (step.price, step.price_of_all, step.price_of_equivalents)]  # fmt: skip
        steps.append(replace(step, price=prices[0] or step.price, price_of_all=prices[1] or step.price_of_all, price_of_equivalents=prices[2]))
    return replace(found, steps=tuple(steps))


def optimise(
    plan: PlanFile,
    space: Space,
    budget: float,
    evaluate: Evaluate,
    evaluate_fresh: Evaluate,
    *,
    exhaustive: bool = False,
    told: Callable[[int, Archive], None] | None = None,
) -> Optimised:
    """Search by ``evaluate``, choose, and score the choice by ``evaluate_fresh``, which tries mixes on worlds of its own."""
    table = plan.optimise
    everything = try_all(space, evaluate) if exhaustive else None
    searched = search(space, evaluate if everything is None else looked_up(everything), budget=budget, population=table.population,
                      generations=table.generations, rounds=table.rounds, seed=plan.seed, told=told)  # fmt: skip
    archive = searched if everything is None else everything
    found = choose(archive, space.nothing, budget, table.runners_up)
    fresh = evaluate_fresh([pick.mix for pick in found.picks], "fresh")
    rescored = rescore(found, archive, fresh, space.nothing, budget)
    return Optimised(plan, space, budget, archive, found, _unpriced(rescored, space, free_levers(space.levers, plan)),
                     None if everything is None else check(everything, searched, budget))  # fmt: skip
