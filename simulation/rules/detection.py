"""What an inspector sees of what is there."""

from simulation.arithmetic import clip
from simulation.rule import rule


@rule
def specialist_match(
    is_specialist: bool, latent: bool, major: bool, visible_match: float, latent_match: float, standards: float, standards_effect: float
) -> float:
    """How far an officer's training fits the hazard in front of him.

    Equation: 1 for a specialist; else mu by kind; written standards close a share of the gap for major hazards
    Units: factor. Range: 0 to 1.
    Source: A83 (judgement standards); assumptions visible_match, latent_match, standards_effect.
    """
    if is_specialist:
        return 1.0
    match = latent_match if latent else visible_match
    if major:
        match = match + (1.0 - match) * standards * standards_effect
    return match


@rule
def detection_probability(
    skill: float, match: float, thoroughness: float, equipment: float, hiding: float, tired: float, familiar: float
) -> float:
    """Probability that an open hazard in an examined domain is found on a visit.

    Equation: g * match * thoroughness * equipment * (1 - hiding) * (1 - fatigue) * familiarity factor
    Units: probability. Range: 0 to 1.
    Source: model-based product; P3 bounds 0.15 to 0.75; study-C4, study-C5, study-C6 for its factors.
    """
    return clip(skill * match * thoroughness * equipment * (1.0 - hiding) * (1.0 - tired) * familiar, 0.0, 1.0)


@rule
def expected_probability(unannounced: float, word_ahead: float, neighbours: int) -> float:
    """Probability that an enterprise expects the visit: announced, or word ran ahead from neighbours.

    Equation: 1 - unannounced * (1 - word) ** (other visits in the place that month)
    Units: probability. Range: 0 to 1.
    Source: B22 (unannounced visits), study-C13; assumption word_ahead.
    """
    unexpected = unannounced
    for _ in range(min(neighbours, 200)):
        unexpected = unexpected * (1.0 - word_ahead)
    return 1.0 - unexpected


@rule
def warned_probability(expected: float, warning: float, shielded: float) -> float:
    """Probability that an enterprise expects the visit, once those whom officials protect are warned.

    Equation: 1 - (1 - e) * (1 - w * protection), the second factor held in 0 to 1
    Units: probability. Range: 0 to 1.
    Source: study-D1, study-C13 (what can be foreseen is evaded); assumption protected_warning.
    """
    return 1.0 - (1.0 - expected) * clip(1.0 - warning * shielded, 0.0, 1.0)


@rule
def hiding_share(expected: bool, latent: bool, hidden_when_expected: float) -> float:
    """Share of hazards put out of sight for the day of an expected visit; latent ones need no hiding.

    Equation: hidden if expected and visible, else 0
    Units: share. Range: 0 to 1.
    Source: study-C13, study-D27; assumption hidden_when_expected.
    """
    if expected and not latent:
        return hidden_when_expected
    return 0.0


@rule
def video_factor(by_video: bool, latent: bool, video_visible: float, video_latent: float) -> float:
    """What a camera shows of what a visit would.

    Equation: 1 on site; by video a share, less for latent hazards
    Units: factor. Range: 0 to 1.
    Source: C34 (Sweden makes 19 % of visits by video); assumptions video_visible, video_latent.
    """
    if not by_video:
        return 1.0
    return video_latent if latent else video_visible


@rule
def audited_match(match: float, audit: bool, sensor: bool, latent: bool, audit_match: float) -> float:
    """Fit of the look once a full audit of the safety system or a sensor helps it.

    Equation: 1 for a latent hazard under a sensor; match + audit gain * (1 - match) in an audit
    Units: factor. Range: match to 1.
    Source: C19 (system audits), study-D24 (remote monitoring); assumption audit_match.
    """
    if sensor and latent:
        return 1.0
    if audit:
        return match + audit_match * (1.0 - match)
    return match


@rule
def campaign_unannounced(unannounced: float, campaign: bool, in_campaign: float) -> float:
    """Share of visits without notice, in a campaign after a disaster at least that of the campaign.

    Equation: max(share, share in a campaign)
    Units: share. Range: 0 to 1.
    Source: A37 (unannounced visits within two weeks of the explosion).
    """
    return max(unannounced, in_campaign) if campaign else unannounced
