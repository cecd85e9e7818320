"""Settled worlds and their baselines, kept in memory for the last few sets of assumptions: a policy alone is run anew."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

from experiments.running.batch import WorldResult, world_result
from experiments.running.keeping import BYTES_BESIDE, BYTES_PER_ENTERPRISE
from experiments.running.plan import Plan
from experiments.workshop.live.bounded import Bounded
from simulation.asked import Stop
from simulation.course import Course, Settled, settle
from simulation.kept_worlds import KeptWorlds, moves_nothing
from simulation.outcomes import OUTCOMES
from simulation.policy import BASELINE
from simulation.results import Run

MOST_ASSUMPTIONS = 4
WORLD_BYTES = 192 * 2**20
"""Of the worlds under one set of assumptions, by the look of them: 90 of the whole district, 1,100 of its tenth."""
LENGTHS = 4
"""Baselines of so many lengths are kept of each world."""
Passed = Callable[[int], None]


class World:
    """One world under one set of assumptions: settled when it is first asked for, its baseline gone on with as far as anybody needs."""

    def __init__(self, plan: Plan, number: int, store: KeptWorlds | None) -> None:
        self.number = number
        self._made_of = plan.single, plan.parameters_of(number), plan.seed
        self._store = store
        self._settled: Settled | None = None
        self._courses: dict[tuple[str, ...], Course] = {}
        self._runs: OrderedDict[tuple[int, tuple[str, ...]], Run] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def is_settled(self) -> bool:
        """Whether its burn-in is over."""
        return self._settled is not None

    def settled(self, stop: Stop | None = None) -> Settled:
        """The world after its burn-in; ``StoppedError`` where ``stop`` ended that."""
        with self._lock:
            if self._settled is None:
                district, parameters, seed = self._made_of
                if self._store is None:
                    self._settled = settle(district, parameters, seed=seed, world=self.number, stop=stop)
                else:
                    self._settled = self._store.world(district, parameters, seed=seed, world=self.number, stop=stop).settled()
            return self._settled

    def baseline(self, months: int, stop: Stop | None = None, by: tuple[str, ...] = (), *, last: int = 0) -> Run | None:
        """The run of so many months under the baseline; None where ``stop`` ended it.  ``last``: the months that will be asked for next."""
        settled = self.settled(stop)
        with self._lock:
            if (months, by) not in self._runs:
                course = self._courses.pop(by, None)
                if course is None or course.month > months:
                    course = settled.start(BASELINE, breakdowns=by)
                course.advance(months - course.month, stop)
                if course.month < last or course.month < months:
                    self._courses[by] = course
                if course.month < months:
                    return None
                self._runs[months, by] = course.run()
                while len(self._runs) > LENGTHS:
                    self._runs.popitem(last=False)
            self._runs.move_to_end((months, by))
            return self._runs[months, by]


class Assumptions:
    """The worlds under one set of assumptions: district, changed parameters, seed, ensemble."""

    def __init__(self, plan: Plan, store: KeptWorlds | None) -> None:
        self._plan = plan
        self._store = None if plan.overrides else store
        self._worlds: Bounded[World] = Bounded(WORLD_BYTES)
        self._lock = threading.Lock()

    def world(self, number: int) -> World:
        """The world of that number; what was not used for longest is forgotten, and settled anew when it is asked for again."""
        with self._lock:
            found = self._worlds.get(number)
            if found is None:
                found = World(self._plan, number, self._store)
                self._worlds.put(number, found, bytes_of_world(self._plan))
            return found

    @property
    def count(self) -> int:
        """Worlds that are held."""
        return len(self._worlds)


class KeptAssumptions:
    """The last four sets of assumptions; what is under way with another one keeps it to its end.

    ``store`` is the store of worlds on disk, for what is not changed by hand: every place of a slider would fill it.
    """

    def __init__(self, store: KeptWorlds | None = None) -> None:
        self._store = store
        self._kept: OrderedDict[tuple[object, ...], Assumptions] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, plan: Plan) -> Assumptions:
        """Those of a plan."""
        key = (plan.district_spec, tuple(sorted(plan.overrides.items())), plan.seed, plan.ensemble_spec)
        with self._lock:
            found = self._kept.pop(key, None) or Assumptions(plan, self._store)
            self._kept[key] = found
            while len(self._kept) > MOST_ASSUMPTIONS:
                self._kept.popitem(last=False)
            return found

    def __len__(self) -> int:
        return len(self._kept)


def bytes_of_world(plan: Plan) -> int:
    """What a world of a plan takes with its baseline: the world itself, a course that goes on from it, and some runs."""
    return int(2 * (BYTES_PER_ENTERPRISE * plan.single.enterprises + BYTES_BESIDE) + 8 * LENGTHS * len(OUTCOMES) * plan.months)


class WorldRuns:
    """The policies of a question in one world, gone on with from stage to stage."""

    def __init__(self, plan: Plan, world: World, last: int) -> None:
        self.plan, self.world = plan, world
        self.results: dict[int, WorldResult] = {}
        self._last = last
        self._courses: dict[str, Course] = {}

    def let_go(self) -> None:
        """Forget how far each policy is: what follows is run from the beginning again, to the same numbers."""
        self._courses.clear()

    def advance(self, months: int, stop: Stop | None = None) -> bool:
        """Go on up to so many months; whether they have passed: ``stop`` may have ended it, and the next call goes on."""
        if months in self.results:
            return True
        baseline = self.world.baseline(months, stop, self.plan.by, last=self._last)
        if baseline is None:
            return False
        runs = [replace(baseline, policy=self.plan.policies[0].name)]
        for policy in self.plan.policies[1:]:
            if moves_nothing(policy):
                runs.append(replace(baseline, policy=policy.name))
                continue
            course = self._courses.get(policy.name)
            if course is None or course.month > months:
                course = self._courses[policy.name] = self.world.settled(stop).start(policy, breakdowns=self.plan.by)
            course.advance(months - course.month, stop)
            if course.month < months:
                return False
            runs.append(course.run())
        self.results[months] = world_result(self.world.number, self.plan.names, runs, self.plan.by)
        if months >= self._last:
            self._courses.clear()
        return True
