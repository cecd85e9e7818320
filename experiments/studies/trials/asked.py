"""What of its tables a trial can use: all else is not kept, for a trial of many worlds would not fit into memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from experiments.studies.trials.rates import RATES, parts_of
from experiments.studies.trials.tables import COUNTED, KEYS, VISIT_COLUMNS
from scenarios.schema.trial import TrialFile

UNIT_ROWS = ("unit", "visit", "place")
ALWAYS = frozenset({*KEYS, "window", "since", "months", "month", "ordinal", "treated", "idle", "running", "workers", "sector"})
"""Columns that the estimators read whatever a file says."""
BY_WORD = {"allocation": "history_reported_injuries", "ratio_of_ratios": "visits", "visit": "visits",
           "unit_and_period": "period", "other": "sensitive"}  # fmt: skip
"""Further columns that an estimator reads where a file has the word."""


def panel_asked(trial: TrialFile) -> bool:
    """Whether anything is asked about enterprises or visits, not only about the world as a whole."""
    return any(e.outcome is not None and e.rows in UNIT_ROWS and e.estimator.type != "compare" for e in trial.estimands)


def visits_asked(trial: TrialFile) -> bool:
    """Whether visits are looked at one by one, or say which officer or department a unit belongs to."""
    return bool(_all_words(trial) & {"visit", "officer", "department"})


def columns_asked(trial: TrialFile) -> frozenset[str]:
    """Names of the columns of panel and visits that the estimands can use: those that the file names, under each of their names."""
    words = _all_words(trial)
    return frozenset(
        ALWAYS | words | {f"history_{word}" for word in words} | {f"{word}_now" for word in words}
        | {VISIT_COLUMNS[word] for word in words & VISIT_COLUMNS.keys()} | {BY_WORD[word] for word in words & BY_WORD.keys()}
    )  # fmt: skip


def rates_asked(trial: TrialFile) -> tuple[str, ...]:
    """The rates that anything in the file goes by."""
    words = set(_words(trial.model_dump()))
    return tuple(rate for rate in RATES if rate in words)


def counts_asked(trial: TrialFile) -> tuple[str, ...]:
    """What is to be counted beside the notes, since the file names it, or a rate of it."""
    words = set(_words(trial.model_dump()))
    words |= {parts_of(rate)[0] for rate in rates_asked(trial)}
    return tuple(name for name in COUNTED if name in words)


def sensitive_asked(trial: TrialFile) -> bool:
    """Whether some figure looks at the politically sensitive months apart from the others."""
    return any(estimand.months != "all" for estimand in trial.estimands)


def _all_words(trial: TrialFile) -> set[str]:
    of_units = [estimand.model_dump() for estimand in trial.estimands if estimand.rows in UNIT_ROWS]
    return set(_words([trial.assignment.model_dump(), *of_units]))


def _words(value: Any) -> Iterator[str]:
    """Every text in a tree of tables and lists, keys among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (key, *_words(inner))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _words(inner)
