"""The small library of these tests, and one door to its kinds of file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scenarios.composition import compose
from scenarios.districts import read_district
from scenarios.library import Library, evidence_table
from scenarios.parameters import parameter_table
from scenarios.reading import read_document
from scenarios.regions import read_region

SMALL = Library(Path(__file__).parent / "small")
KINDS = ("policy", "district", "region", "parameters", "evidence")


def load(kind: str, path: Path) -> Any:
    """A user's file of a kind, read beside the small library."""
    if kind == "policy":
        return compose(SMALL, path)
    if kind == "district":
        return read_district(SMALL, path)
    if kind == "region":
        return read_region(SMALL, path)
    if kind == "parameters":
        return parameter_table(read_document(path), SMALL.evidence, SMALL.parameters)
    return evidence_table(read_document(path))
