"""The server as a process and on real connections: it listens first, ends when told, and nobody who is slow holds up another."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from experiments.workshop import requests
from experiments.workshop.server import connections
from experiments.workshop.server.addresses import Opening, opening
from experiments.workshop.server.app import make_app
from experiments.workshop.server.behind import Behind
from experiments.workshop.server.serving import configured, listen
from tests.workshop.serving import DISTRICT, QUERY, live_runs

PATIENCE = 30.0
"""Seconds that a busy machine may take."""


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def listening() -> Iterator[Opening]:
    """A server on a thread of this process."""
    opened = opening("127.0.0.1", free_port())
    server = uvicorn.Server(configured(make_app(Behind(live_runs), opened)))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listen(opened)]}, daemon=True)
    thread.start()
    until(lambda: server.started)
    try:
        yield opened
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        assert not thread.is_alive()


def until(is_so: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait for something; an error where it does not come."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def get(opened: Opening, path: str = "/api/texts", timeout: float = PATIENCE) -> tuple[int, bytes]:
    """The answer to one GET on a connection of its own."""
    with closing(http.client.HTTPConnection("127.0.0.1", opened.port, timeout=timeout)) as client:
        client.request("GET", path)
        answer = client.getresponse()
        return answer.status, answer.read()


def ask(opened: Opening, query: str = QUERY, until: str = "first", timeout: float = PATIENCE) -> list[dict[str, Any]]:
    """The lines of an answer."""
    with closing(http.client.HTTPConnection("127.0.0.1", opened.port, timeout=timeout)) as client:
        headers = {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{opened.port}"}
        client.request("POST", "/api/ask", json.dumps({"query": query, "client": "c", "until": until}), headers)
        return [json.loads(line) for line in client.getresponse().read().splitlines()]


def opened_with(opened: Opening, data: bytes) -> socket.socket:
    """A connection that has sent ``data`` and nothing more."""
    found = socket.create_connection(("127.0.0.1", opened.port), timeout=PATIENCE)
    found.sendall(data)
    return found


def is_closed(connection: socket.socket) -> bool:
    """Whether the server has closed a connection, after whatever it had to say."""
    connection.settimeout(PATIENCE)
    try:
        while connection.recv(65_536):
            pass
    except ConnectionError:
        pass
    return True


def slow(opened: Opening) -> list[bytes]:
    """Beginnings of requests that never become whole."""
    head = f"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1:{opened.port}\r\nOrigin: http://127.0.0.1:{opened.port}\r\nContent-Type: application/json\r\n".encode()
    return [b"", b"G", b"GET /api/texts HTTP/1.1\r\n", head, head + b"Content-Length: 1000\r\n\r\n{", head + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{\"que"]


def test_slow_and_half_open_clients_hold_up_nobody_and_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "IDLE_SECONDS", 2.0)
    monkeypatch.setattr(requests, "BODY_SECONDS", 2.0)
    with listening() as opened:
        assert ask(opened)[-1]["kind"] == "end"
        idle = [opened_with(opened, data) for data in slow(opened) * 30]
        begun = time.monotonic()
        assert get(opened)[0] == 200
        assert [line["kind"] for line in ask(opened)][-2:] == ["answer", "end"]
        assert time.monotonic() - begun < PATIENCE / 2
        assert all(is_closed(connection) for connection in idle)
        assert get(opened)[0] == 200


def test_a_reader_who_takes_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    from experiments.workshop.server import guard

    monkeypatch.setattr(guard, "SEND_SECONDS", 0.5)
    with listening() as opened:
        ask(opened)
        sleeping = []
        for _ in range(2):  # many requests for a large answer on one connection, and not a byte of them read
            connection = socket.socket()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            connection.connect(("127.0.0.1", opened.port))
            connection.settimeout(0.5)
            try:
                for _ in range(150):
                    connection.sendall(f"GET /api/start HTTP/1.1\r\nHost: 127.0.0.1:{opened.port}\r\n\r\n".encode())
            except (TimeoutError, ConnectionError):
                pass
            sleeping.append(connection)
        assert get(opened)[0] == 200
        assert all(is_closed(connection) for connection in sleeping)


def test_more_connections_of_one_address_than_there_is_room_for_close_the_oldest_idle_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "EACH", 20)
    with listening() as opened:
        idle = [opened_with(opened, b"") for _ in range(60)]
        assert get(opened)[0] == 200
        assert all(is_closed(connection) for connection in idle[:40])


def test_what_is_no_http_is_answered_in_a_few_words_and_closed() -> None:
    with listening() as opened:
        for data in (b"\x16\x03\x01\x02\x00\x01\x00\x01", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /" + b"a" * 70_000, b"\x00" * 100, b"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
                     b"POST /api/ask HTTP/1.1\r\nContent-Length: -1\r\n\r\n", b"POST /api/ask HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"):  # fmt: skip
            connection = opened_with(opened, data)
            answer = connection.recv(65_536)
            assert b" 4" in answer.split(b"\r\n")[0] and b"Traceback" not in answer and b".py" not in answer, (data[:40], answer)
        assert get(opened)[0] == 200


def memory(process: int) -> int:
    """Bytes that a process holds."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the memory of a process is read as Linux tells it")
def test_a_flood_of_different_questions_leaves_the_memory_as_it_was() -> None:
    with listening() as opened:
        def flood(first: int) -> None:
            for number in range(first, first + 60):
                assert ask(opened, f"district={DISTRICT}&policy=own%3Acoordination,field_days={50 + number / 4}&months=12&worlds=2&seed={number % 9}")[-1]["kind"] == "end"

        flood(0)
        before = memory(os.getpid())
        flood(60)
        flood(120)
        assert memory(os.getpid()) - before < 40e6


def refused_or_cut(opened: Opening, query: str) -> None:
    """Ask what takes long, of a server that may end meanwhile."""
    with suppress(OSError, http.client.HTTPException):
        ask(opened, query, "twenty")


@contextmanager
def process(*more: str, port: int) -> Iterator[subprocess.Popen[str]]:
    """The command in a process of its own."""
    command = [str(Path(sys.executable).with_name("inspectorate")), "workshop", "--port", str(port), "--district", DISTRICT, "--no-store", *more]
    found = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield found
    finally:
        found.kill()
        found.wait()


def test_the_command_listens_before_the_model_is_ready_and_ends_with_a_word() -> None:
    port = free_port()
    opened = opening("127.0.0.1", port)
    with process(port=port) as server:
        def answers() -> bool:
            assert server.poll() is None, server.stderr and server.stderr.read()
            try:
                return get(opened, timeout=5)[0] == 200
            except OSError:
                return False

        until(answers)
        first = json.loads(get(opened, "/api/start")[1])
        assert first["ready"] or first["preparing"]
        until(lambda: json.loads(get(opened, "/api/start")[1])["ready"], 300)
        asking = threading.Thread(target=refused_or_cut, args=(opened, f"district={DISTRICT}&policy=all-five&months=240&worlds=80"), daemon=True)
        asking.start()
        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=PATIENCE)
    assert server.returncode == 0
    assert f":{port}/" in out and "Traceback" not in out + err and "closed" in err


def test_a_port_that_is_taken_and_a_host_that_is_none_are_told() -> None:
    port = free_port()
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        for more, word in (((), "--port"), (("--host", "evil.example"), "--host"), (("--host", "203.0.113.7"), "--host")):
            with process(*more, port=port) as server:
                _out, err = server.communicate(timeout=PATIENCE)
            assert server.returncode == 2 and word in err and "Traceback" not in err
