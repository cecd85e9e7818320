"""The open hazards of an enterprise: how many there are, by kind, and what injuries are to be expected of them.

Sums over the cells of an enterprise are kept and changed with every hazard that comes or goes; in whole numbers, so that they are
the same as if they were added up anew.
"""

from __future__ import annotations

from typing import Any

from simulation.arithmetic import SHARE_PARTS, parts
from simulation.engine.clock import unsigned, whole
from simulation.engine.columns import (
    HARM_DEATHS,
    HARM_INJURIES,
    HARM_LARGER,
    HARM_MAJOR,
    SECTOR,
    STOCK_DEATHS,
    STOCK_HAZARDS,
    STOCK_INJURIES,
    WORKERS,
)
from simulation.engine.state import CELLS_PER_DOMAIN, FATAL, RATE, State
from simulation.engine.tables import FATAL_SHARE, INJURY_RATE, LARGER, MAJOR, MEAN_DEATHS, Tables
from simulation.rule import entry, kernel, sweep
from simulation.rules import accidents, severity


@kernel
def change(state: State, tables: Tables, i: int, cell: int, count: int) -> None:
    """So many hazards more in a cell, or fewer if ``count`` is below 0."""
    at, of, kind = unsigned(i), unsigned(cell), unsigned(cell & 3)
    state.cells[at, of] = whole(state.cells[at, of]) + count
    state.tallies[kind, at] = whole(state.tallies[kind, at]) + count
    state.stocks[STOCK_HAZARDS, unsigned(cell // CELLS_PER_DOMAIN)] += count
    weigh(state, tables, i, cell, count)


@kernel
def weigh(state: State, tables: Tables, i: int, cell: int, count: int) -> None:
    """Add to what is to be expected at normal output: injuries, deaths, accidents with three deaths or more and with ten."""
    at, domain, harm = unsigned(i), unsigned(cell // CELLS_PER_DOMAIN), state.harm
    rate, fatal = state.risks[RATE, unsigned(1 + cell)], state.risks[FATAL, unsigned(1 + cell)]
    outcome = tables.severities[unsigned(state.bytes[SECTOR, at]), domain, unsigned(tables.reach[domain, unsigned(state.shorts[WORKERS, at])])]
    injuries, deaths = count * parts(rate, SHARE_PARTS), count * parts(rate * fatal * outcome[MEAN_DEATHS], SHARE_PARTS)
    state.stocks[STOCK_INJURIES, domain] += injuries
    state.stocks[STOCK_DEATHS, domain] += deaths
    harm[HARM_INJURIES, at] += injuries
    harm[HARM_DEATHS, at] += deaths
    harm[HARM_LARGER, at] += count * parts(rate * fatal * outcome[LARGER], SHARE_PARTS)
    harm[HARM_MAJOR, at] += count * parts(rate * fatal * outcome[MAJOR], SHARE_PARTS)


@entry
def change_by_hand(state: State, tables: Tables, i: int, cell: int, count: int) -> None:
    """``change`` for a caller in Python."""
    change(state, tables, i, cell, count)


@sweep
def set_risks(state: State, tables: Tables, p: Any) -> None:
    """Of each cell: expected injuries from one open hazard at normal output, probability that one of them kills.

    Where they are others than before, everything that was weighed by them is weighed anew.
    """
    risks, same = state.risks, True
    for cell in range(risks.shape[1] - 1):
        domain, latent, major = cell // CELLS_PER_DOMAIN, cell & 2 != 0, cell & 1 != 0
        rate = accidents.hazard_intensity(
            1, p.hazard_injury_rate, tables.domains[INJURY_RATE, domain], latent, major, p.latent_injury_multiple, p.major_injury_multiple)
        fatal = severity.fatal_probability(tables.domains[FATAL_SHARE, domain], major, p.fatal_major_multiple)
        same = same and risks[RATE, 1 + cell] == rate and risks[FATAL, 1 + cell] == fatal
        risks[RATE, 1 + cell], risks[FATAL, 1 + cell] = rate, fatal
    if same:
        return
    state.harm[:] = 0
    state.stocks[STOCK_INJURIES] = 0
    state.stocks[STOCK_DEATHS] = 0
    for i in range(state.cells.shape[0]):
        for cell in range(state.cells.shape[1]):
            if state.cells[i, cell]:
                weigh(state, tables, i, cell, whole(state.cells[i, cell]))
