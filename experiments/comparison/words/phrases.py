"""Phrases that several sentences are made of: names, counts, an effect with its interval, the correction."""

from __future__ import annotations

from collections.abc import Iterable

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import HEADLINE_OUTCOME
from experiments.comparison.words.numbers import told
from experiments.running.replicates import counted
from experiments.text.formatting import figure, percent
from experiments.text.labels import title_with_name
from experiments.text.messages import _, enumerated, language, titled
from scenarios.ensembles import NEIGHBOURS
from simulation.policy import Policy


def named(comparison: ComparisonData, policy: str) -> str:
    """``Title (name)``, or the name alone where the title says nothing more."""
    return titled_policy(comparison.plan.policies[comparison.batch.row(policy)])


def titled_policy(policy: Policy) -> str:
    """The same of a policy itself."""
    title = titled(policy.title, policy.title_zh) or policy.name
    if title.lower() == policy.name.lower():
        return policy.name
    return title if language() == "zh" else title_with_name(title, policy.name)


def short_name(comparison: ComparisonData, policy: str) -> str:
    """What a policy is called among others in a sentence: its name, in Chinese its title."""
    return comparison.title(policy) if language() == "zh" else policy


def short_names(comparison: ComparisonData, policies: Iterable[str]) -> str:
    """Several of them in a row."""
    return enumerated(short_name(comparison, name) for name in policies)


def policies_counted(count: int) -> str:
    """``1 policy``, ``6 policies``."""
    return _("1 policy") if count == 1 else _("{n} policies").format(n=count)


def years_counted(years: float) -> str:
    """``1 year``, ``2.5 years``."""
    return _("1 year") if years == 1 else _("{n} years").format(n=f"{years:.3g}")


def worlds_counted(comparison: ComparisonData) -> str:
    """``1 world``, ``20 worlds (10 sets of assumptions)``, ``28 districts (one world)``: what was repeated."""
    text = counted(comparison.worlds, comparison.over)
    if comparison.interval_over != "sets":
        return text
    return _("{worlds} ({sets})").format(worlds=text, sets=counted(comparison.batch.replicates, "sets"))


def replicates_counted(comparison: ComparisonData) -> str:
    """``20 worlds``, or ``10 sets of assumptions`` where worlds share them: what a finding is judged over."""
    return counted(comparison.batch.replicates, comparison.interval_over)


def worlds_with_sets(comparison: ComparisonData, count: int) -> str:
    """``40 worlds``; where two share a set of assumptions ``40 worlds (20 sets of assumptions)``."""
    text = counted(count, comparison.over)
    if comparison.interval_over != "sets":
        return text
    return _("{worlds} ({sets})").format(worlds=text, sets=counted(-(-count // NEIGHBOURS), "sets"))


def interval_name(comparison: ComparisonData) -> str:
    """What the intervals are called: over districts that are all in the run they are no doubt about others."""
    return _("range by the spread over districts") if comparison.whole else _("95 % interval")


def shown_name(comparison: ComparisonData) -> str:
    """What the intervals of tables and figures are called: with several policies they hold for all at once."""
    if len(comparison.policies) < 2:
        return interval_name(comparison)
    pattern = _("range for all {k} policies at once") if comparison.whole else _("95 % interval for all {k} policies at once")
    return pattern.format(k=len(comparison.policies))


def with_interval(comparison: ComparisonData, interval: str) -> str:
    """``95 % interval 0.22 to 0.60``."""
    return _("{name} {interval}").format(name=interval_name(comparison), interval=interval)


def effect(comparison: ComparisonData, policy: str) -> str:
    """``0.41 expected deaths a year fewer (difference -0.41, 95 % interval -0.60 to -0.22; 16 % of today's 2.5)``.

    The interval counts as the table does, policy minus baseline, so that nobody reads it against the number before it.
    """
    row = comparison.row(policy, HEADLINE_OUTCOME)
    found, facts = told(row), []
    if row.low is not None:
        facts.append(_("difference {difference}, {interval}").format(
            difference=found.size(), interval=with_interval(comparison, found.span(row.low, row.high))))  # fmt: skip
    if found.interval is not None and len(comparison.policies) > 1:
        facts.append(_("for all {k} policies at once {interval}").format(k=len(comparison.policies), interval=found.span(*found.interval)))
    if row.baseline_mean:
        facts.append(_("{percent} of the baseline's {level}").format(
            percent=percent(abs(row.difference) / row.baseline_mean), level=figure(row.baseline_mean)))  # fmt: skip
    text = _("{size} expected deaths a year fewer ({facts})") if row.difference < 0 else _("{size} expected deaths a year more ({facts})")
    return text.format(size=found.size(signed=False), facts=_("; ").join(facts))


def correction(comparison: ComparisonData) -> str:
    """The words for the correction, by the number of policies compared."""
    count = len(comparison.policies)
    return alone() if count == 1 else _("holds after correction for {k} policies").format(k=count)


def alone() -> str:
    """What stands in the place of the correction where one policy was compared."""
    return _("the only policy compared, so nothing to correct for")


def years_each(count: str, many: bool, years: float) -> str:
    """``12 worlds of 2 years each``, ``1 world of 2 years``: what was run, and how long."""
    pattern = _("{count} of {years} each") if many else _("{count} of {years}")
    return pattern.format(count=count, years=years_counted(years))
