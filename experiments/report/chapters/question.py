"""What was asked, and the answer in three sentences."""

from __future__ import annotations

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import HEADLINE_OUTCOME
from experiments.comparison.figures import appraisal
from experiments.comparison.figures.titles import short_finding
from experiments.comparison.ranking import candidates, winner
from experiments.comparison.words import assumptions
from experiments.comparison.words.phrases import named
from experiments.comparison.words.verdict import setting
from experiments.report.certainty import certainty, reason_words
from experiments.report.tree import Block, Cell, Column, Heading, Paragraph, Table
from experiments.statistics.sets import HEADLINE_SETS
from experiments.text.messages import _, enumerated, language, one_line


def shown(comparison: ComparisonData) -> str:
    """The policy that is told first: the single one that averts most, whether or not that holds."""
    return winner(comparison) or candidates(comparison)[0]


def opening(comparison: ComparisonData) -> list[Block]:
    """What is not as by default, and what a reader must know before anything else."""
    texts = (assumptions.line(assumptions.of(comparison)), comparison.plan.note)
    return [Paragraph(text, "warning") for text in texts if text]


def question(comparison: ComparisonData) -> list[Block]:
    """What was compared, on what, and what each policy asks."""
    return [Heading(1, _("The question")), Paragraph(setting(comparison)), _policies(comparison)]


def _policies(comparison: ComparisonData) -> Table:
    columns = (Column(_("policy"), numeric=False, width=1.1), Column(_("what it asks"), numeric=False, width=2.4))
    rows = []
    for policy in comparison.plan.policies[1:]:
        asks = _(one_line(policy.question))
        parts = comparison.bundles.get(policy.name)
        if parts:
            asks = _("several together: {parts}").format(parts=enumerated(_part(comparison, part) for part in parts))
        rows.append((Cell(named(comparison, policy.name), strong=True), Cell(asks or _("no question is given"))))
    return Table("policies", _("The policies compared"), columns, tuple(rows))


def _part(comparison: ComparisonData, name: str) -> str:
    """A part of a bundle by its title in Chinese, by its key in English."""
    from scenarios import load_policy

    if language() != "zh":
        return name
    return comparison.title(name) if name in comparison.policies else load_policy(name).title_zh or name


def answer(comparison: ComparisonData) -> tuple[str, str, str]:
    """Three sentences: lives, money, and how certain that is."""
    first = shown(comparison)
    row = comparison.row(first, HEADLINE_OUTCOME)
    sure = certainty(comparison, row)
    money = appraisal.finding(comparison)
    if not comparison.tells_intervals:
        money = _("Nothing is said of benefits and costs in money: that needs {least} sets of assumptions, and this run has {n}").format(
            least=HEADLINE_SETS, n=comparison.sets)  # fmt: skip
    certain = _("How certain the difference in expected deaths under {policy} is: {grade} ({reasons})").format(
        policy=comparison.title(first), grade=sure.words, reasons=_("; ").join(reason_words(reason) for reason in sure.reasons))  # fmt: skip
    lives, money, certain = (_("{text}.").format(text=text) for text in (short_finding(comparison), money, certain))
    return lives, money, certain
