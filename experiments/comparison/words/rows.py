"""One row of a comparison in words: no mean from too few events, a bound instead of "none"."""

from __future__ import annotations

from experiments.comparison.differences import Row
from experiments.comparison.words.costs import base_name, is_price, price_words
from experiments.running.replicates import counted, some
from experiments.statistics.intervals import MIN_EVENTS, rate_bound, tells_mean
from experiments.text.formatting import bare, figure
from experiments.text.labels import NET_BENEFIT, label
from experiments.text.messages import _

_COUNTED_STATES = ("hazards", "pairs", "officers")


def row_words(row: Row) -> str:
    """One row in words."""
    if is_price(row) or base_name(row) == NET_BENEFIT or row.kind == "unpriced":
        return price_words(row)
    if row.kind == "few":
        return _("too few events ({n}; {least} needed for a mean): {arms}").format(
            n=row.total_events, least=MIN_EVENTS, arms=_arms_in_words(row)
        )
    pair = row.paired
    if pair.worlds == 0:
        return _("nothing to compare")
    if pair.less == pair.more == 0:
        return {"districts": _("the same in every district"), "sets": _("the same in every set of assumptions")}.get(
            row.over, _("the same in every world"))  # fmt: skip
    if row.alike:
        words = _("no interval: the arms differ in too few events, or hardly from one {replicate} to another; {worlds}").format(
            replicate={"sets": _("set of assumptions"), "districts": _("district")}.get(row.over, _("world")), worlds=worlds_in_words(row))  # fmt: skip
    elif pair.low is None and row.over == "sets":
        words = _("no interval under ten worlds and five sets; {worlds}").format(worlds=worlds_in_words(row))
    elif pair.low is None:
        words = _("{n}: no interval under ten; {worlds}").format(n=counted(pair.worlds, row.over), worlds=worlds_in_words(row))
    elif row.told_apart:
        words = worlds_in_words(row)
    else:
        words = _("not told apart from the baseline; {worlds}").format(worlds=worlds_in_words(row))
    if row.events is not None and not all(tells_mean(count) for count in row.events):
        words += _("; ") + _arms_in_words(row)
    return words


def worlds_in_words(row: Row) -> str:
    """``fewer in 18 of 20 worlds``: the side with more worlds."""
    pair = row.paired
    counts = row.quantity.counted or row.quantity.view == "expected" or row.quantity.unit in _COUNTED_STATES
    k = max(pair.less, pair.more)
    if k == pair.worlds > 1:
        texts = (_("fewer in {all_worlds}"), _("lower in {all_worlds}")), (_("more in {all_worlds}"), _("higher in {all_worlds}"))
    else:
        texts = (_("fewer in {worlds}"), _("lower in {worlds}")), (_("more in {worlds}"), _("higher in {worlds}"))
    text = texts[pair.less < pair.more][not counts]
    told = some(k, pair.worlds, row.over)
    return text.format(worlds=told, all_worlds=told)


def _arms_in_words(row: Row) -> str:
    assert row.events is not None
    arms = []
    for name, count in zip((_("baseline"), _("policy")), row.events, strict=True):
        if tells_mean(count):
            continue
        bound = figure(rate_bound(count, row.exposure, row.level))
        years = bare(row.exposure)
        text = (
            _("{arm}: none seen in {years} world-years, at most {bound} a year (95 %)")
            if count == 0
            else _("{arm}: {count} in {years} world-years, at most {bound} a year (95 %)")
        )
        arms.append(text.format(arm=name, count=count, years=years, bound=bound))
    return _("; ").join(arms)


def shown_label(name: str) -> str:
    """The label of a quantity with a capital where the language has them."""
    text = label(name)
    return text[:1].upper() + text[1:]
