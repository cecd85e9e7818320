"""What protection by officials does beyond fines, each by a parameter of its own; under vertical control nothing of it is left."""

from dataclasses import replace

import pytest

from simulation import simulate
from tests.simulation.homogeneous import alike, quiet
from tests.simulation.pairs_of_worlds import MUCH_SEEN, SMALL, are_same, ratios, run

LOCAL = {**MUCH_SEEN, "vertical_control": 0.0, "priority_base": 0.2, "stop_work": 1.0, "unannounced_share": 1.0, "hidden_when_expected": 0.9}
"""Officials who can protect, and orders and surprise that protection can take the edge off."""
GRAVE = replace(SMALL, domains=tuple(replace(domain, major_share=0.3) for domain in SMALL.domains))
"""Major hazards enough for orders to stop work in every world."""
ALL = {
    "protected_overlooking": 1.0, "protected_warning": 1.0, "protected_stop_evasion": 1.0, "protected_neglect": 1.5, "protected_overproduction": 1.0,
}  # fmt: skip


@pytest.mark.parametrize(("mechanism", "outcome", "rises"), [
    ("protected_overlooking", "hazards_found", False), ("protected_warning", "hazards_found", False),
    ("protected_stop_evasion", "stop_work_orders", False), ("protected_neglect", "attention", False), ("protected_neglect", "expected_deaths", True),
    ("protected_overproduction", "output", True), ("protected_overproduction", "expected_injuries", True),
])  # fmt: skip
def test_protection_weakens_supervision_and_care(mechanism: str, outcome: str, rises: bool) -> None:
    found = ratios(outcome, {**LOCAL, mechanism: ALL[mechanism]}, LOCAL, place=GRAVE)
    assert min(found) > 1.0 if rises else max(found) < 1.0, found


def test_nobody_is_protected_under_vertical_control_or_where_neither_taxes_nor_ties_protect() -> None:
    assert are_same({**LOCAL, "vertical_control": 1.0}, ALL)
    assert are_same({**LOCAL, "protection_by_tax": 0.0, "protection_by_tie": 0.0}, ALL)
    assert not are_same(LOCAL, ALL)


def test_a_posted_result_leaves_less_room_for_looking_away() -> None:
    changes = {**LOCAL, "protected_overlooking": 1.0, "results_posted": 1.0}
    assert run({**changes, "posted_restraint": 1.0}, place=SMALL).total("hazards_found") > run({**changes, "posted_restraint": 0.0}).total("hazards_found")


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_what_is_produced_beyond_the_permitted_is_told_apart_and_lowers_no_cost(engine: str) -> None:
    """Worked out by hand: a quarter beyond normal, and no cost below nothing, of all and of each."""
    protected = dict(vertical_control=0.0, priority_base=0.0, priority_rate=0.0, protection_by_tie=0.0, protection_by_tax=1.0, tax_half_size=20.0)
    place, noted = alike(4, workers=20), []
    for overproduction, output in ((0.0, 1.0), (0.5, 1.25)):  # of 20 workers half of the weight for revenue, and so half of the protection
        values = quiet(**protected, protected_overproduction=overproduction)
        run = simulate(place, parameters=values, months=1, seed=1, engine=engine, by_enterprise=["enterprise_cost"])
        assert run.total("output") == pytest.approx(output)
        beyond = (output - 1.0) * 4 * 20 * place.sectors[0].value_added
        assert run.total("unlawful_output") == pytest.approx(beyond, abs=2.0)
        noted.append((run.total("enterprise_cost"), run.by_enterprise.values["enterprise_cost"].sum()))
    assert noted[1] == pytest.approx(noted[0], abs=2.0)
