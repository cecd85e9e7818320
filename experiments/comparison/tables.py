"""Tables for a terminal and for verdict.txt: at most 118 columns, nothing said by colour alone."""

from __future__ import annotations

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from experiments.comparison.appraisal_tables import worth_tables
from experiments.comparison.cells import both_ends, narrow, short
from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import HEADLINE_OUTCOME, Row
from experiments.comparison.group_tables import group_tables
from experiments.comparison.sign_tables import sign_tables
from experiments.comparison.words import assumptions
from experiments.comparison.words.cautions import limits, reading
from experiments.comparison.words.costs import cost_figure, cost_words
from experiments.comparison.words.doubt import sources
from experiments.comparison.words.numbers import scaled, told, unclear
from experiments.comparison.words.phrases import shown_name
from experiments.comparison.words.rows import row_words, shown_label
from experiments.comparison.words.value_for_money import marked
from experiments.comparison.words.verdict import headline, setting
from experiments.running.replicates import some
from experiments.text.formatting import MISSING, figure, money_scale, percent, span
from experiments.text.labels import COST_PER_DEATH, DETAIL, HEADLINE, Quantity, english, title_with_name
from experiments.text.messages import _, language
from experiments.text.paper import WIDTH, bullets, text_of
from experiments.text.wrapping import name_wrapped, wrapped


def _cell(row: Row) -> Text:
    """Difference with a question mark where unclear, relative size, interval."""
    if row.quantity.name == COST_PER_DEATH:
        return _cost_cell(row)
    if row.kind == "few":
        return Text(narrow(_("too few events ({n})").format(n=row.total_events)), style="dim")
    found, unsure = told(row), unclear(row)
    text = Text(found.size() + (" ?" if unsure else ""), style="dim" if unsure else "bold")
    if abs(row.relative) >= 0.0005 and found.value:
        text.append("\n" + percent(row.relative, signed=True), style="not bold")
    if found.interval is not None:
        text.append("\n" + both_ends(*map(short, found.ends())), style="not bold")
    return text


def _cost_cell(row: Row) -> Text:
    if row.kind == "bound":
        return Text(narrow(cost_figure(row)), style="bold")
    if row.kind != "ratio":
        return Text(narrow(cost_words(row)))
    found = told(row)
    text = Text(found.size(signed=False), style="bold")
    if found.interval is not None:
        text.append("\n" + both_ends(*map(short, found.ends(signed=False))), style="not bold")
    return text


def _level(row: Row) -> str:
    factor, _unit = scaled(row.quantity)
    if row.kind == "few" or row.baseline_mean != row.baseline_mean:
        return MISSING
    return figure(row.baseline_mean * factor)


def quantity_title(quantity: Quantity) -> tuple[str, str]:
    """Label and unit, the unit left out where the label says it."""
    if quantity.unit in english(quantity.name):
        return shown_label(quantity.name), _("a year") if quantity.yearly else ""
    return shown_label(quantity.name), scaled(quantity)[1]


def full_title(quantity: Quantity) -> str:
    """Label and unit in one line."""
    name, shown_unit = quantity_title(quantity)
    if shown_unit == _("a year"):
        return _("{outcome} a year").format(outcome=name)
    return _("{outcome}, {unit}").format(outcome=name, unit=shown_unit) if shown_unit else name


def monthly_title(quantity: Quantity) -> str:
    """Label and unit of one month's figure."""
    name, shown_unit = quantity_title(quantity)
    if not quantity.yearly:
        return full_title(quantity)
    month_unit = money_scale()[1] if quantity.is_money else _(quantity.unit)
    return name if shown_unit == _("a year") else _("{outcome}, {unit}").format(outcome=name, unit=month_unit)


def _header(comparison: ComparisonData, quantity: Quantity) -> Text:
    """A heading in short lines, so that the figures below decide the column's width."""
    name, shown_unit = quantity_title(quantity)
    if quantity.name == COST_PER_DEATH:
        name = marked(comparison, name)
    return Text("\n".join(narrow(part) for part in (name, shown_unit) if part))


NAME = {"en": 20, "zh": 24}
"""Letters of a line of a policy's name in the table, by language: what its column has left beside the figures."""


