"""Arrow's tables from arrays and records, without pandas.

PyArrow imports pandas as soon as it is given a list or an array, to see whether it is one of pandas': half a second for a comparison that
takes one and a half.  So columns are made of their bytes here; what comes out is what ``pyarrow.array`` gives.  Whatever is not as plain as
that (bytes in another order, a mask, a text among numbers) is left to PyArrow, which knows what to do with it or refuses it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def numbers(values: NDArray[Any], type: pa.DataType | None = None) -> pa.Array:
    """A column of an array of numbers or truths, nan as it is; of another ``type`` where one is given."""
    if values.dtype.kind not in "biuf" or not values.dtype.isnative or isinstance(values, np.ma.MaskedArray):
        return pa.array(values.ravel(), type)
    values = np.ascontiguousarray(values).ravel()
    kind = pa.from_numpy_dtype(values.dtype)
    data = np.packbits(values, bitorder="little") if pa.types.is_boolean(kind) else values
    found = pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(data)])
    return found if type is None or type == kind else found.cast(type)


def texts(values: Sequence[str | None]) -> pa.Array:
    """A column of texts; None is no value."""
    encoded = [b"" if text is None else text.encode("utf-8") for text in values]
    ends = np.zeros(len(encoded) + 1, np.int32)
    np.cumsum([len(part) for part in encoded], out=ends[1:])
    return pa.Array.from_buffers(pa.string(), len(encoded), [_valid(values), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))])


def named(indices: NDArray[np.int32], names: Sequence[str]) -> pa.DictionaryArray:
    """A column of texts that repeat: the number of each among ``names``."""
    return pa.DictionaryArray.from_arrays(numbers(indices), texts(names))


def column(values: Sequence[Any], type: pa.DataType) -> pa.Array:
    """A column of plain values, some of which may be None, of texts, truths, 64-bit integers or floats; of anything else what PyArrow makes of it."""
    if not _are_plain(values, type):
        return pa.array(list(values), type)
    if type == pa.string():
        return texts(values)
    dtype = _DTYPES[type]
    if None not in values:
        return numbers(np.array(values, dtype))
    data = np.array([0 if value is None else value for value in values], dtype)
    if type == pa.bool_():
        data = np.packbits(data, bitorder="little")
    return pa.Array.from_buffers(type, len(values), [_valid(values), pa.py_buffer(data)])


def table_of(rows: Sequence[Mapping[str, Any]], schema: pa.Schema | None = None) -> pa.Table:
    """Records as a table of ``schema``, or of the types that their values have, as ``pyarrow.Table.from_pylist`` finds them."""
    names = list(rows[0]) if schema is None and rows else [] if schema is None else schema.names
    columns = [[row.get(name) for row in rows] for name in names]
    if schema is not None:
        return pa.Table.from_arrays([column(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema)
    return pa.table(dict(zip(names, map(_told, columns), strict=True)))


_DTYPES: dict[pa.DataType, type[Any]] = {pa.int64(): np.int64, pa.float64(): np.float64, pa.bool_(): np.bool_}
_TAKEN: dict[pa.DataType, frozenset[type[Any]]] = {
    pa.string(): frozenset({str}), pa.int64(): frozenset({int}), pa.float64(): frozenset({int, float}), pa.bool_(): frozenset({bool}),
}  # fmt: skip
"""What a column of each type is made of here: NumPy would make truths of texts and numbers of truths, without a word."""
MOST_WHOLE, MOST_EXACT = 2**63, 2**53
"""Whole numbers beyond do not fit into 64 bits, or not exactly into a float."""
_KINDS: tuple[tuple[frozenset[type], Callable[[], pa.DataType]], ...] = (
    (frozenset({str}), pa.string), (frozenset({bool}), pa.bool_), (frozenset({int}), pa.int64), (frozenset({float}), pa.float64),
    (frozenset({int, float}), pa.float64),
)  # fmt: skip


def _told(values: Sequence[Any]) -> pa.Array:
    """A column of the type that its values have."""
    found = frozenset(_plain(type(value)) for value in values if value is not None)
    kind = next((kind for types, kind in _KINDS if types == found), None)
    # Of anything else PyArrow knows more.
    return pa.nulls(len(values)) if not found else pa.array(values) if kind is None else column(values, kind())


def _are_plain(values: Sequence[Any], type_: pa.DataType) -> bool:
    """Whether all of them are such as a column of the type is made of here."""
    found = {_plain(type(value)) for value in values if value is not None}
    if type_ not in _TAKEN or not found <= _TAKEN[type_]:
        return False
    if int not in found:
        return True
    most = MOST_EXACT if type_ == pa.float64() else MOST_WHOLE - 1
    return all(-most <= value <= most for value in values if isinstance(value, int | np.int64))


def _plain(kind: type) -> type:
    """The type as which Arrow holds what has this one: NumPy's widest numbers as Python's, any text as a text."""
    return str if issubclass(kind, str) else {np.bool_: bool, np.int64: int, np.float64: float}.get(kind, kind)


def _valid(values: Sequence[Any]) -> pa.Buffer | None:
    """Arrow's bits of which values there are; None where all are."""
    if None not in values:
        return None
    return pa.py_buffer(np.packbits([value is not None for value in values], bitorder="little"))
