"""How much an enterprise does for safety, what it can afford, and how much it produces."""

from simulation.arithmetic import clip
from simulation.rule import rule


@rule
def believed_cost(
    p: float, found: float, q: float, f: float, recovery: float, attention: float, risk_per_hazard: float, own_loss: float
) -> float:
    """What one open hazard is believed to cost in a month: by a visit that finds it, by an injury.

    Equation: p * found * (q * f + recovery) + a * risk * feared loss
    Units: yuan per hazard and month. Range: 0 and more.
    Source: model of the design; certainty q and size f enter apart: a fine never met is not believed (study-B12).
    """
    return p * found * (q * f + recovery) + attention * risk_per_hazard * own_loss


@rule
def marginal_benefit(
    hazards: float, removal: float, lowest: float, highest: float, per_hazard: float, premium_slope: float, class_reward: float
) -> float:
    """Perceived benefit per month of one more unit of effort.

    Equation: (phi_max - phi_min) * H / phi * believed cost of a hazard + premium slope + class reward
    Units: yuan per month. Range: 0 and more.
    Source: model of the design; H / phi is what one more unit of removal takes away of a steady stock.
    """
    return (highest - lowest) * hazards / removal * per_hazard + premium_slope + class_reward


@rule
def target_effort(benefit: float, cost_per_worker: float, workers: float, subsidy: float, stress: float, stress_weight: float) -> float:
    """Effort at which marginal cost equals perceived marginal benefit, less what distress takes away.

    Equation: benefit / (k * W * (1 - subsidy)) * (1 - weight * stress), held in 0 to 1
    Units: share. Range: 0 to 1.
    Source: quadratic cost k W e**2 / 2; assumptions effort_cost, stress_weight; study-F11 for subsidies.
    """
    wanted = benefit / (cost_per_worker * workers * (1.0 - subsidy))
    return clip(clip(wanted, 0.0, 1.0) * (1.0 - stress_weight * stress), 0.0, 1.0)


@rule
def moved_effort(effort: float, target: float, peers: float, peer_weight: float, rate: float) -> float:
    """Effort after a month: towards the target, pulled to what peers do.

    Equation: e + eta * ((1 - nu) * target + nu * peers - e)
    Units: share. Range: 0 to 1.
    Source: assumptions effort_rate, peer_weight.
    """
    return clip(effort + rate * ((1.0 - peer_weight) * target + peer_weight * peers - effort), 0.0, 1.0)


@rule
def next_margin(margin: float, noise: float, persistence: float, spread: float, shock: float) -> float:
    """Financial margin, an autoregressive process about 0 in units of its own spread.

    Equation: rho * m + spread * noise + shock
    Units: standard deviations. Range: real.
    Source: assumption margin_persistence; study-C15 (softer in bad times).
    """
    return persistence * margin + spread * noise + shock


@rule
def financial_stress(margin: float) -> float:
    """Stress of an enterprise with this margin.

    Equation: min(1, max(0, -m / 2))
    Units: share. Range: 0 to 1.
    Source: form assumed.
    """
    return clip(-0.5 * margin, 0.0, 1.0)


@rule
def output_level(
    debt: float, sensitive: bool, cut: float, stopped: bool, stop_share: float, catch_up: float, halted: bool, halt_cut: float
) -> float:
    """Output of a month: cut in sensitive months, under a stop-work order and by halts, made up later.

    Equation: 1 - cut - stop share - halt cut, each where it applies, or 1 + min(debt, catch_up) when free to run
    Units: share of normal. Range: 0 to 1 + catch_up.
    Source: study-D27 (stop for the inspection, over-produce after), study-D9b; assumptions output_*.
    """
    lost = (cut if sensitive else 0.0) + (stop_share if stopped else 0.0) + (halt_cut if halted else 0.0)
    if lost > 0.0:
        return clip(1.0 - lost, 0.0, 1.0)
    return 1.0 + clip(debt, 0.0, catch_up)


@rule
def output_debt(debt: float, output: float) -> float:
    """Output still to be made up.

    Equation: max(0, debt + 1 - output)
    Units: months of normal output. Range: 0 to 3.
    Source: bookkeeping.
    """
    return clip(debt + 1.0 - output, 0.0, 3.0)


@rule
def peers_mean(sector: float, near: float, near_weight: float) -> float:
    """What an enterprise takes its peers to do: those of its sector, the ones in its own place weighing more.

    Equation: (1 - w) * mean of the sector + w * mean of the sector in the same place
    Units: share. Range: 0 to 1.
    Source: the design (nearer peers weigh more); assumption near_peer_weight.
    """
    return sector + near_weight * (near - sector)


@rule
def permitted_output(level: float, withheld: bool, linked: float, cut: float) -> float:
    """Output of an enterprise while departments withhold permits and renewals for a major finding of another.

    Equation: level * (1 - share of permits linked * cut) while a major finding stands open
    Units: share of normal. Range: 0 to level.
    Source: A71, B31 to B33 (departments act on one another's findings); no study sizes it: assumption permit_output_cut.
    """
    return level * (1.0 - linked * cut) if withheld else level


@rule
def listed_output(level: float, listed: bool, cut: float) -> float:
    """Output of an enterprise on the blacklist, which loses contracts.

    Equation: level * (1 - cut) while listed
    Units: share of normal. Range: 0 to level.
    Source: B20 (joint discipline); assumption blacklist_output_cut.
    """
    return level * (1.0 - cut) if listed else level


@rule
def shut_down_output(level: float, pressure: float, cut: float) -> float:
    """Output of a month in which pressure on the departments shuts work down all over the district; it is not made up.

    Equation: level * (1 - q * P)
    Units: share of normal. Range: 0 to level.
    Source: study-D9b (political pressure triggers blanket shutdowns), study-D27; assumption shutdown_by_pressure.
    """
    return level * clip(1.0 - cut * pressure, 0.0, 1.0)


@rule
def protected_output(level: float, overproduction: float, shielded: float) -> float:
    """Output of an enterprise that produces more than is permitted, as far as it is protected; what that earns is booked as output.

    Equation: level * (1 + o * protection)
    Units: share of normal. Range: level and more.
    Source: study-D1, study-D14 (less protection: fewer violations, lower profit); assumption protected_overproduction.
    """
    return level * (1.0 + overproduction * shielded)


@rule
def demanded_output(level: float, demand: float) -> float:
    """Output of an enterprise from which more or less than normal is wanted; what nobody wanted is not made up later.

    Equation: level * (1 + d), with d the demand less normal as a share of it
    Units: share of normal. Range: 0 and more.
    Source: study-E21 (injuries rise where demand raises the workload); that output follows demand in full is an assumption.
    """
    return max(0.0, level * (1.0 + demand))


@rule
def margin_push(size: float, begins: bool, persistence: float) -> float:
    """Shock of a month that moves a margin by so much and, month after month, holds it there; afterwards the margin comes back by itself.

    Equation: s in the first month, then s * (1 - rho)
    Units: standard deviations. Range: real.
    Source: follows from the process of the margin; that a shock lasts for months is the study's own.
    """
    return size if begins else size * (1.0 - persistence)
