"""From one world's figure to an estimate: the mean over the worlds, its interval, the share with the wanted sign.

Every world is the whole study once, with large arms; so the figure of each world is estimated by
itself and the worlds are the sample.  Where one world cannot identify it (an accident with ten
deaths is too rare), the worlds' sums are added and the worlds are resampled.  Worlds that share a set
of parameters are not independent: then the sets are the sample, by their means and sums.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

from experiments.statistics.intervals import interval, leaves_zero_out, p_value
from experiments.statistics.sets import by_set, sum_by_set
from experiments.text.formatting import bare
from experiments.text.messages import _
from scenarios.schema.trial_estimands import Estimand

Array = NDArray[np.float64]
Link = Literal["log", "plain"]
Z = 1.959963984540054
RESAMPLES = 999
LEAST_WORLDS = 3
"""With fewer, the interval comes from the units within the worlds."""
LEAST_CASES = 20
Sets = Sequence[int]
"""The set of parameters of each world, where some share one; empty where each world stands by itself."""


class Unidentified(Exception):
    """The tables do not hold what the estimator needs; the message says what is missing."""


@dataclass(frozen=True)
class Estimate:
    """An effect over worlds, in the unit of its estimand.

    ``per_world`` (worlds,): each world by itself; empty where only all worlds together identify it.
    ``draws``: resampled values, for estimates made of this one.  ``widths`` (worlds,): of the 95 %
    interval that each world alone, its arms independent, would publish (nan or none where the method has none).
    ``sign_share`` is nan where no sign is wanted, and of an order or shape the share of the worlds in which it holds; ``p``
    (two-sided) is nan where no effect is to be refuted.  ``undetermined``: why the worlds cannot tell the figure; empty where they can.
    ``sets`` are those of ``per_world``.
    """

    name: str
    value: float
    low: float
    high: float
    per_world: Array
    p: float
    sign_share: float
    n_units: int
    note: str = ""
    undetermined: str = ""
    widths: Array = field(default_factory=lambda: np.empty(0), repr=False)
    draws: Array = field(default_factory=lambda: np.empty(0), repr=False)
    sets: Sets = ()

    @property
    def independent(self) -> Array:
        """``per_world`` as a sample: the mean of each set where worlds share them."""
        return of_sets(self.per_world, self.sets)

    @property
    def width(self) -> float:
        """The median of ``widths``."""
        return float(np.median(self.widths)) if len(self.widths) else math.nan


@dataclass(frozen=True)
class Fit:
    """One world's figure on the estimator's own scale, with the standard error of its units (nan: none)."""

    value: float
    error: float = math.nan
    why: str = ""
    """Why there is no figure, in a few words; empty where there is one, or where it has too few cases."""


def unidentified(name: str, note: str) -> Estimate:
    """An estimate that could not be made."""
    return Estimate(name, math.nan, math.nan, math.nan, np.empty(0), math.nan, math.nan, 0, note)


def of_sets(values: Array, sets: Sets) -> Array:
    """(worlds,) as (sets,), each the mean of its worlds; as they are where each world stands by itself."""
    return by_set(values, sets) if len(sets) else values


def in_unit(values: Any, unit: str, link: Link) -> Any:
    """Figures on the estimator's scale, as the file wants to see them."""
    values = np.asarray(values, dtype=float)
    if link == "log":
        return {"percent": 100 * np.expm1(values), "log points": values, "elasticity": values}.get(unit, np.exp(values))
    return 100 * values if unit == "percent" else values


def null_of(unit: str, link: Link) -> float:
    """What no effect is, in the unit."""
    return 1.0 if unit == "ratio" else float(in_unit(0.0, unit, link))


def over_worlds(
    estimand: Estimand, fits: Sequence[Fit], n_units: int, link: Link, *, tests: bool = True, note: str = "", sets: Sets = ()
) -> Estimate:
    """The mean of the worlds' figures, in the estimand's unit, with Student's interval (skew added).

    ``tests``: whether there is a value that means no effect.  ``sets`` that worlds share weigh alike, however many worlds each has.
    Raises ``Unidentified`` where a world has no figure.
    """
    values = np.array([fit.value for fit in fits])
    errors = np.array([fit.error for fit in fits])
    if not len(values) or not np.isfinite(values).all():
        raise Unidentified(_without_figure(fits))
    unit, null = estimand.unit, null_of(estimand.unit, link)
    shown = in_unit(values, unit, link)
    sample = of_sets(shown, sets)
    mean = float(sample.mean())
    if len(sample) >= LEAST_WORLDS:
        low, high = interval(sample)
        p = p_value(sample - null)
    else:
        middle, error = float(values.mean()), float(np.sqrt((errors**2).sum())) / len(values)
        low, high = (float(in_unit(middle + side * Z * error, unit, link)) for side in (-1, 1))
        p = two_sided(middle, error)
    widths = in_unit(values + Z * errors, unit, link) - in_unit(values - Z * errors, unit, link)
    return Estimate(
        estimand.name, mean, low, high, shown, p if tests else math.nan, sign_share(estimand, shown - null), n_units, note,
        widths=widths, draws=_means(sample, low, high), sets=sets,
    )  # fmt: skip


