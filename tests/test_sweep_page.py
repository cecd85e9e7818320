"""docs/sweeps.md is followed to the letter: its plan and module are written, its calls run in their order, its promises about them kept."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from experiments.studies.sweep.plans import load
from experiments.text.errors import UserError
from scenarios import ScenarioError

PAGE = (Path(__file__).parents[1] / "docs" / "sweeps.md").read_text("utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The names that stand when every call of the page has been made in its order; the Slurm recipe apart."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "own", raising=False)
    [plan] = [block for block in blocks("toml") if 'name = "visits"' in block]
    (tmp_path / "visits.toml").write_text(plan, "utf-8")
    names: dict[str, Any] = {}
    for block in blocks("python"):
        if block.startswith("# own.py\n"):
            (tmp_path / "own.py").write_text(block, "utf-8")
        elif "dask_jobqueue" not in block:
            exec(compile(block, "docs/sweeps.md", "exec"), names)
    yield names
    sys.modules.pop("own", None)


def test_the_page_runs_and_gives_what_it_says(followed: dict[str, Any]) -> None:
    assert followed["comparison"].verdict().splitlines()[0].startswith("Not this model's numbers: simulated by own.uninsured")
    found, own, run_sweep = followed["found"], followed["own"], followed["run_sweep"]
    assert isinstance(found.runs(), pd.DataFrame) and "quiet_months" in found.runs().columns
    assert found.cube("expected_deaths").shape == (2, 2, 2)
    assert found.monthly(["deaths", "visits"]).columns.tolist() == ["point", "world", "policy", "month", "deaths", "visits"]
    assert found.places().columns.tolist()[:5] == ["point", "world", "policy", "name", "title"]
    groups = found.breakdowns()
    assert groups.columns.tolist()[:5] == ["point", "world", "policy", "by", "group"] and set(groups["by"]) == {"sector", "domain"}
    by_month = found.sql("select month, avg(visits) from monthly where policy = 'levers' group by month order by month").df()
    assert by_month["month"].tolist() == list(range(12))
    quiet = found.monthly(["deaths"]).assign(quiet=lambda rows: rows["deaths"] == 0).groupby(["point", "world", "policy"])["quiet"].sum()
    assert quiet.tolist() == found.runs().set_index(["point", "world", "policy"]).sort_index()["quiet_months"].tolist()
    with pytest.raises(UserError, match=r"was simulated by own\.uninsured"):
        run_sweep("visits.toml", "results/uninsured", outcomes={"quiet_months": own.quiet_months})
    assert {"simulator", "outcomes"} <= followed["open_sweep"]("results/uninsured").manifest.keys()


@pytest.mark.parametrize("line", ['simulate = "own.uninsured"', 'outcomes = ["own.quiet_months"]', '[outcomes]\nquiet_months = "own.quiet_months"'])
def test_a_plan_takes_no_code(tmp_path: Path, line: str) -> None:
    """An import path in a file would run whatever it names."""
    [plan] = [block for block in blocks("toml") if 'name = "visits"' in block]
    (tmp_path / "visits.toml").write_text(plan.replace("months = 12", f"months = 12\n{line}" if "[" not in line[:1] else "months = 12") + ("" if line[0] != "[" else line))
    (tmp_path / "own.py").write_text("raise SystemExit('it ran')")
    with pytest.raises(ScenarioError):
        load(str(tmp_path / "visits.toml"))
