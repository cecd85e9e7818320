"""A plan resolved: what runs at which point in which world, and the identity of each such task."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import combinations
from typing import Any

from experiments.comparison.prices import Priced, how_priced
from experiments.disk.provenance import model_hash
from experiments.running.digests import canonical, digest, digest_of_text, resolved
from experiments.running.groups import by_asked, refuse_without_breakdowns
from experiments.running.own import Code
from experiments.running.planning import REGION_WORLDS, compared_on
from experiments.running.posts import refuse_too_many_officers
from experiments.studies.sweep.design import Design, design_of, ensemble_of, points_of
from experiments.studies.sweep.given import NOTHING, Given, Measure
from experiments.text.errors import UserError
from experiments.text.messages import _
from scenarios import PlanFile, load_parameters, load_policy
from scenarios.ensembles import Ensemble
from scenarios.schema.plan import LEVERS_ONLY
from simulation.district import District
from simulation.parameters import Parameters
from simulation.policy import LeverSetting, Policy
from simulation.region import Region

MAX_RUNS = 20_000_000
"""Runs of one sweep: more is refused before anything is drawn."""
KEPT = 4096
"""Points whose values are kept in memory: as many as a batch may have, and more."""
_WORDS = ("title", "title_zh", "question", "reasoning", "evidence")
"""What of a policy changes no number."""


@dataclass(frozen=True)
class Item:
    """One task: a point in a world, under all policies of the plan."""

    point: int
    world: int
    set: int | None
    values: Mapping[str, float]
    """Parameters that differ from the plan's own, the set's and the uncertainties'."""
    levers: Mapping[str, float]
    """Values of the plan's levers at the point."""


@dataclass(frozen=True)
class Context:
    """What all tasks of a sweep share, as a worker is given it."""

    district: District | Region
    policies: tuple[Policy, ...]
    parameters: Parameters
    spans: Mapping[str, tuple[int, int, int | None]]
    """Start, ramp and end of each of the plan's levers."""
    months: int
    seed: int
    keep: tuple[str, ...] = ()
    """What is kept of each run beside its totals: "monthly", "places", "breakdowns"."""
    by: tuple[str, ...] = ()
    """The groups by which the last keeps outcomes."""
    outcomes: Mapping[str, Measure] = field(default_factory=dict)
    """Outcomes of the user's own, by name."""
    codes: Mapping[str, Code] = field(default_factory=dict)
    """What each of these must be in the worker too, and under "" the simulator."""

    @property
    def asked(self) -> dict[str, Any]:
        """What a simulator is asked for beside the usual."""
        return {"breakdowns": self.by} if self.by else {}

    def policies_at(self, item: Item) -> tuple[Policy, ...]:
        """The policies with the plan's levers on top; the first, the reference, as it is."""
        first, *others = self.policies
        return (first, *(self._with_levers(policy, item.levers) for policy in others))

    def _with_levers(self, policy: Policy, levers: Mapping[str, float]) -> Policy:
        kept = tuple(setting for setting in policy.settings if setting.lever not in levers)
        own = tuple(LeverSetting(name, value, *self.spans[name]) for name, value in levers.items())
        return replace(policy, settings=kept + own)


