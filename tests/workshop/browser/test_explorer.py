"""The explorer's page in Chromium, from the disk: its numbers are Python's, in both languages, by keyboard, at both widths, and nothing is asked of anybody."""

from typing import Any

import numpy as np
import pytest

from tests.experiments.explorer.conftest import made, page, swept

__all__ = ["made", "page", "swept"]


@pytest.fixture
def opened(chromium: Any, page: Any):
    """Opens the page at a width; nothing may be complained of, and nothing but the file be asked for."""
    faults: list[str] = []
    contexts = []

    def open_page(width: int) -> Any:
        contexts.append(chromium.new_context(viewport={"width": width, "height": 900}))
        found = contexts[-1].new_page()
        found.on("console", lambda message: faults.append(message.text) if message.type in {"error", "warning"} else None)
        found.on("pageerror", lambda error: faults.append(str(error)))
        found.on("request", lambda request: None if request.url.startswith("file:") else faults.append(request.url))
        found.goto(page.as_uri())
        return found

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def test_the_page_computes_what_python_computes(opened: Any, made: Any) -> None:
    values = np.vstack([made.values[:6], [[axis.start for axis in made.space.axes]], [[axis.high for axis in made.space.axes]]])
    told = opened(1280).evaluate("(rows) => data.fits.map((fit) => ['level', 'difference'].map((kind) => rows.map((row) => predict(data, fit, kind, row))))", values.tolist())
    places, tried = made.space.places(values), made.space.tried(values)
    for fit, kinds in zip(made.fits, told, strict=True):
        for own, rows in zip((fit.level, fit.difference), kinds, strict=True):
            mean, variance = own.predict(places)
            assert np.allclose([row["mean"] for row in rows], mean, rtol=1e-9, atol=1e-12 * np.abs(fit.levels).max())
            assert np.allclose([row["variance"] for row in rows], variance, rtol=1e-9)
            if own.quantile is not None:
                assert np.allclose([row["half"] for row in rows], own.quantile * np.sqrt(variance), rtol=1e-9)
            assert [row["refused"] for row in rows] == (~(own.basis.reaches(places) & tried)).tolist()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_slider_moves_the_outcomes_by_keyboard_and_the_language_changes(opened: Any, width: int) -> None:
    shown = opened(width)
    assert shown.evaluate("document.documentElement.lang") == "zh-CN" and "本页是什么，不是什么" in shown.inner_text("body")
    before = shown.inner_text("#outcomes")
    shown.focus("#f2")
    for _time in range(5):
        shown.keyboard.press("ArrowRight")
    assert shown.evaluate("document.activeElement.id") == "f2" and shown.inner_text("#outcomes") != before
    shown.click('#language button[value="en"]')
    text = shown.inner_text("body")
    assert "What this is, and what it is not" in text and "本页是什么" not in text and "Hazard injury rate" in text
    assert shown.locator("#figures svg .point").count() > 10 and shown.locator("#figures svg .fresh").count() > 0
    assert shown.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
