"""The finding of a comparison in one line, for the title of a figure."""

from __future__ import annotations

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import HEADLINE_OUTCOME
from experiments.comparison.ranking import candidates, lowers, slight, tied, winner
from experiments.comparison.words.numbers import told
from experiments.comparison.words.phrases import policies_counted, replicates_counted, worlds_counted
from experiments.running.replicates import some
from experiments.text.messages import _

NAMED_IN_TITLE = 2
"""A title has room for so many names; more are counted."""


def short_finding(comparison: ComparisonData) -> str:
    """One line for the title of a figure."""
    count, worlds = len(comparison.policies), replicates_counted(comparison)
    if not comparison.tells_intervals:
        return _("{n}: too few for intervals; {k} compared with the baseline").format(n=worlds_counted(comparison), k=policies_counted(count))
    first = winner(comparison)
    if first is None and count == 1:
        return _("\"{policy}\" does not clearly lower expected deaths on {n}").format(
            policy=comparison.title(comparison.policies[0]), n=worlds
        )
    if first is None and len(candidates(comparison)) == 1:
        return _("\"{policy}\", the only single policy of {k} compared, does not clearly lower expected deaths on {n}").format(
            policy=comparison.title(candidates(comparison)[0]), k=count, n=worlds
        )
    if first is None:
        return _("No single policy of {k} compared clearly lowers expected deaths on {n}").format(k=count, n=worlds)
    order, equals = candidates(comparison), tied(comparison, first)
    pattern = _("\"{policy}\" averts {size} expected deaths a year, fewer in {worlds}")
    if slight(comparison, first):  # too little to be called the most
        return _told(comparison, pattern, first, equals)
    if equals:
        pattern = _("\"{policy}\" averts the most expected deaths of {k} single policies, not told apart from {others}: {size} a "
                    "year, in {worlds}")  # fmt: skip
    if first != order[0] and sum(lowers(comparison, name) for name in order) == 1:
        pattern = _("Of the single policies of {k} compared the effect of \"{policy}\" alone holds: {size} expected deaths a year averted, in {worlds}")
    elif first != order[0]:  # another averts more on the mean, but its effect does not hold
        pattern = _("\"{policy}\" averts the most expected deaths of the single policies of {k} whose effect holds: {size} a year, in {worlds}")
    elif not equals and len(order) > 1:
        pattern = _("\"{policy}\" averts the most expected deaths of {k} single policies: {size} a year, in {worlds}")
    return _told(comparison, pattern, first, equals)


def _told(comparison: ComparisonData, pattern: str, first: str, equals: list[str]) -> str:
    row = comparison.row(first, HEADLINE_OUTCOME)
    return pattern.format(
        policy=comparison.title(first), k=len(candidates(comparison)), size=told(row).size(signed=False),
        worlds=some(row.paired.less, row.paired.worlds, row.over), others=_titles(comparison, equals),
    )  # fmt: skip


def _titles(comparison: ComparisonData, policies: list[str]) -> str:
    if len(policies) > NAMED_IN_TITLE:
        return _("{n} others").format(n=len(policies))
    return _(" and ").join(_("\"{policy}\"").format(policy=comparison.title(name)) for name in policies)
