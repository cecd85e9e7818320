"""The server as a process: it listens first, and makes the model ready behind that."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING

import uvicorn
from starlette.types import ASGIApp

from experiments.text.errors import UserError
from experiments.text.messages import _
from experiments.workshop.server.addresses import Opening
from experiments.workshop.server.app import make_app
from experiments.workshop.server.behind import Behind
from experiments.workshop.server.connections import Patient

if TYPE_CHECKING:
    from experiments.workshop.live import Live

LAST_SECONDS = 2
"""For answers under way when it is closed."""
HEADER_BYTES = 32 * 1024
WAITING = 256
"""Connections that the system holds until they are taken."""


def serve(opened: Opening, district: str, wants_trace: bool = False) -> None:
    """Serve until it is told to end; ``UserError`` where the port is taken."""
    listening = listen(opened)
    server = uvicorn.Server(configured(make_app(Behind(lambda: live_on(district)), opened, wants_trace=wants_trace)))
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:  # it has ended as it should; the server hands on the signal that ended it
        pass
    finally:
        listening.close()


def configured(app: ASGIApp) -> uvicorn.Config:
    """How the server goes about an application: without a log, a date or a name in its answers, and with limits on whoever is slow."""
    return uvicorn.Config(
        app, http=Patient, ws="none", loop="asyncio", lifespan="on", log_level="critical", access_log=False, server_header=False, date_header=False,
        proxy_headers=False, timeout_keep_alive=15, timeout_graceful_shutdown=LAST_SECONDS, h11_max_incomplete_event_size=HEADER_BYTES, reset_contextvars=True,
    )  # fmt: skip


def live_on(district: str) -> Live:
    """Live runs about a district and the shipped ones; the worlds of the first question are settled before it comes."""
    from experiments.running.scenario import Scenario
    from experiments.workshop.live import Live
    from experiments.workshop.live.asked import Asking

    asking = Asking(district)
    return Live(asking, ahead=Scenario(next(iter(asking.districts))))


def listen(opened: Opening) -> socket.socket:
    """A socket that listens there; ``UserError`` where that cannot be."""
    family = socket.AF_INET6 if ":" in opened.host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((opened.host, opened.port))
        found.listen(WAITING)
    except OSError as error:
        found.close()
        taken = error.errno == errno.EADDRINUSE
        raise UserError(
            _("Port {port} is taken by another program.").format(port=opened.port) if taken else _("Nobody can listen at {host}, port {port}: {reason}.").format(
                host=opened.host, port=opened.port, reason=error.strerror), "--port" if taken else "--host",
            _("Choose another port, for instance --port {port}.").format(port=opened.port + 1) if taken else _("Write an address of this machine."),
        ) from None  # fmt: skip
    found.setblocking(False)
    return found
