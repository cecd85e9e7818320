"""Folders of comparisons without their figures, which take most of the time that a comparison of a test takes."""

from __future__ import annotations

from pathlib import Path

from experiments.comparison.compare import Comparison
from experiments.comparison.store import MANIFEST, _tables, manifest
from experiments.disk import files


def put(comparison: Comparison, folder: Path) -> Path:
    """What of a comparison is read back, as ``write_results`` writes it."""
    folder.mkdir()
    for name, table in _tables(comparison).items():
        files.write_parquet(folder / f"{name}.parquet", table)
    files.write_json(folder / MANIFEST, manifest(comparison, folder, "inspectorate compare", [], {}))
    return folder
