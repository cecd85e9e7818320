"""What the kept screening of all assumptions found, and what the card of an ensemble says."""

from __future__ import annotations

import csv
from pathlib import Path

import scenarios
from scenarios.reading import read_document
from scenarios.schema.ensemble import EnsembleFile

KEPT = Path(str(scenarios.__file__)).parent / "ensembles" / "screening.csv"
"""The table of that name of ``inspectorate sensitivity screening``."""


def influences(path: Path = KEPT) -> dict[str, float]:
    """The largest share, 0 to 1, that each screened parameter has of what the strongest does to any effect of a policy, or to the baseline."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["factor"]: float(row["influence"]) for row in csv.DictReader(file)}


def read_card(name: str) -> EnsembleFile:
    """The card of a shipped ensemble."""
    document = read_document(Path(str(scenarios.__file__)).parent / "ensembles" / f"{name}.toml")
    return EnsembleFile.model_validate(document.data)
