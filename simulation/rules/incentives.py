"""Complaints, insurance, classes, schemes: what rewards and alarms do."""

from simulation.arithmetic import clip, power
from simulation.rule import rule


@rule
def complaint_level(
    base: float, reward: float, reward_normal: float, reward_response: float, protection: float, protection_normal: float, protection_response: float
) -> float:
    """How readily a hazard is reported, by what those who report get and by how safe they are.

    Equation: base * ((1 + reward / r0) / 2) ** response * (1 + weight * (protection - p0))
    Units: per hazard and month at 20 workers. Range: 0 and more.
    Source: A89 to A92; assumptions complaint_*.
    """
    rewarded = power(0.5 * (1.0 + reward / reward_normal), reward_response)
    return base * rewarded * clip(1.0 + protection_response * (protection - protection_normal), 0.0, 10.0)


@rule
def size_root(workers: float) -> float:
    """How many see what goes on: complaints grow with the root of size.

    Equation: (W / 20) ** 0.5
    Units: workers -> factor, 1 at 20 workers. Range: above 0.
    Source: form assumed.
    """
    return power(workers / 20.0, 0.5)


@rule
def complaint_probability(level: float, root_of_size: float, hazards: float) -> float:
    """Probability that somebody reports an enterprise in a month.

    Equation: level * (W / 20) ** 0.5 * H
    Units: per month. Range: 0 to 1.
    Source: A89 to A92 (61 a year for the district); assumptions complaint_*.
    """
    return clip(level * root_of_size * hazards, 0.0, 1.0)


@rule
def class_reward_paid(reward: float, workers: float) -> float:
    """Reward of an enterprise in class A for a month.

    Equation: reward * W / 12
    Units: yuan; yuan a year and worker. Range: 0 and more.
    Source: study-F10; lever class_reward.
    """
    return reward * workers / 12.0


@rule
def premium_factor(claims: float, findings: float, swing: float, claim_weight: float) -> float:
    """Premium relative to the base, by the record.

    Equation: 1 + swing * clip(weight * (claims + findings) - 1, -1, 1)
    Units: factor. Range: 1 - swing to 1 + swing.
    Source: C23 (+-30 %), B18.
    """
    return 1.0 + swing * clip(claim_weight * (claims + findings) - 1.0, -1.0, 1.0)


@rule
def next_class(current: int, clean_visits: int, serious_repeats: int, clean_needed: int, serious_allowed: int) -> int:
    """Supervision class: 0 is A, 1 B, 2 C, 3 D.

    Equation: A after two clean visits in a row, D after two visits with major findings in two years; else B or C stays or
    recovers
    Units: class. Range: 0 to 3.
    Source: B27, B28 (classes steer frequency); class_clean_visits and class_serious_visits of the design.
    """
    if serious_repeats >= serious_allowed:
        return 3
    if clean_visits >= clean_needed:
        return 0
    if current == 3 and clean_visits >= 1:
        return 2
    if current == 0 and clean_visits == 0:
        return 1
    return current


@rule
def apparent_safety(visible: int, usual: float, size: float, exposure: float) -> float:
    """How safe an enterprise looks to its owner: by the open hazards that he can see, against what is usual for its size and sector.

    Equation: 1 / (1 + H / (usual * (W / 20) ** gamma * sum over d of A[s, d])), 1 where none can arise
    Units: share; visible hazards. Range: 0 to 1.
    Source: form assumed; assumption scheme_usual_hazards.
    """
    expected = usual * size * exposure
    return expected / (expected + visible) if expected > 0.0 else 1.0


@rule
def joins_scheme(u: float, open_share: float, safety: float, attention: float, readiness: float, is_open: bool) -> bool:
    """Whether an enterprise joins the voluntary scheme this month: the already safe join first.

    Equation: u < share / 12 * readiness * apparent safety * a
    Units: per month. Range: true or false.
    Source: study-F1 (positive selection), study-F3, study-F13; assumption scheme_readiness.
    """
    return is_open and u < open_share / 12.0 * readiness * safety * attention


