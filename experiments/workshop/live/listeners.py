"""Who waits for an answer: in one language, up to one stage, on one event loop; lines of JSON reach it from any thread."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

from experiments.text.messages import _, language, speaking
from experiments.workshop.written import written

TOLD_EVERY = 0.5
"""Seconds between two words to one who waits."""


class Listener:
    """One request that waits."""

    def __init__(self, key: tuple[object, ...], last: int) -> None:
        self.key = key
        self.next, self.last = 0, last
        """The numbers of the stages that it wants next and last."""
        self.language = language()
        self.superseded = False
        self.closed = False
        self.error: Exception | None = None
        self._loop = asyncio.get_running_loop()
        self._lines: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._told = (0.0, -1)

    def wants(self, stage: int, begun: bool) -> bool:
        """Whether it wants a stage: with another question of the same client behind it only a first picture that is under way."""
        if self.closed or not self.next <= stage <= self.last:
            return False
        return not self.superseded or (stage == 0 and begun)

    def answer(self, stage: int, text: bytes) -> None:
        """Hand on the answer of a stage, and end where no other one is wanted."""
        self._put(text)
        self.next = stage + 1
        if self.superseded:
            self.give_way()
        elif self.next > self.last:
            self.end()

    def give_way(self) -> None:
        """End, since the same client asks something else."""
        if not self.closed:
            self.say("superseded")
            self.end()

    def say(self, kind: str, **more: object) -> None:
        """Hand on a word of another kind."""
        self._put(written({"kind": kind, **more}))

    def waiting(self, before: int) -> None:
        """Say how many questions come first, now and then."""
        when, last = self._told
        if before == last or (last >= 0 and time.monotonic() - when < TOLD_EVERY):
            return
        self._told = time.monotonic(), before
        with speaking(self.language):
            self.say("waiting", before=before, text=_("Computing; {n} before you.").format(n=before) if before else _("Computing."))

    def settling(self, done: int, of: int) -> None:
        """Say how many worlds have passed their burn-in."""
        with speaking(self.language):
            self.say("settling", done=done, all=of, text=_("Another district or assumption: its worlds are prepared first, {done} of {all}.").format(done=done, all=of))

    def fail(self, error: Exception) -> None:
        """Hand on an error; it is the last."""
        self.error = error
        self.end()

    def end(self) -> None:
        """Nothing follows."""
        if not self.closed:
            self.closed = True
            self._put(None)

    def _put(self, line: bytes | None) -> None:
        try:
            self._loop.call_soon_threadsafe(self._lines.put_nowait, line)
        except RuntimeError:  # the loop is closed: nobody reads any more
            self.closed = True

    async def lines(self) -> AsyncIterator[bytes]:
        """The lines as they come; what ended it is raised."""
        while (line := await self._lines.get()) is not None:
            yield line
        if self.error is not None:
            raise self.error
