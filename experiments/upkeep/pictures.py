"""Pictures of the workshop's pages, to be looked at: every page, both languages, three widths.

For developers: ``python -m experiments.upkeep.pictures FOLDER`` (needs ``make browser``); ``--page``, ``--lang`` and ``--width`` take some of them,
``--whole`` the whole page and not what a screen shows.  What the browser complains of is printed, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

from experiments.upkeep import browser

SIZES = {390: 844, 1280: 860, 1920: 1080}
LANGUAGES = ("zh", "en")
READY = {
    "explore": 'main:has(.progress[data-stage="twenty"]) .chart[data-drawings]', "matrix": "table.matrix-grid", "watch": ".stage canvas", "about": "article .source",
    "host": "main h1", "join": "main h1, main form", "screen": "main h1, main form",
}  # fmt: skip
"""Every page, and what is on it last, or, where the answer moves, what is drawn with its last stage: there it is worth a picture."""
QUESTION = "policy=all-five&policy=mine%3Aall-five%2Cfield_days%3D80"
SETTLED = 1200
"""Milliseconds until the last chart is drawn."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the pictures; 1 where a page complains or is wider than its window."""
    parser = argparse.ArgumentParser(description="Pictures of the workshop's pages.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--page", action="append", choices=list(READY))
    parser.add_argument("--lang", action="append", choices=LANGUAGES)
    parser.add_argument("--width", action="append", type=int, choices=list(SIZES))
    parser.add_argument("--district", default="jiuyuan-quarter")
    parser.add_argument("--whole", action="store_true")
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    complaints: list[str] = []
    with browser.workshop(given.district) as address, browser.opened() as chromium:
        for width, lang, page in product(given.width or SIZES, given.lang or LANGUAGES, given.page or READY):
            path = given.folder / f"{page}-{lang}-{width}.png"
            complaints += picture(chromium, f"{address}/{page}?lang={lang}&{QUESTION}", width, path, READY[page], given.whole)
            print(path)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


def picture(chromium: Any, address: str, width: int, path: Path, ready: str, whole: bool) -> list[str]:
    """One picture; what was complained of meanwhile."""
    context = chromium.new_context(viewport={"width": width, "height": SIZES[width]})
    page, found = context.new_page(), []
    page.on("console", lambda message: found.append(f"{path.name}: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(f"{path.name}: {error}"))
    page.goto(address)
    page.locator(ready).first.wait_for(timeout=120_000)
    page.wait_for_timeout(SETTLED)
    page.screenshot(path=path, full_page=whole)
    if (wider := page.evaluate("document.scrollingElement.scrollWidth - innerWidth")) > 0:
        found.append(f"{path.name}: {wider} pixels wider than its window")
    context.close()
    return found


if __name__ == "__main__":
    sys.exit(main())