def _without_figure(fits: Sequence[Fit]) -> str:
    """In how many worlds there is no figure, and why."""
    without = [fit for fit in fits if not math.isfinite(fit.value)]
    if not without:
        return _("no world has a row that counts")
    reasons = list(dict.fromkeys(fit.why or _("too few cases") for fit in without))
    return _("no figure in {k} of {n} worlds: {why}").format(k=len(without), n=len(fits), why=_("; ").join(reasons))


def over_sums(
    estimand: Estimand, sums: Array, function: Callable[[Array], Array], n_units: int, link: Link, *, tests: bool = True, note: str = "",
    sets: Sets = (),
) -> Estimate:  # fmt: skip
    """``function`` of the sums (worlds, k) of all worlds together; the worlds are resampled, or the sets that they share.

    ``function`` takes (..., k) and gives (...) on the estimator's scale.  The interval is the bootstrap's,
    moved to its centre and widened by Student's factor for few worlds; the share with the wanted
    sign is that of the resamples.
    """
    sums = sum_by_set(sums, sets) if len(sets) else sums
    unit, null, worlds = estimand.unit, null_of(estimand.unit, link), len(sums)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(function(sums.sum(axis=0)))
        if not math.isfinite(value):
            raise Unidentified(_("too few cases in all worlds together"))
        weights = np.random.default_rng(worlds).multinomial(worlds, np.full(worlds, 1 / worlds), size=RESAMPLES)
        draws = function(weights @ sums)
    draws = draws[np.isfinite(draws)]
    error = float(draws.std(ddof=1)) * math.sqrt(worlds / (worlds - 1)) if worlds >= LEAST_WORLDS and len(draws) > RESAMPLES / 2 else math.nan
    reach = float(special.stdtrit(max(worlds - 1, 1), 0.975)) * error
    p = float(2 * special.stdtr(max(worlds - 1, 1), -abs(value) / error)) if error > 0 else math.nan
    shown = in_unit(draws, unit, link)
    return Estimate(
        estimand.name, float(in_unit(value, unit, link)), float(in_unit(value - reach, unit, link)), float(in_unit(value + reach, unit, link)),
        np.empty(0), p if tests else math.nan, sign_share(estimand, shown - null), n_units, note or _("all worlds together"), draws=shown,
    )  # fmt: skip


def from_sums(
    estimand: Estimand, sums: Array, function: Callable[[Array], Array], n_units: int, link: Link, *, counted: Sequence[int],
    errors: Array | None = None, tests: bool = True, sets: Sets = (),
) -> Estimate:  # fmt: skip
    """World by world, if every world has enough cases; else all together.

    ``counted`` are the columns of ``sums`` that hold cases: a figure that rests on fewer than ``LEAST_CASES`` of them
    leans to one side.  Expected numbers need no such number.
    """
    cases = sums[:, list(counted)]
    few = bool((cases == np.rint(cases)).all() and (cases < LEAST_CASES).any())
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.atleast_1d(function(sums))
    if (few or not np.isfinite(values).all()) and len(set(sets) or sums) >= LEAST_WORLDS:
        return over_sums(estimand, sums, function, n_units, link, tests=tests, sets=sets)
    given = errors if errors is not None else np.full(len(values), math.nan)
    fits = [Fit(float(value), float(error)) for value, error in zip(values, given, strict=True)]
    return over_worlds(estimand, fits, n_units, link, tests=tests, sets=sets)


def sign_share(estimand: Estimand, effects: Array) -> float:
    """The share of ``effects`` (less no effect) with the sign that the band wants."""
    wanted = estimand.band.sign if estimand.band is not None else "none"
    if wanted == "none" or not len(effects):
        return math.nan
    return float((effects < 0).mean() if wanted == "negative" else (effects > 0).mean())


def not_apart(denominator: str, low: float, high: float) -> str:
    """Why a ratio tells nothing whose denominator lies between ``low`` and ``high`` (nan: without an interval); empty where it is told apart from zero."""
    if leaves_zero_out(low, high):
        return ""
    if not math.isfinite(low + high):
        return _("the denominator, {name}, has no interval").format(name=denominator)
    return _("the denominator, {name}, is not told apart from zero ({low} to {high})").format(name=denominator, low=bare(low), high=bare(high))


def not_apart_over_worlds(denominator: str, values: Array, sets: Sets = ()) -> str:
    """The same from the denominator of each world, (worlds,)."""
    sample = of_sets(values, sets)
    low, high = interval(sample) if len(sample) >= LEAST_WORLDS else (math.nan, math.nan)
    return not_apart(denominator, low, high)


def two_sided(value: float, error: float) -> float:
    """Two-sided p of a normal figure against zero."""
    return float(2 * special.ndtr(-abs(value) / error)) if error > 0 else math.nan


def _means(shown: Array, low: float, high: float) -> Array:
    """Draws of the mean over worlds: resampled, or normal within the interval where worlds are few."""
    random = np.random.default_rng(len(shown))
    if len(shown) >= LEAST_WORLDS:
        return np.asarray(shown[random.integers(len(shown), size=(RESAMPLES, len(shown)))].mean(axis=1))
    if not math.isfinite(low + high):
        return np.empty(0)
    return random.normal(shown.mean(), (high - low) / (2 * Z), RESAMPLES)
