"""Outcomes by group: they add up, from either engine alike, however the months are gone through."""

from dataclasses import replace

import numpy as np
import pytest

from scenarios import load_district, load_parameters, load_policy
from simulation import BREAKDOWNS, Run, settle, simulate
from simulation.breakdowns import MEANS, SIZE_CLASSES, UNSAFE_ACTS, cells_of
from simulation.policy import BASELINE, Policy

HAMLET = replace(load_district("jiuyuan-hamlet"), burn_in=12)
PARAMETERS = load_parameters().values
EVERYTHING = tuple(BREAKDOWNS)
MONTHS = 30


def _run(policy: Policy, **named: object) -> Run:
    return simulate(HAMLET, policy, parameters=PARAMETERS, world=3, months=MONTHS, breakdowns=EVERYTHING, **named)  # type: ignore[arg-type]


@pytest.mark.parametrize("policy", ["baseline", "all-five", "hybrid-best-parts", "safety-insurance", "standardisation-drive"])
def test_groups_add_up_to_the_district(policy: str) -> None:
    run = _run(load_policy(policy) if policy != "baseline" else BASELINE)
    for by, breakdown in run.breakdowns.items():
        assert tuple(breakdown.values) == BREAKDOWNS[by]
        for outcome, values in breakdown.values.items():
            assert values.shape == (len(breakdown.groups),)
            if (by, outcome) == ("cell", "visits"):
                continue  # a visit stands in every cell that it examines
            # Every month of the district is rounded to whole yuan.
            off = MONTHS if outcome == "enterprise_cost" else 1e-9
            assert values.sum() == pytest.approx(run.total(outcome), rel=1e-12, abs=off), (by, outcome)


@pytest.mark.parametrize("policy", ["baseline", "all-five"])
def test_both_engines_keep_the_same_to_the_last_bit(policy: str) -> None:
    chosen = load_policy(policy) if policy != "baseline" else BASELINE
    one, other = _run(chosen), _run(chosen, engine="mesa")
    assert one.digest == other.digest
    for by in EVERYTHING:
        assert one.breakdowns[by].groups == other.breakdowns[by].groups
        for outcome, values in one.breakdowns[by].values.items():
            assert values.tolist() == other.breakdowns[by].values[outcome].tolist(), (by, outcome)


def test_however_the_months_are_gone_through_it_is_the_same() -> None:
    whole = _run(BASELINE)
    settled = settle(HAMLET, PARAMETERS, world=3)
    in_pieces = settled.start(breakdowns=EVERYTHING)
    for months in (1, 12, 0, 17):
        in_pieces.advance(months)
    watched = settled.start(breakdowns=EVERYTHING, film=True, by_enterprise=["visits", "enterprise_cost"])
    watched.advance(MONTHS)
    for run in (in_pieces.run(), watched.run()):
        assert run.digest == whole.digest
        for by in EVERYTHING:
            for outcome, values in whole.breakdowns[by].values.items():
                assert values.tolist() == run.breakdowns[by].values[outcome].tolist(), (by, outcome)
    kept = watched.run().by_enterprise
    assert kept is not None
    sectors = whole.breakdowns["sector"]
    for note, outcome in (("visits", "visits"), ("enterprise_cost", "enterprise_cost")):
        of_sector = [kept.values[note][kept.facts["sector"] == name].sum() for name in sectors.groups]
        assert of_sector == pytest.approx(sectors.values[outcome].tolist(), rel=1e-12)


def test_groups_are_those_of_the_district_and_hold_what_happened_in_them() -> None:
    run = simulate(HAMLET, parameters=PARAMETERS, months=120, breakdowns=EVERYTHING)
    assert run.breakdowns["size_class"].groups == SIZE_CLASSES
    assert run.breakdowns["domain"].groups[-1] == UNSAFE_ACTS
    by_cause = dict(zip(run.breakdowns["domain"].groups, run.breakdowns["domain"].values["deaths"].tolist(), strict=True))
    for domain in HAMLET.domains:
        assert by_cause[domain.name] == sum(event.deaths for event in run.events if event.cause == domain.name)
    assert by_cause[UNSAFE_ACTS] == sum(event.deaths for event in run.events if event.cause == "unsafe act")
    places = {place.name: place for place in run.places}
    for name, visits, expected in zip(
        run.breakdowns["place"].groups, run.breakdowns["place"].values["visits"], run.breakdowns["place"].values["expected_deaths"], strict=True
    ):
        assert visits == places[name].visits and expected == pytest.approx(places[name].expected_deaths, rel=1e-9)
    assert all(name in BREAKDOWNS[by] for by in ("domain", "cell") for name in MEANS)


def test_what_is_not_asked_for_is_not_kept_and_nothing_else_can_be() -> None:
    run = simulate(HAMLET, parameters=PARAMETERS, months=3)
    assert run.breakdowns == {}
    for wrong in (["sectors"], "sector", ["sector", "sector"]):
        with pytest.raises(ValueError, match="breakdown"):
            simulate(HAMLET, parameters=PARAMETERS, months=1, breakdowns=wrong)


def test_a_district_whose_room_must_grow_counts_nothing_twice() -> None:
    busy = load_policy("all-five")
    run = _run(busy)
    settled = settle(HAMLET, PARAMETERS, world=3)
    model = settled.world.model  # type: ignore[attr-defined]
    model._sizes = model._sizes._replace(planned=1, events=1, published=1)
    course = settled.start(busy, breakdowns=EVERYTHING)
    course.advance(MONTHS)
    for by in EVERYTHING:
        for outcome, values in run.breakdowns[by].values.items():
            assert np.array_equal(values, course.run().breakdowns[by].values[outcome]), (by, outcome)


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_cells_are_sectors_and_domains_at_once_and_a_visit_is_in_those_that_it_examines(engine: str) -> None:
    run = _run(BASELINE, engine=engine)
    shape = (len(HAMLET.sectors), len(HAMLET.domains) + 1)
    cells, sectors, domains = (run.breakdowns[name] for name in ("cell", "sector", "domain"))
    by_cell = {name: values.reshape(shape) for name, values in cells.values.items()}
    assert cells.groups == cells_of(HAMLET) and cells.groups[shape[1] - 1] == f"metal/{UNSAFE_ACTS}"
    for name in ("expected_deaths", "deaths", "hazards_open", "hazards_found"):
        assert by_cell[name].sum(axis=1) == pytest.approx(sectors.values[name].tolist(), rel=1e-12, abs=1e-9)
        assert by_cell[name].sum(axis=0) == pytest.approx(domains.values[name].tolist(), rel=1e-12, abs=1e-9)
    assert by_cell["visits"].sum() > run.total("visits") and not by_cell["visits"][:, -1].any()
    assert (by_cell["visits"] <= sectors.values["visits"][:, None]).all()
    for s, row in enumerate(HAMLET.responsibility):
        for d, cell in enumerate(row):
            if not cell.departments:
                assert by_cell["visits"][s, d] == by_cell["hazards_found"][s, d] == 0.0
            if not HAMLET.sectors[s].exposure[d]:
                assert by_cell["hazards_open"][s, d] == by_cell["expected_deaths"][s, d] == 0.0
