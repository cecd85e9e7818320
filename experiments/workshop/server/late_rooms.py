"""Rooms, whose routes are loaded when the first of them is asked for: what they stand on takes seconds to import, and the server listens before."""

from __future__ import annotations

import threading

from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute, Route, Router
from starlette.types import Receive, Scope, Send

from experiments.workshop.server.addresses import Opening
from experiments.workshop.server.behind import Behind

PATHS = ("/api/lessons", "/api/room/{rest:path}")


class LateRooms:
    """All that is asked of rooms."""

    def __init__(self, behind: Behind, opened: Opening) -> None:
        self._behind, self._opened = behind, opened
        self._router: Router | None = None
        self._lock = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        router = self._router
        if router is None:
            router = await run_in_threadpool(self._loaded)
        await router(scope, receive, send)

    def _loaded(self) -> Router:
        from experiments.workshop.rooms.routes import room_routes

        with self._lock:
            found = self._router or Router(room_routes(self._behind, self._opened.urls_now), redirect_slashes=False)
            self._router = found
        return found


def late_room_routes(behind: Behind, opened: Opening) -> list[BaseRoute]:
    """Routes that lead to rooms."""
    rooms = LateRooms(behind, opened)
    return [Route(path, rooms) for path in PATHS]
