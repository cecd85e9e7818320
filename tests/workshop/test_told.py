"""The command that the README tells a host listens at the address that it prints, and ends when it is interrupted."""

from __future__ import annotations

import contextlib
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.test_source import LISTENS, TOLD


def test_the_workshop_that_is_told_listens_until_it_is_interrupted(tmp_path: Path) -> None:
    assert LISTENS in TOLD
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [str(Path(sys.executable).with_name("inspectorate")), *LISTENS.split()[1:], "--port", str(port), "--district", "jiuyuan-hamlet"]
    # A shell that starts a command in the background has it ignore Ctrl-C.
    heeding = lambda: signal.signal(signal.SIGINT, signal.default_int_handler)  # noqa: E731
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=tmp_path, preexec_fn=heeding) as server:
        assert server.stdout is not None
        (address,) = re.findall(r"http://\S+", server.stdout.readline())
        assert "<html" in page(address)
        server.send_signal(signal.SIGINT)
        assert server.wait(60) == 0


def page(address: str) -> str:
    """The page at an address, asked for until somebody listens."""
    for _attempt in range(300):
        with contextlib.suppress(OSError), urllib.request.urlopen(address) as answer:
            return str(answer.read().decode())
        time.sleep(0.1)
    return ""
