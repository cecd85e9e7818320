"""Plans small enough to run by the dozen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from experiments.studies.sweep import plans
from scenarios import PlanFile

TEXT = """
schema_version = 1
name = "{name}"
title = "A plan for tests"
question = "Does it hold?"
district = "jiuyuan-hamlet"
policies = {policies}
months = {months}
worlds = {worlds}
ensemble = "{ensemble}"
sampler = {sampler}
{rest}
"""


@pytest.fixture
def make_plan(tmp_path: Path) -> Any:
    """A plan as read from a file, with what is given in place of the usual."""

    def make(rest: str = "", **given: object) -> PlanFile:
        keys = {"name": "small", "policies": '["baseline", "levers"]', "months": 3, "worlds": 2, "ensemble": "none",
                "sampler": '{ method = "factorial" }'}  # fmt: skip
        path = tmp_path / "small.toml"
        path.write_text(TEXT.format(rest=rest, **{**keys, **given}), "utf-8")
        return plans.load(str(path))

    return make
