"""Work that nobody waits for any more: broken off with the connection, whatever was asked; and nothing of it is left."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from experiments.workshop.server.app import make_app
from experiments.workshop.server.behind import Behind
from experiments.workshop.server.presence import WhileThere
from tests.workshop.serving import DISTRICT, HOST, OPENED, ORIGIN, live_runs, run

LONG = f"district={DISTRICT}&policy=own%3Aall-five,field_days%3D70&months=240&worlds=80"
HEADERS = [(b"host", HOST.encode()), (b"origin", ORIGIN.encode()), (b"content-type", b"application/json")]
Message = dict[str, Any]


class Browser:
    """One request by hand, and the closing of its connection."""

    def __init__(self, path: str, given: object = None) -> None:
        path, _mark, query = path.partition("?")
        self.scope = {"type": "http", "method": "GET" if given is None else "POST", "path": path, "raw_path": path.encode(), "query_string": query.encode(), "headers": HEADERS,
                      "client": ("10.0.0.9", 1), "server": ("127.0.0.1", 8420), "scheme": "http", "http_version": "1.1", "root_path": ""}  # fmt: skip
        self.body: bytes | None = b"" if given is None else json.dumps(given).encode()
        self.gone = asyncio.Event()
        self.answer: list[Message] = []

    async def receive(self) -> Message:
        """The body, then nothing until the connection is closed."""
        if self.body is None:
            await self.gone.wait()
            return {"type": "http.disconnect"}
        body, self.body = self.body, None
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(self, message: Message) -> None:
        """Keep what is answered."""
        self.answer.append(message)

    def ask(self, app: Any) -> asyncio.Task[None]:
        """The request under way."""
        return asyncio.ensure_future(app(self.scope, self.receive, self.send))


async def until(is_so: Any, seconds: float = 20.0) -> None:
    async with asyncio.timeout(seconds):
        while not is_so():
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(("path", "more"), [
    ("/api/ask", {}), ("/api/matrix", {"until": "twenty"}), ("/api/film", {}), ("/api/download", {"what": "csv"}), ("/api/download", {"what": "zip"}),
])  # fmt: skip
def test_who_closes_the_page_leaves_nothing_that_goes_on_running(path: str, more: dict[str, str]) -> None:
    async def leave() -> None:
        live = live_runs()
        behind = Behind(lambda: live)
        behind.open()
        await behind.live()
        await asyncio.to_thread(live.engine.ready.wait, 300)
        app: Any = make_app(behind, OPENED)
        browser = Browser(path, {"query": LONG, **more})
        asking = browser.ask(app)
        await until(lambda: len(live.queue) or len(live.questions) or live.errands._under_way)
        browser.gone.set()
        await asyncio.wait_for(asking, 20)
        await until(lambda: not len(live.queue) and not len(live.questions) and not live.errands._under_way and not live.files._under_way)
        assert not live.waiting and not app.app.under_way
        computed = live.questions.computed, live.errands.computed
        await asyncio.sleep(0.5)
        assert (live.questions.computed, live.errands.computed) == computed
        live.close()

    run(leave())


def test_a_page_that_waits_for_news_of_a_room_and_goes_leaves_its_place() -> None:
    async def leave() -> None:
        behind = Behind(live_runs)
        behind.open()
        app: Any = make_app(behind, OPENED)
        opened = Browser("/api/room/open", {"lesson": "hard-target"})
        await opened.ask(app)
        code = json.loads(b"".join(part.get("body", b"") for part in opened.answer))["room"]
        first = Browser(f"/api/room/{code}/state?as=screen")
        await first.ask(app)
        version = json.loads(b"".join(part.get("body", b"") for part in first.answer))["version"]
        for _again in range(30):  # three times as many as a room has screens
            screen = Browser(f"/api/room/{code}/state?as=screen&seen={version}")
            waiting = screen.ask(app)
            await asyncio.sleep(0.01)
            assert not waiting.done(), screen.answer
            screen.gone.set()
            await asyncio.wait_for(waiting, 5)
        assert not app.app.under_way
        behind.close()

    run(leave())


def test_an_answer_that_is_whole_is_not_broken_off_and_a_fault_is_told() -> None:
    ended: list[str] = []

    async def answered(_scope: Message, receive: Any, send: Any) -> None:
        assert (await receive())["body"] == b"{}"
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        await asyncio.sleep(0.05)  # the connection is closed meanwhile
        assert (await receive())["type"] == "http.disconnect"
        ended.append("answered")

    async def broken(_scope: Message, _receive: Any, _send: Any) -> None:
        raise ZeroDivisionError

    async def ask() -> None:
        browser = Browser("/", {})
        asking = browser.ask(WhileThere(answered))
        await asyncio.sleep(0.01)
        browser.gone.set()
        await asking
        with pytest.raises(ZeroDivisionError):
            await Browser("/", {}).ask(WhileThere(broken))

    run(ask())
    assert ended == ["answered"]
