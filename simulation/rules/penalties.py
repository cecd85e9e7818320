"""Penalties: whether, how much, and for whom protection stands in the way."""

from simulation.arithmetic import clip, power
from simulation.rule import rule


@rule
def protection(
    tax_weight: float, local_tie: float, vertical: float, priority: float, by_tax: float, by_tie: float, posted: bool, posted_restraint: float
) -> float:
    """How far an enterprise is shielded from penalties by what it means to its officials.

    Equation: (1 - vertical) * (1 - G) * (by_tax * T + by_tie * L), less by the restraint where the result is posted
    Units: share of penalties averted. Range: 0 to 1.
    Source: study-D1, study-D2 (ties matter only under local control), study-C15; study-D3 (exposure restrains);
    assumptions protection_by_*, posted_restraint.
    """
    shield = (1.0 - vertical) * (1.0 - priority) * (by_tax * tax_weight + by_tie * local_tie)
    if posted:
        shield = shield * (1.0 - posted_restraint)
    return clip(shield, 0.0, 1.0)


@rule
def left_by_protection(response: float, shielded: float) -> float:
    """What protection leaves of the supervision of an enterprise: of what is found, of orders to stop work, of its owner's attention.

    Equation: 1 - response * protection, held in 0 to 1
    Units: factor. Range: 0 to 1.
    Source: study-D1, study-D2, study-D14; assumptions protected_overlooking, protected_stop_evasion, protected_neglect.
    """
    return clip(1.0 - response * shielded, 0.0, 1.0)


@rule
def penalty_probability(certainty: float, leniency: float, shielded: float, majors: int, repeats: int, major_push: float, repeat_push: float) -> float:
    """Probability that a visit with findings ends in a fine.

    Equation: c * (1 - leniency) * (1 - protection), with c raised towards 1 by major findings and repeats
    Units: probability per visit with findings. Range: 0 to 1.
    Source: A86 (3.5 per 100 visits), A88; lever penalty_certainty, assumptions penalty_major_push, penalty_repeat_push.
    """
    spared = 1.0 - certainty
    if majors > 0:
        spared = spared * (1.0 - major_push)
    if repeats > 0:
        spared = spared * (1.0 - repeat_push)
    return clip((1.0 - spared) * (1.0 - leniency) * (1.0 - shielded), 0.0, 1.0)


@rule
def discretionary_certainty(certainty: float, found: int, usual: float, discretion: float) -> float:
    """Certainty of a penalty by an officer's discretion: what he found beyond the usual is the more surely fined.

    Equation: 1 - (1 - c) ** ((n / usual) ** d); c at d = 0, and at d = 1 as if each finding were decided on by itself
    Units: probability per visit with findings; hazards found. Range: 0 to 1.
    Source: A74 (officers act once a bottom line is touched), B36 (first minor offences are spared); assumption penalty_discretion.
    """
    if discretion <= 0.0:
        return certainty
    return 1.0 - power(1.0 - certainty, power(found / usual, discretion))


@rule
def informed_certainty(certainty: float, elsewhere: bool, shared: float, push: float) -> float:
    """Certainty of a penalty where an officer knows what other departments found.

    Equation: 1 - (1 - c) * (1 - push * share of records shared) where another department's case is on record; else c
    Units: probability per visit with findings. Range: 0 to 1.
    Source: B32 (fined but not changed), B31, B33; no study sizes it: assumption penalty_by_shared_record.
    """
    return 1.0 - (1.0 - certainty) * (1.0 - push * shared) if elsewhere else certainty


@rule
def record_stands(since_fine: int, since_major: int) -> bool:
    """Whether an enterprise's record of fines and major findings still counts.

    Equation: twelve months or less since the last of either
    Units: months. Range: true or false.
    Source: definition, as in the year after an accident on record.
    """
    return since_fine <= 12 or since_major <= 12


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


@rule
def personal_fine(deaths: int, share: float, yearly_wage: float, income_multiple: float) -> float:
    """Fine on the person in charge after a fatal accident on record, in whole yuan.

    Equation: share * wage of the sector * multiple, nothing without a death
    Units: yuan. Range: 0 and more.
    Source: B03 (40 % of last year's income), A85; assumption manager_income.
    """
    return float(int(share * yearly_wage * income_multiple + 0.5)) if deaths > 0 else 0.0


@rule
def feared_loss(own_loss: float, perceived_fatal: float, accident_fine: float, personal: float, prosecution: float, court_fine: float, listing: float) -> float:
    """What an owner fears to lose by one injury: his own loss, and what the state adds if it kills.

    Equation: own + perceived share that kills * (accident fine + fine on the person + prosecution * court fine) + listing
    Units: yuan per injury. Range: own and more.
    Source: B01 to B03, C12, C13; assumptions own_loss, perceived_fatal.
    """
    return own_loss + perceived_fatal * (accident_fine + personal + prosecution * court_fine) + listing


@rule
def feared_withholding(
    p: float, found: float, major: float, linked: float, cut: float, workers: float, value_added: float, profit: float
) -> float:
    """What an owner fears to lose in a month by one open hazard, if it is found, proves major and keeps his permits back.

    Equation: p * found * share taken for major * share of permits linked * cut * W * value added * profit share: one month's loss
    Units: yuan per hazard and month. Range: 0 and more.
    Source: A81, A83 for the share of majors; assumptions perceived_major, permit_output_cut, profit_share.
    """
    return p * found * major * linked * cut * workers * value_added * profit


@rule
def feared_listing(on: float, chance: float, cut: float, months: float, workers: float, value_added: float, profit: float) -> float:
    """What an owner fears to lose by being put on the blacklist, per injury.

    Equation: chance * cut * months * W * value added * profit share, nothing without the instrument
    Units: yuan per injury. Range: 0 and more.
    Source: B20, B21; assumptions perceived_listing, blacklist_output_cut, profit_share.
    """
    return chance * cut * months * workers * value_added * profit if on >= 0.5 else 0.0
