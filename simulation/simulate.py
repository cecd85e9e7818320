"""The one door: a district, policies and a world in, outcomes out, by either conductor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

from simulation.asked import check_kinds, check_policies
from simulation.breakdowns import check_breakdowns
from simulation.by_enterprise import check_names
from simulation.course import Engine, Settled, check_request, refuse_classes, settle
from simulation.district import District
from simulation.kept_worlds import KeptWorld, KeptWorlds, moves_nothing
from simulation.parameters import Parameters
from simulation.policy import BASELINE, Policy
from simulation.results import Run

if TYPE_CHECKING:
    from simulation.agents.classes import AgentClasses

Passed = Callable[[int], None]

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
    breakdowns: Sequence[str] = (),
    kept: KeptWorlds | None = None,
    **classes: Unpack[AgentClasses],
) -> list[Run]:
    """Run several policies on one world; the burn-in, which no policy touches, is run once.

    ``engine``: "compiled" is fast, "mesa" has agents to read and watch; the numbers are the same to the last bit.
    ``by_enterprise``: what to keep of every enterprise and month, names out of ``BY_ENTERPRISE``; it is in ``Run.by_enterprise`` then,
    eight bytes for each name, enterprise and month.
    ``breakdowns``: by what outcomes are kept apart over all months, names out of ``BREAKDOWNS``; they are in ``Run.breakdowns`` then.
    ``kept``: where the settled world, and the runs of policies that move nothing, are looked for and put; the numbers are the same to the last bit.
    ``enterprise_class``, ``department_class``, ``inspector_class``: subclasses in the place of the model's own, with "mesa" alone.
    Raises ``ValueError`` unless months is positive, seed and world lie in their ranges, the engine is one of these, names can be kept,
    classes go to agents and ``kept`` to the compiled engine, every lever and cell that a policy sets is there, in its hard range, and set once in a month;
    ``TypeError`` for a class that is no subclass, a number that is not whole, and whatever is no district, policy or parameters.
    """
    months, seed, world = check_request(months, seed, world, engine)
    check_kinds(district, parameters)
    check_policies(policies, parameters, district)
    check_names(by_enterprise)
    check_breakdowns(breakdowns)
    refuse_classes(classes, engine)
    if kept is not None and engine != "compiled":
        raise ValueError(f"only the compiled engine's worlds are kept, and engine is {engine!r}")
    steps, done = district.burn_in + months * len(policies), 0

    def passed(count: int) -> None:
        nonlocal done
        done += count
        if tick is not None and count:
            tick(done / steps)

    if kept is not None:
        runs = _found(kept.world(district, parameters, seed=seed, world=world, passed=passed), policies, months, by_enterprise, breakdowns, passed)
    else:
        settled = settle(district, parameters, seed=seed, world=world, engine=engine, passed=passed, **classes)
        runs = [_run(settled, policy, months, by_enterprise, breakdowns, passed) for policy in policies]
    passed(steps - done)  # a baseline that is kept needs no burn-in
    return runs


def _found(
    world: KeptWorld, policies: Sequence[Policy], months: int, by_enterprise: Sequence[str], breakdowns: Sequence[str], passed: Passed
) -> list[Run]:
    return [
        world.baseline(months, policy) if moves_nothing(policy) and not by_enterprise and not breakdowns
        else _run(world.settled(), policy, months, by_enterprise, breakdowns, passed) for policy in policies
    ]  # fmt: skip


def _run(settled: Settled, policy: Policy, months: int, by_enterprise: Sequence[str], breakdowns: Sequence[str], passed: Passed) -> Run:
    course = settled.start(policy, by_enterprise=by_enterprise, breakdowns=breakdowns)
    course.advance(months, passed=passed)
    return course.run()


def simulate(
    district: District, policy: Policy = BASELINE, *, parameters: Parameters, seed: int = 0, world: int = 0, months: int = 120,
    engine: Engine = "compiled", by_enterprise: Sequence[str] = (), breakdowns: Sequence[str] = (), **classes: Unpack[AgentClasses],
) -> Run:
    """Run one policy on one world; see ``simulate_policies`` for the arguments and the errors raised."""
    return simulate_policies(
        district, [policy], parameters=parameters, seed=seed, world=world, months=months, engine=engine, by_enterprise=by_enterprise,
        breakdowns=breakdowns, **classes
    )[0]


def prepare(district: District, parameters: Parameters) -> None:
    """Compile what the compiled engine needs, or load it: a minute once, a second ever after."""
    simulate(replace(district, burn_in=0), parameters=parameters, months=1)
