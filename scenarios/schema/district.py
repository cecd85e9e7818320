"""The schema of a district file: sizes, sectors, hazard domains, places, departments, responsibilities."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from scenarios.problems import Sentence
from scenarios.schema.base import Fault, FileName, Line, Name, OptionalText, Part, Sources, Table, Text, Version
from scenarios.schema.quantities import (
    AmountQuantity,
    CountQuantity,
    EnterprisesQuantity,
    FactorQuantity,
    FactorValues,
    MonthsQuantity,
    Position,
    PositiveQuantity,
    ShareQuantity,
    ShareValues,
    ShiftQuantity,
    SpreadQuantity,
)


class SectorMix(Table):
    """Shares of the sectors, in the order of sector_order, in the register and outside it."""

    registered: ShareValues
    others: ShareValues


class Size(Table):
    """How many enterprises and employees there are."""

    enterprises: EnterprisesQuantity
    employees: CountQuantity
    registered: CountQuantity
    registered_mean_workers: PositiveQuantity
    large_plants: CountQuantity
    large_plant_workers: PositiveQuantity
    registered_log_sigma: SpreadQuantity
    other_log_sigma: SpreadQuantity
    insured: AmountQuantity
    graded: AmountQuantity
    burn_in: MonthsQuantity
    sector_mix: SectorMix


class DomainEntry(Table):
    """A hazard domain."""

    title: Line
    title_zh: OptionalText = ""
    injury_rate: FactorQuantity
    fatal_share: ShareQuantity
    tail_exponent: PositiveQuantity
    exposed_share: ShareQuantity
    latent_share: FactorQuantity
    major_share: ShareQuantity


class SectorEntry(Table):
    """A sector; ``exposure`` follows domain_order, 0 where a hazard cannot arise."""

    title: Line
    title_zh: OptionalText = ""
    exposure: FactorValues
    major_factor: FactorQuantity
    tail_shift: ShiftQuantity
    unsafe_rate: FactorQuantity
    unsafe_fatal_share: ShareQuantity
    high_risk_share: ShareQuantity
    yearly_wage: PositiveQuantity
    value_added: PositiveQuantity
    site_months: MonthsQuantity | None = Field(
        default=None, description="months for which a workplace of the sector stays where it is; 0 or left out: it does not move")
    services: bool = Field(default=False, description="spread over the places as trade and services are; the last sector is in any case")


class PlaceEntry(Table):
    """A town, street, sumu or industrial park."""

    title: Line
    title_zh: OptionalText = ""
    kind: Literal["street", "town", "township", "sumu", "park"]
    position: Position
    industry_share: ShareQuantity
    service_share: ShareQuantity


class DepartmentEntry(Table):
    """A department; ``known_by_sector`` follows sector_order."""

    title: Line
    title_zh: OptionalText = ""
    enforces: bool
    specialist_domains: Annotated[list[Name], Field(max_length=50)]
    officers: AmountQuantity
    field_days_factor: FactorQuantity
    officers_per_visit: PositiveQuantity
    visits_per_day: FactorQuantity
    professional_factor: FactorQuantity
    known_registered: ShareQuantity
    known_by_sector: ShareValues


class CellEntry(Table):
    """Who answers for a hazard domain in a sector; an empty list is a blind cell that ``heir`` would be given."""

    departments: Annotated[list[Name], Field(max_length=100)]
    heir: Name | None = None
    source: Sources

    @model_validator(mode="after")
    def _empty_has_heir(self) -> CellEntry:
        if not self.departments and self.heir is None:
            raise Fault(
                Sentence("a blind cell has no heir"),
                mend=Sentence("name in `heir` the department that would be given it"),
            )
        if self.departments and self.heir is not None:
            raise Fault(
                Sentence("only a blind cell has an heir"),
                mend=Sentence("remove `heir`, or empty `departments`"),
            )
        return self


class RegisterTable(Table):
    """The enterprises of the district's own register, one a line, by code and never by name."""

    rows: Annotated[str, Field(min_length=1, max_length=1_000_000)] = Field(
        description="lines of code,sector,place,workers,high_risk,grade,known; what is left empty is drawn, `known` holds departments after blanks or none")


class DistrictFile(Table):
    """One file of districts/ that describes a whole district."""

    schema_version: Version
    name: FileName = Field(description="the name of the file without .toml")
    title: Line
    title_zh: OptionalText = ""
    note: OptionalText = Field(default="", description="printed beside every figure")
    note_zh: OptionalText = ""
    domain_order: Annotated[list[Name], Field(min_length=1, max_length=50)]
    sector_order: Annotated[list[Name], Field(min_length=1, max_length=100)]
    size: Size
    domains: Annotated[dict[Name, DomainEntry], Field(min_length=1, max_length=50)]
    sectors: Annotated[dict[Name, SectorEntry], Field(min_length=1, max_length=100)]
    places: Annotated[dict[Name, PlaceEntry], Field(min_length=1, max_length=500)]
    departments: Annotated[dict[Name, DepartmentEntry], Field(min_length=1, max_length=100)]
    responsibility: Annotated[dict[Name, dict[Name, CellEntry]], Field(min_length=1, max_length=100)]
    enrolled: RegisterTable | None = Field(default=None, description="enterprises that are not drawn but known; size.registered counts them")


class DistrictOverrides(Table):
    """One file of districts/ that takes over another district's and gives its own in place of some of it, as deep as it likes."""

    schema_version: Version
    name: FileName = Field(description="the name of the file without .toml")
    extends: Part = Field(description="a district's name, or NAME.toml in the same folder")
    replaces: list[Literal["domains", "sectors", "places", "departments", "responsibility"]] = Field(
        default=[], description="tables of which nothing is taken over")
    leaves_out: Annotated[list[Name], Field(max_length=100)] = Field(default=[], description="departments that this district has not")
    title: Line
    title_zh: OptionalText = ""
    note: OptionalText = Field(default="", description="printed beside every figure, before what says which numbers are taken over")
    note_zh: OptionalText = ""
    domain_order: list[Any] | None = None
    sector_order: list[Any] | None = None
    size: dict[str, Any] | None = None
    domains: dict[str, Any] | None = None
    sectors: dict[str, Any] | None = None
    places: dict[str, Any] | None = None
    departments: dict[str, Any] | None = None
    responsibility: dict[str, Any] | None = None
    enrolled: RegisterTable | None = None


class DistrictSample(Table):
    """One file of districts/ that is a smaller sample of another district."""

    schema_version: Version
    name: FileName = Field(description="the name of the file without .toml")
    extends: Part = Field(description="a district's name, or NAME.toml in the same folder")
    scale: Annotated[float, Field(ge=0.001, le=1)] = Field(description="share of enterprises, staff and employees")
    title: Line
    title_zh: OptionalText = ""
    note: Text = Field(description="printed beside every figure: that it is a sample")
    note_zh: OptionalText = ""
