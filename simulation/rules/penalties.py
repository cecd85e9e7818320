"""Penalties: whether, how much, and for whom protection stands in the way."""

from simulation.arithmetic import clip
from simulation.rule import rule


@rule
def protection(tax_weight: float, local_tie: float, vertical: float, priority: float, by_tax: float, by_tie: float) -> float:
    """How far an enterprise is shielded from penalties by what it means to its officials.

    Equation: (1 - vertical) * (1 - G) * (by_tax * T + by_tie * L)
    Units: share of penalties averted. Range: 0 to 1.
    Source: study-D1, study-D2 (ties matter only under local control), study-C15; assumptions protection_by_*.
    """
    return clip((1.0 - vertical) * (1.0 - priority) * (by_tax * tax_weight + by_tie * local_tie), 0.0, 1.0)


@rule
def penalty_probability(certainty: float, leniency: float, shielded: float, majors: int, repeats: int, major_push: float, repeat_push: float) -> float:
    """Probability that a visit with findings ends in a fine.

    Equation: c * (1 - leniency) * (1 - protection), with c raised towards 1 by major findings and repeats
    Units: probability per visit with findings. Range: 0 to 1.
    Source: A86 (3.5 per 100 visits), A88; lever penalty_certainty, assumptions major_push, repeat_push.
    """
    spared = 1.0 - certainty
    if majors > 0:
        spared = spared * (1.0 - major_push)
    if repeats > 0:
        spared = spared * (1.0 - repeat_push)
    return clip((1.0 - spared) * (1.0 - leniency) * (1.0 - shielded), 0.0, 1.0)


@rule
def is_exempt(exemption: float, majors: int, earlier: int) -> bool:
    """Whether a first minor offence is advised on instead of fined.

    Equation: lever on, no major finding, no earlier fine
    Units: true or false. Range: true or false.
    Source: B36.
    """
    return exemption >= 0.5 and majors == 0 and earlier == 0


@rule
def fine_amount(tariff: float, scale: float, majors: int, earlier: int, escalation: float, major_multiple: float, cap: float) -> float:
    """Fine for hazards found on a visit, in whole yuan.

    Equation: min(cap, tariff * scale * (major multiple if any) * (1 + escalation * earlier))
    Units: yuan. Range: 0 to the cap times the scale.
    Source: A84 (34,300 each), B04, B05; parameters fine_tariff, fine_cap, fine_major_multiple.
    """
    amount = tariff * (1.0 + escalation * earlier)
    if majors > 0:
        amount = amount * major_multiple
    return float(int(clip(amount, 0.0, cap) * scale + 0.5))


@rule
def accident_fine(deaths: int, serious: int, loss: float, scale: float, general: float, larger: float, major: float, especially: float) -> float:
    """Fine on the unit after an accident on record, by its legal class, in whole yuan.

    Equation: tariff of the class * scale; nothing without a death or ten serious injuries or ten million yuan
    Units: yuan. Range: 0 and more.
    Source: B01, B11, A84.
    """
    if deaths >= 30 or loss >= 1e8:
        amount = especially
    elif deaths >= 10 or loss >= 5e7:
        amount = major
    elif deaths >= 3 or serious >= 10 or loss >= 1e7:
        amount = larger
    elif deaths >= 1:
        amount = general
    else:
        amount = 0.0
    return float(int(amount * scale + 0.5))


@rule
def overdue_fine(fine: float, days_overdue: float, daily: float) -> float:
    """Daily repeats of a fine for a hazard still open after the ordered date.

    Equation: fine * days if the lever is on
    Units: yuan. Range: 0 and more.
    Source: B05, C07.
    """
    return float(int(fine * days_overdue + 0.5)) if daily >= 0.5 else 0.0
