"""Cells of the responsibility matrix that a policy hands to others: from their first month to their last, in both engines alike."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from simulation import BASELINE, CellSetting, LeverSetting, Policy, Run, Settled, settle, simulate, simulate_region
from simulation.course import ENGINES
from simulation.district import Cell, District
from simulation.kept_worlds import KeptWorlds, moves_nothing
from simulation.matrix import matrix_in, months_alike, ranked
from simulation.region import Region, Unit
from tests.simulation.districts import district, parameters
from tests.simulation.docking import differences, pairs

SMALL = district(0.006, burn_in=2)
BUSY = parameters(unsafe_injury_rate=0.03, loss_per_injury=1e6)
MONTHS = 15


def cells(of: District, kind: str, start: int = 0, end: int | None = None) -> Iterable[CellSetting]:
    """Every blind cell given to its heir, or every shared one led by its first department."""
    names = [plan.name for plan in of.departments]
    for sector, row in zip(of.sectors, of.responsibility, strict=True):
        for domain, cell in zip(of.domains, row, strict=True):
            own = tuple(names[number] for number in cell.departments)
            if kind == "blind" and not own:
                yield CellSetting(sector.name, domain.name, (names[cell.heir],), "", start, end)
            if kind == "shared" and len(own) > 1:
                yield CellSetting(sector.name, domain.name, own[::-1], own[0], start, end)


def edited(*settings: CellSetting, name: str = "edited", levers: tuple[LeverSetting, ...] = ()) -> Policy:
    return Policy(name, levers, cells=settings)


@cache
def settled(engine: Any) -> Settled:
    return settle(SMALL, BUSY, seed=4, world=1, engine=engine)


def run(policy: Policy, engine: Any = "compiled", of: District | None = None) -> Run:
    course = settled(engine).start(policy, of)
    course.advance(MONTHS)
    return course.run()


@pytest.mark.parametrize(("kind", "lever"), [("blind", "gaps_assigned"), ("shared", "leads_named")])
@pytest.mark.parametrize("span", [(0, None), (4, 9)])
@pytest.mark.parametrize("engine", ENGINES)
def test_all_cells_of_a_kind_are_what_the_lever_does_from_the_same_month_to_the_same_month(engine: Any, span: Any, kind: str, lever: str) -> None:
    by_cells = run(edited(*cells(SMALL, kind, *span)), engine)
    by_lever = run(Policy("lever", (LeverSetting(lever, 1.0, span[0], 0, span[1]),)), engine)
    plain = run(BASELINE, engine)
    assert by_cells.digest == by_lever.digest != plain.digest
    for name, values in plain.monthly.items():
        assert by_cells.monthly[name][: span[0]].tolist() == values[: span[0]].tolist()


MIXED = edited(
    CellSetting("metal", "fire", ("towns", "market", "fire"), "market", 1, 6), CellSetting("metal", "fire", ("emergency",), "", 6),
    CellSetting("trade-and-services", "fire", (), "", 2, 5), CellSetting("construction", "machinery", ("emergency", "housing", "towns"), "", 3),
    CellSetting("trade-and-services", "transport", ("transport", "fire"), "fire"), name="mixed",
    levers=(LeverSetting("leads_named", 0.5, 2, 2), LeverSetting("gaps_assigned", 0.7, 4)),
)


def test_both_engines_have_every_column_alike_while_cells_come_and_go() -> None:
    for policy in (MIXED, edited(*cells(SMALL, "blind", 1, 3), *cells(SMALL, "shared", 2, 4))):
        for months in (1, 3, 7):
            for engine, model in pairs(SMALL, [policy, BASELINE, policy], BUSY, 4, 1, months):
                assert differences(engine, model) == []


def test_the_months_of_a_cell_can_be_divided_among_calls_as_one_likes() -> None:
    course = settled("compiled").start(MIXED)
    for months in (2, 1, 0, 4, 1, 7):
        course.advance(months)
    assert course.run().digest == run(MIXED).digest != run(BASELINE).digest


def test_a_matrix_that_holds_from_the_start_is_that_of_a_district_given_to_the_world() -> None:
    policy = edited(CellSetting("trade-and-services", "fire", ("towns", "market"), "market"), CellSetting("trade-and-services", "machinery", ()))
    other = replace(SMALL, responsibility=matrix_in(SMALL, policy, 0))
    assert run(policy).digest == run(BASELINE, of=other).digest != run(BASELINE).digest


def test_a_copy_under_another_policy_keeps_nothing_of_the_first_ones_matrix() -> None:
    model = settled("compiled").start(MIXED).world.model  # type: ignore[attr-defined]
    model.advance(4, lambda count: None)
    straight = settled("compiled").start(edited(*(replace(cell, end=4) for cell in MIXED.cells if cell.start < 4 and cell.end in (None, 5, 6)), levers=MIXED.settings)).world.model  # type: ignore[attr-defined]
    straight.advance(4, lambda count: None)
    one, other = model.under(BASELINE), straight.under(BASELINE)
    for each in (one, other):
        each.advance(6, lambda count: None)
    assert one.run().digest == other.run().digest


def test_districts_side_by_side_go_back_to_their_own_matrix_for_the_next_policy() -> None:
    units = [Unit(replace(district(scale, 2), name=f"d{k}"), 30.0 * k, 0.0) for k, scale in enumerate((0.004, 0.006))]
    region = Region("two", "Two districts", tuple(units), (0, 1))

    def digests(*policies: Policy, engine: Any = "compiled") -> list[list[str]]:
        return [[each.digest for each in runs] for runs in simulate_region(region, policies, parameters=BUSY, seed=4, months=7, engine=engine)]

    first, second, third = digests(MIXED, BASELINE, MIXED)
    assert first == third != second and [second] == digests(BASELINE) and [first, second] == digests(MIXED, BASELINE, engine="mesa")


def test_a_policy_of_cells_alone_is_no_baseline_and_is_not_answered_with_a_kept_one() -> None:
    policy = edited(*cells(SMALL, "blind"))
    assert moves_nothing(BASELINE) and not moves_nothing(policy)
    store = KeptWorlds(memory=10**9)
    for _ in range(2):
        from simulation import simulate_policies

        plain, other = simulate_policies(SMALL, [BASELINE, policy], parameters=BUSY, seed=4, world=1, months=6, kept=store)
        assert plain.digest != other.digest


def test_shares_take_the_cells_that_are_shared_or_blind_as_the_matrix_stands() -> None:
    shared, blind = ranked(SMALL.responsibility)
    policy = edited(CellSetting("metal", "machinery", ("emergency", "towns"), "towns"), CellSetting("metal", "transport", ("transport",)), CellSetting("metal", "building-work", ()))
    matrix = matrix_in(SMALL, policy, 0)
    names = [plan.name for plan in SMALL.departments]
    assert matrix[0][0] == Cell((names.index("towns"), names.index("emergency")), led=True)
    assert matrix[0][4] == Cell((), heir=names.index("housing"))  # who had it so far
    assert ranked(matrix) == ([cell for cell in shared if cell != (0, 0)], sorted([cell for cell in blind if cell != (0, 5)] + [(0, 4)]))
    assert matrix_in(SMALL, policy, -1) is SMALL.responsibility and matrix[1] == SMALL.responsibility[1]


def test_how_long_the_matrix_stays_as_it_is() -> None:
    assert [months_alike(MIXED, month) for month in (0, 1, 2, 3, 5)] == [1, 1, 1, 2, 1]
    assert months_alike(MIXED, 6) > 10**6 and months_alike(BASELINE, 0) > 10**6


WRONG: dict[str, tuple[tuple[CellSetting, ...], type[Exception], str]] = {
    "sector": ((CellSetting("catering", "fire", ("fire",)),), ValueError, "no sector 'catering'; it has metal, chemical"),
    "domain": ((CellSetting("metal", "gas", ("fire",)),), ValueError, "no domain 'gas'; it has machinery, fire"),
    "department": ((CellSetting("metal", "fire", ("police",)),), ValueError, "no department 'police'; it has emergency"),
    "lead": ((CellSetting("metal", "fire", ("fire",), "towns"),), ValueError, "the lead 'towns' is none of its departments, fire"),
    "twice": ((CellSetting("metal", "fire", ("fire", "fire")),), ValueError, "stands twice"),
    "end": ((CellSetting("metal", "fire", ("fire",), "", 3, 3),), ValueError, "it must be above start"),
    "start": ((CellSetting("metal", "fire", ("fire",), "", -1),), ValueError, "may be negative"),
    "overlap": ((CellSetting("metal", "fire", ("fire",), "", 0, 5), CellSetting("metal", "fire", (), "", 4)), ValueError, "set twice in month 4"),
    "whole": ((CellSetting("metal", "fire", ("fire",), "", 1.5),), TypeError, "whole number"),  # type: ignore[arg-type]
    "list": ((CellSetting("metal", "fire", ["fire"]),), TypeError, "tuple of names"),  # type: ignore[arg-type]
    "kind": ((Cell((1,)),), TypeError, "must be simulation.CellSetting"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_means_nothing_is_refused_at_the_door(wrong: str) -> None:
    settings, kind, text = WRONG[wrong]
    policy = edited(*settings)
    with pytest.raises(kind, match=text):
        simulate(SMALL, policy, parameters=BUSY, months=1)
    with pytest.raises(kind, match=text):
        settled("compiled").start(policy)
    with pytest.raises(kind, match=text):
        simulate_region(Region("one", "One", (Unit(SMALL, 0.0, 0.0),), (0,)), [policy], parameters=BUSY, months=1)
