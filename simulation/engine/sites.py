"""Workplaces that move, as those of construction do: what goes along to the next site, and what waits there."""

from __future__ import annotations

from typing import Any

from simulation.distributions import binomial_count, poisson_count
from simulation.draws import STREAM
from simulation.engine.clock import Clock, luck, real, unsigned, whole
from simulation.engine.columns import (
    ATTENTION,
    CERTAINTY_BELIEF,
    CERTIFIED,
    CLOSED_CAUSES,
    COMPETENCE,
    EFFORT,
    FINE_BELIEF,
    KNOWN,
    LASTING,
    SECTOR,
    SIZE,
    VISIT_BELIEF,
)
from simulation.engine.removals import self_checks
from simulation.engine.stakes import own_attention
from simulation.engine.state import CELLS_PER_DOMAIN, State
from simulation.engine.stock import change
from simulation.engine.tables import EXPOSURE, LATENT_SHARE, MAJOR_FACTOR, MAJOR_SHARE, SITE_MONTHS, Tables
from simulation.engine.unwatched import watched_domains
from simulation.population import BELIEF_AT_FIRST
from simulation.rule import kernel, sweep
from simulation.rules import attention, hazards, incentives

SITE = STREAM["site"]
MOVES = 0


@sweep
def move_sites(state: State, tables: Tables, p: Any, clock: Clock) -> None:
    """A site closes here and there, and the enterprise goes to the next."""
    sectors = state.bytes[SECTOR]
    for i in range(sectors.shape[0]):
        months = tables.sectors[SITE_MONTHS, unsigned(sectors[i])]
        if months > 0.0 and luck(clock, SITE, i, MOVES) < hazards.site_change_probability(months):
            move(state, tables, p, clock, i)


@kernel
def move(state: State, tables: Tables, p: Any, clock: Clock, i: int) -> None:
    """Part of what was learned goes along, and part of the hazards; the next site has the rest of its own."""
    reals, base = state.reals, own_attention(state, p, i)
    able = incentives.certified_competence(p.competence_mean, state.shorts[CERTIFIED, i] > 0, p.scheme_competence)
    own = hazards.removal_probability(reals[EFFORT, i], able, p.removal_lowest, p.removal_highest)
    checks = self_checks(state.words[KNOWN, i], state.shorts[CERTIFIED, i], p.self_inspection, p.scheme_checks)
    removal = hazards.self_check_removal(own, checks, hazards.self_check_genuineness(base, p.self_inspection_audit), p.self_check_yield)
    change_hazards(state, tables, p, clock, i, removal)
    reals[ATTENTION, i] = attention.carried_along(reals[ATTENTION, i], base, p.site_kept)
    reals[COMPETENCE, i] = attention.carried_along(reals[COMPETENCE, i], able, p.site_kept)
    reals[VISIT_BELIEF, i] = attention.carried_along(reals[VISIT_BELIEF, i], BELIEF_AT_FIRST, p.site_kept)
    reals[CERTAINTY_BELIEF, i] = attention.carried_along(reals[CERTAINTY_BELIEF, i], p.certainty_unseen, p.site_kept)
    reals[FINE_BELIEF, i] = attention.carried_along(reals[FINE_BELIEF, i], p.fine_tariff, p.site_kept)
    reals[CLOSED_CAUSES, i] = attention.carried_along(reals[CLOSED_CAUSES, i], 0.0, p.site_kept)


@kernel
def change_hazards(state: State, tables: Tables, p: Any, clock: Clock, i: int, removal: float) -> None:
    """The hazards of the next site, cell by cell; ``removal`` is that of visible ones at the enterprise's base."""
    sector, slow = whole(state.bytes[SECTOR, i]), hazards.latent_removal(removal, p.latent_removal_factor)
    watched = watched_domains(state, i, sector)
    for cell in range(state.cells.shape[1]):
        domain, is_latent, is_major, count = cell // CELLS_PER_DOMAIN, cell & 2 != 0, cell & 1 != 0, whole(state.cells[i, cell])
        share = hazards.kind_share(
            tables.pairs[EXPOSURE, sector, domain], hazards.latent_share(p.latent_arrival_share, tables.domains[LATENT_SHARE, domain]), is_latent,
            hazards.major_share(tables.domains[MAJOR_SHARE, domain], tables.sectors[MAJOR_FACTOR, sector]), is_major)
        arrivals = hazards.arrival_mean(p.hazard_arrivals, share, real(state.singles[SIZE, i]), real(state.singles[LASTING, i]), 1.0)
        left = slow if is_latent else removal
        if not watched >> domain & 1:
            left = hazards.unwatched_removal(left, p.unwatched_removal)
        brought = hazards.next_site_stock(arrivals, left, p.site_kept)
        kept = binomial_count(count, p.site_kept, luck(clock, SITE, i, 2 * cell + 1))
        change(state, tables, i, cell, min(255, kept + poisson_count(brought, luck(clock, SITE, i, 2 * cell + 2))) - count)
