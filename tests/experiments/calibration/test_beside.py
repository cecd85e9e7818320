"""What differs between the sets: whatever decides a sign or an order; the card tells it truly, and parameters.toml is one of the sets."""

import csv
from dataclasses import replace

import numpy as np
import pytest

from experiments.comparison.unit_values import VALUED
from experiments.studies.calibration.plan import load_calibration
from experiments.studies.sweep import plans
from experiments.upkeep import ensemble as upkeep
from experiments.upkeep.document.screened import KEPT, influences, read_card
from experiments.upkeep.ensemble import nearest_first, rounded, with_values
from scenarios import DEFAULT_ENSEMBLE, load_ensemble, load_parameters

CALIBRATION, CARD, ENSEMBLE = load_calibration(), read_card(DEFAULT_ENSEMBLE), load_ensemble(DEFAULT_ENSEMBLE)
LEAST = 0.2
"""Share of the strongest assumption's effect from which on an assumption has to differ between the sets: below it two halves of the trajectories do not agree."""
DECIDE_SIGNS = {"shared_diligence", "led_diligence", "unsafe_injury_rate", "hazard_injury_rate", "record_lapse", "notice_probability", "latent_match",
                "effort_cost", "joint_saving", "referral_by_chance"}  # fmt: skip


def test_whatever_decides_a_sign_or_ranks_high_in_the_screening_differs_between_the_sets():
    high = {name for name, share in influences().items() if share >= LEAST}
    assert DECIDE_SIGNS | high <= set(ENSEMBLE.names)
    assert len(high) > 5


def test_the_screening_moves_every_uncertain_parameter_that_a_run_reads_and_what_the_kept_one_did_not_move_is_fitted():
    """The kept screening is of the model whose newest mechanisms were off: what belongs to these it could not rank, so that all of it differs between the sets."""
    uncertain = {name for name, entry in load_parameters().entries.items() if entry.kind == "uncertainty"} - set(VALUED)
    assert set(plans.load("screening").uncertainties) == uncertain
    assert set(influences()) < uncertain and uncertain - set(influences()) <= set(ENSEMBLE.names)
    with KEPT.open(encoding="utf-8-sig", newline="") as file:
        policies = {row["policy"] for row in csv.DictReader(file)}
    assert policies == {"", "attention", "coordination", "boundaries", "capacity", "incentives"}


def test_parameters_toml_is_one_of_the_sets():
    values = load_parameters().values
    assert ENSEMBLE.parameters(CARD.usual, values) == values
    assert [name for name in ENSEMBLE.names if len(np.unique(ENSEMBLE.values[:, ENSEMBLE.names.index(name)])) < ENSEMBLE.sets / 2] == []


def test_the_plan_of_the_next_calibration_fits_all_that_the_shipped_one_varies():
    """What no evidence is expected to narrow is fitted, too, for the baseline's targets hang on it."""
    assert set(ENSEMBLE.names) <= set(CALIBRATION.names)
    high = {name for name, share in influences().items() if share >= LEAST}
    assert DECIDE_SIGNS | high <= set(CALIBRATION.names)
    drawn = {name for name, one in CARD.parameters.items() if one.how == "drawn"}
    assert drawn <= {prior.name for prior in CALIBRATION.priors if prior.open}


def test_the_card_says_of_each_how_it_was_found():
    assert tuple(CARD.parameters) == ENSEMBLE.names
    entries = load_parameters().entries
    assert {name: one.prior for name, one in CARD.parameters.items()} == {name: entries[name].expected for name in ENSEMBLE.names}
    for name, one in CARD.parameters.items():
        low, high = one.prior
        values = ENSEMBLE.values[:, ENSEMBLE.names.index(name)]
        assert ((values >= low) & (values <= high)).all(), name


def test_what_the_card_calls_drawn_fills_its_range_evenly_and_goes_with_nothing_else():
    """A Latin hypercube: no two sets in the same of as many equal parts of the range as there are sets; the usual set has the values of parameters.toml."""
    others = np.arange(ENSEMBLE.sets) != CARD.usual
    together = np.abs(np.corrcoef(ENSEMBLE.values, rowvar=False)) - np.eye(len(ENSEMBLE.names))
    priors = {prior.name: prior for prior in CALIBRATION.priors}
    for column, (name, one) in enumerate(CARD.parameters.items()):
        if one.how == "drawn":
            own = replace(priors[name], low=one.prior[0], high=one.prior[1])
            places = own.place(ENSEMBLE.values[others, column])
            assert len(np.unique(np.floor(places * ENSEMBLE.sets))) == ENSEMBLE.sets - 1, name
            assert together[column].max() < 4.5 / np.sqrt(ENSEMBLE.sets), name


def test_the_usual_set_is_near_the_middle():
    count = len(CALIBRATION.priors)
    values = CALIBRATION.values(np.vstack([np.full(count, place) for place in (0.9, 0.1, 0.5)]))
    assert nearest_first(CALIBRATION, values)[0] == 2


def test_the_usual_set_is_written_as_a_person_would_and_keeps_its_form():
    one, two = replace(CALIBRATION.priors[0], choice=True, low=0.0, high=1.0), CALIBRATION.priors[1]
    plan = replace(CALIBRATION, priors=(one, two))
    assert rounded(plan, np.array([0.4999999, 0.0123456])) == {one.name: 0.0, two.name: 0.01235}
    assert rounded(plan, np.array([0.5, 0.0123456]))[one.name] == 1.0


def test_the_usual_set_is_chosen_among_the_sets_of_the_same_plan(monkeypatch):
    monkeypatch.setattr(upkeep, "load_calibration", lambda: replace(CALIBRATION, priors=CALIBRATION.priors[:3]))
    with pytest.raises(RuntimeError, match="inspectorate calibrate --ship"):
        upkeep.main()


def test_values_are_written_where_they_stand_and_nowhere_else():
    text = "[parameters.a_b]\nvalue = 1.5\nunit = \"x\"\n\n[parameters.a_b_c]\nvalue = 2\n"
    assert with_values(text, {"a_b": 0.25}) == text.replace("1.5", "0.25")
    with pytest.raises(RuntimeError, match="a_d has no value"):
        with_values(text, {"a_d": 1.0})
