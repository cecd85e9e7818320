"""Summary of findings: at most seven outcomes, absolute and relative, each with how certain it is and why."""

from __future__ import annotations

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import HEADLINE_OUTCOME, Row
from experiments.comparison.tables import full_title, quantity_title
from experiments.comparison.words.numbers import scaled
from experiments.comparison.words.phrases import named, shown_name
from experiments.comparison.words.rows import worlds_in_words
from experiments.comparison.words.value_for_money import marked
from experiments.comparison.words.verdict import headline
from experiments.report import cells
from experiments.report.certainty import certainty, letters, reason_words
from experiments.report.chapters.question import shown
from experiments.report.pictures import picture
from experiments.report.tree import Block, Cell, Column, Heading, Items, Paragraph, Table
from experiments.text.labels import COST_PER_DEATH, HEADLINE
from experiments.text.messages import _, enumerated


def findings(comparison: ComparisonData) -> list[Block]:
    """All policies at a glance, the first one outcome by outcome, and the finding in full."""
    first = shown(comparison)
    return [
        Heading(1, _("Summary of findings")),
        _all(comparison),
        _one(comparison, first),
        *picture(comparison, "differences"),
        Heading(2, _("The finding in full")),
        *(Paragraph(text) for text in headline(comparison)),
        *picture(comparison, "fans-expected-deaths"),
        *picture(comparison, "fans-hazards-open"),
        *picture(comparison, "places"),
    ]


def annex(comparison: ComparisonData) -> list[Block]:
    """The outcomes of every other policy."""
    rest = [policy for policy in comparison.ranking if policy != shown(comparison)]
    if not rest:
        return []
    return [Heading(1, _("Annex: the other policies, outcome by outcome")), *(_one(comparison, policy) for policy in rest)]


def _title(comparison: ComparisonData, row: Row) -> tuple[str, str]:
    name, unit = quantity_title(row.quantity)
    return (marked(comparison, name) if row.quantity.name == COST_PER_DEATH else name), unit


def _all(comparison: ComparisonData) -> Table:
    """Policies downwards, the seven outcomes across: the difference and below it the percentage."""
    titles = [_title(comparison, comparison.row(comparison.policies[0], name)) for name in HEADLINE]
    columns = (Column(_("policy"), numeric=False, width=1.3), *(Column(name, unit) for name, unit in titles))
    base = (Cell(_("baseline (level)")), *(cells.level(comparison.row(comparison.policies[0], name)) for name in HEADLINE))
    rows = [base]
    rows += [(cells.named(comparison, policy), *(cells.both(comparison.row(policy, name)) for name in HEADLINE)) for policy in comparison.ranking]
    note = _("Policy minus baseline, below it the change in percent; the first line is the baseline's level. A question mark: the {interval} includes "
             "zero, so that the sign is not sure.").format(interval=shown_name(comparison))  # fmt: skip
    return Table("summary", _("All policies against the baseline"), columns, tuple(rows), note)


def _one(comparison: ComparisonData, policy: str) -> Table:
    """The seven outcomes of one policy: absolute, relative, interval, and how certain."""
    rows = [comparison.row(policy, name) for name in HEADLINE]
    graded = [certainty(comparison, row) for row in rows]
    marks = letters(graded)
    columns = (
        Column(_("outcome"), numeric=False, width=1.9), Column(_("baseline")), Column(_("policy")), Column(_("difference"), width=1.15), Column(_("relative"), width=0.8),
        Column(shown_name(comparison), width=1.6), Column(_("certainty"), numeric=False, width=1.1),
    )  # fmt: skip
    told = []
    for row, one in zip(rows, graded, strict=True):
        sure = Cell(f"{one.words} ({enumerated(marks[reason] for reason in one.reasons)})")
        title = marked(comparison, full_title(row.quantity)) if row.quantity.name == COST_PER_DEATH else full_title(row.quantity)
        levels = (Cell(""), Cell("")) if row.quantity.name == COST_PER_DEATH else (cells.level(row), cells.level(row, own=True))
        told.append((Cell(title), *levels, cells.difference(row), cells.share(row), cells.interval(row), sure))
    note = _("{words}. Certainty: moderate, low or very low, a step lower for each reason after the first. {reasons}.").format(
        words=worlds_in_words(comparison.row(policy, HEADLINE_OUTCOME)).capitalize(),
        reasons=_("; ").join(_("{letter}: {reason}").format(letter=letter, reason=reason_words(reason)) for reason, letter in marks.items()))  # fmt: skip
    return Table(f"findings-{policy}", _("Findings: {policy}").format(policy=named(comparison, policy)), columns, tuple(told), note)


def unit_of(row: Row) -> str:
    """The unit in which a row is shown."""
    return scaled(row.quantity)[1]


def notes(texts: list[str]) -> list[Block]:
    """Sentences as a list, nothing for none."""
    return [Items(tuple(texts))] if texts else []
