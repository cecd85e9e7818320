"""The books of a month: stocks, means and money."""

from __future__ import annotations

from simulation.agents.department import Supervision
from simulation.agents.enterprise import Enterprise
from simulation.arithmetic import SHARE_PARTS, YUAN_PARTS, total, whole_yuan
from simulation.district import NOMINAL_EMPLOYEES
from simulation.outcomes import OUTCOMES
from simulation.rules import costs, government

MONEY = tuple(outcome.name for outcome in OUTCOMES if outcome.unit == "yuan")
"""Kept in whole yuan, month by month."""
MEANS = ("effort", "attention", "competence", "memory", "output")


def keep_books(model: Supervision) -> None:
    """Count what stands at the end of the month and what the month cost."""
    for enterprise in model.enterprises:
        _enter_money(model, enterprise)
    model.enter_sums(YUAN_PARTS)
    for enterprise in model.enterprises:
        _enter(model, enterprise, model.mandates.answered[enterprise.facts.sector])
    model.enter_sums(SHARE_PARTS)
    for name in (*MEANS, "believed_visit_probability", "certified", "insured", "class_a", "class_d", "blacklisted"):
        model.totals[name] /= len(model.enterprises)
    _enter_government(model)
    for name in MONEY:
        model.totals[name] = whole_yuan(model.totals[name])


def _enter_money(model: Supervision, enterprise: Enterprise) -> None:
    p, facts, sector = model.p, enterprise.facts, enterprise.sector
    spent = costs.effort_spending(enterprise.effort, p.effort_cost, facts.workers, 1.0)
    spending = [
        spent * (1.0 - p.safety_subsidy), costs.lost_output(enterprise.output, facts.workers, sector.value_added),
        costs.self_check_cost(enterprise.self_checks(), enterprise.genuine_share(), enterprise.facts.size, p.self_check_price),
    ]
    if enterprise.known:
        spending.append(costs.training_time(p.worker_training, p.training_hours_normal, facts.workers, sector.yearly_wage, p.working_hours))
    for amount in spending:
        model.add_parts("enterprise_cost", amount, YUAN_PARTS)
        model.note_cost(facts.index, amount)
    if enterprise.unlawful > 0.0:
        # Lost output is counted from all output; what nobody permitted is booked against it.
        for name in ("enterprise_cost", "unlawful_output"):
            model.add_parts(name, enterprise.unlawful, YUAN_PARTS)
        model.note_cost(facts.index, enterprise.unlawful)
    model.add_parts("government_cost", spent * p.safety_subsidy, YUAN_PARTS)


def _enter(model: Supervision, enterprise: Enterprise, answered: list[int]) -> None:
    count, sector = model.count, enterprise.sector
    for cell, open_now in enumerate(enterprise.cells):
        if open_now:
            count("hazards_open", open_now)
            count("latent_hazards_open" if cell & 2 else "visible_hazards_open", open_now)
            if cell & 1:
                count("major_hazards_open", open_now)
    for name in MEANS:
        model.add_parts(name, getattr(enterprise, name), SHARE_PARTS)
    model.add_parts("believed_visit_probability", enterprise.visit_belief, SHARE_PARTS)
    count("certified", float(enterprise.certified > 0))
    count("insured", float(enterprise.insured))
    count("class_a", float(enterprise.supervision_class == 0))
    count("class_d", float(enterprise.supervision_class == 3))
    count("blacklisted", float(enterprise.listed > 0))
    for exposure, departments in zip(sector.exposure, answered, strict=True):
        if exposure > 0.0:
            count("exposed_pairs", 1)
            count("covered_pairs", float(enterprise.known & departments > 0))


def _enter_government(model: Supervision) -> None:
    p, count = model.p, model.count
    officers = [officer for department in model.departments for officer in department.officers]
    staffing = total(department.staffing for department in model.departments)
    count("officers", staffing)
    count("inspector_skill", total(officer.able for officer in officers) / max(1, len(officers)))
    count("government_priority", model.government.priority)
    count("department_pressure", total(d.pressure for d in model.departments) / len(model.departments))
    count("government_cost", costs.officer_cost(staffing, p.officer_yearly_cost, p.officer_pay))
    count("government_cost", costs.training_beyond(staffing, p.training_days, p.training_normal, p.training_day_cost))
    count("government_cost", costs.equipment_beyond(staffing, p.equipment, p.equipment_cost))
    count("government_cost", model.totals["complaints_verified"] * p.whistle_reward)
    count("government_cost", p.grid_agents / 100.0 * len(model.enterprises) * p.grid_agent_cost / 12.0)
    if model.government.in_campaign:
        extra = model.totals["visits"] * p.campaign_strength / (1.0 + p.campaign_strength)
        count("government_cost", extra * p.overtime_cost)
    if model.month >= 0:
        count("government_cost", model.policy.programme_cost_in(model.month) * model.district.employees / NOMINAL_EMPLOYEES)
    alone = model.totals["visits"] - model.totals["joint_visits"] + len(model.joint)
    count("enterprise_cost", alone * p.visit_enterprise_cost)


def pay_overtime(model: Supervision) -> None:
    """The government pays for the planned visits that pressure adds; those of a campaign stand in the books of the month."""
    p = model.p
    campaign = government.campaign_factor(model.government.in_campaign, p.campaign_strength)
    for department in model.departments:
        extra = costs.overtime_visits(float(len(department.planned)), department.pressure, p.overtime_by_pressure, campaign)
        model.count("government_cost", extra * p.overtime_cost)
