"""What a page asks first: its texts, and what there is to choose from."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from experiments.text.messages import language
from experiments.workshop.server.behind import Behind
from experiments.workshop.texts import texts
from experiments.workshop.written import written

JSON = "application/json"


def start_routes(behind: Behind) -> list[BaseRoute]:
    """``/api/texts`` and ``/api/start``."""

    async def all_texts(_request: Request) -> Response:
        return Response(written({"lang": language(), "texts": texts()}), media_type=JSON)

    async def start(_request: Request) -> Response:
        return Response(written(await run_in_threadpool(behind.start)), media_type=JSON)

    return [Route("/api/texts", all_texts), Route("/api/start", start)]
