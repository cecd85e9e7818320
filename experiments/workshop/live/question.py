"""One question under way: its worlds gone on with stage by stage, for whoever listens; equal questions are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from experiments.comparison.compare import bundles
from experiments.comparison.data import ComparisonData
from experiments.running.batch import WorldResult, gather
from experiments.running.plan import Plan
from experiments.workshop.live.listeners import Listener
from experiments.workshop.live.stages import Stage, stages
from experiments.workshop.live.turns import Turn
from experiments.workshop.live.worlds import Assumptions, WorldRuns

Key = tuple[object, ...]


@dataclass
class Question:
    """A plan, and how far it is."""

    key: Key
    plan: Plan
    discount: float
    address: str
    """Where it came from first."""
    assumptions: Assumptions
    listeners: list[Listener] = field(default_factory=list)
    stage: int = 0
    """The number of the stage under way."""
    begun: bool = False
    """Whether anything of it was run."""
    runs: dict[int, WorldRuns] = field(default_factory=dict)
    turns: dict[int, Turn] = field(default_factory=dict)
    """When each stage has its turn."""
    asked: set[tuple[int, int]] = field(default_factory=set)
    """Stages and worlds that have a task."""
    built: set[int] = field(default_factory=set)
    """Stages whose answer is being made."""

    def __post_init__(self) -> None:
        self.stages = stages(self.plan)

    def wants(self, stage: int) -> bool:
        """Whether anybody wants a stage."""
        return any(listener.wants(stage, self.begun) for listener in self.listeners)

    def run_of(self, world: int) -> WorldRuns:
        """The runs of one world."""
        if world not in self.runs:
            self.runs[world] = WorldRuns(self.plan, self.assumptions.world(world), self.plan.months)
        return self.runs[world]

    def let_go(self) -> None:
        """Keep no world half run."""
        for run in self.runs.values():
            run.let_go()

    def left(self, stage: Stage) -> tuple[int, ...]:
        """The worlds of a stage that are not as far as it asks."""
        return tuple(world for world in stage.worlds if world not in self.runs or stage.months not in self.runs[world].results)

    def settled(self, stage: Stage) -> int:
        """How many worlds of a stage have passed their burn-in."""
        return sum(self.run_of(world).world.is_settled for world in stage.worlds)

    def compared(self, stage: Stage) -> ComparisonData:
        """The comparison of a stage that is run, as ``compare`` puts it together."""
        results = [self.runs[world].results[stage.months] for world in stage.worlds]
        return compared(self.plan, stage, results, self.discount)


def compared(plan: Plan, stage: Stage, results: Sequence[WorldResult], discount: float) -> ComparisonData:
    """The data of a comparison from the results of a stage's worlds."""
    own = replace(plan, worlds=stage.worlds, months=stage.months)
    set_of = None if plan.ensemble is None else plan.ensemble.of_world
    batch = replace(gather(plan.names, stage.months, results, set_of=set_of), level=stage.level)
    return ComparisonData(own, batch, (), discount, bundles(plan.policies))
