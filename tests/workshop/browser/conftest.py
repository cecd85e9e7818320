"""A browser and a workshop for the tests of the pages; where there is none they are skipped, and the reason is printed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from experiments.upkeep import browser

DISTRICT = "jiuyuan-hamlet"
WAIT = 240_000
"""Milliseconds for whatever a page does in the end: a fault is seen by what is there, never by how busy the computer is."""
EXPECTED = "Failed to load resource"
"""What the browser notes of every answer that refuses something: no fault of a page."""


def search(page: Any) -> str:
    """The query of a page's address as the page itself has it: what the driver knows of it comes a moment later."""
    found: str = page.evaluate("location.search")
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    reason = browser.missing()
    if reason and os.environ.get("INSPECTORATE_BROWSER"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    with browser.opened() as found:
        yield found


@pytest.fixture(scope="session")
def address(chromium: Any) -> Iterator[str]:
    with browser.workshop(DISTRICT) as found:
        yield found


@pytest.fixture
def opens(chromium: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Opens a page of the workshop; nothing may be complained of, and no other host be asked, until the test ends."""
    faults: list[str] = []
    contexts = []

    def note(message: Any) -> None:
        if message.type == "error" and EXPECTED not in message.text:
            faults.append(message.text)

    def open_page(path: str, *, width: int = 1280, height: int = 900) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT)
        page.on("console", note)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: None if request.url.startswith((address, "data:", "blob:" + address)) else faults.append(request.url))
        page.goto(f"{address}/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
