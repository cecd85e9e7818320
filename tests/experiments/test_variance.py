"""What pairs and expected outcomes are worth: against closed forms, against worlds that share nothing, and on the command line."""

from __future__ import annotations

import csv
import dataclasses
import json

import numpy as np
import pytest

from experiments.cli.app import main
from experiments.comparison.compare import run_plan
from experiments.comparison.differences import yearly
from experiments.comparison.variance import MIN_REPLICATES, Arms, gains, variance_ratio
from experiments.running.batch import TOTALS
from tests.experiments.fakes import effect, fake_plan
from tests.experiments.test_coverage import check, count

TRUTHS = 2000


def shared_normal(rng, shape):
    """Two arms with common luck of variance 1 and own luck of variance 0.09."""
    luck = rng.normal(0.0, 1.0, shape)
    return luck + 0.3 * rng.normal(0.0, 1.0, shape), luck + 0.3 * rng.normal(0.0, 1.0, shape), 2.18 / 0.18


def shared_counts(rng, shape):
    """Events of which the policy averts a fifth and moves a tenth; the rate varies between worlds (gamma, variance 1/4)."""
    rate = 5.0 * rng.gamma(4.0, 0.25, shape)
    common, gone, come = rng.poisson(0.7 * rate), rng.poisson(0.3 * rate), rng.poisson(0.1 * rate)
    arms = (5 + 25 / 4) + (4 + 16 / 4)
    return (common + gone).astype(float), (common + come).astype(float), arms / (2 + 1 / 4)


@pytest.mark.parametrize("replicates", [MIN_REPLICATES, 100])
@pytest.mark.parametrize("family", [shared_normal, shared_counts])
def test_the_interval_of_a_factor_holds_the_truth(family, replicates):
    base, own, truth = family(np.random.default_rng(replicates), (TRUTHS, replicates))
    found = [variance_ratio(arms.apart, arms.together) for arms in map(Arms, base, own)]
    check(count(factor.low <= truth <= factor.high for factor in found))
    assert np.median([factor.value for factor in found]) == pytest.approx(truth, rel=0.15)


def test_leaving_one_out_is_done_by_the_formula():
    values = np.random.default_rng(0).normal(0.0, 1.0, 12)
    other = np.random.default_rng(1).normal(0.0, 2.0, 12)
    pseudo = [
        12 * np.log(other.var(ddof=1) / values.var(ddof=1))
        - 11 * np.log(np.delete(other, i).var(ddof=1) / np.delete(values, i).var(ddof=1))
        for i in range(12)
    ]
    from experiments.statistics.intervals import interval

    factor = variance_ratio([(1.0, other)], [(1.0, values)])
    assert factor.value == pytest.approx(other.var(ddof=1) / values.var(ddof=1))
    assert (factor.low, factor.high) == pytest.approx(tuple(np.exp(interval(np.array(pseudo)))))


def test_counts_that_differ_in_too_few_worlds_give_no_factor():
    batch = run_plan(fake_plan(policies=[effect("half", deaths=0.5)], worlds=MIN_REPLICATES, months=12)).batch
    place = TOTALS.index("deaths")
    for differing, told in ((9, False), (10, True)):
        totals = batch.totals_array.copy()
        totals[1, :, place] = totals[0, :, place]
        totals[1, :differing, place] += np.arange(1, differing + 1)
        found = gains(dataclasses.replace(batch, totals_array=totals))
        (pairs,) = (gain for gain in found if (gain.outcome, gain.means) == ("deaths", "pairs"))
        assert (pairs.factor is not None) == told


def test_nothing_that_varies_has_no_factor():
    same = Arms(np.arange(50.0), np.arange(50.0))
    assert variance_ratio(same.apart, same.together) is None


