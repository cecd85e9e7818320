"""The sentences of a verdict: what was found, how surely, and what it does not tell.

They keep promises: no ranking without the number of policies compared, no claim without its
correction, no interval under ten worlds.
"""

from __future__ import annotations

import math

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import HEADLINE_OUTCOME
from experiments.comparison.ranking import (
    LEAST_EFFECT,
    candidates,
    deaths,
    effect_bound,
    holds,
    lowers,
    raises,
    singles,
    slight,
    winner,
)
from experiments.comparison.words import doubt, own_policies
from experiments.comparison.words.largest import largest
from experiments.comparison.words.phrases import (
    alone,
    effect,
    named,
    policies_counted,
    replicates_counted,
    short_names,
    worlds_counted,
    worlds_with_sets,
    years_each,
)
from experiments.comparison.words.precision import stopped
from experiments.comparison.words.rows import worlds_in_words
from experiments.comparison.words.turns import hanging, hanging_others
from experiments.comparison.words.value_for_money import best_value, missing
from experiments.running.replicates import counted
from experiments.statistics.intervals import MIN_WORLDS, together, worlds_needed
from experiments.text.formatting import percent
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
    first = winner(comparison)
    leading = _nothing_holds(comparison, candidates(comparison)[0]) if first is None else largest(comparison, first)
    rest = (best_value(comparison, first), _bundle_sentence(comparison), _worse(comparison), _unclear(comparison), doubt.turned_others(comparison),
            hanging_others(comparison, first or candidates(comparison)[0]), missing(comparison), stopped(comparison))  # fmt: skip
    return [leading, *(text for text in rest if text)]


def setting(comparison: ComparisonData) -> str:
    """What was compared, on what."""
    plan = comparison.plan
    text = _("{district}: {k} compared with the baseline on the same {worlds}.").format(
        district=titled(plan.district.title, plan.district.title_zh) or plan.district.name,
        k=policies_counted(len(comparison.policies)),
        worlds=years_each(worlds_counted(comparison), comparison.worlds > 1, plan.years),
    )
    return sentences(text, own_policies.settings(comparison), doubt.under_which(comparison))


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
        if len(order) == 1 or slight(comparison, first)
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
        text = sentences(text, _fall(comparison, first), doubt.sources(comparison, first), doubt.turned(comparison, first))
        needed = needed and needed * (NEIGHBOURS if comparison.interval_over == "sets" else 1)
        if needed is not None and comparison.worlds < needed <= _available(comparison):
            text = sentences(text, _("About {n} would tell it apart.").format(n=worlds_with_sets(comparison, needed)))
    return sentences(text, hanging(comparison, first))


def _fall(comparison: ComparisonData, first: str) -> str:
    """The largest fall, which is not called so where it is slight."""
    text = _("The largest fall is that of {policy}: {effect}.")
    if slight(comparison, first):
        text = _("No fall reaches {least} of the baseline's expected deaths; {policy}: {effect}.")
    if len(candidates(comparison)) == 1:
        text = _("{policy}: {effect}.")
    return text.format(policy=named(comparison, first), effect=effect(comparison, first), least=_("{n} %").format(n=f"{100 * LEAST_EFFECT:g}"))


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
