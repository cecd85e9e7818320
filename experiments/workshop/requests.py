"""What comes with a request, read with bounds, and what is answered where it cannot be used: never a trace."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse

from experiments.text.errors import UserError, shown_value
from experiments.text.extras import missing_part
from experiments.text.messages import _, enumerated
from experiments.text.scenario_text import error_lines
from scenarios.problems import ScenarioError

MOST_BYTES = 256 * 1024
"""Of the body of a request; a scenario file may have as many."""
BODY_SECONDS = 10.0
"""Within which the whole body must have come."""
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
BAD, FORBIDDEN, MISSING, TOO_SLOW, NO_LENGTH, TOO_LARGE, OTHER_TYPE, BUSY = 400, 403, 404, 408, 411, 413, 415, 503
UNREAD = (FORBIDDEN, TOO_SLOW, NO_LENGTH, TOO_LARGE, OTHER_TYPE)
"""With these nothing more is read of what comes: the connection is closed."""


class Refusal(Exception):
    """A request that is not answered: the status, what is wrong, where, what is allowed, how to mend it."""

    def __init__(self, status: int, text: str, *, where: str = "", allowed: str = "", mend: str = "") -> None:
        super().__init__(text)
        self.status = status
        self.told = {"text": text, "where": where, "allowed": allowed, "mend": mend}


def told(error: Exception) -> dict[str, str] | None:
    """What is said of an error that the user can mend, in the language in force; None for any other."""
    if isinstance(error, Refusal):
        return error.told
    if isinstance(error, ModuleNotFoundError):  # the workbook comes with another part of the installation
        error = missing_part(error) or error
    if isinstance(error, UserError):
        return {"text": error.what, "where": error.where, "allowed": "", "mend": error.mend}
    if isinstance(error, ScenarioError):
        first, *rest = error_lines(error)
        return {"text": " ".join(line.strip() for line in rest) or first, "where": first.rstrip(":\uff1a"), "allowed": "", "mend": ""}
    return None


def refused(error: Exception) -> JSONResponse:
    """The answer to what cannot be used; the same words for every fault of the program, which say nothing of it."""
    found = told(error)
    if found is None:
        return JSONResponse({"error": fault()}, 500)
    status = error.status if isinstance(error, Refusal) else BAD
    return JSONResponse({"error": found}, status, headers={"connection": "close"} if status in UNREAD else None)


def fault() -> dict[str, str]:
    """What is said of a fault of the program."""
    return {"text": _("The workshop could not answer this."), "where": "", "allowed": "",
            "mend": _("Ask again; if it stays so, the window in which the workshop was started says why.")}  # fmt: skip


async def body(request: Request) -> dict[str, Any]:
    """The JSON object in the body of a POST; ``Refusal`` for another type, for more than is allowed, for too slow a one, and for what is no object."""
    kind = request.headers.get("content-type", "").replace(" ", "").lower()
    if kind not in ("application/json", "application/json;charset=utf-8") or "content-encoding" in request.headers:
        raise Refusal(OTHER_TYPE, _("This is answered for JSON alone."), where="Content-Type", allowed="application/json")
    try:
        async with asyncio.timeout(BODY_SECONDS):
            data = await _read(request)
    except TimeoutError:
        raise Refusal(TOO_SLOW, _("The request came too slowly.")) from None
    except ClientDisconnect:
        raise Refusal(BAD, _("The request broke off.")) from None
    return parsed(data)


async def _read(request: Request) -> bytes:
    too_large = Refusal(TOO_LARGE, _("The request is too large."), allowed=_("{n} kB").format(n=MOST_BYTES // 1024))
    length = request.headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()) or len(length) > 9 or int(length) > MOST_BYTES:
        raise too_large
    found = bytearray()
    async for piece in request.stream():
        found += piece
        if len(found) > MOST_BYTES:
            raise too_large
    return bytes(found)


def parsed(data: bytes) -> dict[str, Any]:
    """The JSON object that ``data`` is; ``Refusal`` for anything else."""

    def constant(name: str) -> float:
        raise ValueError(name)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise ValueError("a key stands twice")
        return found

    try:
        value = json.loads(data.decode("utf-8"), parse_constant=constant, object_pairs_hook=once)
        json.dumps(value, ensure_ascii=False).encode("utf-8")  # half of a pair of surrogates is no text
    except (ValueError, RecursionError):
        raise Refusal(BAD, _("The request is no JSON.")) from None
    if not isinstance(value, dict):
        raise Refusal(BAD, _("The request is no JSON object."))
    return value


def text_of(given: Mapping[str, Any], key: str, most: int = 16_384, *, default: str | None = None) -> str:
    """The text under ``key``; ``Refusal`` where there is none, unless there is a default, for anything else than a text, and for one that is too long."""
    value = given.get(key, default)
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        raise Refusal(BAD, _("{value} is not allowed here.").format(value=shown_value(value)), where=key,
                      allowed=_("a text of at most {n} characters").format(n=most))  # fmt: skip
    return value


def name_of(given: Mapping[str, Any], key: str) -> str:
    """The name under ``key``: letters, digits, - and _; ``Refusal`` for anything else."""
    value = text_of(given, key, 64)
    if not NAME.fullmatch(value):
        raise Refusal(BAD, _("{value} is not allowed here.").format(value=shown_value(value)), where=key, allowed=_("letters, digits, - and _"))
    return value


def choice_of(given: Mapping[str, Any], key: str, allowed: tuple[str, ...], default: str) -> str:
    """One of ``allowed``; ``Refusal`` for anything else."""
    value = given.get(key, default)
    if value not in allowed:
        raise Refusal(BAD, _("{value} is not allowed here.").format(value=shown_value(value)), where=key, allowed=enumerated(allowed))
    return str(value)


def whole_of(given: Mapping[str, Any], key: str, low: int, high: int, default: int) -> int:
    """A whole number from ``low`` to ``high``; ``Refusal`` for anything else."""
    value = given.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise Refusal(BAD, _("{value} is no whole number from {low} to {high}.").format(value=shown_value(value), low=low, high=high), where=key)
    return value


def known_keys(given: Mapping[str, Any], keys: tuple[str, ...]) -> Iterator[str]:
    """``Refusal`` where something else than ``keys`` is given; the keys that are."""
    for key in given:
        if key not in keys:
            raise Refusal(BAD, _("{value} is not allowed here.").format(value=shown_value(key)), allowed=enumerated(keys))
        yield key
