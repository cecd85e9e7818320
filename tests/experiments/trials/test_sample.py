"""The study's own size: fewer units by lot, counts instead of expectations, one world's interval."""

import numpy as np
import pandas as pd
import pytest

from experiments.studies.trials.sample import at_published_size, first_worlds, subsample
from tests.experiments.trials.synthetic import data, estimand, units, windows, with_injuries


def within(seed: int = 1, worlds: int = 20, number: int = 2000, effect: float = -0.1) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    return with_injuries(random, windows(units(random, worlds, number)), effect)


def counted(panel: pd.DataFrame) -> dict[tuple[int, str], int]:
    return panel.drop_duplicates(["world", "arm", "unit"]).groupby(["world", "arm"]).size().to_dict()


def test_each_arm_keeps_so_many_units_with_all_their_rows():
    panel = within(worlds=3)
    visits = panel[panel["window"] == 0][["variant", "world", "arm", "unit"]].assign(month=1)
    small = subsample(data(panel, visits), {"treated": 409, "others": 300}, 7)
    assert counted(small.panel) == {(world, arm): n for world in range(3) for arm, n in (("treated", 409), ("others", 300))}
    assert len(small.panel) == 5 * len(small.visits) == 5 * 3 * 709


def test_the_lot_is_the_seeds_and_another_seed_draws_others():
    panel = within(worlds=2)
    kept = [set(subsample(data(panel), {"treated": 100}, seed).panel.query("arm == 'treated' and world == 0")["unit"]) for seed in (1, 1, 2)]
    assert kept[0] == kept[1] != kept[2]


def test_twins_keep_the_same_units_and_an_arm_that_is_not_named_follows():
    random = np.random.default_rng(3)
    panel = windows(units(random, 2, 500, twins=True), first=0)
    for asked in ({"treated": 50}, {"treated": 50, "others": 50}):
        kept = subsample(data(panel), asked, 5).panel
        sides = [set(map(tuple, kept[kept["arm"] == arm][["world", "unit"]].to_numpy())) for arm in ("treated", "others")]
        assert sides[0] == sides[1] and len(sides[0]) == 100


def test_the_treated_are_drawn_first_where_the_study_is_of_them():
    random = np.random.default_rng(4)
    panel = windows(units(random, 2, 500, twins=True), first=0)
    panel["treated"] = (panel["arm"] == "treated") & (panel["unit"] % 5 == 0)
    kept = subsample(data(panel), {"treated": 80}, 5, drawn_from="treated").panel
    assert kept[kept["arm"] == "treated"]["treated"].all()
    assert not subsample(data(panel), {"treated": 80}, 5).panel.query("arm == 'treated'")["treated"].all()


def test_the_first_worlds_are_kept_in_every_table():
    panel = within(worlds=5)
    rows = panel.drop_duplicates("world")[["variant", "world", "arm"]]
    kept = first_worlds(data(panel, rows, rows, rows), 2)
    assert all(set(frame["world"]) == {0, 1} for frame in (kept.panel, kept.visits, kept.accidents, kept.worlds))


def test_an_arm_with_fewer_units_keeps_them_all():
    assert counted(subsample(data(within(worlds=1)), {"treated": 5000}, 1).panel)[0, "treated"] == 1000


def test_one_world_of_the_studys_size_has_the_interval_that_its_worlds_spread():
    asked = estimand("difference_in_differences", realised="reported_injuries", spec={"matched_trend": False}, before=[-24, 0], after=[0, 36])
    asked = asked.model_copy(update={"published": asked.published.model_copy(update={"low": -17.7, "high": -2.1})})
    small = at_published_size(asked, data(within(worlds=60)), {"treated": 409, "others": 409}, 1, {})
    spread = 2 * 1.96 * small.estimate.per_world.std()
    assert small.width == pytest.approx(spread, rel=0.25)
    assert small.published_width == pytest.approx(15.6) and small.ratio == pytest.approx(small.width / 15.6)


def test_twins_are_taken_as_independent_arms_as_a_study_has_no_twins():
    random = np.random.default_rng(5)
    rows = windows(units(random, 10, 800, twins=True), first=0)
    rows["expected_injuries"] = 0.03 * rows["workers"] * rows["risk"] * np.where(rows["arm"] == "treated", 0.8, 1.0)
    rows["reported_injuries"] = random.poisson(rows["expected_injuries"]).astype(float)
    small = at_published_size(estimand("paired_ratio", realised="reported_injuries", after=[0, 36]), data(rows), {"treated": 300}, 1, {})
    counts = rows.groupby(["world", "arm"])["reported_injuries"].sum().mean() * 300 / 800
    poisson_only = 2 * 1.96 * 80 * np.sqrt(2 / counts)
    assert small.width > poisson_only and np.isnan(small.ratio)
