"""What becomes of what a visit found: removed in truth, on paper, or not at all."""

from simulation.arithmetic import clip
from simulation.rule import rule


@rule
def true_removal_probability(
    penalised: bool, major: bool, advised: bool, ordered: bool, followed_up: bool, base: float, by_penalty: float,
    by_listing: float, by_advice: float, by_notice: float, notice: float, by_follow_up: float, by_daily: float, daily: float
) -> float:
    """Probability that a found hazard is removed in truth by the date set.

    Equation: 1 - (1 - base) * product of (1 - push) over penalty, daily fines on a penalty, listing of major hazards,
    advice, follow-up and, where there is an order, binding notice; a body that only reports moves half the base
    Units: probability. Range: 0 to 1.
    Source: A82 (major 77.7 %), A87, A88, study-A2, study-A3 (no effect without penalty), study-D18 (not without
    re-inspection); assumptions rectified_*.
    """
    left = 1.0 - base if ordered else 1.0 - 0.5 * base
    if penalised:
        left = left * (1.0 - by_penalty)
        left = left * (1.0 - by_daily * daily)
    if major:
        left = left * (1.0 - by_listing)
    if advised:
        left = left * (1.0 - by_advice)
    if followed_up:
        left = left * (1.0 - by_follow_up)
    if ordered:
        left = left * (1.0 - by_notice * notice)
    return clip(1.0 - left, 0.0, 1.0)


@rule
def base_put_off(base: float, delay: float, certainty: float) -> float:
    """Share that is truly removed on an order alone: complying costs, and is put off where no penalty threatens.

    Equation: base * (1 - delay * (1 - q)), q the believed certainty that findings end in a penalty
    Units: probability. Range: 0 to base.
    Source: study-A2, study-A3 (no effect without penalty), study-D18 (orders are often not carried out); assumption compliance_delay.
    """
    return base * (1.0 - delay * (1.0 - certainty))


@rule
def paper_probability(reported_share: float, truly: float) -> float:
    """Probability that a hazard not truly removed is reported as rectified all the same.

    Equation: max(0, (reported share - truly removed) / (1 - truly removed))
    Units: probability. Range: 0 to 1.
    Source: A87, A88 (97.7 to 100 % reported), A74 (paper ledgers); parameter rectified_reported.
    """
    if truly >= 1.0:
        return 0.0
    return clip((reported_share - truly) / (1.0 - truly), 0.0, 1.0)


@rule
def visit_time(by_video: bool, audit: bool, video_saving: float, audit_extra: float) -> float:
    """Field time of a visit: less by video, more for a full audit of the safety system.

    Equation: 1 - saving by video, 1 + extra for an audit
    Units: ordinary visits. Range: above 0.
    Source: C34, C19; assumptions video_saving, audit_extra.
    """
    if audit:
        return 1.0 + audit_extra
    return 1.0 - video_saving if by_video else 1.0


@rule
def planned_count(available: float, share: float, waiting: int) -> int:
    """Visits given to a purpose: its share of what is available, at most what waits.

    Equation: min(waiting, floor(available * share + 0.5))
    Units: visits. Range: 0 to waiting.
    Source: B31 (plans keep days apart by purpose).
    """
    wanted = int(available * share + 0.5)
    return min(wanted, waiting)


@rule
def follow_up_count(planned: int, handed: int) -> int:
    """Visits given to follow-ups where cases handed over must be followed up.

    Equation: max(planned, cases): a duty is not bound by the share of the plan
    Units: visits. Range: planned and more.
    Source: B32 (fined but not changed), A75 (weak coordination); model-based.
    """
    return max(planned, handed)
