"""Whether the cells of the responsibility matrix that a policy hands to others are there in a district, and whether they truly go to others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from scenarios.problems import Names, Problem, ScenarioError, Sentence, did_you_mean
from scenarios.schema.policy import PolicyFile
from simulation.district import District
from simulation.matrix import matrix_in
from simulation.policy import CellSetting, Policy
from simulation.region import Region


def refuse_misfits(files: Sequence[PolicyFile], place: District | Region) -> None:
    """``ScenarioError`` for each sector, hazard domain and department that policy files name and a district has not, with those that it has."""
    for district in _districts(place):
        if problems := [problem for file in files for problem in _misfits_of(file, district)]:
            raise ScenarioError(problems)


def idle_warnings(policy: Policy, place: District | Region) -> list[str]:
    """Cells of a policy that stay, in every district of ``place``, with those who answer for them today."""
    return [
        Sentence("responsibility for {domain} in {sector} stays with those who have it today in {place}: it changes nothing",
                 domain=cell.domain, sector=cell.sector, place=place.name)
        for cell in policy.cells if all(_is_as_today(cell, district) for district in _districts(place))
    ]  # fmt: skip


def _is_as_today(cell: CellSetting, district: District) -> bool:
    return matrix_in(district, Policy("", cells=(cell,)), cell.start) == district.responsibility


def _districts(place: District | Region) -> list[District]:
    return [unit.district for unit in place.units] if isinstance(place, Region) else [place]


def _misfits_of(file: PolicyFile, district: District) -> Iterator[Problem]:
    sectors, domains, departments = ([part.name for part in parts] for parts in (district.sectors, district.domains, district.departments))
    for sector in file.responsibility:
        if sector not in sectors:
            reason = Sentence("district {district} has no sector {name}", district=district.name, name=sector)
            yield _problem(file, ("responsibility", sector), reason, sector, sectors)
    for (sector, domain), cell in file.cells.items():
        path = ("responsibility", sector, domain)
        if domain not in domains:
            yield _problem(file, path, Sentence("district {district} has no hazard domain {name}", district=district.name, name=domain), domain, domains)
        for name in cell.departments:
            if name not in departments:
                reason = Sentence("district {district} has no department {name}", district=district.name, name=name)
                yield _problem(file, (*path, "departments"), reason, name, departments)


def _problem(file: PolicyFile, path: tuple[str, ...], reason: str, name: str, there: Collection[str]) -> Problem:
    mend = did_you_mean(name, there) or Sentence("remove it, or choose a district that has it")
    return file.problem(path, reason, Names(there), mend)
