"""Visits by those who cannot penalise: insurers' advisers, hired experts, grid agents, and sensors."""

from __future__ import annotations

from simulation.agents.department import Supervision
from simulation.agents.enterprise import Enterprise
from simulation.distributions import binomial_count
from simulation.rules import attention, detection, incentives, visits

INSURER, EXPERT = 0, 1
LOOK, SEES, FALSE_ALARM, RECIPIENT, REPORTS = 2, 3, 4, 5, 6
"""Draws of the stream ``outside``: the first two say who comes, the rest belong to a grid agent's look."""


def visit_from_outside(model: Supervision, enterprise: Enterprise) -> None:
    """All that others than departments do at one enterprise in a month."""
    p, facts = model.p, enterprise.facts
    if p.insurer_visits > 0.0 and enterprise.insured and model.u("outside", facts.index, INSURER) < p.insurer_visits / 12.0:
        model.count("enterprise_cost", p.insurer_visit_cost)
        model.note_cost(facts.index, p.insurer_visit_cost)
        advise(model, enterprise, INSURER, p.insurer_skill, specialist=False)
    if p.expert_visits > 0.0 and facts.registered and model.u("outside", facts.index, EXPERT) < p.expert_visits / 1200.0:
        model.count("government_cost", p.expert_visit_cost)
        advise(model, enterprise, EXPERT, p.expert_skill, specialist=True)
    if p.grid_agents > 0.0:
        look_in(model, enterprise)
    if model.has_sensor(enterprise.facts):
        listen(model, enterprise)


def advise(model: Supervision, enterprise: Enterprise, who: int, skill: float, *, specialist: bool) -> None:
    """A visit that finds, explains and teaches, but orders nothing."""
    p, index, total = model.p, enterprise.facts.index, 0
    truly = visits.true_removal_probability(
        False, False, True, False, False, p.rectified_base, 0.0, 0.0, p.rectified_by_advice, 0.0, 0.0, 0.0, 0.0, 0.0
    )
    for cell, count in enumerate(enterprise.cells):
        if not count:
            continue
        match = detection.specialist_match(
            specialist, bool(cell & 2), bool(cell & 1), p.visible_match, p.latent_match, 0.0, p.standards_effect
        )
        chance = detection.detection_probability(skill, match, p.thoroughness, 1.0, 0.0, 0.0, 1.0)
        found = binomial_count(count, chance, model.u("outside_finding", index, 32 * who + cell))
        total += found
        enterprise.cells[cell] -= binomial_count(found, truly, model.u("outside_rectification", index, 32 * who + cell))
    model.count("outside_visits", 1)
    enterprise.attention = attention.raised(enterprise.attention, p.attention_by_advice)
    if total:
        enterprise.competence = attention.raised(enterprise.competence, p.competence_by_advice)


def look_in(model: Supervision, enterprise: Enterprise) -> None:
    """A grid agent looks in, reports what he sees, perhaps, and files a report for nothing now and then."""
    p, index = model.p, enterprise.facts.index
    if model.u("outside", index, LOOK) >= incentives.grid_look_probability(p.grid_agents, p.grid_rounds):
        return
    visible = sum(count for cell, count in enumerate(enterprise.cells) if not cell & 2)
    sees = binomial_count(visible, p.grid_skill, model.u("outside", index, SEES)) > 0
    reports = sees and model.u("outside", index, REPORTS) < p.grid_reporting
    if reports or (not sees and incentives.is_false_alarm(model.u("outside", index, FALSE_ALARM), p.grid_false)):
        recipient = model.mandates.any_responsible(enterprise.facts.sector, model.u("outside", index, RECIPIENT))
        if recipient >= 0:
            model.count("grid_reports", 1)
            model.report_to(recipient, enterprise)


def listen(model: Supervision, enterprise: Enterprise) -> None:
    """Sensors show latent hazards to the emergency bureau, perhaps."""
    p, index = model.p, enterprise.facts.index
    for cell, count in enumerate(enterprise.cells):
        if count and cell & 2 and binomial_count(count, p.sensor_alarm, model.u("sensor", index, cell)) > 0:
            model.count("sensor_alarms", 1)
            model.report_to(model.emergency, enterprise)
            break
    model.count("government_cost", p.sensor_cost / 12.0)
