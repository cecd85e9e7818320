"""What is taken away: the scenario, its data as CSV, workbook or all files of a comparison; and the QR code of an address of this server."""

from __future__ import annotations

import asyncio
import io
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from experiments.text.messages import _, enumerated
from experiments.workshop.requests import BAD, Refusal, body, choice_of, known_keys
from experiments.workshop.server.addresses import Opening
from experiments.workshop.server.behind import Behind
from experiments.workshop.server.routes_answers import STAGES, client_of, question

KINDS = ("toml", "csv", "xlsx", "zip")
MOST_TEXT = 2_000
"""Characters that a QR code of a phone's camera still holds."""


def file_routes(behind: Behind, opened: Opening) -> list[BaseRoute]:
    """``/api/download`` and ``/api/qr``."""

    async def give(request: Request) -> Response:
        given = await body(request)
        list(known_keys(given, ("query", "what", "stage", "client")))
        what, stage = choice_of(given, "what", KINDS, KINDS[0]), choice_of(given, "stage", STAGES, STAGES[-1])
        client = client_of(request, given)
        live, asked = await question(behind, given)
        from experiments.workshop.answers.downloads import KINDS as TOLD
        from experiments.workshop.answers.downloads import name_of
        from experiments.workshop.live.more import file

        if what == "toml":
            name, data = name_of(asked.plan.scenario_hash, what), asked.scenario.to_toml().encode("utf-8")
        else:
            name, data = await file(live, asked, stage, what, client[0])
        return Response(data, media_type=TOLD[what], headers={"content-disposition": f'attachment; filename="{name}"'})

    async def code(request: Request) -> Response:
        text = request.query_params.get("text", "")
        parts = _split(text)
        if parts is None or len(text) > MOST_TEXT or parts.scheme != "http" or parts.netloc not in {*opened.hosts, request.headers.get("host"), *(urlsplit(url).netloc for url in opened.urls_now())}:
            raise Refusal(BAD, _("There are QR codes for addresses of this workshop alone."), where="text", allowed=enumerated(opened.urls))
        return Response(await asyncio.to_thread(drawn, text), media_type="image/svg+xml")

    return [Route("/api/download", give, methods=["POST"]), Route("/api/qr", code)]


def _split(text: str) -> Any:
    try:
        return urlsplit(text)
    except ValueError:
        return None


def drawn(text: str) -> bytes:
    """The QR code of a text as SVG; ``Refusal`` where it holds more than a code does."""
    import segno

    found = io.BytesIO()
    try:
        code = segno.make(text, error="m", micro=False)
    except segno.DataOverflowError:
        raise Refusal(BAD, _("The address is too long for a code."), where="text", mend=_("Hand on the address itself.")) from None
    code.save(found, kind="svg", scale=8, border=4, xmldecl=False, svgns=True, nl=False, dark="#000", light="#fff")
    return found.getvalue()
