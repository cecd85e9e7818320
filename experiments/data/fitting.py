"""Levels of a district fitted to its own records: visits by department, injuries on record as a whole; a file that extends its own."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from experiments.data.baseline import Modelled, modelled
from experiments.data.filled import Record
from experiments.data.holding import spread
from experiments.data.records import Recorded, by_measure
from experiments.running.plan import Plan
from simulation.district import District

LEAST_EVENTS = 30
"""Events from which on a level is fitted."""
LEAST_ATTRIBUTED = 0.99
ROUNDS = 2
"""A level moves others a little: what is fitted is run again, and fitted once more."""
FURTHEST = 20.0
"""Factors beyond it, or below one over it, are no level but a mistake in the records or the district."""


@dataclass(frozen=True)
class Level:
    """One factor: of a department's field days, or of all injuries; with its 95 % range by the records' own chance."""

    kind: str
    """department; empty: injuries."""
    group: str
    events: int
    factor: float
    low: float
    high: float


@dataclass(frozen=True)
class Fitted:
    """The levels that the records suffice for, and the groups of which they do not."""

    levels: list[Level]
    left: list[tuple[str, str, int]]
    """Kind, group and events of those that stay as they are."""


def fit(plan: Plan, records: Sequence[Record], again: Callable[[str], Plan], tick: Callable[[int], None] = lambda done: None) -> Fitted:
    """Levels that bring the baseline to the records; ``again`` gives the plan on the district of a fitted file's text."""
    recorded = {one.measure: one for one in by_measure(records)}
    district, found = plan.single, Fitted([], [])
    for number in range(ROUNDS):
        done = number * len(plan.worlds)
        found = _refined(found, recorded, modelled(plan, partial(_told, tick, done)), plan.months, district)
        if number + 1 < ROUNDS and found.levels:
            plan = again(fitted_text(found, district, "fitted"))
    return found


def _told(tick: Callable[[int], None], before: int, done: int) -> None:
    tick(before + done)


def _refined(before: Fitted, recorded: Mapping[str, Recorded], model: Mapping[str, Modelled], months: int, district: District) -> Fitted:
    """The levels of before, each times what is still missing."""
    had = {(one.kind, one.group): one.factor for one in before.levels}
    levels: list[Level] = []
    left: list[tuple[str, str, int]] = []
    for kind, group, counts, of in _asked(recorded, model, district):
        share = len(of.monthly) / months
        theirs = float(counts[1].mean()) * share
        if counts[0] < LEAST_EVENTS or theirs <= 0.0:
            left.append((kind, group, int(counts[0])))
            continue
        factor = had.get((kind, group), 1.0) * counts[0] / theirs
        if not 1.0 / FURTHEST <= factor <= FURTHEST:
            left.append((kind, group, int(counts[0])))
            continue
        own = spread(of.monthly)
        error = 1.96 * math.sqrt(max(1.0, own if math.isfinite(own) else 1.0) / counts[0])
        levels.append(Level(kind, group, int(counts[0]), factor, factor * math.exp(-error), factor * math.exp(error)))
    return Fitted(levels, left)


def _asked(
    recorded: Mapping[str, Recorded], model: Mapping[str, Modelled], district: District
) -> Iterator[tuple[str, str, tuple[float, NDArray[np.float64]], Recorded]]:
    """Kind, group, (records, the model's worlds) and the measure of every level that could be fitted."""
    visits, injuries = recorded.get("visits"), recorded.get("injuries")
    if visits is not None and visits.attributed("department") >= LEAST_ATTRIBUTED:
        for one in district.departments:
            yield "department", one.name, (float(np.sum(visits.groups["department"].get(one.name, 0.0))), model["visits"].groups["department"][one.name].sum(axis=1)), visits
    if injuries is not None:
        yield "", "", (injuries.total, model["injuries"].monthly.sum(axis=1)), injuries


def fitted_name(file: Path) -> Path:
    """Where the fitted district stands: beside its own, which it extends."""
    return file.with_name(f"{file.stem}-fitted.toml")


def fitted_text(found: Fitted, district: District, name: str) -> str:
    """The fitted district's file, to stand beside the one that it extends."""
    title = [json.dumps(text, ensure_ascii=False) for text in (f"{district.title}, fitted", f"{district.title_zh or district.title}（已拟合）")]
    notes = (f"{len(found.levels)} levels of it are fitted to its own records.", f"其中{len(found.levels)}项水平按本地记录拟合。")
    lines = ["schema_version = 1", f'name = "{name}"', f'extends = "{district.name}.toml"', f"title = {title[0]}", f"title_zh = {title[1]}",
             f'note = "{notes[0]}"', f'note_zh = "{notes[1]}"']  # fmt: skip
    departments = {one.name: one for one in district.departments}
    for one in found.levels:
        if one.kind:
            lines += ["", f"[departments.{one.group}]", f"field_days_factor = {_quantity(departments[one.group].field_days_factor, one)}"]
            continue
        # Injuries come of hazards and of unsafe acts: both by the same factor, so that their shares stay.
        for domain in district.domains:
            lines += ["", f"[domains.{domain.name}]", f"injury_rate = {_quantity(domain.injury_rate, one)}"]
        for sector in district.sectors:
            lines += ["", f"[sectors.{sector.name}]", f"unsafe_rate = {_quantity(sector.unsafe_rate, one)}"]
    return "\n".join(lines) + "\n"


def _quantity(value: float, level: Level) -> str:
    return f'{{ low = {value * level.low!r}, value = {value * level.factor!r}, high = {value * level.high!r}, source = ["own-data"] }}'
