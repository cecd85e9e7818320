"""The server as a process: it listens first, and makes the model ready behind that."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import uvicorn
from starlette.types import ASGIApp

from experiments.disk.paths import reason
from experiments.text.errors import UserError
from experiments.text.messages import _
from experiments.workshop.server import connections
from experiments.workshop.server.addresses import Opening
from experiments.workshop.server.app import make_app
from experiments.workshop.server.behind import Behind
from experiments.workshop.server.connections import Patient

if TYPE_CHECKING:
    from experiments.workshop.live import Live

LAST_SECONDS = 1
"""For answers under way when it is closed."""
HEADER_BYTES = 32 * 1024
FIRST_FREE_PORT, LAST_PORT = 1024, 65_535
OPEN_FILES = 4096
OWN_FILES, LEAST_CONNECTIONS = 64, 32
"""Open beside connections: pages, kept worlds, what is taken away."""
WAITING = 128
"""Connections that the system holds until they are taken, and that are taken at once: each is a file that is open."""


def serve(opened: Opening, district: str, wants_trace: bool = False, listens: Callable[[], None] = lambda: None) -> None:
    """Serve until it is told to end; ``UserError`` where the port is taken, before ``listens`` is told that nobody else has it."""
    listening = listen(opened)
    listens()
    connections.MOST = room_for(open_files(), connections.MOST)
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
        proxy_headers=False, timeout_keep_alive=15, backlog=WAITING, timeout_graceful_shutdown=LAST_SECONDS, h11_max_incomplete_event_size=HEADER_BYTES, reset_contextvars=True,
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
        raise _refused(opened, error) from None
    found.setblocking(False)
    return found


def _refused(opened: Opening, error: OSError) -> UserError:
    """Why nobody can listen there, and what to do."""
    if error.errno == errno.EADDRINUSE:
        other = opened.port + 1 if opened.port < LAST_PORT else opened.port - 1
        return UserError(_("Port {port} is taken by another program.").format(port=opened.port), "--port", _("Choose another port, for instance --port {port}.").format(port=other))
    told = _("Nobody can listen at {host}, port {port}: {reason}.").format(host=opened.host, port=opened.port, reason=reason(error))
    if error.errno in (errno.EACCES, errno.EPERM) and opened.port < FIRST_FREE_PORT:
        return UserError(told, "--port", _("Choose a port from {first} on: those below belong to the system.").format(first=FIRST_FREE_PORT))
    return UserError(told, "--host", _("Write an address of this machine."))


def open_files() -> int:
    """How many files this process may have open, connections among them; raised before, for some systems begin with 256."""
    try:
        import resource
    except ImportError:  # not on Windows, which has no such bound
        return OPEN_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return OPEN_FILES if soft == resource.RLIM_INFINITY else soft


def room_for(files: int, most: int) -> int:
    """Connections at a time, ``most`` of them: as many again are taken at once, and the program opens files of its own."""
    return max(LEAST_CONNECTIONS, min(most, files - WAITING - OWN_FILES))
