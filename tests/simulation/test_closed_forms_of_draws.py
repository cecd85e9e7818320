"""Rules fed with keyed draws against formulas; the tolerances are those of ``chance``."""

import math
from itertools import permutations

import numpy as np
import pytest
from scipy import stats

from simulation.distributions import binomial_count, gumbel, normal_quantile, poisson_count
from simulation.draws import STREAM, uniform
from simulation.rules import beliefs, population, severity, staff, targeting
from simulation.simulate import simulate
from tests.simulation.chance import classes_of, fits, mean_near, near, share_near, tally
from tests.simulation.districts import district, parameters

MANY = 20000


def uniforms(stream: str, count: int = MANY, index: int = 0, seed: int = 11) -> list[float]:
    """Uniform numbers of one stream, one for each entity."""
    return [uniform(seed, 0, STREAM[stream], entity, 0, index) for entity in range(count)]


@pytest.mark.parametrize("mean", [0.3, 4.0, 60.0])
def test_keyed_counts_follow_the_law_of_poisson(mean: float) -> None:
    counts = [poisson_count(mean, u) for u in uniforms("hazards")]
    law = stats.poisson(mean)
    classes = sorted({int(law.ppf(q)) for q in (0.05, 0.25, 0.5, 0.75, 0.95)})
    fits(tally(counts, classes), classes_of(law, classes))
    mean_near(counts, mean, mean)


@pytest.mark.parametrize(("trials", "probability"), [(1, 0.02), (7, 0.5), (300, 0.1)])
def test_keyed_counts_follow_the_binomial_law(trials: int, probability: float) -> None:
    counts = [binomial_count(trials, probability, u) for u in uniforms("removed")]
    law = stats.binom(trials, probability)
    classes = sorted({int(law.ppf(q)) for q in (0.05, 0.25, 0.5, 0.75, 0.9)} - {trials})
    fits(tally(counts, classes), classes_of(law, classes))
    mean_near(counts, trials * probability, trials * probability * (1.0 - probability))


@pytest.mark.parametrize(("exponent", "exposed"), [(1.1, 5), (2.0, 30), (3.2, 120)])
def test_deaths_have_the_truncated_tail_and_its_mean(exponent: float, exposed: int) -> None:
    deaths = [severity.deaths_drawn(u, exponent, exposed) for u in uniforms("accident", index=2)]
    tail = {n: n**-exponent for n in range(1, exposed + 1)}
    for n in (2, 3, min(5, exposed)):
        share_near(sum(d >= n for d in deaths), MANY, tail[n])
        assert severity.tail_probability(n, exponent, exposed) == pytest.approx(tail[n], rel=1e-12)
    assert max(deaths) <= exposed and severity.tail_probability(exposed + 1, exponent, exposed) == 0.0
    mean, square = sum(tail.values()), sum((2 * n - 1) * p for n, p in tail.items())
    assert severity.mean_deaths(exponent, exposed) == pytest.approx(mean, rel=1e-12)
    mean_near(deaths, mean, square - mean * mean)


@pytest.mark.parametrize("tail", [2.5, 3.0, 6.0])
def test_the_factor_of_losses_has_mean_one(tail: float) -> None:
    size = 1e6  # so large that whole yuan do not matter
    losses = [severity.direct_loss(u, 1, 0, 0.0, 0.0, size, tail) / size for u in uniforms("accident", index=4)]
    # A Pareto factor of mean 1: its variance is 1 / (tail * (tail - 2)).
    mean_near(losses, 1.0, 1.0 / (tail * (tail - 2.0)))
    assert min(losses) >= 1.0 - 1.0 / tail - 1e-6


def test_ranking_with_noise_draws_without_replacement_as_plackett_and_luce_say() -> None:
    risks, temperature = (0.0, 0.4, 1.0, 1.5), 0.8
    weights = [math.exp(risk / temperature) for risk in risks]
    chosen = {order: 0 for order in permutations(range(4), 2)}
    for month in range(MANY):
        scores = [
            targeting.visit_score(
                risk=risk, months_since=0.0, noise=gumbel(uniform(5, 0, STREAM["plan"], entity, month, 0)), extra=0.0,
                risk_weight=1.0, time_weight=0.0, temperature=temperature)
            for entity, risk in enumerate(risks)
        ]
        first, second = sorted(range(4), key=lambda entity: -scores[entity])[:2]
        chosen[first, second] += 1
    total = sum(weights)
    by_formula = [weights[a] / total * weights[b] / (total - weights[a]) for a, b in chosen]
    fits(list(chosen.values()), by_formula)


