"""The results of single worlds on disk: what an interrupted comparison keeps and takes up again.

A part is a folder that is renamed into place when all its files are on disk.  It carries the
key of its world (scenario, model, world) and the checksums of its files; one that does not
match is run again, never trusted.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet

from experiments.disk.arrow import column, numbers, table_of, texts
from experiments.disk.files import sha256, sync_folder, write_json, write_new_parquet
from experiments.disk.paths import TEMPORARY
from experiments.disk.reading import read_json
from experiments.running.batch import EVENT_FIELDS, MONTHLY, PLACE_FIELDS, TOTALS, WorldResult
from experiments.running.plan import Plan
from simulation.results import Breakdown

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
FILES = ("monthly.parquet", "totals.parquet", "events.parquet", "places.parquet")
"""Of a part, each with its checksum in it."""
BREAKDOWN_FILE = "breakdowns.parquet"
"""Of a part too, where outcomes are kept by group."""
BREAKDOWN_SCHEMA = pa.schema(
    [("policy", pa.string()), ("world", pa.int64()), ("by", pa.string()), ("group", pa.string()), ("outcome", pa.string()), ("value", pa.float64())]
)  # fmt: skip


class Parts:
    """The parts of one plan in ``folder``."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder = folder
        self.plan = plan

    def _path(self, world: int) -> Path:
        return self.folder / f"world-{world:06d}"

    def save(self, world: int, results: Sequence[WorldResult]) -> None:
        """Put what came of one world on disk, whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        temporary = self.folder / f"{TEMPORARY}{world}-{os.getpid()}"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir()
        for name, table in _tables(results).items():
            write_new_parquet(temporary / name, table)
        files = {path.name: sha256(path) for path in sorted(temporary.iterdir())}
        write_json(temporary / "part.json", {"key": self.plan.world_key(world), "files": files})
        target = self._path(world)
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target, ignore_errors=True)
        else:  # what stands in the place of a part is damaged like any other
            target.unlink(missing_ok=True)
        os.rename(temporary, target)
        sync_folder(self.folder)

    def load(self, world: int) -> tuple[WorldResult, ...] | None:
        """What came of a stored world; None if it is missing, of another plan, or damaged."""
        folder = self._path(world)
        try:
            card = read_json(folder / "part.json")
            if card["key"] != self.plan.world_key(world):
                return None
            if set(card["files"]) != {*FILES, *([BREAKDOWN_FILE] if self.plan.kept_by else [])}:
                return None
            if any(sha256(folder / name) != checksum for name, checksum in card["files"].items()):
                return None
            return _read(folder, bool(self.plan.kept_by))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None


def _tables(results: Sequence[WorldResult]) -> dict[str, pa.Table]:
    months = results[0].monthly.shape[2]
    worlds = np.array([r.world for r in results for _policy in r.policies], np.int64)
    policies = [policy for r in results for policy in r.policies]
    monthly = {
        "world": numbers(np.repeat(worlds, months)),
        "policy": texts([policy for policy in policies for _month in range(months)]),
        "month": numbers(np.tile(np.arange(months), len(policies))),
    }
    by_outcome = np.concatenate([r.monthly.swapaxes(0, 1).reshape(len(MONTHLY), -1) for r in results], axis=1)
    monthly |= {name: numbers(values) for name, values in zip(MONTHLY, by_outcome, strict=True)}
    totals = {"world": numbers(worlds), "policy": texts(policies), "digest": texts([digest for r in results for digest in r.digests])}
    by_total = np.concatenate([r.totals for r in results]).T
    totals |= {name: numbers(values) for name, values in zip(TOTALS, by_total, strict=True)}
    kept = {BREAKDOWN_FILE: breakdown_table(results)} if results[0].breakdowns else {}
    return {
        **kept,
        "monthly.parquet": pa.table(monthly),
        "totals.parquet": pa.table(totals),
        "events.parquet": event_table(tuple(event for r in results for event in r.events)),
        "places.parquet": place_table(tuple(place for r in results for place in r.places)),
    }


def event_table(events: tuple[dict[str, Any], ...]) -> pa.Table:
    """Events with their types, even if there are none."""
    return table_of(events, EVENT_SCHEMA)


def place_table(places: tuple[dict[str, Any], ...]) -> pa.Table:
    """Totals of places with their types."""
    return table_of([{**p, **_floats(p)} for p in places], PLACE_SCHEMA)


def breakdown_table(results: Sequence[WorldResult]) -> pa.Table:
    """Outcomes by group, a row for each policy, world, group and outcome, worlds in the order given."""
    found: dict[str, list[Any]] = {name: [] for name in BREAKDOWN_SCHEMA.names}
    for result in results:
        for policy, of_policy in zip(result.policies, result.breakdowns, strict=True):
            for by, breakdown in of_policy.items():
                for outcome, values in breakdown.values.items():
                    count = len(breakdown.groups)
                    repeated = (policy, result.world, by, outcome)
                    for name, value in zip(("policy", "world", "by", "outcome"), repeated, strict=True):
                        found[name] += [value] * count
                    found["group"] += breakdown.groups
                    found["value"] += values.tolist()
    return pa.Table.from_arrays([column(found[field.name], field.type) for field in BREAKDOWN_SCHEMA], schema=BREAKDOWN_SCHEMA)


def _breakdowns(folder: Path) -> dict[tuple[int, str], dict[str, Breakdown]]:
    """By world and policy, as they were put down."""
    rows = pa.parquet.read_table(folder / BREAKDOWN_FILE).to_pydict()
    found: dict[tuple[int, str], dict[str, dict[str, dict[str, float]]]] = {}
    for world, policy, by, group, outcome, value in zip(*(rows[name] for name in ("world", "policy", "by", "group", "outcome", "value")), strict=True):
        found.setdefault((world, policy), {}).setdefault(by, {}).setdefault(outcome, {})[group] = value
    return {
        key: {by: Breakdown(tuple(next(iter(outcomes.values()))), {name: np.array([*own.values()]) for name, own in outcomes.items()}) for by, outcomes in of.items()}
        for key, of in found.items()
    }


def _floats(place: dict[str, Any]) -> dict[str, float]:
    return {name: float(place[name]) for name in PLACE_FIELDS[2:]}


def _read(folder: Path, broken_down: bool) -> tuple[WorldResult, ...]:
    totals = pa.parquet.read_table(folder / "totals.parquet").to_pydict()
    monthly = pa.parquet.read_table(folder / "monthly.parquet")
    worlds = list(dict.fromkeys(totals["world"]))
    policies = tuple(dict.fromkeys(totals["policy"]))
    count = len(policies)
    months = monthly.num_rows // (count * len(worlds))
    columns = [np.asarray(monthly.column(name)).reshape(len(worlds), count, months) for name in MONTHLY]
    values = np.column_stack([np.array(totals[name], dtype=float) for name in TOTALS])
    groups = _breakdowns(folder) if broken_down else {}
    events, places = (_by_world(folder / name) for name in ("events.parquet", "places.parquet"))
    return tuple(
        WorldResult(
            world=world,
            policies=policies,
            digests=tuple(totals["digest"][w * count : (w + 1) * count]),
            totals=values[w * count : (w + 1) * count],
            monthly=np.stack([column[w] for column in columns], axis=1),
            events=tuple(events.get(world, ())),
            places=tuple(places.get(world, ())),
            breakdowns=tuple(groups[world, policy] for policy in policies) if broken_down else (),
        )
        for w, world in enumerate(worlds)
    )


def _by_world(path: Path) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for entry in pa.parquet.read_table(path).to_pylist():
        found.setdefault(entry["world"], []).append(entry)
    return found
