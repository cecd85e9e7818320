"""What there is to choose from: districts, presets, levers with their stops, assumptions, outcomes; and the strip of every page."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from experiments.comparison.words.rows import shown_label
from experiments.disk.provenance import version
from experiments.text import parameter_groups
from experiments.text.labels import HEADLINE, quantity, unit
from experiments.text.lever_names import description_and_note, title_of
from experiments.text.messages import N_, _, one_line, titled

if TYPE_CHECKING:
    from scenarios.schema.parameters import ParameterEntry
    from simulation.district import District

COUNTERMEASURES = ("attention", "coordination", "boundaries", "capacity", "incentives")
GROUPS = {name: parameter_groups.GROUPS[name] for name in (*COUNTERMEASURES, "targeting")}
"""The groups of levers, in the order in which they are shown."""
MAIN = ("committee_meetings", "records_shared", "gaps_assigned", "professional_share", "penalty_certainty")
"""The lever of each countermeasure that is shown first."""
CANNOT = N_("It cannot tell how many will die in a real district, which enterprise will have an accident, or how much is concealed in truth.")
CERTAINTY = N_("Certainty: low. Calibrated to figures of other places, tested against published studies, not against field data of this district; "
               "read differences and their order, not levels.")  # fmt: skip
WHY = "/about"
STOPS, STEPS = 10, 20
"""Places at which a phone's lever rests, and steps of a slider, at the least."""
YES_OR_NO = "yes or no"


def choices(districts: dict[str, District], limits: dict[str, int]) -> dict[str, Any]:
    """All of it in the language in force."""
    from scenarios import load_parameters

    entries = load_parameters().entries
    reached = _reached()
    return {
        "districts": [{"name": name, "title": titled(one.title, one.title_zh) or one.name, "enterprises": one.enterprises} for name, one in districts.items()],
        "presets": presets(),
        "groups": [{"name": name, "title": _(title)} for name, title in GROUPS.items()],
        "levers": [lever(name, entries[name], reached.get(name, ())) for name in _ordered(entries)],
        "parameters": [parameter(name, entry) for name, entry in entries.items() if entry.kind == "uncertainty"],
        "outcomes": [outcome(name) for name in HEADLINE],
        **{kind: parts(districts, kind) for kind in ("sectors", "domains", "departments")},
        "strip": {"cannot": _(CANNOT), "certainty": _(CERTAINTY), "why": WHY},
        "version": version(),
        "limits": limits,
    }  # fmt: skip


def parts(districts: dict[str, District], kind: str) -> list[dict[str, str]]:
    """The sectors, domains or departments of all districts, by name."""
    found = {part.name: titled(part.title, part.title_zh) or part.name for district in reversed(districts.values()) for part in getattr(district, kind)}
    return [{"name": name, "title": title} for name, title in found.items()]


def presets() -> list[dict[str, Any]]:
    """Every shipped policy but the baseline: the countermeasures first, then bundles of them, regimes and all others."""
    from scenarios import load_policy, load_policy_file, policy_names

    order = ("countermeasure", "bundle", "regime", "other")
    found = []
    for name in policy_names():
        if name == "baseline":
            continue
        file = load_policy_file(name)
        group = ("countermeasure" if name in COUNTERMEASURES else "regime" if name.startswith("regime-") else "bundle" if len(file.includes) > 1 else "other")
        levers = {setting.lever: setting.value for setting in load_policy(name).settings if setting.end is None}
        found.append({"name": name, "title": titled(file.title, file.title_zh) or name, "question": _(one_line(file.question)), "group": group,
                      "levers": levers, "parts": list(file.includes)})  # fmt: skip

    def place(preset: dict[str, Any]) -> tuple[int, int]:
        name = preset["name"]
        return order.index(preset["group"]), COUNTERMEASURES.index(name) if name in COUNTERMEASURES else 0

    return sorted(found, key=place)


def lever(name: str, entry: ParameterEntry, reached: Iterable[float]) -> dict[str, Any]:
    """One lever in its own unit: today's value, hard and expected range, and the range, step and stops of its slider."""
    low, high = _slid(entry, reached)
    step = step_of(high - low, entry.unit)
    return {
        "name": name, "title": title_of(name, entry), "description": description_and_note(entry), "unit": entry.unit, "unit_text": _(entry.unit),
        "value": entry.value, "low": entry.hard[0], "high": entry.hard[1], "expected": list(entry.expected), "range": [low, high], "step": step,
        "group": entry.group, "main": name in MAIN, "stops": stops(low, high, step, [entry.value, *reached]),
    }  # fmt: skip


def parameter(name: str, entry: ParameterEntry) -> dict[str, Any]:
    """One assumption, and whether the sets of the shipped ensemble vary it."""
    return {"name": name, "title": title_of(name, entry), "description": description_and_note(entry), "unit": entry.unit, "unit_text": _(entry.unit),
            "value": entry.value, "low": entry.hard[0], "high": entry.hard[1], "expected": list(entry.expected), "varied": name in _varied(),
            "group": entry.group, "step": step_of(entry.expected[1] - entry.expected[0], entry.unit)}  # fmt: skip


def outcome(name: str) -> dict[str, Any]:
    """One outcome of the answer."""
    found = quantity(name)
    return {"name": name, "title": shown_label(name), "unit": unit(name), "better": found.better}


def step_of(width: float, unit: str) -> float:
    """A step of 1, 2 or 5 with a power of ten that goes twenty times or more into a range; whole for what is switched on."""
    if unit == YES_OR_NO:
        return 1.0
    if width <= 0:
        return 1.0
    size = 10.0 ** math.floor(math.log10(width / STEPS))
    return float(f"{max(factor * size for factor in (1, 2, 5) if factor * size <= width / STEPS * 1.0000001):.6g}")


def stops(low: float, high: float, step: float, kept: Iterable[float]) -> list[float]:
    """Some ten places of a slider on its steps, with today's value and those of the shipped policies among them."""
    every = max(1, round((high - low) / step / STOPS))
    grid = [float(f"{low + every * step * k:.10g}") for k in range(int((high - low) / (every * step) + 1e-9) + 1)]
    return sorted({*grid, high, *(value for value in kept if low <= value <= high)})


def _slid(entry: ParameterEntry, reached: Iterable[float]) -> tuple[float, float]:
    """The range of a slider: the expected one, and what today's value and the shipped policies need beyond it."""
    values = [*entry.expected, entry.value, *reached]
    return min(values), max(values)


def _ordered(entries: dict[str, ParameterEntry]) -> list[str]:
    names = [name for name, entry in entries.items() if entry.kind == "lever" and entry.group in GROUPS]
    return sorted(names, key=lambda name: (list(GROUPS).index(entries[name].group), name not in MAIN))


def _reached() -> dict[str, list[float]]:
    """The values to which the five countermeasures move their levers."""
    from scenarios import load_policy

    found: dict[str, list[float]] = {}
    for name in COUNTERMEASURES:
        for setting in load_policy(name).settings:
            found.setdefault(setting.lever, []).append(setting.value)
    return found


def _varied() -> frozenset[str]:
    from scenarios import default_ensemble, load_ensemble

    name = default_ensemble()
    return frozenset() if name is None else frozenset(load_ensemble(name).names)
