"""What is taken away: the scenario, its data as CSV, workbook or all files of a comparison; and the QR code of an address of this server."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from experiments.text.messages import _, enumerated
from experiments.workshop.requests import BAD, Refusal, body, choice_of, known_keys
from experiments.workshop.server.addresses import Opening
from experiments.workshop.server.behind import Behind
from experiments.workshop.server.routes_answers import STAGES, question

KINDS = ("toml", "csv", "xlsx", "zip")
MOST_TEXT = 2_000
"""Characters that a QR code of a phone's camera still holds."""


def file_routes(behind: Behind, opened: Opening) -> list[BaseRoute]:
    """``/api/download`` and ``/api/qr``."""

    async def give(request: Request) -> Response:
        given = await body(request)
        list(known_keys(given, ("query", "what", "stage", "client")))
        what, stage = choice_of(given, "what", KINDS, KINDS[0]), choice_of(given, "stage", STAGES, STAGES[-1])
        live, asked = await question(behind, given)
        from experiments.workshop.answers.downloads import download

        comparison = None if what == "toml" else await live.compared_of(asked, stage)
        found = await run_in_threadpool(download, asked.scenario, asked.plan.scenario_hash, comparison, what)
        return Response(found.data, media_type=found.kind, headers={"content-disposition": f'attachment; filename="{found.name}"'})

    async def code(request: Request) -> Response:
        text = request.query_params.get("text", "")
        parts = _split(text)
        if parts is None or len(text) > MOST_TEXT or parts.scheme != "http" or parts.netloc not in opened.hosts:
            raise Refusal(BAD, _("There are QR codes for addresses of this workshop alone."), where="text", allowed=enumerated(opened.urls))
        return Response(await run_in_threadpool(drawn, text), media_type="image/svg+xml")

    return [Route("/api/download", give, methods=["POST"]), Route("/api/qr", code)]


def _split(text: str) -> Any:
    try:
        return urlsplit(text)
    except ValueError:
        return None


def drawn(text: str) -> bytes:
    """The QR code of a text as SVG."""
    import segno

    found = io.BytesIO()
    segno.make(text, error="m", micro=False).save(found, kind="svg", scale=8, border=4, xmldecl=False, svgns=True, nl=False, dark="#000", light="#fff")
    return found.getvalue()
