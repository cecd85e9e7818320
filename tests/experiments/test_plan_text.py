"""A derived plan is written so that reading it gives the same plan."""

from pathlib import Path

import pytest

from experiments.studies.plan_text import text, written
from experiments.studies.sensitivity.study import indices_plan, screening_plan
from experiments.studies.sweep import plans
from scenarios import load_plan


@pytest.mark.parametrize("name", plans.names())
def test_a_shipped_plan_comes_back_as_it_was(name: str, tmp_path: Path) -> None:
    plan = plans.load(name)
    again = written(plan, tmp_path, "again")
    assert load_plan(str(tmp_path / "again.toml"), tmp_path) == again == plan.model_copy(update={"name": "again"})


def test_the_two_plans_of_a_sensitivity_study_come_back(tmp_path: Path) -> None:
    plan = plans.load("sensitivity")
    for name, derived in (("screening", screening_plan(plan)), ("indices", indices_plan(plan, ["lay_skill", "diversion"]))):
        renamed = written(derived, tmp_path, name)
        assert load_plan(str(tmp_path / f"{name}.toml"), tmp_path) == renamed


def test_texts_levers_and_points_come_back(tmp_path: Path) -> None:
    plan = plans.load("interactions").model_copy(update={"title": "a \"quoted\" title\twith a tab", "title_zh": "标题", "combine": False})
    levers = {"field_days": {"low": 40.0, "high": 80.0, "ramp": 12}}
    table = plan.model_validate({**plan.model_dump(), "levers": levers, "sampler": {"method": "table"}, "points": [{"field_days": 50.5}, {"field_days": 60}]})
    again = written(table, tmp_path, "again")
    assert load_plan(str(tmp_path / "again.toml"), tmp_path) == again
    assert "combine" not in text(again)
