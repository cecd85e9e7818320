"""The same worlds with a mechanism on and off: what it changes in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from simulation import LeverSetting, Policy, Run, simulate
from simulation.district import District
from tests.simulation.districts import district, one_mechanism

SMALL = district(0.02, burn_in=6)
MUCH_SEEN = {"officers_per_10000_workers": 20.0, "other_officers": 3.0, "field_days": 120.0}
"""Supervision that sees in a year what that of today sees in many."""
EVENTFUL = {"unsafe_injury_rate": 0.05, "hazard_injury_rate": 0.02}
"""Accidents in most months."""
WORLDS = range(6)


def run(changes: Mapping[str, float], levers: Mapping[str, float] | None = None, *, place: District = SMALL, world: int = 0, months: int = 24) -> Run:
    """One world: ``changes`` hold from the beginning, ``levers`` from month 0 on."""
    policy = Policy("set", tuple(LeverSetting(name, value) for name, value in (levers or {}).items()))
    return simulate(place, policy, parameters=one_mechanism(**changes), seed=3, world=world, months=months)


def ratios(
    outcome: str, on: Mapping[str, float], off: Mapping[str, float], levers: Mapping[str, float] | None = None, *, place: District = SMALL,
    months: int = 24, worlds: Sequence[int] = WORLDS
) -> list[float]:
    """The outcome with ``on`` over that with ``off``, in each world."""
    return [
        run(on, levers, place=place, world=world, months=months).total(outcome) / run(off, levers, place=place, world=world, months=months).total(outcome)
        for world in worlds
    ]


def are_same(changes: Mapping[str, float], mechanism: Mapping[str, float], levers: Mapping[str, float] | None = None, *, place: District = SMALL) -> bool:
    """Whether a mechanism that is on changes nothing, to the last bit."""
    return run({**changes, **mechanism}, levers, place=place).digest == run(changes, levers, place=place).digest


def all_known(place: District) -> District:
    """The district with every enterprise in the records of every department."""
    return replace(place, departments=tuple(
        replace(plan, known_registered=1.0, known_by_sector=(1.0,) * len(place.sectors)) for plan in place.departments))
