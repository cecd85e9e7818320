"""All intervals of a family hold at once as often as they say, and planted effects are found."""

import numpy as np
import pytest

from experiments.studies.interactions.contrasts import averaged, combinations_of, effects
from experiments.studies.interactions.simultaneous import DRAWS, Band, simultaneous

PARTS = ("a", "b", "c", "d", "e")
ORDER = combinations_of(PARTS)
FAMILY = averaged(PARTS, ORDER)
PLANTED = {"a": 0.5, "b": 0.2}
HELPS, HINDERS = frozenset("ab"), frozenset("cd")


def truth() -> np.ndarray:
    """(combinations,): two main effects, one pair that helps, one that hinders."""
    levels = [2.0 - sum(PLANTED.get(part, 0.0) for part in chosen) for chosen in ORDER]
    levels = [level - 0.3 * (chosen >= HELPS) + 0.15 * (chosen >= HINDERS) for level, chosen in zip(levels, ORDER, strict=True)]
    return np.array(levels)


def replicates(rng: np.random.Generator, n: int, shape: str) -> np.ndarray:
    """(combinations, n): the luck of a world is shared by its combinations, on top of that each has some of its own."""
    own = {"normal": rng.normal, "long tails": lambda size: rng.standard_t(5, size), "skew": lambda size: rng.lognormal(0.0, 0.7, size) - np.exp(0.245)}
    return truth()[:, None] + rng.normal(size=n) + 0.3 * own[shape](size=(len(ORDER), n))


def test_the_planted_pairs_are_clear_and_no_other_is() -> None:
    band = simultaneous(effects(FAMILY, replicates(np.random.default_rng(5), 30, "normal")), seed=1)
    clear = {frozenset(c.parts): size for c, size, sure in zip(FAMILY, band.mean, band.clear, strict=True) if c.kind == "pair" and sure}
    assert set(clear) == {HELPS, HINDERS} and clear[HELPS] < 0 < clear[HINDERS]
    assert all((p < 0.05) == sure for p, sure in zip(band.p, band.clear, strict=True))


def test_what_never_varies_has_no_width_and_disturbs_nothing() -> None:
    values = np.random.default_rng(2).normal(size=(3, 12))
    alone = simultaneous(values, seed=4)
    beside = simultaneous(np.vstack([values, np.full((1, 12), 0.7), np.zeros((1, 12))]), seed=4)
    assert np.allclose(alone.low, beside.low[:3])
    assert beside.low[3] == beside.high[3] == pytest.approx(0.7) and beside.p[3] == 0.0
    assert beside.low[4] == beside.high[4] == 0.0 and beside.p[4] == 1.0


def test_one_replicate_has_no_spread() -> None:
    with pytest.raises(ValueError, match="1 replicates"):
        simultaneous(np.zeros((2, 1)), seed=0)


def test_a_band_by_its_definition() -> None:
    """Signs drawn for the replicates, each t with its own standard error, the largest of the family."""
    values = np.random.default_rng(9).normal(0.4, 1.0, (3, 11)) * np.array([[1.0], [50.0], [1e-3]])
    band = simultaneous(values, seed=2, draws=399)
    n = values.shape[1]
    mean, error = values.mean(axis=1), values.std(axis=1, ddof=1) / np.sqrt(n)
    signs = np.random.default_rng(2).choice((-1.0, 1.0), size=(399, n))
    drawn = [signs * row for row in values - mean[:, None]]
    largest = np.max([np.abs(one.mean(axis=1)) / (one.std(axis=1, ddof=1) / np.sqrt(n)) for one in drawn], axis=0)
    assert band.critical == pytest.approx(np.quantile(largest, 0.95))
    assert band.mean == pytest.approx(mean) and band.low == pytest.approx(mean - band.critical * error)
    assert band.high == pytest.approx(mean + band.critical * error)
    assert band.p == pytest.approx([(1 + (largest >= t).sum()) / 400 for t in np.abs(mean) / error])
    scaled = simultaneous(values * 1e200, seed=2, draws=399)
    assert scaled.low == pytest.approx(1e200 * band.low) and scaled.p == pytest.approx(band.p)
    assert scaled.mean == pytest.approx(1e200 * band.mean) and scaled.high == pytest.approx(1e200 * band.high)
    assert DRAWS == 9_999


def test_a_draw_as_large_as_what_was_found_counts_against_it() -> None:
    """Twenty values one above or below 0.75: a draw in which 16 turn out alike has just their t, 0.6 over 0.8."""
    values = 0.75 + np.tile([1.0, -1.0], 10)
    signs = np.random.default_rng(0).choice((-1.0, 1.0), size=(9_999, 20))
    alike = np.abs((signs * (values - 0.75)).sum(axis=1))
    assert (alike == 12).sum() > 50
    assert simultaneous(values[None, :], seed=0).p == (1 + (alike >= 12).sum()) / 10_000


def test_two_replicates_are_enough_and_floating_noise_is_no_spread() -> None:
    assert np.isfinite(simultaneous(np.array([[1.0, 2.0]]), seed=0, draws=99).high).all()
    noisy = simultaneous(0.1 * (1 + 1e-14 * np.arange(12.0))[None, :], seed=0)
    assert noisy.mean == noisy.low == noisy.high == pytest.approx(0.1) and noisy.critical == 0.0 and noisy.p == 0.0
    assert simultaneous(np.zeros((1, 12)), seed=0).p == 1.0
    huge = simultaneous(np.full((1, 12), 1e200), seed=0)
    assert huge.mean == huge.low == huge.high == pytest.approx(1e200) and huge.p == 0.0
    assert simultaneous(0.1 * (1 + 1e-11 * np.arange(12.0))[None, :], seed=0).critical > 0


def test_an_interval_that_touches_zero_is_not_clear() -> None:
    ends = np.array([[0.0, 1.0], [0.1, 1.0], [-1.0, 0.0], [-1.0, -0.1], [-1.0, 1.0]]).T
    assert Band(ends.mean(axis=0), ends[0], ends[1], np.zeros(5), 1.0).clear.tolist() == [False, True, False, True, False]


def test_bands_are_compared_by_identity() -> None:
    one, other = (simultaneous(np.zeros((2, 12)), seed=0) for _ in range(2))
    assert one != other and len({one, other, one}) == 2


@pytest.mark.parametrize("shape", ["normal", "long tails", "skew"])
@pytest.mark.parametrize("n", [10, 25])
def test_all_fifteen_intervals_hold_at_once_in_about_95_of_100_repeats(shape: str, n: int) -> None:
    rng, repeats = np.random.default_rng(7), 250
    expected = effects(FAMILY, truth()[:, None])[:, 0]
    held = 0
    for _ in range(repeats):
        band = simultaneous(effects(FAMILY, replicates(rng, n, shape)), seed=1, draws=399)
        held += bool(((band.low <= expected) & (expected <= band.high)).all())
    # four standard errors of a share of 0.95 from 250 repeats, and a quarter point for the skew
    assert 0.89 <= held / repeats <= 1.0


def test_intervals_one_by_one_would_miss_one_of_fifteen_far_more_often() -> None:
    rng, repeats = np.random.default_rng(3), 250
    expected = effects(FAMILY, truth()[:, None])[:, 0]
    held = 0
    for _ in range(repeats):
        found = effects(FAMILY, replicates(rng, 25, "normal"))
        error = found.std(axis=1, ddof=1) / 5
        held += bool((abs(found.mean(axis=1) - expected) <= 2.064 * error).all())
    assert held / repeats < 0.75
