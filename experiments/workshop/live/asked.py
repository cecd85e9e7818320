"""What may be asked: scenarios by their text, of districts that the host opened and of shipped policies; bounded, and read once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from experiments.running.plan import NO_ENSEMBLE, Plan
from experiments.running.planning import ensemble_asked, make_plan
from experiments.running.scenario import Scenario
from experiments.text.errors import UserError, shown_value
from experiments.text.messages import _, enumerated
from simulation.policy import BASELINE

if TYPE_CHECKING:
    from scenarios import Ensemble
    from simulation.district import District

LIMITS = {"policies": 4, "worlds": 80, "months": 240, "enterprises": 20_000, "bytes": 256 * 1024}
"""Of one question; a request to the server that is larger is refused."""
MOST_KEPT = 256
"""Questions whose plan is kept."""
Key = tuple[object, ...]


@dataclass(frozen=True)
class Asked:
    """A scenario and its plan, checked."""

    scenario: Scenario
    plan: Plan

    @cached_property
    def key(self) -> Key:
        """Equal questions have equal keys: all that decides their numbers and their words."""
        plan, scenario = self.plan, self.scenario
        return (plan.district_spec, plan.policy_specs, tuple(sorted(plan.overrides.items())), plan.months, plan.seed, plan.worlds, plan.ensemble_spec,
                scenario.discount, plan.by)  # fmt: skip

    def by(self, groups: tuple[str, ...]) -> Asked:
        """The same with outcomes kept by groups."""
        return Asked(self.scenario, replace(self.plan, by=groups))


class Asking:
    """Reads questions about the shipped districts and the one that the host gave, by name or path."""

    def __init__(self, district: str = "jiuyuan", limits: Mapping[str, int] = LIMITS) -> None:
        self.first = district
        self.limits = dict(limits)
        self._kept: OrderedDict[str, Asked] = OrderedDict()
        self._ensembles: dict[str | None, tuple[Ensemble | None, str]] = {}
        self._lock = threading.Lock()

    @cached_property
    def districts(self) -> dict[str, District]:
        """Those that may be asked about, by name; the host's first."""
        from scenarios import district_names, load_district

        own = load_district(self.first)
        shipped = {name: load_district(name) for name in district_names() if name != own.name}
        return {own.name: own, **{name: one for name, one in shipped.items() if one.enterprises <= self.limits["enterprises"]}}

    @cached_property
    def paths(self) -> dict[str, str]:
        """How the host's district is asked for elsewhere, by its name."""
        return {next(iter(self.districts)): self.first}

    def named(self, scenario: Scenario) -> Scenario:
        """The scenario with the host's own file by the district's name, as a page asks for it."""
        name = next((name for name, path in self.paths.items() if path == scenario.district), scenario.district)
        return scenario if name == scenario.district else replace(scenario, district=name)

    def known(self, query: str) -> Asked | None:
        """The question that a query is, where it was asked lately."""
        with self._lock:
            if query in self._kept:
                self._kept.move_to_end(query)
            return self._kept.get(query)

    def of_query(self, query: str) -> Asked:
        """The question that a query is; ``ScenarioError`` or ``UserError`` for what is none or is too large."""
        found = self.of(Scenario.from_query(query, files=False))
        with self._lock:
            self._kept[query] = found
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return found

    def of(self, scenario: Scenario) -> Asked:
        """The question of a scenario, which names the host's own file by the district's name; the errors of ``of_query``.

        Without a policy it asks for the baseline alone.
        """
        scenario = self.named(scenario)
        if scenario.district not in self.districts:
            raise UserError(_("{value} cannot be asked about here.").format(value=shown_value(scenario.district)), "district",
                            _("Name one of these: {names}.").format(names=enumerated(self.districts)))  # fmt: skip
        self._refuse_large(scenario)
        district = self.districts[scenario.district]
        if self.paths.get(scenario.district, scenario.district) != scenario.district:
            scenario = replace(scenario, district=self.paths[scenario.district])
        return Asked(scenario, self._plan(scenario, district))

    def _plan(self, scenario: Scenario, district: District) -> Plan:
        """The plan of a scenario as it gives it itself, but for what is read once: the district and the sets of assumptions."""
        arguments, named = scenario.arguments, scenario.ensemble
        if named not in self._ensembles:
            self._ensembles[named] = ensemble_asked(named)
        sets, spec = self._ensembles[named]
        plan = make_plan(district, scenario.policies or [BASELINE.name], **{**arguments, "ensemble": NO_ENSEMBLE if sets is None else sets})
        return replace(plan, district_spec=scenario.district, ensemble_spec=spec)

    def _refuse_large(self, scenario: Scenario) -> None:
        for what, count in (("policies", len(scenario.policies)), ("worlds", scenario.worlds), ("months", scenario.months)):
            if count > self.limits[what]:
                raise UserError(_("{count} is more than may be asked here.").format(count=count), what,
                                _("Ask for at most {most}; the command line takes more: {command}").format(most=self.limits[what], command=scenario.command()))  # fmt: skip
