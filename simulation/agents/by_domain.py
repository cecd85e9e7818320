"""What is entered by hazard domain and by cell of the matrix, where somebody asks for it: as ``simulation.engine.by_domain`` does from sums that it keeps."""

from __future__ import annotations

from simulation.agents.department import Supervision
from simulation.agents.enterprise import Enterprise
from simulation.agents.world import CELLS_PER_DOMAIN
from simulation.arithmetic import SHARE_PARTS, whole_parts
from simulation.orders import (
    CELL_DEATHS,
    CELL_EXPECTED_DEATHS,
    CELL_HAZARDS_OPEN,
    DOMAIN_DEATHS,
    DOMAIN_EXPECTED_DEATHS,
    DOMAIN_EXPECTED_INJURIES,
    DOMAIN_HAZARDS_OPEN,
    DOMAIN_INJURIES,
)
from simulation.rules import accidents


def enter_domains(model: Supervision) -> None:
    """What is open and what is to be expected, by domain; what no domain brings comes of unsafe acts."""
    count = len(model.district.domains)
    outputs = [enterprise.output for enterprise in model.enterprises]
    usual = outputs[0] if len(outputs) < 3 or outputs[0] == outputs[1] else outputs[2]
    hazards, stocks, beyond = [0] * count, [[0] * count, [0] * count], [[0] * count, [0] * count]
    for enterprise in model.enterprises:
        for cell, open_now in enumerate(enterprise.cells):
            if open_now:
                domain = cell // CELLS_PER_DOMAIN
                hazards[domain] += open_now
                for row, weight in enumerate(_weights(model, enterprise, cell)):
                    stocks[row][domain] += open_now * whole_parts(weight, SHARE_PARTS)
                    if enterprise.output != usual:
                        beyond[row][domain] += open_now * whole_parts((enterprise.output - usual) * weight, SHARE_PARTS)
    domains = model.orders.domains
    for row, name in ((DOMAIN_EXPECTED_INJURIES, "expected_injuries"), (DOMAIN_EXPECTED_DEATHS, "expected_deaths")):
        entered, kind = 0.0, int(name == "expected_deaths")
        for domain in range(count):
            amount = usual * (stocks[kind][domain] / SHARE_PARTS) + beyond[kind][domain] / SHARE_PARTS
            domains[row, domain] += amount
            entered += amount
        domains[row, count] += model.totals[name] - entered
    domains[DOMAIN_HAZARDS_OPEN, :count] += hazards


def enter_cells(model: Supervision) -> None:
    """What is open and what is to be expected of it, by sector and domain."""
    cells = model.orders.cells
    for enterprise in model.enterprises:
        sector = enterprise.facts.sector
        for cell, open_now in enumerate(enterprise.cells):
            if open_now:
                domain = cell // CELLS_PER_DOMAIN
                deaths = whole_parts(enterprise.output * _weights(model, enterprise, cell)[1], SHARE_PARTS) / SHARE_PARTS
                cells[CELL_EXPECTED_DEATHS, sector, domain] += open_now * deaths
                cells[CELL_HAZARDS_OPEN, sector, domain] += open_now


def _weights(model: Supervision, enterprise: Enterprise, cell: int) -> tuple[float, float]:
    """Injuries and deaths a month to be expected of one open hazard at normal output."""
    p, domain = model.p, cell // CELLS_PER_DOMAIN
    rate = accidents.hazard_intensity(
        1, p.hazard_injury_rate, model.district.domains[domain].injury_rate, bool(cell & 2), bool(cell & 1), p.latent_injury_multiple,
        p.major_injury_multiple,
    )
    fatal = model.fatal_shares(enterprise.facts.sector)[1 + cell]
    return rate, rate * fatal * enterprise.mean_deaths[domain]


def enter_injury(model: Supervision, sector: int, domain: int, deaths: int) -> None:
    """Enter one accident by its sector and domain, -1 for an unsafe act."""
    domains = model.orders.domains
    if domains.shape[1]:
        domains[DOMAIN_INJURIES, domain] += 1 + max(0, deaths - 1)
        domains[DOMAIN_DEATHS, domain] += deaths
    if model.orders.cells.shape[1]:
        model.orders.cells[CELL_DEATHS, sector, domain] += deaths
