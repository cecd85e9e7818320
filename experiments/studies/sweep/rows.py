"""The outcomes of tasks as rows of a table, and back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from experiments.disk.arrow import column, numbers, texts
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
    schema, wide, times = schema_of(own, kept), len(TOTALS) + len(own), len(policies)
    ordered = sorted(outcomes, key=lambda o: (o.point, o.world))
    nothing = np.full((times, wide), np.nan)

    def each(values: Iterable[Any]) -> list[Any]:
        return [value for value in values for _policy in policies]

    def of_failed(what: Callable[[Failed], str]) -> pa.Array:
        return texts(each(what(o) if isinstance(o, Failed) else None for o in ordered))

    columns = [
        texts(each(task_id(o.point, o.world) for o in ordered)),
        numbers(np.repeat(np.array([o.point for o in ordered], np.int64), times)),
        numbers(np.repeat(np.array([o.world for o in ordered], np.int64), times)),
        column(each(o.set for o in ordered), pa.int64()),
        texts(list(policies) * len(ordered)),
        texts(each(FAILED if isinstance(o, Failed) else DONE for o in ordered)),
        of_failed(lambda o: o.kind),
        of_failed(lambda o: o.reason),
        of_failed(lambda o: replay(o.point, o.world)),
        texts([digest for o in ordered for digest in ([None] * times if isinstance(o, Failed) else o.digests)]),
    ]
    values = np.concatenate([np.empty((0, wide)), *(nothing if isinstance(o, Failed) else o.totals for o in ordered)])
    columns += map(numbers, values.T)
    for kind in kept:
        columns.append(texts([None if isinstance(o, Failed) else digest_of(kind, o.kept[kind][p]) for o in ordered for p in range(times)]))
    return pa.Table.from_arrays(columns, schema=schema)


def tasks_in(part: pa.Table) -> dict[tuple[int, int], str]:
    """(point, world) of every task in a part, and its status."""
    return dict(zip(zip(part["point"].to_pylist(), part["world"].to_pylist(), strict=True), part["status"].to_pylist(), strict=True))


def content_digest(whole: pa.Table) -> str:
    """sha256 of everything that a sweep found, whatever the parts, the order or the processes; reasons of failures apart.

    ``whole`` has its rows in order of point, world and policy.
    """
    total = hashlib.sha256()
    plain = ("task", "point", "world", "policy", "status", "digest")
    more = [name for name in whole.column_names if name not in SCHEMA.names]  # outcomes of the user's own, digests of what is kept
    for name in (*plain, *TOTALS, *more):
        found = whole[name]
        total.update(f"{name}\0".encode() if name in more else b"")
        if name not in plain and pa.types.is_floating(found.type):
            total.update(np.asarray(found.to_numpy(zero_copy_only=False), dtype="<f8").tobytes())
            continue
        for first in range(0, whole.num_rows, AT_ONCE):
            cells = found.slice(first, AT_ONCE).to_pylist()
            total.update("".join(f"{cell!r}\0" for cell in cells).encode())
    return total.hexdigest()


def failures_of(outcomes: Iterable[Outcome]) -> list[Failed]:
    """The tasks that gave no numbers."""
    return [outcome for outcome in outcomes if not isinstance(outcome, Done)]
