"""One row of a comparison in words: no mean from too few events, a bound instead of "none"."""

from __future__ import annotations

from experiments.comparison.differences import Row
from experiments.comparison.words.numbers import told
from experiments.running.replicates import counted, some
from experiments.statistics.intervals import MIN_EVENTS, rate_bound, tells_mean
from experiments.text.formatting import bare, figure, money_scale, span_of
from experiments.text.labels import COST_PER_DEATH, label
from experiments.text.messages import _
from scenarios import load_parameters

_COUNTED_STATES = ("hazards", "pairs", "officers")


def row_words(row: Row) -> str:
    """One row in words."""
    if row.quantity.name == COST_PER_DEATH:
        return cost_words(row)
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


def value_of_life() -> tuple[float, float, float]:
    """Low, central and high value of a statistical life, in yuan."""
    entry = load_parameters().entries["value_of_life"]
    return entry.expected[0], entry.value, entry.expected[1]


def cost_words(row: Row) -> str:
    """The cost per death averted in words, held against what a life is valued at; the figure itself stands apart."""
    if row.kind == "unpriced":
        return _("not priced")
    if row.priced == "partly" and row.kind in {"ratio", "bound", "saves", "trades"}:
        return _("a part of the cost is not priced")
    if row.kind == "ratio" and row.low is None and row.over == "sets":
        return _("no interval under ten worlds and five sets")
    if row.kind == "ratio" and row.low is None:
        return _("{n}: no interval under ten").format(n=counted(row.paired.worlds, row.over))
    if row.kind == "ratio" and row.shown is not None:
        low, _central, high = value_of_life()
        if row.shown[1] <= low:
            return _("averts deaths at a cost below the lowest value of a life")
        if row.shown[0] >= high:
            return _("averts deaths at a cost above the highest value of a life")
        return _("averts deaths at a cost; whether it is worth it depends on the value of a life")
    if row.kind == "bound" and row.shown is not None:
        if row.shown[1] <= value_of_life()[0]:
            return _("averts deaths at a cost not told apart from zero and below the lowest value of a life")
        return _("averts deaths at a cost not told apart from zero")
    return {
        "saves": _("saves money and lives"),
        "wastes": _("costs money and lives"),
        "trades": _("saves money, costs lives"),
        "ratio": _("averts deaths at a cost"),
    }.get(row.kind, _("not determined"))


def cost_figure(row: Row) -> str:
    """The cost per death averted, or its upper bound, without its interval; empty where there is none."""
    factor, _yuan = money_scale()
    if row.kind == "bound" and row.shown is not None:
        return _("at most {n}").format(n=figure(row.shown[1] * factor))
    if row.kind != "ratio":
        return ""
    return told(row).size(signed=False)


def cost_in_full(row: Row, interval_name: str = "") -> str:
    """Figure with unit and interval, under the name that intervals have there, and what it means."""
    size, (factor, yuan) = cost_figure(row), money_scale()
    if not size:
        return cost_words(row)
    text = _("{size} {yuan}").format(size=size, yuan=yuan)
    if row.shown is not None and row.low is not None:
        low, high = (end * factor for end in row.shown)
        text = _("{text} ({name} {interval})").format(
            text=text, name=interval_name or _("95 % interval"), interval=span_of(low, high, yuan, told(row).places)
        )
    return text + _(", ") + cost_words(row)


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
