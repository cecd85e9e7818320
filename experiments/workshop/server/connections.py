"""Connections that wait for nothing are let go: those that never send a whole request, that stay open unused, and more than there is room for."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

IDLE_SECONDS = 10.0
"""Without a request under way, from the first byte of its headers to the last as well."""
MOST, EACH = 700, 240
"""Connections at a time, of all and of one address: below what a system lets a process open."""


class Patient(H11Protocol):
    """A connection that is closed where it keeps the server waiting.

    Uvicorn by itself ends what is idle between two requests, and waits for ever where the first one never becomes whole.
    """

    since = 0.0
    """When it began to be idle, by the clock of the loop."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Keep it, and let go of the one that is idle longest where there are too many."""
        super().connection_made(transport)
        self.since = self.loop.time()
        self.loop.call_later(IDLE_SECONDS, self._look)
        mine = [other for other in self.connections if _address(other) == _address(self)]
        for crowd, most in ((mine, EACH), (list(self.connections), MOST)):
            if len(crowd) > most:
                idle = [other for other in crowd if isinstance(other, Patient) and other is not self and not other.is_busy]
                (min(idle, key=lambda other: other.since) if idle else self).transport.abort()

    def on_response_complete(self) -> None:
        """Idle from now on."""
        self.since = self.loop.time()
        super().on_response_complete()

    @property
    def is_busy(self) -> bool:
        """Whether a request is under way."""
        return self.cycle is not None and not self.cycle.response_complete

    def _look(self) -> None:
        if self.transport.is_closing():
            return
        left = IDLE_SECONDS if self.is_busy else self.since + IDLE_SECONDS - self.loop.time()
        if left <= 0.0:
            self.transport.abort()
        else:
            self.loop.call_later(max(left, 0.1), self._look)


def _address(connection: Any) -> str:
    return str((connection.client or ("?", 0))[0])
