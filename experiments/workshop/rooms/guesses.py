"""The guesses of a room together: a histogram, the middle one, and how often each reason was given."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median
from typing import Any

from experiments.text.messages import _, titled
from experiments.workshop.rooms.people import OTHER, Guess
from scenarios.schema.lesson import LessonRound

MOST_BINS = 16
_WIDTHS = (1, 2, 2.5, 5, 10, 20, 25, 50)


def bin_width(low: float, high: float) -> float:
    """A round width in per cent that cuts the range of guesses into at most ``MOST_BINS``."""
    return next(width for width in _WIDTHS if (high - low) / width <= MOST_BINS)


def histogram(guesses: Sequence[Guess], low: float, high: float) -> list[dict[str, float]]:
    """Bins from ``low`` to ``high``, each with its middle and how many guesses fall nearest to it: 0 is the middle of one."""
    width = bin_width(low, high)
    first, last = math.floor(low / width + 0.5), math.floor(high / width + 0.5)
    counts = dict.fromkeys(range(first, last + 1), 0)
    for guess in guesses:
        counts[min(max(math.floor(guess.value / width + 0.5), first), last)] += 1
    return [{"middle": number * width, "count": count} for number, count in counts.items()]


def together(asked: LessonRound, guesses: Sequence[Guess]) -> dict[str, Any]:
    """What the room expected, for a page."""
    low, high = asked.guess
    reasons = [titled(one.text, one.text_zh) for one in asked.because]
    counts = [{"text": text, "count": sum(guess.because == number for guess in guesses)} for number, text in enumerate(reasons)]
    counts.append({"text": _("Another reason"), "count": sum(guess.because == OTHER for guess in guesses)})
    return {
        "count": len(guesses),
        "width": bin_width(low, high),
        "bins": histogram(guesses, low, high),
        "median": median(guess.value for guess in guesses) if guesses else None,
        "because": [row for row in counts if row["count"]],
        "course": drawn(guesses),
    }


def drawn(guesses: Sequence[Guess]) -> dict[str, Any] | None:
    """The middle of each year of the courses that were drawn, and how many were; None where nobody drew."""
    courses = [guess.course for guess in guesses if guess.course]
    return {"count": len(courses), "median": [median(year) for year in zip(*courses, strict=True)]} if courses else None
