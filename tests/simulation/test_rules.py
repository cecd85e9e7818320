"""Rules against tables worked out by hand, and their limits in closed form."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.distributions import binomial_count, poisson_count
from simulation.draws import STREAM, uniform
from simulation.rules import (
    accidents,
    attention,
    beliefs,
    costs,
    detection,
    effort,
    government,
    hazards,
    incentives,
    penalties,
    population,
    reporting,
    responsibility,
    severity,
    staff,
    targeting,
    visits,
)

share = st.floats(0.0, 1.0)

TABLE = [
    # (what, value, by hand)
    ("twenty workers are the unit of size", hazards.size_factor(20.0, 0.7), 1.0),
    ("eighty workers at a half power count double", hazards.size_factor(80.0, 0.5), 2.0),
    ("arrivals multiply", hazards.arrival_mean(0.5, 1.2, 2.0, 1.5, 0.5), 0.9),
    ("removal with half effort and half competence", hazards.removal_probability(0.5, 0.5, 0.02, 0.42), 0.12),
    ("no effort leaves the floor", hazards.removal_probability(0.0, 0.9, 0.02, 0.42), 0.02),
    ("a genuine check a month that finds half", hazards.self_check_removal(0.2, 12.0, 1.0, 0.5), 0.6),
    ("audits make half of the filed checks real", hazards.self_check_genuineness(0.2, 0.5), 0.6),
    ("alone a department looks", responsibility.examination_weight(1, False, False, 0.6, 0.3), 1.0),
    ("three share and nobody leads", responsibility.examination_weight(3, False, True, 0.6, 0.3), 0.36),
    ("the named lead looks", responsibility.examination_weight(3, True, True, 0.6, 0.3), 1.0),
    ("beside a lead others look less", responsibility.examination_weight(3, True, False, 0.6, 0.3), 0.3),
    ("half under a duty, the rest by chance", responsibility.referral_probability(0.5, 0.2), 0.6),
    ("discovery holds a coverage of two thirds", responsibility.discovery_probability(0.01, 2 / 3, 0.0, 1), 0.02),
    ("a drive adds its twelfth", responsibility.discovery_probability(0.0, 0.5, 0.6, 1), 0.05),
    ("twelve officers with 50 days make 30 visits a month", staff.monthly_visits(12, 50, 0.0, 1.0, 2, 1.2), 30.0),
    ("training beyond the normal costs field days", staff.field_days_left(50, 40, 24, 1.0), 34.0),
    ("training below it gives none back", staff.field_days_left(50, 10, 24, 1.0), 50.0),
    ("nothing is diverted at the normal priority", staff.diverted_share(0.4, 0.5, 0.5), 0.0),
    ("full priority wins back the diverted quarter", staff.diverted_share(0.4, 1.0, 0.5), -0.25),
    ("the third visit of a day", staff.fatigue(2, 0.1), 0.19),
    ("twice by the same officer", staff.familiarity(2, 0.1, 5), 0.81),
    ("familiarity ends somewhere", staff.familiarity(9, 0.5, 2), 0.25),
    ("half of the gap in skill by training", staff.learned_skill(0.4, 0.8, 0.5, 24, 24), 0.6),
    ("detection is a product", detection.detection_probability(0.5, 0.8, 1.0, 1.0, 0.25, 0.2, 0.5), 0.12),
    ("standards close half of the gap", detection.specialist_match(False, True, True, 0.6, 0.2, 1.0, 0.5), 0.6),
    ("a specialist matches", detection.specialist_match(True, True, True, 0.6, 0.2, 0.0, 0.5), 1.0),
    ("one neighbour seen", detection.expected_probability(0.5, 0.2, 1), 0.6),
    ("latent hazards need no hiding", detection.hiding_share(True, True, 0.4), 0.0),
    ("penalty and listing push removal", visits.true_removal_probability(True, True, False, True, False, 0.2, 0.5, 0.5, 0.1, 0.1, 0.0, 0.5, 0.5, 0.0), 0.8),
    ("a body that only reports moves half", visits.true_removal_probability(False, False, False, False, False, 0.4, 0.5, 0.5, 0.1, 0.1, 0.0, 0.5, 0.5, 0.0), 0.2),
    ("paper fills the report", visits.paper_probability(0.9, 0.6), 0.75),
    ("local control protects", penalties.protection(0.5, 1.0, 0.0, 0.5, 0.4, 0.6, False, 0.5), 0.4),
    ("vertical control does not", penalties.protection(0.5, 1.0, 1.0, 0.5, 0.4, 0.6, False, 0.5), 0.0),
    ("a major finding pushes", penalties.penalty_probability(0.1, 0.0, 0.0, 1, 0, 0.5, 0.5), 0.55),
    ("leniency and protection spare", penalties.penalty_probability(0.2, 0.5, 0.5, 0, 0, 0.5, 0.5), 0.05),
    ("a second fine is half as much again", penalties.fine_amount(30000, 1.0, 0, 1, 0.5, 2.0, 2e5), 45000.0),
    ("the cap holds before the scale", penalties.fine_amount(150000, 2.0, 1, 0, 0.5, 2.0, 2e5), 400000.0),
    ("one death is a general accident", penalties.accident_fine(1, 0, 1e6, 1.0, 3e5, 1e6, 2e6, 1e7), 3e5),
    ("three deaths a larger one", penalties.accident_fine(3, 0, 1e6, 0.5, 3e5, 1e6, 2e6, 1e7), 5e5),
    ("ten days overdue", penalties.overdue_fine(1000, 10, 1.0), 10000.0),
    ("a visit moves belief", beliefs.visit_belief(0.1, 1, 0.0, 0.0, 0.5, 0.3, 0.6), 0.55),
    ("peers' visits move it less", beliefs.visit_belief(0.0, 0, 0.5, 0.0, 0.5, 0.4, 0.6), 0.1),
    ("an own fine moves the believed fine", beliefs.penalty_belief(10000, 30000, 0.25), 15000.0),
    ("publications wear out", beliefs.publication_weight(0.0, 10.0, 4.0, 0.25), 0.5),
    ("attention fades halfway", attention.faded(0.8, 0.2, 0.5), 0.5),
    ("attention rises by half of the rest", attention.raised(0.6, 0.5), 0.8),
    ("two deaths elsewhere move nobody", attention.disaster_jump(2, 0.0, 10.0, 0.5), 0.0),
    ("a disaster ten km off", attention.disaster_jump(10, 10.0, 10.0, 0.5), 0.25),
    ("benefit of effort", effort.marginal_benefit(4, 0.1, 0.1, 0.6, 0.1, 0.5, 0.2, 10000, 0.0, 0.5, 0.01, 20000, 0, 0), 4000.0),
    ("target effort is benefit over cost", effort.target_effort(1000, 200, 10, 0.0, 0.0, 0.5), 0.5),
    ("a subsidy of half doubles it", effort.target_effort(1000, 400, 10, 0.5, 0.0, 0.5), 0.5),
    ("stress takes half of its weight", effort.target_effort(1000, 200, 10, 0.0, 1.0, 0.5), 0.25),
    ("effort moves a tenth of the way", effort.moved_effort(0.2, 0.6, 0.6, 0.5, 0.1), 0.24),
    ("output is cut and then made up", effort.output_level(0.3, False, 0.2, False, 0.5, 0.1, False, 0.05), 1.1),
    ("a sensitive month", effort.output_level(0.3, True, 0.2, False, 0.5, 0.1, False, 0.05), 0.8),
    ("unsafe acts without attention", accidents.unsafe_intensity(100, 0.001, 2.0, 0.0, 1.5, 1.0), 0.2),
    ("hazards of a latent major cell", accidents.hazard_intensity(2, 0.001, 1.5, True, True, 3.0, 5.0), 0.045),
    ("deaths follow the tail", severity.deaths_drawn(0.095, 1.0, 100), 10),
    ("nobody dies who was not there", severity.deaths_drawn(0.001, 1.0, 20), 20),
    ("mean deaths with three exposed", severity.mean_deaths(1.0, 3), 1 + 1 / 2 + 1 / 3),
    ("three deaths at a tail of two", severity.tail_probability(3, 2.0, 10), 1 / 9),
    ("ten deaths are a major accident", severity.legal_class(10, 0, 0.0), 3),
    ("a million yuan is a general one", severity.legal_class(0, 0, 1e6), 1),
    ("nothing of note", severity.legal_class(0, 0, 9e5), 0),
    ("at the ceiling the pressure is whole", reporting.ceiling_pressure(3, 4, 0.5, 0.0, 2.0), 0.5),
    ("no ceiling, no pressure", reporting.ceiling_pressure(9, 0, 0.5, 1.0, 2.0), 0.0),
    ("concealment at the normal reward", reporting.fatal_concealment(0.04, 0.0, 0.5, 1, 0.5, 300, 300, 0.0, 0.0), 0.04),
    ("two deaths are harder to hide", reporting.fatal_concealment(0.04, 0.0, 0.5, 2, 0.5, 300, 300, 0.0, 0.0), 0.02),
    ("audits find injuries", reporting.injury_report_probability(0.2, 0.5, 0.0, 1.0, False), 0.6),
    ("score of a sure thing", targeting.visit_score(2.0, 0.0, 5.0, 0.0, 1.5, 1.0, 0.0), 3.0),
    ("risk moves to what was seen", targeting.updated_risk(1.0, 3.0, 0.5), 2.0),
    ("grade three, high-risk", targeting.yearly_cap(3, True), 8),
    ("no grade, other", targeting.yearly_cap(0, False), 6),
    ("priority at the baseline", government.target_priority(0.5, 4, 4, 0.2, 0.5, 0.3, 0.4, 0.2), 0.5),
    ("pressure goes to where accidents were", government.reactive_share(0.1, 0.5, 0.4), 0.3),
    ("complaints at the baseline", incentives.complaint_probability(20, 10, 0.001, 304, 304, 0.3, 0.2, 0.2, 1.0), 0.01),
    ("a bad record pays the whole swing", incentives.premium_factor(3, 2, 0.3, 1.0), 1.3),
    ("two clean visits make class A", incentives.next_class(2, 2, 0, 2, 2), 0),
    ("two serious ones make class D", incentives.next_class(0, 0, 2, 2, 2), 3),
    ("officers of a month", costs.officer_cost(12, 150000, 1.0), 150000.0),
    ("spending is quadratic in effort", costs.effort_spending(0.5, 400, 10, 1.0), 500.0),
    ("a year at three per cent", costs.present_value(103.0, 12, 0.03), 100.0),
    ("the mean size", population.drawn_workers(0.0, 10.0, 0.0, 5000), 10),
    ("half of the tax weight", population.tax_weight(200, 200), 0.5),
]


@pytest.mark.parametrize(("what", "value", "by_hand"), TABLE, ids=[row[0] for row in TABLE])
def test_by_hand(what: str, value: float, by_hand: float) -> None:
    assert value == pytest.approx(by_hand, rel=1e-12, abs=1e-15)


@given(share, share, share, share)
def test_more_effort_never_keeps_a_hazard_open(e: float, more: float, c: float, top: float) -> None:
    low, high = sorted((e, more))
    assert hazards.removal_probability(low, c, 0.0, top) <= hazards.removal_probability(high, c, 0.0, top)


@given(share, share, share)
def test_a_larger_share_only_adds_cells(a: float, b: float, u: float) -> None:
    low, high = sorted((a, b))
    rank = int(u * 10)
    assert not responsibility.is_within(rank, 10, low) or responsibility.is_within(rank, 10, high)


@given(share, share, share, st.integers(0, 3), st.integers(0, 3))
def test_protection_never_raises_a_penalty(c: float, lenient: float, shield: float, majors: int, repeats: int) -> None:
    free = penalties.penalty_probability(c, lenient, 0.0, majors, repeats, 0.5, 0.2)
    assert penalties.penalty_probability(c, lenient, shield, majors, repeats, 0.5, 0.2) <= free


def test_uninspected_hazards_settle_at_the_closed_form() -> None:
    mean, removal = 0.8, 0.1
    total, months, count = 0, 0, 8
    for entity in range(60):
        for month in range(200):
            count += poisson_count(mean, uniform(1, 0, STREAM["arrival_count"], entity, month, 0))
            count -= binomial_count(count, removal, uniform(1, 0, STREAM["removal"], entity, month, 0))
            total, months = total + count, months + 1
    assert total / months == pytest.approx(hazards.steady_stock(mean, removal), rel=0.03)


def test_a_constant_detection_gives_the_geometric_delay() -> None:
    found = detection.detection_probability(0.5, 0.5, 1.0, 1.0, 0.0, 0.0, 1.0)
    delays = []
    for entity in range(4000):
        delay = 1
        while binomial_count(1, found, uniform(2, 0, STREAM["finding"], entity, delay, 0)) == 0:
            delay += 1
        delays.append(delay)
    assert np.mean(delays) == pytest.approx(1.0 / found, rel=0.05)


def test_deaths_drawn_have_the_mean_and_tail_of_the_closed_forms() -> None:
    drawn = np.array([severity.deaths_drawn(uniform(3, 0, STREAM["accident"], n, 0, 0), 2.0, 30) for n in range(40000)])
    assert drawn.mean() == pytest.approx(severity.mean_deaths(2.0, 30), rel=0.03)
    assert (drawn >= 3).mean() == pytest.approx(severity.tail_probability(3, 2.0, 30), rel=0.06)


def test_lasting_factors_have_mean_one() -> None:
    from simulation.distributions import normal_quantile

    drawn = [population.lasting_factor(normal_quantile(uniform(4, 0, STREAM["population"], n, 0, 0)), 0.6) for n in range(40000)]
    assert np.mean(drawn) == pytest.approx(1.0, rel=0.02)


def test_losses_have_the_mean_that_their_parts_say() -> None:
    drawn = [severity.direct_loss((n + 0.5) / 200000, 1, 0, 1e4, 1e5, 1e6, 3.0) for n in range(200000)]
    assert np.mean(drawn) == pytest.approx(1.01e6, rel=0.02)


def test_discovery_and_lapse_hold_the_coverage() -> None:
    lapse, coverage = 0.02, 0.6
    found = responsibility.discovery_probability(lapse, coverage, 0.0, 4)
    assert coverage * responsibility.lapse_probability(lapse, coverage, 4) == pytest.approx((1 - coverage) * found)


def test_fading_halves_in_the_time_that_its_rate_says() -> None:
    value = 1.0
    for _ in range(24):
        value = attention.faded(value, 0.0, 1.0 - math.exp(-math.log(2.0) / 24.0))
    assert value == pytest.approx(0.5)
