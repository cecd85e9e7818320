"""The application: routes, errors, language and guard put together."""

from __future__ import annotations

import sys
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from experiments.text.errors import UserError, in_words
from experiments.text.messages import _
from experiments.workshop.requests import MISSING, Refusal, refused
from experiments.workshop.server.addresses import Opening
from experiments.workshop.server.behind import Behind
from experiments.workshop.server.guard import Guard
from experiments.workshop.server.language import Speaking
from experiments.workshop.server.late_rooms import late_room_routes
from experiments.workshop.server.presence import WhileThere
from experiments.workshop.server.routes_answers import answer_routes
from experiments.workshop.server.routes_files import file_routes
from experiments.workshop.server.routes_pages import page_routes
from experiments.workshop.server.routes_start import start_routes
from scenarios.problems import ScenarioError


def make_app(behind: Behind, opened: Opening, *, wants_trace: bool = False) -> ASGIApp:
    """The application that answers at the addresses of ``opened``."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        behind.open()
        try:
            yield
        finally:
            behind.close()

    routes = [*start_routes(behind), *answer_routes(behind), *file_routes(behind, opened), *late_room_routes(behind, opened), *page_routes()]
    mended = {Refusal: _refuse, UserError: _refuse, ScenarioError: _refuse, HTTPException: _refuse_http, Exception: _refuse}
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers=mended)
    return Speaking(Guard(WhileThere(NoTraces(app, wants_trace)), opened))


async def _refuse(_request: Request, error: Exception) -> Response:
    return refused(error)


async def _refuse_http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    text = _("There is no such page.") if error.status_code == MISSING else _("This method is not allowed here.")
    return refused(Refusal(error.status_code, text))


class NoTraces:
    """Tells the host's window alone of what went wrong in the program: whoever asked has had the few words for it."""

    def __init__(self, app: ASGIApp, wants_trace: bool) -> None:
        self.app, self.wants_trace = app, wants_trace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        try:
            await self.app(scope, receive, send)
        except TimeoutError:
            raise
        except Exception as error:
            if scope["type"] != "http":
                raise
            print(f"{scope['method']} {scope['path']!r}: {in_words(error)}", file=sys.stderr)
            if self.wants_trace:
                traceback.print_exception(error)
