"""How settled worlds and runs lie in a file: a header in JSON, then numbers as they lie in memory, to the last bit."""

from __future__ import annotations

import io
import json
import math
from dataclasses import astuple, fields
from typing import Any

import numpy as np

from simulation.engine.run import EngineModel
from simulation.engine.saving import Mark
from simulation.engine.schedule import Schedule
from simulation.engine.state import Sizes
from simulation.outcomes import OUTCOMES
from simulation.policy import BASELINE
from simulation.results import Event, PlaceTotals, Run

LENGTH = 8
"""Bytes that tell the length of the header."""
MOST_OF_ANYTHING = 10**7
"""Above any length that a state grows to."""


def packed_world(key: str, model: EngineModel) -> bytes:
    """A settled world under its key."""
    body = io.BytesIO()
    mark = model.save(body)
    return _packed({"kind": "world", "key": key, "sizes": list(mark.sizes), "month": mark.month}, body.getbuffer())


def unpack_world(key: str, data: bytes, begun: EngineModel) -> None:
    """Put what was packed into ``begun``, the same world as it begins; ``ValueError`` where it is not what was packed under this key."""
    header, body = _unpacked(data, {"kind": "world", "key": key})
    sizes, month = header.get("sizes"), header.get("month")
    if not (isinstance(sizes, list) and len(sizes) == len(Sizes._fields) and all(type(n) is int and 0 <= n <= MOST_OF_ANYTHING for n in sizes)):
        raise ValueError("it has no sizes")
    if type(month) is not int or month != 0:
        raise ValueError("it is of another month")
    file = io.BytesIO(body)
    try:
        begun.restore(file, Mark(Sizes(*sizes), month, begun.district.responsibility), Schedule(BASELINE, begun.parameters))
    except OSError:
        raise ValueError("it is cut short") from None
    if file.read(1):
        raise ValueError("it is too long")


def packed_run(key: str, run: Run) -> bytes:
    """A run under its key; whose it is, and what was kept by enterprise, is not in it."""
    months = np.array([run.monthly[outcome.name] for outcome in OUTCOMES], "<f8")
    header = {"kind": "run", "key": key, "months": run.months, "events": [astuple(e) for e in run.events], "places": [astuple(p) for p in run.places]}
    return _packed(header, months.data.cast("B"))


def unpacked_run(key: str, data: bytes, district: str, policy: str, seed: int, world: int) -> Run:
    """The run that was packed, with its names; ``ValueError`` where it is not what was packed under this key."""
    header, body = _unpacked(data, {"kind": "run", "key": key})
    months = header.get("months")
    if type(months) is not int or len(body) != 8 * len(OUTCOMES) * months:
        raise ValueError("it has another length")
    values = np.frombuffer(body, "<f8").reshape(len(OUTCOMES), months)
    monthly = {outcome.name: np.array(values[number], np.float64) for number, outcome in enumerate(OUTCOMES)}
    events, places = (_rows(header.get(name), kind) for name, kind in (("events", Event), ("places", PlaceTotals)))
    return Run(district, policy, seed, world, months, monthly, events, places)


def _rows(given: Any, kind: type[Any]) -> list[Any]:
    width = len(fields(kind))
    if not isinstance(given, list) or not all(isinstance(row, list) and len(row) == width for row in given):
        raise ValueError("it has other rows")
    return [kind(*row) for row in given]


def _packed(header: dict[str, Any], body: Any) -> bytes:
    text = json.dumps(header, separators=(",", ":")).encode("ascii")
    return b"".join([len(text).to_bytes(LENGTH, "little"), text, body])


def _unpacked(data: bytes, expected: dict[str, str]) -> tuple[dict[str, Any], memoryview]:
    end = LENGTH + int.from_bytes(data[:LENGTH], "little")
    try:
        header = json.loads(data[LENGTH:end])
    except (ValueError, RecursionError):
        raise ValueError("its header is no JSON") from None
    if not isinstance(header, dict) or any(header.get(name) != value for name, value in expected.items()):
        raise ValueError("it is something else")
    return header, memoryview(data)[end:]


def run_bytes(run: Run) -> int:
    """About what a run takes in memory."""
    return math.ceil(8 * len(OUTCOMES) * run.months + 300 * len(run.events) + 500 * len(run.places))
