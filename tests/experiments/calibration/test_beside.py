"""What the shipped ensemble varies beside the fit: whatever decides a sign or an order, evenly over its range; parameters.toml is one of its sets."""

import csv

import numpy as np
import pytest

from experiments.comparison.unit_values import VALUED
from experiments.studies.calibration.ensemble import drawn_beside
from experiments.studies.calibration.plan import load_calibration
from experiments.studies.sweep import plans
from experiments.upkeep.document.screened import KEPT, influences, read_card
from experiments.upkeep.ensemble import nearest_first, with_values
from scenarios import DEFAULT_ENSEMBLE, load_ensemble, load_parameters
from scenarios.silence import BESIDE_A_LEVER, OFF, WAITING

CALIBRATION, CARD, ENSEMBLE = load_calibration(), read_card(DEFAULT_ENSEMBLE), load_ensemble(DEFAULT_ENSEMBLE)
LEAST = 0.2
"""Share of the strongest assumption's effect from which on an assumption has to differ between the sets: below it two halves of the trajectories do not agree."""
DECIDE_SIGNS = {"shared_diligence", "led_diligence", "unsafe_injury_rate", "hazard_injury_rate", "record_lapse", "notice_probability", "latent_match",
                "effort_cost", "joint_saving", "referral_by_chance"}  # fmt: skip


def test_whatever_decides_a_sign_or_ranks_high_in_the_screening_differs_between_the_sets():
    high = {name for name, share in influences().items() if share >= LEAST}
    assert DECIDE_SIGNS | high <= set(ENSEMBLE.names)
    assert len(high) > 5


def test_the_screening_moved_every_uncertain_parameter_whose_mechanism_is_on():
    uncertain = {name for name, entry in load_parameters().entries.items() if entry.kind == "uncertainty"} - set(VALUED) - set(OFF) - set(WAITING) - set(BESIDE_A_LEVER)
    assert set(plans.load("screening").uncertainties) == uncertain == set(influences())
    with KEPT.open(encoding="utf-8-sig", newline="") as file:
        policies = {row["policy"] for row in csv.DictReader(file)}
    assert policies == {"", "attention", "coordination", "boundaries", "capacity", "incentives"}


def test_parameters_toml_is_one_of_the_sets():
    values = load_parameters().values
    assert ENSEMBLE.parameters(CARD.usual, values) == values
    assert [name for name in ENSEMBLE.names if len(np.unique(ENSEMBLE.values[:, ENSEMBLE.names.index(name)])) < ENSEMBLE.sets / 2] == []


def test_the_card_says_of_each_how_it_was_found():
    fitted, drawn = list(CALIBRATION.names), [prior.name for prior in CALIBRATION.drawn]
    assert list(CARD.parameters) == list(ENSEMBLE.names) == [*fitted, *drawn]
    assert [name for name, one in CARD.parameters.items() if one.how == "drawn"] == drawn
    entries = load_parameters().entries
    assert {name: one.prior for name, one in CARD.parameters.items()} == {name: entries[name].expected for name in ENSEMBLE.names}


def test_what_is_drawn_fills_its_range_evenly_and_goes_with_nothing_else():
    """A Latin hypercube: one value in each of as many equal parts of the range as there are sets; the usual set has the values of parameters.toml."""
    values = ENSEMBLE.values[:, len(CALIBRATION.priors) :]
    redrawn = drawn_beside(CALIBRATION, ENSEMBLE.sets)
    others = np.arange(ENSEMBLE.sets) != CARD.usual
    assert (values[others] == redrawn[others]).all()
    places = np.column_stack([prior.place(redrawn[:, p]) for p, prior in enumerate(CALIBRATION.drawn)])
    assert (np.sort(np.floor(places * ENSEMBLE.sets), axis=0) == np.arange(ENSEMBLE.sets)[:, None]).all()
    together = np.abs(np.corrcoef(ENSEMBLE.values, rowvar=False)[len(CALIBRATION.priors) :])
    together[np.arange(len(together)), len(CALIBRATION.priors) + np.arange(len(together))] = 0.0
    assert together.max() < 4.5 / np.sqrt(ENSEMBLE.sets)


def test_the_usual_set_is_near_the_middle():
    fitted = CALIBRATION.values(np.vstack([np.full(len(CALIBRATION.priors), place) for place in (0.9, 0.1, 0.5)]))
    assert nearest_first(CALIBRATION, fitted) == [2, 0, 1] or nearest_first(CALIBRATION, fitted) == [2, 1, 0]
    shipped = ENSEMBLE.values[:, : len(CALIBRATION.priors)]
    assert CARD.usual in nearest_first(CALIBRATION, shipped)[:60]


def test_values_are_written_where_they_stand_and_nowhere_else():
    text = "[parameters.a_b]\nvalue = 1.5\nunit = \"x\"\n\n[parameters.a_b_c]\nvalue = 2\n"
    assert with_values(text, {"a_b": 0.25}) == text.replace("1.5", "0.25")
    with pytest.raises(RuntimeError, match="a_d has no value"):
        with_values(text, {"a_d": 1.0})
