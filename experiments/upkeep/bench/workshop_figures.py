"""The rows of the workshop: from a slider to its picture, and a room of forty."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from experiments.upkeep.bench import workshop
from experiments.upkeep.bench.table import Figure, least, most
from experiments.upkeep.bench.timing import Effort

WHOLE, QUARTER, SMALLEST = "jiuyuan", "jiuyuan-quarter", "jiuyuan-hamlet"
DRAGS, ROOM_SECONDS = 8, 300.0
NOT_MEASURED = "not in a quick run"


def workshop_figures(effort: Effort) -> Iterator[Figure]:
    """Seconds that pass for whoever waits; a quick run drags once, on the smallest district, and sits in no room."""
    district = SMALLEST if effort.is_quick else WHOLE
    with workshop.server(district) as server:
        yield most("workshop: seconds passed to its first answer", server.started, 2.0, "{:,.1f}")
        delays, pictures = workshop.drags(server.port, district, 1 if effort.is_quick else DRAGS)
        yield Figure("  slider to first picture, milliseconds, median", f"{1000 * median(delays):,.0f}")
        yield most("    at the 95th percentile", 1000 * workshop.percentile(delays, 0.95), 200)
        yield least("    pictures in 20 steps of a drag, the fewest", min(pictures), 5, "{:,.0f}")
        ten, twenty = workshop.refined(server.port, district, 1 if effort.is_quick else effort.runs)
        yield Figure("  to ten years, seconds", f"{median(ten):,.2f}")
        yield most("  to twenty worlds, seconds", median(twenty), 3.0, "{:,.2f}")
    if effort.is_quick:
        yield Figure("  40 people at a time", NOT_MEASURED)
    else:
        yield from _room()


def _room() -> Iterator[Figure]:
    """Forty clients of a quarter of the district: who ask the same, who ask forty things, and who sit there for five minutes."""
    with workshop.server(QUARTER) as server:
        workshop.together(server.port, [workshop.query(QUARTER, 4.123)])
        alone = workshop.together(server.port, [workshop.query(QUARTER, 4.456)])
        equal = workshop.together(server.port, [workshop.query(QUARTER, 4.789)] * workshop.CLIENTS)
        yield most("  40 equal questions at once, seconds beyond one", equal - alone, 1.0, "{:,.2f}")
        different = [workshop.query(QUARTER, 6.001 + number / 10) for number in range(workshop.CLIENTS)]
        yield most("  40 different ones, a quarter of the district, seconds", workshop.together(server.port, different), 2.0, "{:,.2f}")
        delays, lost = workshop.room(server.port, QUARTER, ROOM_SECONDS)
        yield most("  40 people, a move in 5 seconds each: milliseconds, 95th percentile", 1000 * workshop.percentile(delays, 0.95), 500)
        yield most("    moves without an answer", lost, 0)
