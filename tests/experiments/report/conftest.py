"""One comparison on the smallest district, finished in a folder, for all tests of reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.cli.app import main
from experiments.comparison.finished import Finished, read

POLICIES = ("coordination", "boundaries")
COMPARE = ["compare", *(word for name in POLICIES for word in ("--policy", name)), "--district", "jiuyuan-hamlet", "--worlds", "10", "--months", "12", "--by", "sector",
           "--workers", "0", "--quiet"]  # fmt: skip


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("report") / "compared"
    assert main([*COMPARE, "--out", str(place)]) == 0
    return place


@pytest.fixture(scope="session")
def finished(folder: Path) -> Finished:
    return read(folder)
