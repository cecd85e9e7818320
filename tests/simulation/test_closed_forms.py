"""The Mesa model against formulas, on a district where all enterprises are alike.

Every tolerance is that of ``chance``: four standard deviations of the formula's own law, or a chi-square with p above
1e-4.  Where nothing is drawn the formula holds to rounding.
"""

import math

import numpy as np
import pytest
from scipy import stats

from tests.simulation.chance import classes_of, fits, mean_near, near, share_near, tally
from tests.simulation.homogeneous import alike, model, months, quiet

NEVER = 1e-12  # a removal so slow that nobody sees it; nought would divide by nought
SEEING = dict(  # officers enough for everybody, who find with probability 0.4 whatever is there
    officers_per_10000_workers=100.0, field_days=200.0, diversion=0.0, lay_skill=0.4, professional_skill=0.4, skill_growth=0.0,
    professional_share=1.0, thoroughness=1.0, unannounced_share=1.0, word_ahead=0.0, fatigue_rate=0.0, familiarity_rate=0.0,
)


def no_removal(**changes: float) -> dict[str, float]:
    return dict(removal_lowest=NEVER, removal_highest=NEVER, **changes)


def test_the_stock_of_hazards_settles_at_arrivals_times_life() -> None:
    arrivals, removal, count, span = 2.0, 0.2, 150, 120
    run = model(alike(count), quiet(hazard_arrivals=arrivals, removal_lowest=removal, removal_highest=removal))
    months(run, 60)
    stock = arrivals * (1.0 - removal) / removal
    open_now = months(run, span, lambda run: [sum(e.cells) for e in run.enterprises])
    # Neighbouring months share what stays open: the mean of a year is worth fewer than twelve.
    worth = span * (1.0 - (1.0 - removal)) / (1.0 + (1.0 - removal))
    near(float(np.mean(open_now)), stock, stock / count / worth)
    apart = [number for month in open_now[::24] for number in month]
    fits(tally(apart, [4, 6, 7, 8, 9, 11]), classes_of(stats.poisson(stock), [4, 6, 7, 8, 9, 11]))


def test_hazards_arrive_by_the_law_of_poisson_and_grow_with_a_power_of_size() -> None:
    run = model(alike(200, workers=80), quiet(hazard_arrivals=1.0, hazard_size_exponent=0.5, **no_removal()))
    stocks = np.array([[0] * 200, *months(run, 20, lambda run: [sum(e.cells) for e in run.enterprises])])
    arrived = np.diff(stocks, axis=0).ravel()
    mean_near(arrived, 2.0, 2.0)
    near(float(arrived.var(ddof=1)), 2.0, (2.0 + 2.0 * 4.0) / arrived.size)  # fourth moment of a Poisson count of mean 2
    fits(tally(arrived.tolist(), [0, 1, 2, 3, 4, 5]), classes_of(stats.poisson(2.0), [0, 1, 2, 3, 4, 5]))


def test_kinds_of_hazards_arrive_as_if_each_came_on_its_own() -> None:
    place = alike(200, domain={"major_share": 0.2})
    run = model(place, quiet(hazard_arrivals=1.5, latent_arrival_share=0.3, **no_removal()))
    months(run, 20)
    cells = np.array([e.cells for e in run.enterprises])
    shares = [0.7 * 0.8, 0.7 * 0.2, 0.3 * 0.8, 0.3 * 0.2]
    near(float(cells.sum()), 200 * 20 * 1.5, 200 * 20 * 1.5)
    fits(cells.sum(axis=0).tolist(), shares)
    for one in range(4):
        for other in range(one):
            near(float(np.corrcoef(cells[:, one], cells[:, other])[0, 1]), 0.0, 1.0 / 200)


def test_removal_is_binomial_and_a_hazard_lives_one_over_the_removal() -> None:
    run = model(alike(500), quiet(removal_lowest=0.3, removal_highest=0.3))
    for enterprise in run.enterprises:
        enterprise.cells[0] = 12
    open_now = months(run, 40, lambda run: [e.cells[0] for e in run.enterprises])
    removed = [12 - left for left in open_now[0]]
    fits(tally(removed, [1, 2, 3, 4, 5]), classes_of(stats.binom(12, 0.3), [1, 2, 3, 4, 5]))
    lived = sum(map(sum, open_now)) + 500 * 12  # every month begun is lived
    near(lived / 6000.0, 1.0 / 0.3, 0.7 / 0.09 / 6000.0)


