"""Golden runs change only on purpose."""

from pathlib import Path

import pytest

from tests.golden.runs import fingerprint, golden, stored

CHANGELOG = (Path(__file__).parents[2] / "CHANGELOG.md").read_text("utf-8")


def test_the_golden_runs_give_what_they_gave() -> None:
    # Rules and draws are exact; across machines only the order of no sum may differ, hence this tolerance and no larger.
    for policy, totals in golden().items():
        assert totals == pytest.approx(stored()[policy], rel=1e-12, abs=1e-12), policy


def test_the_changelog_names_the_golden_runs_of_today() -> None:
    assert f"golden runs {fingerprint()}" in CHANGELOG
