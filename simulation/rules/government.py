"""The district's priority for safety, and the pressure on its departments."""

from simulation.arithmetic import clip
from simulation.rule import rule


@rule
def target_priority(base: float, meetings: float, meetings_normal: float, process: float, outcome: float, by_meetings: float, by_process: float, by_outcome: float) -> float:
    """Priority for safety over growth to which the head of the district tends.

    Equation: base + by_meetings * (m - m0) / (m + m0) + by_process * (w - 0.2) + by_outcome * (v - 0.5)
    Units: share. Range: 0 to 1.
    Source: study-D7, study-D8, C60; assumptions priority_*; 0.2 and 0.5 are the baseline weights.
    """
    from_meetings = by_meetings * (meetings - meetings_normal) / (meetings + meetings_normal)
    return clip(base + from_meetings + by_process * (process - 0.2) + by_outcome * (outcome - 0.5), 0.0, 1.0)


@rule
def priority_under_veto(target: float, ceiling: float, veto: float, by_veto: float) -> float:
    """Priority to which the head of the district tends where missing the ceiling on deaths costs every award and promotion.

    Equation: min(1, target + by_veto) under the veto, where there is a ceiling
    Units: share. Range: target to 1.
    Source: study-D5 (larger declines where promotion hangs on it), study-D8; assumption priority_by_veto.
    """
    return min(1.0, target + by_veto) if ceiling > 0.0 and veto >= 0.5 else target


@rule
def pressure_jump(legal_class: int, by_general: float, by_larger: float, by_major: float) -> float:
    """Rise of accountability pressure on a department after an accident on record in its mandate.

    Equation: by the legal class
    Units: share of what is left to 1. Range: 0 to 1.
    Source: study-D16 (reactive), study-D9, A34; assumptions pressure_by_*.
    """
    if legal_class >= 3:
        return by_major
    if legal_class == 2:
        return by_larger
    if legal_class == 1:
        return by_general
    return 0.0


@rule
def reactive_share(base: float, pressure: float, by_pressure: float) -> float:
    """Share of visits that go where accidents were.

    Equation: base + by_pressure * P
    Units: share. Range: 0 to 0.9.
    Source: study-D16; assumptions response_share, response_by_pressure.
    """
    return clip(base + by_pressure * pressure, 0.0, 0.9)


@rule
def campaign_factor(in_campaign: bool, strength: float) -> float:
    """Visits of a month relative to normal while a campaign after a disaster runs.

    Equation: 1 + strength in a campaign
    Units: factor. Range: 1 and more.
    Source: A37, A80.
    """
    return 1.0 + strength if in_campaign else 1.0


@rule
def overtime_factor(pressure: float, by_pressure: float) -> float:
    """Visits of a month relative to normal where pressure sends officers out by overtime.

    Equation: 1 + g * P
    Units: factor. Range: 1 and more.
    Source: study-D9 (pressure from above lowers deaths), study-D16, A37; assumption overtime_by_pressure.
    """
    return 1.0 + by_pressure * pressure


@rule
def felt_pressure(ceiling: float, department: float, by_department: float) -> float:
    """Pressure under which an accident is reported or not: the year's ceiling, and that on the departments.

    Equation: ceiling + by_department * P
    Units: share. Range: 0 and more.
    Source: study-D5, study-D25; assumption concealment_by_department.
    """
    return ceiling + by_department * department
