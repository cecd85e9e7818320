"""A headless Chromium and a workshop of its own to look at: for the tests of the pages and their pictures.

Chromium is Debian's; Playwright drives it and brings no browser of its own.  ``make browser`` installs both.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
"""Nothing that a browser asks of its maker at every start; as root it has no sandbox."""
LISTENS, READY = 300.0, 600.0
"""Seconds until the server listens, and until the engine is compiled, on a computer that does much else; a server that ends is told of at once."""


def chromium() -> str | None:
    """Where Chromium is; None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def missing() -> str:
    """What is not there to open a browser with; "" where nothing is missing."""
    if find_spec("playwright") is None:
        return "Playwright is not installed: make browser"
    return "" if chromium() else "Chromium is not installed: make browser"


@contextmanager
def opened() -> Iterator[Any]:
    """A headless Chromium of Playwright, closed after the block; ``RuntimeError`` where it is not installed."""
    if missing():
        raise RuntimeError(missing())
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def used(action: Callable[[Any], T]) -> T:
    """What ``action`` makes of a headless Chromium of its own.

    It runs in a thread of its own: Playwright bears one loop in a thread, and who calls may have one.
    """
    def act() -> T:
        with opened() as found:
            return action(found)

    with ThreadPoolExecutor(1, "browser") as own:
        return own.submit(act).result()


@contextmanager
def workshop(district: str, *, ready: bool = True) -> Iterator[str]:
    """The address of a workshop that serves ``district`` for as long as the block lasts, once its engine is ready; ``RuntimeError`` where it does not start."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("inspectorate")), "workshop", "--district", district, "--port", str(port), "--quiet"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(server, address, LISTENS, lambda found: True)
        if ready:
            _wait(server, address, READY, lambda found: bool(found["ready"]))
        yield address
    finally:
        server.terminate()
        server.communicate(timeout=30)


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(server: subprocess.Popen[str], address: str, seconds: float, fits: Any) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"the workshop ended: {server.communicate()[1]}")
        try:
            with urllib.request.urlopen(f"{address}/api/start", timeout=60) as answer:
                if fits(json.load(answer)):
                    return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the workshop does not answer")
