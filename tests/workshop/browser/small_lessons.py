"""A workshop whose lessons are on the smallest district, so that the model answers within seconds."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from experiments.upkeep.browser import free_port
from experiments.workshop.rooms.lessons import FOLDER

STARTING = 300.0
SMALL = "jiuyuan-hamlet"
_SERVE = """
import sys
from pathlib import Path
from experiments.workshop.rooms import lessons
lessons.FOLDER = Path(sys.argv[1])
from experiments.cli.app import main
sys.exit(main(["workshop", "--quiet", "--port", sys.argv[2], "--district", sys.argv[3]]))
"""


def small_lessons(folder: Path) -> Path:
    """The shipped lessons, on the smallest district."""
    for path in FOLDER.glob("*.toml"):
        (folder / path.name).write_text(path.read_text("utf-8").replace("jiuyuan-quarter", SMALL), "utf-8")
    return folder


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a workshop whose lessons are those in ``folder``."""
    port = free_port()
    environment = {**os.environ, "INSPECTORATE_STORE": "off"}
    process = subprocess.Popen([sys.executable, "-c", _SERVE, str(folder), str(port), SMALL], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        address = f"http://localhost:{port}"
        _listening(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _listening(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/api/lessons", timeout=30).close()
            return
        except OSError:
            assert process.poll() is None, process.stderr.read() if process.stderr else ""
            time.sleep(0.2)
    raise AssertionError("the server does not listen")
