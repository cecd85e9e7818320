"""Phrases that several sentences are made of: names, counts, an effect with its interval, the correction."""

from __future__ import annotations

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import HEADLINE_OUTCOME
from experiments.running.replicates import counted
from experiments.text.formatting import decimals, figure, percent, span
from experiments.text.messages import _


def named(comparison: ComparisonData, policy: str) -> str:
    """``Title (name)``, or the name alone where the title says nothing more."""
    title = comparison.title(policy)
    return policy if title.lower() == policy.lower() else _("{title} ({name})").format(title=title, name=policy)


def policies_counted(count: int) -> str:
    """``1 policy``, ``6 policies``."""
    return _("1 policy") if count == 1 else _("{n} policies").format(n=count)


def years_counted(years: float) -> str:
    """``1 year``, ``2.5 years``."""
    return _("1 year") if years == 1 else _("{n} years").format(n=f"{years:.3g}")


def worlds_counted(comparison: ComparisonData) -> str:
    """``1 world``, ``20 worlds``, ``28 districts (one world)``: what was repeated."""
    return counted(comparison.worlds, comparison.over)


def effect(comparison: ComparisonData, policy: str) -> str:
    """``0.41 expected deaths a year fewer (95 % interval 0.22 to 0.60; 16 % of today's 2.5)``."""
    row = comparison.row(policy, HEADLINE_OUTCOME)
    sign = -1.0 if row.difference < 0 else 1.0
    ends = sorted(sign * end for end in (row.low, row.high) if end is not None)
    size = sign * row.difference
    places = decimals([size, *ends])
    facts = []
    if ends:
        facts.append(_("95 % interval {interval}").format(interval=span(ends[0], ends[1], places, signed=False)))
    if row.simultaneous is not None and len(comparison.policies) > 1:
        low, high = sorted(sign * end for end in row.simultaneous)
        facts.append(_("for all {k} policies at once {interval}").format(
            k=len(comparison.policies), interval=span(low, high, places, signed=False)))  # fmt: skip
    if row.baseline_mean:
        facts.append(
            _("{percent} of the baseline's {level}").format(
                percent=percent(size / row.baseline_mean), level=figure(row.baseline_mean)
            )
        )
    text = (
        _("{size} expected deaths a year fewer ({facts})")
        if sign < 0
        else _("{size} expected deaths a year more ({facts})")
    )
    return text.format(size=figure(size, places), facts=_("; ").join(facts))


def correction(comparison: ComparisonData) -> str:
    """The words for the correction, by the number of policies compared."""
    count = len(comparison.policies)
    if count == 1:
        return _("the only policy compared, so nothing to correct for")
    return _("holds after correction for {k} policies").format(k=count)
