"""What is done for somebody who has gone is broken off: a page that closed, was loaded anew or asks something else waits for nothing."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

GONE: Message = {"type": "http.disconnect"}


class Asker:
    """Whoever made a request: its body is read once, and after that it is heard whether somebody is still there."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._whole, self._gone = asyncio.Event(), asyncio.Event()
        self.answered = False
        """Whether the last of the answer is on its way."""

    async def receive(self) -> Message:
        """The next part of the body; after the last one the word that nobody is there any more."""
        if self._whole.is_set():
            await self._gone.wait()
            return GONE
        message = await self._receive()
        if message["type"] == GONE["type"]:
            self._gone.set()
        if not message.get("more_body", False):
            self._whole.set()
        return message

    async def send(self, message: Message) -> None:
        """A part of the answer."""
        self.answered = message["type"] == "http.response.body" and not message.get("more_body", False)
        await self._send(message)

    async def left(self, has_body: bool) -> None:
        """Comes back when nobody is there any more; a body is first left to whoever answers."""
        if has_body:
            await self._whole.wait()
        while not self._gone.is_set():
            message = await self._receive()
            if message["type"] == GONE["type"]:
                self._gone.set()
            elif not message.get("more_body", False):
                self._whole.set()


class WhileThere:
    """Breaks off the answer to a request as soon as its connection is closed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asker = Asker(receive, send)
        answering = asyncio.ensure_future(self.app(scope, asker.receive, asker.send))
        leaving = asyncio.ensure_future(asker.left(scope["method"] == "POST"))
        try:
            await asyncio.wait((answering, leaving), return_when=asyncio.FIRST_COMPLETED)
            if not answering.done() and asker.answered:
                await answering
        finally:
            leaving.cancel()
            if not answering.done():
                answering.cancel()
                with suppress(asyncio.CancelledError):
                    await answering
        if not answering.cancelled():
            answering.result()
