"""Whom to visit: risk estimates, ranking, chance."""

from simulation.arithmetic import clip, logarithm
from simulation.rule import rule


@rule
def visit_score(risk: float, months_since: float, noise: float, extra: float, risk_weight: float, time_weight: float, temperature: float) -> float:
    """Score by which a department ranks an enterprise; the highest are visited.

    Equation: risk weight * R + time weight * log(1 + months since visit) + extra + temperature * Gumbel noise
    Units: dimensionless. Range: real.
    Source: B31, study-A14; assumptions risk_weight, time_weight, ranking_temperature.
    """
    return risk_weight * risk + time_weight * logarithm(1.0 + months_since) + extra + temperature * noise


@rule
def private_signal(visible: int, usual: float, size: float, exposure: float, weight: float) -> float:
    """Points in the ranking for how an enterprise looks from outside: passers-by, rumour, the state of the yard, which no record holds.

    Equation: weight * log((1 + H) / (1 + usual * (W / 20) ** gamma * sum over d of A[s, d])), H its open visible hazards; how
    noisy this view is, the temperature of the ranking says, to whose noise it is added
    Units: points; visible hazards. Range: real.
    Source: study-A14 (who is chosen well has more to avert), study-A1 (a visit by lot is not chosen); assumption signal_weight.
    """
    return weight * logarithm((1.0 + visible) / (1.0 + usual * size * exposure))


@rule
def shared_view(own: float, pooled: float, shared: float) -> float:
    """What a department goes by when part of the records is shared.

    Equation: (1 - s) * own + s * pooled
    Units: those of the record. Range: between own and pooled.
    Source: B31, B33; model-based.
    """
    return (1.0 - shared) * own + shared * pooled


@rule
def seen_risk(prior: float, found: int, findings_weight: float) -> float:
    """Risk that a look suggests: what the register says of the enterprise, and what was found.

    Equation: (1 - w) * prior + w * hazards found
    Units: points. Range: 0 and more.
    Source: assumption findings_weight.
    """
    return (1.0 - findings_weight) * prior + findings_weight * found


@rule
def updated_risk(risk: float, seen: float, weight: float) -> float:
    """Risk estimate after a look, kept in 64ths of a point: nobody's file is finer.

    Equation: floor(64 * (R + weight * (seen - R)) + 1/2) / 64, held in 0 to 100
    Units: points. Range: 0 to 100.
    Source: assumption risk_learning.
    """
    return int(clip(risk + weight * (seen - risk), 0.0, 100.0) * 64.0 + 0.5) / 64.0


@rule
def kept_share(months: int, drift: float) -> float:
    """Share of what a look told that still counts so many months later.

    Equation: (1 - drift) ** n, n at most 120
    Units: months; drift per month. Range: 0 to 1.
    Source: assumption risk_drift.
    """
    kept = 1.0
    for _ in range(min(months, 120)):
        kept = kept * (1.0 - drift)
    return kept


@rule
def drifted_risk(last: float, prior: float, kept: float, drift: float, growth: float) -> float:
    """Risk estimate some time after a look: back towards its prior, and growing with what one no longer knows.

    Equation: prior + (R - prior) * kept + growth / drift * (1 - kept); kept = share of the look that still counts
    Units: points. Range: 0 to 20.
    Source: assumptions risk_drift, risk_growth.
    """
    return clip(prior + (last - prior) * kept + growth / drift * (1.0 - kept), 0.0, 20.0)


@rule
def record_points(supervision_class: int, step: float, months_since_record: int, accident_points: float) -> float:
    """Points in the ranking for what is on file: class A is seen less, class D and those with an accident more.

    Equation: step * (class - 1) + accident points in the year after an accident on record; A = 0, B = 1, C = 2, D = 3
    Units: points. Range: -step to 2 * step + accident points.
    Source: B27, B28 (class A: no routine visits), study-F14; assumptions class_step, accident_points.
    """
    points = step * (supervision_class - 1.0)
    return points + accident_points if months_since_record < 12 else points


@rule
def prior_risk(high_risk: bool, workers: float, high_risk_points: float, size_points: float) -> float:
    """Risk estimate of an enterprise never seen, from what the register says of it.

    Equation: points if on the high-risk list + size points * log(1 + W / 20)
    Units: points, in 64ths. Range: 0 and more.
    Source: B34 (priority firms yearly); assumptions high_risk_points, size_points.
    """
    points = (high_risk_points if high_risk else 0.0) + size_points * logarithm(1.0 + workers / 20.0)
    return int(points * 64.0 + 0.5) / 64.0


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
