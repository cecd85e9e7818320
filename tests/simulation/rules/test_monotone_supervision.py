"""What an inspection is: who comes, what is found, what is penalised: more of this is never less of that."""

from simulation.rules import detection, penalties, responsibility, staff, targeting, visits
from tests.simulation.rules.laws import DOWN, UP, Law, laws


@laws(
    ("more certainty, more penalties", penalties.penalty_probability, "certainty", UP),
    ("more cases, no fewer follow-ups", visits.follow_up_count, "handed", UP),
    ("more belief in a penalty, less put off", visits.base_put_off, "certainty", UP),
    ("more delay, more put off", visits.base_put_off, "delay", DOWN),
    ("more permits linked, more feared", penalties.feared_withholding, "linked", UP),
    ("company makes nobody more lenient", staff.in_company, "together", DOWN),
    ("a case elsewhere, no fewer penalties", penalties.informed_certainty, "elsewhere", UP),
    ("more records shared, no fewer penalties", penalties.informed_certainty, "shared", UP),
    ("longer since a fine, less of a record", penalties.record_stands, "since_fine", DOWN),
    ("more certainty of the rules, more by discretion", penalties.discretionary_certainty, "certainty", UP),
    ("more found, more by discretion", penalties.discretionary_certainty, "found", UP),
    ("more usual, less by discretion", penalties.discretionary_certainty, "usual", DOWN),
    ("more leniency, fewer penalties", penalties.penalty_probability, "leniency", DOWN),
    ("more protection, fewer penalties", penalties.penalty_probability, "shielded", DOWN),
    ("more major findings, more penalties", penalties.penalty_probability, "majors", UP),
    ("more repeats, more penalties", penalties.penalty_probability, "repeats", UP),
    ("more vertical control, less protection", penalties.protection, "vertical", DOWN),
    ("more priority for safety, less protection", penalties.protection, "priority", DOWN),
    ("more taxes, more protection", penalties.protection, "tax_weight", UP),
    ("closer ties, more protection", penalties.protection, "local_tie", UP),
    ("more protection leaves less of supervision", penalties.left_by_protection, "shielded", DOWN),
    ("higher tariffs, higher fines", penalties.fine_amount, "tariff", UP),
    ("more earlier fines, higher fines", penalties.fine_amount, "earlier", UP),
    ("higher caps, higher fines", penalties.fine_amount, "cap", UP),
    ("a posted result protects no more", penalties.protection, "posted", DOWN),
    ("more deaths, no smaller a fine on the person", penalties.personal_fine, "deaths", UP),
    ("more prosecution, more feared", penalties.feared_loss, "prosecution", UP),
    ("longer overdue, higher fines", penalties.overdue_fine, "days_overdue", UP),
)
def test_monotone_penalties(law: Law) -> None:
    law.hold()


@laws(
    ("more skill finds more", detection.detection_probability, "skill", UP),
    ("a better match finds more", detection.detection_probability, "match", UP),
    ("better equipment finds more", detection.detection_probability, "equipment", UP),
    ("more hidden, less found", detection.detection_probability, "hiding", DOWN),
    ("more tired, less found", detection.detection_probability, "tired", DOWN),
    ("written standards never hurt", detection.specialist_match, "standards", UP),
    ("specialists never match worse", detection.specialist_match, "is_specialist", UP),
    ("more surprise, less expected", detection.expected_probability, "unannounced", DOWN),
    ("more neighbours, more expected", detection.expected_probability, "neighbours", UP),
    ("more protection, more visits expected", detection.warned_probability, "shielded", UP),
    ("an expected visit finds more hidden", detection.hiding_share, "expected", UP),
    ("an audit never matches worse", detection.audited_match, "audit", UP),
    ("a sensor never matches worse", detection.audited_match, "sensor", UP),
    ("a campaign never comes with more notice", detection.campaign_unannounced, "campaign", UP),
    ("a camera never shows more than a visit", detection.video_factor, "by_video", DOWN),
)
def test_monotone_detection(law: Law) -> None:
    law.hold()


