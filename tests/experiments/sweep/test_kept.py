"""Months, places and groups that a sweep keeps: those of the runs, whole after whatever happened, and the same however they were run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from experiments.cli.app import main
from experiments.running.batch import MONTHLY
from experiments.studies.sweep import kept, results
from experiments.studies.sweep.estimate import estimate
from experiments.studies.sweep.study import run_sweep
from experiments.studies.sweep.tasks import resolve
from experiments.text.errors import UserError
from scenarios import ScenarioError, load_district, load_parameters, load_policy
from simulation.policy import LeverSetting, Policy
from simulation.simulate import simulate_policies
from tests.experiments import fakes
from tests.torture import equality, fake, plans
from tests.torture.bits import Flipping
from tests.torture.failing_disk import Failing
from tests.torture.kills import Killing

ALL = ("monthly", "places", "breakdowns")
LEVER = "[levers.unannounced_share]\nvalues = [0.1, 0.9]\n"
KEEP = "keep = [\"monthly\", \"places\", \"breakdowns\"]\nby = [\"department\", \"sector\"]\n" + LEVER
SEED = 12


def test_months_and_places_are_those_of_the_runs_that_one_would_make_by_hand(make_plan: Any, tmp_path: Path) -> None:
    found = run_sweep(make_plan(KEEP), tmp_path / "out")
    levers = Policy("levers", (LeverSetting("unannounced_share", 0.9),))
    runs = simulate_policies(load_district("jiuyuan-hamlet"), [load_policy("baseline"), levers], parameters=load_parameters().values, world=1, months=3,
                             breakdowns=["sector", "department"])  # fmt: skip
    months = found.kept_table("monthly", None).to_pandas()
    months = months[(months["point"] == 1) & (months["world"] == 1)]
    assert months["policy"].tolist() == ["baseline"] * 3 + ["levers"] * 3 and months["month"].tolist() == [0, 1, 2] * 2
    for name in MONTHLY:
        assert months[name].tolist() == [value for run in runs for value in run.monthly[name].tolist()]
    places = found.places()
    places = places[(places["point"] == 1) & (places["world"] == 1)]
    assert places["name"].tolist() == [place.name for run in runs for place in run.places]
    for column in ("workers", "visits", "expected_deaths", "covered_share"):
        assert places[column].tolist() == pytest.approx([getattr(place, column) for run in runs for place in run.places], nan_ok=True, rel=0, abs=0)


    groups = found.breakdowns()
    groups = groups[(groups["point"] == 1) & (groups["world"] == 1)]
    for by in ("sector", "department"):
        own, kept_of = groups[groups["by"] == by], [run.breakdowns[by] for run in runs]
        assert own["group"].tolist() == [group for breakdown in kept_of for group in breakdown.groups]
        for name in kept.GROUPED:
            expected = [value for breakdown in kept_of for value in breakdown.values.get(name, np.full(len(breakdown.groups), np.nan)).tolist()]
            assert own[name].tolist() == pytest.approx(expected, nan_ok=True, rel=0, abs=0), (by, name)


def test_months_add_up_to_the_totals_in_pandas_and_in_sql(make_plan: Any, tmp_path: Path) -> None:
    run_sweep(make_plan(KEEP), tmp_path / "out", workers=0)
    found = results.open(tmp_path / "out")
    summed = found.monthly(["visits"]).groupby(["point", "world", "policy"])["visits"].sum()
    assert summed.tolist() == found.runs(["visits"]).groupby(["point", "world", "policy"])["visits"].sum().tolist()
    query = "select sum(m.visits), sum(p.visits) from (select sum(visits) as visits from monthly) m, (select sum(visits) as visits from places) p"
    by_month, by_place = found.sql(query).fetchall()[0]
    assert by_month == summed.sum() and by_place > 0
    by_sector = found.sql("select sum(visits) from breakdowns where \"by\" = 'sector' group by \"by\"").fetchall()
    assert by_sector == found.sql("select sum(visits) from breakdowns where \"by\" = 'department'").fetchall() == [(summed.sum(),)]
    assert found.sql("select count(*) from monthly join points using (point) where unannounced_share > 0.5").fetchall() == [(2 * 2 * 3,)]
    assert duckdb.sql(f"select count(*) from '{tmp_path}/out/monthly/*.parquet'").fetchall() == [(2 * 2 * 2 * 3,)]
    assert found.monthly().columns.tolist() == ["point", "world", "policy", "month", "expected_deaths"]


def test_what_was_not_kept_is_refused_with_how_to_keep_it(tmp_path: Path) -> None:
    found = plans.swept(plans.plan(tmp_path, keep=["places"]), tmp_path / "a")
    with pytest.raises(UserError, match="kept no monthly rows") as refused:
        found.monthly()
    assert "keep = [\"monthly\"]" in refused.value.mend
    with pytest.raises(KeyError, match="no column deths"):
        found.kept_table("places", ["deths"])
    assert not (tmp_path / "a" / "monthly").exists()


def test_a_plan_that_keeps_something_else_is_another_plan(tmp_path: Path) -> None:
    plans.swept(plans.plan(tmp_path), tmp_path / "a")
    with pytest.raises(UserError, match=r"keep: .* in the folder, "):
        plans.swept(plans.plan(tmp_path, keep=ALL), tmp_path / "a")


@pytest.mark.parametrize("keep", ['["monthly", "monthly"]', '["weekly"]', '"monthly"', '["breakdowns"]', '[]\nby = ["sector"]', '["breakdowns"]\nby = ["sectors"]',
                                  '["breakdowns"]\nby = ["sector", "sector"]'])
def test_what_cannot_be_kept_is_refused_with_the_line(make_plan: Any, keep: str) -> None:
    with pytest.raises(ScenarioError, match=r"keep|by"):
        make_plan(f"keep = {keep}\n" + LEVER)


def test_the_numbers_are_those_of_a_sweep_that_keeps_nothing(tmp_path: Path) -> None:
    plain, keeping = (plans.swept(plans.plan(tmp_path, keep=keep), tmp_path / str(len(keep))) for keep in ((), ALL))
    assert keeping.table().select(plain.table().column_names).equals(plain.table())
    assert keeping.digest != plain.digest


def test_every_way_of_running_gives_the_same_digest_and_the_same_rows(tmp_path: Path) -> None:
    same = equality.Same(tmp_path, plans.plan(tmp_path, points=3, worlds=2, keep=ALL))
    ways = {name: equality.SERIAL[name] for name in ("one by one", "batches of 5", "batches by their cost", "shuffled")}
    assert [*same.by(ways), *same.extended(), *same.resumed(), *same.by({"2 processes": {"workers": 2, "size": 2}})] == []
    first = results.open(tmp_path / "first")
    for name in [*ways, "extended", "resumed", "2 processes"]:
        other = results.open(tmp_path / name.replace(" ", "-"))
        for kind in ALL:
            assert other.kept_table(kind, None).equals(first.kept_table(kind, None)), name


def test_killed_sweeps_go_on_to_the_same_digest(tmp_path: Path) -> None:
    killing = Killing(tmp_path, SEED, workers=0, points=2, worlds=4, keep=ALL)
    assert [*killing.until(2)] == []


def test_a_disk_that_fails_once_leaves_a_sweep_that_goes_on(tmp_path: Path) -> None:
    failing = Failing(tmp_path, keep=ALL)
    assert [*failing.broken(failing.cases(failing.calls(), 3, SEED))] == []


def test_a_flipped_bit_in_what_is_kept_is_noticed_and_mended(tmp_path: Path) -> None:
    flipping = Flipping(tmp_path, keep=ALL)
    own = [name for name in flipping.files if name.startswith(ALL)]
    assert len(own) == 6
    for name in own:
        assert [*flipping.unnoticed(flipping.some_bits(name, 5, SEED))] == []
    assert [*flipping.unmended([damage for name in own[1:3] for damage in flipping.some_bits(name, 1, SEED)])] == []
    flipping.files = ["ledger.jsonl", own[0], own[2], flipping.parts[0]]
    assert [*flipping.rough()] == []


def test_a_lost_ledger_is_written_anew_and_nothing_is_run_again(tmp_path: Path) -> None:
    plan = plans.plan(tmp_path, keep=ALL)
    digest = plans.swept(plan, tmp_path / "a", size=4).digest
    (tmp_path / "a" / "ledger.jsonl").unlink()

    def never(*_given: Any, **_named: Any) -> list[Any]:
        raise AssertionError("run again")

    plans.swept(plan, tmp_path / "a", simulate=never)
    assert plans.faults(tmp_path / "a", digest) == []
    assert len(results.open(tmp_path / "a").places()) == 36 * 2


def test_files_that_no_part_names_are_taken_out(tmp_path: Path) -> None:
    plan = plans.plan(tmp_path, keep=ALL)
    plans.swept(plan, tmp_path / "a")
    plans.swept(plans.plan(tmp_path, worlds=4, keep=ALL), tmp_path / "b")
    for strange in (tmp_path / "b" / "monthly").iterdir():
        (tmp_path / "a" / "monthly" / strange.name).write_bytes(strange.read_bytes())
    (tmp_path / "a" / "monthly" / "notes.parquet").write_text("mine")
    plans.swept(plan, tmp_path / "a")
    assert len(list((tmp_path / "a" / "monthly").iterdir())) == len(list((tmp_path / "a" / "parts").iterdir()))
    assert (tmp_path / "a" / "damaged" / "notes.parquet").read_text() == "mine"


def test_other_groups_are_another_plan_and_a_simulator_must_give_them(tmp_path: Path) -> None:
    plan = plans.plan(tmp_path, keep=["breakdowns"])
    plans.swept(plan, tmp_path / "a")
    with pytest.raises(UserError, match="by: "):
        plans.swept(plan.model_copy(update={"by": ["sector"]}), tmp_path / "a")
    swapped = plan.model_copy(update={"by": [*plan.by][::-1]})
    assert resolve(swapped).identity == resolve(plan).identity  # the order in which they are named is none of it
    with pytest.raises(UserError, match="takes no breakdowns"):
        run_sweep(plan, tmp_path / "b", simulate=fakes.simulate_policies)
    failed = plans.swept(plan, tmp_path / "c", simulate=_without).failures
    assert len(failed) == 12 and set(failed["reason"]) == {"BadRunError: policy baseline: the simulator gave no outcomes by sector"}


def _without(district: Any, policies: Any, breakdowns: Any = (), **given: Any) -> Any:
    return fake.honest(district, policies, **given)


def test_a_dry_run_counts_what_is_kept(make_plan: Any, tmp_path: Path) -> None:
    plans_of = [make_plan(f"keep = {keep}\n" + LEVER, months=36) for keep in ("[]", '["places"]', '["monthly", "places", "breakdowns"]\nby = ["sector", "place"]')]
    sizes = [estimate(resolve(plan), 1).bytes for plan in plans_of]
    assert sizes[0] < sizes[1] < sizes[2]
    run_sweep(plans_of[2], tmp_path / "out")
    own = sum(path.stat().st_size for kind in ALL for path in (tmp_path / "out" / kind).iterdir())
    assert 0.4 < (sizes[2] - sizes[0]) / own < 2.5


def test_a_batch_of_months_stays_small() -> None:
    assert kept.most_tasks(["monthly"], 32, 120) * 32 * 120 * len(MONTHLY) * 8 <= kept.BATCH_BYTES
    assert kept.most_tasks(["breakdowns"], 32, 120, groups=40) * 32 * 40 * len(kept.GROUPED) * 8 <= kept.BATCH_BYTES
    assert kept.most_tasks(["places"], 32, 120) > 10**6 and kept.most_tasks(["monthly"], 1000, 1200) == 1


def test_what_is_kept_is_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plans.swept(plans.plan(tmp_path, keep=ALL), tmp_path / "a")
    found = results.open(tmp_path / "a")
    assert main(["export", str(tmp_path / "a"), "--rows", "monthly", "--to", str(tmp_path / "m.parquet")]) == 0
    exported = pd.read_parquet(tmp_path / "m.parquet")
    assert len(exported) == 36 * 3 and exported["field_days"].nunique() == 4
    assert np.array_equal(exported["expected_deaths"], found.monthly(["expected_deaths"])["expected_deaths"])
    for name in ("p.csv", "p.xlsx"):
        assert main(["export", str(tmp_path / "a"), "--rows", "places", "--to", str(tmp_path / name)]) == 0
    assert len(pd.read_csv(tmp_path / "p.csv")) == 72
    assert main(["export", str(tmp_path / "a"), "--rows", "breakdowns", "--to", str(tmp_path / "g.csv")]) == 0
    groups = pd.read_csv(tmp_path / "g.csv")
    assert len(groups) == 36 * 2 * 3 and groups["by"].unique().tolist() == ["sector", "domain"] and "hazard_arrivals" in groups.columns
    capsys.readouterr()
    assert main(["export", str(tmp_path / "a"), "--rows", "places", "--differences", "--to", str(tmp_path / "x.csv")]) == 2
    assert main(["export", str(tmp_path / "a"), "--rows", "weeks", "--to", str(tmp_path / "x.csv")]) == 2
