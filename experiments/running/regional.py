"""From the runs of a region's districts to results: each district a replicate, or all of them one whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.running.batch import BadRunError, WorldResult, hold_to_asked, world_result
from simulation.outcomes import OUTCOME_BY_NAME
from simulation.policy import Policy
from simulation.region import Region, Unit
from simulation.results import Event, PlaceTotals

if TYPE_CHECKING:
    from simulation.simulate import Run


def hold_region_to_asked(region: Region, policies: Sequence[str], runs: Sequence[list[Run]], *, seed: int, world: int, months: int) -> None:
    """``BadRunError`` unless there are for each policy the runs of the districts in their order; ``runs`` are [policy][unit]."""
    from simulation.simulate_region import WORLDS  # late, as the engine is

    if len(runs) != len(policies) or any(len(of_policy) != len(region.units) for of_policy in runs):
        raise BadRunError(f"policies asked: {len(policies)}, each on so many districts: {len(region.units)}; runs that came back: {[len(of_policy) for of_policy in runs]}")
    for k, (unit, number) in enumerate(zip(region.units, region.numbers, strict=True)):
        own = [of_policy[k] for of_policy in runs]
        hold_to_asked(policies, own, seed=seed, world=number * WORLDS + world, months=months)
        told = {getattr(run, "district", unit.district.name) for run in own}
        if told != {unit.district.name}:
            raise BadRunError(f"the run of district {unit.district.name} says {sorted(map(str, told))}: districts come back in their order")


def district_results(region: Region, policies: Sequence[str], runs: Sequence[list[Run]]) -> tuple[WorldResult, ...]:
    """One result for each district, under its own number: what the whole region would be if all were like it.

    What adds up is multiplied with the number of the region's districts, so that the mean over districts is the
    region's total, from a fair sample as from all; shares and means stay as they are.  ``runs`` are [policy][unit].
    """
    found = []
    for k, (unit, number) in enumerate(zip(region.units, region.numbers, strict=True)):
        own = [_like_all(unit, of_policy[k], region.all_units) for of_policy in runs]
        found.append(world_result(number, policies, own))
    return tuple(found)


def region_result(region: Region, world: int, policies: Sequence[str], runs: Sequence[list[Run]]) -> WorldResult:
    """All districts of a world as one whole, each a place of it; a sample stands for all.  ``runs`` are [policy][unit]."""
    return world_result(world, policies, [together(region, of_policy) for of_policy in runs])


def simulate_whole(region: Region, policies: Sequence[Policy], *, threads: int = 1, **given: Any) -> list[Run]:
    """A run of the whole region for each policy, its districts added up as soon as they are over; ``given`` goes to ``simulate_region``."""
    from simulation.simulate_region import simulate_region

    return simulate_region(region, policies, threads=threads, each=partial(together, region), **given)


def summed(simulate: Callable[..., Any], region: Region, policies: Sequence[Policy], **given: Any) -> list[Run]:
    """The same from a simulator of one's own, which gives the runs of the districts."""
    return [together(region, of_policy) for of_policy in simulate(region, policies, **given)]


def _like_all(unit: Unit, run: Run, districts: int) -> Run:
    monthly = {
        name: values * districts if OUTCOME_BY_NAME[name].districts == "sum" else values for name, values in run.monthly.items()
    }
    return replace(run, monthly=monthly, events=_named(unit, run), places=[place_of(unit, run)])


def together(region: Region, runs: Sequence[Run]) -> Run:
    """The runs of a region's districts as one of the whole, each district a place of it; a sample stands for all."""
    sizes = np.array([float(unit.district.enterprises) for unit in region.units])
    monthly = {}
    for name in runs[0].monthly:
        values = np.array([run.monthly[name] for run in runs])
        if OUTCOME_BY_NAME[name].districts == "sum":
            monthly[name] = values.sum(axis=0) * region.scale
        else:
            monthly[name] = sizes @ values / sizes.sum()
    pairs = list(zip(region.units, runs, strict=True))
    events = sorted((event for unit, run in pairs for event in _named(unit, run)), key=lambda event: event.month)
    return replace(
        runs[0], district=region.name, monthly=monthly, events=events, places=[place_of(unit, run) for unit, run in pairs]
    )


def _named(unit: Unit, run: Run) -> list[Event]:
    """The accidents of a district with the district as their place: its own places are called alike in all."""
    return [replace(event, place=unit.district.name) for event in run.events]


def place_of(unit: Unit, run: Run) -> PlaceTotals:
    """A district as one place of the region."""
    covered, exposed = (float(run.monthly[name][-1]) for name in ("covered_pairs", "exposed_pairs"))
    places = run.places
    return PlaceTotals(
        unit.district.name, unit.district.title, unit.x, unit.y, sum(p.enterprises for p in places),
        sum(p.workers for p in places), sum(p.hazards_open for p in places), sum(p.visits for p in places),
        sum(p.injuries for p in places), sum(p.deaths for p in places), sum(p.expected_deaths for p in places),
        covered / exposed if exposed else float("nan"),
    )  # fmt: skip
