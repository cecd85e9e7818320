"""The arrays of one world: what changes from month to month, and room to work in."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from simulation.district import District
from simulation.engine.blocks import BLOCK
from simulation.engine.clock import whole as whole
from simulation.engine.columns import EVENTS, GROUPS, MONTHLY
from simulation.rule import by_address

CELLS_PER_DOMAIN = 4
"""Visible ordinary, visible major, latent ordinary, latent major."""
GUIDE = 256
"""Steps of the guide to the bounds of arriving hazards."""
LONG_AGO = 24
"""Months since the last visit, and since the last accident on record, before the first month."""


@by_address
class State(NamedTuple):
    """What changes; ``columns.py`` says what each row of the groups holds."""

    reals: Any
    singles: Any
    shorts: Any
    bytes: Any
    words: Any
    marks: Any
    notes: Any
    fresh: Any
    tallies: Any
    harm: Any
    stocks: Any
    cells: Any
    """Open hazards by enterprise and cell (domain * 4 + latent * 2 + major), uint8."""
    risks: Any
    """By cause of an injury (an unsafe act, then the cells): intensity of one hazard, probability that it kills; what ``harm`` goes by."""
    files: Any
    rounds: Any
    posts: Any
    desks: Any
    government: Any
    readers: Any
    circles: Any
    place_totals: Any
    agenda: Any
    """Visits planned for the quarter, by department, in their order: enterprise numbers, int32."""
    weights: Any
    """Probability that a department examines a domain in a sector: department x sector x domain, float64."""
    answered: Any
    """Departments that answer for a sector and domain in which a hazard can arise, as bits, int16."""
    mandated: Any
    """Whether a department answers for anything in a sector, int8."""


@by_address
class Room(NamedTuple):
    """Buffers of a month; nothing in them outlives it, except the events, which the conductor takes away."""

    keys: Any
    """Two lists to be put in order: keys, float64."""
    items: Any
    """The same: enterprises, int32; and the list of those that could wait for some department."""
    planned: Any
    """Enterprises to visit, department by department, int32."""
    planned_start: Any
    published: Any
    """Published penalties of the month: enterprise, fine, next one of the sector, weight by place."""
    first_read: Any
    """First publication of the month by sector, -1 if none."""
    events: Any
    counts: Any
    """Sizes that agenda, posts, planned, published and events would need where they are too small; events so far."""
    block: Any
    """Numbers of one block of enterprises at hand; the rows are named below."""
    work: Any
    """Entries of the block at hand, each an enterprise and a cell or other number; their draws are in ``odds``."""
    odds: Any
    counted: Any
    """Whole numbers drawn for the enterprises or entries at hand."""
    luck: Any
    """Words of the block ``month`` of every enterprise."""
    flags: Any
    """Whether anything happens to the enterprises of the block at hand; numbers of hazards that they have."""
    kinds: Any
    """Bounds by which an arriving hazard finds its cell, by sector."""
    guide: Any
    """How many of these bounds are certainly reached, by sector and steps of a draw."""
    bins: Any
    """A histogram."""
    kept: Any
    """What a look still counts, by months."""
    risk: Any
    """Risk estimates, by department and enterprise."""
    pooled: Any
    """Highest risk estimate among departments, by enterprise."""
    shares: Any
    """By department and (sector of the others, sector of the registered): probability that a record lapses, is entered."""
    causes: Any
    """By cause of an injury (an unsafe act, then the cells): intensity in the enterprise at hand."""
    found: Any
    """Hazards found on the visit at hand, by cell."""
    place_visits: Any
    """Visits planned, by place."""
    domain_sums: Any
    """By hazard domain, in parts of one: injuries and deaths to be expected beyond those at the usual output."""
    place_sums: Any
    """Expected deaths by place, in parts of one."""
    sums: Any
    """Sums of effort by sector and place, in parts of one."""
    near: Any
    """What enterprises see of their peers, by sector and place: efforts; shares visited."""
    posted: Any
    """The same: shares whose visit was posted."""
    personal: Any
    """Fine on the person in charge after a death, by sector."""


LINE, OTHERS, WAITING_LIST = range(3)
AGENDA, POSTS_NEEDED, PLANNED, PUBLISHED, EVENTS_NEEDED, EVENT_END, EVENT_FIRST = range(7)
RATE, FATAL = range(2)
NAMED, FINE, NEXT, WEIGHTS = range(4)


class Sizes(NamedTuple):
    """Lengths of what grows with use."""

    agenda: int
    posts: int
    planned: int
    published: int
    events: int


def first_sizes(enterprises: int) -> Sizes:
    """Lengths that a busy district rarely outgrows: what is outgrown costs the months of a chunk once more."""
    return Sizes(64 + enterprises // 8, 32, 128 + enterprises // 4, 16 + enterprises // 16, 32 + enterprises // 16)


def new_state(district: District, sizes: Sizes, zeros: Any = np.zeros) -> State:
    """State of the right size, all zero if ``zeros`` makes them so."""
    lengths = {
        "enterprise": district.enterprises, "department": len(district.departments), "post": sizes.posts,
        "sector": len(district.sectors), "place": len(district.places), "domain": len(district.domains),
    }
    groups = {
        group.name: zeros((len(group.columns), *(lengths[thing] for thing in group.over)), group.dtype)
        for group in GROUPS if "event" not in group.over
    }
    return State(
        **groups,
        cells=zeros((district.enterprises, CELLS_PER_DOMAIN * len(district.domains)), np.uint8),
        risks=zeros((2, 1 + CELLS_PER_DOMAIN * len(district.domains))),
        agenda=zeros((len(district.departments), sizes.agenda), np.int32),
        weights=zeros((len(district.departments), len(district.sectors), len(district.domains))),
        answered=zeros((len(district.sectors), len(district.domains)), np.int16),
        mandated=zeros((len(district.departments), len(district.sectors)), np.int8),
    )


def new_room(district: District, sizes: Sizes, zeros: Any = np.zeros) -> Room:
    """Buffers of the right size, with whatever ``zeros`` leaves in them."""
    count, places, sectors = district.enterprises, len(district.places), len(district.sectors)
    cells = CELLS_PER_DOMAIN * len(district.domains)
    return Room(
        keys=zeros((2, count)), items=zeros((3, count), np.int32), planned=zeros(sizes.planned, np.int32),
        planned_start=zeros(len(district.departments) + 1, np.int64), published=zeros((WEIGHTS + places, sizes.published)), first_read=zeros(sectors, np.int64),
        events=zeros((len(EVENTS.columns), sizes.events)), counts=zeros(7, np.int64), causes=zeros(1 + cells),
        block=zeros((10, BLOCK)), work=zeros((2, BLOCK), np.int32), odds=zeros((1, BLOCK)), counted=zeros((4, BLOCK), np.int64),
        luck=zeros((4, count)), flags=zeros(BLOCK, np.int16), kinds=zeros((sectors, cells)),
        guide=zeros((sectors, GUIDE), np.uint8), bins=zeros(256, np.int64), kept=zeros(122), risk=zeros((len(district.departments), count)), pooled=zeros(count),
        shares=zeros((2, len(district.departments), 2 * sectors)),
        found=zeros(cells, np.int64), place_visits=zeros(places, np.int64), domain_sums=zeros((2, len(district.domains)), np.int64), place_sums=zeros(places, np.int64),
        sums=zeros((sectors, places), np.int64), near=zeros((sectors, places)), posted=zeros((sectors, places)), personal=zeros(sectors),
    )


def copy_into(target: State, source: State) -> None:
    """Copy a state between two months; what grows may be longer in the target."""
    monthly = {group.name for group in MONTHLY}
    for name, to, given in zip(State._fields, target, source, strict=True):
        if name in monthly:
            continue
        if to.shape == given.shape:
            to[...] = given
        else:
            to[tuple(slice(length) for length in given.shape)] = given


def bytes_per_enterprise(state: State) -> float:
    """Bytes of state for each enterprise from month to month, what departments hold of it included."""
    lasting = [getattr(state, group.name).nbytes for group in GROUPS if "enterprise" in group.over and group not in MONTHLY]
    return sum(lasting, start=state.cells.nbytes) / state.reals.shape[1]
