"""Questions and their answers: as a stream of stages, as a matrix, as a film; and what a scenario is in each of its shapes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from experiments.text.messages import _, enumerated
from experiments.workshop.requests import (
    BAD,
    Refusal,
    body,
    choice_of,
    fault,
    known_keys,
    name_of,
    text_of,
    told,
    whole_of,
)
from experiments.workshop.rooms.limits import Rates
from experiments.workshop.server.behind import Behind
from experiments.workshop.server.routes_start import JSON
from experiments.workshop.written import written

if TYPE_CHECKING:  # what they stand on takes seconds to import, and the server listens before
    from experiments.workshop.live.asked import Asked
    from experiments.workshop.live.live import Live

LINES = "application/x-ndjson"
STAGES = ("first", "ten", "twenty")
MOST_WORLD = 2**31
OF_A_PAGE, OF_AN_ADDRESS = (80, 20.0), (400, 60.0)
"""Questions at once, and then so many a second: of a slider that is dragged without end, and of a room of forty behind one address."""
SHAPES = ("query", "toml", "command")
MOST_SCENARIO = 64 * 1024
"""Characters of a scenario in any shape; twice as many as four policies of one's own can have."""


def answer_routes(behind: Behind) -> list[BaseRoute]:
    """``/api/ask``, ``/api/matrix``, ``/api/film`` and ``/api/scenario``."""

    pages, addresses = Rates(*OF_A_PAGE), Rates(*OF_AN_ADDRESS)

    def asker(request: Request, given: Mapping[str, Any]) -> tuple[str, str]:
        """Who asks, as ``client_of``; ``Refused`` where it is more often than people do, whatever their pages call themselves."""
        client = client_of(request, given)
        addresses.hold(client[0])
        pages.hold("/".join(client))
        return client

    readers = ThreadPoolExecutor(1, "reading")  # a long text takes a fifth of a second to read: many of them wait for one another alone

    async def ask(request: Request) -> Response:
        given = await body(request)
        list(known_keys(given, ("query", "client", "until")))
        client = asker(request, given)
        until = choice_of(given, "until", (*STAGES, "all"), STAGES[-1])
        live, asked = await question(behind, given)
        return StreamingResponse(_lines(live, asked, client, until), media_type=LINES)

    async def cells(request: Request) -> Response:
        given = await body(request)
        list(known_keys(given, ("query", "client", "until")))
        client = asker(request, given)
        until = choice_of(given, "until", STAGES, STAGES[0])
        live, asked = await question(behind, given)
        from experiments.workshop.live.more import matrix

        return Response(await matrix(live, asked, until, client[0]), media_type=JSON)

    async def filmed(request: Request) -> Response:
        given = await body(request)
        list(known_keys(given, ("query", "client", "world", "policy")))
        client = asker(request, given)
        world, policy = whole_of(given, "world", 0, MOST_WORLD, 0), text_of(given, "policy", 200, default="")
        live, asked = await question(behind, given)
        from experiments.workshop.live.more import film

        return Response(await film(live, asked, world, policy, client[0]), media_type=JSON)

    async def scenario(request: Request) -> Response:
        given = await body(request)
        live = await behind.live()
        work = partial(copy_context().run, shapes, live, given)
        return Response(written(await asyncio.get_running_loop().run_in_executor(readers, work)), media_type=JSON)

    return [Route(f"/api/{name}", answer, methods=["POST"])
            for name, answer in (("ask", ask), ("matrix", cells), ("film", filmed), ("scenario", scenario))]  # fmt: skip


async def question(behind: Behind, given: Mapping[str, Any]) -> tuple[Live, Asked]:
    """The live runs, and the question of a request; the errors of ``Asking.of_query``."""
    query = text_of(given, "query")
    live = await behind.live()
    asked = live.asking.known(query)
    return live, await asyncio.to_thread(live.asking.of_query, query) if asked is None else asked


def client_of(request: Request, given: Mapping[str, Any]) -> tuple[str, str]:
    """The address that a request came from, and what its page calls itself."""
    return (request.client.host if request.client else "?", name_of(given, "client") if "client" in given else "")


async def _lines(live: Live, asked: Asked, client: tuple[str, str], until: str) -> AsyncIterator[bytes]:
    """The lines of an answer; an error is a line, too, for the answer has begun."""
    try:
        async for line in live.stream(asked, client, until):
            yield line + b"\n"
    except Exception as error:
        found = told(error)
        yield written({"kind": "error", **(found or fault())}) + b"\n"
        if found is None:
            raise
    yield b'{"kind":"end"}\n'


def shapes(live: Live, given: Mapping[str, Any]) -> dict[str, Any]:
    """A scenario in all its shapes, whichever it came in; what it may not be is told as of any scenario."""
    from experiments.running.scenario import Scenario

    keys = list(known_keys(given, SHAPES))
    if len(keys) != 1:
        raise Refusal(BAD, _("Give a scenario in one shape."), allowed=enumerated(SHAPES))
    text = text_of(given, keys[0], MOST_SCENARIO)
    read: Any = {"query": Scenario.from_query, "toml": Scenario.from_toml, "command": Scenario.from_command}[keys[0]]
    named = live.asking.named(read(text, files=set(live.asking.paths.values())))
    asked = live.asking.of(named)
    found = asked.scenario
    # A page asks for the host's own district by its name; elsewhere its file is named.
    return {"query": named.to_query(), "toml": found.to_toml(), "command": found.command(), "call": found.call(), "hash": asked.plan.scenario_hash,
            "summary": found.summary()}  # fmt: skip
