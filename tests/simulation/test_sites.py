"""Workplaces that move: what an enterprise at its base finds at the next site is what it left, and what it learned goes along in part."""

import numpy as np
import pytest

from simulation.engine.columns import ATTENTION, CERTAINTY_BELIEF, CLOSED_CAUSES, COMPETENCE, FINE_BELIEF, VISIT_BELIEF
from simulation.engine.run import EngineModel
from simulation.model import DistrictModel
from simulation.policy import BASELINE
from simulation.population import BELIEF_AT_FIRST
from simulation.rules import hazards
from tests.simulation.homogeneous import alike, quiet

ENTERPRISES, MONTHS = 400, 120
STILL = dict(effort_rate=0.0, competence_mean=0.4, removal_lowest=0.05, removal_highest=0.5, latent_removal_factor=0.5)
"""Effort stays 0.3, so that the stock of hazards is known in closed form."""


def open_hazards(site_months: float, kept: float) -> np.ndarray:
    """Visible and latent hazards after ten years, by enterprise."""
    place = alike(ENTERPRISES, sector={"site_months": site_months}, domain={"latent_share": 1.0})
    parameters = quiet(**STILL, hazard_arrivals=1.0, latent_arrival_share=0.5, site_kept=kept, field_days=0.0)
    model = EngineModel(place, BASELINE, parameters, 1, 0)
    model.advance(MONTHS, lambda count: None)
    return np.array([model.state.tallies[:2].sum(axis=0), model.state.tallies[2:].sum(axis=0)])


@pytest.mark.parametrize(("site_months", "kept"), [(0.0, 0.0), (1.0, 0.0), (1.0, 0.5), (10.0, 0.3)])
def test_moving_leaves_the_usual_stock_of_hazards_where_it_is(site_months: float, kept: float) -> None:
    removal = hazards.removal_probability(0.3, 0.4, 0.05, 0.5)
    usual = [hazards.steady_stock(0.5, removal), hazards.steady_stock(0.5, 0.5 * removal)]
    found = open_hazards(site_months, kept)
    # A Poisson stock: a standard error of the root of the mean over the root of the enterprises; four of them.
    assert found.mean(axis=1) == pytest.approx(usual, abs=4.0 * (max(usual) / ENTERPRISES) ** 0.5)
    assert found.var(axis=1) == pytest.approx(usual, rel=0.35)


def test_an_excess_of_hazards_goes_along_in_part() -> None:
    """Ten times the usual stock at a site that closes each month: a quarter of what is beyond the usual is left after one move, a sixteenth after two."""
    removal = hazards.removal_probability(0.3, 0.4, 0.05, 0.5)
    place = alike(ENTERPRISES, sector={"site_months": 1.0})
    model = EngineModel(place, BASELINE, quiet(**STILL, hazard_arrivals=1.0, site_kept=0.25, field_days=0.0), 1, 0)
    model.advance(MONTHS, lambda count: None)
    usual = hazards.steady_stock(1.0, removal)
    model.state.cells[:, 0] += np.uint8(100)
    model.state.tallies[0] += 100
    model.advance(1, lambda count: None)
    left = (1.0 - removal) * 0.25 * 100.0
    assert model.state.tallies[0].mean() == pytest.approx(usual + left, abs=1.0)


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_what_was_learned_goes_along_by_the_share(engine: str) -> None:
    """By hand: half of what is beyond the base goes along, then a month of the usual fading; who does not move keeps all."""
    kept, start = 0.5, {"attention": 0.8, "competence": 0.9, "certainty_belief": 0.7, "fine_belief": 50000.0, "visit_belief": 0.4, "closed_causes": 0.6}
    values = quiet(**STILL, site_kept=kept, attention_mean=0.2, attention_fading=0.0, competence_fading=0.0, certainty_fading=0.0, belief_rate=0.0,
                   certainty_unseen=0.1, fine_tariff=30000.0, field_days=0.0)  # fmt: skip
    for months, share in ((1.0, kept), (0.0, 1.0)):
        place = alike(3, sector={"site_months": months})
        bases = {"attention": 0.2, "competence": 0.4, "certainty_belief": 0.1, "fine_belief": 30000.0, "visit_belief": BELIEF_AT_FIRST, "closed_causes": 0.0}
        after = learned(engine, place, values, start)
        for name, value in start.items():
            assert after[name] == pytest.approx(bases[name] + share * (value - bases[name]), rel=1e-6), name


def learned(engine: str, place: object, values: object, start: dict[str, float]) -> dict[str, float]:
    """What the first enterprise knows after a month that began with ``start``."""
    rows = {"attention": ATTENTION, "competence": COMPETENCE, "certainty_belief": CERTAINTY_BELIEF, "fine_belief": FINE_BELIEF,
            "visit_belief": VISIT_BELIEF, "closed_causes": CLOSED_CAUSES}  # fmt: skip
    if engine == "mesa":
        model = DistrictModel(place, BASELINE, values, 1, 0)
        for enterprise in model.enterprises:
            for name, value in start.items():
                setattr(enterprise, name, value)
        model.step()
        return {name: getattr(model.enterprises[0], name) for name in start}
    compiled = EngineModel(place, BASELINE, values, 1, 0)
    for name, value in start.items():
        compiled.state.reals[rows[name]] = value
    compiled.advance(1, lambda count: None)
    return {name: float(compiled.state.reals[rows[name], 0]) for name in start}
