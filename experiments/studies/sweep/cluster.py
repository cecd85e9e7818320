"""Batches on a Dask cluster: one here over loopback sockets, or one that runs elsewhere.

Futures are never results: what a worker sends is on disk before the next batch goes out.  Workers unpickle what they are sent, so that
nothing but loopback or TLS is spoken.
"""

from __future__ import annotations

import logging
import math
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from experiments.disk.provenance import model_version
from experiments.running.pool import Failure
from experiments.studies.sweep.addresses import Tls, check_address
from experiments.studies.sweep.work import Batch, Worked, work
from experiments.text.errors import UserError, in_words
from experiments.text.messages import _
from experiments.text.progress import Progress

LOOPBACK = "127.0.0.1"
WAIT_SECONDS = 60.0
"""Patience with a cluster that has no workers, and with one that does not answer."""
START_SECONDS = 180.0
"""Patience with the first batch of a worker: it imports, and may compile."""
POLL_SECONDS = 0.5
ALLOWED_DEATHS = 2
"""Workers that a batch may lose before its tasks are tried one by one."""


class ClusterGoneError(Exception):
    """The cluster has no workers or does not answer; what is finished is on disk."""


def _quieten() -> None:
    """What happens to a cluster is told by us, once; the library would tell it with a page of calls each time."""
    for name in ["distributed", *logging.root.manager.loggerDict]:
        if name.partition(".")[0] in {"distributed", "tornado", "asyncio"}:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


@contextmanager
def local_cluster(workers: int, bounded: bool = True) -> Iterator[Any]:
    """A client of a cluster of this machine: so many processes, one thread each, real sockets on loopback.

    A worker is killed where it takes more than its part of the memory, unless it is not ``bounded``: who sizes tasks by their memory knows better.
    """
    limit = {} if bounded else {"memory_limit": 0}
    import dask
    from distributed import Client, LocalCluster

    _quieten()
    with warnings.catch_warnings(), dask.config.set({"distributed.scheduler.allowed-failures": ALLOWED_DEATHS}):
        warnings.simplefilter("ignore")
        cluster = LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, host=LOOPBACK, dashboard_address=None, silence_logs=50, **limit)
    try:
        with Client(cluster) as client:
            yield client
    finally:
        cluster.close(timeout=10)


@contextmanager
def remote_cluster(address: str, tls: Tls | None) -> Iterator[Any]:
    """A client of the scheduler at ``address``; ``UserError`` for an address that may not be used, ``ClusterGoneError`` if nobody answers."""
    from distributed import Client
    from distributed.security import Security

    check_address(address, tls)
    _quieten()
    security = None
    if tls is not None:
        security = Security(tls_ca_file=str(tls.ca), tls_client_cert=str(tls.cert), tls_client_key=str(tls.key), require_encryption=True)
    try:
        client = Client(address, security=security, timeout=WAIT_SECONDS)
    except (OSError, TimeoutError) as error:
        raise ClusterGoneError(_("No scheduler answers at {address} ({reason}).").format(address=address, reason=str(error)[:200])) from error
    try:
        yield client
    finally:
        client.close(timeout=10)


