"""What is mutated, and the tests that should notice: those of the file itself first, then the wider ones for what they let pass."""

from __future__ import annotations

from dataclasses import dataclass

from tests.mutants.making import ROOT


@dataclass(frozen=True)
class Target:
    """A file with its own tests, which take a second, and the wider ones."""

    file: str
    quick: tuple[str, ...]
    wide: tuple[str, ...] = ()


RULES = "tests/simulation/rules/"
STATISTICS = "tests/experiments/"


def _rules() -> list[Target]:
    files = sorted(path.stem for path in (ROOT / "simulation/rules").glob("*.py") if path.stem != "__init__")
    return [Target(f"simulation/rules/{name}.py", (f"{RULES}test_{name}.py", f"{RULES}test_guards.py")) for name in files]


def _of(room: str, tests: dict[str, tuple[str, ...]], folder: str) -> list[Target]:
    return [Target(f"{room}/{name}.py", tuple(f"{folder}{test}.py" for test in found)) for name, found in tests.items()]


def parts() -> dict[str, list[Target]]:
    """By the name that ``make mutants PART=`` takes."""
    return {
        "rules": _rules(),
        "statistics": [
            *_of("experiments/statistics", {
                "intervals": ("test_statistics", "test_interval_edges", "test_extremes"),
                "ratios": ("test_statistics", "test_ratios", "test_extremes"),
                "scale": ("test_scale", "test_extremes"),
                "sets": ("test_sets",),
            }, STATISTICS),
            *_of("experiments/comparison", {
                "differences": ("test_statistics", "test_rows"),
                "ranking": ("test_told_apart", "test_ranking", "test_rows"),
                "prices": ("test_prices",),
                "stopping": ("test_stopping", "test_precision"),
                "variance": ("test_gains",),
            }, STATISTICS),
            *_of("experiments/studies", {
                "interactions/contrasts": ("interactions/test_contrasts",),
                "interactions/simultaneous": ("interactions/test_simultaneous",),
                "sensitivity/indices": ("sensitivity/test_noise",),
                "sensitivity/noise": ("sensitivity/test_noise",),
                "optimisation/fronts": ("optimisation/test_fronts",),
                "discovery/boxes": ("discovery/test_boxes",),
            }, STATISTICS),
        ],
        "scenarios": _of("scenarios", {
            "composition": ("test_policies", "test_broken"),
            "district_checks": ("test_districts", "test_broken"),
            "reading": ("test_reading", "test_broken"),
            "bounds": ("test_malformed",),
            "problems": ("test_broken", "test_policies"),
            "levers": ("test_policies", "test_broken"),
        }, "tests/scenarios/"),
    }  # fmt: skip
