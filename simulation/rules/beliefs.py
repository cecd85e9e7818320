"""What an enterprise believes of visits and penalties: experience moves it, announcements do not."""

from simulation.arithmetic import clip, exponential
from simulation.rule import rule


@rule
def visit_belief(
    belief: float, visits: int, peers_visited: float, peers_posted: float, rate: float, fading: float, spill_over: float, posted_weight: float
) -> float:
    """Believed monthly probability of a visit after a month of experience: a visit raises it faster than months without one lower it.

    Equation: p + omega * (1 - p) if visited, else p + fading * omega * (seen - p); seen = the larger of spill-over * share of
    peers visited and posted weight * share of peers whose visit was posted
    Units: probability per month; fading: relative to omega. Range: 0 to 1.
    Source: study-B15 (announcing does nothing, audits do), study-B6, study-A10 (effects wear off slowly); assumptions belief_rate,
    belief_fading (1: both alike), peer_visit_weight, posted_weight.
    """
    seen = max(spill_over * peers_visited, posted_weight * peers_posted)
    moved = fading * rate
    if visits > 0:
        seen = 1.0
        moved = rate
    return clip(belief + moved * (seen - belief), 0.0, 1.0)


@rule
def felt_by_peer(believed: float, fine: float, rate: float, weight: float) -> float:
    """Believed penalty after a peer's published one: moved as by one's own, less by the weight of the publication.

    Equation: f + rate * weight * (fine - f) where the fine is larger; a smaller one frightens nobody less
    Units: yuan. Range: f and more.
    Source: study-B3 (fear of own exposure), study-B1; assumption penalty_belief_rate.
    """
    if fine <= believed:
        return believed
    return believed + rate * weight * (fine - believed)


@rule
def penalty_belief(believed: float, fine: float, rate: float) -> float:
    """Believed penalty per hazard after one's own.

    Equation: f + rate * (fine - f)
    Units: yuan. Range: 0 and more.
    Source: study-B6, study-B12; assumption penalty_belief_rate.
    """
    return believed + rate * (fine - believed)


@rule
def publication_weight(distance: float, reach: float, earlier: float, fading: float) -> float:
    """Weight of a peer's published penalty.

    Equation: exp(-distance / reach) / (1 + fading * earlier publications)
    Units: km; publications seen. Range: 0 to 1.
    Source: study-B1, study-B2 (73, 36, 30 % within 5, 10, 50 km), study-B3 (fades).
    """
    return exponential(-distance / reach) / (1.0 + fading * earlier)


@rule
def certainty_belief(belief: float, visited_with_findings: bool, penalised: bool, rate: float) -> float:
    """Believed probability that a visit with findings ends in a penalty.

    Equation: q + rate * (1 if penalised else 0 - q) on such visits; unchanged otherwise
    Units: probability. Range: 0 to 1.
    Source: study-B6 (probability and size act apart), study-B12.
    """
    if not visited_with_findings:
        return belief
    return clip(belief + rate * ((1.0 if penalised else 0.0) - belief), 0.0, 1.0)


@rule
def unfed_certainty(belief: float, unseen: float, fading: float, fed: bool) -> float:
    """Believed probability of a penalty after a month: what no experience feeds wears off.

    Equation: q + fading * (q0 - q) in a month without findings of one's own and without a publication read; unchanged otherwise
    Units: probability; rate per month. Range: 0 to 1.
    Source: study-B3 (fades with time); assumptions certainty_fading, certainty_unseen.
    """
    return belief if fed else clip(belief + fading * (unseen - belief), 0.0, 1.0)
