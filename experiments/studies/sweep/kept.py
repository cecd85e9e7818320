"""What a sweep keeps of each run beside its totals, where its plan asks for it: months, totals by place, outcomes by group.

Each kind lies in a folder of its own, one file for each part, named by its checksum as parts are.  The part says in its own metadata which
files belong to it, so that whoever holds the part holds them, and the ledger can still be written anew from the parts alone.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet
from numpy.typing import NDArray

from experiments.disk import files
from experiments.disk.paths import TEMPORARY
from experiments.disk.reading import parsed
from experiments.running.batch import MONTHLY, PLACE_FIELDS, broken_down
from simulation.breakdowns import BREAKDOWNS, SIZE_CLASSES, cells_of
from simulation.district import District
from simulation.region import Region
from simulation.results import Run

NAMED = 16
"""Hex digits of its checksum in a file's name."""
LINKS = b"kept"
"""The key of a part's metadata under which its files stand."""
KEYS = [("point", pa.int64()), ("world", pa.int64()), ("policy", pa.string())]
GROUPED = tuple(dict.fromkeys(outcome for outcomes in BREAKDOWNS.values() for outcome in outcomes))
"""Outcomes that are kept by group, empty where a group has none."""
SCHEMAS = {
    "monthly": pa.schema([*KEYS, ("month", pa.int64()), *((name, pa.float64()) for name in MONTHLY)]),
    "places": pa.schema([*KEYS, ("name", pa.string()), ("title", pa.string()), *((name, pa.float64()) for name in PLACE_FIELDS[2:])]),
    "breakdowns": pa.schema([*KEYS, ("by", pa.string()), ("group", pa.string()), *((name, pa.float64()) for name in GROUPED)]),
}
"""A row for each point, world, policy and month (from 0 on), place, or group."""
BYTES = {"monthly": 4.0, "places": 5.0, "breakdowns": 5.0}
"""Bytes of a number on disk, as measured: 2 of a month in the hamlet, where most are zero, 4 in the whole district."""
COLUMN_BYTES = 150.0
"""Bytes that a file notes of each column."""
BATCH_BYTES = 64e6
"""Of months and groups that one batch of tasks may send from a worker."""
CELL_BYTES = 32.0
"""Bytes of a number in a row on its way from a worker."""

Rows = Mapping[str, tuple[Any, ...]]
"""By kind, for each policy of a task: months as (MONTHLY, months), places as tuples of ``PLACE_FIELDS``, groups as by, group and ``GROUPED``."""


def rows_of(runs: Sequence[Run], kinds: Iterable[str], by: Sequence[str] = ()) -> Rows:
    """What is kept of a task's runs; raises ``BadRunError`` where they have no outcomes ``by`` group."""
    found: dict[str, Callable[[Run], Any]] = {"monthly": _monthly, "places": _places, "breakdowns": partial(_groups, by=by)}
    return {kind: tuple(found[kind](run) for run in runs) for kind in kinds}


def _monthly(run: Run) -> NDArray[np.float64]:
    return np.array([run.monthly[name] for name in MONTHLY], dtype=np.float64)


def _places(run: Run) -> tuple[tuple[Any, ...], ...]:
    return tuple((place.name, place.title, *(float(getattr(place, name)) for name in PLACE_FIELDS[2:])) for place in run.places)


def _groups(run: Run, by: Sequence[str]) -> tuple[tuple[Any, ...], ...]:
    return tuple(
        (name, group, *(float(found.values[outcome][g]) if outcome in found.values else None for outcome in GROUPED))
        for name, found in broken_down(run, by).items() for g, group in enumerate(found.groups)
    )  # fmt: skip


def groups_of(district: District | Region, by: Sequence[str]) -> int:
    """How many groups outcomes are kept by."""
    if isinstance(district, Region) or not by:
        return 0
    counts = {"sector": len(district.sectors), "size_class": len(SIZE_CLASSES), "place": len(district.places), "department": len(district.departments),
              "domain": len(district.domains) + 1, "cell": len(cells_of(district))}  # fmt: skip
    return sum(counts[name] for name in by)


def digest_of(kind: str, rows: Any) -> str:
    """sha256 of what is kept of one run, whatever the part or the process."""
    content = np.ascontiguousarray(rows, dtype="<f8").tobytes() if kind == "monthly" else repr(rows).encode()
    return hashlib.sha256(content).hexdigest()


