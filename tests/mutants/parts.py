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
FROZEN = "tests/test_frozen.py::test_a_data_class_is_frozen_unless_it_gathers"


def _rules() -> list[Target]:
    files = sorted(path.stem for path in (ROOT / "simulation/rules").glob("*.py") if path.stem != "__init__")
    return [Target(f"simulation/rules/{name}.py", (f"{RULES}test_{name}.py", f"{RULES}test_guards.py")) for name in files]


def _of(room: str, tests: dict[str, tuple[str, ...]], folder: str, wide: dict[str, tuple[str, ...]] | None = None) -> list[Target]:
    """By a file's name in ``room`` the names of its own tests in ``folder``, and of those that take long; the frozen data classes besides."""
    targets = []
    for name, found in tests.items():
        file = f"{room}/{name}.py"
        held = (f"{FROZEN}[{file[:-3].replace('/', '.')}]",) if "@dataclass" in (ROOT / file).read_text(encoding="utf-8") else ()
        slow = (wide or {}).get(name, ())
        targets.append(Target(file, (*(f"{folder}{test}.py" for test in found), *held), tuple(f"{folder}{test}.py" for test in slow)))
    return targets


def parts() -> dict[str, list[Target]]:
    """By the name that ``make mutants PART=`` takes."""
    return {
        "rules": _rules(),
        "statistics": [
            *_of("experiments/statistics", {
                "intervals": ("test_interval_edges", "test_statistics"),
                "ratios": ("test_ratio_steps", "test_pooled_ratio", "test_ratios"),
                "scale": ("test_scale",),
                "sets": ("test_sets",),
            }, STATISTICS, {"sets": ("test_sets_coverage",)} | {name: ("test_extremes",) for name in ("intervals", "ratios", "scale")}),
            *_of("experiments/comparison", {
                "differences": ("test_rows", "test_statistics"),
                "ranking": ("test_told_apart", "test_ranking", "test_rows"),
                "prices": ("test_prices",),
                "stopping": ("test_stopping",),
                "variance": ("test_gains",),
            }, STATISTICS),
            *_of("experiments/studies", {
                "interactions/contrasts": ("interactions/test_contrasts",),
                "interactions/simultaneous": ("interactions/test_simultaneous",),
                "sensitivity/indices": ("sensitivity/test_noise",),
                "sensitivity/noise": ("sensitivity/test_noise",),
                "sensitivity/screening": ("sensitivity/test_screening",),
                "optimisation/fronts": ("optimisation/test_fronts",),
                "optimisation/scores": ("optimisation/test_scores",),
                "optimisation/chosen": ("optimisation/test_chosen",),
                "optimisation/fresh": ("optimisation/test_rescored",),
                "discovery/boxes": ("discovery/test_boxes",),
            }, STATISTICS, {f"optimisation/{name}": ("optimisation/test_search", "optimisation/test_fresh") for name in ("scores", "chosen", "fresh")}),
        ],
        "scenarios": _of("scenarios", {
            "composition": ("test_composition", "test_policies", "test_broken"),
            "district_checks": ("test_district_checks", "test_broken"),
            "reading": ("test_documents", "test_broken"),
            "key_lines": ("test_documents",),
            "bounds": ("test_bounds",),
            "problems": ("test_problems", "test_broken"),
            "levers": ("test_levers", "test_broken"),
        }, "tests/scenarios/", {name: ("test_reading",) for name in ("reading", "key_lines", "bounds")}),
    }  # fmt: skip
