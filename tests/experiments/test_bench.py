"""The bench measures every row of its table."""

from __future__ import annotations

import pytest

from experiments.upkeep.bench import figures, workshop_pages
from experiments.upkeep.bench.figures import Figure
from experiments.upkeep.bench.timing import FULL, QUICK
from simulation.month import PHASES
from simulation.rule import COMPILED


@pytest.fixture(scope="module")
def table() -> list[Figure]:
    assert COMPILED
    return list(figures.figures(QUICK))


def test_the_table_is_complete(table: list[Figure]) -> None:
    names = [figure.name.strip() for figure in table]
    wanted = ["engine against the Mesa model", "nanoseconds per enterprise-month", *(f"of it {part}" for part in figures.PARTS.values()),
              *(f"phase {phase.name}" for phase in PHASES), "worlds per second per core", "bytes of state", "two threads", "peak bytes",
              "start-up", "the same with an empty cache", "sweep of", "seconds to open", "gigabytes of memory"]  # fmt: skip
    assert [want for want in wanted if not any(name.startswith(want) for name in names)] == []
    assert sum("two threads" in name for name in names) == len(QUICK.sizes) == len(FULL.sizes) - 1
    assert all(figure.shown for figure in table)


def test_the_table_says_whether_an_aim_is_reached(table: list[Figure]) -> None:
    aimed = [figure for figure in table if figure.aim]
    assert len(aimed) >= 6 and all(figure.is_reached is not None for figure in aimed)


def test_the_parts_of_a_month_are_counted_and_take_time() -> None:
    counted = figures.parts.parts(QUICK.counted_scale, QUICK.counted_months, 1)
    assert list(counted) == list(figures.PARTS)
    assert all(calls > 0.0 for calls, _taken in counted.values())
    # A block each for hazards and for what happens in a month, and one for each hazard that comes or goes.
    assert 3.0 < counted["draws"][0] < 8.0


def test_a_slider_that_is_let_go_is_no_second_move_and_a_move_without_a_picture_is_none() -> None:
    assert workshop_pages.firsts([(1.0, {"first": 90.0, "ten": 300.0}), (1.0, {"twenty": 900.0}), (2.0, {}), (3.0, {"twenty": 40.0})]) == [0.09, 0.04]


def test_a_page_that_never_showed_ten_years_is_told_and_ends_no_bench() -> None:
    from experiments.upkeep.bench.workshop_figures import _refined

    assert [row.shown for row in _refined([], [1.0])] == ["not seen: twenty worlds were there first", "1.00"]
