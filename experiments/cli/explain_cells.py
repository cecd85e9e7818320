"""What ``inspectorate explain`` says of the responsibility matrix: cells that a policy hands to others, and those that its levers take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from experiments.cli.explain_levers import when
from experiments.text.lever_names import lever_name
from experiments.text.messages import _, enumerated, titled

if TYPE_CHECKING:
    from scenarios.schema.policy import PolicyFile
    from simulation.district import District
    from simulation.policy import LeverSetting, Policy


def cell_records(policy: Policy, files: list[PolicyFile], district: District) -> list[dict[str, Any]]:
    """A record for each cell handed to others: who answers for it today in the district, who will, when, and the sources."""
    sectors, domains, departments = ([part.name for part in parts] for parts in (district.sectors, district.domains, district.departments))
    records = []
    for setting in policy.cells:
        today = district.responsibility[sectors.index(setting.sector)][domains.index(setting.domain)]
        entries = [file.cells[setting.sector, setting.domain] for file in files if (setting.sector, setting.domain) in file.cells]
        source = next((list(entry.source) for entry in reversed(entries) if tuple(entry.departments) == setting.departments), [])
        records.append({
            "sector": setting.sector, "domain": setting.domain, "today": [departments[number] for number in today.departments],
            "departments": list(setting.departments), "lead": setting.lead or None, "start": setting.start, "ramp": 0, "end": setting.end,
            "source": source,
        })  # fmt: skip
    return records


def taken_records(policy: Policy, district: District) -> dict[str, list[str]]:
    """By lever that the policy sets, the cells as SECTOR.DOMAIN that its share takes in the district when it is whole, in their order."""
    from experiments.studies.matrix.cells import GAPS, LEADS, taken
    from scenarios import load_parameters

    found = {}
    for setting in policy.settings:
        if setting.lever in (LEADS, GAPS):
            cells = taken(district, policy, load_parameters().values, _whole_in(setting))[setting.lever]
            found[setting.lever] = [f"{district.sectors[s].name}.{district.domains[d].name}" for s, d in cells]
    return found


def cell_parts(policy: Policy, cells: list[dict[str, Any]], district: District) -> list[RenderableType]:
    """The table of cells and the lines on what the levers take, each below its heading; nothing where there is none."""
    parts: list[RenderableType] = []
    title = titled(district.title, district.title_zh)
    if cells:
        parts += [Text(_("Who answers for what from then on, in {district}").format(district=title), style="bold"), _table(cells, district)]
    months = {setting.lever: _whole_in(setting) for setting in policy.settings}
    for lever, taken in taken_records(policy, district).items():
        named = enumerated(_cell(name, district) for name in taken) or _("none")
        parts.append(Text(_("{lever} takes, in {district} in month {month}, {n} cells of the responsibility matrix: {cells}.").format(
            lever=lever_name(lever), district=title, month=months[lever], n=len(taken), cells=named)))  # fmt: skip
    return parts


def _whole_in(setting: LeverSetting) -> int:
    """The month in which a lever is whole, or if it ends before that its last."""
    whole = setting.start + setting.ramp
    return whole if setting.end is None else min(whole, setting.end - 1)


def _cell(name: str, district: District) -> str:
    sector, domain = name.split(".")
    return _("{sector}: {domain}").format(
        sector=next(titled(one.title, one.title_zh) for one in district.sectors if one.name == sector),
        domain=next(titled(one.title, one.title_zh) for one in district.domains if one.name == domain))  # fmt: skip


def _table(cells: list[dict[str, Any]], district: District) -> Table:
    titles = {plan.name: titled(plan.title, plan.title_zh) for plan in district.departments}
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(_("cell"), max_width=30, overflow="fold")
    for heading in (_("today"), _("policy"), _("when"), _("source")):
        table.add_column(heading, overflow="fold")
    for cell in cells:
        told = [_("{department} (leads)").format(department=titles[name]) if name == cell["lead"] else titles[name] for name in cell["departments"]]
        sources = enumerated(_("assumption") if source == "assumption" else source for source in cell["source"])
        table.add_row(
            _cell(f"{cell['sector']}.{cell['domain']}", district), enumerated(titles[name] for name in cell["today"]) or _("nobody"),
            enumerated(told) or _("nobody"), when(cell), sources)  # fmt: skip
    return table