def test_under_shared_assumptions_only_the_luck_is_another():
    rng = np.random.default_rng(3)
    sets = 20_000
    assumption, turn = rng.normal(0.0, 5.0, sets), rng.normal(0.0, 0.5, sets)
    shared, one, other = (rng.normal(0.0, s, (2, sets)) for s in (1.0, 0.3, 0.4))
    base, own = assumption + shared + one, assumption + turn + shared + other
    arms = Arms(base.mean(axis=0), own.mean(axis=0), tuple((a[0] - a[1]) / np.sqrt(2) for a in (base, own)))
    together, apart = 0.25 + (0.09 + 0.16) / 2, 0.25 + (1.0 + 0.09 + 1.0 + 0.16) / 2
    assert variance_ratio(arms.apart, arms.together).value == pytest.approx(apart / together, rel=0.03)


def test_it_foretells_what_worlds_of_other_seeds_give():
    """The same fakes under another seed: the real thing of which the factor speaks."""
    plan = fake_plan(policies=[effect("half", deaths=0.5)], worlds=600, months=6)
    ours, others = (run_plan(dataclasses.replace(plan, seed=seed)).batch for seed in (1, 2))
    gain = {(g.outcome, g.means): g for g in gains(ours)}
    for outcome in ("expected_deaths", "deaths"):
        apart = yearly(others, outcome, 0.0)[1] - yearly(ours, outcome, 0.0)[0]
        shared = yearly(ours, outcome, 0.0)[1] - yearly(ours, outcome, 0.0)[0]
        found = gain[outcome, "pairs"]
        assert found.spread == pytest.approx(shared.std(ddof=1))
        assert found.without == pytest.approx(apart.std(ddof=1), rel=0.1)
        assert found.factor.value == pytest.approx(apart.var() / shared.var(), rel=0.2)
    assert gain["expected_deaths", "pairs"].factor.low > 2
    counts = gain["deaths", "expectation"]
    assert counts.factor.value == pytest.approx((counts.without / counts.spread) ** 2) and counts.factor.low > 5


def test_too_few_worlds_or_events_give_no_factor():
    few = list(gains(run_plan(fake_plan(worlds=MIN_REPLICATES - 1)).batch))
    assert all(gain.factor is None for gain in few) and few[0].spread > 0
    rare = fake_plan(policies=[effect("safe", deaths=0.0)], worlds=MIN_REPLICATES, months=1)
    batch = run_plan(rare).batch
    told = {gain.outcome: gain.factor for gain in gains(batch) if gain.means == "pairs"}
    assert (told["deaths"] is None) == (np.count_nonzero(batch.monthly("deaths")[0]) < 10)
    assert told["lost_time_injuries"] is not None


HAMLET = ["variance", "--district", "jiuyuan-hamlet", "--policy", "incentives", "--months", "12", "--workers", "0"]


def test_the_command_leaves_table_figure_and_manifest(tmp_path, capsys):
    out = tmp_path / "out"
    assert main([*HAMLET, "--worlds", "80", "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["factors_over"] == "sets" and told["worlds"] == 80
    table = list(csv.DictReader((out / "variance.csv").read_text("utf-8-sig").splitlines()))
    assert [row["outcome"] for row in table] == [row["outcome"] for row in told["rows"]]
    pairs = next(row for row in told["rows"] if (row["outcome"], row["means"]) == ("expected_deaths", "pairs"))
    assert 1 < pairs["low"] < pairs["factor"] < pairs["high"] and pairs["sets"] == 40
    assert told["headline"][0].startswith("Shared worlds: for the difference in expected deaths one pair of worlds tells as much as")
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert {"variance.csv", "variance.txt", "figures/variance.png", "figures/variance.svg"} <= set(manifest["files"])
    assert "Shared worlds: for the difference in expected deaths" in (out / "variance.txt").read_text("utf-8")


@pytest.mark.parametrize(("ensemble", "worlds", "needed"), [("none", "39", "Take 40 or more"), ("posterior", "78", "Take 80 or more")])
def test_too_few_worlds_are_told_before_anything_runs(ensemble, worlds, needed, capsys):
    assert main([*HAMLET, "--worlds", worlds, "--ensemble", ensemble]) == 2
    assert needed in capsys.readouterr().err


def test_a_dry_run_tells_how_long(capsys):
    assert main([*HAMLET, "--worlds", "80", "--dry-run"]) == 0
    assert "160 runs (2 policies on 80 worlds" in capsys.readouterr().out
