"""Figures as text: only nothing looks like nothing, and an interval whose end is on one side of zero shows that side."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.studies.trials.report import _with_interval
from experiments.text.formatting import (
    NOISE,
    bare,
    bytes_in_words,
    column,
    ends,
    enough,
    exact,
    figure,
    percent,
    span,
    span_of,
)
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


EVERY = st.floats(allow_nan=False, allow_infinity=False)


@given(EVERY, st.booleans())
def test_a_figure_or_share_of_any_size_is_short_true_and_nothing_only_where_it_is(value, signed):
    for told, exactly in ((figure(value, signed=signed), value), (bare(value), value), (percent(value, signed).removesuffix(" %"), None)):
        assert len(told) <= 25, told
        if exactly is not None and abs(exactly) < 1e300:
            assert abs(number(told) - exactly) <= 0.06 * abs(exactly), told
        assert (not re.search("[1-9]", told.partition("e")[0])) == (value == 0) and told != "-", told
        assert (told[0] == "-") == (value < 0), told


@given(st.lists(EVERY, min_size=1, max_size=5))
def test_in_a_column_only_nothing_looks_like_nothing(values):
    largest = max(map(abs, values))
    for told, value in zip(column(values), values, strict=True):
        assert abs(value) <= NOISE * largest or re.search("[1-9]", told.partition("e")[0]), told


@given(EVERY)
def test_an_exact_text_is_the_number_and_has_no_sign_of_nothing(value):
    assert float(exact(value)) == value and (value != 0 or exact(value) == "0")


@given(st.floats(0, 1e18))
def test_a_size_has_three_digits_before_its_unit_until_units_end(count):
    told, unit = bytes_in_words(count).split()
    assert unit == "GB" or (0 <= float(told) < 1000 and "." not in told)
    assert abs(float(told) * {"B": 1.0, "kB": 1e3, "MB": 1e6, "GB": 1e9}[unit] - count) <= max(0.5, 0.5 * {"B": 1.0, "kB": 1e3, "MB": 1e6, "GB": 1e8}[unit], 1e-9 * count) * 1.0001


@given(EVERY, EVERY)
def test_ends_that_differ_do_not_look_alike(one, other):
    low, high = sorted((one, other))
    largest = max(abs(low), abs(high))
    if 1e-3 < largest < 1e6 and high - low > 1e-6 * largest:
        first, last = ends(low, high)
        assert first != last


@pytest.mark.parametrize(("told", "expected"), [
    (percent(1e-12), "1e-10 %"), (percent(-0.00002), "-0.002 %"), (percent(0.0), "0.0 %"), (percent(1.7e308), "1.70e+310 %"), (figure(1e300), "1e+300"), (figure(-2.5e17, 2), "-2.5e+17"),
    (", ".join(column([1, 0.00001])), "1.00, 0.00001"), (", ".join(column([3, 1e-17, 0.5])), "3.00, 0.00, 0.50"), (", ".join(column([1.0, 20.0])), "1, 20"), (exact(-0.0), "0"),
    (bytes_in_words(999.9), "1 kB"), (bytes_in_words(999_999), "1 MB"), (bytes_in_words(999_499), "999 kB"), (bytes_in_words(999_999_999), "1.0 GB"), (bytes_in_words(0), "0 B"),
    (span(0.9999, 1.0001), "+0.9999 to +1.0001"), (span(0.9, 1.1), "+0.90 to +1.10"), (span(1.0, 1.0), "+1.00 to +1.00"), (bare(1.5e-10), "1.5e-10"), (bare(1e-10), "1e-10"),
    (figure(-0.004, 2), "0.00"),
])  # fmt: skip
def test_figures_that_were_told_as_something_else(told, expected):
    assert told == expected
