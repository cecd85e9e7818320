"""Accident intensity: unsafe acts that no inspection sees, and hazards that one could."""

from simulation.arithmetic import exponential
from simulation.rule import rule


@rule
def unsafe_intensity(workers: float, base_rate: float, sector_rate: float, attention: float, response: float, trained: float) -> float:
    """Expected injuries of a month from unsafe acts at normal output.

    Equation: W * b[s] * exp(-beta * a) * factor of training
    Units: injuries per month. Range: 0 and more.
    Source: assumptions unsafe_injury_rate, unsafe_response; levels from A47 to A49.
    """
    return workers * base_rate * sector_rate * exponential(-response * attention) * trained


@rule
def lasting_unsafe(lasting: float, weight: float) -> float:
    """Factor on unsafe acts from what makes an enterprise lastingly more or less dangerous than others of its size and sector.

    Equation: 1 + weight * (z - 1): of mean 1, as z is
    Units: factor. Range: 1 - weight and more.
    Source: the lasting factor z from hazard_spread; assumption unsafe_lasting.
    """
    return 1.0 + weight * (lasting - 1.0)


@rule
def hazard_intensity(count: int, rate: float, domain_rate: float, latent: bool, major: bool, latent_multiple: float, major_multiple: float) -> float:
    """Expected injuries of a month from the open hazards of one cell at normal output.

    Equation: H * pi, pi multiplied for latent and for major hazards
    Units: injuries per month. Range: 0 and more.
    Source: assumptions hazard_injury_rate, latent_injury_multiple, major_injury_multiple.
    """
    per_hazard = rate * domain_rate
    if latent:
        per_hazard = per_hazard * latent_multiple
    if major:
        per_hazard = per_hazard * major_multiple
    return count * per_hazard


@rule
def training_factor(hours: float, normal: float, response: float) -> float:
    """Factor on unsafe acts from the yearly training of workers, 1 at today's hours.

    Equation: exp(-response * (h - h0) / (h + h0))
    Units: hours per worker-year -> factor. Range: exp(-response) to exp(response).
    Source: study-F4 (behaviour changes surely, injuries hardly); assumption training_response.
    """
    if hours + normal <= 0.0:
        return 1.0
    return exponential(-response * (hours - normal) / (hours + normal))


@rule
def stop_probability(representative: bool, notice: float) -> float:
    """Monthly probability that a safety representative halts work at a visible major hazard until it is gone.

    Equation: notice where there is one with the right to stop
    Units: per month. Range: 0 to 1.
    Source: C35; assumption stop_notice.
    """
    return notice if representative else 0.0
