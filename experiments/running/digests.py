"""Checksums of what decides numbers: values as canonical text, a region in short."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, fields
from typing import Any

from simulation.region import Region


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
        "first": asdict(first),
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
