"""Whether a simulated figure agrees with a published one, by the band that the trial file set beforehand."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from experiments.studies.trials.estimators.estimate import Estimate
from experiments.text.formatting import bare, figure, percent, span
from experiments.text.messages import _
from scenarios.schema.trial_estimands import Band, Estimand


@dataclass(frozen=True)
class Verdict:
    """``passes`` is None where no band was set: the row is reported and not judged.  ``reasons`` say why it fails."""

    passes: bool | None
    reasons: tuple[str, ...] = ()


def judge(estimand: Estimand, found: Estimate, as_published: Estimate | None = None) -> Verdict:
    """Hold ``found`` (the mean over worlds) against the band: range, sign, significance.

    A test that must come out insignificant is meant at the study's own size: ``as_published``, if it was run.
    """
    band = estimand.band
    if band is None:
        return Verdict(None)
    if not math.isfinite(found.value):
        return Verdict(False, (_("could not be estimated: {why}").format(why=found.note),))
    reasons = [*_range(band, found), *_sign(band, found), *_significance(band, found, as_published or found)]
    return Verdict(not reasons, tuple(reasons))


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
