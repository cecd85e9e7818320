"""What findings cost an enterprise: a fine or none, an order to stop work, a daily fine that runs on."""

from __future__ import annotations

from simulation.agents.enterprise import NOBODY
from simulation.agents.visit import Visit
from simulation.orders import BY_RULE, ORDER_PENALTY
from simulation.rules import beliefs, penalties, staff


class Enforcement(Visit):
    """A visit on which the officer penalises."""

    def penalise(self, majors: int) -> bool:
        """Fine the enterprise, or not; stop its work after major findings, perhaps."""
        model, p, enterprise = self.model, self.model.p, self.enterprise
        enterprise.fed = True
        stops = p.stop_work
        if p.protected_stop_evasion > 0.0:
            stops = stops * penalties.left_by_protection(p.protected_stop_evasion, self.shielded())
        if majors and self.chance("penalty", 2) < stops:
            enterprise.stopped = True
            model.count("stop_work_orders", 1)
            model.note(self.index, "stop_work_orders", 1.0)
        if p.cost_recovery > 0.0:
            model.count("fines", p.cost_recovery)
            model.note(self.index, "fines", p.cost_recovery)
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
        certainty = penalties.discretionary_certainty(p.penalty_certainty, sum(self.found.values()), p.findings_usual, p.penalty_discretion)
        elsewhere = enterprise.marked & ~(1 << self.department.number) != 0
        certainty = penalties.informed_certainty(certainty, elsewhere, p.records_shared, p.penalty_by_shared_record)
        together = self.index in model.joint
        lenient = staff.leniency_left(officer.leniency, p.inspector_bonus, p.bonus_normal, p.bonus_strictness)
        lenient = staff.in_company(lenient, together, p.joint_strictness)
        chance = penalties.penalty_probability(
            certainty, lenient, self.shielded(), majors, enterprise.earlier_fines, p.penalty_major_push, p.penalty_repeat_push
        )
        spared = penalties.is_exempt(p.minor_exemption, majors, enterprise.earlier_fines) or self.chance("penalty", 0) >= chance
        if not spared:
            settled = staff.settled_probability(officer.integrity, p.inspector_bonus, p.bonus_normal, p.integrity_audit)
            spared = self.chance("penalty", 3) < staff.in_company(settled, together, p.joint_strictness)
            model.count("side_payments", float(spared))
        return spared

    def fine(self, amount: float) -> None:
        """Impose a fine, to be believed, paid, and perhaps published."""
        model, p, enterprise = self.model, self.model.p, self.enterprise
        enterprise.earlier_fines = min(enterprise.earlier_fines + 1, 100)
        enterprise.standing_fine = amount
        enterprise.fined_by = self.department.number
        enterprise.months_since_fine = 0
        self.mark()
        enterprise.fine_belief = beliefs.penalty_belief(enterprise.fine_belief, amount, p.penalty_belief_rate)
        enterprise.certainty_belief = beliefs.certainty_belief(enterprise.certainty_belief, True, True, p.penalty_belief_rate)
        model.count("penalties", 1)
        model.count("fines", amount)
        model.note(self.index, "fines", amount)
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
                model.note(self.index, "fines", amount)
                enterprise.fine_belief = beliefs.penalty_belief(enterprise.fine_belief, amount, p.penalty_belief_rate)
        enterprise.standing_fine = 0.0
        enterprise.fined_by = NOBODY
