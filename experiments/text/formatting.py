"""Figures as text: enough digits to read, the same number of decimals within a cell."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal

from experiments.text.messages import _, language

MISSING = "-"
NOISE = 1e-9
"""Share of an interval's other end under which an end is the rounding of the machine, and nothing."""
MOST_DECIMALS = 9
"""Decimals that anybody counts; smaller numbers are written with their power of ten."""
LARGEST = 1e15
"""From here on numbers are written with their power of ten, too: a number of the machine has no more digits."""


def decimals(values: Iterable[float | None]) -> int:
    """Decimals that give the largest of ``values`` about three digits."""
    finite = [abs(v) for v in values if v is not None and math.isfinite(v)]
    largest = max(finite, default=0.0)
    if largest == 0:
        return 0
    return max(0, min(6, 2 - math.floor(math.log10(largest)) - (1 if largest < 1 else 0)))


def figure(value: float | None, places: int | None = None, signed: bool = False) -> str:
    """``value`` with ``places`` decimals (as many as it needs by itself if None, so that only nothing looks like nothing)."""
    if value is None or not math.isfinite(value):
        return MISSING
    if places is None:
        places = enough(value, decimals([value]))
    if abs(value) >= LARGEST:
        return f"{value:+.3g}" if signed else f"{value:.3g}"
    if places > MOST_DECIMALS:
        return f"{value:+.2g}" if signed else f"{value:.2g}"
    text = f"{value:+,.{places}f}" if signed else f"{value:,.{places}f}"
    # A rounded nothing carries no sign.
    return text.lstrip("+-") if not any(digit in "123456789" for digit in text) else text


def exact(value: float) -> str:
    """The shortest text that is read as the same number again: ``2000``, ``0.5``, ``1e-07``."""
    return "0" if value == 0 else repr(float(value)).removesuffix(".0")


def enough(value: float, places: int) -> int:
    """``places``, or as many decimals as it takes that ``value``, unless it is nothing, does not look like nothing."""
    if value == 0 or not math.isfinite(value) or any(digit in "123456789" for digit in f"{value:.{places}f}"):
        return places
    return math.ceil(-math.log10(abs(value)))


def ends(low: float | None, high: float | None, places: int | None = None, signed: bool = False) -> tuple[str, str]:
    """Both ends of an interval with equal decimals, more for one that would look like nothing and is not.

    As many as it takes to tell them apart, where ``places`` is not given.
    """
    largest = max((abs(end) for end in (low, high) if end is not None and math.isfinite(end)), default=0.0)
    usual = _apart(low, high, largest) if places is None else places

    def told(end: float | None) -> str:
        if end is None or not math.isfinite(end) or abs(end) <= NOISE * largest:
            return figure(end, usual, signed)
        return figure(end, enough(end, usual), signed)

    return told(low), told(high)


def _apart(low: float | None, high: float | None, largest: float) -> int:
    """The usual decimals, or as many more as it takes that two ends that differ by more than the noise of the machine do not look alike."""
    usual = decimals([low, high])
    if low is None or high is None or not (math.isfinite(low) and math.isfinite(high)) or abs(high - low) <= NOISE * largest:
        return usual
    return next((places for places in range(usual, MOST_DECIMALS + 1) if figure(low, places) != figure(high, places)), usual)


def bare(value: float) -> str:
    """``value`` as one would write a limit: no zeros behind the comma."""
    text = figure(value)
    if "e" in text:  # the zeros of its power count
        return text
    return text.rstrip("0").rstrip(".") if "." in text else text


def column(values: Sequence[float]) -> list[str]:
    """Figures that stand under each other: whole counts as whole numbers, the rest with equal decimals, more for one that would look like nothing."""
    places = 0 if all(float(v).is_integer() for v in values) else decimals(values)
    noise = NOISE * max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    return [figure(value, places if abs(value) <= noise else enough(value, places)) for value in values]


def span(low: float | None, high: float | None, places: int | None = None, signed: bool = True) -> str:
    """An interval: ``-0.60 to -0.22``; no end looks like nothing unless it is."""
    first, last = ends(low, high, places, signed)
    return _("{low} to {high}").format(low=first, high=last)


def span_of(low: float | None, high: float | None, unit: str, places: int | None = None, signed: bool = False) -> str:
    """An interval with its unit, which Chinese writes at both ends: ``0.9 to 1.5 million yuan``."""
    first, last = ends(low, high, places, signed)
    return _("{low} to {high} {unit}").format(low=first, high=last, unit=unit)


def percent(share: float, signed: bool = False) -> str:
    """A share as whole percent, one decimal under 10 %, more for one that would look like nothing and is not."""
    value = share * 100
    if math.isinf(value) and math.isfinite(share):
        return _("{n} %").format(n=f"{Decimal(share) * 100:{'+' if signed else ''}.2e}")
    places = enough(value, 1) if abs(value) < 9.95 else 0
    return _("{n} %").format(n=figure(value, places, signed))


def money_scale() -> tuple[float, str]:
    """Yuan in the unit that officials of the language use, and its name."""
    return (1e-4, _("10,000 yuan")) if language() == "zh" else (1e-6, _("million yuan"))


def duration(seconds: float) -> str:
    """``seconds`` in words, coarsely: nobody needs the seconds of an hour."""
    if seconds < 90:
        return _("{n} s").format(n=max(1, round(seconds)))
    if seconds < 5400:
        return _("{n} min").format(n=round(seconds / 60))
    return _("{n} h").format(n=f"{seconds / 3600:.1f}")


def bytes_in_words(count: float) -> str:
    """A size on disk or in memory."""
    for unit in ("B", "kB", "MB"):
        if round(count) < 1000:
            return f"{count:.0f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"
