"""A department: whom it knows, whom it visits, what its officers find and do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from simulation.agents.enterprise import CELLS_PER_DOMAIN, Enterprise
from simulation.agents.inspector import Inspector
from simulation.distributions import binomial_count, gumbel
from simulation.rules import (
    attention,
    beliefs,
    detection,
    government,
    penalties,
    responsibility,
    staff,
    targeting,
    visits,
)

if TYPE_CHECKING:
    from simulation.model import DistrictModel

RESPONSE_MEMORY = 3


class Department(mesa.Agent):  # type: ignore[misc]
    """Its plan, officers, risk estimates and inbox; keyed by its number in the district."""

    model: DistrictModel

    def __init__(self, model: DistrictModel, number: int) -> None:
        super().__init__(model)
        self.number = number
        self.plan = model.district.departments[number]
        self.carry = 0.0
        self.pressure = 0.0
        self.inbox: set[int] = set()
        self.complained: set[int] = set()
        self.due: set[int] = set()
        self.referred: set[int] = set()
        """Referrals of this month, in the inbox from the next on."""
        self.planned: list[int] = []
        facts = [enterprise.facts for enterprise in model.enterprises]
        p = model.p
        self.prior = [targeting.prior_risk(f.high_risk, f.workers, p.high_risk_points, p.size_points) for f in facts]
        self.risk = list(self.prior)
        self.since = [12] * len(facts)
        self.last_officer = [-1] * len(facts)
        self.run = [0] * len(facts)
        self.officers: list[Inspector] = []
        self.staff_posts()

    def staff_posts(self) -> None:
        """Fill or close posts so that their number follows the levers."""
        p, district = self.model.p, self.model.district
        if self.plan.is_emergency:
            wanted = p.officers_per_10000_workers * district.employees / 10000.0
        else:
            wanted = self.plan.officers * p.other_officers
        count = max(1, int(wanted + 0.5)) if wanted > 0.0 else 0
        while len(self.officers) > count:
            self.officers.pop().remove()
        while len(self.officers) < count:
            self.officers.append(Inspector(self.model, self, len(self.officers)))

    def plan_visits(self) -> None:
        """Split the month's visits among follow-ups, complaints, response, lot and ranking."""
        p = self.model.p
        days = staff.field_days_left(p.field_days * self.plan.field_days_factor, p.training_days, p.training_normal)
        diverted = staff.diverted_share(p.diversion, self.model.government.priority, p.priority_base)
        self.carry += staff.monthly_visits(
            len(self.officers), days, diverted, p.equipment, self.plan.officers_per_visit, self.plan.visits_per_day
        )
        available = int(self.carry)
        self.carry -= available
        chosen: set[int] = set()
        reactive = self.model.recent_accident_enterprises(RESPONSE_MEMORY)
        reactive_share = government.reactive_share(p.response_share, self.pressure, p.response_by_pressure)
        for waiting, share in ((self.due, p.reinspection_share), (self.inbox, p.complaint_share), (reactive, reactive_share)):
            mine = sorted(index for index in waiting if index not in chosen)
            take = min(visits.planned_count(available, share, len(mine)), available - len(chosen))
            chosen.update(mine[:max(0, take)])
        rest = available - len(chosen)
        by_lot = int(rest * p.random_share + 0.5)
        chosen.update(self.rank(chosen, by_lot, lot=True))
        chosen.update(self.rank(chosen, available - len(chosen), lot=False))
        self.planned = sorted(chosen)

    def rank(self, taken: set[int], count: int, *, lot: bool) -> list[int]:
        """The ``count`` known enterprises with the highest scores; by lot, every score is its noise."""
        if count <= 0:
            return []
        p, model = self.model.p, self.model
        stream = "lot" if lot else "target"
        scored = []
        for enterprise in model.enterprises:
            index = enterprise.facts.index
            if index in taken or not enterprise.known[self.number]:
                continue
            noise = gumbel(model.u(stream, index, self.number))
            if lot:
                scored.append((-noise, index))
                continue
            since = targeting.shared_view(
                self.since[index], min(self.since[index], enterprise.months_since_visit), p.records_shared
            )
            risk = targeting.shared_view(self.risk[index], model.pooled_risk[index], p.records_shared)
            score = targeting.visit_score(risk, since, noise, p.risk_weight, p.time_weight, p.ranking_temperature)
            scored.append((-score, index))
        scored.sort()
        return [index for _, index in scored[:count]]

    def officer_for(self, index: int) -> Inspector:
        """The officer who goes: the last one again, unless rotation or a departure sends another."""
        last, p = self.last_officer[index], self.model.p
        again = 0 <= last < len(self.officers) and self.model.u("assignment", index, 2 * self.number) >= p.rotation
        number = last if again else int(self.model.u("assignment", index, 2 * self.number + 1) * len(self.officers))
        self.run[index] = self.run[index] + 1 if number == last else 0
        self.last_officer[index] = number
        return self.officers[number]

    def visit(self, enterprise: Enterprise) -> None:
        """One visit: look, find, penalise, see to correction, teach."""
        model, p, index = self.model, self.model.p, enterprise.facts.index
        officer = self.officer_for(index)
        model.count("visits", 1)
        model.count_in_place(enterprise.facts.place, "visits", 1)
        if self.plan.is_emergency:
            model.count("emergency_visits", 1)
        if index in model.joint:
            model.count("joint_visits", 1)
            self.carry += p.joint_saving if enterprise.visits_this_month > 0 else 0.0
        elif self.seen_by_another(enterprise):
            model.count("overlap_visits", 1)
        found = self.find(enterprise, officer)
        total, majors = sum(found.values()), sum(n for cell, n in found.items() if cell & 1)
        model.count("hazards_found", total)
        model.count("major_hazards_found", majors)
        if self.plan.is_emergency:
            model.count("hazards_found_emergency", total)
            model.count("major_hazards_found_emergency", majors)
        if index in self.inbox:
            self.inbox.discard(index)
            model.count("complaint_visits", 1)
        if index in self.complained:
            self.complained.discard(index)
            model.count("complaints_verified", float(total > 0))
        model.count("follow_ups", float(index in self.due))
        penalised = total > 0 and self.penalise(enterprise, officer, majors)
        advised = total > 0 and model.u("visit", index, 16 * self.number + 3) < p.advice_share
        model.count("advice_visits", float(advised))
        left = self.rectify(enterprise, found, penalised, advised)
        (self.due.add if left else self.due.discard)(index)
        self.teach(enterprise, total, penalised, advised)
        self.risk[index] = targeting.updated_risk(self.risk[index], self.prior[index] * 0.5 + 0.5 * total, p.risk_learning)
        self.since[index] = 0

    def seen_by_another(self, enterprise: Enterprise) -> bool:
        """Whether another department saw the enterprise this month or in the two before."""
        index = enterprise.facts.index
        if enterprise.visits_this_month > 0:
            return True
        return enterprise.months_since_visit <= 1 and self.since[index] > enterprise.months_since_visit + 1

    def refer(self, enterprise: Enterprise, domain: int) -> None:
        """Notice a hazard outside the mandate, perhaps, and pass it to the responsible department, perhaps."""
        model, p, index = self.model, self.model.p, enterprise.facts.index
        first = CELLS_PER_DOMAIN * domain
        if sum(enterprise.cells[first:first + 2]) == 0 or model.u("referral", index, 16 * self.number + domain) >= p.notice_probability:
            return
        owner = model.responsible(enterprise.facts.sector, domain)
        chance = responsibility.referral_probability(p.referral_duty, p.referral_by_chance)
        if owner >= 0 and owner != self.number and model.u("referral", index, 16 * self.number + 8 + domain) < chance:
            model.count("referrals", 1)
            model.departments[owner].referred.add(index)
            enterprise.known[owner] = True

    def find(self, enterprise: Enterprise, officer: Inspector) -> dict[int, int]:
        """Hazards found by cell, in the domains that the officer examines."""
        model, p, index = self.model, self.model.p, enterprise.facts.index
        neighbours = model.visits_in_place(enterprise.facts.place) - 1
        expects = model.u("visit", index, 16 * self.number) < detection.expected_probability(p.unannounced_share, p.word_ahead, neighbours)
        tired = staff.fatigue(staff.place_in_day(model.u("visit", index, 16 * self.number + 1), self.plan.visits_per_day), p.fatigue_rate)
        familiar = staff.familiarity(self.run[index], p.familiarity_rate, int(p.familiarity_longest))
        thorough = staff.diligence(p.thoroughness, p.process_weight, p.inspector_bonus, p.bonus_normal, p.diligence_response)
        found: dict[int, int] = {}
        for domain in range(len(model.district.domains)):
            weight = model.mandate_weight(self.number, enterprise.facts.sector, domain)
            if weight <= 0.0:
                self.refer(enterprise, domain)
                continue
            if model.u("examination", index, 16 * self.number + domain) >= weight:
                continue
            for cell in range(CELLS_PER_DOMAIN * domain, CELLS_PER_DOMAIN * (domain + 1)):
                if not enterprise.cells[cell]:
                    continue
                latent, major = bool(cell & 2), bool(cell & 1)
                match = detection.specialist_match(
                    officer.is_specialist(domain), latent, major, p.visible_match, p.latent_match, p.judgement_standards, p.standards_effect
                )
                hidden = detection.hiding_share(expects, latent, p.hidden_when_expected)
                chance = detection.detection_probability(officer.skill, match, thorough, p.equipment, hidden, tired, familiar)
                seen = binomial_count(enterprise.cells[cell], chance, model.u("finding", index, 32 * self.number + cell))
                if seen:
                    found[cell] = seen
        return found

    def penalise(self, enterprise: Enterprise, officer: Inspector, majors: int) -> bool:
        """Fine the enterprise, or not; stop its work after major findings, perhaps."""
        model, p, index = self.model, self.model.p, enterprise.facts.index
        if not (self.plan.enforces or p.towns_enforce >= 0.5):
            return False
        if majors and model.u("penalty", index, 16 * self.number + 2) < p.stop_work:
            enterprise.stopped = True
            model.count("stop_work_orders", 1)
        facts = enterprise.facts
        shielded = penalties.protection(
            facts.tax, facts.tie, p.vertical_control, model.government.priority, p.protection_by_tax, p.protection_by_tie
        )
        chance = penalties.penalty_probability(
            p.penalty_certainty, officer.leniency, shielded, majors, enterprise.earlier_fines, p.penalty_major_push, p.penalty_repeat_push
        )
        if penalties.is_exempt(p.minor_exemption, majors, enterprise.earlier_fines) or model.u("penalty", index, 16 * self.number) >= chance:
            enterprise.certainty_belief = beliefs.certainty_belief(enterprise.certainty_belief, True, False, 0.2 * p.penalty_belief_rate)
            return False
        fine = penalties.fine_amount(
            p.fine_tariff, p.fine_scale, majors, enterprise.earlier_fines, p.fine_escalation, p.fine_major_multiple, p.fine_cap
        )
        enterprise.earlier_fines += 1
        enterprise.fine_belief = beliefs.penalty_belief(enterprise.fine_belief, fine, p.penalty_belief_rate)
        enterprise.certainty_belief = beliefs.certainty_belief(enterprise.certainty_belief, True, True, p.penalty_belief_rate)
        model.count("penalties", 1)
        model.count("fines", fine)
        if self.plan.is_emergency:
            model.count("penalties_emergency", 1)
            model.count("fines_emergency", fine)
        if model.u("penalty", index, 16 * self.number + 1) < p.publication:
            model.publish(enterprise)
        return True

    def rectify(self, enterprise: Enterprise, found: dict[int, int], penalised: bool, advised: bool) -> bool:
        """Remove what is truly removed; returns whether anything is neither removed nor papered over."""
        model, p, left = self.model, self.model.p, False
        ordered = self.plan.enforces or p.towns_enforce >= 0.5
        for cell, count in found.items():
            truly = visits.true_removal_probability(
                penalised, bool(cell & 1), advised, ordered, p.rectified_base, p.rectified_by_penalty, p.rectified_by_listing,
                p.rectified_by_advice, p.rectified_by_notice, p.improvement_notices,
            )
            key = 32 * self.number + cell
            removed = binomial_count(count, truly, model.u("rectification", enterprise.facts.index, key))
            enterprise.cells[cell] -= removed
            if cell & 1:
                model.count("major_hazards_rectified", removed)
            paper = visits.paper_probability(p.rectified_reported, truly)
            left = left or (count - removed) * paper < count - removed
        return left

    def teach(self, enterprise: Enterprise, found: int, penalised: bool, advised: bool) -> None:
        """What the visit leaves behind in the enterprise's heads."""
        p = self.model.p
        enterprise.visits_this_month += 1
        jump = p.attention_by_penalty if penalised else p.attention_by_visit
        enterprise.attention = attention.raised(enterprise.attention, jump)
        if advised:
            enterprise.attention = attention.raised(enterprise.attention, p.attention_by_advice)
            enterprise.competence = attention.raised(enterprise.competence, p.competence_by_advice)
        if found:
            enterprise.competence = attention.raised(enterprise.competence, p.competence_by_visit)

    def keep_records(self) -> None:
        """Records age, estimates drift, registers lapse and are renewed, pressure decays."""
        model, p = self.model, self.model.p
        for enterprise in model.enterprises:
            index, facts = enterprise.facts.index, enterprise.facts
            self.since[index] += 1
            self.risk[index] = targeting.drifted_risk(self.risk[index], self.prior[index], p.risk_drift, p.risk_growth)
            coverage = self.plan.known_registered if facts.registered else self.plan.known_by_sector[facts.sector]
            if enterprise.known[self.number]:
                enterprise.known[self.number] = coverage >= 1.0 or model.u("record_lapse", index, self.number) >= p.record_lapse
            elif model.has_mandate(self.number, facts.sector):
                chance = responsibility.discovery_probability(p.record_lapse, coverage, p.registry_drive)
                enterprise.known[self.number] = model.u("record_discovery", index, self.number) < chance
        self.inbox |= self.referred
        self.referred = set()
        self.pressure = attention.faded(self.pressure, 0.0, p.pressure_fading)
