"""The results of single worlds on disk: what an interrupted comparison keeps and takes up again.

A part is a folder that is renamed into place when all its files are on disk.  It carries the
key of its world (scenario, model, world) and the checksums of its files; one that does not
match is run again, never trusted.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet

from experiments.batch import EVENT_FIELDS, MONTHLY, PLACE_FIELDS, TOTALS, WorldResult
from experiments.files import sha256, sync_folder, write_json, write_parquet
from experiments.plan import Plan

EVENT_SCHEMA = pa.schema(
    [("policy", pa.string()), ("world", pa.int64()), ("month", pa.int64()), ("enterprise", pa.int64()),
     ("place", pa.string()), ("sector", pa.string()), ("cause", pa.string()), ("deaths", pa.int64()),
     ("serious", pa.int64()), ("loss", pa.float64()), ("legal_class", pa.string()), ("on_record", pa.bool_())]
)  # fmt: skip
PLACE_SCHEMA = pa.schema(
    [("policy", pa.string()), ("world", pa.int64()), ("name", pa.string()), ("title", pa.string()),
     *((name, pa.float64()) for name in PLACE_FIELDS[2:])]
)  # fmt: skip
assert EVENT_SCHEMA.names[2:] == list(EVENT_FIELDS)


class Parts:
    """The parts of one plan in ``folder``."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder = folder
        self.plan = plan

    def _path(self, world: int) -> Path:
        return self.folder / f"world-{world:06d}"

    def save(self, result: WorldResult) -> None:
        """Put one world on disk, whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        temporary = self.folder / f".tmp-{result.world}-{os.getpid()}"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir()
        for name, table in _tables(result).items():
            write_parquet(temporary / name, table)
        files = {path.name: sha256(path) for path in sorted(temporary.iterdir())}
        write_json(temporary / "part.json", {"key": self.plan.world_key(result.world), "files": files})
        target = self._path(result.world)
        shutil.rmtree(target, ignore_errors=True)
        os.rename(temporary, target)
        sync_folder(self.folder)

    def load(self, world: int) -> WorldResult | None:
        """The stored world; None if it is missing, of another plan, or damaged."""
        folder = self._path(world)
        try:
            card = json.loads((folder / "part.json").read_text("utf-8"))
            if card["key"] != self.plan.world_key(world):
                return None
            if any(sha256(folder / name) != checksum for name, checksum in card["files"].items()):
                return None
            return _read(folder, world)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None


def _tables(result: WorldResult) -> dict[str, pa.Table]:
    months = result.monthly.shape[2]
    monthly: dict[str, Any] = {
        "policy": np.repeat(np.array(result.policies), months),
        "month": np.tile(np.arange(months), len(result.policies)),
    }
    monthly |= {name: result.monthly[:, o, :].ravel() for o, name in enumerate(MONTHLY)}
    totals: dict[str, Any] = {"policy": list(result.policies), "digest": list(result.digests)}
    totals |= {name: result.totals[:, o] for o, name in enumerate(TOTALS)}
    return {
        "monthly.parquet": pa.table(monthly),
        "totals.parquet": pa.table(totals),
        "events.parquet": event_table(result.events),
        "places.parquet": place_table(result.places),
    }


def event_table(events: tuple[dict[str, Any], ...]) -> pa.Table:
    """Events with their types, even if there are none."""
    return pa.Table.from_pylist(list(events), schema=EVENT_SCHEMA)


def place_table(places: tuple[dict[str, Any], ...]) -> pa.Table:
    """Totals of places with their types."""
    return pa.Table.from_pylist([{**p, **_floats(p)} for p in places], schema=PLACE_SCHEMA)


def _floats(place: dict[str, Any]) -> dict[str, float]:
    return {name: float(place[name]) for name in PLACE_FIELDS[2:]}


def _read(folder: Path, world: int) -> WorldResult:
    totals = pa.parquet.read_table(folder / "totals.parquet").to_pydict()
    monthly = pa.parquet.read_table(folder / "monthly.parquet")
    policies = tuple(totals["policy"])
    months = monthly.num_rows // len(policies)
    columns = [np.asarray(monthly.column(name)).reshape(len(policies), months) for name in MONTHLY]
    return WorldResult(
        world=world,
        policies=policies,
        digests=tuple(totals["digest"]),
        totals=np.column_stack([np.array(totals[name], dtype=float) for name in TOTALS]),
        monthly=np.stack(columns, axis=1),
        events=tuple(pa.parquet.read_table(folder / "events.parquet").to_pylist()),
        places=tuple(pa.parquet.read_table(folder / "places.parquet").to_pylist()),
    )
