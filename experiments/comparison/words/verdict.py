"""The sentences of a verdict: what was found, how surely, and what it does not tell.

They keep promises: no ranking without the number of policies compared, no claim without its
correction, no interval under ten worlds.
"""

from __future__ import annotations

import math

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import HEADLINE_OUTCOME
from experiments.comparison.ranking import (
    candidates,
    deaths,
    effect_bound,
    holds,
    lowers,
    raises,
    singles,
    tied,
    winner,
)
from experiments.comparison.words import doubt
from experiments.comparison.words.costs import cost_in_full
from experiments.comparison.words.phrases import (
    alone,
    correction,
    effect,
    named,
    policies_counted,
    replicates_counted,
    short_names,
    shown_name,
    worlds_counted,
    worlds_with_sets,
    years_each,
)
from experiments.comparison.words.precision import stopped
from experiments.comparison.words.rivals import beside
from experiments.comparison.words.rows import worlds_in_words
from experiments.comparison.words.worth import worth
from experiments.running.replicates import counted
from experiments.statistics.intervals import MIN_WORLDS, together, worlds_needed
from experiments.text.formatting import percent
from experiments.text.labels import COST_PER_DEATH
from experiments.text.messages import _, sentences, titled
from scenarios.ensembles import NEIGHBOURS


def headline(comparison: ComparisonData) -> list[str]:
    """The finding in sentences, the most important first."""
    if not comparison.worlds:
        return [_("No world could be completed; see failures.csv.")]
    if not comparison.policies:
        return [_("Only the baseline was run: name at least one policy to compare it with.")]
    if not comparison.tells_intervals:
        return [_small_sample(comparison)]
    sentences = [_first_to_try(comparison)]
    rest = (_bundle_sentence(comparison), _worse(comparison), _unclear(comparison), doubt.turned_others(comparison),
            stopped(comparison))  # fmt: skip
    return sentences + [text for text in rest if text]


def setting(comparison: ComparisonData) -> str:
    """What was compared, on what."""
    plan = comparison.plan
    text = _("{district}: {k} compared with the baseline on the same {worlds}.").format(
        district=titled(plan.district.title, plan.district.title_zh) or plan.district.name,
        k=policies_counted(len(comparison.policies)),
        worlds=years_each(worlds_counted(comparison), comparison.worlds > 1, plan.years),
    )
    return sentences(text, doubt.under_which(comparison))


def _small_sample(comparison: ComparisonData) -> str:
    order = candidates(comparison)
    first = order[0]
    row = comparison.row(first, HEADLINE_OUTCOME)
    if comparison.worlds >= MIN_WORLDS:
        return _few_sets(comparison, first)
    facts = {"n": worlds_counted(comparison), "k": len(order), "policy": named(comparison, first)}
    if row.difference >= 0:
        text = (
            _("{n}: no interval under ten. In this sample {policy} does not lower the expected deaths; "
              "run ten worlds or more before you rely on it.")
            if len(order) == 1
            else _("{n}: no interval under ten. In this sample none of the {k} single policies lowers the expected deaths; "
                   "run ten worlds or more before you rely on it.")
        )  # fmt: skip
        return text.format(**facts)
    text = (
        _("{n}: no interval under ten. In this sample {policy}: {effect}, {worlds}. Run ten worlds or more before you "
          "rely on it.")
        if len(order) == 1
        else _("{n}: no interval under ten. In this sample {policy} averts the most expected deaths of the {k} single "
               "policies: {effect}, {worlds}. Run ten worlds or more before you rely on it.")
    )  # fmt: skip
    return text.format(**facts, effect=effect(comparison, first), worlds=worlds_in_words(row))


def _few_sets(comparison: ComparisonData, first: str) -> str:
    """Worlds enough, but of too few sets of parameters."""
    row = comparison.row(first, HEADLINE_OUTCOME)
    return sentences(
        _("{n}: no interval under five.").format(n=counted(comparison.batch.replicates, "sets")),
        _("In this sample {policy}: {effect}, {worlds}. Use an ensemble of more sets before you rely on it.").format(
            policy=named(comparison, first), effect=effect(comparison, first), worlds=worlds_in_words(row)),
    )  # fmt: skip


def _first_to_try(comparison: ComparisonData) -> str:
    order = candidates(comparison)
    first = winner(comparison)
    if first is None:
        return _nothing_holds(comparison, order[0])
    pattern = _("To try first: {policy}. {among} {effect}; {worlds}; {correction}.")
    if len(comparison.policies) == 1:
        pattern = _("{policy} averts expected deaths: {effect}; {worlds}; {correction}.")
    elif len(order) == 1:  # nothing is first of one
        pattern = _("{policy}, the only single one of {k} policies compared, averts expected deaths: {effect}; {worlds}; {correction}.")
    text = pattern.format(
        policy=named(comparison, first),
        k=len(comparison.policies),
        among=_among(comparison, order, first),
        effect=effect(comparison, first),
        worlds=worlds_in_words(comparison.row(first, HEADLINE_OUTCOME)),
        correction=correction(comparison),
    )
    text = sentences(text, doubt.sources(comparison, first), doubt.turned(comparison, first))
    cost = _("Cost per death averted: {words}.").format(
        words=cost_in_full(comparison.row(first, COST_PER_DEATH), shown_name(comparison)))  # fmt: skip
    return sentences(text, cost, worth(comparison, first), beside(comparison, first, tied(comparison, first)))


