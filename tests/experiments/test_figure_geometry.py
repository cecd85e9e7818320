"""Figures at any size and in both languages: every word readable, every place named, every dot whole, colours as drawn."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from matplotlib.colors import to_hex

from experiments.comparison.figures import appraisal, differences, fans, places, reported, style
from experiments.comparison.figures.style import BLUE, GREY, VERMILLION, footers, in_style, settled
from experiments.comparison.words import assumptions
from experiments.running.batch import MONTHLY
from experiments.running.plan import Plan
from experiments.text import messages
from tests.experiments import geometry
from tests.experiments.fakes import effect, fake_comparison, small_district

FIGURES = {"differences": differences.draw, "expected": fans.draw_expected_deaths, "hazards": fans.draw_hazards_open, "reported": reported.draw,
           "places": places.draw, "worth": appraisal.draw}  # fmt: skip


def drawn(comparison, name):
    with in_style():
        found = FIGURES[name](comparison)
        return settled(found, footers(comparison, found.remark))


def several(count, seed):
    rng = np.random.default_rng(seed)
    names = ["a-policy-with-a-long-name-indeed", "capacity", "coordination", "more-attention-of-all", "e", "f-and-g", "h", "i", "j"]
    return [effect(name, deaths=rng.uniform(0.5, 1.1), hazards_open=rng.uniform(0.6, 1.05)) for name in names[:count]]


@pytest.mark.parametrize(("language", "count", "seed"), [("en", 1, 0), ("zh", 3, 1), ("en", 5, 2), ("zh", 9, 3)])
def test_no_words_on_one_another_and_no_dot_cut(language, count, seed):
    messages.activate(language)
    comparison = fake_comparison(policies=several(count, seed), seed=seed, months=24 + 12 * seed, note="A note on the district. " * 12)
    for name in FIGURES:
        figure = drawn(comparison, name)
        geometry.check(figure)
        assert geometry.cut_dots(figure) == [], name


@pytest.mark.parametrize(("language", "seed"), [(language, seed) for language in messages.LANGUAGES for seed in range(4)])
def test_titles_and_numbers_of_neighbouring_panels_stand_apart(language, seed):
    messages.activate(language)
    rng = np.random.default_rng(seed)
    made = [effect(name, deaths=rng.uniform(0.3, 1.6), hazards_open=rng.uniform(0.1, 1.9), accidents=rng.uniform(0.2, 2.0)) for name in ("one", "two", "three")]
    figure = drawn(fake_comparison(policies=made, seed=seed, months=240), "differences")
    figure.draw_without_rendering()
    assert geometry.too_near(figure, 8.0) == []


def scattered(comparison, count, seed):
    """The comparison on a district of ``count`` places, most of them close together, as those of a city are."""
    rng = np.random.default_rng(seed)
    spots = [(float(x), float(y)) for x, y in np.vstack([rng.normal(0, 8, (count - count // 3, 2)), rng.uniform(-30, 120, (count // 3, 2))])]
    first = small_district().places[0]
    made = tuple(dataclasses.replace(first, name=f"unit-{k}", title=f"{'Rare Earth High-tech Zone' if k % 4 == 0 else 'District'} {k}",
                                     title_zh=f"第{k}新技术产业开发区", x=x, y=y) for k, (x, y) in enumerate(spots))  # fmt: skip
    rows = [{**comparison.batch.places[0], "policy": policy, "name": place.name, "title": place.title, "x": place.x, "y": place.y,
             "enterprises": int(10 + 3000 / (k + 1)), "hazards_open": 100.0 + 17 * k}
            for policy in comparison.batch.policies for k, place in enumerate(made)]  # fmt: skip
    plan: Plan = dataclasses.replace(comparison.plan, district=dataclasses.replace(comparison.plan.district, places=made))
    return dataclasses.replace(comparison, plan=plan, batch=dataclasses.replace(comparison.batch, places=tuple(rows))), made


@pytest.mark.parametrize(("language", "count", "seed"), [("en", 3, 0), ("en", 10, 1), ("zh", 10, 2), ("zh", 14, 3), ("en", 16, 4), ("zh", 60, 5)])
def test_a_map_names_every_place_or_says_which(comparison, language, count, seed):
    messages.activate(language)
    city, made = scattered(comparison, count, seed)
    figure = drawn(city, "places")
    geometry.check(figure)
    for axes in figure.axes[:2]:
        told = ["".join(note.get_text().split("\n")[:-1]).replace(" ", "") for note in axes.texts]
        titles = {messages.titled(place.title, place.title_zh).replace(" ", "") for place in made}
        assert set(told) <= titles and len(told) == len(set(told))
        if count <= places.ALL_NAMED:
            assert set(told) == titles
        room = axes.get_window_extent()
        for note in axes.texts:
            box = geometry.Text.get_window_extent(note)
            assert room.x0 <= box.x0 + 1 and box.x1 <= room.x1 + 1 and room.y0 <= box.y0 + 1 and box.y1 <= room.y1 + 1
    assert (count > places.ALL_NAMED) == any("Named on the map" in text or "图上标名" in text for text, _box in geometry.words(figure))


@pytest.mark.parametrize("seed", range(2))
def test_a_difference_has_the_colour_of_the_line_that_is_drawn(seed):
    comparison = fake_comparison(policies=several(5, seed), seed=seed)
    figure = drawn(comparison, "differences")
    seen = set()
    for axes in figure.axes:
        if not axes.get_visible():
            continue
        lines = {float(line.get_ydata()[0]): line for line in axes.lines if line.get_linewidth() == 1.8}
        dots = {float(line.get_ydata()[0]): line for line in axes.lines if line.get_marker() == "o"}
        assert len(lines) == len([line for line in axes.lines if line.get_marker() != "o"]) - 1, "one line for each policy, and zero"
        for place, dot in dots.items():
            low, high = sorted(lines[place].get_xdata())
            colour = to_hex(dot.get_markeredgecolor()).upper()
            assert colour == to_hex(lines[place].get_color()).upper()
            assert (colour == GREY) == (low <= 0 <= high)
            seen.add(colour)
    assert GREY in seen and seen & {BLUE, VERMILLION}


def test_a_difference_of_next_to_nothing_looks_like_nothing():
    comparison = fake_comparison(policies=[effect("cheap", deaths=0.9, government_cost=1 + 1e-5), effect("dearer", deaths=0.9, government_cost=1 + 3e-5)])
    with in_style():
        figure = differences.draw(comparison).figure
    panel = next(axes for axes in figure.axes if axes.get_title("left").startswith("Government cost"))
    low, high = panel.get_xlim()
    level = comparison.row("cheap", "government_cost").baseline_mean * 1e-6
    assert high >= 0.01 * level and low <= -0.01 * level
    assert max(abs(float(line.get_xdata()[0])) for line in panel.lines if line.get_marker() == "o") < 0.01 * (high - low)


def test_the_title_of_a_fan_tells_the_paired_figure():
    """Medians of the two arms, each by itself, can say the opposite of what happens in every world."""
    comparison = fake_comparison(policies=[effect("capacity")], worlds=11, months=12)
    values = comparison.batch.monthly_array[:, :, MONTHLY.index("hazards_open"), :]
    base = np.array([100.0, 100, 100, 100, 100, 200, 200, 200, 200, 200, 200])
    own = base - 10
    own[5] = 90  # the median of the arm falls by half, the mean difference by far less
    values[0], values[1] = base[:, None], own[:, None]
    told = fans.draw_hazards_open(comparison).finding
    paired = 100 * (base - own).mean() / base.mean()
    assert f"on average {paired:.0f} % below the baseline" in told.replace(f"{paired:.1f}", f"{paired:.0f}") and "all 11 worlds" in told
    assert f"{100 * (1 - np.median(own) / np.median(base)):.0f} % below" not in told


def test_a_footer_says_what_is_not_as_by_default(comparison):
    changed = dataclasses.replace(comparison, discount=0.05)
    for name in FIGURES:
        told = " ".join(text for text, _box in geometry.words(drawn(changed, name)))
        assert assumptions.line(assumptions.of(changed))[:40] in told.replace("\n", " ")
    assert style.provenance(changed)["not_default"] == ["ensemble=none", "discount=0.05"]
