"""The responsibility matrix as tables: who answers for what, and what is open, looked at, found and expected in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.table import Table
from rich.text import Text

from experiments.comparison.data import ComparisonData
from experiments.running.batch import Array
from experiments.statistics.intervals import Paired, paired
from experiments.studies.matrix.cells import (
    BLIND,
    CANNOT_ARISE,
    EDITED,
    KINDS,
    LED,
    SHARED,
    SOLE,
    CellState,
    cell_states,
)
from experiments.text.formatting import MISSING, figure, span_of
from experiments.text.messages import N_, _, enumerated, sentences, titled
from experiments.text.wrapping import wrapped
from simulation.district import District
from simulation.orders import OF_CELL
from simulation.policy import BASELINE, Policy

WORDS = {BLIND: N_("blind"), SHARED: N_("shared"), LED: N_("led"), SOLE: N_("one department"), CANNOT_ARISE: N_("cannot arise")}
SHORT = {BLIND: N_("blind"), SHARED: N_("shared by {n}"), LED: N_("led, {n}"), SOLE: N_("one"), CANNOT_ARISE: "\u2013"}
"""A cell in a table of all of them; ``n`` departments answer for it."""
TOLD = ("hazards_open", "visits", "hazards_found", "expected_deaths")
"""What is told of a cell: hazards open, a mean over the months; visits that looked at it, findings and expected deaths, a year."""
MEAN = "hazards_open"
NAME, SHORT_NAME = 30, 11


@dataclass(frozen=True)
class CellRow:
    """A cell under the baseline and under the policy, and what was counted in it: means over worlds, by outcome."""

    before: CellState
    after: CellState
    baseline: dict[str, float]
    policy: dict[str, float]
    change: Paired
    """Of expected deaths a year."""


@dataclass(frozen=True)
class Matrix:
    """What is told of a district's matrix; without a policy, ``after`` is ``before``."""

    district: District
    chosen: Policy
    month: int
    """The month as of which ``after`` stands."""
    rows: list[CellRow]
    unsafe: list[tuple[float, float, Paired]]
    """Expected deaths a year of unsafe acts, which belong to no cell, by sector: baseline, policy, difference."""


def matrix_of(comparison: ComparisonData) -> Matrix:
    """The matrix of a comparison that kept outcomes by cell, under its last policy and the baseline."""
    plan, batch = comparison.plan, comparison.batch
    district, policy, month = plan.single, plan.policies[-1], plan.months - 1
    before = cell_states(district, BASELINE, plan.parameters, -1)
    after = cell_states(district, policy, plan.parameters, month)
    width = len(district.domains) + 1
    values = {name: _yearly(batch.groups["cell"].values[name], name, batch.years)[[0, -1]] for name in OF_CELL}

    def change(group: int) -> Paired:
        base, own = batch.replicated(values["expected_deaths"][:, :, group])
        return paired(own - base, batch.least, batch.level)

    def means(row: int, group: int) -> dict[str, float]:
        return {name: float(values[name][row, :, group].mean()) for name in TOLD}

    rows = []
    for one, other in zip(before, after, strict=True):
        group = one.sector * width + one.domain
        rows.append(CellRow(one, other, means(0, group), means(1, group), change(group)))
    ends = [sector * width + width - 1 for sector in range(len(district.sectors))]
    unsafe = [(means(0, group)["expected_deaths"], means(1, group)["expected_deaths"], change(group)) for group in ends]
    return Matrix(district, policy, month, rows, unsafe)


def _yearly(values: Array, name: str, years: float) -> Array:
    return values if name == MEAN else values / years


def grid(found: Matrix, states: Sequence[CellState], *, before: Sequence[CellState] | None = None) -> Table:
    """Sectors downwards, hazard domains across; what differs from ``before`` is bold."""
    district, width = found.district, len(found.district.domains)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(_("sector"), max_width=16, overflow="fold")
    for domain in district.domains:
        table.add_column(wrapped(titled(domain.title, domain.title_zh), SHORT_NAME), max_width=SHORT_NAME, overflow="fold")
    for s, sector in enumerate(district.sectors):
        own = range(s * width, (s + 1) * width)
        table.add_row(titled(sector.title, sector.title_zh), *(
            Text(short(states[at]), style="bold" if before is not None and _differ(before[at], states[at]) else "") for at in own))  # fmt: skip
    return table


def short(state: CellState) -> str:
    """A cell in a word or two."""
    return _(SHORT[state.kind]).format(n=len(state.departments)) if SHORT[state.kind] in (SHORT[SHARED], SHORT[LED]) else _(SHORT[state.kind])


def _differ(one: CellState, other: CellState) -> bool:
    return (one.kind, one.departments) != (other.kind, other.departments)


def who(district: District, state: CellState) -> str:
    """Who answers for a cell, the lead named."""
    names = [department(district, number) for number in state.departments]
    if not names:
        return _("nobody")
    return _("{lead} (leads), {others}").format(lead=names[0], others=enumerated(names[1:])) if state.kind == LED else enumerated(names)


