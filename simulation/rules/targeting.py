"""Whom to visit: risk estimates, ranking, chance."""

from simulation.arithmetic import clip, logarithm
from simulation.rule import rule


@rule
def visit_score(risk: float, months_since: float, noise: float, risk_weight: float, time_weight: float, temperature: float) -> float:
    """Score by which a department ranks an enterprise; the highest are visited.

    Equation: risk weight * R + time weight * log(1 + months since visit) + temperature * Gumbel noise
    Units: dimensionless. Range: real.
    Source: B31, study-A14; assumptions risk_weight, time_weight, ranking_temperature.
    """
    return risk_weight * risk + time_weight * logarithm(1.0 + months_since) + temperature * noise


@rule
def shared_view(own: float, pooled: float, shared: float) -> float:
    """What a department goes by when part of the records is shared.

    Equation: (1 - s) * own + s * pooled
    Units: those of the record. Range: between own and pooled.
    Source: B31, B33; model-based.
    """
    return (1.0 - shared) * own + shared * pooled


@rule
def updated_risk(risk: float, seen: float, weight: float) -> float:
    """Risk estimate after a look or a reported accident.

    Equation: R + weight * (seen - R)
    Units: log-like points. Range: real.
    Source: assumption risk_learning.
    """
    return risk + weight * (seen - risk)


@rule
def drifted_risk(risk: float, prior: float, drift: float, growth: float) -> float:
    """Risk estimate a month without a look: back to its prior, and growing with what one no longer knows.

    Equation: R + drift * (prior - R) + growth
    Units: points. Range: real.
    Source: assumptions risk_drift, risk_growth.
    """
    return clip(risk + drift * (prior - risk) + growth, 0.0, 20.0)


@rule
def prior_risk(high_risk: bool, workers: float, high_risk_points: float, size_points: float) -> float:
    """Risk estimate of an enterprise never seen, from what the register says of it.

    Equation: points if on the high-risk list + size points * log(1 + W / 20)
    Units: points. Range: 0 and more.
    Source: B34 (priority firms yearly); assumptions high_risk_points, size_points.
    """
    return (high_risk_points if high_risk else 0.0) + size_points * logarithm(1.0 + workers / 20.0)


@rule
def yearly_cap(grade: int, high_risk: bool) -> int:
    """Most visits a year to an enterprise by its standardisation grade (0: none).

    Equation: 2, 4, 8, 12 for grades 1, 2, 3, none if high-risk; 1, 2, 4, 6 otherwise
    Units: visits per year. Range: 1 to 12.
    Source: B27.
    """
    if grade == 0:
        return 12 if high_risk else 6
    cap = 1
    for _ in range(grade - 1):
        cap = cap * 2
    return 2 * cap if high_risk else cap