def test_latent_hazards_live_longer_by_their_factor() -> None:
    run = model(alike(200), quiet(removal_lowest=0.4, removal_highest=0.4, latent_removal_factor=0.25))
    for enterprise in run.enterprises:
        enterprise.cells[2] = 10
    months(run, 7)
    share_near(sum(e.cells[2] for e in run.enterprises), 2000, 0.9**7)


def test_a_hazard_waits_for_detection_by_the_geometric_law() -> None:
    run = model(alike(300), quiet(rectified_base=1.0, **SEEING, **no_removal()))
    for enterprise in run.enterprises:
        enterprise.cells[0] = 1
    waited, done = [0] * 300, [False] * 300
    while not all(done) and run.month < 120:
        run.step()
        for index, enterprise in enumerate(run.enterprises):
            if not done[index]:
                waited[index] += enterprise.visits_this_month
                done[index] = enterprise.cells[0] == 0
    assert all(done)
    mean_near(waited, 1.0 / 0.4, 0.6 / 0.16)
    fits(tally(waited, [1, 2, 3, 4]), classes_of(stats.geom(0.4), [1, 2, 3, 4]))


def test_findings_and_penalties_thin_each_other() -> None:
    certainty, published = 0.3, 0.4
    values = quiet(
        penalty_certainty=certainty, publication=published, leniency_mean=0.0, integrity_mean=1.0, protection_by_tax=0.0,
        protection_by_tie=0.0, penalty_repeat_push=0.0, rectified_base=0.0, rectified_by_penalty=0.0, minor_exemption=0.0,
        **SEEING, **no_removal())
    run = model(alike(200), values)
    for enterprise in run.enterprises:
        enterprise.cells[0] = 40  # nobody overlooks all of forty
    totals = months(run, 10, lambda run: dict(run.totals))
    visits, found, fines, named = (
        int(sum(month[name] for month in totals)) for name in ("visits", "hazards_found", "penalties", "publications"))
    assert visits > 500
    share_near(found, 40 * visits, 0.4)
    share_near(fines, visits, certainty)
    share_near(named, fines, published)


def test_belief_in_visits_is_the_faded_sum_of_those_received() -> None:
    rate = 0.1
    run = model(alike(20), quiet(belief_rate=rate, peer_visit_weight=0.0, **{**SEEING, "officers_per_10000_workers": 3.0}))
    first = [e.visit_belief for e in run.enterprises]
    seen = np.array(months(run, 30, lambda run: [float(e.visits_this_month > 0) for e in run.enterprises]))
    assert seen.any()
    weights = rate * (1.0 - rate) ** np.arange(29, -1, -1)
    by_formula = weights @ seen + (1.0 - rate) ** 30 * np.array(first)
    assert [e.visit_belief for e in run.enterprises] == pytest.approx(by_formula.tolist(), rel=1e-12)


def test_belief_without_visits_dies_away_and_effort_with_it() -> None:
    run = model(alike(5), quiet(belief_rate=0.1, effort_rate=0.2, peer_weight=0.25))
    belief, effort = run.enterprises[0].visit_belief, run.enterprises[0].effort
    months(run, 25)
    assert run.enterprises[0].visit_belief == pytest.approx(belief * 0.9**25, rel=1e-12)
    # Nothing to gain pulls to nought, peers who are alike pull to oneself.
    assert run.enterprises[0].effort == pytest.approx(effort * (1.0 - 0.2 * 0.75) ** 25, rel=1e-12)


def test_attention_and_competence_have_the_half_lives_of_their_rates() -> None:
    months_to_half = 24
    rate = 1.0 - 0.5 ** (1.0 / months_to_half)
    run = model(alike(3), quiet(attention_fading=rate, competence_fading=rate, attention_mean=0.25, competence_mean=0.4))  # a quarter is the same in 32 bits
    for enterprise in run.enterprises:
        enterprise.attention = enterprise.competence = 1.0
    months(run, months_to_half)
    assert run.enterprises[0].attention == pytest.approx(0.625, rel=1e-12)
    assert run.enterprises[0].competence == pytest.approx(0.7, rel=1e-12)
    months(run, months_to_half)
    assert run.enterprises[0].attention == pytest.approx(0.4375, rel=1e-12)


def test_an_officer_stays_one_over_the_turnover() -> None:
    turnover, posts, span = 0.08, 250, 60
    run = model(alike(1), quiet(turnover=turnover, officers_per_10000_workers=posts * 500.0, officer_pay=1.0))
    months(run, 1)
    officers = run.departments[0].officers
    assert len(officers) == posts
    lenient = np.array([[o.leniency for o in officers], *months(run, span, lambda run: [o.leniency for o in officers])])
    left = lenient[1:] != lenient[:-1]
    share_near(int(left.sum()), posts * span, turnover)
    first = [int(np.argmax(column)) + 1 if column.any() else span + 1 for column in left.T]
    fits(tally(first, [2, 5, 9, 14, 22, 32]), classes_of(stats.geom(turnover), [2, 5, 9, 14, 22, 32]))