def department(district: District, number: int) -> str:
    """A department's title in the language in force."""
    return titled(district.departments[number].title, district.departments[number].title_zh)


def named(district: District, state: CellState) -> str:
    """Which cell it is."""
    sector, domain = district.sectors[state.sector], district.domains[state.domain]
    return _("{sector}: {domain}").format(sector=titled(sector.title, sector.title_zh), domain=titled(domain.title, domain.title_zh))


def changes(found: Matrix) -> list[str]:
    """A line for each cell that the policy gives to others."""
    made = {EDITED: _("by the policy's responsibility table"), "": ""}
    lines = []
    for row in found.rows:
        if _differ(row.before, row.after):
            cell = named(found.district, row.before)
            if row.after.kind == LED and set(row.after.departments) == set(row.before.departments):  # the others stay: only who leads is news
                text = _("{cell}: {lead} now leads").format(cell=cell, lead=department(found.district, row.after.departments[0]))
            else:
                text = _("{cell}: {before}; now {after}").format(cell=cell, before=who(found.district, row.before), after=who(found.district, row.after))
            by = made.get(row.after.by, _("by the lever {lever}").format(lever=row.after.by))
            lines.append(_("{text} ({by})").format(text=text, by=by) if by else text)
    return lines


def counted(found: Matrix) -> Table:
    """A line for each cell in which hazards can arise, the deadliest first, then unsafe acts by sector and the sum of all."""
    both = found.chosen.name != BASELINE.name
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(_("cell"), max_width=NAME, overflow="fold")
    table.add_column(_("kind"), max_width=16, overflow="fold")
    for heading in (_("hazards open"), _("visits a year"), _("findings a year"), _("expected deaths a year")):
        table.add_column(wrapped(heading, SHORT_NAME), justify="right")
    if both:
        table.add_column(wrapped(_("change of expected deaths a year"), 16), justify="right")
    rows = [row for row in found.rows if CANNOT_ARISE not in (row.before.kind, row.after.kind)]
    for row in sorted(rows, key=lambda row: -row.baseline["expected_deaths"]):
        kind = _(WORDS[row.before.kind])
        if row.after.kind != row.before.kind:
            kind = _("{before}, then {after}").format(before=kind, after=_(WORDS[row.after.kind]))
        table.add_row(named(found.district, row.before), kind, *(_pair(row.baseline[name], row.policy[name], both) for name in TOLD),
                      *([_change(row.change)] if both else []))  # fmt: skip
    table.add_section()
    for sector, (base, own, change) in zip(found.district.sectors, found.unsafe, strict=True):
        title = _("{sector}: {domain}").format(sector=titled(sector.title, sector.title_zh), domain=_("unsafe acts"))
        table.add_row(title, _("no cell"), "", "", "", _pair(base, own, both), *([_change(change)] if both else []))
    return table


def _pair(base: float, own: float, both: bool) -> str:
    return _("{base} -> {own}").format(base=figure(base), own=figure(own)) if both else figure(base)


def _change(change: Paired) -> str:
    if change.low is None or change.high is None:
        return figure(change.mean, signed=True) if change.mean == change.mean else MISSING
    return f"{figure(change.mean, signed=True)}\n{span_of(change.low, change.high, '', signed=True)}"


def headline(found: Matrix) -> str:
    """How many cells are of each kind before and after, and what share of expected deaths the blind ones carry."""
    def counts(states: Sequence[CellState]) -> str:
        return enumerated(_("{n} {kind}").format(n=sum(state.kind == kind for state in states), kind=_(WORDS[kind])) for kind in KINDS)

    before = [row.before for row in found.rows]
    text = _("Cells (sector and hazard domain) of {district}: {counts}.").format(
        district=titled(found.district.title, found.district.title_zh), counts=counts(before))  # fmt: skip
    after = ""
    if found.chosen.name != BASELINE.name:
        after = _("In month {month} under {policy}: {counts}.").format(
            month=found.month, policy=titled(found.chosen.title, found.chosen.title_zh) or found.chosen.name, counts=counts([row.after for row in found.rows]))
    in_cells = sum(row.baseline["expected_deaths"] for row in found.rows)
    blind = sum(row.baseline["expected_deaths"] for row in found.rows if row.before.kind == BLIND)
    unsafe = sum(base for base, _own, _change in found.unsafe)
    share = _("Of {all} expected deaths a year under the baseline {blind} come from blind cells, {unsafe} from unsafe acts, which belong to no cell.").format(
        all=figure(in_cells + unsafe), blind=figure(blind), unsafe=figure(unsafe))  # fmt: skip
    return sentences(text, after, share)


def reading() -> str:
    """How the figures are to be read."""
    return _(
        "A visit counts in every cell that it looks at. Hazards open is the mean over the months, all else is a year. Which hazards arise where, and who answers for "
        "them, is an assumption of the district's file; that a blind cell is looked at by nobody is the model's.")  # fmt: skip
