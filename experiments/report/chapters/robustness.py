"""How robust the findings are: over the sets of assumptions, along which assumption they turn, and the rare catastrophes."""

from __future__ import annotations

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import HEADLINE_OUTCOME
from experiments.comparison.exceedance import CLASSES, Exceedance, exceedance
from experiments.comparison.signs import SIGNED
from experiments.comparison.words import doubt, turns
from experiments.comparison.words.rows import shown_label, worlds_in_words
from experiments.comparison.words.turns import sign_words
from experiments.comparison.words.value_for_money import missing
from experiments.report import cells
from experiments.report.chapters.findings import notes
from experiments.report.chapters.question import shown
from experiments.report.pictures import picture
from experiments.report.tree import Block, Cell, Column, Heading, Paragraph, Table
from experiments.statistics.intervals import MIN_EVENTS
from experiments.text.formatting import MISSING, figure, percent
from experiments.text.messages import _, sentences


def robustness(comparison: ComparisonData) -> list[Block]:
    """Over which assumptions the findings hold, and where they turn round."""
    first = shown(comparison)
    text = sentences(doubt.under_which(comparison), doubt.sources(comparison, first), doubt.turned(comparison, first))
    if not comparison.signs:
        text = sentences(text, missing(comparison) if comparison.policies else "")
    text = text or _("All worlds ran under one and the same set of assumptions: what other assumptions would give is not told.")
    return [
        Heading(1, _("How robust it is")), Paragraph(text), _agreement(comparison), *([_signs(comparison)] if comparison.signs else []),
        *notes([*doubt.how_to_read(comparison), *turns.how_to_read(comparison)]),
    ]  # fmt: skip


def _agreement(comparison: ComparisonData) -> Table:
    """In how many worlds or sets expected deaths are fewer, and how much of the interval is doubt about parameters."""
    columns = (Column(_("policy"), numeric=False, width=1.4), Column(_("expected deaths"), numeric=False, width=1.6), Column(_("told apart from the baseline"), numeric=False),
               Column(_("share of the interval's variance from the parameters"), width=1.2))  # fmt: skip
    rows = []
    for policy in comparison.ranking:
        row = comparison.row(policy, HEADLINE_OUTCOME)
        known = row.split is not None and row.low is not None and row.split.determined
        share = Cell(percent(row.split.parameters), row.split.parameters) if known and row.split else Cell(MISSING)
        rows.append((cells.named(comparison, policy), Cell(worlds_in_words(row)), Cell(_("yes") if row.told_apart else _("no")), share))
    return Table("agreement", _("In how many cases expected deaths go which way"), columns, tuple(rows))


def _signs(comparison: ComparisonData) -> Table:
    columns = (Column(_("policy"), numeric=False, width=1.2), Column(_("difference"), numeric=False, width=0.9), Column(_("sets: negative"), width=0.6),
               Column(_("sets: positive"), width=0.6), Column(_("where the sign turns"), numeric=False, width=2.6))  # fmt: skip
    rows = []
    for policy in comparison.ranking:
        title = cells.named(comparison, policy)
        for name in SIGNED:
            sign = comparison.signs.get((policy, name))
            if sign is not None:
                rows.append((title, Cell(shown_label(name)), Cell(str(sign.less), sign.less), Cell(str(sign.more), sign.more), Cell(sign_words(comparison, sign))))
                title = Cell("")
    return Table("signs", _("What the signs hang on"), columns, tuple(rows), _("The difference is policy minus baseline: negative expected deaths are fewer deaths."))


def catastrophes(comparison: ComparisonData) -> list[Block]:
    """Accidents with three, ten and thirty deaths or more: counts, world-years, bounds; rates only where there are events enough."""
    columns = (Column(_("policy"), numeric=False, width=1.5), *(Column(_("{n} deaths or more").format(n=mark), numeric=False, width=1.6) for mark in CLASSES))
    rows = []
    for policy in (comparison.batch.policies[0], *comparison.ranking):
        name = Cell(_("baseline")) if policy == comparison.batch.policies[0] else cells.named(comparison, policy)
        rows.append((name, *(_exceeded(exceedance(comparison, policy, mark)) for mark in CLASSES)))
    note = _("Accidents a year over all worlds. With fewer than {least} of them no rate is told, only the upper bound (95 %); none seen is not none possible.").format(least=MIN_EVENTS)
    return [
        Heading(1, _("Rare catastrophes")), Table("catastrophes", _("Accidents with many deaths"), columns, tuple(rows), note), *picture(comparison, "exceedance"),
        Paragraph(_("Larger accidents are so rare that a few world-years show next to nothing about them."), "note"),
    ]  # fmt: skip


def _exceeded(found: Exceedance) -> Cell:
    years, bound = figure(found.exposure, 0 if found.exposure >= 10 else None), figure(found.bound)
    if found.tells:
        return Cell(_("{rate} a year\n({count} in {years} world-years)").format(rate=figure(found.rate), count=found.count, years=years), found.rate, True)
    if not found.count:
        return Cell(_("none seen in {years} world-years\nat most {bound} a year").format(years=years, bound=bound))
    return Cell(_("{count} in {years} world-years\nat most {bound} a year").format(count=found.count, years=years, bound=bound))
