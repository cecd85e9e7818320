"""The rows of the workshop: from a slider to its picture, and a room of forty; through HTTP, and in a browser where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from typing import Any

from experiments.upkeep import browser
from experiments.upkeep.bench import memory, workshop, workshop_pages
from experiments.upkeep.bench.table import Figure, least, most
from experiments.upkeep.bench.timing import Effort

WHOLE, QUARTER, SMALLEST = "jiuyuan", "jiuyuan-quarter", "jiuyuan-hamlet"
DRAGS, ROOM_SECONDS, MINUTE = 8, 300.0, 60.0
AT_PAGES = 4
"""Of the forty people, those who sit before a page in a browser; the others are plain clients."""
FLAT = 1.1
"""The memory of the last minute, as a multiple of the first's, that is still called flat."""
NOT_MEASURED = "not in a quick run"


def workshop_figures(effort: Effort) -> Iterator[Figure]:
    """Seconds that pass for whoever waits; a quick run drags once, on the smallest district, and sits in no room."""
    district = SMALLEST if effort.is_quick else WHOLE
    with workshop.server(district) as server:
        yield most("workshop: seconds passed to its first answer", server.started, 2.0, "{:,.1f}")
        yield from _moved("slider to first picture", *workshop.drags(server.port, district, 1 if effort.is_quick else DRAGS))
        yield from _refined(*workshop.refined(server.port, district, 1 if effort.is_quick else effort.runs))
        yield from _in_chromium(server.port, district, effort)
    if effort.is_quick:
        yield Figure("  40 people at a time", NOT_MEASURED)
    else:
        yield from _at_once()
        yield from _room()


def _moved(name: str, delays: list[float], pictures: list[int]) -> Iterator[Figure]:
    yield Figure(f"  {name}, milliseconds, median", f"{1000 * median(delays):,.0f}")
    yield most("    at the 95th percentile", 1000 * workshop.percentile(delays, 0.95), 200)
    yield least("    pictures in 20 steps of a drag, the fewest", min(pictures), 5, "{:,.0f}")


def _refined(ten: list[float], twenty: list[float]) -> Iterator[Figure]:
    # A page draws what is newest: where it is slow, twenty worlds are there before ten years were on the screen.
    yield Figure("  to ten years, seconds", f"{median(ten):,.2f}" if ten else "not seen: twenty worlds were there first")
    yield most("  to twenty worlds, seconds", median(twenty), 3.0, "{:,.2f}")


def _in_chromium(port: int, district: str, effort: Effort) -> Iterator[Figure]:
    """The same on a page, with the drawing in it; one row with the reason where there is no browser."""
    name = "in Chromium: slider to first picture"
    if reason := browser.missing():
        yield Figure(f"  {name}", f"not measured. {reason}")
        return
    times = 1 if effort.is_quick else DRAGS
    yield from _moved(name, *browser.used(lambda chromium: workshop_pages.drags(chromium, port, district, times)))
    yield from _refined(*browser.used(lambda chromium: workshop_pages.refined(chromium, port, district, 1 if effort.is_quick else effort.runs)))


def _at_once() -> Iterator[Figure]:
    """Forty clients of a quarter of the district: who ask the same, and who ask forty things."""
    with workshop.server(QUARTER) as server:
        workshop.together(server.port, [workshop.query(QUARTER, 4.123)])
        alone = workshop.together(server.port, [workshop.query(QUARTER, 4.456)])
        equal = workshop.together(server.port, [workshop.query(QUARTER, 4.789)] * workshop.CLIENTS)
        yield most("  40 equal questions at once, seconds beyond one", equal - alone, 1.0, "{:,.2f}")
        different = [workshop.query(QUARTER, 6.001 + number / 10) for number in range(workshop.CLIENTS)]
        yield most("  40 different ones, a quarter of the district, seconds", workshop.together(server.port, different), 2.0, "{:,.2f}")


def _room() -> Iterator[Figure]:
    """Forty who sit there for five minutes, four of them at pages where there is a browser, and the server's memory meanwhile."""
    reason = browser.missing()
    with workshop.server(QUARTER) as server, memory.watched(server.process) as course:
        if reason:
            delays, lost = workshop.room(server.port, QUARTER, ROOM_SECONDS)
        else:
            delays, lost = browser.used(lambda chromium: _both(chromium, server.port))
    at_pages = f"none in Chromium. {reason}" if reason else f"{AT_PAGES} of them in Chromium"
    yield most("  40 people, a move in 5 seconds each: milliseconds, 95th percentile", 1000 * workshop.percentile(delays, 0.95), 500)
    yield Figure("    who they are", at_pages)
    yield most("    moves without an answer", lost, 0)
    ends = course.ends(MINUTE)
    if ends is None:
        yield Figure("    memory of the server", "this system does not tell")
    else:
        yield Figure("    memory of the server, MiB, first and last minute", f"{ends[0]:,.0f}, {ends[1]:,.0f}", f"at most {FLAT:g} times", ends[1] <= FLAT * ends[0])


def _both(chromium: Any, port: int) -> tuple[list[float], int]:
    with ThreadPoolExecutor(1) as pool:
        others = pool.submit(workshop.room, port, QUARTER, ROOM_SECONDS, workshop.CLIENTS - AT_PAGES)
        delays, lost = workshop_pages.room(chromium, port, QUARTER, ROOM_SECONDS, AT_PAGES)
        more, lost_too = others.result()
    return delays + more, lost + lost_too
