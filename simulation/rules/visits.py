"""What becomes of what a visit found: removed in truth, on paper, or not at all."""

from simulation.arithmetic import clip
from simulation.rule import rule


@rule
def true_removal_probability(
    penalised: bool, major: bool, advised: bool, ordered: bool, base: float, by_penalty: float, by_listing: float, by_advice: float, by_notice: float, notice: float
) -> float:
    """Probability that a found hazard is removed in truth by the date set.

    Equation: 1 - (1 - base) * product of (1 - push) over penalty, listing of major hazards, advice and binding notice;
    without an order (a body that only reports) half the base
    Units: probability. Range: 0 to 1.
    Source: A82 (major 77.7 %), A87, A88, study-A2, study-A3 (no effect without penalty), study-D18; assumptions rectified_*.
    """
    left = 1.0 - base if ordered else 1.0 - 0.5 * base
    if penalised:
        left = left * (1.0 - by_penalty)
    if major:
        left = left * (1.0 - by_listing)
    if advised:
        left = left * (1.0 - by_advice)
    left = left * (1.0 - by_notice * notice)
    return clip(1.0 - left, 0.0, 1.0)


@rule
def paper_probability(reported_share: float, truly: float) -> float:
    """Probability that a found hazard is reported as rectified though it is not.

    Equation: max(0, reported share - truly removed)
    Units: probability. Range: 0 to 1.
    Source: A87, A88 (97.7 to 100 % reported), A74 (paper ledgers); parameter rectified_reported.
    """
    return clip(reported_share - truly, 0.0, 1.0)


@rule
def planned_count(available: float, share: float, waiting: int) -> int:
    """Visits given to a purpose: its share of what is available, at most what waits.

    Equation: min(waiting, floor(available * share + 0.5))
    Units: visits. Range: 0 to waiting.
    Source: B31 (plans keep days apart by purpose).
    """
    wanted = int(available * share + 0.5)
    return min(wanted, waiting)
