"""What a shipped lesson says is what the model of the day teaches: every claim on a quarter of the district, twenty worlds, ten years.

Some five seconds of a processor for each lesson.  Where a change of the model makes one fail, the lesson is to be rewritten to what comes out.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.comparison.compare import run_plan
from experiments.running.planning import make_plan
from experiments.studies.matrix.report import matrix_of
from experiments.workshop.rooms.lessons import lesson_names, shipped_lesson, start_of
from experiments.workshop.rooms.teaching import Finding, findings
from scenarios.schema.lesson import Taught

GUIDES = {name: (Path(__file__).parents[3] / "docs" / name).read_text("utf-8") for name in ("workshop.md", "workshop.zh.md")}


@pytest.mark.parametrize("name", lesson_names())
def test_the_model_teaches_what_the_lesson_says(name: str) -> None:
    lesson = shipped_lesson(name)
    assert "jiuyuan-quarter" in lesson.start and all(claim.worlds == 20 for claim in lesson.teaches)
    found = findings(lesson)
    assert [finding.words() for finding in found if not finding.holds] == []
    told = [f"{one.change:+.1f} ({one.low:+.1f} {{to}} {one.high:+.1f})" for one in found]
    assert {page: [row for row in told if row.format(to=to) not in GUIDES[page]] for page, to in (("workshop.md", "to"), ("workshop.zh.md", "至"))} == {
        "workshop.md": [], "workshop.zh.md": []}, "the guide tells other numbers"  # fmt: skip


@pytest.mark.parametrize("name", lesson_names())
def test_every_round_is_about_something_that_a_claim_holds_against_the_model(name: str) -> None:
    lesson = shipped_lesson(name)
    claimed = {(claim.policy, claim.outcome) for claim in lesson.teaches} | {(claim.than, claim.outcome) for claim in lesson.teaches}
    assert [each.title for each in lesson.rounds if (each.policy, each.outcome) not in claimed] == []


def test_more_than_half_of_the_deaths_come_from_unsafe_acts_as_a_lesson_says() -> None:
    district = start_of(shipped_lesson("certainty-or-severity")).district
    found = matrix_of(run_plan(make_plan(district, ["baseline"], worlds=20, months=120, by=["cell"])))
    unsafe = sum(baseline for baseline, _own, _change in found.unsafe)
    assert 0.5 < unsafe / (unsafe + sum(row.baseline["expected_deaths"] for row in found.rows)) < 0.67


def claim(direction: str, within: float | None = None) -> Taught:
    return Taught(says="So it is.", policy="a:,fine_scale=2", outcome="expected_deaths", direction=direction, within=within)


@pytest.mark.parametrize(("taught", "low", "high", "holds"), [
    (claim("lower"), -3.0, -0.1, True), (claim("lower"), -3.0, 0.1, False), (claim("lower"), 0.5, 2.0, False),
    (claim("higher"), 0.1, 2.0, True), (claim("higher"), -0.1, 2.0, False), (claim("higher"), -3.0, -0.1, False),
    (claim("unchanged", 1.0), -0.9, 0.9, True), (claim("unchanged", 1.0), -1.1, 0.2, False), (claim("unchanged", 1.0), 0.2, 1.1, False),
    (claim("lower"), None, None, False), (claim("unchanged", 1.0), None, None, False),
])  # fmt: skip
def test_a_claim_holds_where_its_whole_interval_says_so(taught: Taught, low: float | None, high: float | None, holds: bool) -> None:
    assert Finding(taught, 0.0, low, high).holds is holds
