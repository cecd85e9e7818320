"""What somebody waits for who moves a lever in the workshop, through HTTP: a server process of its own, asked by a plain client."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from urllib.parse import quote

STEPS = 20
"""Places that a slider passes in one drag."""
STEP_SECONDS = 0.05
"""Between two of them: a second from one end to the other."""
CLIENTS, EVERY_SECONDS = 40, 5.0
LEVER, LOW, HIGH = "committee_meetings", 4.0, 24.0
READY_SECONDS = 600.0


@dataclass(frozen=True)
class Server:
    """One that listens."""

    port: int
    started: float
    """Seconds from its start to its first answer."""
    process: int


@contextmanager
def server(district: str) -> Iterator[Server]:
    """A workshop about a district in a process of its own, ready; ``RuntimeError`` where it ends before."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "experiments.cli.entry", "workshop", "--port", str(port), "--district", district, "--quiet"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        while not _answers(port):
            if process.poll() is not None:
                raise RuntimeError("the workshop did not start")
            time.sleep(0.02)
        started = time.perf_counter() - began
        while not json.loads(_get(port, "/api/start"))["ready"]:
            if time.perf_counter() - began > READY_SECONDS:
                raise RuntimeError("the workshop was not ready in time")
            time.sleep(0.2)
        yield Server(port, started, process.pid)
    finally:
        process.terminate()
        process.wait()


def _get(port: int, path: str) -> bytes:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as client:
        client.request("GET", path)
        return client.getresponse().read()


def _answers(port: int) -> bool:
    try:
        return bool(_get(port, "/api/texts"))
    except OSError:
        return False


def query(district: str, value: float, base: str = "all-five") -> str:
    """All five countermeasures with one lever at another value."""
    return f"district={district}&policy={quote(f'own:{base},{LEVER}={value:g}')}"


def ask(port: int, text: str, client: str, until: str, told: Callable[[str, float], None] | None = None) -> dict[str, float]:
    """Seconds from the question to the answer of each stage; ``superseded`` and ``error`` are stages, too."""
    found: dict[str, float] = {}
    began = time.perf_counter()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
        headers = {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{port}"}
        connection.request("POST", "/api/ask", json.dumps({"query": text, "client": client, "until": until}), headers)
        answer = connection.getresponse()
        while line := answer.readline():
            kind, stage = (json.loads(line).get(key) for key in ("kind", "stage"))
            if kind in ("answer", "superseded", "error"):
                name = stage or kind
                found[name] = time.perf_counter() - began
                if told is not None:
                    told(name, time.perf_counter())
    return found


def drags(port: int, district: str, times: int) -> tuple[list[float], list[int]]:
    """A slider dragged from one end to the other, so many times: seconds from a change to its first picture, and pictures in each drag.

    As a page does: one question under way may finish its first picture, and the newest change waits for that.
    """
    delays: list[float] = []
    pictures: list[int] = []
    for turn in range(times):
        drag = _Drag(port, district, f"drag-{turn}")
        for step in range(STEPS):
            drag.move(LOW + (HIGH - LOW) * step / (STEPS - 1) + turn / 100)
            time.sleep(STEP_SECONDS)
        drag.finish()
        delays += drag.delays
        pictures.append(len(drag.delays))
    return delays, pictures


class _Drag:
    """One hand on one slider."""

    def __init__(self, port: int, district: str, client: str) -> None:
        self.delays: list[float] = []
        self._made_of = port, district, client
        self._newest: tuple[float, float] | None = None
        self._changed = threading.Condition()
        self._over = False
        self._thread = threading.Thread(target=self._ask)
        self._thread.start()

    def move(self, value: float) -> None:
        """The slider is at ``value`` now."""
        with self._changed:
            self._newest = value, time.perf_counter()
            self._changed.notify()

    def finish(self) -> None:
        """Let go; wait for the last picture."""
        with self._changed:
            self._over = True
            self._changed.notify()
        self._thread.join()

    def _ask(self) -> None:
        port, district, client = self._made_of
        while True:
            with self._changed:
                while self._newest is None and not self._over:
                    self._changed.wait()
                if self._newest is None:
                    return
                (value, moved), self._newest = self._newest, None
            found = ask(port, query(district, value), client, "first")
            if "first" in found:
                self.delays.append(time.perf_counter() - moved)


def refined(port: int, district: str, times: int) -> tuple[list[float], list[float]]:
    """Seconds to ten years, and to twenty worlds, of questions that were not asked before."""
    found = [ask(port, query(district, 5.003 + turn / 7), f"fine-{turn}", "twenty") for turn in range(times)]
    return [one["ten"] for one in found], [one["twenty"] for one in found]


def room(port: int, district: str, seconds: float, people: int = CLIENTS) -> tuple[list[float], int]:
    """So many people who move a lever to one of its stops every five seconds: seconds to their pictures, and how many got none."""
    delays: list[float] = []
    lost: list[str] = []
    end = time.perf_counter() + seconds

    def sit(number: int) -> None:
        time.sleep(EVERY_SECONDS * number / people)
        turn = number
        while time.perf_counter() < end:
            began = time.perf_counter()
            found = ask(port, query(district, LOW + 0.4 * (turn * 7 % 50)), f"phone-{number}", "first")
            (delays.append(found["first"]) if "first" in found else lost.append(str(found)))
            turn += 11
            time.sleep(max(0.0, EVERY_SECONDS - (time.perf_counter() - began)))

    _at_once([lambda number=number: sit(number) for number in range(people)])  # type: ignore[misc]
    return delays, len(lost)


def together(port: int, texts: Sequence[str]) -> float:
    """Seconds until all of forty who ask at once have their first picture; ``RuntimeError`` where one gets none."""
    began, found = time.perf_counter(), []

    def one(number: int, text: str) -> None:
        found.append("first" in ask(port, text, f"at-once-{number}-{began:.0f}", "first"))

    _at_once([lambda number=number, text=text: one(number, text) for number, text in enumerate(texts)])  # type: ignore[misc]
    if not all(found):
        raise RuntimeError("somebody was not answered")
    return time.perf_counter() - began


def _at_once(actions: Sequence[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=action) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
