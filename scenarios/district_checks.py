"""What the tables of a district must agree on: names, lengths, sums, sizes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from math import fsum

from scenarios.problems import NOTHING, Names, Problem, Sentence, did_you_mean, show
from scenarios.reading import Document
from scenarios.schema.district import DistrictFile

EMERGENCY = "emergency"
TOLERANCE = 1e-6


def cross_problems(document: Document, file: DistrictFile) -> list[Problem]:
    """Everything in which the tables of a well-formed district file disagree."""
    check = _Check(document, file)
    return [*check.orders(), *check.sizes(), *check.shares(), *check.departments(), *check.responsibility()]


class _Check:
    def __init__(self, document: Document, file: DistrictFile) -> None:
        self.document = document
        self.file = file

    def orders(self) -> Iterator[Problem]:
        for key, order, table in (
            ("domain_order", self.file.domain_order, self.file.domains),
            ("sector_order", self.file.sector_order, self.file.sectors),
        ):
            yield from self._names((key,), order, table)
            for name in table:
                if name not in order:
                    yield self._problem(
                        (key,), Sentence("{name} is missing in the order", name=name), mend=Sentence("add it")
                    )

    def sizes(self) -> Iterator[Problem]:
        size = self.file.size
        enterprises, registered, plants = size.enterprises.value, size.registered.value, size.large_plants.value
        for key, value, limit in (
            ("registered", registered, enterprises),
            ("large_plants", plants, registered),
            ("graded", size.graded.value, registered),
            ("insured", size.insured.value, enterprises),
        ):
            if value > limit:
                reason = Sentence("{value} is more than there are", value=show(value))
                yield self._problem(("size", key), reason, Sentence("up to {limit}", limit=show(limit)), Sentence("lower it"))
        if registered == 0:
            yield self._problem(("size", "registered"), Sentence("no enterprise is registered"), Sentence("at least 1"))
        in_register = registered * size.registered_mean_workers.value
        if plants * size.large_plant_workers.value > in_register - (registered - plants):
            reason = Sentence("the large plants alone have more employees than the whole register")
            yield self._problem(("size", "large_plant_workers"), reason, mend=Sentence("raise registered_mean_workers"))
        if size.employees.value - in_register < enterprises - registered:
            reason = Sentence("{value} employees do not give every enterprise one", value=show(size.employees.value))
            yield self._problem(
                ("size", "employees"), reason, mend=Sentence("raise it, or lower registered_mean_workers")
            )

    def shares(self) -> Iterator[Problem]:
        sectors, domains = len(self.file.sectors), len(self.file.domains)
        for key, mix in (
            ("registered", self.file.size.sector_mix.registered),
            ("others", self.file.size.sector_mix.others),
        ):
            path = ("size", "sector_mix", key)
            yield from self._length(path, mix.values, sectors, "sector_order")
            yield from self._sum(path, mix.values)
        for name, sector in self.file.sectors.items():
            yield from self._length(("sectors", name, "exposure"), sector.exposure.values, domains, "domain_order")
        places = self.file.places.values()
        for key in ("industry_share", "service_share"):
            yield from self._sum(("places", key), [getattr(place, key).value for place in places])

    def departments(self) -> Iterator[Problem]:
        departments = self.file.departments
        if EMERGENCY not in departments:
            reason = Sentence("there is no department named {name}", name=EMERGENCY)
            yield self._problem(("departments",), reason, mend=Sentence("add it: the levers count its officers"))
        for name, entry in departments.items():
            path = ("departments", name)
            yield from self._names((*path, "specialist_domains"), entry.specialist_domains, self.file.domains)
            yield from self._length(
                (*path, "known_by_sector"), entry.known_by_sector.values, len(self.file.sectors), "sector_order"
            )

    def responsibility(self) -> Iterator[Problem]:
        matrix = self.file.responsibility
        yield from self._names(("responsibility",), list(matrix), self.file.sectors)
        for sector in self.file.sectors:
            row = matrix.get(sector, {})
            yield from self._names(("responsibility", sector), list(row), self.file.domains)
            for domain in self.file.domains:
                path = ("responsibility", sector, domain)
                if domain not in row:
                    mend = Sentence("add it; an empty list of departments with an heir is a blind cell")
                    yield self._problem(path, Sentence("this cell of the matrix is missing"), mend=mend)
                    continue
                cell = row[domain]
                named = [*cell.departments, *([cell.heir] if cell.heir is not None else [])]
                yield from self._names(path, named, self.file.departments)

    def _names(self, path: tuple[str, ...], given: Sequence[str], legal: Collection[str]) -> Iterator[Problem]:
        for name in dict.fromkeys(given):
            if name not in legal:
                mend = did_you_mean(name, legal) or Sentence("remove it")
                yield self._problem(path, Sentence("{name} is unknown", name=name), Names(legal), mend)
            elif given.count(name) > 1:
                yield self._problem(path, Sentence("{name} stands twice", name=name), mend=Sentence("keep one of them"))

    def _length(self, path: tuple[str, ...], values: Sequence[float], wanted: int, order: str) -> Iterator[Problem]:
        if len(values) != wanted:
            reason = Sentence("{count} in the list, not one for each entry of {order}", count=len(values), order=order)
            yield self._problem((*path, "values"), reason, Sentence("{count} values", count=wanted),
                                Sentence("write one value for each"))  # fmt: skip

    def _sum(self, path: tuple[str, ...], values: Sequence[float]) -> Iterator[Problem]:
        total = fsum(values)
        if abs(total - 1.0) > TOLERANCE:
            reason = Sentence("the shares sum to {total}", total=show(round(total, 9)))
            yield self._problem(
                path, reason, Sentence("1, within {tolerance}", tolerance=TOLERANCE), Sentence("make them sum to 1")
            )

    def _problem(self, path: tuple[str, ...], reason: str, allowed: str = NOTHING, mend: str = NOTHING) -> Problem:
        return self.document.problem(path, reason, allowed, mend)
