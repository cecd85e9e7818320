"""A command that is asked to end while a worker is just starting ends as at any other instant: at once and without a page of calls."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from experiments.running.quiet_start import ASKING, undisturbed
from tests.experiments.sweep.test_talk import heard
from tests.torture.kills import orphans

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="signals of a terminal")


@pytest.mark.parametrize(
    ("when", "number", "whom"),
    [("before the server", "SIGINT", "group"), ("half-way", "SIGTERM", "itself"), ("half-way", "SIGINT", "group"), ("after", "SIGHUP", "itself")],
)
def test_a_start_that_is_interrupted_says_nothing(when: str, number: str, whom: str) -> None:
    process = subprocess.Popen([sys.executable, "-m", "tests.experiments.running.interrupted", when, number, whom], cwd=ROOT, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=heard)  # fmt: skip
    said = "".join(process.communicate(timeout=60))
    assert process.returncode == 130, said
    assert said == ""
    assert orphans(process.pid) == []


def test_a_signal_waits_and_is_heard_even_where_the_block_fails() -> None:
    came = []
    before = {number: signal.signal(number, lambda number, frame: came.append(number)) for number in ASKING}
    own = {number: signal.getsignal(number) for number in ASKING}
    try:
        with pytest.raises(OSError, match="no process"), undisturbed():
            signal.raise_signal(signal.SIGTERM)
            assert came == []
            raise OSError("no process")
        assert came == [signal.SIGTERM]
        assert {number: signal.getsignal(number) for number in ASKING} == own
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set())
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_what_is_ignored_stays_ignored_and_other_threads_change_nothing() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with undisturbed():
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)

    def elsewhere() -> None:
        with undisturbed():
            found.append(signal.getsignal(signal.SIGINT))

    found: list[object] = []
    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert found == [signal.getsignal(signal.SIGINT)]
