"""Checksums of what decides numbers: values as canonical text, a region in short."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, fields, replace
from typing import Any

from simulation.district import District
from simulation.region import Region


def resolved(place: District | Region) -> dict[str, Any]:
    """All of a district or region that decides numbers; a register in short, and nothing where there is none."""
    return described(place) if isinstance(place, Region) else _fields(place)


def _fields(district: District) -> dict[str, Any]:
    found = {name: value for name, value in asdict(replace(district, roll=())).items() if name != "roll"}
    return found if not district.roll else {**found, "register_rows": {"rows": len(district.roll), "sha256": digest(district.roll)}}


def described(region: Region) -> dict[str, Any]:
    """A region in short: the tables of its first district, its sizes, and a checksum of all that differs between districts."""
    first = region.units[0].district
    own = hashlib.sha256()
    for unit, number in zip(region.units, region.numbers, strict=True):
        values = [getattr(unit.district, f.name) for f in fields(unit.district)]
        differing = [(f.name, value) for value, f in zip(values, fields(first), strict=True) if value != getattr(first, f.name)]
        own.update(repr((number, unit.x, unit.y, differing)).encode())
    return {
        "name": region.name,
        "title": region.title,
        "districts": len(region.units),
        "of": region.all_units,
        "enterprises": region.enterprises,
        "employees": region.employees,
        "first": _fields(first),
        "all": own.hexdigest(),
    }


def digest(value: Any) -> str:
    """sha256 of ``value`` as canonical JSON."""
    return digest_of_text(canonical(value))


def canonical(value: Any) -> str:
    """``value`` as JSON on one line, keys sorted: the same text for the same content."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=float)


def digest_of_text(text: str) -> str:
    """sha256 of a text of ASCII letters."""
    return hashlib.sha256(text.encode("ascii")).hexdigest()
