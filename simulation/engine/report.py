"""What a run tells of its accidents and places."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.district import District
from simulation.engine.columns import (
    KNOWN,
    PLACE,
    PLACE_DEATHS,
    PLACE_EXPECTED,
    PLACE_INJURIES,
    PLACE_VISITS,
    SECTOR,
    WORKERS,
)
from simulation.engine.state import State
from simulation.results import CLASSES, Event, PlaceTotals


def events_of(district: District, state: State, events: Any) -> list[Event]:
    """The statutory accidents, in their order."""
    found = []
    for month, enterprise, domain, deaths, serious, loss, legal, on_record in events.T.tolist():
        i = int(enterprise)
        cause = district.domains[int(domain)].name if domain >= 0 else "unsafe act"
        place, sector = district.places[state.shorts[PLACE, i]], district.sectors[state.bytes[SECTOR, i]]
        found.append(Event(
            int(month), i, place.name, sector.name, cause, int(deaths), int(serious), loss, CLASSES[int(legal)], bool(on_record)))
    return found


def places_of(district: District, state: State) -> list[PlaceTotals]:
    """Totals since month 0, hazards and coverage at the end, by place."""
    exposed = np.array([sector.exposure for sector in district.sectors]) > 0.0
    bits = np.zeros(exposed.shape, np.int64)
    for department, weights in enumerate(state.weights):
        bits |= np.where(weights > 0.0, 1 << department, 0)
    sectors = state.bytes[SECTOR]
    pairs = exposed[sectors]
    covered = pairs & ((state.words[KNOWN][:, None] & bits[sectors]) > 0)
    places, hazards = state.shorts[PLACE], state.cells.sum(axis=1, dtype=np.int64)
    found = []
    for number, place in enumerate(district.places):
        here, totals = places == number, state.place_totals[:, number].tolist()
        able, all_pairs = int(covered[here].sum()), int(pairs[here].sum())
        found.append(PlaceTotals(
            place.name, place.title, place.x, place.y, int(here.sum()), int(state.shorts[WORKERS][here].sum(dtype=np.int64)),
            int(hazards[here].sum()), visits=totals[PLACE_VISITS], injuries=totals[PLACE_INJURIES], deaths=totals[PLACE_DEATHS],
            expected_deaths=totals[PLACE_EXPECTED], covered_share=able / all_pairs if all_pairs else float("nan"),
        ))
    return found
