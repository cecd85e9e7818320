"""Figures as text: only nothing looks like nothing, and an interval whose end is on one side of zero shows that side."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.studies.trials.report import _with_interval
from experiments.text.formatting import NOISE, bare, ends, enough, exact, figure, percent, span, span_of
from experiments.text.messages import LANGUAGES, activate

NUMBERS = st.floats(-1e9, 1e9, allow_nan=False, allow_subnormal=False)


def number(text: str) -> float:
    return float(text.replace(",", ""))


@given(NUMBERS, NUMBERS, st.one_of(st.none(), st.integers(0, 6)), st.booleans())
def test_an_end_is_told_as_nothing_only_where_it_is_nothing(one, other, places, signed):
    low, high = min(one, other), max(one, other)
    for told, end in zip(ends(low, high, places, signed), (low, high), strict=True):
        if abs(end) > NOISE * max(abs(low), abs(high)):
            assert number(told) != 0 and (number(told) > 0) == (end > 0)
            assert abs(number(told) - end) <= 0.5 * abs(end) + 1e-12
        assert not re.fullmatch(r"[+-]0*\.?0*", told), told


@given(NUMBERS)
def test_a_figure_by_itself_is_nothing_only_where_it_is(value):
    for told in (figure(value), bare(value), figure(value, signed=True)):
        assert (number(told) == 0) == (value == 0)
    assert float(exact(value)) == value


@pytest.mark.parametrize(("low", "high", "told"), [
    (-0.6, -0.22, "-0.60 to -0.22"), (0.0004, 0.5, "+0.0004 to +0.50"), (-0.0004, 0.5, "-0.0004 to +0.50"), (-0.00096, 0.5, "-0.0010 to +0.50"),
    (0.0, 0.5, "0.00 to +0.50"), (-0.0, 0.5, "0.00 to +0.50"), (1e-17, 0.5, "0.00 to +0.50"), (-1e-17, 3.0, "0.00 to +3.00"), (1e-8, 2e-8, "+0.00000001 to +0.00000002"),
    (1e-12, 3e-12, "+1e-12 to +3e-12"), (0.3, 500.0, "+0.3 to +500"), (-2.5, math.nan, "-2.50 to -"), (None, None, "- to -"),
])  # fmt: skip
def test_an_interval_in_words(low, high, told):
    assert span(low, high) == told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("low", [0.0004, -0.0004, 3e-7, -3e-7, 1e-13])
def test_in_no_sentence_does_an_end_look_like_nothing(low, language):
    activate(language)
    for told in (span(low, 2e-3 + abs(low), 2), span_of(low, 2e-3, "x", 1), _with_interval(0.001, low, 0.002), figure(low)):
        for found in re.findall(r"[-+]?\d[\d,]*(?:\.\d+)?(?:e-\d+)?", told):
            assert number(found) != 0 or abs(low) <= NOISE, told
    assert percent(0.0004) != percent(0.0)


def test_what_is_rounded_to_the_decimals_of_its_column_stays_so():
    assert figure(0.0004, 2) == "0.00" and figure(-0.0004, 2) == "0.00" and figure(0.3, 0) == "0"
    assert enough(0.0, 2) == 2 and enough(0.004, 2) == 3 and enough(0.006, 2) == 2 and enough(math.nan, 2) == 2
