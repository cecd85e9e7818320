"""The tables of the appraisal: what each policy is worth and costs, by which values that turns, and who pays."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from experiments.comparison.cells import both_ends, narrow, short
from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import Row
from experiments.comparison.payers import WHOLE, Payment, people
from experiments.comparison.unit_values import LEVELS
from experiments.comparison.words.costs import cost_figure, is_price
from experiments.comparison.words.numbers import told, told_money, unclear
from experiments.comparison.words.rows import shown_label
from experiments.comparison.words.value_for_money import marked
from experiments.text.formatting import MISSING, ends, enough, figure, money_scale
from experiments.text.labels import (
    BENEFIT,
    BENEFIT_OVER_COST,
    COST_PER_DEATH,
    EQUIVALENTS,
    GOVERNMENT,
    NET_BENEFIT,
    PRICE,
    TOTAL_COST,
)
from experiments.text.messages import _, language
from experiments.text.wrapping import name_wrapped, wrapped

NAME = {"en": 18, "zh": 22}
"""Columns of a policy's name, by language."""
NOTHING = "0"
ALL_COSTS = (EQUIVALENTS, BENEFIT, TOTAL_COST, NET_BENEFIT, BENEFIT_OVER_COST, PRICE)
GOVERNMENT_ALONE = tuple(name + GOVERNMENT for name in (NET_BENEFIT, BENEFIT_OVER_COST, PRICE, COST_PER_DEATH))


def worth_tables(comparison: ComparisonData, details: bool) -> list[RenderableType]:
    """Benefit and cost on all costs and on government money alone; with ``details`` the values from low to high and who pays as well."""
    def title(text: str) -> Text:
        return Text(marked(comparison, text), style="bold")

    found: list[RenderableType] = [title(_("Benefit and cost, all costs")), _rows_table(comparison, ALL_COSTS),
                                   title(_("Benefit and cost, government money alone")), _rows_table(comparison, GOVERNMENT_ALONE)]  # fmt: skip
    if details:
        found += [title(_("By low, central and high values")), _levels_table(comparison),
                  Text(_("Who pays more than under the baseline, {yuan} a year").format(yuan=money_scale()[1]), style="bold"),
                  _payers_table(comparison)]  # fmt: skip
    return found


def _empty(headings: Sequence[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(_("policy"), no_wrap=True)
    for heading in headings:
        table.add_column("\n".join(narrow(line) for line in heading.split("\n")), justify="right", vertical="top", no_wrap=True)
    return table


def _name(comparison: ComparisonData, policy: str) -> Text:
    width = NAME[language()]
    return Text(wrapped(comparison.title(policy), width) if language() == "zh" else name_wrapped(policy, width), style="bold")


def _rows_table(comparison: ComparisonData, names: Sequence[str]) -> Table:
    table = _empty([column_title(name) for name in names])
    for policy in comparison.ranking:
        table.add_row(_name(comparison, policy), *(worth_cell(comparison.row(policy, name)) for name in names))
    return table


def column_title(name: str) -> str:
    """The heading of a quantity of the appraisal with its unit, in lines."""
    yuan = money_scale()[1]
    plain = name.removesuffix(GOVERNMENT)
    if plain == PRICE:
        return _("Pays from a life of") + "\n" + yuan
    if plain == EQUIVALENTS:
        return _("Fatality equivalents averted a year")
    units = {BENEFIT: _("{unit} a year"), TOTAL_COST: _("{unit} a year"), NET_BENEFIT: _("{unit} a year"), COST_PER_DEATH: "{unit}"}
    return shown_label(plain) + ("\n" + units[plain].format(unit=yuan) if plain in units else "")


def worth_cell(row: Row) -> Text:
    """The figure of a row of the appraisal, its interval below; words where there is no figure, a question mark where its sign is not sure."""
    if is_price(row):
        return _price_cell(row)
    if row.kind == "unpriced":
        return Text(narrow(_("not priced")))
    averted = row.quantity.name == EQUIVALENTS
    found, sign = told(row), -1 if averted else 1
    value = found.value * sign
    text = Text(figure(value, enough(value, found.places), signed=not averted) + (" ?" if unclear(row) else ""), style="dim" if unclear(row) else "bold")
    if found.interval is not None:
        first, last = sorted(end * sign for end in found.interval)
        text.append("\n" + both_ends(*map(short, ends(first, last, found.places, signed=not averted))), style="not bold")
    return text


def _price_cell(row: Row) -> Text:
    if size := cost_figure(row):
        text = Text(narrow(size), style="bold")
        if row.kind == "ratio" and row.shown is not None:
            text.append("\n" + both_ends(*map(short, told(row).ends(signed=False))), style="not bold")
        return text
    return Text(narrow(price_in_short(row)))


def price_in_short(row: Row) -> str:
    """What stands in a cell in the place of a price that there is none of."""
    over = row.quantity.name.removesuffix(GOVERNMENT) == BENEFIT_OVER_COST
    if row.priced == "partly":
        return _("in part not priced")
    return {
        "unpriced": _("not priced"),
        "saves": _("saves money") if over else _("any value"),
        "wastes": _("does harm") if over else _("no value"),
        "trades": _("does harm, saves money"),
    }.get(row.kind, _("not determined"))


def _levels_table(comparison: ComparisonData) -> Table:
    """The benefit over the cost and the switching value of a life by level; a figure only where numerator and denominator are told apart."""
    names = (BENEFIT_OVER_COST, PRICE, BENEFIT_OVER_COST + GOVERNMENT, PRICE + GOVERNMENT)
    titles = [column_title(name) + "\n" + (_("government money alone") if name.endswith(GOVERNMENT) else _("all costs")) for name in names]
    table = _empty([_("values"), *titles])
    shown = {"low": _("low"), "central": _("central"), "high": _("high")}
    for policy in comparison.ranking:
        for level in LEVELS:
            cells = [_price_cell(comparison.by_level[policy, level, name]) for name in names]
            table.add_row(_name(comparison, policy) if level == LEVELS[0] else "", shown[level], *(cell.split("\n")[0] for cell in cells))
    return table


def _payers_table(comparison: ComparisonData) -> Table:
    """Payers and items down, policies across."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(_("payer"))
    for policy in comparison.ranking:
        name = comparison.title(policy) if language() == "zh" else policy
        table.add_column(narrow(name), justify="right", vertical="top", no_wrap=True)
    found = {(one.policy, one.payer, one.item): one for one in comparison.payments}
    for payer, item in dict.fromkeys((one.payer, one.item) for one in comparison.payments):
        cells = [_payment_cell(found[policy, payer, item]) for policy in comparison.ranking]
        if any(cell != NOTHING for cell in cells):
            table.add_row(payer_title(payer, item), *cells)
    for title, count in zip((_("all costs per enterprise, yuan"), _("all costs per worker, yuan")), people(comparison.plan), strict=True):
        costs = [comparison.row(policy, TOTAL_COST) for policy in comparison.ranking]
        table.add_row(title, *(figure(row.difference / count, signed=True) if count else MISSING for row in costs))
    return table


def payer_title(payer: str, item: str) -> str:
    """Who pays, and for what where it is an item or a transfer."""
    if payer == "transfer":
        return _("transfer: {item}").format(item=_(item))
    if payer == "enterprises":
        return _("enterprises: safety, lost output")
    return _("government, towns included") if item == WHOLE else _("of that {item}").format(item=_(item))


def _payment_cell(payment: Payment) -> str:
    found = told_money([payment.difference, *(payment.interval or ())])
    return found.size() if found.value else NOTHING