@dataclass(frozen=True, eq=False)
class Sweep:
    """A plan with everything that it names: ``context`` for the workers, ``design`` for the points."""

    plan: PlanFile
    context: Context
    design: Design
    ensemble: Ensemble | None
    given: Given = NOTHING
    """A simulator and outcomes of the user's own, from Python."""

    @property
    def policies(self) -> tuple[str, ...]:
        """The names of the policies, the reference first."""
        return tuple(policy.name for policy in self.context.policies)

    @property
    def priced(self) -> dict[str, Priced]:
        """How much of what each policy does, the reference apart, has a price, the plan's levers among it: the same at all points."""
        at_any = self.context.policies_at(self.item(0, self.plan.first_world))
        return {policy.name: how_priced(policy) for policy in at_any[1:]}

    @property
    def worlds(self) -> range:
        return range(self.plan.first_world, self.plan.first_world + self.plan.worlds)

    @property
    def keys(self) -> Iterator[tuple[int, int]]:
        """(point, world) of every task, in the fixed order."""
        return ((point, world) for point in range(self.design.points) for world in self.worlds)

    @property
    def tasks(self) -> int:
        return self.design.points * self.plan.worlds

    def set_of(self, point: int, world: int) -> int | None:
        """The set of the ensemble under which a task runs; None without one."""
        if self.ensemble is None:
            return None
        return self.ensemble.of_world(world) if self.design.sets is None else self.design.sets[point]

    def item(self, point: int, world: int) -> Item:
        """The task of a point in a world."""
        chosen = self.set_of(point, world)
        return Item(point, world, chosen, *self._values(point, chosen))

    def task_id(self, point: int, world: int) -> str:
        """Sixteen hex digits of everything that decides the numbers of a task, the model among it."""
        return digest_of_text(f"{self._told(point, self.set_of(point, world))},{world}]")[:16]

    @cached_property
    def _values(self) -> Callable[[int, int | None], tuple[dict[str, float], dict[str, float]]]:
        """Parameters and levers of a point under a set; the tasks of a point share them, in memory and on their way to a worker."""

        @lru_cache(KEPT)
        def values_of(point: int, chosen: int | None) -> tuple[dict[str, float], dict[str, float]]:
            values = self.design.at(point)
            levers = {name: values.pop(name) for name in self.plan.levers}
            if self.ensemble is not None and chosen is not None:
                own = dict(zip(self.ensemble.names, self.ensemble.values[chosen].tolist(), strict=True))
                values = {**own, **self.plan.parameters, **values}
            return values, levers

        return values_of

    @cached_property
    def _told(self) -> Callable[[int, int | None], str]:
        """What the text of a task's identity begins with: all but its world."""

        @lru_cache(KEPT)
        def told(point: int, chosen: int | None) -> str:
            values, levers = self._values(point, chosen)
            return canonical([self._shared, sorted(values.items()), list(levers.items())])[:-1]

        return told

    @cached_property
    def _shared(self) -> str:
        context = self.context
        return digest({
            "model": model_hash(),
            "district": resolved(context.district),
            "policies": [_of_numbers(policy) for policy in context.policies],
            "parameters": dict(context.parameters),
            "spans": {name: list(span) for name, span in context.spans.items()},
            "months": context.months,
            "seed": context.seed,
            **self.given.card,
        })  # fmt: skip

    @cached_property
    def identity(self) -> str:
        """Sixteen hex digits of the plan as resolved, the model and what is kept; the number of worlds is no part of it."""
        sets = None if self.ensemble is None else [self.ensemble.digest, self.design.sets]
        return digest([self._shared, list(self.design.factors), self.design.values.tolist(), sets, self.plan.first_world,
                       *([list(self.context.keep)] if self.context.keep else []), *([list(self.context.by)] if self.context.by else [])])[:16]  # fmt: skip


def resolve(plan: PlanFile, given: Given = NOTHING) -> Sweep:
    """Read what the plan names and draw its points; raises ``ScenarioError`` or ``UserError``."""
    place = place_of(plan)
    policies = _policies(plan, place)
    runs = points_of(plan) * plan.worlds * len(policies)
    if runs > MAX_RUNS:
        raise UserError(_("The plan has {runs} runs; the limit is {limit}.").format(runs=f"{runs:,}", limit=f"{MAX_RUNS:,}"), plan.name,
                        _("Take fewer points, worlds or policies, or divide the plan."))  # fmt: skip
    spans = {name: (factor.start, factor.ramp, factor.end) for name, factor in plan.levers.items()}
    values = load_parameters(overrides=plan.parameters).values
    codes = dict(given.codes) if given.simulator is None else {**given.codes, "": given.simulator}
    context = Context(place, policies, values, spans, plan.months, plan.seed, tuple(sorted(plan.keep)), by_asked(plan.by), given.outcomes, codes)
    refuse_without_breakdowns(context.district, given.simulate, context.by)
    design = design_of(plan)
    refuse_too_many_officers([unit.district for unit in place.units] if isinstance(place, Region) else [place], policies, values, {
        name: float(design.values[:, f].max()) for f, name in enumerate(design.factors)})  # fmt: skip
    return Sweep(plan, context, design, ensemble_of(plan), given)


def place_of(plan: PlanFile) -> District | Region:
    """The district or region on which a plan runs; ``UserError`` where it wants a sample of a single district, or worlds that a region has not."""
    place = compared_on(plan.district, plan.sample, f"{plan.name}: sample")
    if isinstance(place, Region) and plan.first_world + plan.worlds > REGION_WORLDS:
        raise UserError(_("A region has worlds 0 to {last}.").format(last=REGION_WORLDS - 1), f"{plan.name}: worlds",
                        _("Choose fewer worlds or a lower first one."))  # fmt: skip
    return place


def _policies(plan: PlanFile, place: District | Region) -> tuple[Policy, ...]:
    first, *others = plan.policies
    specs = [first, *others]
    if plan.combine:
        specs = [first, *("+".join(chosen) for size in range(1, len(others) + 1) for chosen in combinations(others, size))]
    policies = tuple(Policy(LEVERS_ONLY, title=LEVERS_ONLY) if spec == LEVERS_ONLY else load_policy(spec, place) for spec in specs)
    names = [policy.name for policy in policies]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise UserError(_("{name} is named twice.").format(name=doubled[0]), f"{plan.name}: policies", _("Name each policy once; two files need two names."))
    return policies


def _of_numbers(policy: Policy) -> dict[str, Any]:
    return {key: value for key, value in asdict(policy).items() if key not in _WORDS}


def grouped(items: Sequence[Item]) -> list[list[Item]]:
    """Tasks that share world and parameters, so that one burn-in serves them all, side by side."""
    groups: dict[tuple[Any, ...], list[Item]] = {}
    for item in items:
        groups.setdefault((item.world, *sorted(item.values.items())), []).append(item)
    return list(groups.values())
