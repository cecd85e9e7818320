"""The outcomes of tasks as rows of a table, and back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from experiments.running.batch import TOTALS
from experiments.studies.sweep.kept import digest_of
from experiments.studies.sweep.work import Done, Failed, Outcome

DONE, FAILED = "done", "failed"
SCHEMA = pa.schema([
    ("task", pa.string()), ("point", pa.int64()), ("world", pa.int64()), ("set", pa.int64()), ("policy", pa.string()),
    ("status", pa.string()), ("kind", pa.string()), ("reason", pa.string()), ("replay", pa.string()), ("digest", pa.string()),
    *((name, pa.float64()) for name in TOTALS),
])  # fmt: skip
"""One row for each policy of a task; a task that failed has a reason, a replay command and no numbers."""
KEYS = SCHEMA.names[:10]


def schema_of(own: Sequence[str], kept: Sequence[str]) -> pa.Schema:
    """``SCHEMA`` with a column for each outcome of the user's own, and for each kind that is kept its digest."""
    return pa.schema([*SCHEMA, *((name, pa.float64()) for name in own), *((f"{kind}_digest", pa.string()) for kind in kept)])


AT_ONCE = 50_000
"""Cells that are made text at a time."""


def table(
    outcomes: Sequence[Outcome], policies: Sequence[str], task_id: Callable[[int, int], str], replay: Callable[[int, int], str],
    own: Sequence[str] = (), kept: Sequence[str] = (),
) -> pa.Table:  # fmt: skip
    """A row for each task and policy, tasks in order of point and world."""
    schema, wide = schema_of(own, kept), len(TOTALS) + len(own)
    digests: dict[str, list[str | None]] = {kind: [] for kind in kept}
    columns: dict[str, list[Any]] = {name: [] for name in KEYS}
    numbers: list[Any] = []
    for outcome in sorted(outcomes, key=lambda o: (o.point, o.world)):
        failed, task = isinstance(outcome, Failed), task_id(outcome.point, outcome.world)
        for p, policy in enumerate(policies):
            cells = {
                "task": task, "point": outcome.point, "world": outcome.world, "set": outcome.set,
                "policy": policy, "status": FAILED if failed else DONE, "kind": None, "reason": None, "replay": None, "digest": None,
            }  # fmt: skip
            if isinstance(outcome, Failed):
                cells |= {"kind": outcome.kind, "reason": outcome.reason, "replay": replay(outcome.point, outcome.world)}
                numbers.append(np.full(wide, np.nan))
            else:
                cells["digest"] = outcome.digests[p]
                numbers.append(outcome.totals[p])
            for name, cell in cells.items():
                columns[name].append(cell)
            for kind, column in digests.items():
                column.append(None if isinstance(outcome, Failed) else digest_of(kind, outcome.kept[kind][p]))
    values = np.array(numbers).reshape(-1, wide)
    arrays = [pa.array(columns[name], schema.field(name).type) for name in KEYS]
    arrays += [pa.array(np.ascontiguousarray(values[:, o])) for o in range(wide)]
    return pa.Table.from_arrays([*arrays, *(pa.array(column, pa.string()) for column in digests.values())], schema=schema)


def tasks_in(part: pa.Table) -> dict[tuple[int, int], str]:
    """(point, world) of every task in a part, and its status."""
    return dict(zip(zip(part["point"].to_pylist(), part["world"].to_pylist(), strict=True), part["status"].to_pylist(), strict=True))


def content_digest(whole: pa.Table) -> str:
    """sha256 of everything that a sweep found, whatever the parts, the order or the processes; reasons of failures apart.

    ``whole`` has its rows in order of point, world and policy.
    """
    total = hashlib.sha256()
    texts = ("task", "point", "world", "policy", "status", "digest")
    more = [name for name in whole.column_names if name not in SCHEMA.names]  # outcomes of the user's own, digests of what is kept
    for name in (*texts, *TOTALS, *more):
        column = whole[name]
        total.update(f"{name}\0".encode() if name in more else b"")
        if name not in texts and pa.types.is_floating(column.type):
            total.update(np.asarray(column.to_numpy(zero_copy_only=False), dtype="<f8").tobytes())
            continue
        for first in range(0, whole.num_rows, AT_ONCE):
            cells = column.slice(first, AT_ONCE).to_pylist()
            total.update("".join(f"{cell!r}\0" for cell in cells).encode())
    return total.hexdigest()


def failures_of(outcomes: Iterable[Outcome]) -> list[Failed]:
    """The tasks that gave no numbers."""
    return [outcome for outcome in outcomes if not isinstance(outcome, Done)]
