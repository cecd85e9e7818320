"""The pages and their files."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from experiments.text.messages import _
from experiments.workshop.requests import MISSING, Refusal
from experiments.workshop.server.static import Static

PAGES = ("explore", "matrix", "watch", "host", "join", "screen", "about")
FIRST = "/explore"
NOT_THERE = "404.html"


def page_routes(static: Static) -> list[BaseRoute]:
    """Each page under its name, the first one at the root, and every file below /static; last of all what is nowhere else."""

    async def first(request: Request) -> Response:
        query = request.url.query
        return RedirectResponse(FIRST + (f"?{query}" if query else ""), 307)

    async def page(request: Request) -> Response:
        return static.response(request, f"{request.url.path.strip('/')}.html")

    async def file(request: Request) -> Response:
        return static.response(request, request.path_params["name"])

    async def nowhere(request: Request) -> Response:
        if request.method != "POST" and not request.url.path.startswith("/api/") and static.has(NOT_THERE):
            return static.response(request, NOT_THERE, MISSING)
        raise Refusal(MISSING, _("There is no such page."))

    pages: list[BaseRoute] = [Route(f"/{name}", page) for name in PAGES]
    return [Route("/", first), *pages, Route("/static/{name:path}", file), Route("/{rest:path}", nowhere, methods=["GET", "POST"])]