@rule
def is_insured(rank: float, high_risk: bool, registered: bool, high_risk_share: float, other_share: float) -> bool:
    """Whether an enterprise has safety liability insurance; a larger share only ever adds enterprises.

    Equation: rank < share of its group; outside the register nobody
    Units: rank in 0 to 1. Range: true or false.
    Source: A23 (667 firms of the city), B17 (compulsory in eight sectors).
    """
    if not registered:
        return False
    return rank < (high_risk_share if high_risk else other_share)


@rule
def premium_slope(swing: float, premium: float, workers: float, response: float) -> float:
    """What one more unit of effort saves in premium a month, as the owner sees it.

    Equation: response * swing * premium * W / 12
    Units: yuan per month. Range: 0 and more.
    Source: C23, study-F8; assumption premium_response.
    """
    return response * swing * premium * workers / 12.0


@rule
def class_slope(reward: float, workers: float, response: float) -> float:
    """What one more unit of effort brings in class rewards a month, as the owner sees it.

    Equation: response * reward * W / 12
    Units: yuan per month. Range: 0 and more.
    Source: study-F10 (bonus for verified safety actions); assumption class_response.
    """
    return response * reward * workers / 12.0


@rule
def stake_on_record(
    swing: float, premium: float, insured: bool, reward: float, classed: bool, verified: bool, unverified: float
) -> float:
    """Money that hangs on the safety record of an enterprise: what it can lose or win by it, all instruments together.

    Equation: swing * premium if insured + reward * (1 if its record is verified by a certificate, else the share unverified) if it is classed
    Units: yuan a year and worker. Range: 0 and more.
    Source: study-F8 (experience rating), study-F10 (bonus for verified safety actions), study-F13; assumption reward_unverified.
    """
    stake = swing * premium if insured else 0.0
    if classed:
        stake = stake + reward * (1.0 if verified else unverified)
    return stake


@rule
def blacklist_ends(months_listed: int, clean_visits: int, least: int, longest: int) -> bool:
    """Whether a listed enterprise leaves the blacklist.

    Equation: after the longest time, or after the least with a clean visit
    Units: months. Range: true or false.
    Source: B20 (three years, early removal after twelve months).
    """
    return months_listed >= longest or (months_listed >= least and clean_visits >= 1)


@rule
def is_blacklisted(on: float, supervision_class: int, legal_class: int, fatal_this_year: int) -> bool:
    """Whether an enterprise is put on the blacklist.

    Equation: class D, a larger accident on record, or three fatal accidents on record in a year
    Units: true or false. Range: true or false.
    Source: B20, B21.
    """
    return on >= 0.5 and (supervision_class >= 3 or legal_class >= 2 or fatal_this_year >= 3)


@rule
def certified_competence(base: float, certified: bool, gain: float) -> float:
    """Competence to which a certified enterprise returns: a management system that is lived up to.

    Equation: c0 + gain * (1 - c0) if certified
    Units: share. Range: c0 to 1.
    Source: study-F1 (-20 % with selection), study-F3 (loosely related); assumption scheme_competence.
    """
    return base + gain * (1.0 - base) if certified else base


@rule
def is_false_alarm(u: float, share: float) -> bool:
    """Whether a grid agent files a report where there is nothing.

    Equation: u < share
    Units: u in (0, 1). Range: true or false.
    Source: A74 (paper ledgers), study-G5 (23 % of reports unfounded); assumption grid_false.
    """
    return u < share


@rule
def grid_look_probability(agents: float, rounds: float) -> float:
    """Monthly probability that a grid agent looks into an enterprise.

    Equation: min(1, agents per 100 enterprises / 100 * rounds)
    Units: per month; rounds: enterprises per agent and month. Range: 0 to 1.
    Source: A93, B35; assumption grid_rounds.
    """
    return clip(agents / 100.0 * rounds, 0.0, 1.0)
