"""Clusters that lose workers, lose their scheduler, or never had a worker; what listens where; and TLS."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from experiments.studies.sweep import cluster, results
from experiments.studies.sweep.cluster import ClusterCrew, ClusterGoneError, Tls, local_cluster
from tests.torture import fake, forks, plans
from tests.torture.kills import orphans
from tests.torture.program import run

MOST_WORDS = 25
"""Lines that a command may say to stderr, whatever happens to its cluster."""
TLS_DAYS = "2"


@contextlib.contextmanager
def scheduler(folder: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """(address, process) of a scheduler of its own on loopback."""
    (folder / "scheduler.log").unlink(missing_ok=True)
    with _spawned(folder / "scheduler.log", "scheduler", "--host", *(options or ("tcp://127.0.0.1",)), "--port", "0", "--no-dashboard") as process:
        yield _address(folder / "scheduler.log"), process


@contextlib.contextmanager
def worker(folder: Path, address: str, name: str, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of one thread, without a nurse: when it is killed it is gone."""
    with _spawned(folder / f"{name}.log", "worker", address, "--host", "127.0.0.1", "--no-nanny", "--nthreads", "1", "--no-dashboard",
                  "--local-directory", str(folder / name), *options) as process:  # fmt: skip
        yield process


@contextlib.contextmanager
def _spawned(log: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as stream:
        process = subprocess.Popen([sys.executable, "-m", "dask", *words], stdout=stream, stderr=stream, start_new_session=True)
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _address(log: Path) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = re.search(r"Scheduler at: +(\S+)", log.read_text("utf-8") if log.exists() else "")
        if found:
            return found[1]
        time.sleep(0.1)
    raise TimeoutError(log.read_text("utf-8"))


class Clusters:
    """One plan, run on clusters that misbehave; every method yields what went wrong."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = plans.write(folder, points=4, worlds=5)
        self.plan = plans.plan(folder, points=4, worlds=5)
        self.digest = plans.swept(self.plan, folder / "serial").digest

    def local(self, kills: int) -> Iterator[str]:
        """A cluster of this machine: where it listens, and so many of its workers killed in the middle."""
        out = self.folder / "local"
        with local_cluster(2) as client:
            yield from open_to_others()
            crew, left = ClusterCrew(client, 60.0), kills

            def report(_share: float, done: int, _failed: int) -> None:
                nonlocal left
                if left and done >= 3 * (kills - left + 1):
                    _kill_a_worker(client)
                    left -= 1

            @contextlib.contextmanager
            def progress(_total: int) -> Iterator[Any]:
                yield report

            plans.swept(self.plan, out, crew=crew, progress=progress, simulate=fake.lingering, size=1)
            if left:
                yield f"only {kills - left} workers were killed"
        yield from plans.faults(out, self.digest)

    def stuck(self) -> Iterator[str]:
        """A task that never ends on a cluster is stopped at its limit, and nothing else is lost."""
        out, patience = self.folder / "stuck", cluster.START_SECONDS
        cluster.START_SECONDS = 3.0
        try:
            with local_cluster(2) as client:
                found = plans.swept(plans.plan(self.folder, "stuck", points=1, worlds=6), out, crew=ClusterCrew(client, 2.0), simulate=fake.stuck, size=1)
        finally:
            cluster.START_SECONDS = patience
        failed = found.failures
        if failed["world"].tolist() != [3] or failed["kind"].tolist() != ["stalled"] or found.done() != 5:
            yield f"failures {failed.to_dict('records')}, {found.done()} done"

    def empty(self, patience: float = 2.0) -> Iterator[str]:
        """A scheduler without workers is told, soon."""
        with scheduler(self.folder) as (address, _process), cluster.remote_cluster(address, None) as client:
            began = time.monotonic()
            try:
                ClusterCrew(client, 60.0, patience=patience)
                yield "a crew without workers"
            except ClusterGoneError as error:
                if "no workers" not in str(error) or time.monotonic() - began > patience + 10:
                    yield f"{error} after {time.monotonic() - began:.0f} s"

    def workers_lost(self) -> Iterator[str]:
        """All workers gone for good in the middle: stopped with the reason; on other workers it goes on."""
        yield from self._lost("workers", "no workers")

    def scheduler_lost(self) -> Iterator[str]:
        """The scheduler gone in the middle: stopped with the reason; on another it goes on."""
        yield from self._lost("scheduler", "cluster")

    def _lost(self, what: str, reason: str) -> Iterator[str]:
        out = self.folder / f"lost-{what}"
        with scheduler(self.folder) as (address, process), worker(self.folder, address, "one") as one:
            words = self.folder / f"words-{what}"
            words.mkdir()
            pid = forks.start(lambda: int(run("lingering", ["sweep", str(self.file), "--out", str(out), "--scheduler", address])), words)
            until = time.monotonic() + 300
            while len(list(out.glob("parts/*.parquet"))) < 3 and time.monotonic() < until:
                time.sleep(0.1)
            (one if what == "workers" else process).kill()
            began = time.monotonic()
            ended = forks.ended(pid, words)
            took = time.monotonic() - began
        if ended.code != 130 or reason not in " ".join(ended.err.split()) or took > 120:
            yield f"exit {ended.code} after {took:.0f} s: {ended.err[-900:]}"
        if "Traceback" in ended.err or len(ended.err.splitlines()) > MOST_WORDS:
            yield f"a flood of words: {ended.err[:2000]}"
        if not 3 <= results.open(out).table().num_rows // 3 < 20:
            yield f"{results.open(out).table().num_rows} rows kept"
        yield from (f"left: {orphan}" for orphan in orphans(pid))
        plans.swept(self.plan, out)
        yield from plans.faults(out, self.digest)

    def tls(self) -> Iterator[str]:
        """A scheduler that speaks TLS, by the command line; and one without an identity is refused."""
        identity = certificates(self.folder)
        if identity is None:
            yield "skipped: there is no openssl to make certificates with"
            return
        options = ("--tls-ca-file", str(identity.ca), "--tls-cert", str(identity.cert), "--tls-key", str(identity.key))
        out = self.folder / "tls"
        with scheduler(self.folder, "tls://127.0.0.1", *options) as (address, _process), worker(self.folder, address, "safe", *options):
            own = ["--tls-ca", str(identity.ca), "--tls-cert", str(identity.cert), "--tls-key", str(identity.key)]
            command = ["sweep", str(self.file), "--out", str(out), "--scheduler", address]
            ended = forks.run(lambda: int(run("honest", [*command, *own])), self.folder / "words")
            if ended.code or not address.startswith("tls://"):
                yield f"exit {ended.code} at {address}: {ended.err[-900:]}"
            else:
                yield from plans.faults(out, self.digest)
            without = forks.run(lambda: int(run("honest", command)), self.folder / "words")
            if without.code != 2 or "TLS needs an identity" not in without.err:
                yield f"without an identity: exit {without.code}: {without.err[-900:]}"


def certificates(folder: Path) -> Tls | None:
    """An authority and an identity signed by it; None where there is no openssl."""
    if shutil.which("openssl") is None:
        return None

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", TLS_DAYS, "-subj", "/CN=authority", "-keyout", "ca.key", "-out", "ca.pem")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", "own.key", "-out", "own.csr")
    openssl("x509", "-req", "-in", "own.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", TLS_DAYS, "-out", "own.pem")
    return Tls(folder / "ca.pem", folder / "own.pem", folder / "own.key")


def open_to_others() -> Iterator[str]:
    """Sockets of this process and its children that listen to more than this machine."""
    own = psutil.Process()
    listening = [
        (process.pid, socket.laddr.ip) for process in [own, *own.children(recursive=True)] for socket in process.net_connections("inet")
        if socket.status == psutil.CONN_LISTEN
    ]  # fmt: skip
    if not listening:
        yield "nothing listens: not a cluster"
    yield from (f"process {pid} listens at {place}" for pid, place in listening if not place.startswith("127.") and place != "::1")


def _kill_a_worker(client: Any) -> None:
    pids = list(client.run(os.getpid).values())
    os.kill(pids[0], signal.SIGKILL)


