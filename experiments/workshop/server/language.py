"""The language of each request: as its query, its cookie or its browser says; no two of them hear each other's."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from experiments.text.messages import LANGUAGES, language, speaking

COOKIE = "lang"
MOST = 20
"""Entries of a list of languages that are looked at."""


def chosen(scope: Scope) -> str:
    """The language of a request; that of the process where it says none that we have."""
    asked = asked_in_query(scope)
    if asked:
        return asked
    headers = {name: value.decode("latin-1") for name, value in reversed(scope["headers"])}
    try:
        kept = SimpleCookie(headers.get(b"cookie", "")[:4096]).get(COOKIE)
    except CookieError:
        kept = None
    if kept is not None and kept.value in LANGUAGES:
        return kept.value
    return _of_browser(headers.get(b"accept-language", "")) or language()


def asked_in_query(scope: Scope) -> str:
    """The language that the query asks for; empty where none that we have."""
    try:
        given = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=2000).get(COOKIE, [""])
    except ValueError:
        return ""
    return given[-1] if given[-1] in LANGUAGES else ""


def _of_browser(header: str) -> str:
    """The first of our languages in a header such as ``zh-CN,zh;q=0.9,en;q=0.8``, by its weight."""
    found: list[tuple[float, str]] = []
    for entry in header.split(",")[:MOST]:
        name, _semicolon, weight = entry.strip().partition(";")
        own = name.strip().lower().split("-")[0]
        try:
            share = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            continue
        if own in LANGUAGES and share > 0:
            found.append((-share, own))
    return min(found, key=lambda pair: pair[0])[1] if found else ""


class Speaking:
    """Answers each request in its language, and keeps in a cookie what its query asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = asked_in_query(scope)

        async def answer(message: Message) -> None:
            if asked and message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"set-cookie", f"{COOKIE}={asked}; Path=/; SameSite=Strict; Max-Age=31536000".encode())]
            await send(message)

        with speaking(chosen(scope)):
            await self.app(scope, receive, answer)
