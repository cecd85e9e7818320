"""More of this is never less of that: directions that hold whatever else is given."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.rules import (
    accidents,
    attention,
    beliefs,
    costs,
    detection,
    effort,
    government,
    hazards,
    incentives,
    penalties,
    population,
    reporting,
    responsibility,
    severity,
    staff,
    targeting,
    visits,
)
from tests.simulation.rules.arguments import argument, arguments

SLACK = 1e-9
UP, DOWN = 1, -1


@dataclass(frozen=True)
class Law:
    """The rule never falls (``UP``) or never rises (``DOWN``) with one of its arguments."""

    rule: Callable[..., Any]
    argument: str
    direction: int

    def hold(self) -> None:
        name, moved = self.rule.__name__, self.argument

        @settings(max_examples=40)
        @given(arguments(name), st.tuples(argument(name, moved), argument(name, moved)).map(sorted))
        def holds(values: dict[str, Any], pair: list[Any]) -> None:
            less, more = (self.rule(**{**values, moved: value}) for value in pair)
            slack = SLACK * max(1.0, abs(less), abs(more))
            assert self.direction * (more - less) >= -slack, f"{name}: {moved} from {pair[0]} to {pair[1]} gives {less}, then {more}; {values}"

        holds()


def laws(*lines: tuple[str, Callable[..., Any], str, int]) -> pytest.MarkDecorator:
    """Parametrise a test with laws, each under its sentence."""
    return pytest.mark.parametrize("law", [Law(*rest) for _, *rest in lines], ids=[line[0] for line in lines])


@laws(
    ("more certainty, more penalties", penalties.penalty_probability, "certainty", UP),
    ("more leniency, fewer penalties", penalties.penalty_probability, "leniency", DOWN),
    ("more protection, fewer penalties", penalties.penalty_probability, "shielded", DOWN),
    ("more major findings, more penalties", penalties.penalty_probability, "majors", UP),
    ("more repeats, more penalties", penalties.penalty_probability, "repeats", UP),
    ("more vertical control, less protection", penalties.protection, "vertical", DOWN),
    ("more priority for safety, less protection", penalties.protection, "priority", DOWN),
    ("more taxes, more protection", penalties.protection, "tax_weight", UP),
    ("closer ties, more protection", penalties.protection, "local_tie", UP),
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
    ("more attention, fewer unsafe acts", accidents.unsafe_intensity, "attention", DOWN),
    ("more workers, more unsafe acts", accidents.unsafe_intensity, "workers", UP),
    ("more hazards, more accidents", accidents.hazard_intensity, "count", UP),
    ("more training, fewer unsafe acts", accidents.training_factor, "hours", DOWN),
    ("latent hazards are worse", accidents.hazard_intensity, "latent", UP),
    ("major hazards are worse", accidents.hazard_intensity, "major", UP),
)
def test_monotone_accidents(law: Law) -> None:
    law.hold()


@laws(
    ("larger firms, more hazards", hazards.size_factor, "workers", UP),
    ("more output, more hazards", hazards.arrival_mean, "output", UP),
    ("more effort, more removed", hazards.removal_probability, "effort", UP),
    ("more competence, more removed", hazards.removal_probability, "competence", UP),
    ("more self-checks, more removed", hazards.self_check_removal, "checks", UP),
    ("more genuine self-checks, more removed", hazards.self_check_removal, "genuine", UP),
    ("more audits, more genuine self-checks", hazards.self_check_genuineness, "audit", UP),
    ("more removal, fewer open hazards", hazards.steady_stock, "removal", DOWN),
    ("a domain that hides more, more latent hazards", hazards.latent_share, "domain_latent", UP),
    ("a graver sector, more major hazards", hazards.major_share, "sector_factor", UP),
    ("more exposure, more of every kind", hazards.kind_share, "exposure", UP),
    ("one more hazard after more of them", hazards.one_more_hazard, "count", UP),
)
def test_monotone_hazards(law: Law) -> None:
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


@laws(
    ("who is visited believes more", beliefs.visit_belief, "visits", UP),
    ("who sees peers visited believes more", beliefs.visit_belief, "peers_visited", UP),
    ("who reads of peers visited believes more", beliefs.visit_belief, "peers_posted", UP),
    ("a larger published fine is feared more", beliefs.felt_by_peer, "fine", UP),
    ("longer memory, higher base", attention.lifted_base, "memory", UP),
    ("a larger fine is feared more", beliefs.penalty_belief, "fine", UP),
    ("further off, less heard", beliefs.publication_weight, "distance", DOWN),
    ("more heard before, less heard now", beliefs.publication_weight, "earlier", DOWN),
    ("who is penalised believes more", beliefs.certainty_belief, "penalised", UP),
    ("a higher base, a higher return", attention.faded, "base", UP),
    ("a larger jump raises more", attention.raised, "jump", UP),
    ("more deaths elsewhere, more attention", attention.disaster_jump, "deaths", UP),
    ("deaths further off, less attention", attention.disaster_jump, "distance", DOWN),
)
def test_monotone_beliefs_and_attention(law: Law) -> None:
    law.hold()


@laws(
    ("more visits believed, more benefit of effort", effort.marginal_benefit, "p", UP),
    ("more certainty believed, more benefit of effort", effort.marginal_benefit, "q", UP),
    ("higher fines believed, more benefit of effort", effort.marginal_benefit, "f", UP),
    ("more attention, more benefit of effort", effort.marginal_benefit, "attention", UP),
    ("more benefit, more effort", effort.target_effort, "benefit", UP),
    ("dearer safety, less effort", effort.target_effort, "cost_per_worker", DOWN),
    ("a larger subsidy, more effort", effort.target_effort, "subsidy", UP),
    ("more stress, less effort", effort.target_effort, "stress", DOWN),
    ("diligent peers, more effort", effort.moved_effort, "peers", UP),
    ("a better margin, less stress", effort.financial_stress, "margin", DOWN),
    ("more costs recovered, more benefit of effort", effort.marginal_benefit, "recovery", UP),
    ("halted, less output", effort.output_level, "halted", DOWN),
    ("listed, less output", effort.listed_output, "listed", DOWN),
    ("stopped, less output", effort.output_level, "stopped", DOWN),
    ("more owed, more output", effort.output_level, "debt", UP),
    ("more made, less owed", effort.output_debt, "output", DOWN),
)
def test_monotone_effort(law: Law) -> None:
    law.hold()


@laws(
    ("major hazards kill more often", severity.fatal_probability, "major", UP),
    ("worse luck, more deaths", severity.deaths_drawn, "u", DOWN),
    ("more exposed, more deaths", severity.deaths_drawn, "exposed", UP),
    ("a lighter tail, fewer deaths on average", severity.mean_deaths, "tail_exponent", DOWN),
    ("more deaths are less likely", severity.tail_probability, "deaths", DOWN),
    ("more deaths, a graver class", severity.legal_class, "deaths", UP),
    ("more disabled, a graver class", severity.legal_class, "serious", UP),
    ("more loss, a graver class", severity.legal_class, "loss", UP),
    ("more deaths, more loss", severity.direct_loss, "deaths", UP),
    ("larger firms, more exposed", severity.exposed_workers, "workers", UP),
)
def test_monotone_severity(law: Law) -> None:
    law.hold()


@laws(
    ("more deaths on record, more pressure", reporting.ceiling_pressure, "reported", UP),
    ("a stricter appraisal by outcome, more pressure", reporting.ceiling_pressure, "outcome_weight", UP),
    ("a veto, more pressure", reporting.ceiling_pressure, "veto", UP),
    ("more pressure, more concealed", reporting.fatal_concealment, "pressure", UP),
    ("more deaths, less concealed", reporting.fatal_concealment, "deaths", DOWN),
    ("a larger reward, less concealed", reporting.fatal_concealment, "reward", DOWN),
    ("more protection of witnesses, less concealed", reporting.fatal_concealment, "protection", DOWN),
    ("more audit, less concealed", reporting.fatal_concealment, "audit", DOWN),
    ("more audit, more injuries reported", reporting.injury_report_probability, "audit", UP),
    ("the insured report no more", reporting.injury_report_probability, "insured", DOWN),
    ("more hazards, more complaints", incentives.complaint_probability, "hazards", UP),
    ("a larger reward, more complaints", incentives.complaint_probability, "reward", UP),
    ("more protection, more complaints", incentives.complaint_probability, "protection", UP),
    ("more claims, a higher premium", incentives.premium_factor, "claims", UP),
    ("a larger share insures more", incentives.is_insured, "high_risk_share", UP),
    ("longer listed, sooner off the list", incentives.blacklist_ends, "months_listed", UP),
    ("a worse class, sooner on the list", incentives.is_blacklisted, "supervision_class", UP),
    ("more agents see more", incentives.grid_look_probability, "agents", UP),
    ("more clean visits, a better class", incentives.next_class, "clean_visits", DOWN),
    ("more serious repeats, a worse class", incentives.next_class, "serious_repeats", UP),
    ("the safer join first", incentives.joins_scheme, "effort", UP),
)
def test_monotone_reporting_and_incentives(law: Law) -> None:
    law.hold()


@laws(
    ("more meetings, more priority", government.target_priority, "meetings", UP),
    ("appraised by process, more priority", government.target_priority, "process", UP),
    ("more pressure, more reaction", government.reactive_share, "pressure", UP),
    ("a stronger campaign, more visits", government.campaign_factor, "strength", UP),
    ("departments under more pressure press more", government.felt_pressure, "department", UP),
    ("more officers, more cost", costs.officer_cost, "officers", UP),
    ("more effort, more spending", costs.effort_spending, "effort", UP),
    ("more output, less lost", costs.lost_output, "output", DOWN),
    ("more self-checks, more cost", costs.self_check_cost, "checks", UP),
    ("more found, more risk seen", targeting.seen_risk, "found", UP),
    ("a larger draw, a larger firm", population.drawn_workers, "normal", UP),
    ("a larger firm, more taxes", population.tax_weight, "workers", UP),
    ("a larger draw, closer ties", population.local_tie, "u", UP),
)
def test_monotone_government_costs_and_population(law: Law) -> None:
    law.hold()
