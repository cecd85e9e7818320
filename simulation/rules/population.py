"""Who the enterprises are: sizes, lasting hazard, attention, weight, ties."""

from simulation.arithmetic import clip, exponential, logarithm
from simulation.rule import rule

LOG_10_OF_E = 0.4342944819032518


@rule
def drawn_workers(normal: float, mean: float, log_sigma: float, most: float) -> int:
    """Workers of an enterprise, log-normal with the given mean, at least one.

    Equation: round(mean * exp(sigma * z - sigma ** 2 / 2)), 1 to the most
    Units: workers. Range: 1 to most.
    Source: A20 to A25 for the means.
    """
    value = mean * exponential(log_sigma * normal - 0.5 * log_sigma * log_sigma)
    return int(clip(value + 0.5, 1.0, most))


@rule
def lasting_factor(normal: float, sigma: float) -> float:
    """Lasting difference between enterprises of one sector and size, mean 1.

    Equation: exp(sigma * z - sigma ** 2 / 2)
    Units: factor. Range: above 0.
    Source: without it targeting has nothing to find (study-A14); assumption hazard_spread.
    """
    return exponential(sigma * normal - 0.5 * sigma * sigma)


@rule
def base_attention(normal: float, mean: float, sigma: float) -> float:
    """Attention to safety to which an enterprise returns.

    Equation: clip(mean * exp(sigma * z - sigma ** 2 / 2), 0.02, 0.9)
    Units: share. Range: 0.02 to 0.9.
    Source: assumptions attention_mean, attention_spread.
    """
    return clip(mean * exponential(sigma * normal - 0.5 * sigma * sigma), 0.02, 0.9)


@rule
def staffed_attention(base: float, workers: float, gain: float) -> float:
    """Attention of an enterprise with safety staff of its own, which enterprises with more than a hundred workers have, the larger the more.

    Equation: a0 + gain * log10(W / 100) * (1 - a0) above 100 workers
    Units: share; gain for each factor of ten. Range: 0 to 1.
    Source: study-E14, study-E15 (small sites are the most dangerous by far); assumption safety_staff (0: size makes no difference).
    """
    tens = max(0.0, LOG_10_OF_E * logarithm(workers / 100.0))
    return clip(base + gain * tens * (1.0 - base), 0.0, 1.0)


@rule
def tax_weight(workers: float, half: float) -> float:
    """Weight of an enterprise for the district's revenue.

    Equation: W / (W + half)
    Units: share. Range: 0 to 1.
    Source: study-C15 (large firms get leniency); assumption tax_half_size.
    """
    return workers / (workers + half)


@rule
def local_tie(u: float) -> float:
    """Closeness of an enterprise's owner to the officials: few are close.

    Equation: u ** 3
    Units: share. Range: 0 to 1.
    Source: study-D1, study-D2 for the mechanism; form assumed.
    """
    return u * u * u
