"""What a task is, and that nothing but its content and the model make its identity."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.statistics import intervals as statistics
from experiments.studies.sweep import results
from experiments.studies.sweep.appraisal import APPRAISED
from experiments.studies.sweep.contrasts import differences
from experiments.studies.sweep.local import LocalCrew
from experiments.studies.sweep.schedule import Batches, pending, size_for
from experiments.studies.sweep.study import run_sweep
from experiments.studies.sweep.tasks import grouped, resolve
from experiments.studies.sweep.work import Batch, Done, work
from experiments.text.errors import UserError
from scenarios import load_district, load_parameters, load_policy
from simulation.policy import LeverSetting
from simulation.simulate import simulate_policies

LEVER = "[levers.unannounced_share]\nvalues = [0.1, 0.9]\n"
BOTH = LEVER + "[uncertainties.attention_fading]\nvalues = [0.02, 0.08]\n"


def silent(total: int) -> Any:
    """Progress that nobody sees."""
    from experiments.text.console import Talk

    return Talk(quiet=True).progress(total, "")


def test_a_row_of_a_sweep_is_the_run_that_one_would_make_by_hand(make_plan: Any, tmp_path: Path) -> None:
    plan = make_plan(BOTH, policies='["baseline", "incentives"]', ensemble="posterior", months=6)
    found = run_sweep(plan, tmp_path / "out", LocalCrew(0, 600), progress=silent)
    sweep = resolve(plan)
    point, world = 2, 1
    values = sweep.design.at(point)
    ensemble = sweep.ensemble
    assert ensemble is not None
    parameters = ensemble.parameters(ensemble.of_world(world), load_parameters().values).with_values({"attention_fading": values["attention_fading"]})
    policy = load_policy("incentives")
    own = LeverSetting("unannounced_share", values["unannounced_share"])
    changed = type(policy)(**{**vars(policy), "settings": (*policy.settings, own)})
    runs = simulate_policies(load_district("jiuyuan-hamlet"), [load_policy("baseline"), changed], parameters=parameters, world=world, months=6)
    rows = found.runs(["expected_deaths"])
    rows = rows[(rows["point"] == point) & (rows["world"] == world)]
    assert rows["expected_deaths"].tolist() == [run.total("expected_deaths") for run in runs]
    assert found.table().filter((np.array(found.table()["point"]) == point) & (np.array(found.table()["world"]) == world))["digest"].to_pylist() == [
        run.digest for run in runs]  # fmt: skip


def test_the_reference_keeps_its_own_levers_at_every_point(make_plan: Any) -> None:
    sweep = resolve(make_plan(LEVER))
    first, second = sweep.context.policies_at(sweep.item(1, 0))
    assert first.settings == () and second.settings == (LeverSetting("unannounced_share", 0.9),)


def test_a_lever_of_the_plan_replaces_that_of_a_policy(make_plan: Any) -> None:
    sweep = resolve(make_plan(LEVER, policies='["baseline", "unannounced-visits"]'))
    settings = sweep.context.policies_at(sweep.item(0, 0))[1].settings
    assert [s.value for s in settings if s.lever == "unannounced_share"] == [0.1]


@pytest.mark.parametrize("change", [
    {"months": 4}, {"policies": '["baseline", "incentives"]'}, {"ensemble": "posterior"}, {"rest": LEVER.replace("0.9", "0.8")},
])  # fmt: skip
def test_whatever_decides_a_number_changes_the_identity(make_plan: Any, change: dict[str, Any]) -> None:
    assert resolve(make_plan(**{"rest": LEVER, **change})).identity != resolve(make_plan(LEVER)).identity


def test_what_decides_no_number_does_not(make_plan: Any) -> None:
    plan = make_plan(LEVER)
    other = plan.model_copy(update={"title": "Another", "outcomes": ["deaths"], "worlds": 7})
    assert resolve(plan).identity == resolve(other).identity
    assert resolve(plan).task_id(1, 1) == resolve(other).task_id(1, 1)


def test_every_task_has_an_id_of_its_own_and_keeps_it_in_a_longer_plan(make_plan: Any) -> None:
    sweep = resolve(make_plan(BOTH, worlds=3))
    ids = [sweep.task_id(*key) for key in sweep.keys]
    assert len(set(ids)) == len(ids) == 12


def test_all_combinations_of_policies_stand_in_the_order_of_their_size(make_plan: Any) -> None:
    sweep = resolve(make_plan(policies='["baseline", "capacity", "incentives", "attention"]', sampler='{ method = "single" }', rest="combine = true"))
    assert sweep.policies == ("baseline", "capacity", "incentives", "attention", "capacity+incentives", "capacity+attention", "incentives+attention",
                              "capacity+incentives+attention")  # fmt: skip


def test_tasks_with_the_same_world_and_parameters_share_a_burn_in(make_plan: Any) -> None:
    sweep = resolve(make_plan(BOTH))
    keys = pending(sweep, set())
    groups = grouped([sweep.item(point, world) for point, world in keys.tolist()])
    assert [len(group) for group in groups] == [2, 2, 2, 2]
    calls: list[int] = []

    def counting(*args: Any, **named: Any) -> Any:
        calls.append(len(args[1]))
        return simulate_policies(*args, **named)

    worked = work(Batch(0, sweep.context, tuple(sweep.item(point, world) for point, world in keys.tolist()), counting), lambda share: None)
    assert calls == [3, 3, 3, 3]  # the reference once, and the levers at two points
    assert all(isinstance(outcome, Done) for outcome in worked.outcomes)


def test_finished_tasks_are_not_pending_and_shuffling_loses_none(make_plan: Any) -> None:
    sweep = resolve(make_plan(BOTH))
    left = pending(sweep, {(0, 0), (3, 1)})
    assert len(left) == 6 and sorted(map(tuple, pending(sweep, {(0, 0), (3, 1)}, shuffle=4).tolist())) == sorted(map(tuple, left.tolist()))


def test_batches_hold_every_task_once(make_plan: Any) -> None:
    sweep = resolve(make_plan(BOTH))
    batches = Batches(sweep, pending(sweep, set()), 3)
    assert len(batches) == 3
    assert sorted((item.point, item.world) for batch in batches for item in batch.items) == list(sweep.keys)


@pytest.mark.parametrize(("seconds", "tasks", "workers", "size"), [(1.0, 1000, 2, 8), (20.0, 100, 2, 1), (1e-4, 10_000, 2, 500), (0.1, 16, 2, 2)])
def test_a_batch_takes_some_seconds_and_leaves_work_for_all(seconds: float, tasks: int, workers: int, size: int) -> None:
    assert size_for(seconds, tasks, workers) == size


def test_added_worlds_give_what_the_longer_plan_gives(make_plan: Any, tmp_path: Path) -> None:
    short, longer = make_plan(LEVER, worlds=1), make_plan(LEVER, worlds=3)
    run_sweep(short, tmp_path / "grown", LocalCrew(0, 600), progress=silent)
    parts = {path.name for path in (tmp_path / "grown" / "parts").iterdir()}
    grown = run_sweep(longer, tmp_path / "grown", LocalCrew(0, 600), progress=silent)
    assert parts < {path.name for path in (tmp_path / "grown" / "parts").iterdir()}
    assert grown.digest == run_sweep(longer, tmp_path / "whole", LocalCrew(0, 600), progress=silent).digest


def test_a_finished_sweep_whose_plan_has_another_title_is_taken_up_as_it_is(make_plan: Any, tmp_path: Path) -> None:
    plan = make_plan(LEVER)
    first = run_sweep(plan, tmp_path / "out", LocalCrew(0, 600), progress=silent)
    second = run_sweep(plan.model_copy(update={"title": "Another title"}), tmp_path / "out", LocalCrew(0, 600), progress=silent)
    assert second.digest == first.digest and second.plan.title == "Another title"


def test_a_sample_of_a_single_district_is_refused(make_plan: Any) -> None:
    with pytest.raises(UserError, match="share of the districts of a region"):
        resolve(make_plan("sample = 0.5\n" + LEVER))


def test_a_folder_of_another_plan_says_what_differs(make_plan: Any, tmp_path: Path) -> None:
    run_sweep(make_plan(LEVER), tmp_path / "out", LocalCrew(0, 600), progress=silent)
    with pytest.raises(UserError, match=r"months: .* in the folder, "):
        run_sweep(make_plan(LEVER, months=4), tmp_path / "out", LocalCrew(0, 600), progress=silent)


def test_results_are_read_in_one_line(make_plan: Any, tmp_path: Path) -> None:
    run_sweep(make_plan(BOTH), tmp_path / "out", LocalCrew(0, 600), progress=silent)
    found = results.open(tmp_path / "out")
    assert found.complete and found.cube("expected_deaths").shape == (4, 2, 2)
    answer = found.sql("select policy, avg(expected_deaths * 4) as mean from runs group by policy order by policy").df()
    assert answer["mean"].tolist() == pytest.approx(found.cube("expected_deaths").mean(axis=(0, 2)).tolist())
    assert found.points().loc[3].tolist() == [0.9, 0.08]


def test_differences_are_those_of_the_worlds_and_abstain_where_a_count_has_too_few_events(make_plan: Any, tmp_path: Path) -> None:
    plan = make_plan(LEVER + "\n", worlds=12, policies='["baseline", "levers"]').model_copy(update={"outcomes": ["expected_deaths", "deaths"]})
    found = run_sweep(plan, tmp_path / "out", LocalCrew(0, 600), progress=silent)
    rows = [row for row in differences(found).to_pylist() if row["outcome"] not in APPRAISED]
    assert [(row["point"], row["outcome"]) for row in rows] == [(0, "expected_deaths"), (1, "expected_deaths"), (0, "deaths"), (1, "deaths")]
    cube = found.cube("expected_deaths")
    change = cube[1, 1] - cube[1, 0]
    low, high = statistics.interval(change)
    assert rows[1]["unannounced_share"] == 0.9 and (rows[1]["difference"], rows[1]["low"], rows[1]["high"]) == pytest.approx((change.mean(), low, high))
    assert rows[2]["kind"] == "few" and rows[2]["low"] is None and np.isnan(rows[2]["difference"])
