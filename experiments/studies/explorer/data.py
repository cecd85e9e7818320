"""What the page computes with, as plain values: the factors, the fits, the points and the fresh runs; and what each is called, by language."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.comparison.tables import quantity_title
from experiments.comparison.words.numbers import scaled
from experiments.studies.explorer.fit import Basis, Fit
from experiments.studies.explorer.fresh import Fresh
from experiments.studies.explorer.space import Axis
from experiments.studies.explorer.study import Explored
from experiments.studies.explorer.texts import texts
from experiments.studies.factors import capital, factor_unit, policy_words
from experiments.text.console import plain
from experiments.text.formatting import decimals
from experiments.text.labels import quantity
from experiments.text.lever_names import description_and_note, title_of
from experiments.text.messages import LANGUAGES, speaking
from scenarios import load_parameters

Array = NDArray[np.float64]
DIGITS = 7
"""Significant digits of a point that is only drawn."""


def data(explored: Explored, fresh: Fresh, first: str) -> dict[str, Any]:
    """All of it; ``first`` is the language that the page opens in."""
    bases = list(dict.fromkeys(fit.level.basis for fit in explored.fits))
    found = explored.found
    named = {}
    for language in LANGUAGES:
        with speaking(language):
            named[language] = _words(explored)
    return plain({
        "language": first, "factors": [_axis(axis, start) for axis, start in zip(explored.space.axes, _starts(explored), strict=True)],
        "combinations": explored.space.combinations, "policies": explored.policies, "outcomes": explored.outcomes, "alone": len(found.policies) == 1,
        "bases": [_basis(basis) for basis in bases], "values": _drawn(explored.values), "fresh": None if fresh.totals is None else _drawn(fresh.values),
        "fits": [_fit(explored, fresh, number, bases) for number in range(len(explored.fits))], "words": named,
    })  # type: ignore[no-any-return]


def script(made: dict[str, Any]) -> str:
    """The same as JSON that can stand in a page: no text of it ends the element or begins another."""
    text = json.dumps(made, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _starts(explored: Explored) -> list[float]:
    """Where the sliders stand first: today's values, the switches as at one of the sweep's points."""
    space = explored.space
    starts = [axis.start for axis in space.axes]
    if not space.tried(np.array([starts]))[0]:
        switches = [number for number, axis in enumerate(space.axes) if axis.switch]
        for number, value in zip(switches, space.combinations[0], strict=True):
            starts[number] = value
    return starts


def _axis(axis: Axis, start: float) -> dict[str, Any]:
    return {"name": axis.name, "lever": axis.lever, "low": axis.low, "high": axis.high, "log": axis.log, "switch": axis.switch, "varies": axis.varies,
            "today": axis.today, "start": start, "stops": axis.stops}  # fmt: skip


def _basis(basis: Basis) -> dict[str, Any]:
    return {"exponents": basis.exponents, "root": basis.root, "limit": basis.limit}


def _fit(explored: Explored, fresh: Fresh, number: int, bases: list[Basis]) -> dict[str, Any]:
    fitted = explored.fits[number]
    means = None if fresh.totals is None else fresh.means(explored.found, fitted)

    def of(fit: Fit, kind: str, points: Array) -> dict[str, Any]:
        seen = {} if means is None else {"fresh": _drawn(means[kind][0]), "chance": _drawn(means[kind][1])}
        return {"coefficients": fit.coefficients, "root": fit.root, "lack": fit.lack, "quantile": fit.quantile, "points": _drawn(points), **seen}

    return {"outcome": explored.outcomes.index(fitted.outcome), "policy": explored.policies.index(fitted.policy), "basis": bases.index(fitted.level.basis),
            "level": of(fitted.level, "level", fitted.levels),
            "difference": None if fitted.difference is None else of(fitted.difference, "difference", fitted.differences)}  # fmt: skip


def _drawn(values: Array) -> Any:
    if values.ndim > 1:
        return [_drawn(row) for row in values]
    return [float(f"{value:.{DIGITS}g}") for value in values.tolist()]


def outcome_title(explored: Explored, outcome: str) -> tuple[str, str, float]:
    """Label, unit and what a value is multiplied by to be in it, in the language in force."""
    if outcome in explored.found.own:
        return outcome, "", 1.0
    title, unit = quantity_title(quantity(outcome))
    return capital(title), unit, scaled(quantity(outcome))[0]


def _words(explored: Explored) -> dict[str, Any]:
    entries, found = load_parameters().entries, explored.found
    titles = [outcome_title(explored, outcome) for outcome in explored.outcomes]
    scales = {outcome: scale for outcome, (_title, _unit, scale) in zip(explored.outcomes, titles, strict=True)}
    return {
        "texts": texts(),
        "factors": [{"title": title_of(axis.name, entries[axis.name]), "unit": "" if axis.switch else factor_unit(axis.name),
                     "share": entries[axis.name].unit.startswith(("share", "probability")),
                     "description": description_and_note(entries[axis.name])} for axis in explored.space.axes],
        "policies": [capital(policy_words(policy)) for policy in explored.policies], "reference": policy_words(found.policies[0]),
        "outcomes": [{"title": title, "unit": unit, "scale": scale, "better": "neither" if outcome in found.own else quantity(outcome).better}
                     for outcome, (title, unit, scale) in zip(explored.outcomes, titles, strict=True)],
        "places": [{"level": _places(fit.levels * scales[fit.outcome]), "difference": _places(fit.differences * scales[fit.outcome])} for fit in explored.fits],
    }  # fmt: skip


def _places(values: Array) -> int:
    """Decimals of numbers that move over these: three digits of how far they move, and no more than all of them would have."""
    finite = values[np.isfinite(values)]
    return max(decimals([float(np.abs(finite).max(initial=0.0))]), min(6, decimals([float(np.ptp(finite))]) - 1)) if len(finite) else 0
