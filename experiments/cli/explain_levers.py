"""What ``inspectorate explain`` says of the levers of a policy: today's values and the new ones, when, and on what they rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from experiments.cli.parameters import number
from experiments.text.messages import _, enumerated

if TYPE_CHECKING:
    from scenarios.schema.policy import PolicyFile
    from simulation.policy import LeverSetting


def lever_record(setting: LeverSetting, entry: Any, files: list[PolicyFile]) -> dict[str, Any]:
    """One change: today's value, the new one, the times, and the source of the new value."""
    source: list[str] = []
    vary: list[float] | None = None
    for file in files:
        own = file.levers.get(setting.lever)
        if own is not None and own.value == setting.value:
            source, vary = list(own.source or []), own.range
            break
    return {
        "lever": setting.lever,
        "group": entry.group,
        "today": entry.value,
        "value": setting.value,
        "unit": entry.unit,
        "start": setting.start,
        "ramp": setting.ramp,
        "end": setting.end,
        "source": source,
        "range": list(vary) if vary else None,
        "description": entry.description,
        "note": entry.note,
    }


def when(lever: dict[str, Any]) -> str:
    """The times of a lever in words, in months after the burn-in, counted from 0 as in its file."""
    text = _("from month {n}").format(n=lever["start"])
    if lever["ramp"]:
        text += _(", ") + _("whole in month {n}").format(n=lever["start"] + lever["ramp"])
    if lever["end"] is not None:
        text += _(", ") + _("over from month {n} on").format(n=lever["end"])
    return text


def lever_table(levers: list[dict[str, Any]]) -> Table:
    """A line for each lever."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(_("lever"), max_width=50)
    table.add_column(_("today"), justify="right", no_wrap=True)
    table.add_column(_("policy"), justify="right", no_wrap=True)
    for heading in (_("unit"), _("when"), _("source")):
        table.add_column(heading)
    for lever in levers:
        name = Text(lever["lever"], style="bold").append(f": {_('; ').join(_(lever[key]) for key in ('description', 'note') if lever[key])}", style="not bold")
        sources = enumerated(_("assumption") if s == "assumption" else s for s in lever["source"])
        table.add_row(name, number(lever["today"]), number(lever["value"]), _(lever["unit"]), when(lever),
                      sources or _("no source given"))  # fmt: skip
    return table
