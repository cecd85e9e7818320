"""The schema of a file that describes several districts: a city by name, a country by its totals."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scenarios.schema.base import FileName, Line, Name, OptionalText, Part, Table, Text, Version
from scenarios.schema.district import SectorMix
from scenarios.schema.quantities import (
    AmountQuantity,
    CensusQuantity,
    CountiesQuantity,
    Position,
    PositiveQuantity,
    ShareQuantity,
    SpreadQuantity,
)


class UpperLevel(Table):
    """A department of the level above that visits enterprises of every district."""

    title: Line
    title_zh: OptionalText = ""
    officers: AmountQuantity = Field(description="officers for every 65,000 employees of a district")
    known_registered: ShareQuantity = Field(description="share of the registered enterprises it knows")


class UnitEntry(Table):
    """One district of a city: its share of the enterprises and where it lies."""

    title: Line
    title_zh: OptionalText = ""
    share: ShareQuantity
    position: Position


class _Region(Table):
    schema_version: Version
    name: FileName = Field(description="the name of the file without .toml")
    title: Line
    title_zh: OptionalText = ""
    note: Text = Field(description="printed beside every figure: what of it is synthetic")
    note_zh: OptionalText = ""
    template: Part = Field(description="the district whose tables every district of the region shares")
    enterprises: CensusQuantity
    employees: CensusQuantity
    sector_mix: SectorMix | None = Field(default=None, description="in place of the template's, in its sector_order")
    upper_level: UpperLevel | None = None


class CityFile(_Region):
    """One file of districts/ that names the districts of a city."""

    units: Annotated[dict[Name, UnitEntry], Field(min_length=1, max_length=200)]


class CountryFile(_Region):
    """One file of districts/ that spreads a country's enterprises over counties by a synthetic rule."""

    counties: CountiesQuantity
    county_log_sigma: SpreadQuantity = Field(description="spread of the counties' enterprises, standard deviation of the log")
    spacing: PositiveQuantity = Field(description="km between the centres of neighbouring counties")
