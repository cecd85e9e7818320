"""The mutants that no test can see, each with its reason."""

from __future__ import annotations

import tomllib
from pathlib import Path

KEPT = Path(__file__).with_name("explained.toml")


def explained() -> dict[tuple[str, str, str], str]:
    """File, line before and line after of each, with the reason; ``ValueError`` for one that stands twice or gives none."""
    found: dict[tuple[str, str, str], str] = {}
    for entry in tomllib.loads(KEPT.read_text(encoding="utf-8")).get("mutant", []):
        afters = [entry["after"]] if isinstance(entry["after"], str) else entry["after"]
        for after in afters:
            key = (entry["file"], entry["before"], after)
            if key in found or len(entry["reason"].split()) < 3:
                raise ValueError(f"{KEPT.name}: {key} stands twice or has no reason")
            found[key] = entry["reason"]
    return found
