"""Levers whose baseline a district's file sets: the officers of its emergency bureau."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from scenarios.district_bounds import Excess
from scenarios.problems import Sentence, show
from scenarios.schema.base import Fault
from scenarios.schema.parameters import ParameterEntry
from simulation.district import District, OwnLever

OFFICERS = "officers_per_10000_workers"
PLACES = 3
"""Decimal places to which the table of parameters gives the lever: what agrees with it to these is no district's own."""


def with_own_levers(district: District, entries: Mapping[str, ParameterEntry]) -> District:
    """The district with the lever's baseline that the officers of its emergency bureau make, where it is not the table's."""
    rate = _rate(district)
    if OFFICERS not in entries or round(rate, PLACES) == round(entries[OFFICERS].value, PLACES):
        return district
    return replace(district, own_levers=(OwnLever(OFFICERS, entries[OFFICERS].value, rate),))


def officers_excess(district: District, entries: Mapping[str, ParameterEntry]) -> Iterator[Excess]:
    """Officers of the emergency bureau outside what the lever allows."""
    for lever in district.own_levers:
        try:
            entries[lever.name].check(lever.value)
        except Fault as fault:
            bureau = next(plan for plan in district.departments if plan.is_emergency)
            reason = Sentence(
                "{officers} officers for {employees} employees make {name} = {value}, outside its hard range",
                officers=show(bureau.officers), employees=district.employees, name=lever.name, value=show(round(lever.value, PLACES)),
            )  # fmt: skip
            yield Excess(("departments", bureau.name, "officers"), reason, fault.allowed, Sentence("change officers or employees"))


def _rate(district: District) -> float:
    """Officers of the emergency bureau for every 10,000 employees."""
    bureau = next(plan for plan in district.departments if plan.is_emergency)
    return bureau.officers / district.employees * 10_000.0
