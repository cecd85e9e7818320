"""From a file of several districts to the simulation's region."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TypeVar

from scenarios.districts import read_district, scaled
from scenarios.library import DISTRICTS, Library, Reference, Referrer
from scenarios.problems import ScenarioError, Sentence
from scenarios.reading import Document
from scenarios.schema.region import CityFile, CountryFile, UpperLevel
from scenarios.validation import unknown_sources, validate
from simulation.distributions import normal_quantile
from simulation.district import Cell, DepartmentPlan, District
from simulation.draws import STREAM, uniform
from simulation.region import Region, Unit

SHARES_TOLERANCE = 1e-6
NOMINAL_EMPLOYEES = 65000.0
COUNTIES_SEED = 0
"""The counties of a country are drawn once and for all: they are data, not luck."""

F = TypeVar("F", CityFile, CountryFile)


def is_region(document: Document) -> bool:
    """Whether a file of districts/ describes several districts."""
    return "units" in document.data or "counties" in document.data


def read_region(library: Library, reference: Reference) -> Region:
    """The region that ``reference`` means; raises ``ScenarioError`` with all that is wrong with its file."""
    document = library.open(DISTRICTS, reference)
    if "units" in document.data:
        return _city(library, document, _checked(library, document, CityFile))
    return _country(library, document, _checked(library, document, CountryFile))


def _checked(library: Library, document: Document, table: type[F]) -> F:
    file, problems = validate(document, table)
    problems += unknown_sources(document, library.evidence)
    if file is not None:
        problems += library.name_problems(DISTRICTS, document, file.name)
        if isinstance(file, CityFile):
            total = math.fsum(unit.share.value for unit in file.units.values())
            if abs(total - 1.0) > SHARES_TOLERANCE:
                problems.append(document.problem(
                    ("units",), Sentence("the shares of the districts add up to {total}", total=f"{total:.6g}"),
                    Sentence("1, within {tolerance}", tolerance=f"{SHARES_TOLERANCE:g}"),
                    Sentence("correct the shares"),
                ))
    if file is None or problems:
        raise ScenarioError(problems)
    return file


def _template(library: Library, document: Document, file: CityFile | CountryFile) -> District:
    """The district whose tables all share, with the level above as one more department and the region's mean size."""
    district = read_district(library, file.template, Referrer(document, "template"))
    mean = file.employees.value / file.enterprises.value
    outside = (mean * district.enterprises - district.register.count * district.register.mean_workers) / district.others.count
    district = replace(
        district, others=replace(district.others, mean_workers=outside), employees=round(mean * district.enterprises)
    )
    return district if file.upper_level is None else _with_upper_level(district, file.upper_level)


def _with_upper_level(district: District, level: UpperLevel) -> District:
    """The level above answers beside the emergency bureau wherever that has a mandate: enterprises seen by two levels."""
    number = len(district.departments)
    bureau = next(index for index, plan in enumerate(district.departments) if plan.is_emergency)
    upper = DepartmentPlan(
        name="upper-level", title=level.title, title_zh=level.title_zh,
        officers=level.officers.value * district.employees / NOMINAL_EMPLOYEES,
        field_days_factor=1.0, officers_per_visit=district.departments[bureau].officers_per_visit,
        visits_per_day=district.departments[bureau].visits_per_day,
        specialist_domains=district.departments[bureau].specialist_domains, professional_factor=1.0,
        known_registered=level.known_registered.value, known_by_sector=tuple(0.0 for _ in district.sectors), enforces=True,
    )
    cells = tuple(
        tuple(Cell((*cell.departments, number), cell.heir) if bureau in cell.departments else cell for cell in row)
        for row in district.responsibility
    )
    return replace(district, departments=(*district.departments, upper), responsibility=cells)


def _city(library: Library, document: Document, file: CityFile) -> Region:
    template = _template(library, document, file)
    units = []
    for name, unit in file.units.items():
        district = scaled(
            template, unit.share.value * file.enterprises.value / template.enterprises, name=name, title=unit.title,
            title_zh=unit.title_zh, note=file.note, note_zh=file.note_zh,
        )
        units.append(Unit(district, unit.position.values[0], unit.position.values[1]))
    return _region(file, units)


def _country(library: Library, document: Document, file: CountryFile) -> Region:
    """Counties on a lattice, their sizes log-normal quantiles in a keyed order, so that they add up to the census."""
    template, count = _template(library, document, file), file.counties.value
    keys = [uniform(COUNTIES_SEED, 0, STREAM["population"], k, 0, 0) for k in range(count)]
    order = sorted(range(count), key=lambda k: (keys[k], k))
    weights = [0.0] * count
    for rank, k in enumerate(order):
        weights[k] = math.exp(file.county_log_sigma.value * normal_quantile((rank + 0.5) / count))
    whole = math.fsum(weights)
    across = math.ceil(math.sqrt(count))
    units, given, wanted = [], 0, 0.0
    for k in range(count):
        wanted += weights[k] / whole * file.enterprises.value
        own = max(1, round(wanted) - given)
        given += own
        district = scaled(
            template, own / template.enterprises, name=f"county-{k + 1}", title=f"County {k + 1}", title_zh=f"第{k + 1}县",
            note=file.note, note_zh=file.note_zh,
        )
        units.append(Unit(district, (k % across) * file.spacing.value, (k // across) * file.spacing.value))
    return _region(file, units)


def _region(file: CityFile | CountryFile, units: list[Unit]) -> Region:
    return Region(
        file.name, file.title, tuple(units), tuple(range(len(units))), file.title_zh, file.note, file.note_zh
    )
