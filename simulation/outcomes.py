"""What is counted, and what each count means.

An outcome declares itself: unit, which direction is better, how months add up, and whose
eyes saw it.  Nothing downstream guesses from a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Direction = Literal["lower", "higher", "neither"]
Months = Literal["sum", "mean", "last"]
Districts = Literal["sum", "mean"]
View = Literal["true", "expected", "reported", "activity", "state", "money"]


@dataclass(frozen=True)
class Outcome:
    """One monthly count of a run.

    ``view`` says whose eyes saw it: ``true`` happened, ``expected`` is the sum of the
    intensities along the path, ``reported`` stands on the official record, ``activity`` is
    what the government did, ``state`` is a mean over agents, ``money`` is whole yuan of 2023.
    ``districts`` says how the districts of a region add up: a mean weighs them by their enterprises.
    """

    name: str
    unit: str
    better: Direction
    months: Months
    view: View
    description: str
    districts: Districts = "sum"


def _outcome(
    name: str, unit: str, better: Direction, months: Months, view: View, description: str, districts: Districts = "sum"
) -> Outcome:
    return Outcome(name, unit, better, months, view, description, districts)


OUTCOMES: tuple[Outcome, ...] = (
    # What happened.
    _outcome("lost_time_injuries", "injuries", "lower", "sum", "true", "injuries with at least one lost day, fatal and serious ones included"),
    _outcome("serious_injuries", "injuries", "lower", "sum", "true", "injuries that disable for good, deaths apart"),
    _outcome("deaths", "deaths", "lower", "sum", "true", "workers killed, on record or not"),
    _outcome("statutory_accidents", "accidents", "lower", "sum", "true", "accidents with a death, a serious injury or a direct loss of 1 million yuan or more"),
    _outcome("larger_accidents", "accidents", "lower", "sum", "true", "accidents of the legal class 'larger' or worse (3 deaths, 10 serious injuries or 10 million yuan)"),
    _outcome("deaths_concealed", "deaths", "lower", "sum", "true", "deaths that never reached the record"),
    # What was to be expected on the path taken.
    _outcome("expected_injuries", "injuries", "lower", "sum", "expected", "sum of the accident intensities"),
    _outcome("expected_deaths", "deaths", "lower", "sum", "expected", "sum of intensity times mean deaths per accident"),
    _outcome("expected_larger_accidents", "accidents", "lower", "sum", "expected", "sum of intensity times probability of three deaths or more"),
    _outcome("expected_major_accidents", "accidents", "lower", "sum", "expected", "sum of intensity times probability of ten deaths or more"),
    # What the record shows.
    _outcome("accidents_on_record", "accidents", "neither", "sum", "reported", "statutory accidents on the official record"),
    _outcome("reported_deaths", "deaths", "neither", "sum", "reported", "deaths on the official record"),
    _outcome("reported_injuries", "injuries", "neither", "sum", "reported", "lost-time injuries that the enterprise reported"),
    _outcome("reported_larger_accidents", "accidents", "neither", "sum", "reported", "larger or worse accidents on the official record"),
    # Hazards.
    _outcome("hazards_open", "hazards", "lower", "mean", "true", "open hazards in the district at the end of the month"),
    _outcome("visible_hazards_open", "hazards", "lower", "mean", "true", "open hazards that anyone can see"),
    _outcome("latent_hazards_open", "hazards", "lower", "mean", "true", "open hazards that take a specialist to see"),
    _outcome("major_hazards_open", "hazards", "lower", "mean", "true", "open hazards of major severity"),
    # What the government did.
    _outcome("visits", "visits", "neither", "sum", "activity", "inspection visits of all departments and towns; a joint visit counts once for each department"),
    _outcome("emergency_visits", "visits", "neither", "sum", "activity", "inspection visits of the emergency bureau"),
    _outcome("joint_visits", "visits", "neither", "sum", "activity", "visits made together with another department"),
    _outcome("overlap_visits", "visits", "lower", "sum", "activity", "visits to an enterprise that another department saw within 60 days, joint visits apart"),
    _outcome("follow_ups", "visits", "neither", "sum", "activity", "visits that check whether an order was carried out"),
    _outcome("complaint_visits", "visits", "neither", "sum", "activity", "visits on a complaint, a referral or a grid report"),
    _outcome("advice_visits", "visits", "neither", "sum", "activity", "visits at which advice was given"),
    _outcome("outside_visits", "visits", "neither", "sum", "activity", "visits by insurers and hired experts, who advise and cannot penalise"),
    _outcome("hazards_found", "hazards", "neither", "sum", "activity", "hazards that inspectors found"),
    _outcome("hazards_found_emergency", "hazards", "neither", "sum", "activity", "hazards that the emergency bureau found"),
    _outcome("major_hazards_found", "hazards", "neither", "sum", "activity", "major hazards that inspectors found"),
    _outcome("major_hazards_found_emergency", "hazards", "neither", "sum", "activity", "major hazards that the emergency bureau found"),
    _outcome("major_hazards_rectified", "hazards", "higher", "sum", "activity", "major hazards found by inspectors and then truly removed"),
    _outcome("hazards_rectified", "hazards", "higher", "sum", "activity", "hazards found by inspectors and then truly removed"),
    _outcome("hazards_on_paper", "hazards", "lower", "sum", "activity", "hazards found by inspectors, reported as removed and still there"),
    _outcome("side_payments", "cases", "lower", "sum", "true", "penalties settled by a payment to the officer"),
    _outcome("video_visits", "visits", "neither", "sum", "activity", "visits made by video"),
    _outcome("system_audits", "visits", "neither", "sum", "activity", "visits made as full audits of the safety system"),
    _outcome("grid_reports", "reports", "neither", "sum", "activity", "reports of grid agents that reach a department"),
    _outcome("sensor_alarms", "alarms", "neither", "sum", "activity", "alarms of sensors that reach the emergency bureau"),
    _outcome("work_halts", "halts", "neither", "sum", "activity", "halts of work by safety representatives"),
    _outcome("blacklistings", "enterprises", "neither", "sum", "activity", "enterprises put on the blacklist"),
    _outcome("penalties", "penalties", "neither", "sum", "activity", "fines for hazards, all departments"),
    _outcome("penalties_emergency", "penalties", "neither", "sum", "activity", "fines for hazards imposed by the emergency bureau"),
    _outcome("fines_emergency", "yuan", "neither", "sum", "activity", "sum of the emergency bureau's fines for hazards, daily repeats apart"),
    _outcome("stop_work_orders", "orders", "neither", "sum", "activity", "orders to stop work"),
    _outcome("publications", "publications", "neither", "sum", "activity", "penalties published with the enterprise's name"),
    _outcome("complaints", "complaints", "neither", "sum", "activity", "hazard reports by workers and the public"),
    _outcome("complaints_verified", "complaints", "neither", "sum", "activity", "such reports that a visit confirmed"),
    _outcome("referrals", "referrals", "neither", "sum", "activity", "hazards outside the mandate passed to the responsible department"),
    _outcome("covered_pairs", "pairs", "higher", "mean", "activity", "enterprise-domain pairs that some department knows and answers for"),
    _outcome("exposed_pairs", "pairs", "neither", "mean", "activity", "enterprise-domain pairs in which a hazard can arise"),
    # States, as means.
    _outcome("effort", "share", "higher", "mean", "state", "mean safety effort of the enterprises", "mean"),
    _outcome("attention", "share", "higher", "mean", "state", "mean attention to safety of the enterprises", "mean"),
    _outcome("competence", "share", "higher", "mean", "state", "mean competence of the enterprises", "mean"),
    _outcome("believed_visit_probability", "per month", "neither", "mean", "state", "mean believed monthly probability of a visit", "mean"),
    _outcome("memory", "share", "higher", "mean", "state", "mean memory of accidents, own and others'", "mean"),
    _outcome("certified", "share", "higher", "mean", "state", "enterprises certified in the voluntary scheme", "mean"),
    _outcome("insured", "share", "neither", "mean", "state", "enterprises with safety liability insurance", "mean"),
    _outcome("class_a", "share", "higher", "mean", "state", "enterprises in supervision class A", "mean"),
    _outcome("class_d", "share", "lower", "mean", "state", "enterprises in supervision class D", "mean"),
    _outcome("blacklisted", "share", "lower", "mean", "state", "enterprises on the blacklist", "mean"),
    _outcome("government_priority", "share", "higher", "mean", "state", "the district's priority for safety over growth", "mean"),
    _outcome("department_pressure", "share", "neither", "mean", "state", "mean accountability pressure on the departments", "mean"),
    _outcome("inspector_skill", "share", "higher", "mean", "state", "mean skill of the inspectors", "mean"),
    _outcome("officers", "officers", "neither", "mean", "state", "officers of all departments and towns"),
    _outcome("output", "share of normal", "higher", "mean", "state", "mean output of the enterprises", "mean"),
    # Money: whole yuan, undiscounted; comparison discounts.
    _outcome("government_cost", "yuan", "lower", "sum", "money", "officers, training, equipment, rewards, programmes; fines are not income"),
    _outcome("enterprise_cost", "yuan", "lower", "sum", "money", "safety effort, visits, lost output, insurers' services; fines and premiums are transfers and stand apart"),
    _outcome("accident_loss", "yuan", "lower", "sum", "money", "direct loss of accidents, deaths not valued"),
    _outcome("fines", "yuan", "neither", "sum", "money", "fines, costs recovered and court fines paid by enterprises and persons in charge, a transfer"),
    _outcome("premiums", "yuan", "neither", "sum", "money", "insurance premiums paid by enterprises, a transfer"),
    _outcome("unlawful_output", "yuan", "neither", "sum", "money", "value of what protected enterprises produce beyond what is permitted; in no cost, nor is its end"),
)

OUTCOME_BY_NAME: dict[str, Outcome] = {outcome.name: outcome for outcome in OUTCOMES}
NUMBER: dict[str, int] = {outcome.name: number for number, outcome in enumerate(OUTCOMES)}
"""Place of each outcome in ``OUTCOMES``, by which the compiled engine counts it."""


@dataclass(frozen=True)
class Ratio:
    """A measured share or rate: the sum of one outcome over the sum of others."""

    name: str
    numerator: str
    denominator: str
    scale: float
    unit: str
    better: Direction
    description: str


RATIOS: tuple[Ratio, ...] = (
    Ratio("hazards_per_visit", "hazards_found_emergency", "emergency_visits", 1.0, "hazards per visit", "neither", "hazards found per visit of the emergency bureau"),
    Ratio("major_hazards_per_1000_visits", "major_hazards_found_emergency", "emergency_visits", 1000.0, "hazards per 1,000 visits", "neither", "major hazards found per 1,000 visits of the emergency bureau"),
    Ratio("penalties_per_100_visits", "penalties_emergency", "emergency_visits", 100.0, "penalties per 100 visits", "neither", "fines for hazards per 100 visits of the emergency bureau"),
    Ratio("mean_fine", "fines_emergency", "penalties_emergency", 1.0, "yuan", "neither", "mean fine for hazards, emergency bureau"),
    Ratio("major_rectified_share", "major_hazards_rectified", "major_hazards_found", 1.0, "share", "higher", "major hazards found that were truly removed"),
    Ratio("rectified_on_paper_share", "hazards_on_paper", "hazards_found", 1.0, "share", "lower", "hazards found that were reported as removed and still there"),
    Ratio("overlap_share", "overlap_visits", "visits", 1.0, "share", "lower", "visits to an enterprise that another department saw within 60 days"),
    Ratio("covered_share", "covered_pairs", "exposed_pairs", 1.0, "share", "higher", "enterprise-domain pairs that some department covers"),
    Ratio("deaths_per_accident_on_record", "reported_deaths", "accidents_on_record", 1.0, "deaths per accident", "neither", "deaths on record per accident on record"),
    Ratio("concealed_share", "deaths_concealed", "deaths", 1.0, "share", "lower", "deaths that never reached the record"),
)

RATIO_BY_NAME: dict[str, Ratio] = {ratio.name: ratio for ratio in RATIOS}
