"""The pictures of a comparison: PNG and SVG, colour-blind safe, each with its provenance inside."""

from __future__ import annotations

from pathlib import Path

from experiments.comparison.data import ComparisonData

__all__ = ["draw_all"]


def draw_all(comparison: ComparisonData, folder: Path) -> list[Path]:
    """Draw every figure of ``comparison`` into ``folder``, the numbers of each beside it; the files written."""
    from experiments.comparison.figures import appraisal, differences, fans, places, reported
    from experiments.comparison.figures.numbers import numbers, write
    from experiments.comparison.figures.style import in_style, save

    folder.mkdir(parents=True, exist_ok=True)
    if not comparison.policies:
        return []
    written: list[Path] = []
    with in_style():
        for name, draw in (
            ("differences", differences.draw),
            ("fans-expected-deaths", fans.draw_expected_deaths),
            ("fans-hazards-open", fans.draw_hazards_open),
            ("reported", reported.draw),
            ("places", places.draw),
            ("benefit-and-cost", appraisal.draw),
        ):
            drawn = draw(comparison)
            if drawn is not None:
                written += [*save(drawn, folder / name, comparison), write(numbers(comparison, name), folder / f"{name}.csv")]
    return written
