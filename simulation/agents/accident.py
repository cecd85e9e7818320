"""Injuries of one enterprise in one month: how many, from what, how bad, on record or not."""

from __future__ import annotations

from dataclasses import dataclass

from simulation.agents.by_domain import enter_injury
from simulation.agents.department import Supervision
from simulation.agents.enterprise import Enterprise
from simulation.agents.world import CELLS_PER_DOMAIN
from simulation.arithmetic import SHARE_PARTS, whole_parts
from simulation.distributions import poisson_count
from simulation.orders import (
    HIT_DEATHS,
    HIT_DOMAIN,
    HIT_ENTERPRISE,
    HIT_LOSS,
    HIT_ON_RECORD,
    HIT_SERIOUS,
    MOST_INJURIES,
)
from simulation.population import pick
from simulation.rules import accidents, penalties, reporting, severity

DRAWS_PER_INJURY = 8


@dataclass(frozen=True)
class Accident:
    """An accident with a death, a serious injury or a direct loss of 1 million yuan or more."""

    month: int
    enterprise: int
    domain: int
    """Hazard domain, or -1 for an unsafe act."""
    deaths: int
    serious: int
    loss: float
    legal_class: int
    on_record: bool


def draw_accidents(model: Supervision, enterprise: Enterprise, concealing: float) -> list[Accident]:
    """Count the month's injuries, expected ones too; returns those that are statutory accidents."""
    index = enterprise.facts.index
    fatal, unsafe = model.fatal_shares(enterprise.facts.sector), enterprise.unsafe_intensity()
    harm = [value / SHARE_PARTS for value in harm_of(model, enterprise, fatal)]
    total = unsafe + enterprise.output * harm[0]
    expected_deaths = unsafe * fatal[0] + enterprise.output * harm[1]
    model.add_parts("expected_injuries", total, SHARE_PARTS)
    model.add_parts("expected_deaths", expected_deaths, SHARE_PARTS)
    model.add_parts("expected_larger_accidents", enterprise.output * harm[2], SHARE_PARTS)
    model.add_parts("expected_major_accidents", enterprise.output * harm[3], SHARE_PARTS)
    model.expected_in_place[enterprise.facts.place] += whole_parts(expected_deaths, SHARE_PARTS)
    model.note(index, "expected_injuries", whole_parts(total, SHARE_PARTS) / SHARE_PARTS)
    model.note(index, "expected_deaths", whole_parts(expected_deaths, SHARE_PARTS) / SHARE_PARTS)
    model.note(index, "hazards_open", sum(enterprise.cells))
    injuries = poisson_count(total, model.word("month", index, 0, 0))
    parts = [unsafe, *(enterprise.cell_intensity(cell) if count else 0.0 for cell, count in enumerate(enterprise.cells))] if injuries else []
    statutory = []
    for injury in range(injuries):
        accident = _draw_one(model, enterprise, parts, fatal, DRAWS_PER_INJURY * injury, concealing)
        if accident is not None:
            statutory.append(accident)
    return statutory


def harm_of(model: Supervision, enterprise: Enterprise, fatal: list[float], only: int = -1) -> list[int]:
    """What is to be expected of an enterprise's open hazards at normal output, in parts of one a month.

    Injuries, deaths, accidents with three deaths or more and with ten; ``fatal`` is the share that kills, by cause.  Of one domain
    alone where ``only`` names one.
    """
    p, sums = model.p, [0, 0, 0, 0]
    for cell, count in enumerate(enterprise.cells):
        domain = cell // CELLS_PER_DOMAIN
        if count and only in (-1, domain):
            rate = accidents.hazard_intensity(
                1, p.hazard_injury_rate, model.district.domains[domain].injury_rate, bool(cell & 2), bool(cell & 1),
                p.latent_injury_multiple, p.major_injury_multiple,
            )
            killed = rate * fatal[1 + cell]
            outcomes = (rate, killed * enterprise.mean_deaths[domain], killed * enterprise.larger[domain], killed * enterprise.major[domain])
            for row, value in enumerate(outcomes):
                sums[row] += count * whole_parts(value, SHARE_PARTS)
    return sums


