"""From a trial's world to a district and parameters, and from an arm to a policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import floor
from typing import Any

from scenarios.samples import scaled
from scenarios.schema.trial import TrialFile
from scenarios.schema.trial_arms import Arm
from scenarios.schema.trial_world import Changes, Region, SectorLike, Variant, World
from simulation.district import Cell, DepartmentPlan, District, Group, Place, Sector
from simulation.policy import LeverSetting, Policy

STEP_X, STEP_Y = 0.7548776662466927, 0.5698402909980532
"""One over the plastic number, and over its square: the steps of the R2 sequence."""
_LAID_OVER = ("sectors", "levers", "facts")
"""Tables of a variant whose entries are added to the world's; of every other key the variant's own stands alone."""


def world_of(trial: TrialFile, variant: str | None = None) -> tuple[District, dict[str, float]]:
    """The district of a trial's world, or of one of its variants, and the parameters that hold from the burn-in on.

    Raises ``KeyError`` where the trial has no such variant, ``ValueError`` where it was not read by ``load_trial``.
    """
    chosen = None if variant is None else {each.name: each for each in trial.world.variants}[variant]
    changes = laid_over(trial.world, chosen)
    district = changed(trial.base, changes)
    named = trial.name if chosen is None else f"{trial.name}-{chosen.name}"
    district = replace(
        district, name=named, title=trial.title if chosen is None else f"{trial.title}: {chosen.title}", title_zh="",
        burn_in=trial.world.burn_in, note=trial.world.reason, note_zh="",
        own_levers=tuple(lever for lever in district.own_levers if lever.name not in changes.levers),
    )
    return district, {**changes.levers, **{name: fact.value for name, fact in changes.facts.items()}}


def policy_of(arm: Arm) -> Policy:
    """The levers of an arm as a policy whose month 0 is the treatment."""
    settings = (
        LeverSetting(name, entry.value, entry.start or 0, entry.ramp or 0, entry.end)
        for step in (arm.levers, arm.second_step) for name, entry in step.items()
    )
    return Policy(name=arm.name, settings=tuple(settings), title=arm.title)


def laid_over(world: World, variant: Variant | None) -> Changes:
    """The world's changes with those of a variant laid over them."""
    keys: dict[str, Any] = {key: getattr(world, key) for key in Changes.model_fields}
    for key in Changes.model_fields if variant is not None else ():
        own = getattr(variant, key)
        if key in _LAID_OVER:
            keys[key] = {**keys[key], **own}
        elif own is not None:
            keys[key] = own
    return Changes.model_construct(**keys)


def changed(district: District, changes: Changes) -> District:
    """The district with every change made: size, sectors, places, then who answers for it."""
    # A trial draws enterprises of its own sizes, sectors and places: those of a register are not among them.
    district = of_size(replace(district, roll=()), changes)
    for name, sector in changes.sectors.items():
        district = _with_sector(district, name, sector)
    if changes.sector_mix is not None:
        mix = tuple(changes.sector_mix.get(sector.name, 0.0) for sector in district.sectors)
        district = replace(
            district, register=replace(district.register, sector_mix=mix), others=replace(district.others, sector_mix=mix)
        )
    places = district.places if changes.region is None else _strewn(changes.region)
    district = replace(district, places=tuple(_moved(place, changes, len(places)) for place in places))
    return district if changes.authority is None else _under(district, changes.authority, changes.known)


def of_size(district: District, changes: Changes) -> District:
    """Counts, means and spread of the two groups; a mean that is not given stays that of the ordinary enterprises."""
    if changes.enterprises is not None and changes.enterprises != district.enterprises:
        share = changes.enterprises / district.enterprises
        district = scaled(district, share, name=district.name, title=district.title)
    count, register, others = district.enterprises, district.register, district.others
    ordinary = _ordinary_mean(district)
    registered = register.count if changes.registered is None else max(1, floor(count * changes.registered + 0.5))
    plants = min(registered, district.large_plants if changes.large_plants is None else changes.large_plants)
    mean, other_mean = changes.mean_workers, changes.mean_workers or others.mean_workers
    if mean is None:
        mean = (ordinary * (registered - plants) + district.large_plant_workers * plants) / registered
    register = _group(register, registered, mean, changes)
    others = _group(others, count - registered, other_mean, changes)
    resized = any(value is not None for value in (changes.registered, changes.mean_workers, changes.large_plants))
    workers = floor(register.count * register.mean_workers + others.count * others.mean_workers + 0.5)
    return replace(
        district, register=register, others=others, large_plants=plants, graded=min(district.graded, registered),
        employees=workers if resized else district.employees,
    )


