"""The policy with the largest effect of those compared, in sentences: its effect, how sure that is, what it costs and is worth."""

from __future__ import annotations

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import HEADLINE_OUTCOME
from experiments.comparison.ranking import LEAST_EFFECT, candidates, lowers, slight, tied
from experiments.comparison.words import doubt
from experiments.comparison.words.appraisal import worth
from experiments.comparison.words.costs import cost_in_full
from experiments.comparison.words.phrases import correction, effect, named, shown_name
from experiments.comparison.words.rivals import beside
from experiments.comparison.words.rows import worlds_in_words
from experiments.comparison.words.turns import hanging
from experiments.text.labels import COST_PER_DEATH
from experiments.text.messages import _, sentences


def largest(comparison: ComparisonData, first: str) -> str:
    """All that is said of ``first``, the candidate that averts most of those whose effect holds."""
    order = candidates(comparison)
    text = _pattern(comparison, order, first).format(
        policy=named(comparison, first),
        k=len(comparison.policies),
        among=_among(comparison, order, first),
        effect=effect(comparison, first),
        worlds=worlds_in_words(comparison.row(first, HEADLINE_OUTCOME)),
        correction=correction(comparison),
        least=_("{n} %").format(n=f"{100 * LEAST_EFFECT:g}"),
    )
    text = sentences(text, doubt.sources(comparison, first), doubt.turned(comparison, first), hanging(comparison, first))
    return sentences(text, _money(comparison, first), beside(comparison, first, tied(comparison, first)))


def _pattern(comparison: ComparisonData, order: list[str], first: str) -> str:
    if len(comparison.policies) == 1:
        return _("{policy} averts expected deaths: {effect}; {worlds}; {correction}.")
    if len(order) == 1:  # nothing is the largest of one
        return _("{policy}, the only single one of {k} policies compared, averts expected deaths: {effect}; {worlds}; {correction}.")
    if slight(comparison, first):
        return _("{policy} averts expected deaths, by less than {least} of the baseline's, too little to be called the largest effect: {effect}; {worlds}; "
                 "{correction}.")  # fmt: skip
    if first != order[0]:  # another averts more on the mean, but its effect does not hold
        return _("Largest effect that holds: {policy}. {among} {effect}; {worlds}; {correction}.")
    if len(order) < len(comparison.policies):  # a bundle of them may have a larger one
        return _("Largest effect of the single policies compared: {policy}. {among} {effect}; {worlds}; {correction}.")
    return _("Largest effect of those compared: {policy}. {among} {effect}; {worlds}; {correction}.")


def _among(comparison: ComparisonData, order: list[str], first: str) -> str:
    """Of how many it is the first."""
    if first != order[0]:
        if sum(lowers(comparison, name) for name in order) == 1:
            return _("Of the single policies of {k} compared it is the only one whose effect holds:").format(k=len(comparison.policies))
        return _("Of the single policies of {k} compared whose effect holds it averts the most expected deaths:").format(
            k=len(comparison.policies))  # fmt: skip
    if len(order) == len(comparison.policies):
        return _("Of {k} policies compared it averts the most expected deaths:").format(k=len(order))
    return _(
        "Of {k} policies compared, {s} of them single, it averts the most expected deaths of the single ones:"
    ).format(k=len(comparison.policies), s=len(order))


def _money(comparison: ComparisonData, first: str) -> str:
    """What it costs and is worth, where there are sets enough for that."""
    if not comparison.tells_money:
        return ""
    cost = _("Cost per death averted: {words}.").format(
        words=cost_in_full(comparison.row(first, COST_PER_DEATH), shown_name(comparison)))  # fmt: skip
    return sentences(cost, worth(comparison, first))