def headline_table(comparison: ComparisonData) -> Table:
    """One row per policy, the headline outcomes across, fewest expected deaths first."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_lines=True)
    table.add_column(_fewer_in(comparison), no_wrap=True)
    first = [comparison.row(comparison.policies[0], name) for name in HEADLINE]
    for row in first:
        table.add_column(_header(comparison, row.quantity), justify="right", vertical="top", no_wrap=True)
    table.add_row(_("baseline (level)"), *[_level(row) for row in first])
    width = NAME[language()]
    for policy in comparison.ranking:
        heading = Text(wrapped(comparison.title(policy), width) + "\n" if language() == "zh" else "", style="bold")
        heading.append(name_wrapped(policy, width), style="bold")
        pair = comparison.row(policy, HEADLINE_OUTCOME).paired
        heading.append("\n" + wrapped(some(pair.less, pair.worlds, comparison.interval_over), width), style="not bold dim")
        table.add_row(heading, *[_cell(comparison.row(policy, name)) for name in HEADLINE])
    return table


def _fewer_in(comparison: ComparisonData) -> str:
    """The heading of the first column, each part in lines of its own."""
    below = {
        "districts": _("fewer expected deaths in how many districts"),
        "sets": _("fewer expected deaths in how many sets"),
        "worlds": _("fewer expected deaths in how many worlds"),
    }[comparison.interval_over]
    return _("policy") + "\n" + wrapped(below, NAME[language()])


def detail_table(comparison: ComparisonData, policy: str) -> Table:
    """All outcomes of one policy: levels, difference, interval, share of worlds better, words."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, width=WIDTH, title_justify="left",
                  title=Text(_detail_title(comparison, policy), style="bold"))  # fmt: skip
    table.add_column(_("outcome"), ratio=5)
    for heading in (_("baseline"), _("policy"), _("difference")):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column(narrow(shown_name(comparison)), justify="right", no_wrap=True)
    better = {"worlds": _("worlds better"), "districts": _("districts better"), "sets": _("sets better")}
    table.add_column(better[comparison.interval_over], justify="right", no_wrap=True)
    table.add_column(_("in words"), ratio=8)
    for name in DETAIL:
        cells = _detail_cells(comparison.row(policy, name))
        table.add_row(marked(comparison, cells[0]) if name == COST_PER_DEATH else cells[0], *cells[1:])
    return table


def _detail_title(comparison: ComparisonData, policy: str) -> str:
    title = comparison.title(policy)
    return policy if title == policy else title_with_name(title, policy)


def _detail_cells(row: Row) -> list[str]:
    factor, _unit = scaled(row.quantity)
    found, signed = told(row), row.quantity.name != COST_PER_DEATH
    size = cost_figure(row) if row.kind == "bound" else found.size(signed)
    return [
        full_title(row.quantity),
        figure(row.baseline_mean * factor),
        figure(row.policy_mean * factor),
        size,
        MISSING if found.interval is None or row.low is None else span(*found.interval, found.places, signed),
        MISSING if row.worlds_better is None else _("{k} of {n}").format(k=row.worlds_better, n=row.paired.worlds),
        row_words(row),
    ]


def verdict_parts(comparison: ComparisonData, details: bool) -> list[RenderableType]:
    """The verdict from top to bottom: what is not as by default, note, finding, table, how to read it, what it does not tell."""
    note, by_hand = comparison.plan.note, assumptions.line(assumptions.of(comparison))
    parts: list[RenderableType] = []
    opening = [Text(by_hand, style="bold")] if by_hand else []
    if note:  # that the numbers are not this model's comes before everything
        opening.insert(0 if comparison.plan.simulate is not None else len(opening), Text(note, style="italic"))
    parts += [line for text in opening for line in (text, "")]
    parts += [Text(setting(comparison)), ""]
    parts += [Text(sentence, style="bold" if i == 0 else "") for i, sentence in enumerate(headline(comparison))]
    if not comparison.worlds or not comparison.policies:
        return parts
    parts += [headline_table(comparison), *sign_tables(comparison), *worth_tables(comparison, details)]
    if details:
        for policy in comparison.ranking:
            parts += [detail_table(comparison, policy)]
            parts += [Text(doubt), ""] if (doubt := sources(comparison, policy)) else []
    parts += group_tables(comparison)
    parts += [Text(_("How to read it"), style="bold"), bullets(reading(comparison)), ""]
    parts += [Text(_("What it does not tell"), style="bold"), bullets(limits(comparison))]
    return parts


def verdict_text(comparison: ComparisonData, details: bool = True) -> str:
    """The verdict as plain text."""
    return text_of(verdict_parts(comparison, details))
