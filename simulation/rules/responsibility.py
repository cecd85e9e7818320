"""Who answers for what: mandates, shared cells, leads, blind cells, registers."""

from simulation.arithmetic import clip, power
from simulation.rule import rule


@rule
def examination_weight(departments: int, lead_named: bool, is_lead: bool, share: float, led_share: float) -> float:
    """Probability that a department with a mandate examines a domain on a visit.

    Equation: 1 if alone or the named lead; led_share beside a named lead; else share ** (n - 1)
    Units: probability. Range: 0 to 1.
    Source: B09, A75 (everybody's job is nobody's job); assumptions shared_diligence, led_diligence.
    """
    if departments <= 1:
        return 1.0
    if lead_named:
        return 1.0 if is_lead else led_share
    weight = 1.0
    for _ in range(departments - 1):
        weight = weight * share
    return weight


@rule
def volunteer_weight(departments: int, cost: float) -> float:
    """Probability that each of several departments examines a domain that they share without a lead, each hoping that another does.

    Equation: 1 - k ** (1 / (n - 1)), k the cost of looking over the gain if anybody looks: at it a department is indifferent between the two
    Units: probability. Range: 0 to 1.
    Source: A75 (everybody's job is nobody's job); mixed equilibrium of a volunteer's dilemma; assumptions sharing_form, volunteer_cost.
    """
    if departments <= 1:
        return 1.0
    return clip(1.0 - power(cost, 1.0 / (departments - 1)), 0.0, 1.0)


@rule
def uncounted_share(response: float, process_weight: float) -> float:
    """Factor on a named lead's look at latent hazards, and on the visible findings that it leaves open, where its appraisal counts what is closed.

    Equation: 1 - response * w, held in 0 to 1, w the weight of the process in the appraisal
    Units: factor. Range: 0 to 1.
    Source: study-D19 (naming one official improves the visible indicator alone); assumptions count_distortion, lead_closure.
    """
    return clip(1.0 - response * process_weight, 0.0, 1.0)


@rule
def is_within(rank: int, cells: int, share: float) -> bool:
    """Whether the cell of this rank is among the share of cells already dealt with.

    Equation: rank < share * cells, so that a larger share only ever adds cells
    Units: rank from 0. Range: true or false.
    Source: definition of the levers leads_named and gaps_assigned.
    """
    return rank + 0.5 < share * cells


@rule
def referral_probability(duty: float, chance: float) -> float:
    """Probability that a hazard seen outside the mandate reaches the responsible department.

    Equation: duty + (1 - duty) * chance
    Units: probability. Range: 0 to 1.
    Source: model-based; assumption referral_by_chance.
    """
    return clip(duty + (1.0 - duty) * chance, 0.0, 1.0)


@rule
def discovery_probability(lapse: float, coverage: float, drive: float, departments: int) -> float:
    """Probability that a department, when its turn comes, enters an enterprise that it does not know.

    Equation: n * (lapse * q / (1 - q) + drive / 12): a department has its turn once in n months on average, and
    coverage q holds when nothing is done
    Units: probability; lapse per month, drive per year. Range: 0 to 1.
    Source: the balance of lapse and discovery; A73; assumption record_lapse.
    """
    natural = lapse * coverage / (1.0 - coverage) if coverage < 1.0 else 1.0
    return clip(departments * (natural + drive / 12.0), 0.0, 1.0)


@rule
def lapse_probability(lapse: float, coverage: float, departments: int) -> float:
    """Probability that a department's record of an enterprise has lapsed when its turn comes.

    Equation: n * lapse, nothing where the whole register is kept (coverage 1)
    Units: probability; lapse per month. Range: 0 to 1.
    Source: A73 (the new and the moved fall out of registers); assumption record_lapse.
    """
    return clip(departments * lapse, 0.0, 1.0) if coverage < 1.0 else 0.0
