"""The workshop's application with its live runs on the smallest district, asked by hand: from within, or by a client of its own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from typing import Any

from starlette.testclient import TestClient

from experiments.running.scenario import Scenario
from experiments.workshop.live import Live
from experiments.workshop.live.asked import Asked, Asking
from experiments.workshop.server.addresses import opening
from experiments.workshop.server.app import make_app
from experiments.workshop.server.behind import Behind

DISTRICT = "jiuyuan-hamlet"
HOST = "127.0.0.1:8420"
ORIGIN = f"http://{HOST}"
OPENED = opening("127.0.0.1", 8420)
QUERY = f"district={DISTRICT}&policy=coordination&months=24&worlds=4"
"""A question that takes a tenth of a second."""


def live_runs(threads: int = 2) -> Live:
    """Live runs with nothing run ahead and nothing kept on disk."""
    return Live(Asking(DISTRICT), threads=threads, keeps=False)


@contextmanager
def served(live: Live | None = None) -> Iterator[TestClient]:
    """A client of the application, which is open within the block."""
    runs = live or live_runs()
    with TestClient(make_app(Behind(lambda: runs), OPENED), base_url=ORIGIN, raise_server_exceptions=False) as client:
        yield client


def posted(client: TestClient, path: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
    """The answer to a POST from one of our own pages."""
    return client.post(path, json=body, headers={"Origin": ORIGIN, **(headers or {})})


def lines_of(client: TestClient, query: str = QUERY, *, until: str = "twenty", client_id: str = "one", headers: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """The lines of an answer."""
    answer = posted(client, "/api/ask", {"query": query, "client": client_id, "until": until}, headers)
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def asked(query: str = QUERY, live: Live | None = None) -> Asked:
    """A question."""
    return (live.asking if live else Asking(DISTRICT)).of_query(query)


async def heard(live: Live, question: Asked, client: tuple[str, str] = ("", ""), until: str = "twenty") -> list[dict[str, Any]]:
    """All lines of a question asked from within."""
    return [json.loads(line) async for line in live.stream(question, client, until)]


@contextmanager
def opened_runs(threads: int = 2) -> Iterator[Live]:
    """Live runs that are open within the block."""
    live = live_runs(threads)
    live.open()
    live.engine.ready.wait(300)
    try:
        yield live
    finally:
        live.close()


def run(coroutine: Any) -> Any:
    """What a coroutine gives, on a loop of its own in a thread of its own: a browser that another test has open holds the one of this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(copy_context().run, asyncio.run, coroutine).result()


def scenario_of(query: str = QUERY) -> Scenario:
    """A scenario."""
    return Scenario.from_query(query)
