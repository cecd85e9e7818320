"""Phase hazards: they arrive, and enterprises remove some themselves."""

from __future__ import annotations

from typing import Any

from simulation.distributions import binomial_count
from simulation.draws import STREAM
from simulation.engine.blocks import (
    BLOCK,
    add_numbers,
    count_binomial,
    count_poisson,
    count_rare,
    draw_placed_word,
    draw_words,
    keep_above,
    list_above_zero,
    take,
)
from simulation.engine.clock import Clock, luck, real, truncated, unsigned, whole
from simulation.engine.columns import CLOSED_CAUSES, HALTED, LASTING, OUTPUT, REPRESENTED, SECTOR, SIZE
from simulation.engine.removals import (
    ARRIVALS,
    BY_HAND,
    HAZARDS,
    LATENT,
    LOTS,
    MEANS,
    REMOVALS,
    REMOVED,
    SHARES,
    SLOWLY,
    VISIBLE_MAJOR,
    set_removals,
)
from simulation.engine.sites import move_sites
from simulation.engine.state import CELLS_PER_DOMAIN, GUIDE, Room, State
from simulation.engine.stock import change, set_risks
from simulation.engine.tables import EXPOSURE, EXPOSURE_SUM, LATENT_SHARE, MAJOR_FACTOR, MAJOR_SHARE, Tables
from simulation.engine.unwatched import remove_apart
from simulation.outcomes import NUMBER
from simulation.population import bound_row
from simulation.rule import kernel, sweep
from simulation.rules import accidents, hazards

ARRIVAL_KIND, REPRESENTATIVE = STREAM["arrival_kind"], STREAM["representative"]
WORK_HALTS = NUMBER["work_halts"]


@sweep
def phase_hazards(state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any) -> None:
    """Arrivals and removals of every enterprise, both by the state before the month."""
    block, reals, small = room.block, state.reals, state.bytes
    set_risks(state, tables, p)
    set_kinds(room, tables, p)
    if p.site_kept < 1.0:
        move_sites(state, tables, p, clock)
    for first in range(0, reals.shape[1], BLOCK):
        end = min(first + BLOCK, reals.shape[1])
        k = end - first
        draw_words(block[:4], clock, HAZARDS, first, 0, k)
        take(tables.sectors[EXPOSURE_SUM], small[SECTOR, first:end], block[SHARES, :k])
        set_means(
            block[MEANS, :k], block[SHARES, :k], state.singles[SIZE, first:end], state.singles[LASTING, first:end], reals[OUTPUT, first:end],
            reals[CLOSED_CAUSES, first:end], p.hazard_arrivals)
        count_poisson(block[MEANS, :k], block[ARRIVALS, :k], room.counted[ARRIVALS, :k])
        arrive(state, room, tables, clock, first, k)
        set_removals(state, p, block[BY_HAND, :k], first, end)
        slow_down(block[SLOWLY, :k], block[BY_HAND, :k], p.latent_removal_factor)
        add_numbers(state.tallies[2, first:end], state.tallies[3, first:end], room.flags[:k])
        count_binomial(state.tallies[0, first:end], block[BY_HAND, :k], block[REMOVALS, :k], room.counted[REMOVALS, :k])
        count_rare(
            state.tallies[1, first:end], block[BY_HAND, :k], block[REMOVALS + VISIBLE_MAJOR, :k], room.counted[REMOVALS + VISIBLE_MAJOR, :k])
        count_binomial(room.flags[:k], block[SLOWLY, :k], block[REMOVALS + LATENT, :k], room.counted[REMOVALS + LATENT, :k])
        if p.unwatched_removal != 1.0:
            remove_apart(state, room, tables, p, clock, first, k)
        for kind in range(3):
            remove(state, room, tables, clock, first, k, kind)
    if p.worker_stop_right > 0.0:
        for i in range(reals.shape[1]):
            if small[REPRESENTED, i]:
                halt_work(state, tables, p, clock, totals, i)


@sweep
def set_kinds(room: Room, tables: Tables, p: Any) -> None:
    """Bounds by which an arriving hazard of a sector finds its cell."""
    sectors, cells = room.kinds.shape
    for sector in range(sectors):
        for cell in range(cells):
            domain = cell // CELLS_PER_DOMAIN
            latent = hazards.latent_share(p.latent_arrival_share, tables.domains[LATENT_SHARE, domain])
            major = hazards.major_share(tables.domains[MAJOR_SHARE, domain], tables.sectors[MAJOR_FACTOR, sector])
            room.kinds[sector, cell] = hazards.kind_share(
                tables.pairs[EXPOSURE, sector, domain], latent, cell & 2 != 0, major, cell & 1 != 0)
        bound_row(room.kinds[sector])
        cell = 0
        for step in range(GUIDE):
            while step / GUIDE >= room.kinds[sector, cell]:
                cell += 1
            room.guide[sector, step] = cell


@sweep
def set_means(out: Any, exposures: Any, sizes: Any, lasting: Any, outputs: Any, closed: Any, arrivals: float) -> None:
    """Mean number of hazards that arise in each enterprise of a block."""
    for k in range(out.shape[0]):
        # A Poisson number of a larger mean is beyond what inversion by doubles can reach.
        arising = hazards.arrival_mean(arrivals, exposures[k], real(sizes[k]), real(lasting[k]), outputs[k])
        out[k] = min(600.0, hazards.arrivals_left(arising, closed[k]))


