"""True against reported, by sector and size, and who is responsible for what before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from experiments.comparison.by_group import GroupRow, outcome_of
from experiments.comparison.data import ComparisonData
from experiments.comparison.figures import reported
from experiments.comparison.words.numbers import told_plain
from experiments.comparison.words.rows import shown_label
from experiments.report import cells
from experiments.report.pictures import picture
from experiments.report.tree import Block, Cell, Column, Heading, Paragraph, Table
from experiments.text.formatting import MISSING, figure, percent, span
from experiments.text.groups import by_title, group_title
from experiments.text.labels import quantity
from experiments.text.messages import _, enumerated, titled
from simulation.policy import Policy

ACROSS = 4
NAMED = 5
"""Cells of the matrix that a sentence names; more are counted."""
PAIRS = (*reported.PAIRS, ("statutory_accidents", "accidents_on_record"))
ORDER = ("sector", "size_class", "place", "department", "domain", "cell")


def on_record(comparison: ComparisonData) -> list[Block]:
    """What happened and what the record shows of it, under each policy."""
    columns = [Column(_("policy"), numeric=False, width=1.6)]
    for true, _record in PAIRS:
        columns += [Column(_("{outcome}: true").format(outcome=shown_label(true)), _("a year")), Column(_("on record"), _("a year"), width=0.8)]
    rows = []
    for policy in (comparison.batch.policies[0], *comparison.ranking):
        name = Cell(_("baseline")) if policy == comparison.batch.policies[0] else cells.named(comparison, policy)
        rows.append((name, *(_mean(comparison, policy, outcome) for pair in PAIRS for outcome in pair)))
    note = _("Fewer on record may be fewer accidents or more concealed: neither direction counts as better. A figure in brackets counts events too few for a mean.")
    return [Heading(1, _("True and reported")), Table("record", _("What happened, and what stands on the record"), tuple(columns), tuple(rows), note), *picture(comparison, "reported")]


def _mean(comparison: ComparisonData, policy: str, name: str) -> Cell:
    mean = reported.mean(comparison, policy, name)
    return Cell(f"({reported.events(comparison, policy, name)})") if mean is None else Cell(figure(mean), mean)


def groups(comparison: ComparisonData) -> list[Block]:
    """Tables by sector, size and what else was kept; how to have them where nothing was."""
    kept = [by for by in ORDER if by in comparison.batch.groups]
    found: list[Block] = [Heading(1, _("By sector and size"))]
    if not kept:
        return [*found, Paragraph(_("This comparison kept no outcomes by group. With --by sector --by size_class it does; what was not kept of a finished world cannot be had "
                                    "without running it again."))]  # fmt: skip
    order = comparison.ranking
    return [*found, *(_group_table(comparison, by, order[k : k + ACROSS]) for by in kept for k in range(0, len(order), ACROSS))]


def _group_table(comparison: ComparisonData, by: str, policies: Sequence[str]) -> Table:
    rows = {(row.policy, row.group): row for row in comparison.group_rows if row.by == by}
    columns = (Column(by_title(by), numeric=False, width=1.1), Column(_("baseline (level)"), width=0.7), *(Column(comparison.title(policy), width=1.2) for policy in policies))
    told = []
    for group in (*comparison.batch.groups[by].groups, None):
        title = _("all together") if group is None else group_title(comparison.plan.single, by, group)
        own = [rows[policy, group] for policy in policies]
        base = own[0].baseline_mean
        told.append((Cell(title, strong=group is None), Cell(figure(base) if base == base else MISSING, base if base == base else None), *map(_group_cell, own)))
    title = _("{outcome} a year by {group}: what each policy changes").format(outcome=shown_label(outcome_of(by)), group=by_title(by))
    note = _("Policy minus baseline with the change in percent, below it the 95 % interval of this one group and policy. A question mark: it includes zero. A star: fewer than "
             "ten deaths happened in the group in all worlds.")  # fmt: skip
    return Table(f"by-{by}-{policies[0]}", title, columns, tuple(told), note)


def _group_cell(row: GroupRow) -> Cell:
    pair = row.paired
    if row.few and quantity(row.outcome).counted:
        return Cell(_("too few events ({n})").format(n=sum(row.events)))
    if row.baseline_mean == row.policy_mean == 0:  # nobody is there
        return Cell("0", 0.0)
    found = told_plain([pair.mean] if pair.low is None or pair.high is None else [pair.mean, pair.low, pair.high])
    unclear = found.interval is not None and not pair.clear and pair.same < pair.worlds
    text = found.size() + (cells.UNSURE if unclear else "") + ("*" if row.few else "")
    if row.baseline_mean and abs(pair.mean / row.baseline_mean) >= 0.0005:
        text += f" ({percent(pair.mean / row.baseline_mean, signed=True)})"
    if found.interval is not None:
        text += "\n" + span(*found.interval, found.places)
    return Cell(text, pair.mean, not unclear)


def responsibility(comparison: ComparisonData) -> list[Block]:
    """Cells of the responsibility matrix that nobody answers for, before and under each policy, and how many are covered."""
    found: list[Block] = [Heading(1, _("Responsibility before and after"))]
    plan = comparison.plan
    if plan.region is not None:
        return [*found, Paragraph(_("Each district of the region has a matrix of its own, so that none is told here; `inspectorate explain` shows that of one district."))]
    from experiments.studies.matrix.cells import BLIND, CANNOT_ARISE, LED, SHARED, SOLE, cell_states

    kinds = {BLIND: _("nobody answers"), SHARED: _("several, none leads"), LED: _("several, one leads"), SOLE: _("one department")}
    columns = (Column(_("policy"), numeric=False, width=1.7), *(Column(title, _("cells")) for title in kinds.values()), Column(_("covered share"), "%"))
    rows, changes = [], []
    before = {(state.sector, state.domain): state for state in cell_states(plan.single, plan.policies[0], plan.parameters, plan.months - 1)}
    for policy in _in_order(comparison):
        states = cell_states(plan.single, policy, plan.parameters, plan.months - 1)
        count = Counter(state.kind for state in states if state.kind != CANNOT_ARISE)
        base = policy.name == comparison.batch.policies[0]
        name = Cell(_("baseline")) if base else cells.named(comparison, policy.name)
        row = comparison.row(comparison.policies[0] if base else policy.name, "covered_share")
        covered = row.baseline_mean if base else row.policy_mean
        rows.append((name, *(Cell(str(count[kind]), count[kind]) for kind in kinds), Cell(figure(100 * covered, 1), 100 * covered) if covered == covered else Cell(MISSING)))
        changed = [state for state in states if state.kind != CANNOT_ARISE and state.kind != before[state.sector, state.domain].kind]
        if changed and not base:
            changes.append(_changes(comparison, policy, [_cell(comparison, state.sector, state.domain) for state in changed]))
    table = Table("responsibility", _("Cells of the responsibility matrix in the last month: sector by hazard domain"), columns, tuple(rows),
                  _("Covered share: of the pairs of enterprise and hazard, those that some department answers for and knows of, mean over the months."))  # fmt: skip
    nothing = _("No policy compared hands cells of the matrix to others, or names who leads.")
    return [*found, table, *(Paragraph(text, "note") for text in changes or [nothing])]


def _in_order(comparison: ComparisonData) -> list[Policy]:
    by_name = {policy.name: policy for policy in comparison.plan.policies}
    return [by_name[name] for name in (comparison.batch.policies[0], *comparison.ranking)]


def _changes(comparison: ComparisonData, policy: Policy, names: list[str]) -> str:
    """The first cells by name; `inspectorate explain` lists all of them."""
    told = enumerated(names[:NAMED])
    if len(names) > NAMED:
        told = _("{cells} and {n} more").format(cells=told, n=len(names) - NAMED)
    return _("{policy} changes who answers for {n} cells: {cells}.").format(policy=comparison.title(policy.name), n=len(names), cells=told)


def _cell(comparison: ComparisonData, sector: int, domain: int) -> str:
    one, two = comparison.plan.single.sectors[sector], comparison.plan.single.domains[domain]
    return _("{sector}: {domain}").format(sector=titled(one.title, one.title_zh), domain=titled(two.title, two.title_zh))
