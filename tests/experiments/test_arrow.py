"""Columns made of their bytes are what PyArrow makes of the values, and pandas is not asked for."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.disk.arrow import column, named, numbers, table_of, texts

WORDS = st.text(st.characters(codec="utf-8"), max_size=6)
VALUES: dict[str, tuple[pa.DataType, Any]] = {
    "texts": (pa.string(), WORDS), "truths": (pa.bool_(), st.booleans()), "whole": (pa.int64(), st.integers(-(2**63), 2**63 - 1)),
    "floats": (pa.float64(), st.floats(allow_nan=False)),
}  # fmt: skip


@pytest.mark.parametrize("name", VALUES)
@given(data=st.data())
def test_a_column_is_the_one_that_pyarrow_makes(name: str, data: st.DataObject) -> None:
    kind, value = VALUES[name]
    for strategy in (value, st.none() | value):
        values = data.draw(st.lists(strategy, max_size=20))
        found = column(values, kind)
        found.validate(full=True)
        assert found.equals(pa.array(values, kind)) and found.null_count == values.count(None)


@pytest.mark.parametrize("dtype", [np.int8, np.int16, np.int32, np.int64, np.float32, np.float64, np.bool_])
def test_an_array_is_the_one_that_pyarrow_makes(dtype: Any) -> None:
    values = np.arange(23).reshape(1, 23).astype(dtype)[0, ::2]  # neither contiguous nor of a whole number of bytes
    found = numbers(values)
    found.validate(full=True)
    assert found.equals(pa.array(values)) and found.type == pa.array(values).type
    assert numbers(values[:0]).equals(pa.array(values[:0]))
    assert numbers(values, pa.float64()).equals(pa.array(values.astype(float)))


def test_nan_stays_nan_and_a_name_that_repeats_is_kept_once() -> None:
    assert np.isnan(numbers(np.array([np.nan]))[0].as_py()) and numbers(np.array([np.nan])).null_count == 0
    indices = np.array([1, 0, 1], np.int32)
    assert named(indices, ["a", "bé"]).equals(pa.DictionaryArray.from_arrays(indices, ["a", "bé"]))
    assert texts(["x"] * 3).dictionary_encode().equals(pa.array(["x"] * 3).dictionary_encode())


CELL = st.none() | WORDS | st.integers(-(2**50), 2**50) | st.floats(allow_nan=False) | st.booleans()


@given(st.data())
def test_records_have_the_types_that_pyarrow_finds(data: st.DataObject) -> None:
    kinds = data.draw(st.lists(st.sampled_from([WORDS, st.integers(-9, 9), st.floats(allow_nan=False), st.booleans(), st.none(),
                                                st.integers(-9, 9) | st.floats(allow_nan=False)]), min_size=1, max_size=5))  # fmt: skip
    rows = data.draw(st.lists(st.fixed_dictionaries({f"c{k}": st.none() | kind for k, kind in enumerate(kinds)}), max_size=8))
    found, wanted = table_of(rows), pa.Table.from_pylist(rows)
    assert found.schema == wanted.schema and found.equals(wanted)


def test_what_is_no_plain_value_is_left_to_pyarrow() -> None:
    rows = [{"a": [1, 2], "b": np.int32(3)}, {"a": [], "b": np.int32(4)}]
    assert table_of(rows).equals(pa.Table.from_pylist(rows))
    assert table_of([{"a": np.float64(1.5)}, {"a": 2}]).equals(pa.Table.from_pylist([{"a": 1.5}, {"a": 2.0}]))


def test_a_comparison_is_written_without_pandas() -> None:
    code = """
import sys, tempfile
from pathlib import Path
from experiments import compare
from experiments.comparison.store import write_results
with tempfile.TemporaryDirectory() as folder:
    compare("jiuyuan-hamlet", ["incentives"], worlds=2, months=2, ensemble="none", out=folder)
    assert len(list(Path(folder).rglob("*.parquet"))) > 8
print(sorted({"pandas", "mesa"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# What is not plain is what PyArrow makes of it, or refused as PyArrow refuses it.


def outcome(make: Any) -> Any:
    try:
        return make()
    except Exception as error:
        return isinstance(error, pa.ArrowException | ArithmeticError | TypeError | ValueError)


ODD = CELL | st.integers(-(2**70), 2**70) | st.sampled_from([2**53 + 1, -(2**53) - 1, 2**63, "3", b"x", 1.5, True, np.int32(3), np.float32(0.5), np.bool_(True), np.int64(2**62)])
TYPES = [pa.string(), pa.bool_(), pa.int64(), pa.float64(), pa.int32(), pa.float32(), pa.binary()]


@given(st.lists(ODD, max_size=5), st.sampled_from(TYPES))
def test_values_that_are_not_of_their_type_are_refused_as_pyarrow_refuses_them(values: list[Any], kind: Any) -> None:
    found, wanted = outcome(lambda: column(values, kind)), outcome(lambda: pa.array(values, kind))
    assert found is wanted is True if isinstance(wanted, bool) else found.equals(wanted)


@given(st.lists(st.fixed_dictionaries({"c": ODD}), min_size=1, max_size=5))
def test_records_of_odd_values_are_what_pyarrow_makes_of_them(rows: list[dict[str, Any]]) -> None:
    found, wanted = outcome(lambda: table_of(rows)), outcome(lambda: pa.Table.from_pylist(rows))
    assert found is wanted is True if isinstance(wanted, bool) else found.equals(wanted)


@pytest.mark.parametrize(("values", "kind"), [(["x"], pa.bool_()), ([2], pa.bool_()), (["3"], pa.int64()), ([2**53 + 1, 0.5], pa.float64())])
def test_what_numpy_would_make_of_it_is_refused(values: list[Any], kind: Any) -> None:
    with pytest.raises((pa.ArrowException, TypeError, ValueError)):
        column(values, kind)


@pytest.mark.parametrize("values", [
    np.arange(3, dtype=">i4"), np.arange(3, dtype=">f8"), np.ma.masked_array([1.0, 2.0, 3.0], [0, 1, 0]), np.ma.masked_array([1, 2], [0, 0]), np.array(["a", "bc"]),
    np.array([1, "x"], object), np.array([1 + 2j]), np.array(["2020-01-01"], "datetime64[D]"), np.arange(3, dtype=np.float16),
], ids=lambda values: f"{type(values).__name__} {values.dtype}")  # fmt: skip
def test_arrays_that_are_not_plain_are_what_pyarrow_makes_of_them(values: Any) -> None:
    found, wanted = outcome(lambda: numbers(values)), outcome(lambda: pa.array(values))
    assert found is wanted is True if isinstance(wanted, bool) else found.equals(wanted) and found.null_count == wanted.null_count
