"""Complaints, insurance, classes, schemes: what rewards and alarms do."""

from simulation.arithmetic import clip, power
from simulation.rule import rule


@rule
def complaint_probability(
    workers: float, hazards: float, base: float, reward: float, reward_normal: float, reward_response: float, protection: float, protection_normal: float, protection_response: float
) -> float:
    """Probability that somebody reports an enterprise in a month.

    Equation: base * (W / 20) ** 0.5 * H * ((1 + reward / r0) / 2) ** response * (1 + weight * (protection - p0))
    Units: per month. Range: 0 to 1.
    Source: A89 to A92 (61 a year for the district); assumptions complaint_*.
    """
    rewarded = power(0.5 * (1.0 + reward / reward_normal), reward_response)
    safe = clip(1.0 + protection_response * (protection - protection_normal), 0.0, 10.0)
    return clip(base * power(workers / 20.0, 0.5) * hazards * rewarded * safe, 0.0, 1.0)


@rule
def premium_factor(claims: float, findings: float, swing: float, claim_weight: float) -> float:
    """Premium relative to the base, by the record.

    Equation: 1 + swing * clip(weight * (claims + findings) - 1, -1, 1)
    Units: factor. Range: 1 - swing to 1 + swing.
    Source: C23 (+-30 %), B18.
    """
    return 1.0 + swing * clip(claim_weight * (claims + findings) - 1.0, -1.0, 1.0)


@rule
def next_class(current: int, clean_visits: int, serious_repeats: int) -> int:
    """Supervision class: 0 is A, 1 B, 2 C, 3 D.

    Equation: A after two clean visits in a row, D after two visits with major findings; else B or C stays or recovers
    Units: class. Range: 0 to 3.
    Source: B27, B28 (classes steer frequency); thresholds of the design.
    """
    if serious_repeats >= 2:
        return 3
    if clean_visits >= 2:
        return 0
    if current == 3 and clean_visits >= 1:
        return 2
    if current == 0 and clean_visits == 0:
        return 1
    return current


@rule
def joins_scheme(u: float, open_share: float, effort: float, attention: float, is_open: bool) -> bool:
    """Whether an enterprise joins the voluntary scheme this month: the already safe join first.

    Equation: u < share / 12 * (e + a) / 2
    Units: per month. Range: true or false.
    Source: study-F1 (positive selection), study-F3, study-F13.
    """
    return is_open and u < open_share / 12.0 * 0.5 * (effort + attention)