def _among(comparison: ComparisonData, order: list[str], first: str) -> str:
    """Of how many it is the first."""
    if first != order[0]:  # another averts more on the mean, but its effect does not hold
        if sum(lowers(comparison, name) for name in order) == 1:
            return _("Of the single policies of {k} compared it is the only one whose effect holds:").format(k=len(comparison.policies))
        return _("Of the single policies of {k} compared whose effect holds it averts the most expected deaths:").format(
            k=len(comparison.policies))  # fmt: skip
    if len(order) == len(comparison.policies):
        return _("Of {k} policies compared it averts the most expected deaths:").format(k=len(order))
    return _(
        "Of {k} policies compared, {s} of them single, it averts the most expected deaths of the single ones:"
    ).format(k=len(comparison.policies), s=len(order))


def _nothing_holds(comparison: ComparisonData, first: str) -> str:
    row = comparison.row(first, HEADLINE_OUTCOME)
    level = together(comparison.batch.level, len(comparison.policies))
    needed = worlds_needed(deaths(comparison, first) - deaths(comparison, comparison.batch.policies[0]), level)
    if len(comparison.policies) == 1:
        pattern = _("The difference in expected deaths is not told apart from zero on {n}; {alone}.")
        if raises(comparison, first):
            pattern = _("The policy compared does not lower expected deaths on {n}; {alone}.")
    elif any(lowers(comparison, name) for name in comparison.policies):
        pattern = _("No single policy lowers expected deaths so that it holds after correction for {k} on {n}.")
    elif any(raises(comparison, name) for name in comparison.policies):
        pattern = _("No policy compared lowers expected deaths so that it holds after correction for {k} on {n}.")
    else:
        pattern = _("No difference in expected deaths holds after correction for {k} on {n}.")
    text = pattern.format(k=policies_counted(len(comparison.policies)), n=replicates_counted(comparison), alone=alone())
    if row.difference < 0:
        largest = _("{policy}: {effect}.") if len(candidates(comparison)) == 1 else _("The largest fall is that of {policy}: {effect}.")
        fall = largest.format(policy=named(comparison, first), effect=effect(comparison, first))
        text = sentences(text, fall, doubt.sources(comparison, first), doubt.turned(comparison, first))
        needed = needed and needed * (NEIGHBOURS if comparison.interval_over == "sets" else 1)
        if needed is not None and comparison.worlds < needed <= _available(comparison):
            text = sentences(text, _("About {n} would tell it apart.").format(n=worlds_with_sets(comparison, needed)))
    return text


def _available(comparison: ComparisonData) -> float:
    """Worlds or districts that there are to be had: a region has only so many districts, an ensemble so many sets."""
    region, ensemble = comparison.plan.region, comparison.plan.ensemble
    if ensemble is not None and comparison.over == "worlds":
        return NEIGHBOURS * ensemble.sets
    return region.all_units if region is not None and comparison.over == "districts" else math.inf


def _bundle_sentence(comparison: ComparisonData) -> str:
    good = [name for name in comparison.ranking if name in comparison.bundles and lowers(comparison, name)]
    if not good or not singles(comparison):
        return ""
    return _("Several together, {policy}: {effect}; {worlds}.").format(
        policy=named(comparison, good[0]),
        effect=effect(comparison, good[0]),
        worlds=worlds_in_words(comparison.row(good[0], HEADLINE_OUTCOME)),
    )


def _worse(comparison: ComparisonData) -> str:
    bad = [name for name in comparison.policies if raises(comparison, name)]
    if not bad:
        return ""
    text = _("More expected deaths than the baseline: {policies}.") if len(comparison.policies) == 1 else _(
        "More expected deaths than the baseline, after correction: {policies}.")  # fmt: skip
    return text.format(policies=short_names(comparison, bad))


def _unclear(comparison: ComparisonData) -> str:
    """Who is not told apart from the baseline, and how much room that leaves: "not told apart" is not "no effect"."""
    rest = [name for name in comparison.ranking if not holds(comparison, name)]
    share = effect_bound(comparison, rest)
    bound = "" if share is None else _("any effect is under about {percent} of the baseline's").format(
        percent=percent(max(share, 0.001)))  # fmt: skip
    if not rest:
        return ""
    if len(rest) == len(comparison.policies):
        return _("By the intervals {bound}.").format(bound=bound) if bound else ""
    text = _("Not told apart from the baseline in expected deaths: {policies}").format(policies=short_names(comparison, rest))
    return _("{text}.").format(text=_("; ").join(part for part in (text, bound) if part))
