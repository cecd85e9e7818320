"""The policy with the largest effect beside the others: how far it is ahead, or who is as good for all that is known."""

from __future__ import annotations

from experiments.comparison.data import ComparisonData
from experiments.comparison.ranking import candidates, cheapest, lead, rivals, spending
from experiments.comparison.words.numbers import told_money
from experiments.comparison.words.phrases import named, short_name, short_names, with_interval
from experiments.text.formatting import decimals, figure, money_scale, span, span_of
from experiments.text.messages import _, sentences


def beside(comparison: ComparisonData, first: str, equals: list[str]) -> str:
    """Its lead, or ``equals``, which are not told apart from it; empty where it has no rival."""
    if equals:
        return _ties(comparison, first, equals)
    others = [name for name in candidates(comparison) if name != first]
    return _lead(comparison, first, others[0]) if others else ""


def _lead(comparison: ComparisonData, first: str, second: str) -> str:
    """By how much the first is ahead of the second: a ranking without this is a lottery."""
    pair = lead(comparison, first, second)
    assert pair.low is not None and pair.high is not None
    places = decimals([pair.mean, pair.low, pair.high])
    text = _("Its lead over the next, {policy}, is {size} a year (difference {difference}, {interval}).")
    if rivals(comparison) > 1:
        text = _("Its lead over the next, {policy}, is {size} a year (difference {difference}, {interval} for its leads over all {k} others at once).")
    return text.format(
        policy=named(comparison, second), size=figure(-pair.mean, places), difference=figure(pair.mean, places, signed=True),
        interval=with_interval(comparison, span(pair.low, pair.high, places)), k=rivals(comparison),
    )  # fmt: skip


def _ties(comparison: ComparisonData, first: str, equals: list[str]) -> str:
    """Who is as good as the first for all that is known, and who of them costs least."""
    together = [first, *equals]
    same = [name for name in equals if not spending(comparison, name, first).mean and not lead(comparison, first, name).mean]
    if len(same) == len(equals):
        return sentences(_("Not told apart from it: {policies}.").format(policies=short_names(comparison, equals)),
                         _("In deaths and in cost they do not differ at all in these worlds."))  # fmt: skip
    # Who costs least is no question where nothing says what one of them costs.
    if not comparison.tells_money or any(comparison.priced[name] != "wholly" for name in together):
        return _("Not told apart from it: {policies}.").format(policies=short_names(comparison, equals))
    least = cheapest(comparison, together)
    _factor, yuan = money_scale()
    pair = spending(comparison, least)
    assert pair.low is not None and pair.high is not None
    found = told_money([pair.mean, pair.low, pair.high])
    assert found.interval is not None
    return sentences(
        _("Not told apart from it: {policies}.").format(policies=short_names(comparison, equals)),
        _("Of these {k}, {policy} costs government and enterprises together the least: {size} {yuan} a year against the "
          "baseline ({interval}).").format(
            k=len(together), policy=short_name(comparison, least), yuan=yuan, size=found.size(),
            interval=with_interval(comparison, span_of(*found.interval, yuan, found.places, signed=True))),
    )  # fmt: skip
