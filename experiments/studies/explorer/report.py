"""What is said of the fit in words, on the page and in the terminal: how far it is from fresh runs, what it stands on, what it is not."""

from __future__ import annotations

import math
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from experiments.disk.paths import passed_on
from experiments.studies.explorer.data import outcome_title
from experiments.studies.explorer.fit import Fit
from experiments.studies.explorer.fresh import Error, Fresh
from experiments.studies.explorer.study import Explored, Fitted
from experiments.studies.factors import policy_words
from experiments.text.formatting import MISSING, figure, percent
from experiments.text.messages import _, sentences, titled
from scenarios.schema.plan import NO_ENSEMBLE

Errors = Mapping[tuple[str, str, str], Error]


def responses(explored: Explored) -> Iterator[tuple[Fitted, str, Fit]]:
    """Every fit with what it is of: "difference" from the reference, then "level"."""
    for fitted in explored.fits:
        if fitted.difference is not None:
            yield fitted, "difference", fitted.difference
        yield fitted, "level", fitted.level


def measured(explored: Explored, fresh: Fresh, errors: Errors) -> str:
    """How the fit was held against fresh runs, and how its intervals did; or why it was not."""
    if fresh.why_not is not None:
        return _("The error of the fit was not measured on fresh runs: {reason}.").format(reason=fresh.why_not.words())
    texts = [_("The fit was held against {points} fresh points that it has not seen, each in {worlds} worlds of its own, by the rules of the sweep.").format(
        points=len(fresh.values) - fresh.failed, worlds=fresh.worlds)]  # fmt: skip
    told = [error for error in errors.values() if error.within is not None]
    if told:
        texts.append(_("Its 95 % intervals, with the chance of the fresh runs themselves, held {within} of {all} results ({share}).").format(
            within=sum(error.within or 0 for error in told), all=sum(error.points for error in told),
            share=percent(sum(error.within or 0 for error in told) / sum(error.points for error in told))))  # fmt: skip
    else:
        texts.append(_("From so few worlds there are no intervals to hold."))
    if fresh.failed:
        texts.append(_("{failed} points failed.").format(failed=fresh.failed))
    return sentences(*texts)


def headline(explored: Explored, errors: Errors) -> str:
    """The measured error of the first outcome, in words; "" where none was measured."""
    fitted = explored.fits[0]
    error = errors.get((fitted.outcome, fitted.policy, "level"))
    if error is None:
        return ""
    title, unit, scale = outcome_title(explored, fitted.outcome)
    whole = _("{outcome}, {unit}").format(outcome=title, unit=unit) if unit else title
    texts = [_("{outcome}: on fresh runs the level is off by {size} ({share}), of which chance alone makes {chance}.").format(
        outcome=whole, size=figure(error.rmse * scale), share=_share(error), chance=figure(error.chance * scale))]  # fmt: skip
    other = errors.get((fitted.outcome, fitted.policy, "difference"))
    if other is not None:
        texts.append(_("The difference is off by {size}, of which chance alone makes {chance}.").format(size=figure(other.rmse * scale), chance=figure(other.chance * scale)))
    return sentences(*texts)


def _share(error: Error) -> str:
    return percent(error.rmse / error.size) if error.size > 0 else MISSING


def rows(explored: Explored, errors: Errors) -> tuple[list[str], list[list[str]]]:
    """The table of how good each fit is: heads and rows, in the language in force."""
    heads = [_("outcome"), _("policy"), _("what"), _("points of the fit"), _("degree"), _("explained of points left out"), _("error on fresh runs"), _("of it at most by their chance"),
             _("share of the level"), _("fit too high by"), _("within the interval")]  # fmt: skip
    made = []
    for fitted, kind, fit in responses(explored):
        title, unit, scale = outcome_title(explored, fitted.outcome)
        error = errors.get((fitted.outcome, fitted.policy, kind))
        told = [MISSING] * 5 if error is None else [
            figure(error.rmse * scale), figure(error.chance * scale), _share(error), figure(error.bias * scale, signed=True),
            MISSING if error.within is None else _("{within} of {all}").format(within=error.within, all=error.points)]  # fmt: skip
        made.append([_("{outcome}, {unit}").format(outcome=title, unit=unit) if unit else title, policy_words(fitted.policy),
                     _("difference") if kind == "difference" else _("level"), figure(fitted.used, 0), str(fit.basis.degree),
                     MISSING if math.isnan(fit.explained) else percent(max(0.0, fit.explained)), *told])  # fmt: skip
    return heads, made


def without(explored: Explored) -> list[str]:
    """A sentence for each outcome that is not fitted."""
    return [_("Not fitted: {outcome} ({policy}), because {reason}.").format(outcome=outcome_title(explored, outcome)[0], policy=policy_words(policy), reason=why.words())
            for outcome, policy, why in explored.left_out]  # fmt: skip


