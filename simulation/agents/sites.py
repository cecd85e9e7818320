"""Workplaces that move, as those of construction do: what goes along to the next site, and what waits there."""

from __future__ import annotations

from simulation.agents.department import Supervision
from simulation.agents.enterprise import Enterprise
from simulation.agents.world import CELLS_PER_DOMAIN
from simulation.distributions import binomial_count, poisson_count
from simulation.rules import hazards

MOVES = 0
"""Draw of the stream ``site``; then two to a cell: which hazards go along, which the next site brings."""


def move_sites(model: Supervision) -> None:
    """A site closes here and there, and the enterprise goes to the next."""
    for enterprise in model.enterprises:
        months = enterprise.sector.site_months
        if months > 0.0 and model.u("site", enterprise.facts.index, MOVES) < hazards.site_change_probability(months):
            move(model, enterprise)


def move(model: Supervision, enterprise: Enterprise) -> None:
    """Part of what was learned goes along, and part of the hazards; the next site has the rest of its own."""
    p, base, able = model.p, enterprise.own_attention(), enterprise.own_competence(enterprise.certified > 0)
    own = hazards.removal_probability(enterprise.effort, able, p.removal_lowest, p.removal_highest)
    genuine = hazards.self_check_genuineness(base, p.self_inspection_audit)
    removal = hazards.self_check_removal(own, enterprise.self_checks(), genuine, p.self_check_yield)
    change_hazards(model, enterprise, removal)
    enterprise.move_on(base, able)


def change_hazards(model: Supervision, enterprise: Enterprise, removal: float) -> None:
    """The hazards of the next site, cell by cell; ``removal`` is that of visible ones at the enterprise's base."""
    p, facts, sector = model.p, enterprise.facts, enterprise.sector
    slow = hazards.latent_removal(removal, p.latent_removal_factor)
    for cell, count in enumerate(enterprise.cells):
        domain, is_latent, is_major = model.district.domains[cell // CELLS_PER_DOMAIN], bool(cell & 2), bool(cell & 1)
        share = hazards.kind_share(
            sector.exposure[cell // CELLS_PER_DOMAIN], hazards.latent_share(p.latent_arrival_share, domain.latent_share), is_latent,
            hazards.major_share(domain.major_share, sector.major_factor), is_major)
        arrivals = hazards.arrival_mean(p.hazard_arrivals, share, facts.size, facts.lasting, 1.0)
        left = slow if is_latent else removal
        if not enterprise.is_watched(cell // CELLS_PER_DOMAIN):
            left = hazards.unwatched_removal(left, p.unwatched_removal)
        brought = hazards.next_site_stock(arrivals, left, p.site_kept)
        kept = binomial_count(count, p.site_kept, model.u("site", facts.index, 2 * cell + 1))
        enterprise.cells[cell] = min(255, kept + poisson_count(brought, model.u("site", facts.index, 2 * cell + 2)))
