"""The one door: a district, policies and a world in, outcomes out, by either conductor."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, Unpack, get_args

import numpy as np

from simulation.acts import EngineHands
from simulation.by_enterprise import Keeper, check_names
from simulation.district import District
from simulation.engine.run import EngineModel
from simulation.parameters import Parameters
from simulation.policy import BASELINE, Policy
from simulation.results import CLASSES, Event, PlaceTotals, Run

if TYPE_CHECKING:  # what Mesa brings takes a second to import, and the compiled engine needs none of it
    from simulation.agents.accident import Accident
    from simulation.agents.classes import AgentClasses
    from simulation.model import DistrictModel

Engine = Literal["compiled", "mesa"]
ENGINES: tuple[str, ...] = get_args(Engine)


def simulate_policies(
    district: District,
    policies: Sequence[Policy],
    *,
    parameters: Parameters,
    seed: int = 0,
    world: int = 0,
    months: int = 120,
    tick: Callable[[float], None] | None = None,
    engine: Engine = "compiled",
    by_enterprise: Sequence[str] = (),
    **classes: Unpack[AgentClasses],
) -> list[Run]:
    """Run several policies on one world; the burn-in, which no policy touches, is run once.

    ``engine``: "compiled" is fast, "mesa" has agents to read and watch; the numbers are the same to the last bit.
    ``by_enterprise``: what to keep of every enterprise and month, names out of ``BY_ENTERPRISE``; it is in ``Run.by_enterprise`` then,
    eight bytes for each name, enterprise and month.
    ``enterprise_class``, ``department_class``, ``inspector_class``: subclasses in the place of the model's own, with "mesa" alone.
    Raises ``ValueError`` unless months is positive, seed and world lie in their ranges, the engine is one of these, names can be kept and
    classes go to agents; ``TypeError`` for a class that is no subclass.
    """
    check_request(months, seed, world, engine)
    check_names(by_enterprise)
    if classes:
        from simulation.agents.classes import check_classes

        check_classes(classes, engine)
    steps, done = district.burn_in + months * len(policies), 0

    def passed(count: int) -> None:
        nonlocal done
        done += count
        if tick is not None:
            tick(done / steps)

    if engine == "compiled":
        return _by_engine(EngineModel(district, BASELINE, parameters, seed, world), policies, months, by_enterprise, passed)
    from simulation.model import DistrictModel

    return _by_agents(DistrictModel(district, BASELINE, parameters, seed, world, **classes), policies, months, by_enterprise, passed)


def check_request(months: int, seed: int, world: int, engine: str) -> None:
    """``ValueError`` unless months is positive, seed and world lie in their ranges and the engine is one of these."""
    if months < 1:
        raise ValueError(f"months is {months}; at least 1 is needed")
    if not (0 <= seed < 2**63 and 0 <= world < 2**32):
        raise ValueError("seed must lie in 0 .. 2**63 - 1 and world in 0 .. 2**32 - 1")
    if engine not in ENGINES:
        raise ValueError(f"engine is {engine!r}; it must be one of {', '.join(ENGINES)}")


def simulate(
    district: District, policy: Policy = BASELINE, *, parameters: Parameters, seed: int = 0, world: int = 0, months: int = 120,
    engine: Engine = "compiled", by_enterprise: Sequence[str] = (), **classes: Unpack[AgentClasses],
) -> Run:
    """Run one policy on one world; see ``simulate_policies`` for the arguments and the errors raised."""
    return simulate_policies(
        district, [policy], parameters=parameters, seed=seed, world=world, months=months, engine=engine, by_enterprise=by_enterprise, **classes
    )[0]


def prepare(district: District, parameters: Parameters) -> None:
    """Compile what the compiled engine needs, or load it: a minute once, a second ever after."""
    simulate(replace(district, burn_in=0), parameters=parameters, months=1)


def _by_engine(settled: EngineModel, policies: Sequence[Policy], months: int, keep: Sequence[str], passed: Callable[[int], None]) -> list[Run]:
    settled.advance(settled.district.burn_in, passed)
    runs = []
    for policy in policies:
        model = settled.under(policy)
        if keep:
            runs.append(_kept_of_engine(model, Keeper(keep, model.district, months), months, passed))
        else:
            model.advance(months, passed)
            runs.append(model.run())
    return runs


def _kept_of_engine(model: EngineModel, keeper: Keeper, months: int, passed: Callable[[int], None]) -> Run:
    model.check_length(months)
    hands = EngineHands(model)
    for month in range(months):
        model.advance_beside(orders=keeper.orders)
        keeper.close(month, hands)
        passed(1)
    return replace(model.run(), by_enterprise=keeper.kept(hands))


def _by_agents(settled: DistrictModel, policies: Sequence[Policy], months: int, keep: Sequence[str], passed: Callable[[int], None]) -> list[Run]:
    from simulation.acts import AgentHands

    for _ in range(settled.district.burn_in):
        settled.step()
        passed(1)
    runs = []
    for policy in policies:
        model = copy.deepcopy(settled, {id(settled.district): settled.district, id(settled.parameters): settled.parameters})
        model.policy = policy
        keeper = Keeper(keep, model.district, months) if keep else None
        if keeper is not None:
            model.orders = keeper.orders
        for month in range(months):
            model.step()
            if keeper is not None:
                keeper.close(month, AgentHands(model))
            passed(1)
        run = run_of_agents(model)
        runs.append(run if keeper is None else replace(run, by_enterprise=keeper.kept(AgentHands(model))))
    return runs


def run_of_agents(model: DistrictModel) -> Run:
    """What came of a Mesa model since month 0."""
    district = model.district

    def event(accident: Accident) -> Event:
        facts = model.enterprises[accident.enterprise].facts
        cause = district.domains[accident.domain].name if accident.domain >= 0 else "unsafe act"
        return Event(
            accident.month, accident.enterprise, district.places[facts.place].name, district.sectors[facts.sector].name, cause,
            accident.deaths, accident.serious, accident.loss, CLASSES[accident.legal_class], accident.on_record,
        )

    return Run(
        district.name, model.policy.name, model.seed_key, model.world_key, model.month,
        {name: np.array(values) for name, values in model.history.items()},
        [event(accident) for accident in model.accidents if accident.month >= 0],
        [_totals_of(model, number) for number in range(len(district.places))],
    )


def _totals_of(model: DistrictModel, number: int) -> PlaceTotals:
    place = model.district.places[number]
    here = [enterprise for enterprise in model.enterprises if enterprise.facts.place == number]
    pairs = [
        any(e.knows_me(d) and model.mandates.weight(d, e.facts.sector, domain) > 0.0 for d in range(len(model.departments)))
        for e in here for domain, exposure in enumerate(e.sector.exposure) if exposure > 0.0
    ]
    return PlaceTotals(
        place.name, place.title, place.x, place.y, len(here), sum(e.facts.workers for e in here),
        sum(sum(e.cells) for e in here), **model.place_totals[number],
        covered_share=sum(pairs) / len(pairs) if pairs else float("nan"),
    )