@laws(
    ("longer since, higher score", targeting.visit_score, "months_since", UP),
    ("more risk, higher score", targeting.visit_score, "risk", UP),
    ("more luck in the draw, higher score", targeting.visit_score, "noise", UP),
    ("a worse yard, more points", targeting.private_signal, "visible", UP),
    ("more usual, fewer points", targeting.private_signal, "usual", DOWN),
    ("more seen, higher estimate", targeting.updated_risk, "seen", UP),
    ("larger firms, higher prior", targeting.prior_risk, "workers", UP),
    ("the listed have a higher prior", targeting.prior_risk, "high_risk", UP),
    ("less known, higher estimate", targeting.drifted_risk, "growth", UP),
    ("longer since, less kept", targeting.kept_share, "months", DOWN),
    ("a worse class, more points", targeting.record_points, "supervision_class", UP),
    ("longer since an accident on record, fewer points", targeting.record_points, "months_since_record", DOWN),
    ("high-risk firms may be seen more often", targeting.yearly_cap, "high_risk", UP),
)
def test_monotone_targeting(law: Law) -> None:
    law.hold()


@laws(
    ("more departments, less looking", responsibility.examination_weight, "departments", DOWN),
    ("more diligence in shared cells, more looking", responsibility.examination_weight, "share", UP),
    ("more of whom each may look, less looking", responsibility.volunteer_weight, "departments", DOWN),
    ("dearer to look, less looking", responsibility.volunteer_weight, "cost", DOWN),
    ("an appraisal more by counts leaves less of what is not counted", responsibility.uncounted_share, "process_weight", DOWN),
    ("the lead never looks less", responsibility.examination_weight, "is_lead", UP),
    ("a larger share only adds cells", responsibility.is_within, "share", UP),
    ("more duty, more referrals", responsibility.referral_probability, "duty", UP),
    ("records that lapse sooner", responsibility.lapse_probability, "lapse", UP),
    ("a drive finds more", responsibility.discovery_probability, "drive", UP),
    ("better coverage is kept by finding more", responsibility.discovery_probability, "coverage", UP),
)
def test_monotone_responsibility(law: Law) -> None:
    law.hold()


@laws(
    ("more pay, less turnover", staff.turnover_probability, "pay", DOWN),
    ("professionals of higher skill", staff.hired_skill, "professional_skill", UP),
    ("more training, more skill", staff.learned_skill, "training_days", UP),
    ("more training, fewer field days", staff.field_days_left, "training_days", DOWN),
    ("more officers, more visits", staff.monthly_visits, "officers", UP),
    ("more officers to a visit, fewer visits", staff.monthly_visits, "officers_per_visit", DOWN),
    ("more diverted, fewer visits", staff.monthly_visits, "diverted", DOWN),
    ("more priority for safety, less diverted", staff.diverted_share, "priority", DOWN),
    ("longer in the post, more skill", staff.seasoned_skill, "experience", UP),
    ("more training, more who requalify", staff.requalifying_probability, "training_days", UP),
    ("later in the day, more tired", staff.fatigue, "place", UP),
    ("longer acquainted, less sharp", staff.familiarity, "run", DOWN),
    ("more integrity, less settled aside", staff.settled_probability, "integrity", DOWN),
    ("more audit, less settled aside", staff.settled_probability, "audit", DOWN),
    ("a larger bonus tempts more", staff.settled_probability, "bonus", UP),
    ("a larger bonus makes more thorough", staff.diligence, "bonus", UP),
)
def test_monotone_staff(law: Law) -> None:
    law.hold()


@laws(
    ("penalised, more removed", visits.true_removal_probability, "penalised", UP),
    ("advised, more removed", visits.true_removal_probability, "advised", UP),
    ("ordered, more removed", visits.true_removal_probability, "ordered", UP),
    ("followed up, more removed", visits.true_removal_probability, "followed_up", UP),
    ("daily fines, more removed", visits.true_removal_probability, "daily", UP),
    ("more notices, more removed", visits.true_removal_probability, "notice", UP),
    ("more removed, less on paper", visits.paper_probability, "truly", DOWN),
    ("more available, more planned", visits.planned_count, "available", UP),
    ("more waiting, more planned", visits.planned_count, "waiting", UP),
)
def test_monotone_visits(law: Law) -> None:
    law.hold()
