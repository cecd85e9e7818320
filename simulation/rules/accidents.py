"""Accident intensity: unsafe acts that no inspection sees, and hazards that one could."""

from simulation.arithmetic import exponential
from simulation.rule import rule


@rule
def unsafe_intensity(workers: float, base_rate: float, sector_rate: float, attention: float, response: float) -> float:
    """Expected injuries of a month from unsafe acts at normal output.

    Equation: W * b[s] * exp(-beta * a)
    Units: injuries per month. Range: 0 and more.
    Source: assumptions unsafe_injury_rate, unsafe_response; levels from A47 to A49.
    """
    return workers * base_rate * sector_rate * exponential(-response * attention)


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
