"""Where a simulated figure lies against the band that the trial file set beforehand, and whether it can be told at all."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from experiments.studies.trials.estimators.estimate import Estimate
from experiments.text.formatting import bare, figure, percent, span
from experiments.text.messages import _
from scenarios.schema.trial_estimands import Band, Estimand

State = Literal["inside", "outside", "not determined", "not judged"]


@dataclass(frozen=True)
class Verdict:
    """``reasons`` say why a figure is outside, or why it cannot be told."""

    state: State
    reasons: tuple[str, ...] = ()

    @property
    def passes(self) -> bool | None:
        """Whether it counts as inside: what is not determined does not; None where no band was set, so that nothing is judged."""
        return None if self.state == "not judged" else self.state == "inside"


def judge(estimand: Estimand, found: Estimate, at_published_size: Estimate | None = None) -> Verdict:
    """Hold ``found`` (the mean over worlds) against the band: range, sign, significance.

    A ratio whose denominator is not told apart from zero, and an order that holds neither in the band's share of the worlds nor
    in as few as its rest, are not determined.  A test that must be insignificant is meant at the study's own size:
    ``at_published_size``, if it was run.
    """
    band = estimand.band
    if band is None:
        return Verdict("not judged")
    if not math.isfinite(found.value):
        return Verdict("not determined", (_("could not be estimated: {why}").format(why=found.note),))
    if found.undetermined:
        return Verdict("not determined", (found.undetermined,))
    if estimand.unit == "yes or no" and math.isfinite(found.sign_share):
        return _order(band, found.sign_share)
    reasons = [*_range(band, found), *_sign(band, found), *_significance(band, found, at_published_size or found)]
    return Verdict("outside" if reasons else "inside", tuple(reasons))


def inside_share(estimand: Estimand, found: Estimate) -> float:
    """The share of the worlds (each under parameters of its own, with chance of its own) that lie inside the band by their own figure.

    nan where no band was set, or where only all worlds together identify the figure.
    """
    band = estimand.band
    if band is None or not len(found.per_world):
        return math.nan
    if band.low is None and band.high is None:
        return found.sign_share
    low, high = (-math.inf if band.low is None else band.low), (math.inf if band.high is None else band.high)
    return float(((found.per_world >= low) & (found.per_world <= high)).mean())


def _order(band: Band, share: float) -> Verdict:
    """By the share of the worlds in which an order or a shape holds; a band that wants 0 wants it not to hold."""
    wanted = band.low is not None and band.low > 0
    kept = share if wanted else 1 - share
    if kept >= band.order_share:
        return Verdict("inside")
    reason = _("holds in {share} of the worlds, {least} needed") if wanted else _("holds in {share} of the worlds, at most {least} wanted")
    told = reason.format(share=percent(share), least=percent(band.order_share if wanted else 1 - band.order_share))
    return Verdict("outside" if 1 - kept >= band.order_share else "not determined", (told,))


def _range(band: Band, found: Estimate) -> Iterable[str]:
    if band.low is not None and found.value < band.low:
        yield _("{value} is below the band's {limit}").format(value=figure(found.value), limit=bare(band.low))
    if band.high is not None and found.value > band.high:
        yield _("{value} is above the band's {limit}").format(value=figure(found.value), limit=bare(band.high))


def _sign(band: Band, found: Estimate) -> Iterable[str]:
    if band.sign == "none":
        return
    # Without a share the sign was not seen in any world.
    share = found.sign_share if math.isfinite(found.sign_share) else 0.0
    if share < band.sign_share:
        text = (
            _("negative in {share} of the worlds, {least} needed")
            if band.sign == "negative"
            else _("positive in {share} of the worlds, {least} needed")
        )
        yield text.format(share=percent(share), least=percent(band.sign_share))


def _significance(band: Band, found: Estimate, small: Estimate) -> Iterable[str]:
    if band.p_below is not None and not found.p < band.p_below:
        yield _("not significant: p {p}, below {limit} needed").format(p=p_words(found.p), limit=bare(band.p_below))
    if band.p_above is not None and not small.p > band.p_above:
        yield _("significant where it must not be: p {p}, above {limit} needed").format(p=p_words(small.p), limit=bare(band.p_above))


def p_words(p: float) -> str:
    """A p-value with as many digits as it carries."""
    return "-" if not math.isfinite(p) else "< 0.001" if p < 0.001 else f"{p:.3f}"


def band_words(band: Band | None) -> str:
    """The band in a few signs."""
    if band is None:
        return ""
    low, high = band.low, band.high
    parts = []
    if low is not None and high is not None:
        parts.append(span(low, high, signed=False) if low != high else bare(low))
    elif low is not None:
        parts.append(_("at least {n}").format(n=bare(low)))
    elif high is not None:
        parts.append(_("at most {n}").format(n=bare(high)))
    if band.p_below is not None:
        parts.append(f"p < {bare(band.p_below)}")
    if band.p_above is not None:
        parts.append(f"p > {bare(band.p_above)}")
    if not parts:
        parts.append(_("negative") if band.sign == "negative" else _("positive"))
    return _(", ").join(parts)
