"""What reaches the record: concealment of deaths, under-reporting of injuries."""

from simulation.arithmetic import clip
from simulation.rule import rule


@rule
def ceiling_pressure(reported: float, ceiling: float, outcome_weight: float, veto: float, veto_multiple: float) -> float:
    """Pressure on officials as the year's reported deaths near their ceiling.

    Equation: weight * min(1, (reported + 1) / ceiling) ** 4 * (multiple under the veto), 0 without a ceiling
    Units: share. Range: 0 to the multiple.
    Source: study-D5 (reports bunch just under the ceiling), B25, C59.
    """
    if ceiling <= 0.0:
        return 0.0
    nearness = clip((reported + 1.0) / ceiling, 0.0, 1.0)
    nearness = nearness * nearness
    return outcome_weight * nearness * nearness * (veto_multiple if veto >= 0.5 else 1.0)


@rule
def fatal_concealment(
    base: float, pressure: float, by_pressure: float, deaths: int, by_deaths: float, reward: float, reward_normal: float, protection: float, audit: float
) -> float:
    """Probability that a fatal accident is kept off the record.

    Equation: (base + by_pressure * pressure) * by_deaths ** (deaths - 1) * 2 / (1 + reward / normal)
    * (1 - protection / 2) * (1 - audit)
    Units: probability. Range: 0 to 1.
    Source: C59, B14, A26; no Chinese magnitude is known: assumptions concealment_*.
    """
    chance = base + by_pressure * pressure
    for _ in range(min(deaths - 1, 30)):
        chance = chance * by_deaths
    silence = 1.0 / (1.0 + reward / reward_normal)
    return clip(chance * 2.0 * silence * (1.0 - 0.5 * protection) * (1.0 - audit), 0.0, 1.0)


@rule
def willing_by_size(base: float, workers: float, half: float) -> float:
    """Willingness to report an injury by size: where there is no clerk, no union and no insurer little is written down.

    Equation: base * W / (W + half)
    Units: probability; workers. Range: 0 to base.
    Source: study-E16 (the smallest sites report least, and their injuries are graver), study-E17; assumption reporting_half_size (0: every size alike).
    """
    return base * (workers / (workers + half))


@rule
def injury_report_probability(base: float, audit: float, premium_swing: float, swing_weight: float, insured: bool) -> float:
    """Probability that an enterprise reports a non-fatal injury.

    Equation: 1 - (1 - base * (1 - weight * swing if insured)) * (1 - audit)
    Units: probability. Range: 0 to 1.
    Source: study-E17 (20 to 70 % missed), study-F9 (claims management); P3 concealment 0.5 to 0.95.
    """
    own = base * (1.0 - (swing_weight * premium_swing if insured else 0.0))
    return clip(1.0 - (1.0 - own) * (1.0 - audit), 0.0, 1.0)


@rule
def breaks_ceiling(reported: float, deaths: int, ceiling: float) -> bool:
    """Whether the year's record keeps its ceiling without these deaths, and breaks it with them.

    Equation: R <= C < R + d, where there is a ceiling
    Units: deaths. Range: true or false.
    Source: study-D5 (reports bunch just under the ceiling and fall at it).
    """
    return ceiling > 0.0 and reported <= ceiling and reported + deaths > ceiling


@rule
def kept_out_probability(hidden: float, added: float, moved: float, weight: float) -> float:
    """Probability that deaths that would break the year's ceiling are kept out of its record: hidden, or dated or classed out of its count.

    Equation: 1 - (1 - h - c * w) * (1 - r * w), each factor held in 0 to 1; w the weight of outcomes, under the veto times its multiple
    Units: probability. Range: 0 to 1.
    Source: study-D5; assumptions concealment_at_ceiling, reclassified.
    """
    return clip(1.0 - clip(1.0 - hidden - added * weight, 0.0, 1.0) * clip(1.0 - moved * weight, 0.0, 1.0), 0.0, 1.0)


@rule
def ceiling_weight(outcome_weight: float, veto: float, veto_multiple: float) -> float:
    """What is at stake for officials at the ceiling.

    Equation: weight of outcomes * (multiple under the veto)
    Units: share. Range: 0 to the multiple.
    Source: study-D5, B25; assumption veto_multiple.
    """
    return outcome_weight * (veto_multiple if veto >= 0.5 else 1.0)
