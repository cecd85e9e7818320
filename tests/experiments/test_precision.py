"""Worlds until the intervals are narrow enough: the error holds wherever one stops, and the same worlds give the same end."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
from scipy.stats import binom

from experiments.cli.app import main
from experiments.comparison.compare import run_plan
from experiments.comparison.precision import all_looks, looks, parse_target, run_until
from experiments.comparison.stopping import FIRST, Target, spent
from experiments.comparison.store import write_results
from experiments.comparison.words.verdict import headline
from experiments.running.parts import Parts
from experiments.statistics.intervals import interval, together
from experiments.text.errors import UserError
from tests.experiments.fakes import effect, fake_plan

TRUTHS = 2000
MOST = 320
FEWEST_HELD = int(binom.ppf(0.025, TRUTHS, 0.95))
"""Of 2,000 truths that are held with 95 %, by the exact binomial band."""

FAMILIES = {
    "normal": lambda rng, shape: rng.normal(0.0, 1.0, shape),
    "skewed": lambda rng, shape: rng.exponential(1.0, shape) - 1.0,
    "counts": lambda rng, shape: (rng.poisson(0.5, shape) - rng.poisson(0.5, shape)).astype(float),
    "rare": lambda rng, shape: rng.poisson(0.2, shape) - 0.2,
}
"""Differences whose true mean is 0."""


@pytest.fixture(params=FAMILIES)
def truths(request):
    """(truths, replicates) of one family."""
    return FAMILIES[request.param](np.random.default_rng(sorted(FAMILIES).index(request.param)), (TRUTHS, MOST))


def schedule():
    return [look for look in all_looks(fake_plan()) if look.worlds <= MOST]


def ends(values, looks, policies=1):
    """(truths, looks, 2): the intervals of every look, at the levels of the rule."""
    return np.array([[interval(row[: look.worlds], together(look.level, policies)) for look in looks] for row in values])


def holds(found):
    return (found[..., 0] <= 0) & (found[..., 1] >= 0)


def test_the_shares_of_the_error_add_up_to_all_of_it_and_to_no_more():
    assert sum(map(spent, range(1, 10_000))) == pytest.approx(1.0, abs=1e-3)
    assert sum(map(spent, range(1, 10_000))) < 1.0
    assert schedule()[0].level == pytest.approx(0.975)


def test_whoever_stops_when_the_interval_is_wrong_still_is_right_in_95_of_100(truths):
    held = holds(ends(truths, schedule())).all(axis=1)
    assert held.sum() >= FEWEST_HELD


@pytest.mark.parametrize("wanted", [0.7, 0.4, 0.25])
def test_stopping_when_narrow_enough_holds_the_truth(truths, wanted):
    found = ends(truths, schedule())
    middle = np.stack([truths[:, : look.worlds].mean(axis=1) for look in schedule()], axis=1)
    narrow = np.maximum(found[..., 1] - middle, middle - found[..., 0]) <= wanted * truths.std()
    narrow[:, -1] = True
    stop = narrow.argmax(axis=1)
    assert holds(found)[np.arange(TRUTHS), stop].sum() >= FEWEST_HELD
    assert len(set(stop.tolist())) > 1


def test_looking_again_and_again_at_plain_intervals_misses_far_more_often(truths):
    plain = np.array([[interval(row[: look.worlds]) for look in schedule()] for row in truths])
    assert holds(plain).all(axis=1).mean() < 0.87


def test_stopping_as_soon_as_a_plain_interval_is_narrow_misses_more_often():
    rng = np.random.default_rng(9)
    held = 0
    for row in FAMILIES["skewed"](rng, (TRUTHS, 200)):
        for n in range(10, 201):
            error = 2.0 * row[:n].std(ddof=1) / np.sqrt(n)
            if error <= 0.5 or n == 200:
                low, high = interval(row[:n])
                held += low <= 0 <= high
                break
    assert held < FEWEST_HELD


def test_six_policies_at_once_hold_at_every_look():
    rng = np.random.default_rng(4)
    shared = rng.normal(0.0, 1.0, (500, 1, MOST))
    policies = rng.normal(0.0, 1.0, (500, 6, MOST)) - shared
    found = ends(policies.reshape(-1, MOST), schedule(), policies=6)
    held = holds(found).reshape(500, -1).all(axis=1)
    assert held.sum() >= binom.ppf(0.025, 500, 0.95)


def run(part):
    return run_plan(part)


def test_it_stops_at_the_first_look_that_is_narrow_enough_and_says_so():
    plan = fake_plan(policies=[effect("half", deaths=0.5), effect("idle")], worlds=320, months=12)
    found = [run_until(plan, Target(size), run) for size in (0.5, 0.2, 0.02)]
    assert [c.worlds for c in found] == sorted(c.worlds for c in found)
    assert found[0].worlds == FIRST < found[1].worlds < found[2].worlds == 320
    assert [c.stopping.reached for c in found] == [True, True, False]
    for comparison in found:
        row, stopping = comparison.row("half", "expected_deaths"), comparison.stopping
        assert row.level == stopping.look.level > 0.95
        assert row.simultaneous[0] < row.low < row.high < row.simultaneous[1]
        assert stopping.widths["half"] >= (row.high - row.low) / 2
    told = headline(found[1])[-1]
    assert told.startswith(f"Stopped at {found[1].worlds} worlds, look") and "0.20 a year or better" in told and "95 % is what they hold with at whatever look" in told
    assert "more would do" in headline(found[2])[-1]
    assert found[2].stopping.needed > 320


def test_what_it_says_it_needs_is_about_what_it_needs():
    plan = fake_plan(policies=[effect("half", deaths=0.5)], worlds=640, months=12)
    short = run_until(dataclasses.replace(plan, worlds=plan.worlds[:FIRST]), Target(0.12), run)
    enough = run_until(plan, Target(0.12), run)
    assert not short.stopping.reached and enough.stopping.reached
    assert enough.worlds / 2 <= short.stopping.needed <= 2 * enough.worlds


def test_a_relative_precision_is_a_share_of_the_baseline():
    plan = fake_plan(policies=[effect("half", deaths=0.5)], worlds=80, months=12)
    comparison = run_until(plan, parse_target("8%"), run)
    stopping, level = comparison.stopping, comparison.row("half", "expected_deaths").baseline_mean
    assert stopping.wanted["half"] == pytest.approx(0.08 * level)


def test_the_same_worlds_give_the_same_end_whatever_is_stored_already(tmp_path):
    plan = fake_plan(policies=[effect("half", deaths=0.5)], worlds=160, months=6)
    run_plan(dataclasses.replace(plan, worlds=plan.worlds[:70]), stored=Parts(tmp_path, plan))

    def again(part):
        return run_plan(part, stored=Parts(tmp_path, part))

    fresh, resumed = run_until(plan, Target(0.3), run), run_until(plan, Target(0.3), again)
    assert fresh.worlds == resumed.worlds < 70
    for name, comparison in (("fresh", fresh), ("resumed", resumed)):
        write_results(comparison, tmp_path / name)
    for file in ("comparison.csv", "runs.csv", "verdict.txt"):
        assert (tmp_path / "fresh" / file).read_bytes() == (tmp_path / "resumed" / file).read_bytes()
    higher = run_until(dataclasses.replace(plan, worlds=tuple(range(640))), Target(0.3), run)
    assert higher.table.equals(fresh.table)


def test_an_ensemble_is_looked_at_by_its_sets():
    from scenarios import load_ensemble

    plan = dataclasses.replace(fake_plan(worlds=90), ensemble=load_ensemble("posterior"))
    assert [look.worlds for look in looks(plan)] == [40, 80]


@pytest.mark.parametrize("text", ["0", "-1", "many", "nan", "inf", "%", "0%"])
def test_a_precision_that_is_none_is_told(text):
    with pytest.raises(UserError, match="is no half-width of an interval"):
        parse_target(text)


SMALL = ["compare", "--district", "jiuyuan-hamlet", "--policy", "coordination", "--months", "3", "--ensemble", "none", "--workers", "0"]


def test_too_few_worlds_for_the_first_look_are_told(capsys):
    assert main([*SMALL, "--precision", "0.1", "--worlds", "19"]) == 2
    assert "the first look is at 20 worlds, and 19 are allowed" in capsys.readouterr().err


def test_a_dry_run_tells_the_looks(capsys):
    assert main([*SMALL, "--precision", "0.1", "--worlds", "90", "--dry-run"]) == 0
    assert "precise enough after 20, 40, 80 worlds" in capsys.readouterr().out.replace("\n", " ")


def test_worlds_that_do_not_suffice_end_with_code_4_and_leave_the_result(tmp_path, capsys):
    words = [*SMALL, "--precision", "0.00005", "--worlds", "30", "--out", str(tmp_path / "out"), "--json"]
    assert main(words) == 4
    told = capsys.readouterr()
    precision = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["precision"]
    assert precision == json.loads(told.out)["precision"]
    assert precision["worlds_at_looks"] == [20] and precision["ceiling"] == 30 and not precision["reached"]
    assert precision["level_of_each_interval"] == pytest.approx(0.975)
    assert f"--precision 0.00005 --worlds {precision['worlds_needed']} --dry-run" in told.err.replace("\n", " ")
    assert "coordination" in (tmp_path / "out" / "comparison.csv").read_text("utf-8")


def test_a_precision_that_is_reached_ends_well(tmp_path, capsys):
    assert main([*SMALL, "--precision", "1000%", "--out", str(tmp_path / "out")]) == 0
    assert "Stopped at 20 worlds, look 1" in capsys.readouterr().out
