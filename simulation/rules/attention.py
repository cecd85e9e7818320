"""Attention, memory and competence: raised by events, lost with time."""

from simulation.arithmetic import clip
from simulation.rule import rule


@rule
def faded(value: float, base: float, rate: float) -> float:
    """Return of a state to its base.

    Equation: x + rate * (base - x)
    Units: those of the state; rate per month. Range: between x and base.
    Source: study-A4, study-B6 (effects fade in about two years); attention_fading, competence_fading, memory_fading, pressure_fading.
    """
    return value + rate * (base - value)


@rule
def raised(value: float, jump: float) -> float:
    """A state in 0 to 1 raised by a jump: the nearer to 1, the less is left to raise.

    Equation: x + jump * (1 - x)
    Units: share. Range: x to 1.
    Source: form assumed; sizes are the parameters attention_by_* and competence_by_*.
    """
    return clip(value + jump * (1.0 - value), 0.0, 1.0)


@rule
def raised_towards(value: float, jump: float, standard: float) -> float:
    """A state raised by enforcement: towards the standard that it enforces, never beyond; above it nothing is asked for.

    Equation: x + jump * max(0, standard - x)
    Units: share. Range: 0 to 1.
    Source: study-A6, study-A7 (the same inspection does less where plants have become better); assumption attention_standard (1: as any other jump).
    """
    return clip(value + jump * max(0.0, standard - value), 0.0, 1.0)


@rule
def accident_jump(deaths: int, serious: int, by_injury: float, by_serious: float, by_death: float) -> float:
    """Jump of attention after an own accident, by its severity.

    Equation: the largest that applies
    Units: share of what is left to 1. Range: 0 to 1.
    Source: study-D17 (learning after a disaster lasts years); assumptions attention_by_*.
    """
    if deaths > 0:
        return by_death
    if serious > 0:
        return by_serious
    return by_injury


@rule
def hears_of(deaths: int, on_record: bool, is_peer: bool) -> bool:
    """Whether an enterprise hears of somebody else's accident.

    Equation: three deaths or more: everybody; one or two: the other enterprises of the sector, if the accident is on record
    Units: true or false. Range: true or false.
    Source: study-D17 (learning after a disaster), A37; assumption that a trade talks of its own deaths.
    """
    return deaths >= 3 or (deaths >= 1 and on_record and is_peer)


@rule
def disaster_jump(deaths: int, distance: float, reach: float, size: float) -> float:
    """Jump of attention at who hears of somebody else's fatal accident.

    Equation: size * min(1, deaths / 10) / (1 + distance / reach)
    Units: share of what is left to 1. Range: 0 to size.
    Source: study-D17, A37; assumption attention_by_disaster.
    """
    return size * clip(deaths / 10.0, 0.0, 1.0) / (1.0 + distance / reach)


@rule
def drawn_by_stake(base: float, stake: float, most: float, half: float) -> float:
    """Attention to which an enterprise returns where money hangs on its safety record, whichever instrument hangs it there.

    Equation: a0 + rho * m / (m + m0) * (1 - a0)
    Units: share; yuan a year and worker. Range: 0 to 1.
    Source: study-F8 (moderate evidence), study-F10; against it study-F3, study-F13; assumptions stake_attention (0: money draws none), stake_half.
    """
    return clip(base + most * (stake / (stake + half)) * (1.0 - base), 0.0, 1.0)


@rule
def carried_along(value: float, base: float, kept: float) -> float:
    """What of a state goes along when a workplace moves: part of the crew and of its habits.

    Equation: a0 + kept * (x - a0)
    Units: those of the state. Range: between the base and x.
    Source: study-A16, study-A17 (enforcement does less where sites turn over); assumption site_kept.
    """
    return base + kept * (value - base)


@rule
def lifted_base(base: float, memory: float, weight: float) -> float:
    """Attention to which an enterprise returns while it remembers accidents, its own and others'.

    Equation: a0 + weight * m * (1 - a0)
    Units: share. Range: a0 to 1.
    Source: study-D17 (local learning lowers deaths for years); assumption memory_weight.
    """
    return clip(base + weight * memory * (1.0 - base), 0.0, 1.0)
