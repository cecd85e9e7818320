"""How bad an accident is: deaths with a truncated heavy tail, serious injuries, direct loss, legal class."""

from simulation.arithmetic import clip, exponential, logarithm, power
from simulation.rule import rule


@rule
def fatal_probability(fatal_share: float, major: bool, major_multiple: float) -> float:
    """Probability that an injury accident kills.

    Equation: share of the domain, multiplied for major hazards, at most 0.9
    Units: probability. Range: 0 to 0.9.
    Source: A42, A48; assumption fatal_major_multiple.
    """
    return clip(fatal_share * (major_multiple if major else 1.0), 0.0, 0.9)


@rule
def deaths_drawn(u: float, tail_exponent: float, exposed: int) -> int:
    """Deaths of a fatal accident: P(deaths >= n) = n ** -a up to all who are exposed.

    Equation: min(exposed, floor(u ** (-1 / a)))
    Units: deaths. Range: 1 to exposed.
    Source: study-E4 to study-E7.
    """
    value = power(u, -1.0 / tail_exponent)
    if value >= exposed:
        return exposed
    return max(1, int(value))


@rule
def mean_deaths(tail_exponent: float, exposed: int) -> float:
    """Mean deaths of a fatal accident with this tail: the closed form of ``deaths_drawn``.

    Equation: sum over n = 1 .. exposed of n ** -a
    Units: deaths. Range: 1 to exposed.
    Source: sum of the tail probabilities.
    """
    total = 0.0
    for n in range(1, exposed + 1):
        total += exponential(-tail_exponent * logarithm(float(n)))
    return total


@rule
def tail_probability(deaths: int, tail_exponent: float, exposed: int) -> float:
    """Probability that a fatal accident kills at least so many.

    Equation: n ** -a, or 0 beyond those exposed
    Units: probability. Range: 0 to 1.
    Source: study-E5.
    """
    if deaths > exposed:
        return 0.0
    return exponential(-tail_exponent * logarithm(float(deaths)))


@rule
def exposed_workers(workers: float, share: float, most: int) -> int:
    """Workers within reach of one accident.

    Equation: 1 + floor(share * W), at most the cap and at most all
    Units: workers. Range: 1 to min(cap, W).
    Source: assumption of the domain; cap most_exposed.
    """
    reached = 1 + int(share * workers)
    return max(1, min(reached, most, int(workers)))


@rule
def direct_loss(u: float, deaths: int, serious: int, per_injury: float, per_serious: float, per_death: float, tail: float) -> float:
    """Direct loss of an accident in whole yuan, with a heavy tail.

    Equation: (per injury + serious * per serious + deaths * per death) * (u ** (-1 / tail)) * (1 - 1 / tail)
    Units: yuan. Range: above 0.
    Source: D07, D08; assumptions loss_*; the factor has mean 1.
    """
    size = per_injury + serious * per_serious + deaths * per_death
    return float(int(size * clip(power(u, -1.0 / tail), 1.0, 1000.0) * (1.0 - 1.0 / tail) + 0.5))


@rule
def legal_class(deaths: int, serious: int, loss: float) -> int:
    """Legal class of an accident: 0 none, 1 general, 2 larger, 3 major, 4 especially major.

    Equation: thresholds 3 / 10 / 30 deaths, 10 / 50 / 100 serious injuries, 10 / 50 / 100 million yuan; general from
    one death, one serious injury or one million yuan on
    Units: class. Range: 0 to 4.
    Source: B11.
    """
    if deaths >= 30 or serious >= 100 or loss >= 1e8:
        return 4
    if deaths >= 10 or serious >= 50 or loss >= 5e7:
        return 3
    if deaths >= 3 or serious >= 10 or loss >= 1e7:
        return 2
    if deaths >= 1 or serious >= 1 or loss >= 1e6:
        return 1
    return 0