@dataclass
class ClusterCrew:
    """The workers of a cluster; ``timeout`` are seconds that one task may take, ``patience`` seconds without any worker."""

    client: Any
    timeout: float
    patience: float = WAIT_SECONDS
    workers: int = 0
    note: Callable[[str], None] = lambda text: None
    """Is told what is being waited for, and for how long."""
    need: float = 0.0
    """Bytes that a task takes; 0: next to nothing. So many run at once as the memory of the workers' machines holds."""
    threads: int = 1
    """On which a worker runs the districts of a region."""
    _running: dict[Any, tuple[Batch, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self._known():
            self.note(_("The cluster has no workers yet: waiting up to {seconds} s for the first.").format(seconds=round(self.patience)))
        try:
            self.client.wait_for_workers(1, timeout=self.patience)
        except TimeoutError:
            raise ClusterGoneError(_("The cluster has no workers.")) from None
        self._refuse_other_models()
        self.workers = max(1, self._room())

    def _known(self) -> dict[str, Any]:
        info = self.client.scheduler_info(n_workers=-1)
        return dict(info["workers"])

    def _room(self) -> int:
        """Batches that may run at once: as many as there are threads, or fewer where the memory of a machine holds fewer."""
        threads, memory = defaultdict[str, int](int), defaultdict[str, float](float)
        for worker in self._known().values():
            host = worker.get("host", "")
            threads[host] += worker["nthreads"]
            memory[host] += worker.get("memory_limit") or math.inf
        return sum(most if not self.need or math.isinf(memory[host]) else min(most, max(1, int(memory[host] // self.need))) for host, most in threads.items())

    def _refuse_other_models(self) -> None:
        try:
            found = self.client.run(model_version)
        except OSError as error:
            raise ClusterGoneError(_("The cluster does not answer: {reason}.").format(reason=error)) from error
        except Exception as error:  # whatever a worker without the model answers
            raise UserError(_("A worker of the cluster cannot load the model: {reason}.").format(reason=in_words(error)[:300]),
                            "--scheduler", _("Install the same version on every worker: results of two versions are never mixed.")) from error  # fmt: skip
        for worker, version in found.items():
            if version != model_version():
                raise UserError(_("The worker {worker} has model version {other}; this is {own}.").format(worker=worker, other=version, own=model_version()),
                                "--scheduler", _("Install the same version on every worker: results of two versions are never mixed."))  # fmt: skip

    def run(self, batches: Sequence[Batch], progress: Progress) -> Iterator[tuple[Batch, Worked | Failure]]:
        """(batch, what came of it) as they end; as many under way as the cluster has threads."""
        waiting, count, done, failed, lonely = iter(batches), len(batches), 0, 0, None
        left, progress_to = count, progress
        try:
            while left or self._running:
                threads = self._room()
                lonely = self._alone_since(threads, lonely)
                while left and len(self._running) < threads:
                    self._send(next(waiting))
                    left -= 1
                for batch, result in self._ended():
                    done, failed = done + 1, failed + isinstance(result, Failure)
                    yield batch, result
                progress_to(done / count, done, failed)
        except (OSError, CancelledError) as error:
            # Futures are cancelled from outside only where the scheduler is gone.
            raise ClusterGoneError(_("The cluster does not answer: {reason}.").format(reason=" ".join(str(error).split())[:200])) from error
        finally:
            with suppress(Exception):  # of a cluster that is gone nothing can be taken back
                for future in self._running:
                    future.cancel()
            self._running.clear()

    def _alone_since(self, threads: int, since: float | None) -> float | None:
        if threads:
            return None
        now = time.monotonic()
        if since is not None and now - since > self.patience:
            raise ClusterGoneError(_("The cluster has had no workers for {seconds} s.").format(seconds=round(now - since)))
        if since is None:
            self.note(_("The cluster has lost all its workers: waiting up to {seconds} s for one.").format(seconds=round(self.patience)))
        return now if since is None else since

    def _send(self, batch: Batch) -> None:
        # Its own key each time: a batch tried again must not be answered from an earlier try.
        key = f"batch-{batch.number}-{time.monotonic_ns()}"
        self._running[self.client.submit(_work_there, batch, self.threads, key=key, pure=False, retries=0)] = (batch, time.monotonic())

    def _ended(self) -> list[tuple[Batch, Worked | Failure]]:
        from distributed import wait

        if not self._running:
            time.sleep(POLL_SECONDS)
            return []
        with suppress(TimeoutError):
            wait(list(self._running), timeout=POLL_SECONDS, return_when="FIRST_COMPLETED")
        ended = []
        for future in list(self._running):
            batch, begun = self._running[future]
            if future.done():
                del self._running[future]
                ended.append((batch, _result(future)))
                future.release()
            elif time.monotonic() - begun > START_SECONDS + self.timeout * len(batch.items):
                del self._running[future]
                self._stop(future)
                ended.append((batch, Failure("stalled", f"no result for {time.monotonic() - begun:.0f} s; stopped")))
        return ended

    def _stop(self, future: Any) -> None:
        """Restart the worker on which a batch stands still: a thread cannot be stopped, its process can."""
        places = [worker for worker, keys in self.client.processing().items() if future.key in keys]
        future.cancel()
        if places:
            self.client.restart_workers(places, timeout=WAIT_SECONDS, raise_for_error=False)


def _work_there(batch: Batch, threads: int) -> Worked:
    return work(batch, lambda share: None, threads=threads)


def _result(future: Any) -> Worked | Failure:
    from distributed.scheduler import KilledWorker

    error = future.exception()
    if error is None:
        found: Worked = future.result()
        return found
    if isinstance(error, KilledWorker):
        return Failure("killed", "the worker process died (killed, or out of memory)")
    return Failure("error" if future.status == "error" else "killed", in_words(error))
