"""What supervision and safety cost; fines and premiums are transfers and no cost."""

from simulation.rule import rule


@rule
def officer_cost(officers: float, yearly: float, pay: float) -> float:
    """Officers of a month.

    Equation: n * yearly cost * pay / 12
    Units: yuan. Range: 0 and more.
    Source: D02.
    """
    return officers * yearly * pay / 12.0


@rule
def overtime_visits(visits: float, pressure: float, by_pressure: float, campaign: float) -> float:
    """Visits that a department makes by overtime under pressure; those by overtime in a campaign are counted apart.

    Equation: visits * g * P / (1 + g * P) / (1 + strength of a running campaign)
    Units: visits. Range: 0 to visits.
    Source: assumption overtime_by_pressure.
    """
    return visits * by_pressure * pressure / (1.0 + by_pressure * pressure) / campaign


@rule
def effort_spending(effort: float, cost_per_worker: float, workers: float, scale: float) -> float:
    """What an enterprise spends on safety in a month.

    Equation: k * W * e ** 2 / 2 * scale
    Units: yuan. Range: 0 and more.
    Source: D10, B39 to B41 for the level; assumption effort_cost.
    """
    return 0.5 * cost_per_worker * workers * effort * effort * scale


@rule
def lost_output(output: float, workers: float, value_added: float) -> float:
    """Value not produced in a month of reduced output (made up later, it comes back as negative).

    Equation: (1 - output) * W * value added
    Units: yuan. Range: real.
    Source: sector value added, assumption of the district.
    """
    return (1.0 - output) * workers * value_added


@rule
def unlawful_output(output: float, overproduction: float, shielded: float, workers: float, value_added: float) -> float:
    """Value of what a protected enterprise produces beyond what is permitted, out of its output of the month: told apart, and in no cost.

    Equation: output * o * protection / (1 + o * protection) * W * value added
    Units: yuan. Range: 0 and more.
    Source: the share that protected_output added; that its end is no cost is a decision of the appraisal.
    """
    beyond = overproduction * shielded
    return output * (beyond / (1.0 + beyond)) * workers * value_added


@rule
def self_check_cost(checks: float, genuine: float, size: float, per_check: float) -> float:
    """What self-checks cost an enterprise in a month; those only filed cost nothing worth counting.

    Equation: checks / 12 * genuine * cost of a check at 20 workers * (W / 20) ** gamma
    Units: yuan; checks per year. Range: 0 and more.
    Source: assumption self_check_price.
    """
    return checks / 12.0 * genuine * per_check * size


@rule
def training_time(hours: float, normal: float, workers: float, yearly_wage: float, working_hours: float) -> float:
    """What the training of workers beyond today's costs an enterprise in a month: their time.

    Equation: (h - h0) * W * wage / working hours / 12
    Units: yuan; hours per worker-year. Range: real, negative where less is trained.
    Source: D01 for the wage; one hour is one hour.
    """
    return (hours - normal) * workers * yearly_wage / working_hours / 12.0


@rule
def training_beyond(officers: float, days: float, normal: float, day_cost: float) -> float:
    """What the training of officers beyond today's costs in a month; their time is in the field days they lose.

    Equation: max(0, d - d0) / 12 * n * cost of a day
    Units: yuan; days per officer-year. Range: 0 and more.
    Source: D11.
    """
    return max(0.0, days - normal) / 12.0 * day_cost * officers


@rule
def equipment_beyond(officers: float, equipment: float, yearly: float) -> float:
    """What equipment beyond today's costs in a month, less where there is less of it.

    Equation: (multiple - 1) * n * yearly cost / 12
    Units: yuan. Range: real.
    Source: assumption equipment_cost.
    """
    return (equipment - 1.0) * officers * yearly / 12.0
