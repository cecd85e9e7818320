"""From a file of several districts to the simulation's region."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

import numpy as np

from scenarios.district_bounds import excesses
from scenarios.district_checks import TOLERANCE
from scenarios.districts import is_region, read_district
from scenarios.library import DISTRICTS, Library, Reference, Referrer
from scenarios.problems import NOTHING, Problem, ScenarioError, Sentence, dotted, show
from scenarios.reading import Document
from scenarios.samples import scaled
from scenarios.schema.quantities import MAX_ENTERPRISES
from scenarios.schema.region import CityFile, CountryFile, UpperLevel
from scenarios.validation import unknown_sources, validate
from simulation.distributions import normal_quantile
from simulation.district import NOMINAL_EMPLOYEES, Cell, DepartmentPlan, District
from simulation.draws import STREAM, uniform_column
from simulation.region import Region, Unit
from simulation.rule import as_written

UPPER_LEVEL = "upper-level"
COUNTIES_SEED = 0
"""The counties of a country are drawn once and for all: they are data, not luck."""

File = CityFile | CountryFile
F = TypeVar("F", CityFile, CountryFile)


def read_region(library: Library, reference: Reference) -> Region:
    """The region that ``reference`` means; raises ``ScenarioError`` with all that is wrong with its file."""
    document = library.open(DISTRICTS, reference)
    if not is_region(document):
        raise ScenarioError([document.problem(
            (), Sentence("this file describes one district, and several are wanted here"),
            Sentence("a file with [units] or counties"), Sentence("read it with load_district"),
        )])  # fmt: skip
    if "units" in document.data:
        city = _well_formed(library, document, CityFile)
        region = _city(city, _template(library, document, city))
    else:
        country = _well_formed(library, document, CountryFile)
        region = _country(country, _template(library, document, country))
    # Its units differ in size alone, so that the one with the largest plants tells of all.
    worst = max((unit.district for unit in region.units), key=lambda district: district.large_plant_workers)
    found = excesses(worst, library.parameters.entries)
    if found:
        raise ScenarioError(
            document.problem(("template",), Sentence("in {name}, {key}: {reason}", name=worst.name, key=dotted(each.path), reason=each.reason),
                             each.allowed, Sentence("change the template, or the region's enterprises and employees"))
            for each in found
        )  # fmt: skip
    return region


def _well_formed(library: Library, document: Document, table: type[F]) -> F:
    """The file, right in form; raises ``ScenarioError``."""
    file, problems = validate(document, table)
    problems += unknown_sources(document, library.evidence)
    if file is not None:
        problems += library.name_problems(DISTRICTS, document, file.name)
    if file is None or problems:
        raise ScenarioError(problems)
    return file


def _template(library: Library, document: Document, file: File) -> District:
    """The template of a file that agrees with it; raises ``ScenarioError``."""
    template = read_district(library, file.template, Referrer(document, "template"))
    problems = list(_disagreements(document, file, template))
    if problems:
        raise ScenarioError(problems)
    return template


def _disagreements(document: Document, file: File, template: District) -> Iterator[Problem]:
    """Everything in which a well-formed file and its template disagree."""

    def problem(path: tuple[str, ...], reason: str, allowed: str = NOTHING, mend: str = NOTHING) -> Problem:
        return document.problem(path, reason, allowed, mend)

    if isinstance(file, CityFile):
        yield from _sum(document, ("units",), [unit.share.value for unit in file.units.values()])
    if file.sector_mix is not None:
        for key, mix in (("registered", file.sector_mix.registered), ("others", file.sector_mix.others)):
            path, wanted = ("sector_mix", key), len(template.sectors)
            if len(mix.values) != wanted:
                reason = Sentence("{count} in the list, not one for each sector of the template", count=len(mix.values))
                yield problem((*path, "values"), reason, Sentence("{count} values", count=wanted), Sentence("write one value for each"))
            yield from _sum(document, path, mix.values)
    if file.upper_level is not None and UPPER_LEVEL in (plan.name for plan in template.departments):
        reason = Sentence("the template has a department named {name} already", name=UPPER_LEVEL)
        yield problem(("upper_level",), reason, mend=Sentence("remove one of them"))
    sizes = _sizes(file)
    if min(sizes) < 1:
        reason = Sentence("{value} enterprises do not give every district one", value=show(file.enterprises.value))
        yield problem(("enterprises",), reason, mend=Sentence("describe fewer districts, or a larger region"))
    if max(sizes) > MAX_ENTERPRISES:
        reason = Sentence("the largest district would have {count} enterprises", count=f"{max(sizes):,}")
        limit = Sentence("up to {limit} enterprises", limit=f"{MAX_ENTERPRISES:,}")
        yield problem(("enterprises",), reason, limit, Sentence("divide it into more districts"))
    if template.others.count and _outside_mean(file, template) < 1.0:
        reason = Sentence("{value} employees do not give every enterprise one", value=show(file.employees.value))
        yield problem(("employees",), reason, mend=Sentence("raise it, or choose a template with smaller registered ones"))


def _sum(document: Document, path: tuple[str, ...], values: Sequence[float]) -> Iterator[Problem]:
    total = math.fsum(values)
    if abs(total - 1.0) > TOLERANCE:
        reason = Sentence("the shares sum to {total}", total=show(round(total, 9)))
        allowed = Sentence("1, within {tolerance}", tolerance=TOLERANCE)
        yield document.problem(path, reason, allowed, Sentence("make them sum to 1"))


def _outside_mean(file: File, template: District) -> float:
    """Employees of an enterprise outside the register, where all have the region's mean and the register its own."""
    mean, register = file.employees.value / file.enterprises.value, template.register
    return (mean * template.enterprises - register.count * register.mean_workers) / template.others.count


