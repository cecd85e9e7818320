"""What a figure's title says is what its data say."""

from __future__ import annotations

import numpy as np

from experiments.figures import fans
from tests.experiments.fakes import effect, fake_comparison


def test_the_last_year_is_averaged_once():
    comparison = fake_comparison(policies=[effect("capacity", deaths=0.5)], months=36)
    expected = comparison.batch.monthly("expected_deaths").copy()
    expected[1] = expected[0] * np.linspace(1.0, 0.5, 36)
    comparison.batch.monthly_array[:, :, list_index("expected_deaths"), :] = expected
    told = fans.draw_expected_deaths(comparison).finding
    last = np.median(expected[:, :, -12:].sum(axis=2), axis=1)
    assert f"{100 * (1 - last[1] / last[0]):.0f} % below the baseline" in told


def list_index(name):
    from experiments.batch import MONTHLY

    return MONTHLY.index(name)
