"""What a figure's title says is what its data say."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.comparison.figures import differences, fans, places, reported
from experiments.comparison.figures.style import in_style
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
    from experiments.running.batch import MONTHLY

    return MONTHLY.index(name)


@pytest.fixture(scope="module")
def few():
    """Too few deaths for a mean, many injuries."""
    nearly_none = effect("capacity", deaths=0.02, lost_time_injuries=0.5)
    comparison = fake_comparison(policies=[nearly_none])
    for name in ("deaths", "reported_deaths"):
        comparison.batch.monthly_array[:, :, list_index(name), :] = 0
    return comparison


def test_a_panel_without_a_single_mean_is_left_out_and_named(few):
    with in_style():
        drawn = [differences.draw(few), reported.draw(few)]
    assert [title for axes in drawn[1].figure.axes if (title := axes.get_title("left"))] == ["Lost-time injuries a year"]
    shown = [axes.get_title("left") for axes in drawn[0].figure.axes if axes.get_visible()]
    assert shown and not any(title.startswith("Statutory accidents") for title in shown)
    assert "statutory accidents" in drawn[0].remark and "deaths" in drawn[1].remark


def test_all_panels_of_a_kind_have_one_scale():
    policies = [effect(f"p{i}", deaths=1 - 0.1 * i) for i in range(6)]
    with in_style():
        figure = fans.draw_expected_deaths(fake_comparison(policies=policies)).figure
    titled = [axes for axes in figure.axes if axes.get_title("left")]
    others = [axes for axes in figure.axes if not axes.get_title("left") and axes.get_visible()]
    assert len(titled) == len(others) == 6
    assert len({axes.get_ylim() for axes in titled}) == len({axes.get_ylim() for axes in others}) == 1


def test_the_map_names_the_worst_place_under_both():
    comparison = fake_comparison(policies=[effect("capacity", deaths=0.5, hazards_open=0.5)])
    with in_style():
        told = places.draw(comparison).finding
    loads = {p["policy"]: p["hazards_open"] / p["enterprises"] for p in comparison.batch.places if p["name"] == "old-town"}
    assert told == (f'Under the baseline "Old town" has the most open hazards per enterprise, {loads["baseline"]:.2f}; '
                    f'under "Capacity" it has {loads["capacity"]:.2f}')  # fmt: skip
