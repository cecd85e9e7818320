"""No figure lacks a letter, in either language, on a machine without a Chinese font."""

from __future__ import annotations

import tomllib
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib
import pytest
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

import scenarios
from experiments.comparison.figures import draw_all, style
from experiments.text import messages
from experiments.upkeep import catalogue

pytestmark = pytest.mark.usefixtures("painted")


def drawn(comparison: Any, folder: Path) -> list[Path]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return draw_all(comparison, folder)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_no_figure_lacks_a_letter(language, comparison, tmp_path):
    messages.activate(language)
    written = drawn(comparison, tmp_path)
    assert sorted(path.suffix for path in written) == [".csv"] * 6 + [".png"] * 6 + [".svg"] * 6


def test_a_letter_that_no_font_has_is_an_error(comparison, tmp_path, monkeypatch):
    messages.activate("zh")
    monkeypatch.setattr(style, "families", lambda: [style.LATIN])
    with pytest.raises(UserWarning, match=r"Glyph \d+ .* missing from font"):
        drawn(comparison, tmp_path)


def chinese_of(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from chinese_of(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from chinese_of(item, key)
    elif isinstance(value, str) and key.endswith("_zh"):
        yield value


def test_the_fonts_have_every_letter_of_the_catalogue_and_the_data():
    style.chinese()
    known: set[int] = set()
    for family in style.families():
        known |= set(FT2Font(font_manager.findfont(family, fallback_to_default=False)).get_charmap())
    data = [tomllib.loads(path.read_text("utf-8")) for path in Path(scenarios.__file__).parent.rglob("*.toml")]
    needed = {letter for text in chinese_of(data) for letter in text}
    needed |= {letter for message in catalogue.read() if message.id for letter in str(message.string)}
    assert len(needed) > 500
    assert {letter for letter in needed if letter.isprintable() and ord(letter) not in known} == set()


def test_the_language_in_force_decides_which_font_comes_first():
    messages.activate("zh")
    assert style.families() == [style.chinese(), style.LATIN]
    messages.activate("en")
    assert style.families() == [style.LATIN, style.chinese()]


def test_a_figure_leaves_the_settings_of_others_alone():
    before = list(matplotlib.rcParams["font.family"])
    with style.in_style():
        assert matplotlib.rcParams["font.family"] == style.families()
    assert matplotlib.rcParams["font.family"] == before