@sweep
def slow_down(out: Any, removals: Any, factor: float) -> None:
    """Monthly removal of latent hazards."""
    for k in range(out.shape[0]):
        out[k] = hazards.latent_removal(removals[k], factor)


@sweep
def arrive(state: State, room: Room, tables: Tables, clock: Clock, first: int, count: int) -> None:
    """New hazards of a block: the first of every enterprise, then the second of those that have one, and so on."""
    items, cells, odds, arrived = room.work[0], room.work[1], room.odds[0], room.counted[ARRIVALS, :count]
    end, number = list_above_zero(arrived, items), 0
    while end > 0:
        draw_placed_word(odds, clock, ARRIVAL_KIND, first, items, end, number)
        pick_kinds(cells, odds, items, end, state.bytes[SECTOR, first:], room.kinds, room.guide)
        number += 1
        for entry in range(end):
            i, cell = first + items[entry], whole(cells[entry])
            now = whole(state.cells[unsigned(i), unsigned(cell)])
            if hazards.one_more_hazard(now) > now:
                change(state, tables, i, cell, whole(1))
        end = keep_above(arrived, items, end, number)


@sweep
def pick_kinds(cells: Any, odds: Any, items: Any, count: int, sectors: Any, kinds: Any, guide: Any) -> None:
    """The cells of new hazards: how many bounds a draw has reached, from where the guide says that no fewer are."""
    for entry in range(count):
        sector, drawn = unsigned(sectors[unsigned(items[entry])]), odds[entry]
        cell = unsigned(guide[sector, unsigned(truncated(drawn * GUIDE))])
        while drawn >= kinds[sector, cell]:
            cell = unsigned(cell + unsigned(1))
        cells[entry] = cell


@sweep
def remove(state: State, room: Room, tables: Tables, clock: Clock, first: int, count: int, kind: int) -> None:
    """Draw by lot which hazards of a kind are removed: the first of every enterprise, then the second of those that remove two, and so on."""
    items, cells, odds, removed = room.work[0], room.work[1], room.odds[0], room.counted[REMOVALS + kind, :count]
    end, number = list_above_zero(removed, items), 0
    while end > 0:
        draw_placed_word(odds, clock, REMOVED, first, items, end, LOTS * kind + number)
        if kind == LATENT:
            pick_latent(cells, odds, items, end, state.cells[first:], state.tallies[2, first:], state.tallies[3, first:])
        else:
            pick_visible(cells, odds, items, end, state.cells[first:], state.tallies[kind, first:], kind)
        number += 1
        for entry in range(end):
            change(state, tables, first + items[entry], whole(cells[entry]), whole(-1))
        end = keep_above(removed, items, end, number)


# All cells are passed in the next two: a loop that ends at the cell would be guessed wrongly nearly every time.


@sweep
def pick_visible(picked: Any, odds: Any, items: Any, count: int, cells: Any, tallies: Any, kind: int) -> None:
    """The cell of one of an enterprise's visible hazards of a kind, each as likely as any other."""
    domains = cells.shape[1] // CELLS_PER_DOMAIN
    for entry in range(count):
        k = unsigned(items[entry])
        lot, below, passed = truncated(odds[entry] * tallies[k]), 0, 0
        for domain in range(domains):
            below += whole(cells[k, unsigned(CELLS_PER_DOMAIN * domain + kind)])
            passed += below <= lot
        picked[entry] = CELLS_PER_DOMAIN * passed + kind


@sweep
def pick_latent(picked: Any, odds: Any, items: Any, count: int, cells: Any, ordinary: Any, major: Any) -> None:
    """The cell of one of an enterprise's latent hazards, each as likely as any other."""
    domains = cells.shape[1] // CELLS_PER_DOMAIN
    for entry in range(count):
        k = unsigned(items[entry])
        lot, below, passed = truncated(odds[entry] * (whole(ordinary[k]) + whole(major[k]))), 0, 0
        for domain in range(domains):
            below += whole(cells[k, unsigned(CELLS_PER_DOMAIN * domain + 2)])
            passed += below <= lot
            below += whole(cells[k, unsigned(CELLS_PER_DOMAIN * domain + 3)])
            passed += below <= lot
        picked[entry] = CELLS_PER_DOMAIN * (passed >> 1) + 2 + (passed & 1)


@kernel
def halt_work(state: State, tables: Tables, p: Any, clock: Clock, totals: Any, i: int) -> None:
    """A safety representative halts work at a visible major hazard, perhaps, until it is gone."""
    chance = accidents.stop_probability(True, p.stop_notice)
    for cell in range(1, state.cells.shape[1], CELLS_PER_DOMAIN):
        count = whole(state.cells[i, cell])
        if count:
            gone = binomial_count(count, chance, luck(clock, REPRESENTATIVE, i, cell))
            change(state, tables, i, cell, -gone)
            if gone > 0:
                state.marks[HALTED, i] = 1
    totals[WORK_HALTS] += state.marks[HALTED, i]