def is_and_is_not(explored: Explored) -> list[str]:
    """What the page is, and what it is not."""
    plan, intervals = explored.found.plan, any(fit.quantile is not None for _fitted, _kind, fit in responses(explored))
    return [
        _("It is a polynomial in the factors, fitted by least squares to {points} points of a sweep; its degree is the one that told most of points left out. It is not the model: "
          "between the points it may be wrong, by about as much as the table says.").format(points=len(explored.values)),
        _("A 95 % interval is of the mean over all worlds at the place of the sliders: how much the fits to its single worlds or sets of assumptions differ, and what the polynomial misses. It is for one "
          "outcome at one place, not for all at once.") if intervals else
        _("The sweep has too few worlds for intervals (ten, or five sets of assumptions): `inspectorate extend` adds some."),
        _("It does not extrapolate: sliders end where the sweep ended, and where its points carry the fit too little, or switches were never tried together, nothing is told."),
        *([_("Where several factors moved together in the sweep, the fit cannot tell which of them did it; off their common line nothing is told.")]
          if plan.sampler.method == "table" else []),
        _("What moves is the plan's factors alone; all else is as in the sweep. Levers act in every policy but the reference, assumptions in all of them."),
        _("It says what the model says. Whether the model is right is another question; levels are worth less than differences, and it gives no advice."),
        *without(explored),
    ]  # fmt: skip


def grounds(explored: Explored, fresh: Fresh) -> list[tuple[str, str]]:
    """Where it comes from: names and values."""
    plan, card = explored.found.plan, explored.found.card
    last = plan.first_world + plan.worlds - 1
    many = len(fresh.values) if fresh.totals is not None else 0
    return [
        (_("plan"), f"{titled(plan.title, plan.title_zh)} ({plan.name})"), (_("district"), plan.district), *([] if plan.sample is None else [(_("sample"), percent(plan.sample))]),
        (_("policies"), "; ".join(policy_words(policy) for policy in explored.found.policies)),
        (_("points of the sweep"), _("{points}, drawn by {method}").format(points=figure(len(explored.values), 0), method=plan.sampler.method)), (_("length in months"), str(plan.months)),
        (_("worlds"), _("{worlds} at each point: {first} to {last}").format(worlds=plan.worlds, first=plan.first_world, last=last)),
        (_("fresh worlds"), _("{worlds} at each of {points} points, from {first} on").format(worlds=fresh.worlds, points=many, first=fresh.first_world) if many else _("not used")),
        (_("seed"), str(plan.seed)), (_("ensemble"), _("not used") if plan.ensemble == NO_ENSEMBLE else plan.ensemble), (_("model"), str(card["model"])),
        (_("digest of the sweep"), explored.found.digest[:16]),
        *([(_("simulator"), str(card["simulator"]["name"]))] if card.get("simulator") else []),
    ]  # fmt: skip


def again(explored: Explored, command: str) -> list[str]:
    """The commands that make it again."""
    made = explored.found.manifest or {}
    first = str(made.get("command") or "") or f"inspectorate sweep {shlex.quote(explored.found.plan.name)} --out {shlex.quote(str(explored.found.folder))}"
    return [passed_on(first), passed_on(command)]


def told(explored: Explored, fresh: Fresh, errors: Errors) -> list[str]:
    """What the terminal says."""
    lines = [measured(explored, fresh, errors)]
    for fitted in explored.fits:
        found = [(kind, error) for kind in ("difference", "level") if (error := errors.get((fitted.outcome, fitted.policy, kind))) is not None]
        if found:
            title, unit, scale = outcome_title(explored, fitted.outcome)
            whole = _("{outcome}, {unit}").format(outcome=title, unit=unit) if unit else title
            parts = _("; ").join(_off(kind, error, scale) for kind, error in found)
            lines.append(_("{outcome} ({policy}): {parts}.").format(outcome=whole, policy=policy_words(fitted.policy), parts=parts))
    return lines + without(explored)


def _off(kind: str, error: Error, scale: float) -> str:
    sizes = {"size": figure(error.rmse * scale), "share": _share(error), "chance": figure(error.chance * scale)}
    text = (_("the difference is off by {size} ({share} of the level), of which chance alone makes {chance}") if kind == "difference" else
            _("the level is off by {size} ({share}), of which chance alone makes {chance}")).format(**sizes)  # fmt: skip
    return text if error.within is None else text + _(", {within} of {all} within the interval").format(within=error.within, all=error.points)


def records(explored: Explored, errors: Errors) -> list[dict[str, Any]]:
    """A record for each response, in the outcome's own unit, for programs."""
    return [{"outcome": fitted.outcome, "policy": fitted.policy, "what": kind, "points": fitted.used, "degree": fit.basis.degree, "explained": fit.explained,
             **({} if (error := errors.get((fitted.outcome, fitted.policy, kind))) is None else {
                 "fresh_points": error.points, "rmse": error.rmse, "bias": error.bias, "chance": error.chance, "level": error.size, "within": error.within})}
            for fitted, kind, fit in responses(explored)]  # fmt: skip