def test_unsafe_acts_injure_by_the_law_of_poisson() -> None:
    values = quiet(unsafe_injury_rate=0.002, unsafe_response=1.5, attention_mean=0.375, serious_share=0.0)
    run = model(alike(100, workers=50), values)
    intensity = 100 * 50 * 0.002 * math.exp(-1.5 * 0.375)
    counts, expected = zip(
        *months(run, 240, lambda run: (int(run.totals["lost_time_injuries"]), run.totals["expected_injuries"])), strict=True)
    assert expected == pytest.approx([intensity] * 240, rel=1e-9)
    mean_near(counts, intensity, intensity)
    fits(tally(counts, [2, 3, 4, 5, 6, 7, 9]), classes_of(stats.poisson(intensity), [2, 3, 4, 5, 6, 7, 9]))


def test_hazards_kill_as_a_compound_of_accidents_and_the_tail() -> None:
    exponent, exposed, fatal, rate = 2.5, 11, 0.3, 0.01
    place = alike(100, domain={"tail_exponent": exponent, "fatal_share": fatal, "exposed_share": 0.5})
    run = model(place, quiet(hazard_injury_rate=rate, **no_removal()))
    for enterprise in run.enterprises:
        enterprise.cells[0] = 10
    totals = months(run, 60, lambda run: (run.totals["deaths"], run.totals["expected_deaths"]))
    tail = [n**-exponent for n in range(1, exposed + 1)]
    accidents = 100 * 60 * 10 * rate * fatal
    mean, square = sum(tail), sum((2 * n - 1) * p for n, p in enumerate(tail, 1))
    deaths, expected = (float(sum(column)) for column in zip(*totals, strict=True))
    assert expected == pytest.approx(accidents * mean, rel=1e-9)
    near(deaths, accidents * mean, accidents * square)


def test_margins_have_the_variance_and_memory_of_their_process() -> None:
    persistence, spread = 0.8, 0.6
    run = model(alike(250), quiet(margin_persistence=persistence, margin_spread=spread))
    months(run, 40)
    margins = np.array(months(run, 82, lambda run: [e.margin for e in run.enterprises]))
    variance = spread**2 / (1.0 - persistence**2)
    apart = margins[::20].ravel()
    mean_near(apart, 0.0, variance)
    near(float(np.mean(apart**2)), variance, 2.0 * variance**2 / apart.size)
    now, then = margins[:-1:20].ravel(), margins[1::20].ravel()
    mean_near(now * then, persistence * variance, variance**2 * (1.0 + persistence**2))


@pytest.mark.parametrize(("drive", "settled"), [(0.0, 0.6), (0.6, 2.0 / 3.0), (1.0, 0.7)])
def test_a_register_settles_where_lapse_and_discovery_meet(drive: float, settled: float) -> None:
    # Coverage 0.6 at a lapse of 0.1 is held by discoveries of 0.15; a drive adds its twelfth.
    discovery = 0.15 + drive / 12.0
    assert settled == pytest.approx(discovery / (discovery + 0.1))
    run = model(alike(200, department={"known_registered": 0.6}), quiet(record_lapse=0.1, registry_drive=drive))
    for enterprise in run.enterprises:
        enterprise.known = 0
    months(run, 40)
    snapshots = months(run, 41, lambda run: sum(e.known & 1 for e in run.enterprises))[::20]
    share_near(sum(snapshots), 200 * len(snapshots), settled)


def test_complaints_follow_the_hazards_that_lie_open() -> None:
    run = model(alike(200), quiet(complaint_base=0.004, **no_removal()))
    for enterprise in run.enterprises:
        enterprise.cells[0] = 5
    told = sum(months(run, 40, lambda run: int(run.totals["complaints"])))
    share_near(told, 200 * 40, 5 * 0.004)


def test_output_lost_to_the_calendar_is_made_up_within_the_year() -> None:
    run = model(alike(2), quiet(sensitive_months=2.0, output_sensitive_cut=0.3, output_catch_up=0.1))
    months(run, 24)
    year = months(run, 12, lambda run: run.totals["output"])
    assert sum(year) == pytest.approx(12.0, rel=1e-12)
    assert min(year) == pytest.approx(0.7) and max(year) == pytest.approx(1.1)
