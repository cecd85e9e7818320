"""Writing files that are either whole or not there, and text that a spreadsheet cannot run."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet

from experiments.disk.arrow import texts
from experiments.disk.paths import TEMPORARY
from experiments.disk.reading import regular

SHEET_ROWS = 1_048_575
"""Rows that a spreadsheet can open below a header; a longer CSV is not written."""
FEW_ROWS = 2_000
"""Under so many rows a column is written as it is."""
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
                   "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip


def write_atomically(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Fill a temporary file in the same folder, force it to disk, then rename it to ``path``."""
    descriptor, temporary = tempfile.mkstemp(prefix=TEMPORARY, dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Force a rename in ``folder`` to disk, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync(path: Path) -> None:
    """Force the content of a file to disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def append(path: Path, content: bytes) -> None:
    """Put ``content`` at the end of the file and force it to disk; ``OSError`` where not all of it went."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        left = memoryview(content)
        while left:
            count = os.write(descriptor, left)
            if count == 0:
                raise OSError(errno.EIO, "nothing was written")
            left = left[count:]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_bytes(path: Path, content: bytes) -> None:
    """``content`` as one whole file."""

    def write(stream: BinaryIO) -> None:
        stream.write(content)

    write_atomically(path, write)


def write_text(path: Path, text: str) -> None:
    """``text`` in UTF-8."""
    write_bytes(path, text.encode("utf-8"))


def write_json(path: Path, value: Any) -> None:
    """``value`` as JSON with sorted keys; NaN has no place in it."""
    text = json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    write_text(path, text + "\n")


def write_parquet(path: Path, table: pa.Table) -> None:
    """``table`` as one Parquet file."""
    write_atomically(path, lambda stream: pa.parquet.write_table(table, stream, compression="zstd"))


def write_new_parquet(path: Path, table: pa.Table) -> None:
    """``table`` as a Parquet file of a new folder that nobody reads before it is renamed, forced to disk; the folder itself is not."""
    how: dict[str, Any] = {"compression": "zstd"}
    if table.num_rows < FEW_ROWS:  # making each of a hundred short columns as small as can be takes three times as long as writing it
        how = {"compression": "lz4", "use_dictionary": False, "write_statistics": False}
    with path.open("xb") as stream:
        pa.parquet.write_table(table, stream, **how)
        stream.flush()
        os.fsync(stream.fileno())


def inert(text: str) -> str:
    """``text`` with an apostrophe before it if a spreadsheet would take it for a formula."""
    return "'" + text if text.lstrip(" ").startswith(_FORMULA_STARTS) or text.startswith(_FORMULA_STARTS) else text


def write_csv(path: Path, table: pa.Table) -> bool:
    """``table`` for a spreadsheet: UTF-8 with BOM, no cell a formula, nan an empty cell; False if it is too long for one."""
    if table.num_rows > SHEET_ROWS:
        return False
    columns = []
    for column in table.columns:
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        if pa.types.is_string(column.type):
            column = pa.chunked_array([_inert_column(column)])
        elif pa.types.is_floating(column.type):
            column = pa.compute.if_else(pa.compute.is_nan(column), pa.nulls(1, column.type)[0], column)
        columns.append(column)
    safe = pa.table(columns, names=table.column_names)

    def write(stream: BinaryIO) -> None:
        stream.write(_BOM)
        pa.csv.write_csv(safe, stream, pa.csv.WriteOptions(quoting_style="needed"))

    write_atomically(path, write)
    return True


def _inert_column(column: Any) -> pa.Array:
    encoded = column.combine_chunks().dictionary_encode()
    safe = texts([None if t is None else inert(t) for t in encoded.dictionary.to_pylist()])
    return pa.DictionaryArray.from_arrays(encoded.indices, safe).cast(pa.string())


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A short CSV of mixed cells, as inert as the long ones."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(header)
    for row in rows:
        writer.writerow([inert(cell) if isinstance(cell, str) else cell for cell in row])
    return _BOM + buffer.getvalue().encode("utf-8")


def sha256(path: Path) -> str:
    """The checksum of a file; ``OSError`` where it cannot be read or is none."""
    total = hashlib.sha256()
    with regular(path) as stream:
        while block := stream.read(1 << 20):
            total.update(block)
    return total.hexdigest()
