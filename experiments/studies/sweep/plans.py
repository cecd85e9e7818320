"""Where sweep plans are found: the shipped ones by name, a user's own by path."""

from __future__ import annotations

from pathlib import Path

from scenarios import PlanFile, load_plan

FOLDER = Path(__file__).parents[2] / "plans"


def load(reference: str) -> PlanFile:
    """A shipped plan by name or a user's by the path of its file; raises ``ScenarioError``."""
    return load_plan(reference, FOLDER)


def names() -> list[str]:
    """The shipped plans, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))
