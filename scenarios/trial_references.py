"""Whether the names in a trial file mean something: sectors, departments, levers, arms, variants, outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from math import fsum

from scenarios.legal import KeyPath
from scenarios.levers import lever_problems
from scenarios.problems import NOTHING, Names, Problem, Sentence, did_you_mean, show
from scenarios.reading import Document
from scenarios.schema.base import Fault
from scenarios.schema.parameters import ParameterEntry
from scenarios.schema.trial import TrialFile
from scenarios.schema.trial_arms import Intervention
from scenarios.schema.trial_world import Changes, Fact, Filters
from scenarios.trial_cases import cases_of
from scenarios.variations import laid_over, of_size
from simulation.district import District

MIX_TOLERANCE = 1e-6
AS_FACT = Sentence("set a lever, or put it under `facts` with the study's reason")


def name_problems(
    document: Document, trial: TrialFile, base: District, entries: Mapping[str, ParameterEntry]
) -> list[Problem]:
    """Everything that a well-formed trial file names and that is not there, or not there so."""
    check = _Check(document, trial, base, entries)
    return [*check.worlds(), *check.arms(), *check.filters(), *check.repeated()]


class _Check:
    def __init__(
        self, document: Document, trial: TrialFile, base: District, entries: Mapping[str, ParameterEntry]
    ) -> None:
        self.document = document
        self.trial = trial
        self.base = base
        self.entries = entries
        self.departments = [plan.name for plan in base.departments]
        self.domains = [domain.name for domain in base.domains]
        self.own_sectors = [sector.name for sector in base.sectors]

    def worlds(self) -> Iterator[Problem]:
        world = self.trial.world
        tables: list[tuple[KeyPath, Changes, Changes]] = [(("world",), world, world)]
        tables += [
            (("world", "variants", number), variant, laid_over(world, variant))
            for number, variant in enumerate(world.variants)
        ]
        for path, own, whole in tables:
            problems = [*self._changes(path, own, whole)]
            yield from problems or self._plants(path, whole)

    def _plants(self, path: KeyPath, whole: Changes) -> Iterator[Problem]:
        """A mean that the large plants alone exceed leaves nobody for the other enterprises."""
        sized = of_size(self.base, whole)
        register, plants = sized.register, sized.large_plants
        if plants * sized.large_plant_workers > register.count * register.mean_workers - (register.count - plants):
            reason = Sentence("the large plants alone have more employees than the whole register")
            yield self._problem((*path, "mean_workers"), reason, mend=Sentence("raise mean_workers, or lower large_plants"))

    def _changes(self, path: KeyPath, own: Changes, whole: Changes) -> Iterator[Problem]:
        """Faults of a table's ``own`` keys, some of which only hold beside the ``whole`` of what they are laid over."""
        for name, sector in own.sectors.items():
            yield from self._names((*path, "sectors", name, "like"), [sector.like], self.own_sectors)
        if own.sector_mix is not None:
            at = (*path, "sector_mix")
            yield from self._names(at, own.sector_mix, dict.fromkeys([*self.own_sectors, *whole.sectors]))
            total = fsum(own.sector_mix.values())
            if abs(total - 1.0) > MIX_TOLERANCE:
                reason = Sentence("the shares sum to {total}", total=show(round(total, 9)))
                allowed = Sentence("1, within {tolerance}", tolerance=MIX_TOLERANCE)
                yield self._problem(at, reason, allowed, Sentence("make them sum to 1"))
        if own.authority is not None:
            yield from self._names((*path, "authority"), [own.authority], self.departments)
        if own.known is not None and whole.authority is None:
            reason = Sentence("`known` is what the authority knows, and there is none")
            yield self._problem((*path, "known"), reason, mend=Sentence("name it in `authority`, or remove `known`"))
        yield from lever_problems(self.document, self.entries, (*path, "levers"), AS_FACT)
        for name, fact in own.facts.items():
            yield from self._fact((*path, "facts", name), name, fact)

    def _fact(self, path: KeyPath, name: str, fact: Fact) -> Iterator[Problem]:
        uncertain = [known for known, entry in self.entries.items() if entry.kind == "uncertainty"]
        if name in self.entries and name not in uncertain:
            reason = Sentence("this is a parameter of kind {kind}, and a fact is an uncertain one", kind=self.entries[name].kind)
            yield self._problem(path, reason, mend=Sentence("put a lever under `levers`; leave a constant alone"))
        elif name not in uncertain:
            mend = did_you_mean(name, uncertain) or Sentence("list the names with: inspectorate parameters")
            yield self._problem(path, Sentence("no parameter has this name"), mend=mend)
        else:
            try:
                self.entries[name].check(fact.value)
            except Fault as fault:
                yield self._problem((*path, "value"), fault.reason, fault.allowed, fault.mend)

    def arms(self) -> Iterator[Problem]:
        for number, arm in enumerate(self.trial.arms):
            for step in ("levers", "second_step"):
                yield from lever_problems(self.document, self.entries, ("arms", number, step), above=type(arm).model_fields)
            for place, intervention in enumerate(arm.interventions):
                yield from self._intervention(("arms", number, "interventions", place), intervention)

    def _intervention(self, path: KeyPath, intervention: Intervention) -> Iterator[Problem]:
        department = getattr(intervention, "department", None)
        authority = self.trial.world.authority
        if department is not None and department not in self.departments:
            yield from self._names((*path, "department"), [department], self.departments)
        elif intervention.do in {"visit", "officer"} and authority not in (None, department):
            reason = Sentence("{name} has no officers in this world", name=department)
            allowed = show(authority)
            yield self._problem((*path, "department"), reason, allowed, Sentence("let the authority do it"))
        domain = getattr(intervention, "domain", None)
        if domain is not None:
            yield from self._names((*path, "domain"), [domain], self.domains)

    def filters(self) -> Iterator[Problem]:
        sectors = {*self.own_sectors, *self.trial.world.sectors}
        sectors.update(name for variant in self.trial.world.variants for name in variant.sectors)
        legal = {"sector": sorted(sectors), "place": [place.name for place in self.base.places]}
        tables: list[tuple[KeyPath, Filters]] = [(("eligible", "where"), self.trial.eligible.where)]
        tables += [(("estimands", number, "where"), e.where) for number, e in enumerate(self.trial.estimands)]
        tables += cases_of(self.trial)
        for path, where in tables:
            for variable, names in legal.items():
                if variable in where:
                    condition = where[variable]  # type: ignore[index]
                    wanted = [*(condition.among or ()), *([condition.equals] if isinstance(condition.equals, str) else ())]
                    yield from self._names((*path, variable), wanted, names)

    def repeated(self) -> Iterator[Problem]:
        trial = self.trial
        named: list[tuple[KeyPath, list[str]]] = [
            (("world", "variants"), [variant.name for variant in trial.world.variants]),
            (("arms",), [arm.name for arm in trial.arms]),
            (("estimands",), [estimand.name for estimand in trial.estimands]),
        ]
        for path, names in named:
            for name, times in Counter(names).items():
                if times > 1:
                    second = [number for number, other in enumerate(names) if other == name][1]
                    reason = Sentence("{name} stands twice", name=name)
                    yield self._problem((*path, second, "name"), reason, mend=Sentence("rename one of them"))
        arms, variants = [arm.name for arm in trial.arms], [variant.name for variant in trial.world.variants]
        for size in ("large", "published"):
            yield from self._names(("sizes", size, "units"), getattr(trial.sizes, size).units or (), arms)
        for number, estimand in enumerate(trial.estimands):
            path = ("estimands", number)
            yield from self._names((*path, "arms"), estimand.arms, arms)
            yield from self._names((*path, "variants"), estimand.variants, variants)
            if estimand.estimator.type == "compare":
                earlier = [other.name for other in trial.estimands[:number]]
                yield from self._names((*path, "estimator", "of"), estimand.estimator.of, earlier)

    def _names(self, path: KeyPath, given: Iterable[str], legal: Collection[str]) -> Iterator[Problem]:
        for name in dict.fromkeys(given):
            if name not in legal:
                mend = did_you_mean(name, legal) or Sentence("choose one of these, or add it")
                yield self._problem(path, Sentence("{name} is unknown", name=name), Names(legal), mend)

    def _problem(self, path: KeyPath, reason: str, allowed: str = NOTHING, mend: str = NOTHING) -> Problem:
        return self.document.problem(path, reason, allowed, mend)