def _shared(file: File, template: District) -> District:
    """The district whose tables all share: sizes and sectors of the region, the level above as one more department."""
    # A register is that of one district, and none of those beside it.
    district = replace(template, roll=(), employees=round(file.employees.value / file.enterprises.value * template.enterprises))
    if template.others.count:
        district = replace(district, others=replace(district.others, mean_workers=_outside_mean(file, template)))
    if file.sector_mix is not None:
        district = replace(
            district,
            register=replace(district.register, sector_mix=tuple(file.sector_mix.registered.values)),
            others=replace(district.others, sector_mix=tuple(file.sector_mix.others.values)),
        )
    return district if file.upper_level is None else _with_upper_level(district, file.upper_level)


def _with_upper_level(district: District, level: UpperLevel) -> District:
    """The level above answers beside the emergency bureau wherever that has a mandate: enterprises seen by two levels."""
    number = len(district.departments)
    bureau = next(index for index, plan in enumerate(district.departments) if plan.is_emergency)
    upper = DepartmentPlan(
        name=UPPER_LEVEL, title=level.title, title_zh=level.title_zh,
        officers=level.officers.value * district.employees / NOMINAL_EMPLOYEES,
        field_days_factor=1.0, officers_per_visit=district.departments[bureau].officers_per_visit,
        visits_per_day=district.departments[bureau].visits_per_day,
        specialist_domains=district.departments[bureau].specialist_domains, professional_factor=1.0,
        known_registered=level.known_registered.value, known_by_sector=tuple(0.0 for _ in district.sectors), enforces=True,
    )  # fmt: skip
    cells = tuple(
        tuple(Cell((*cell.departments, number), cell.heir) if bureau in cell.departments else cell for cell in row)
        for row in district.responsibility
    )
    return replace(district, departments=(*district.departments, upper), responsibility=cells)


def _sizes(file: File) -> list[int]:
    """Enterprises of each district; they add up to the region's."""
    if isinstance(file, CityFile):
        return _apportioned([unit.share.value for unit in file.units.values()], file.enterprises.value)
    return _apportioned(_county_weights(file.counties.value, file.county_log_sigma.value), file.enterprises.value)


@lru_cache(maxsize=8)
def _county_weights(count: int, sigma: float) -> tuple[float, ...]:
    """Quantiles of a log-normal distribution in a keyed order."""
    keys = uniform_column(COUNTIES_SEED, 0, STREAM["population"], np.arange(count), 0, 0).tolist()
    weights = [0.0] * count
    with as_written():
        for rank, k in enumerate(sorted(range(count), key=lambda k: (keys[k], k))):
            weights[k] = math.exp(sigma * normal_quantile((rank + 0.5) / count))
    return tuple(weights)


def _apportioned(weights: Sequence[float], total: int) -> list[int]:
    """Whole numbers in proportion to ``weights`` with the sum ``total``."""
    whole = math.fsum(weights)
    sizes, given, wanted = [], 0, 0.0
    for weight in weights:
        wanted += weight / whole * total if whole else 0.0
        sizes.append(round(wanted) - given)
        given += sizes[-1]
    return sizes


def _city(file: CityFile, template: District) -> Region:
    names = [(name, unit.title, unit.title_zh) for name, unit in file.units.items()]
    places = [(unit.position.values[0], unit.position.values[1]) for unit in file.units.values()]
    return _region(file, template, names, places)


def _country(file: CountryFile, template: District) -> Region:
    """Counties on a lattice, in no order of size."""
    count, spacing = file.counties.value, file.spacing.value
    across = math.ceil(math.sqrt(count))
    names = [(f"county-{k}", f"County {k}", f"第{k}县") for k in range(1, count + 1)]
    return _region(file, template, names, [(k % across * spacing, k // across * spacing) for k in range(count)])


def _region(
    file: File, template: District, names: Sequence[tuple[str, str, str]], places: Sequence[tuple[float, float]]
) -> Region:
    shared, units = _shared(file, template), []
    for (name, title, title_zh), (x, y), size in zip(names, places, _sizes(file), strict=True):
        district = scaled(
            shared, size / shared.enterprises, name=name, title=title, title_zh=title_zh, note=file.note, note_zh=file.note_zh
        )
        units.append(Unit(district, x, y))
    return Region(file.name, file.title, tuple(units), tuple(range(len(units))), file.title_zh, file.note, file.note_zh)
