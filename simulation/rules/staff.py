"""Inspectors: hiring, skill, turnover, field days, fatigue, familiarity, leniency, integrity."""

from simulation.arithmetic import clip, exponential
from simulation.rule import rule


@rule
def turnover_probability(monthly: float, pay: float, pay_response: float) -> float:
    """Probability that an officer leaves in a month.

    Equation: base * exp(-response * (pay - 1))
    Units: per month; pay relative to the baseline. Range: 0 to 1.
    Source: assumptions turnover, turnover_pay_response.
    """
    return clip(monthly * exponential(-pay_response * (pay - 1.0)), 0.0, 1.0)


@rule
def hired_skill(u: float, professional: bool, lay_skill: float, professional_skill: float, spread: float) -> float:
    """Skill of an officer when hired.

    Equation: mean by background + spread * (2 u - 1), held in 0.02 to 0.98
    Units: probability to see a hazard of one's own field in the best circumstances. Range: 0.02 to 0.98.
    Source: P3 detection rows are assumptions 0.15 to 0.75; parameters lay_skill, professional_skill, skill_spread.
    """
    mean = professional_skill if professional else lay_skill
    return clip(mean + spread * (2.0 * u - 1.0), 0.02, 0.98)


@rule
def learned_skill(skill: float, ceiling: float, rate: float, training_days: float, training_normal: float) -> float:
    """Skill after a month of work and training.

    Equation: g + rate * training / normal * (ceiling - g) where below the ceiling
    Units: share; days per year. Range: g to the ceiling.
    Source: study-C8, study-C11 (trained and experienced find more); assumptions skill_growth, skill_ceiling.
    """
    if skill >= ceiling:
        return skill
    return skill + clip(rate * training_days / training_normal, 0.0, 1.0) * (ceiling - skill)


@rule
def field_days_left(field_days: float, training_days: float, training_normal: float, displaced: float) -> float:
    """Field days of an officer-year once training above the normal is taken out of all his duties.

    Equation: max(0, field days - share * (training - normal)), training below the normal gives nothing back
    Units: days per officer-year. Range: 0 and more.
    Source: A64 (training days), A61 (inspection is 21 % of all days); assumption training_from_field.
    """
    extra = training_days - training_normal
    if extra <= 0.0:
        return field_days
    return clip(field_days - displaced * extra, 0.0, 366.0)


@rule
def monthly_visits(
    officers: float, field_days: float, diverted: float, equipment: float, officers_per_visit: float, visits_per_day: float
) -> float:
    """Visits a department can make in a month, the fraction to be carried over.

    Equation: officers * field days / 12 * (1 - diverted) * equipment / officers per visit * visits per team-day
    Units: visits per month; field days per year. Range: 0 and more.
    Source: A60 to A65, B38.
    """
    days = officers * field_days / 12.0 * (1.0 - diverted) * equipment
    return days / officers_per_visit * visits_per_day


@rule
def diverted_share(diversion: float, priority: float, priority_normal: float) -> float:
    """Field days lost to other business, relative to the baseline district (0 there, negative: gained).

    Equation: 1 - (1 - diversion * (1 - G)) / (1 - diversion * (1 - G0))
    Units: share. Range: below 1.
    Source: A61, A63 give days already net, hence relative; assumption diversion.
    """
    return 1.0 - (1.0 - diversion * (1.0 - priority)) / (1.0 - diversion * (1.0 - priority_normal))


@rule
def place_in_day(u: float, visits_per_day: float) -> int:
    """How many visits the team has behind it that day.

    Equation: floor(u * visits per day)
    Units: visits. Range: 0 and more.
    Source: study-C6 (later visits in a day find less).
    """
    return int(u * visits_per_day)


@rule
def fatigue(place: int, rate: float) -> float:
    """Share of hazards missed from weariness at this place in the day.

    Equation: 1 - (1 - rate) ** place
    Units: share. Range: 0 to 1.
    Source: study-C6 (3.2 % fewer violations with each successive inspection).
    """
    kept = 1.0
    for _ in range(place):
        kept = kept * (1.0 - rate)
    return 1.0 - kept