def _draw_one(
    model: Supervision, enterprise: Enterprise, parts: list[float], fatal: list[float], first: int, concealing: float
) -> Accident | None:
    p, index = model.p, enterprise.facts.index

    def u(number: int) -> float:
        return model.u("accident", index, first + number)

    cause = pick(tuple(parts), u(0))
    domain = (cause - 1) // CELLS_PER_DOMAIN if cause else -1
    deaths = serious = 0
    if u(1) < fatal[cause]:
        deaths = severity.deaths_drawn(u(2), enterprise.tails[domain], enterprise.exposed[domain]) if cause else 1
    elif u(3) < p.serious_share:
        serious = 1
    loss = severity.direct_loss(u(4), deaths, serious, p.loss_per_injury, p.loss_per_serious, p.loss_per_death, p.loss_tail)
    _count_injury(model, enterprise, deaths, serious, loss)
    enter_injury(model, enterprise.facts.sector, domain, deaths)
    willing = reporting.willing_by_size(p.injury_reporting, enterprise.facts.workers, p.reporting_half_size)
    reports = u(5) < reporting.injury_report_probability(willing, p.report_audit, p.premium_swing, p.claims_management, enterprise.insured)
    legal = severity.legal_class(deaths, serious, loss)
    if deaths:
        hidden = reporting.fatal_concealment(
            p.concealment_base, concealing, p.concealment_by_pressure, deaths, p.concealment_by_deaths, p.whistle_reward,
            p.whistle_reward_normal, p.whistle_protection - p.protection_normal, p.report_audit - p.audit_normal,
        )
        on_record = u(6) >= model.government.kept_out(hidden, deaths)
    else:
        on_record = reports and u(6) < p.serious_recording
    known = on_record or (reports and not deaths)
    model.count("reported_injuries", float(known) * (1 + max(0, deaths - 1)))
    if known:
        enterprise.new_claims += p.claim_by_death if deaths else p.claim_by_injury
    if legal == 0:
        enterprise.injured = min(enterprise.injured + 1, 100)
        return None
    model.note(index, "fines", _count_accident(model, enterprise, deaths, serious, loss, legal, on_record, u(7)))
    model.government.reported_this_year += deaths if on_record else 0
    return Accident(model.month, index, domain, deaths, serious, loss, legal, on_record)


def ordered_accident(model: Supervision, number: int, hit: list[float]) -> Accident | None:
    """An accident that is ordered: counted, reported and heard of like any other; None if it is no statutory accident."""
    p, enterprise = model.p, model.enterprises[int(hit[HIT_ENTERPRISE])]
    deaths, serious, loss, on_record = int(hit[HIT_DEATHS]), int(hit[HIT_SERIOUS]), hit[HIT_LOSS], hit[HIT_ON_RECORD] != 0.0
    legal = severity.legal_class(deaths, serious, loss)
    _count_injury(model, enterprise, deaths, serious, loss)
    if on_record:
        model.count("reported_injuries", 1 + max(0, deaths - 1))
        enterprise.new_claims += p.claim_by_death if deaths else p.claim_by_injury
    if legal == 0:
        enterprise.injured = min(enterprise.injured + 1, 100)
        return None
    luck = model.u("accident", enterprise.facts.index, DRAWS_PER_INJURY * (MOST_INJURIES + number) + 7)
    _count_accident(model, enterprise, deaths, serious, loss, legal, on_record, luck)
    return Accident(model.month, enterprise.facts.index, int(hit[HIT_DOMAIN]), deaths, serious, loss, legal, on_record)


def _count_injury(model: Supervision, enterprise: Enterprise, deaths: int, serious: int, loss: float) -> None:
    model.count("lost_time_injuries", 1 + max(0, deaths - 1))
    model.count("serious_injuries", serious)
    model.count("deaths", deaths)
    model.count_in_place(enterprise.facts.place, "injuries", 1 + max(0, deaths - 1))
    model.count_in_place(enterprise.facts.place, "deaths", deaths)
    model.count("accident_loss", loss)


def _count_accident(
    model: Supervision, enterprise: Enterprise, deaths: int, serious: int, loss: float, legal: int, on_record: bool, luck: float
) -> float:
    """Enter a statutory accident; the fines that follow, in yuan."""
    model.count("statutory_accidents", 1)
    model.count("larger_accidents", float(legal >= 2))
    if not on_record:
        model.count("deaths_concealed", deaths)
        return 0.0
    model.count("accidents_on_record", 1)
    model.count("reported_deaths", deaths)
    model.count("reported_larger_accidents", float(legal >= 2))
    fines = _fines(model, enterprise, deaths, serious, loss, luck)
    model.count("fines", fines)
    return fines


def _fines(model: Supervision, enterprise: Enterprise, deaths: int, serious: int, loss: float, luck: float) -> float:
    """Fines after an accident on record: on the unit, on the person in charge, and by a court, in yuan."""
    p = model.p
    unit = penalties.accident_fine(
        deaths, serious, loss, p.accident_fine_scale, p.accident_fine_general, p.accident_fine_larger,
        p.accident_fine_major, p.accident_fine_especially,
    )
    person = penalties.personal_fine(deaths, p.personal_fine, enterprise.sector.yearly_wage, p.manager_income)
    return unit + person + (p.court_fine if deaths and luck < p.prosecution else 0.0)
