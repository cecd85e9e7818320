"""Who is let in: hosts and origins compared whole, methods, the number of requests at a time; and what every answer carries.

A page of another site that has its name lead to this machine (DNS rebinding) sends its own name as the host, and one that posts here sends its
own origin: neither is on the list.  Nothing is taken from such a request but its headers.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from experiments.text.messages import _, enumerated
from experiments.workshop.requests import BAD, BUSY, FORBIDDEN, NO_LENGTH, Refusal, refused
from experiments.workshop.server.addresses import Opening, with_port

METHODS = ("GET", "HEAD", "POST")
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; "
          "base-uri 'none'; form-action 'none'; frame-ancestors 'none'")  # fmt: skip
HEADERS = (
    (b"content-security-policy", POLICY.encode()), (b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"), (b"cross-origin-resource-policy", b"same-origin"), (b"x-frame-options", b"DENY"),
)  # fmt: skip
OWN_SITE = ("same-origin", "none")
MISDIRECTED, NO_METHOD, TOO_MANY = 421, 405, 429
AT_ONCE, EACH = 400, 160
"""Requests under way at a time, of all and of one address: a room of people behind one address has one each, and a stream."""
SEND_SECONDS = 20.0
"""A reader that takes nothing for so long is given up."""


class Guard:
    """Lets in what comes by an allowed name, and gives every answer its headers."""

    def __init__(self, app: ASGIApp, opened: Opening) -> None:
        self.app = app
        self.hosts, self.is_every = frozenset(opened.hosts), opened.is_every
        self.under_way: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        private = scope["path"].startswith("/api/")

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(b"cache-control", b"no-store")] if private else []
                message["headers"] = [*(pair for pair in message["headers"] if not (private and pair[0] == b"cache-control")), *HEADERS, *kept]
            async with asyncio.timeout(SEND_SECONDS):
                await send(message)

        try:
            self._check(scope)
            address = (scope.get("client") or ("?", 0))[0]
            self._check_room(address)
        except Refusal as error:
            await refused(error)(scope, receive, answer)
            return
        self.under_way[address] += 1
        try:
            await self.app(scope, receive, answer)
        except TimeoutError:  # the reader sleeps, or is gone without a word
            return
        finally:
            self.under_way[address] -= 1
            if not self.under_way[address]:
                del self.under_way[address]

    def _check(self, scope: Scope) -> None:
        """``Refusal`` unless the request came by one of our names, and from one of our pages where it may change or cost something."""
        host = _one(scope, b"host")
        if host not in self.hosts and not (self.is_every and host == _reached(scope)):
            raise Refusal(MISDIRECTED, _("The workshop is not reached by this name."), where="Host",
                          mend=_("Type the address that the host's window shows."))
        if scope["method"] not in METHODS:
            raise Refusal(NO_METHOD, _("This method is not allowed here."), allowed=enumerated(METHODS))
        if _one(scope, b"transfer-encoding") is not None:  # no browser sends a body in pieces, and a piece of one byte costs as much as one of a thousand
            raise Refusal(NO_LENGTH, _("The length of the request is not told."), where="Content-Length")
        origin, site = _one(scope, b"origin"), _one(scope, b"sec-fetch-site")
        foreign = origin != f"http://{host}" and (origin is not None or scope["method"] == "POST")
        if foreign or (site is not None and site not in OWN_SITE and (scope["path"].startswith("/api/") or scope["method"] == "POST")):
            raise Refusal(FORBIDDEN, _("Only the workshop's own pages may ask this."), where="Origin")

    def _check_room(self, address: str) -> None:
        if self.under_way.total() >= AT_ONCE:
            raise Refusal(BUSY, _("The workshop is busy."), mend=_("Ask again in a moment."))
        if self.under_way[address] >= EACH:
            raise Refusal(TOO_MANY, _("Too many requests at a time from one address."), mend=_("Ask again in a moment."))


def _reached(scope: Scope) -> str | None:
    """The address of this machine at which the connection was made, as a host: no name leads there, so that no other site can have it."""
    address, port = scope.get("server") or (None, None)
    return None if address is None or port is None else with_port(address, port)


def _one(scope: Scope, name: bytes) -> str | None:
    """A header that may be given once, None where it is not; ``Refusal`` where it stands twice."""
    values: Sequence[bytes] = [value for key, value in scope["headers"] if key == name]
    if len(values) > 1:
        raise Refusal(BAD, _("A header stands twice."), where=name.decode())
    return values[0].decode("latin-1") if values else None
