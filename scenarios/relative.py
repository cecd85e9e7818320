"""Values such as "+20 %" or "x1.2": what a person may mean by them, and why a number is wanted in their stead."""

from __future__ import annotations

import re

from scenarios.problems import Sentence, show
from scenarios.schema.parameters import ParameterEntry

_PERCENT = re.compile(r"(?P<sign>[+\-−＋－]?)\s*(?P<number>\d+(?:\.\d+)?)\s*[%％]")
_TIMES = re.compile(r"[x×*✕]\s*(?P<before>\d+(?:\.\d+)?)|(?P<after>\d+(?:\.\d+)?)\s*[x×倍]", re.IGNORECASE)
_ASSIGNED = re.compile(r"(?P<key>[A-Za-z0-9_-]+)\s*=\s*(?P<value>[^\s=,}#\"'\[\]{][^=,}#\"'\[\]{]*)")
NO_RELATIVE = Sentence("write the number itself, in its unit; a value relative to today's is not read")


def relative_on(line: str) -> tuple[str, str] | None:
    """Key and value of the first such value on a line of TOML, unquoted; None where there is none."""
    for match in _ASSIGNED.finditer(line.partition("#")[0]):
        value = match["value"].strip()
        if is_relative(value):
            return match["key"], value
    return None


def is_relative(text: str) -> bool:
    """Whether a text names a value relative to another."""
    text = text.strip()
    return _PERCENT.fullmatch(text) is not None or _TIMES.fullmatch(text) is not None


def computed(text: str, entry: ParameterEntry) -> str:
    """What to write for such a value of a parameter: it, computed from today's value."""
    today, unit = show(entry.value), entry.unit
    factor = _factor(text.strip())
    result = show(float(f"{entry.value * factor:.6g}"))
    if (percent := _PERCENT.fullmatch(text.strip())) and not percent["sign"]:
        share = float(percent["number"]) / 100.0
        more = show(float(f"{entry.value * (1.0 + share):.6g}"))
        if unit.startswith(("share", "probability")):
            return Sentence(
                "write the number in its unit ({unit}): {text} as a share is {share}, and {text} more than today's value, {today}, is {more}",
                unit=unit, text=text.strip(), share=show(float(f"{share:.6g}")), today=today, more=more,
            )  # fmt: skip
        return Sentence(
            "write the number in its unit ({unit}): {text} of today's value, {today}, is {result}, and {text} more than it is {more}",
            unit=unit, text=text.strip(), today=today, result=result, more=more,
        )  # fmt: skip
    return Sentence(
        "write the number in its unit ({unit}): {text} of today's value, {today}, is {result}",
        unit=unit, text=text.strip(), today=today, result=result,
    )  # fmt: skip


def amount(text: str, entry: ParameterEntry) -> float | None:
    """The number that such a value means; None for a bare percentage, which may mean several."""
    percent = _PERCENT.fullmatch(text.strip())
    return None if percent and not percent["sign"] else float(f"{entry.value * _factor(text.strip()):.6g}")


def _factor(text: str) -> float:
    """What today's value is multiplied by."""
    if percent := _PERCENT.fullmatch(text):
        share = float(percent["number"]) / 100.0
        return share if not percent["sign"] else 1.0 + share if percent["sign"] in "+＋" else 1.0 - share
    times = _TIMES.fullmatch(text)
    if times is None:
        raise ValueError(f"{text!r} is not relative")
    return float(times["before"] or times["after"])
