"""From the checked tables of a district's file to the simulation's district."""

from __future__ import annotations

from scenarios.district_checks import EMERGENCY
from scenarios.schema.district import DistrictFile
from simulation.district import Cell, DepartmentPlan, District, Domain, Enrolled, Group, Place, Sector


def built(file: DistrictFile, roll: tuple[Enrolled, ...] = ()) -> District:
    """The district of a file whose tables agree: names become numbers, in the order the file gives; ``roll`` is its register."""
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
        roll=roll,
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
