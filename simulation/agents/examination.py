"""What an officer sees on a visit: hazards in the domains that he examines, and signs of others in those that are not his."""

from __future__ import annotations

from simulation.agents.visit import Visit
from simulation.agents.world import CELLS_PER_DOMAIN
from simulation.distributions import binomial_count
from simulation.orders import CELL_VISITS, ORDER_ANNOUNCED, ORDER_NEARBY, ORDER_PLACE_IN_DAY, ORDER_SKILL
from simulation.rules import detection, penalties, responsibility, staff


class Examination(Visit):
    """A visit on which the officer looks; what he finds is in ``found``, by cell."""

    def look(self) -> None:
        """Find hazards in the domains that the officer examines; notice some in those that are not his."""
        model, p, enterprise, number = self.model, self.model.p, self.enterprise, self.department.number
        neighbours = int(self.ordered(ORDER_NEARBY, model.visits_in_place[enterprise.facts.place] - 1))
        unannounced = detection.campaign_unannounced(p.unannounced_share, model.government.in_campaign, p.campaign_unannounced)
        expected = detection.expected_probability(unannounced, p.word_ahead, neighbours)
        if p.protected_warning > 0.0:
            expected = detection.warned_probability(expected, p.protected_warning, self.shielded())
        expected = self.ordered(ORDER_ANNOUNCED, expected)
        expects = self.chance("visit", 0) < expected
        before = self.ordered(ORDER_PLACE_IN_DAY, staff.place_in_day(self.chance("visit", 1), self.department.plan.visits_per_day))
        tired = staff.fatigue(int(before), p.fatigue_rate)
        familiar = staff.familiarity(self.department.run[self.index], p.familiarity_rate, int(p.familiarity_longest))
        thorough = staff.diligence(p.thoroughness, p.process_weight, p.inspector_bonus, p.bonus_normal, p.diligence_response)
        if p.protected_overlooking > 0.0:
            thorough = thorough * penalties.left_by_protection(p.protected_overlooking, self.shielded())
        able = self.ordered(ORDER_SKILL, self.officer.able)
        sensor = model.has_sensor(enterprise.facts) and self.department.plan.is_emergency
        for domain in range(len(model.district.domains)):
            weight = model.mandates.weight(number, enterprise.facts.sector, domain)
            if weight <= 0.0:
                self.refer(domain)
                continue
            if not self.audit and self.chance("examination", domain) >= weight:
                continue
            if model.orders.cells.shape[1]:
                model.orders.cells[CELL_VISITS, enterprise.facts.sector, domain] += 1
            for cell in range(CELLS_PER_DOMAIN * domain, CELLS_PER_DOMAIN * (domain + 1)):
                if not enterprise.cells[cell]:
                    continue
                latent, major = bool(cell & 2), bool(cell & 1)
                match = detection.specialist_match(
                    self.officer.is_specialist(domain), latent, major, p.visible_match, p.latent_match, p.judgement_standards, p.standards_effect
                )
                match = detection.audited_match(match, self.audit, sensor, latent, p.audit_match)
                seen = thorough * detection.video_factor(self.by_video, latent, p.video_visible, p.video_latent)
                if latent and p.count_distortion > 0.0 and self.leads(domain):
                    seen = seen * responsibility.uncounted_share(p.count_distortion, p.process_weight)
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
        owner = model.mandates.responsible(enterprise.facts.sector, domain)
        chance = responsibility.referral_probability(p.referral_duty, p.referral_by_chance)
        if owner >= 0 and owner != self.department.number and self.chance("referral", 8 + domain) < chance:
            model.count("referrals", 1)
            model.report_to(owner, enterprise)
            if p.case_follow_up > 0.0 and self.chance("case", domain) < p.case_follow_up:
                model.departments[owner].handed.add(self.index)
