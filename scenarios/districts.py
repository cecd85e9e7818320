"""From a district file to the simulation's district."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from scenarios.district_bounds import cut, excesses
from scenarios.district_checks import EMERGENCY, cross_problems
from scenarios.library import DISTRICTS, Library, Reference, Referrer
from scenarios.own_levers import officers_excess, with_own_levers
from scenarios.problems import Problem, ScenarioError, Sentence, show
from scenarios.reading import Document
from scenarios.samples import sampled
from scenarios.schema.district import DistrictFile, DistrictSample
from scenarios.validation import unknown_sources, validate
from simulation.district import Cell, DepartmentPlan, District, Domain, Group, Place, Sector

MAX_DEPTH = 5

F = TypeVar("F", DistrictFile, DistrictSample)


def is_region(document: Document) -> bool:
    """Whether a file of districts/ describes several districts."""
    return "units" in document.data or "counties" in document.data


def read_district(
    library: Library, reference: Reference, extender: Referrer | None = None, chain: tuple[Path, ...] = ()
) -> District:
    """The district that ``reference`` means; raises ``ScenarioError`` with all that is wrong with its file.

    ``extender`` is the file that extends it, ``chain`` all files that do, outermost first.
    """
    document = library.open(DISTRICTS, reference, extender)
    path = document.path.resolve()
    if path in chain or len(chain) >= MAX_DEPTH:
        circle = Sentence("the districts extend one another in a circle")
        reason = circle if path in chain else Sentence("too many districts extend one another")
        allowed = Sentence("up to {depth} deep", depth=MAX_DEPTH)
        raise ScenarioError([document.problem(("extends",), reason, allowed, Sentence("extend a whole district"))])
    if is_region(document):
        raise ScenarioError([_several(document, extender)])
    if "extends" not in document.data:
        if document.made is None:  # most shipped files extend one, which is checked once
            file = _checked(library, document, DistrictFile)
            document.keep(_within_bounds(library, document, with_own_levers(built(file), library.parameters.entries)))
        whole: District = document.made
        return whole
    sample = _checked(library, document, DistrictSample)
    extender = Referrer(document, "extends")
    extended = read_district(library, sample.extends, extender, (*chain, path))
    return _within_bounds(library, document, sampled(extended, sample), ("scale",))


def _within_bounds(library: Library, document: Document, district: District, key: tuple[str, ...] = ()) -> District:
    """The district; raises ``ScenarioError`` at ``key``, or at those of a whole district's file, where it has too much of something."""
    entries = library.parameters.entries
    found = [*excesses(district, entries), *cut(district, entries), *officers_excess(district, entries)]
    if found:
        raise ScenarioError(document.problem(key or each.path, each.reason, each.allowed, each.mend) for each in found)
    return district


def _several(document: Document, extender: Referrer | None) -> Problem:
    """A region where one district is wanted: the fault of the file that names it, if any."""
    if extender is not None:
        reason = Sentence("{name} describes several districts, and one is wanted here", name=show(document.path.stem))
        return extender.document.problem((extender.key,), reason, mend=Sentence("name a single district"))
    reason = Sentence("this file describes several districts, and one is wanted here")
    mend = Sentence("name a single district, or compare policies on all of them: inspectorate compare (in Python, load_region)")
    return document.problem((), reason, Sentence("a file of one district"), mend)


def _checked(library: Library, document: Document, table: type[F]) -> F:
    """The validated file of a district; raises ``ScenarioError``."""
    file, problems = validate(document, table)
    problems += unknown_sources(document, library.evidence)
    if file is not None:
        problems += library.name_problems(DISTRICTS, document, file.name)
        if isinstance(file, DistrictFile):
            problems += cross_problems(document, file)
    if file is None or problems:
        raise ScenarioError(problems)
    return file