def _ordinary_mean(district: District) -> float:
    """Mean workers of the registered enterprises, the large plants apart."""
    register, plants = district.register, district.large_plants
    if register.count <= plants:
        return register.mean_workers
    return (register.count * register.mean_workers - plants * district.large_plant_workers) / (register.count - plants)


def _group(group: Group, count: int, mean: float, changes: Changes) -> Group:
    spread = group.log_sigma if changes.log_sigma is None else changes.log_sigma
    return replace(group, count=count, mean_workers=mean, log_sigma=spread)


def _with_sector(district: District, name: str, made: SectorLike) -> District:
    """The district with one more sector, or with another of the same name.

    A new one stands before the last, which alone is spread over the places as services are.
    """
    names = [sector.name for sector in district.sectors]
    source = names.index(made.like)
    sector = _sector_like(district.sectors[source], name, made)
    if name in names:
        at, width = names.index(name), 1
    else:
        at, width = len(names) - 1, 0

    def inserted(row: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
        return (*row[:at], value, *row[at + width :])

    def shares(group: Group) -> Group:
        return replace(group, sector_mix=inserted(group.sector_mix, group.sector_mix[at] if width else 0.0))

    return replace(
        district,
        sectors=inserted(district.sectors, sector),
        responsibility=inserted(district.responsibility, district.responsibility[source]),
        departments=tuple(
            replace(plan, known_by_sector=inserted(plan.known_by_sector, plan.known_by_sector[source]))
            for plan in district.departments
        ),
        register=shares(district.register),
        others=shares(district.others),
    )


def _sector_like(sector: Sector, name: str, made: SectorLike) -> Sector:
    given: Mapping[str, Any] = {
        key: getattr(made, key) for key in ("tail_shift", "unsafe_rate", "unsafe_fatal_share", "high_risk_share")
    }
    return replace(
        sector, name=name, title=made.title, title_zh="",
        exposure=tuple(made.exposure_factor * rate for rate in sector.exposure),
        **{key: value for key, value in given.items() if value is not None},
    )


def _strewn(region: Region) -> tuple[Place, ...]:
    """Places in a square by the R2 sequence of Roberts (2018), which covers it evenly at any number and at all distances, without a lattice."""
    share = 1.0 / region.places
    return tuple(
        Place(
            name=f"place-{n + 1}", title=f"Place {n + 1}", kind="town", x=region.across * ((0.5 + (n + 1) * STEP_X) % 1.0),
            y=region.across * ((0.5 + (n + 1) * STEP_Y) % 1.0), industry_share=share, service_share=share, title_zh=f"地点{n + 1}",
        )
        for n in range(region.places)
    )


def _moved(place: Place, changes: Changes, places: int) -> Place:
    factor = changes.distance_factor or 1.0
    place = replace(place, x=place.x * factor, y=place.y * factor)
    return replace(place, industry_share=1.0 / places, service_share=1.0 / places) if changes.spread_evenly else place


def _under(district: District, authority: str, known: float | None) -> District:
    """One department answers for every cell and knows ``known`` of all; the others have nobody and know nobody."""
    number = [plan.name for plan in district.departments].index(authority)
    departments = tuple(
        _sole(plan, known) if index == number else _idle(plan) for index, plan in enumerate(district.departments)
    )
    cells = tuple(tuple(Cell((number,)) for _ in row) for row in district.responsibility)
    return replace(district, departments=departments, responsibility=cells)


def _sole(plan: DepartmentPlan, known: float | None) -> DepartmentPlan:
    if known is None:
        return replace(plan, enforces=True)
    return replace(
        plan, enforces=True, known_registered=known, known_by_sector=tuple(known for _ in plan.known_by_sector)
    )


def _idle(plan: DepartmentPlan) -> DepartmentPlan:
    return replace(plan, officers=0.0, known_registered=0.0, known_by_sector=tuple(0.0 for _ in plan.known_by_sector))
