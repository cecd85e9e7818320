"""A small sweep, its page, and what Python says of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from experiments.cli.app import main
from experiments.studies.explorer.study import Explored, explored
from experiments.studies.sweep import plans, results
from experiments.studies.sweep.study import run_sweep

PLAN = """schema_version = 1
name = "small"
title = "A small sweep"
title_zh = "小批量试算"
question = "Does the page say what Python says?"
district = "jiuyuan-hamlet"
policies = ["baseline", "levers"]
months = 3
worlds = 10
outcomes = ["expected_injuries", "enterprise_cost", "output"]
sampler = { method = "latin-hypercube", points = 14, seed = 3 }

[levers.fine_scale]
low = 1
high = 3

[levers.daily_fines]
values = [0, 1]

[uncertainties.hazard_injury_rate]
scale = "log"
"""


@pytest.fixture(scope="session")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sweep."""
    at = tmp_path_factory.mktemp("explorer")
    (at / "small.toml").write_text(PLAN, "utf-8")
    run_sweep(plans.load(str(at / "small.toml")), at / "swept")
    return at / "swept"


@pytest.fixture(scope="session")
def made(swept: Path) -> Explored:
    return explored(results.open(swept))


@pytest.fixture(scope="session")
def page(swept: Path) -> Iterator[Path]:
    """The page with four fresh points, in Chinese."""
    to = swept.parent / "x.html"
    assert main(["explorer", str(swept), "-o", str(to), "--fresh", "4", "--workers", "0", "--quiet", "--lang", "zh"]) == 0
    yield to


def numbers_of(page: Path) -> dict[str, Any]:
    """The numbers that stand in a page."""
    [text] = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
    return dict(json.loads(text))