def built(file: DistrictFile) -> District:
    """The district of a file whose tables agree: names become numbers, in the order the file gives."""
    size = file.size
    registered = size.registered.value
    others = size.enterprises.value - registered
    outside = size.employees.value - registered * size.registered_mean_workers.value
    register = Group(
        registered,
        size.registered_mean_workers.value,
        size.registered_log_sigma.value,
        tuple(size.sector_mix.registered.values),
        registered=True,
    )
    rest = Group(
        others,
        outside / others if others else 1.0,
        size.other_log_sigma.value,
        tuple(size.sector_mix.others.values),
        registered=False,
    )
    return District(
        name=file.name,
        title=file.title,
        domains=_domains(file),
        sectors=_sectors(file),
        places=_places(file),
        departments=_departments(file),
        responsibility=_responsibility(file),
        register=register,
        others=rest,
        large_plants=size.large_plants.value,
        large_plant_workers=size.large_plant_workers.value,
        employees=size.employees.value,
        insured=size.insured.value,
        graded=size.graded.value,
        burn_in=size.burn_in.value,
        title_zh=file.title_zh,
        note=file.note,
        note_zh=file.note_zh,
    )


def _domains(file: DistrictFile) -> tuple[Domain, ...]:
    entries = ((name, file.domains[name]) for name in file.domain_order)
    return tuple(
        Domain(
            name=name,
            title=entry.title,
            injury_rate=entry.injury_rate.value,
            fatal_share=entry.fatal_share.value,
            tail_exponent=entry.tail_exponent.value,
            exposed_share=entry.exposed_share.value,
            latent_share=entry.latent_share.value,
            major_share=entry.major_share.value,
            title_zh=entry.title_zh,
        )
        for name, entry in entries
    )


def _sectors(file: DistrictFile) -> tuple[Sector, ...]:
    entries = ((name, file.sectors[name]) for name in file.sector_order)
    return tuple(
        Sector(
            name=name,
            title=entry.title,
            exposure=tuple(entry.exposure.values),
            major_factor=entry.major_factor.value,
            tail_shift=entry.tail_shift.value,
            unsafe_rate=entry.unsafe_rate.value,
            unsafe_fatal_share=entry.unsafe_fatal_share.value,
            high_risk_share=entry.high_risk_share.value,
            yearly_wage=entry.yearly_wage.value,
            value_added=entry.value_added.value,
            title_zh=entry.title_zh,
            services=entry.services,
            site_months=0.0 if entry.site_months is None else float(entry.site_months.value),
        )
        for name, entry in entries
    )


def _places(file: DistrictFile) -> tuple[Place, ...]:
    return tuple(
        Place(
            name=name,
            title=entry.title,
            kind=entry.kind,
            x=entry.position.values[0],
            y=entry.position.values[1],
            industry_share=entry.industry_share.value,
            service_share=entry.service_share.value,
            title_zh=entry.title_zh,
        )
        for name, entry in file.places.items()
    )


def _departments(file: DistrictFile) -> tuple[DepartmentPlan, ...]:
    return tuple(
        DepartmentPlan(
            name=name,
            title=entry.title,
            officers=entry.officers.value,
            field_days_factor=entry.field_days_factor.value,
            officers_per_visit=entry.officers_per_visit.value,
            visits_per_day=entry.visits_per_day.value,
            specialist_domains=tuple(file.domain_order.index(domain) for domain in entry.specialist_domains),
            professional_factor=entry.professional_factor.value,
            known_registered=entry.known_registered.value,
            known_by_sector=tuple(entry.known_by_sector.values),
            enforces=entry.enforces,
            is_emergency=name == EMERGENCY,
            title_zh=entry.title_zh,
        )
        for name, entry in file.departments.items()
    )


def _responsibility(file: DistrictFile) -> tuple[tuple[Cell, ...], ...]:
    numbers = {name: number for number, name in enumerate(file.departments)}
    cells = ((file.responsibility[sector][domain] for domain in file.domain_order) for sector in file.sector_order)
    return tuple(
        tuple(
            Cell(
                departments=tuple(numbers[name] for name in cell.departments),
                heir=-1 if cell.heir is None else numbers[cell.heir],
            )
            for cell in row
        )
        for row in cells
    )
