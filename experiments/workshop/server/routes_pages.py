"""The pages and their files."""

from __future__ import annotations

from pathlib import Path
from string import Template

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from experiments.text.messages import _
from experiments.workshop.requests import MISSING, Refusal

FOLDER = Path(__file__).parents[1] / "static"
PAGES = {
    "explore": ("explore", "explore/page"), "matrix": ("matrix", "matrix/page"), "watch": ("watch", "watch/page"), "about": ("about", "about/page"),
    "host": ("rooms", "rooms/host"), "join": ("rooms", "rooms/join"), "screen": ("rooms", "rooms/screen"),
}  # fmt: skip
"""Each page with its style sheet and its module; all else stands once in page.html."""
FIRST = "/explore"


def page_html(name: str) -> str:
    """A page as it is sent."""
    style, module = PAGES[name]
    return Template((FOLDER / "page.html").read_text("utf-8")).substitute(page=name, style=style, module=module)


def page_routes() -> list[BaseRoute]:
    """Each page under its name, the first one at the root, and every file below /static; last of all what is nowhere else."""

    async def first(request: Request) -> Response:
        query = request.url.query
        return RedirectResponse(FIRST + (f"?{query}" if query else ""), 307)

    async def page(request: Request) -> Response:
        return HTMLResponse(page_html(request.url.path.strip("/")), headers={"cache-control": "no-cache"})

    async def nowhere(_request: Request) -> Response:
        raise Refusal(MISSING, _("There is no such page."))

    files = Mount("/static", Files(directory=FOLDER), middleware=[Middleware(GZipMiddleware, minimum_size=1024)])
    return [Route("/", first), *(Route(f"/{name}", page) for name in PAGES), files, Route("/{rest:path}", nowhere, methods=["GET", "POST"])]


class Files(StaticFiles):
    """Files that a browser asks for again each time, and is told that they are the same: a new version is seen at once."""

    def file_response(self, *given: object, **named: object) -> Response:
        """One file."""
        found: Response = super().file_response(*given, **named)  # type: ignore[arg-type]
        found.headers["cache-control"] = "no-cache"
        return found
