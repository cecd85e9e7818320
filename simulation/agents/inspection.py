"""One visit of an officer to an enterprise: look, find, penalise, see to correction, teach."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulation.agents.department import Department
from simulation.agents.enterprise import CELLS_PER_DOMAIN, NOBODY, Enterprise
from simulation.distributions import binomial_count
from simulation.orders import (
    BY_RULE,
    NOTED,
    ORDER_ADVICE,
    ORDER_ANNOUNCED,
    ORDER_NEARBY,
    ORDER_PENALTY,
    ORDER_PLACE_IN_DAY,
    ORDER_POST,
    ORDER_SKILL,
    ORDERED,
)
from simulation.rules import (
    attention,
    beliefs,
    detection,
    incentives,
    penalties,
    responsibility,
    staff,
    targeting,
    visits,
)

if TYPE_CHECKING:
    from simulation.model import DistrictModel


class Inspection:
    """The visit of one department to one enterprise; ``carry_out`` makes it."""

    def __init__(
        self, model: DistrictModel, department: Department, enterprise: Enterprise, order: Sequence[float] | None = None
    ) -> None:
        self.model = model
        self.department = department
        self.enterprise = enterprise
        self.index = enterprise.facts.index
        self.order = order
        self.draws = department.number + (ORDERED if order else 0)
        """Number under which its luck is drawn: the department's, or a higher one for a visit that is ordered."""
        self.follows_up = self.index in department.due
        self.orders = department.plan.enforces or model.p.towns_enforce >= 0.5
        self.officer = department.officer_for(self.index, self.draws, int(self.ordered(ORDER_POST, -1)))
        self.by_video = self.chance("visit", 4) < model.p.video_share
        self.audit = not self.by_video and self.chance("visit", 5) < model.p.system_audit_share
        self.posted = self.chance("visit", 6) < model.p.results_posted
        self.found: dict[int, int] = {}

    def chance(self, stream: str, number: int) -> float:
        """A uniform number of this visit, from a stream with 16 to a department."""
        return self.model.u(stream, self.index, 16 * self.draws + number)

    def ordered(self, row: int, by_rule: float) -> float:
        """What the order says, or what the model decides where there is no order or it leaves this open."""
        return by_rule if self.order is None or self.order[row] == BY_RULE else self.order[row]

    def carry_out(self) -> None:
        """Make the visit."""
        model, department, p = self.model, self.department, self.model.p
        self.count_visit()
        department.carry -= visits.visit_time(self.by_video, self.audit, p.video_saving, p.audit_extra) - 1.0
        self.look()
        total, majors = sum(self.found.values()), sum(n for cell, n in self.found.items() if cell & 1)
        self.count_findings(total, majors)
        self.fine_for_delay(total)
        penalised = total > 0 and self.orders and self.penalise(majors)
        advised = total > 0 and self.chance("visit", 3) < self.ordered(ORDER_ADVICE, p.advice_share)
        model.count("advice_visits", float(advised))
        left = self.rectify(penalised, advised)
        (department.due.add if left else department.due.discard)(self.index)
        self.teach(total, penalised, advised)
        self.file(total, majors)
        notes = model.orders.notes
        if notes.shape[1]:
            for name, number in (("visits", 1), ("findings", total), ("major_findings", majors), ("penalties", penalised)):
                notes[NOTED[name], self.index] += number

    def count_visit(self) -> None:
        """Enter the visit in the counts of the month."""
        model, department, enterprise = self.model, self.department, self.enterprise
        model.count("visits", 1)
        model.count_in_place(enterprise.facts.place, "visits", 1)
        model.count("emergency_visits", float(department.plan.is_emergency))
        model.count("video_visits", float(self.by_video))
        model.count("system_audits", float(self.audit))
        model.count("follow_ups", float(self.follows_up))
        if self.index in model.joint:
            model.count("joint_visits", 1)
            department.carry += model.p.joint_saving if enterprise.visits_this_month > 0 else 0.0
        elif department.seen_by_another(enterprise):
            model.count("overlap_visits", 1)

    def count_findings(self, total: int, majors: int) -> None:
        """Enter what was found, and whether it bears out a complaint."""
        model, department = self.model, self.department
        model.count("hazards_found", total)
        model.count("major_hazards_found", majors)
        if department.plan.is_emergency:
            model.count("hazards_found_emergency", total)
            model.count("major_hazards_found_emergency", majors)
        if self.index in department.inbox:
            department.inbox.discard(self.index)
            model.count("complaint_visits", 1)
        if self.index in department.complained:
            department.complained.discard(self.index)
            model.count("complaints_verified", float(total > 0))

    def look(self) -> None:
        """Find hazards in the domains that the officer examines; notice some in those that are not his."""
        model, p, enterprise, number = self.model, self.model.p, self.enterprise, self.department.number
        neighbours = int(self.ordered(ORDER_NEARBY, model.visits_in_place(enterprise.facts.place) - 1))
        unannounced = detection.campaign_unannounced(p.unannounced_share, model.government.in_campaign, p.campaign_unannounced)
        expected = self.ordered(ORDER_ANNOUNCED, detection.expected_probability(unannounced, p.word_ahead, neighbours))
        expects = self.chance("visit", 0) < expected
        before = self.ordered(ORDER_PLACE_IN_DAY, staff.place_in_day(self.chance("visit", 1), self.department.plan.visits_per_day))
        tired = staff.fatigue(int(before), p.fatigue_rate)
        familiar = staff.familiarity(self.department.run[self.index], p.familiarity_rate, int(p.familiarity_longest))
        thorough = staff.diligence(p.thoroughness, p.process_weight, p.inspector_bonus, p.bonus_normal, p.diligence_response)
        able = self.ordered(ORDER_SKILL, self.officer.able)
        sensor = model.has_sensor(enterprise) and self.department.plan.is_emergency
        for domain in range(len(model.district.domains)):
            weight = model.mandate_weight(number, enterprise.facts.sector, domain)
            if weight <= 0.0:
                self.refer(domain)
                continue
            if not self.audit and self.chance("examination", domain) >= weight:
                continue
            for cell in range(CELLS_PER_DOMAIN * domain, CELLS_PER_DOMAIN * (domain + 1)):
                if not enterprise.cells[cell]:
                    continue
                latent, major = bool(cell & 2), bool(cell & 1)
                match = detection.specialist_match(
                    self.officer.is_specialist(domain), latent, major, p.visible_match, p.latent_match, p.judgement_standards, p.standards_effect
                )
                match = detection.audited_match(match, self.audit, sensor, latent, p.audit_match)
                seen = thorough * detection.video_factor(self.by_video, latent, p.video_visible, p.video_latent)
                hidden = detection.hiding_share(expects, latent, p.hidden_when_expected)
                chance = detection.detection_probability(able, match, seen, p.equipment, hidden, tired, familiar)
                count = binomial_count(enterprise.cells[cell], chance, model.u("finding", self.index, 32 * self.draws + cell))
                if count:
                    self.found[cell] = count

    def refer(self, domain: int) -> None:
        """Notice a hazard outside the mandate, perhaps, and pass it to the responsible department, perhaps."""
        model, p, enterprise = self.model, self.model.p, self.enterprise
        first = CELLS_PER_DOMAIN * domain
        if sum(enterprise.cells[first:first + 2]) == 0 or self.chance("referral", domain) >= p.notice_probability:
            return
        owner = model.responsible(enterprise.facts.sector, domain)
        chance = responsibility.referral_probability(p.referral_duty, p.referral_by_chance)
        if owner >= 0 and owner != self.department.number and self.chance("referral", 8 + domain) < chance:
            model.count("referrals", 1)
            model.report_to(owner, enterprise)

    def penalise(self, majors: int) -> bool:
        """Fine the enterprise, or not; stop its work after major findings, perhaps."""
        model, p, enterprise = self.model, self.model.p, self.enterprise
        if majors and self.chance("penalty", 2) < p.stop_work:
            enterprise.stopped = True
            model.count("stop_work_orders", 1)
        if p.cost_recovery > 0.0:
            model.count("fines", p.cost_recovery)
        order = self.ordered(ORDER_PENALTY, BY_RULE)
        if self.is_spared(majors) if order == BY_RULE else order == 0.0:
            enterprise.certainty_belief = beliefs.certainty_belief(enterprise.certainty_belief, True, False, p.impunity_belief_rate)
            return False
        self.fine(penalties.fine_amount(
            p.fine_tariff, p.fine_scale, majors, enterprise.earlier_fines, p.fine_escalation, p.fine_major_multiple, p.fine_cap
        ))
        return True

    def is_spared(self, majors: int) -> bool:
        """Whether findings end without a fine: by the law, by the officer's judgement, or by a payment to him."""
        model, p, enterprise, officer = self.model, self.model.p, self.enterprise, self.officer
        facts = enterprise.facts
        shielded = penalties.protection(
            facts.tax, facts.tie, p.vertical_control, model.government.priority, p.protection_by_tax, p.protection_by_tie,
            self.posted, p.posted_restraint,
        )
        chance = penalties.penalty_probability(
            p.penalty_certainty, officer.leniency, shielded, majors, enterprise.earlier_fines, p.penalty_major_push, p.penalty_repeat_push
        )
        spared = penalties.is_exempt(p.minor_exemption, majors, enterprise.earlier_fines) or self.chance("penalty", 0) >= chance
        if not spared:
            settled = staff.settled_probability(officer.integrity, p.inspector_bonus, p.bonus_normal, p.integrity_audit)
            spared = self.chance("penalty", 3) < settled
            model.count("side_payments", float(spared))
        return spared

    def fine(self, amount: float) -> None:
        """Impose a fine, to be believed, paid, and perhaps published."""
        model, p, enterprise = self.model, self.model.p, self.enterprise
        enterprise.earlier_fines = min(enterprise.earlier_fines + 1, 100)
        enterprise.standing_fine = amount
        enterprise.fined_by = self.department.number
        enterprise.months_since_fine = 0
        enterprise.fine_belief = beliefs.penalty_belief(enterprise.fine_belief, amount, p.penalty_belief_rate)
        enterprise.certainty_belief = beliefs.certainty_belief(enterprise.certainty_belief, True, True, p.penalty_belief_rate)
        model.count("penalties", 1)
        model.count("fines", amount)
        model.count("government_cost", p.inspector_bonus)
        if self.department.plan.is_emergency:
            model.count("penalties_emergency", 1)
            model.count("fines_emergency", amount)
        if self.chance("penalty", 1) < p.publication:
            model.publish(enterprise, amount)

    def fine_for_delay(self, total: int) -> None:
        """Let the daily fine run for what a follow-up of the department that imposed it still finds open."""
        model, p, enterprise = self.model, self.model.p, self.enterprise
        if not (self.follows_up and self.orders and enterprise.fined_by == self.department.number):
            return
        if total > 0:
            amount = penalties.overdue_fine(enterprise.standing_fine, p.daily_days, p.daily_fines)
            if amount > 0.0:
                model.count("fines", amount)
                enterprise.fine_belief = beliefs.penalty_belief(enterprise.fine_belief, amount, p.penalty_belief_rate)
        enterprise.standing_fine = 0.0
        enterprise.fined_by = NOBODY

    def rectify(self, penalised: bool, advised: bool) -> bool:
        """Remove what is truly removed; returns whether anything is neither removed nor papered over."""
        model, p, left = self.model, self.model.p, False
        for cell, count in self.found.items():
            major = bool(cell & 1)
            truly = visits.true_removal_probability(
                penalised, major, advised, self.orders, self.follows_up, p.rectified_base, p.rectified_by_penalty, p.rectified_by_listing,
                p.rectified_by_advice, p.rectified_by_notice, p.improvement_notices, p.rectified_by_follow_up, p.rectified_by_daily,
                p.daily_fines,
            )
            removed = binomial_count(count, truly, model.u("rectification", self.index, 32 * self.draws + cell))
            self.enterprise.cells[cell] -= removed
            model.count("hazards_rectified", removed)
            model.count("enterprise_cost", removed * (p.major_removal_cost if major else p.removal_cost))
            if major:
                model.count("major_hazards_rectified", removed)
            paper = visits.paper_probability(p.rectified_reported, truly)
            papered = binomial_count(count - removed, paper, model.u("paper", self.index, 32 * self.draws + cell))
            model.count("hazards_on_paper", papered)
            left = left or papered < count - removed
        return left

    def teach(self, total: int, penalised: bool, advised: bool) -> None:
        """What the visit leaves behind in the enterprise's heads."""
        p, enterprise = self.model.p, self.enterprise
        enterprise.visits_this_month += 1
        enterprise.visits_this_year += 1
        enterprise.posted = enterprise.posted or self.posted
        jump = p.attention_by_penalty if penalised else p.attention_by_visit
        enterprise.attention = attention.raised(enterprise.attention, jump)
        if advised:
            enterprise.attention = attention.raised(enterprise.attention, p.attention_by_advice)
            enterprise.competence = attention.raised(enterprise.competence, p.competence_by_advice)
        if total:
            enterprise.competence = attention.raised(enterprise.competence, p.competence_by_visit)
        if self.audit:
            enterprise.competence = attention.raised(enterprise.competence, p.competence_by_audit)

    def file(self, total: int, majors: int) -> None:
        """Enter the visit in the files: risk estimate, supervision class, findings that the insurer will see."""
        p, department, enterprise, index = self.model.p, self.department, self.enterprise, self.index
        seen = targeting.seen_risk(department.prior[index], total, p.findings_weight)
        department.estimate[index] = targeting.updated_risk(department.risk(index), seen, p.risk_learning)
        department.last_look[index] = self.model.month
        if not self.orders:
            return
        if majors:
            enterprise.serious_visits = min(enterprise.serious_visits + 1, 100)
            enterprise.months_since_serious = 0
            enterprise.findings += p.claim_by_finding
        enterprise.clean_visits = min(enterprise.clean_visits + 1, 100) if total == 0 else 0
        enterprise.supervision_class = incentives.next_class(
            enterprise.supervision_class, enterprise.clean_visits, enterprise.serious_visits, int(p.class_clean_visits),
            int(p.class_serious_visits),
        )
