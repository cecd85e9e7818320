"""One visit of an officer to an enterprise: look, find, penalise, see to correction, teach."""

from __future__ import annotations

from simulation.agents.enforcement import Enforcement
from simulation.agents.examination import Examination
from simulation.agents.world import CELLS_PER_DOMAIN
from simulation.distributions import binomial_count
from simulation.orders import (
    CELL_HAZARDS_FOUND,
    DEPARTMENT_FINDINGS,
    DEPARTMENT_PENALTIES,
    DEPARTMENT_VISITS,
    DOMAIN_HAZARDS_FOUND,
    NOTED,
    ORDER_ADVICE,
    VISITED_FINDINGS,
    VISITED_FINED,
    VISITED_MAJORS,
    VISITED_POST,
    VISITED_TIMES,
)
from simulation.rules import attention, incentives, responsibility, targeting, visits


class Inspection(Examination, Enforcement):
    """The visit of one department to one enterprise; ``carry_out`` makes it."""

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
        self.keep_open(*self.rectify(penalised, advised))
        self.teach(total, penalised, advised)
        self.file(total, majors)
        notes = model.orders.notes
        if notes.shape[1]:
            for name, number in (("visits", 1), ("findings", total), ("major_findings", majors), ("penalties", penalised)):
                notes[NOTED[name], self.index] += number
        if model.orders.departments.shape[1]:
            for row, number in ((DEPARTMENT_VISITS, 1), (DEPARTMENT_FINDINGS, total), (DEPARTMENT_PENALTIES, penalised)):
                model.orders.departments[row, department.number] += number
        if model.orders.domains.shape[1]:
            for cell, number in self.found.items():
                model.orders.domains[DOMAIN_HAZARDS_FOUND, cell // CELLS_PER_DOMAIN] += number
        if model.orders.cells.shape[1]:
            for cell, number in self.found.items():
                model.orders.cells[CELL_HAZARDS_FOUND, self.enterprise.facts.sector, cell // CELLS_PER_DOMAIN] += number
        if model.orders.visited.shape[1]:
            entry = model.orders.visited[:, department.number, self.index]
            entry[VISITED_POST] = department.last_officer[self.index]
            for row, number in ((VISITED_TIMES, 1), (VISITED_FINDINGS, total), (VISITED_MAJORS, majors), (VISITED_FINED, penalised)):
                entry[row] += number

    def count_visit(self) -> None:
        """Enter the visit in the counts of the month."""
        model, department, enterprise = self.model, self.department, self.enterprise
        model.count("visits", 1)
        model.count_in_place(enterprise.facts.place, "visits", 1)
        model.count("emergency_visits", float(department.plan.is_emergency))
        model.count("video_visits", float(self.by_video))
        model.count("system_audits", float(self.audit))
        model.count("follow_ups", float(self.follows_up))
        if self.index not in model.joint or enterprise.visits_this_month == 0:  # those who go together keep it from its work once
            model.note_cost(self.index, model.p.visit_enterprise_cost)
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

    def rectify(self, penalised: bool, advised: bool) -> tuple[bool, bool, bool]:
        """Remove what is truly removed; returns whether anything, and anything major, is neither removed nor papered over, and whether anything is not removed."""
        model, p, left, left_major, uncorrected = self.model, self.model.p, False, False, False
        base = visits.base_put_off(p.rectified_base, p.compliance_delay, self.enterprise.certainty_belief)
        for cell, count in self.found.items():
            major = bool(cell & 1)
            truly = visits.true_removal_probability(
                penalised, major, advised, self.orders, self.follows_up, base, p.rectified_by_penalty, p.rectified_by_listing,
                p.rectified_by_advice, p.rectified_by_notice, p.improvement_notices, p.rectified_by_follow_up, p.rectified_by_daily,
                p.daily_fines,
            )
            if p.lead_closure > 0.0 and not cell & 2 and self.leads(cell // CELLS_PER_DOMAIN):
                truly = 1.0 - (1.0 - truly) * responsibility.uncounted_share(p.lead_closure, p.process_weight)
            removed = binomial_count(count, truly, model.u("rectification", self.index, 32 * self.draws + cell))
            self.enterprise.cells[cell] -= removed
            model.count("hazards_rectified", removed)
            cost = removed * (p.major_removal_cost if major else p.removal_cost)
            model.count("enterprise_cost", cost)
            model.note_cost(self.index, cost)
            if major:
                model.count("major_hazards_rectified", removed)
            paper = visits.paper_probability(p.rectified_reported, truly)
            papered = binomial_count(count - removed, paper, model.u("paper", self.index, 32 * self.draws + cell))
            model.count("hazards_on_paper", papered)
            left = left or papered < count - removed
            left_major = left_major or (major and papered < count - removed)
            uncorrected = uncorrected or removed < count
        return left, left_major, uncorrected

    def keep_open(self, left: bool, left_major: bool, uncorrected: bool) -> None:
        """Enter what the visit leaves to be followed up; paper closes no case that was handed over."""
        (self.department.due.add if left else self.department.due.discard)(self.index)
        if not uncorrected:
            self.department.handed.discard(self.index)
        if self.orders:
            bit, open_elsewhere = 1 << self.department.number, self.enterprise.uncorrected & ~(1 << self.department.number)
            self.enterprise.uncorrected = open_elsewhere | bit if left_major else open_elsewhere

    def teach(self, total: int, penalised: bool, advised: bool) -> None:
        """What the visit leaves behind in the enterprise's heads."""
        p, enterprise = self.model.p, self.enterprise
        enterprise.visits_this_month += 1
        enterprise.visits_this_year += 1
        enterprise.posted = enterprise.posted or self.posted
        jump = p.attention_by_penalty if penalised else p.attention_by_visit
        enterprise.attention = attention.raised_towards(enterprise.attention, jump, p.attention_standard)
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
            enterprise.major_found = True
            enterprise.serious_visits = min(enterprise.serious_visits + 1, 100)
            enterprise.months_since_serious = 0
            self.mark()
            enterprise.findings += p.claim_by_finding
        enterprise.clean_visits = min(enterprise.clean_visits + 1, 100) if total == 0 else 0
        enterprise.supervision_class = incentives.next_class(
            enterprise.supervision_class, enterprise.clean_visits, enterprise.serious_visits, int(p.class_clean_visits),
            int(p.class_serious_visits),
        )