def test_a_draw_by_lot_prefers_nobody() -> None:
    first = [0] * 5
    for month in range(5000):
        noises = [gumbel(uniform(6, 0, STREAM["placebo"], entity, month, 0)) for entity in range(5)]
        first[noises.index(max(noises))] += 1
    fits(first, [0.2] * 5)


@pytest.mark.parametrize("rate", [0.02, 0.06, 0.5])
def test_belief_under_monthly_visits_converges_as_one_less_a_power(rate: float) -> None:
    belief = 0.0
    for n in range(1, 61):
        belief = beliefs.visit_belief(belief=belief, visits=1, peers_visited=0.0, peers_posted=0.0, rate=rate, fading=1.0, spill_over=0.0, posted_weight=0.0)
        assert belief == pytest.approx(1.0 - (1.0 - rate) ** n, rel=1e-12)


def test_belief_settles_at_the_frequency_of_visits() -> None:
    rate, frequency, firms = 0.1, 0.3, 1500
    held = []
    for firm in range(firms):
        belief = 0.9
        for month in range(80):
            visited = int(uniform(7, 0, STREAM["placebo"], firm, month, 0) < frequency)
            belief = beliefs.visit_belief(belief=belief, visits=visited, peers_visited=0.0, peers_posted=0.0, rate=rate, fading=1.0, spill_over=0.0, posted_weight=0.0)
        held.append(belief)
    variance = frequency * (1.0 - frequency) * rate / (2.0 - rate)
    mean_near(held, frequency + 0.6 * (1.0 - rate) ** 80, variance)
    # The squares of a nearly normal belief scatter by twice the squared variance.
    near(float(np.var(held, ddof=1)), variance, 2.0 * variance**2 / firms)


def test_sizes_and_lasting_factors_keep_their_means() -> None:
    normals = [normal_quantile(u) for u in uniforms("population", index=2)]
    for sigma in (0.3, 0.6):
        mean_near([population.lasting_factor(z, sigma) for z in normals], 1.0, math.exp(sigma**2) - 1.0)
    workers = [population.drawn_workers(z, 400.0, 0.5, 1e6) for z in normals]
    mean_near(workers, 400.0, 400.0**2 * (math.exp(0.25) - 1.0))


def test_ties_are_the_cube_of_luck_and_skills_are_even() -> None:
    ties = [population.local_tie(u) for u in uniforms("population", index=8)]
    mean_near(ties, 1.0 / 4.0, 1.0 / 7.0 - 1.0 / 16.0)
    skills = [staff.hired_skill(u, False, 0.5, 0.7, 0.12) for u in uniforms("officer", index=1)]
    mean_near(skills, 0.5, 0.12**2 / 3.0)


def test_weariness_over_a_day_has_the_mean_of_a_geometric_series() -> None:
    rate, a_day = 0.1, 4
    weary = [staff.fatigue(staff.place_in_day(u, float(a_day)), rate) for u in uniforms("visit", index=1)]
    kept = [(1.0 - rate) ** place for place in range(a_day)]
    mean = 1.0 - (1.0 - (1.0 - rate) ** a_day) / (a_day * rate)
    mean_near(weary, mean, sum(k * k for k in kept) / a_day - (sum(kept) / a_day) ** 2)


def test_in_the_long_run_as_many_are_injured_as_was_expected() -> None:
    place, values = district(0.015, burn_in=3), parameters(unsafe_injury_rate=0.03, hazard_injury_rate=0.01)
    injured = expected = 0.0
    for world in range(6):
        run = simulate(place, parameters=values, seed=8, world=world, months=12)
        further_deaths = sum(max(0, event.deaths - 1) for event in run.events)  # one accident, several dead
        injured += run.total("lost_time_injuries") - further_deaths
        expected += run.total("expected_injuries")
    assert expected > 1000.0
    # Given the path, every month's count is Poisson: what is left over has the variance of what was expected.
    near(injured, expected, expected)
