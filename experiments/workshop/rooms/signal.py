"""News of a room: a number that rises with every change, and the wait for the next."""

from __future__ import annotations

import asyncio


class Signal:
    """What a page has seen has a number; it asks for what is newer, and a page that slept asks with an old one."""

    def __init__(self) -> None:
        self.version = 1
        self._next = asyncio.Event()

    def raise_(self) -> None:
        """Something is new: whoever waits is woken."""
        self.version += 1
        woken, self._next = self._next, asyncio.Event()
        woken.set()

    async def newer(self, seen: int, seconds: float) -> bool:
        """Whether there is another state than the one ``seen``, waiting for it up to ``seconds``."""
        if seen == self.version and seconds > 0:
            event = self._next
            try:
                await asyncio.wait_for(event.wait(), seconds)
            except TimeoutError:
                return False
        return seen != self.version