@rule
def familiarity(run: int, rate: float, longest: int) -> float:
    """Factor on finding when the same officer comes again and again.

    Equation: (1 - rate) ** min(run, longest)
    Units: factor. Range: 0 to 1.
    Source: study-C4 (a new inspector finds 12.7 to 17.5 % more); parameter familiarity_rate.
    """
    kept = 1.0
    for _ in range(min(run, longest)):
        kept = kept * (1.0 - rate)
    return kept


@rule
def leniency_left(leniency: float, bonus: float, bonus_normal: float, strictness: float) -> float:
    """Leniency of an officer whose pay follows output: what he lets pass he is not paid for.

    Equation: leniency * (1 - strictness * bonus / (bonus + normal))
    Units: share; yuan. Range: 0 to 1.
    Source: study-C14 (pay by output raises what is collected by half); assumption bonus_strictness (0: pay leaves leniency alone).
    """
    return leniency * (1.0 - strictness * bonus / (bonus + bonus_normal))


@rule
def settled_probability(integrity: float, bonus: float, bonus_normal: float, audit: float) -> float:
    """Probability that a finding is settled by a side payment instead of a penalty.

    Equation: (1 - integrity) * (1 + bonus / (bonus + normal)) / 2 * (1 - audit)
    Units: probability; bonus in yuan. Range: 0 to 1.
    Source: study-C14 (pay by output raises bribes too), study-D14 (auditing collusion lowers deaths).
    """
    temptation = 0.5 + 0.5 * bonus / (bonus + bonus_normal)
    return clip((1.0 - integrity) * temptation * (1.0 - audit), 0.0, 1.0)


@rule
def in_company(share: float, together: bool, strictness: float) -> float:
    """Leniency, or the probability that a finding is settled, of an officer who does not decide alone.

    Equation: x * (1 - strictness) on a joint visit; x alone
    Units: share. Range: 0 to share.
    Source: B33 (joint visits), study-D14 (less collusion, fewer deaths); no study sizes it: assumption joint_strictness.
    """
    return share * (1.0 - strictness) if together else share


@rule
def diligence(base: float, process_weight: float, bonus: float, bonus_normal: float, response: float) -> float:
    """How thoroughly an officer looks, from what his appraisal and pay reward.

    Equation: base + (1 - base) * response * (w + (1 - w) * bonus / (bonus + normal))
    Units: share of what could be seen. Range: base to 1.
    Source: study-C14 (+46 % with pay by output), C60; assumptions thoroughness, diligence_response.
    """
    reward = process_weight + (1.0 - process_weight) * bonus / (bonus + bonus_normal)
    return clip(base + (1.0 - base) * response * reward, 0.0, 1.0)


@rule
def seasoned_skill(skill: float, experience: int, novice_loss: float, novice_months: float) -> float:
    """Skill an officer can bring to bear after so many months in the post: a novice misses part of it.

    Equation: g * (1 - loss * exp(-months / tau))
    Units: months -> probability. Range: g * (1 - loss) to g.
    Source: study-C8 (less trained and experienced auditors report fewer violations); assumptions novice_loss, novice_months.
    """
    return skill * (1.0 - novice_loss * exponential(-experience / novice_months))


@rule
def requalifying_probability(share: float, share_normal: float, training_days: float, days_needed: float) -> float:
    """Monthly probability that a lay officer requalifies, where the government asks for more professionals than today.

    Equation: min(1, training / 12 / days needed) where share > today's share, scaled by (share - today) / (1 - today)
    Units: per month; days per year. Range: 0 to 1.
    Source: A77 (policy target 75 % professional), A64; assumption requalifying_days.
    """
    wanted = share - share_normal
    if wanted <= 0.0:
        return 0.0
    return clip(training_days / 12.0 / days_needed * wanted / (1.0 - share_normal), 0.0, 1.0)
