"""What a policy sets: today's value of a lever and the new one, when, and on what the new value rests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from experiments.text.messages import _

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
