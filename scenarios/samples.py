"""From a district to a smaller sample of it, or to one of another size."""

from __future__ import annotations

from math import floor
from typing import Any, TypeVar

from scenarios.register import sample_of
from scenarios.schema.district import DistrictSample
from simulation.district import District

Data = TypeVar("Data")


def sampled(district: District, sample: DistrictSample) -> District:
    """A district of ``sample.scale`` times the enterprises, staff and employees, under its own name."""
    return scaled(
        district, sample.scale, name=sample.name, title=sample.title, title_zh=sample.title_zh, note=sample.note,
        note_zh=sample.note_zh,
    )


def scaled(
    district: District, scale: float, *, name: str, title: str, title_zh: str = "", note: str = "", note_zh: str = ""
) -> District:
    """A district of ``scale`` times the enterprises, staff and employees of another.

    Enterprises and plants are whole (halves round up); at least one large plant stays while the district has
    any, and plants keep their share of the employees.  Officers keep fractions: the model rounds them.
    """
    total = max(1, _rounded(district.enterprises * scale))
    registered = min(total, max(1, _rounded(district.register.count * scale)))
    plants = min(registered, max(1, _rounded(district.large_plants * scale))) if district.large_plants else 0
    plant_workers = district.large_plants * district.large_plant_workers * scale / plants if plants else 0.0
    return _with(
        district,
        name=name,
        title=title,
        title_zh=title_zh,
        note=note,
        note_zh=note_zh,
        register=_with(district.register, count=registered),
        others=_with(district.others, count=total - registered),
        departments=tuple(_with(plan, officers=plan.officers * scale) for plan in district.departments),
        large_plants=plants,
        large_plant_workers=plant_workers or district.large_plant_workers,
        employees=_rounded(district.employees * scale),
        insured=district.insured * scale,
        graded=district.graded * scale,
        roll=tuple(sample_of(district.roll, min(registered, _rounded(len(district.roll) * scale)))),
    )


def _with(data: Data, **changed: Any) -> Data:
    """``dataclasses.replace`` of plain data without a constructor's checks, at a tenth of its time: the country has 2,843 districts."""
    other = object.__new__(type(data))
    vars(other).update(vars(data) | changed)
    return other


def _rounded(number: float) -> int:
    return floor(number + 0.5)