def tables(tasks: Sequence[tuple[int, int, Rows]], policies: Sequence[str], kinds: Iterable[str]) -> dict[str, pa.Table]:
    """A table for each kind of the tasks (point, world, rows), in their order; none where there is nothing."""
    if not tasks:
        return {}
    runs = {kind: [((point, world, policy), rows[kind][p]) for point, world, rows in tasks for p, policy in enumerate(policies)] for kind in kinds}
    return {kind: _monthly_table(own) if kind == "monthly" else _named_table(own, SCHEMAS[kind]) for kind, own in runs.items()}


def _monthly_table(runs: list[tuple[tuple[int, int, str], NDArray[np.float64]]]) -> pa.Table:
    months = runs[0][1].shape[1]
    columns: list[Any] = [np.repeat([key[k] for key, _rows in runs], months) for k in range(len(KEYS))]
    columns += [np.tile(np.arange(months), len(runs)), *np.concatenate([rows for _key, rows in runs], axis=1)]
    return pa.Table.from_arrays([pa.array(column, field.type) for column, field in zip(columns, SCHEMAS["monthly"], strict=True)], schema=SCHEMAS["monthly"])


def _named_table(runs: list[tuple[tuple[int, int, str], tuple[tuple[Any, ...], ...]]], schema: pa.Schema) -> pa.Table:
    rows = [(*key, *row) for key, own in runs for row in own]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pa.Table.from_arrays([pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema)


def write(folder: Path, found: Mapping[str, pa.Table]) -> dict[str, str]:
    """Put each table on disk, whole or not at all; the checksum of each file by kind. Raises ``OSError``."""
    links = {}
    for kind, table in found.items():
        stream = io.BytesIO()
        pa.parquet.write_table(table, stream, compression="zstd")
        content = stream.getvalue()
        links[kind] = hashlib.sha256(content).hexdigest()
        (folder / kind).mkdir(exist_ok=True)
        files.write_bytes(path_of(folder, kind, links[kind]), content)
    return links


def path_of(folder: Path, kind: str, checksum: str) -> Path:
    """The file of a kind with this checksum."""
    return folder / kind / f"part-{checksum[:NAMED]}.parquet"


def linked(part: pa.Table, links: Mapping[str, str]) -> pa.Table:
    """The part with the checksums of its files in its metadata."""
    return part.replace_schema_metadata({LINKS: json.dumps(dict(links), sort_keys=True).encode()}) if links else part


def links_of(part: pa.Table) -> dict[str, str]:
    """The checksums of a part's files by kind."""
    return dict(parsed((part.schema.metadata or {}).get(LINKS, b"{}")))


def hold(folder: Path, links: Mapping[str, str]) -> bool:
    """Whether every file of a part is there and holds its checksum."""
    paths = [(path_of(folder, kind, checksum), checksum) for kind, checksum in links.items()]
    return all(path.is_file() and files.sha256(path) == checksum for path, checksum in paths)


def tidy(folder: Path, links: Iterable[Mapping[str, str]], damaged: Path) -> None:
    """Take out what no part names: whole files were left by a killed writer and go, others are set aside."""
    known = {path_of(folder, kind, checksum) for of_part in links for kind, checksum in of_part.items()}
    for path in [found for kind in SCHEMAS for found in (folder / kind).glob("*")]:
        if path in known:
            continue
        if (path.is_file() and path.name == f"part-{files.sha256(path)[:NAMED]}.parquet") or path.name.startswith(TEMPORARY):
            path.unlink()
        else:
            set_aside(path, damaged)


def set_aside(path: Path, damaged: Path) -> None:
    """Move what cannot be used to ``damaged``, beside what lies there under its name already."""
    damaged.mkdir(exist_ok=True)
    target, number = damaged / path.name, 1
    while os.path.lexists(target) and (target.is_dir() or path.is_dir()):
        number += 1
        target = damaged / f"{path.name}-{number}"
    os.replace(path, target)


def estimated_bytes(kinds: Iterable[str], runs: float, months: int, places: int, groups: int, parts: float) -> float:
    """Bytes on disk of what is kept of so many runs in so many parts."""
    rows = {"monthly": months, "places": places, "breakdowns": groups}
    return sum(len(SCHEMAS[kind]) * (BYTES[kind] * rows[kind] * runs + COLUMN_BYTES * parts) for kind in kinds)


def most_tasks(kinds: Iterable[str], policies: int, months: int, groups: int = 0) -> int:
    """Tasks that a batch may have at most, so that what it sends stays small."""
    each = {"monthly": 8.0 * len(MONTHLY) * months, "breakdowns": CELL_BYTES * len(SCHEMAS["breakdowns"]) * groups}
    sent = sum(each.get(kind, 0.0) for kind in kinds) * policies
    return max(1, int(BATCH_BYTES / sent)) if sent else 10**9
