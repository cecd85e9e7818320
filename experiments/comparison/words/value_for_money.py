"""Value for money in the head of a verdict: who has the highest net benefit, or that nothing is said of money and why."""

from __future__ import annotations

from experiments.comparison.data import ComparisonData
from experiments.comparison.ranking import ahead, by_net_benefit, candidates
from experiments.comparison.words.appraisal import worth
from experiments.comparison.words.numbers import told_money
from experiments.comparison.words.phrases import named, policies_counted, short_name, short_names, with_interval
from experiments.running.replicates import counted
from experiments.statistics.sets import HEADLINE_SETS
from experiments.text.formatting import money_scale, span_of
from experiments.text.labels import NET_BENEFIT
from experiments.text.messages import _, sentences

MARK = "*"
"""Beside a table of money from fewer sets than a headline about it needs."""


def marked(comparison: ComparisonData, title: str) -> str:
    """The title of a table or column of money, with the mark where there are too few sets for a headline."""
    return title if comparison.tells_money else f"{title} {MARK}"


def missing(comparison: ComparisonData) -> str:
    """What a headline about money, and about turning signs, still needs; empty where nothing is missing."""
    if comparison.tells_money:
        return ""
    return _("Nothing is said here of cost per death averted, net benefit or value for money, nor of the parameters at which a sign turns: that needs {least} "
             "sets of assumptions, and this run has {n}. The tables mark their money with {mark}.").format(least=HEADLINE_SETS, n=comparison.sets, mark=MARK)  # fmt: skip


def note(comparison: ComparisonData) -> list[str]:
    """What the mark means, for how to read the tables."""
    if comparison.tells_money or not comparison.policies:
        return []
    return [_("{mark} From {sets}, fewer than the {least} that a statement about money needs: what a policy costs and is worth hangs on the assumptions "
              "more than on chance. Use --worlds {worlds} with an ensemble of so many sets.").format(
        mark=MARK, sets=counted(comparison.sets, "sets"), least=HEADLINE_SETS, worlds=2 * HEADLINE_SETS)]  # fmt: skip


def best_value(comparison: ComparisonData, shown: str | None) -> str:
    """Who of several has the highest net benefit, where that is told apart; ``shown`` is the policy whose worth was told before.

    Empty of one policy, and under ``HEADLINE_SETS`` sets.
    """
    if not comparison.tells_money or len(candidates(comparison)) < 2:
        return ""
    order = by_net_benefit(comparison)
    left_out = [name for name in candidates(comparison) if name not in order]
    aside = _("Left out, since not all they do has a price: {policies}.").format(policies=short_names(comparison, left_out)) if left_out else ""
    return sentences(_best(comparison, order, shown), aside)


def _best(comparison: ComparisonData, order: list[str], shown: str | None) -> str:
    if not order or not _above_zero(comparison, order[0]):
        return _("Best value for money: not told apart. No net benefit above zero holds after correction for {k}.").format(
            k=policies_counted(len(comparison.policies)))  # fmt: skip
    first, others = order[0], order[1:]
    equals = [name for name in others if not ahead(comparison, first, name).clear]
    if equals:
        return _("Best value for money: not told apart. {policy} has the highest net benefit, and not told apart from it: {others}.").format(
            policy=named(comparison, first), others=short_names(comparison, equals))  # fmt: skip
    lead = sentences(_("Best value for money, by net benefit: {policy}.").format(policy=named(comparison, first)),
                     _lead(comparison, first, others[0]) if others else "")  # fmt: skip
    return lead if first == shown else sentences(lead, worth(comparison, first))


def _above_zero(comparison: ComparisonData, policy: str) -> bool:
    row = comparison.row(policy, NET_BENEFIT)
    return row.told_apart and row.difference > 0


def _lead(comparison: ComparisonData, first: str, second: str) -> str:
    pair = ahead(comparison, first, second)
    assert pair.low is not None and pair.high is not None
    found = told_money([pair.mean, pair.low, pair.high])
    assert found.interval is not None
    yuan = money_scale()[1]
    return _("Its net benefit exceeds that of the next, {policy}, by {size} {yuan} a year ({interval}).").format(
        policy=short_name(comparison, second), size=found.size(signed=False), yuan=yuan,
        interval=with_interval(comparison, span_of(*found.interval, yuan, found.places)))  # fmt: skip
