"""A room without a browser and without the model: a live that answers at once, a clock that is set, and requests made by hand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import numpy as np
from starlette.applications import Starlette

from experiments.running.scenario import Scenario
from experiments.workshop.requests import Refusal, refused
from experiments.workshop.rooms.registry import Rooms
from experiments.workshop.rooms.routes import TOKEN, room_routes
from scenarios import ScenarioError

LESSON = "certainty-or-severity"
ADDRESS = "http://10.0.0.7:8420/"


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class FakeLive:
    """Answers of the model, made up: every outcome changes by ``change`` per cent, two to either side."""

    def __init__(self, change: float = -4.0, error: Exception | None = None) -> None:
        self.change, self.error = change, error
        self.asked: list[tuple[Scenario, str]] = []
        self.asking = SimpleNamespace(of=lambda scenario: scenario)

    async def compared_of(self, asked: Scenario, until: str) -> Any:
        """Something that tells a room what a comparison does."""
        self.asked.append((asked, until))
        if self.error is not None:
            raise self.error
        row = SimpleNamespace(difference=self.change / 50, baseline_mean=2.0, shown=((self.change - 2) / 50, (self.change + 2) / 50))
        months = np.stack([np.full((20, 120), level) for level in (1.0, 1.0 + self.change / 100)])
        batch = SimpleNamespace(monthly=lambda _outcome: months, row=lambda _policy: 1)
        plan = SimpleNamespace(scenario_hash="0123456789ab")
        return SimpleNamespace(policies=("one",), row=lambda _policy, _outcome: row, worlds=20, sets=10, plan=plan, batch=batch)


class Server:
    """The routes of rooms, asked as a browser asks."""

    def __init__(self, live: FakeLive | None = None, clock: Clock | None = None) -> None:
        self.live, self.clock = live or FakeLive(), clock or Clock()
        self.rooms = Rooms(self.live, self.clock)
        handlers = dict.fromkeys((Refusal, ScenarioError), lambda _request, error: refused(error))
        self.app = Starlette(routes=room_routes(self.live, lambda: (ADDRESS,), self.rooms), exception_handlers=handlers)

    async def ask(self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None, address: str = "10.0.0.1") -> tuple[int, bytes]:
        """Status and body of one request."""
        path, _mark, query = path.partition("?")
        found: dict[str, Any] = {"body": b""}
        pairs = {"content-type": "application/json", **(headers or {})}
        scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "path": path, "raw_path": path.encode(),
                 "query_string": query.encode(), "root_path": "", "scheme": "http", "server": ("test", 80), "client": (address, 5000),
                 "headers": [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in pairs.items()]}  # fmt: skip

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body or b"", "more_body": False}

        async def send(message: Mapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                found["status"] = message["status"]
            else:
                found["body"] += message.get("body", b"")

        await self.app(scope, receive, send)
        return found["status"], found["body"]

    async def post(self, path: str, given: object, address: str = "10.0.0.1") -> tuple[int, Any]:
        """A POST of JSON."""
        status, body = await self.ask("POST", f"/api/room{path}", json.dumps(given).encode(), address=address)
        return status, json.loads(body) if body[:1] == b"{" else body

    async def state(self, code: str, role: str = "screen", token: str = "", seen: int = 0) -> tuple[int, Any]:
        """What a page would show."""
        status, body = await self.ask("GET", f"/api/room/{code}/state?as={role}&seen={seen}", headers={TOKEN: token} if token else {})
        return status, json.loads(body)

    async def opened(self, lesson: str = LESSON) -> tuple[str, str]:
        """Code and host's token of a new room."""
        status, found = await self.post("/open", {"lesson": lesson, "lang": "en"})
        assert status == 200, found
        return found["room"], found["host_token"]

    async def joined(self, code: str, who: str | None = None) -> str:
        """The token of a member."""
        status, found = await self.post(f"/{code}/join", {"who": who})
        assert status == 200, found
        return str(found["who"])

    async def act(self, code: str, token: str, *actions: str) -> Any:
        """What the host's page shows after some actions."""
        found: Any = None
        for action in actions:
            status, found = await self.post(f"/{code}/host", {"token": token, "action": action})
            assert status == 200, (action, found)
        return found


def run(lesson: Coroutine[Any, Any, None]) -> None:
    """Run ``lesson`` on a loop of its own in a thread of its own: a browser that another test has open holds the one of this thread."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, lesson).result()


async def settled() -> None:
    """Let what is under way come to its end, but for pages that wait for news."""
    for _turn in range(200):
        await asyncio.sleep(0.001)
        if len(asyncio.all_tasks()) == 1:
            return
