"""What a sweep kept of each run, read back: months, places and groups as tables, the files as DuckDB reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset

from experiments.disk import files
from experiments.disk.sealed import DamagedError
from experiments.studies.sweep.kept import SCHEMAS, path_of
from experiments.studies.sweep.ledger import Ledger
from experiments.text.errors import UserError
from experiments.text.messages import _


def held_paths(folder: Path, ledger: Ledger) -> dict[str, list[Path]]:
    """The files of each kind, each held against its checksum; raises ``DamagedError`` or ``OSError``."""
    found: dict[str, list[Path]] = {}
    for entry in ledger.entries:
        for kind, checksum in entry.get("kept", {}).items():
            path = path_of(folder, kind, checksum)
            if files.sha256(path) != checksum:
                raise DamagedError(path, _("its checksum does not hold"))
            found.setdefault(kind, []).append(path)
    return found


def dataset_of(kind: str, paths: Sequence[Path]) -> pyarrow.dataset.Dataset:
    """The rows of a kind as they lie on disk, read only where they are asked for."""
    return pyarrow.dataset.dataset([str(path) for path in paths], schema=SCHEMAS[kind], format="parquet") if paths else pyarrow.dataset.dataset(
        SCHEMAS[kind].empty_table())  # fmt: skip


def table_of(kind: str, kept: Mapping[str, Sequence[Path]], wanted: bool, policies: Sequence[str], columns: Sequence[str] | None, folder: Path) -> pa.Table:
    """The rows of a kind in order of point, world, policy and month, place or group; ``columns`` are numbers (all if None).

    ``UserError`` where the plan did not ask that they be kept.
    """
    if not wanted:
        raise UserError(_("The sweep kept no {kind} rows.").format(kind=kind), str(folder),
                        _("Write keep = [\"{kind}\"] in its plan and run it into a new folder.").format(kind=kind))  # fmt: skip
    names = SCHEMAS[kind].names
    keys = names[: 4 if kind == "monthly" else 5]
    unknown = [name for name in columns or () if name not in names[len(keys) :]]
    if unknown:
        raise KeyError(f"there is no column {unknown[0]}; known: {', '.join(names[len(keys):])}")
    rows = dataset_of(kind, kept.get(kind, [])).to_table(columns=names if columns is None else [*keys, *columns])
    order = {name: number for number, name in enumerate(policies)}
    rank = pa.array([order[name] for name in rows["policy"].to_pylist()], pa.int64())
    place = pa.array(range(rows.num_rows), pa.int64())  # of a task months and places lie in their order already
    by = [("point", "ascending"), ("world", "ascending"), ("rank", "ascending"), ("place", "ascending")]
    return rows.append_column("rank", rank).append_column("place", place).sort_by(by).drop_columns(["rank", "place"])
