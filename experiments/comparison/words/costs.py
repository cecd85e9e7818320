"""What averting a death, or a fatality-equivalent, costs, and from which value of a life on a policy pays, in words."""

from __future__ import annotations

from experiments.comparison.differences import Row
from experiments.comparison.words.numbers import scaled, told
from experiments.running.replicates import counted
from experiments.text.formatting import figure, money_scale, span_of
from experiments.text.labels import BENEFIT_OVER_COST, COST_PER_DEATH, GOVERNMENT, NET_BENEFIT, PRICE
from experiments.text.messages import _


def base_name(row: Row) -> str:
    """The name of a row's quantity without what says whose money counts."""
    return row.quantity.name.removesuffix(GOVERNMENT)


def is_price(row: Row) -> bool:
    """Whether the row is a ratio with kinds of its own: a cost per case averted, or a benefit over a cost."""
    return base_name(row) in {COST_PER_DEATH, PRICE, BENEFIT_OVER_COST}


def price_words(row: Row) -> str:
    """A row of the appraisal in words; the figure itself stands apart.  Never weighs a life: that is for whoever decides."""
    name = base_name(row)
    if name == PRICE:
        return pays(row)
    if name == BENEFIT_OVER_COST:
        return over_words(row)
    return net_words(row) if name == NET_BENEFIT else cost_words(row)


def cost_words(row: Row) -> str:
    """The cost per death averted in words; what a life is worth is the appraisal's to weigh."""
    if told_nothing := _unsaid(row):
        return told_nothing
    if row.kind == "bound":
        return _("averts deaths at a cost not told apart from zero")
    return {
        "saves": _("saves money and lives"),
        "wastes": _("costs money and lives"),
        "trades": _("saves money, costs lives"),
        "ratio": _("averts deaths at a cost"),
    }.get(row.kind, _("not determined"))


def pays(row: Row, interval_name: str = "") -> str:
    """The switching value of a life: ``pays from 3.2 million yuan a life on``; from then on the benefit exceeds the cost."""
    if told_nothing := _unsaid(row):
        return told_nothing
    factor, yuan = money_scale()
    if row.kind == "bound" and row.shown is not None:
        return _("pays from at most {n} {yuan} a life on").format(n=figure(row.shown[1] * factor), yuan=yuan)
    if row.kind == "ratio":
        text = _("pays from {n} {yuan} a life on").format(n=told(row).size(signed=False), yuan=yuan)
        if interval_name and row.shown is not None and row.low is not None:
            low, high = (end * factor for end in row.shown)
            text = _("{text} ({name} {interval})").format(
                text=text, name=interval_name, interval=span_of(low, high, yuan, told(row).places))  # fmt: skip
        return text
    return {
        "saves": _("pays at any value of a life"),
        "wastes": _("pays at no value of a life"),
        "trades": _("costs lives and injuries, saves money"),
    }.get(row.kind, _("from which value of a life on it pays is not determined"))


def over_words(row: Row) -> str:
    """A benefit over a cost in words."""
    if told_nothing := _unsaid(row):
        return told_nothing
    if row.kind == "ratio" and row.shown is not None:
        if row.shown[0] > 1:
            return _("the benefit exceeds the cost")
        return _("the cost exceeds the benefit") if row.shown[1] < 1 else _("whether the benefit exceeds the cost is not told apart")
    return {
        "saves": _("saves money and averts harm"),
        "wastes": _("costs money and does harm"),
        "trades": _("saves money, does harm"),
        "ratio": _("a benefit at a cost"),
        "bound": _("the benefit is not told apart from zero"),
    }.get(row.kind, _("not determined"))


def net_words(row: Row) -> str:
    """A net benefit in words."""
    if row.kind == "unpriced":
        return _("not priced")
    if row.priced == "partly":
        return _("a part of the cost is not priced")
    if row.told_apart:
        return _("the benefit exceeds the cost") if row.difference > 0 else _("the cost exceeds the benefit")
    return _("whether the benefit exceeds the cost is not told apart") if row.shown is not None else ""


def _unsaid(row: Row) -> str:
    """What is said in place of anything else: that there is no price, or no interval."""
    if row.kind == "unpriced":
        return _("not priced")
    if row.priced == "partly" and row.kind in {"ratio", "bound", "saves", "trades"}:
        return _("a part of the cost is not priced")
    if row.kind == "ratio" and row.low is None and row.over == "sets":
        return _("no interval under ten worlds and five sets")
    if row.kind == "ratio" and row.low is None:
        return _("{n}: no interval under ten").format(n=counted(row.paired.worlds, row.over))
    return ""


def cost_figure(row: Row) -> str:
    """The ratio, or its upper bound, without its interval; empty where there is none."""
    factor, _unit = scaled(row.quantity)
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
