"""Named tuples by address: the same numbers as by value, one argument instead of many, and no reference lost."""

import pickle
import sys
from typing import Any, NamedTuple

import numpy as np
import pytest

from simulation.rule import COMPILED, by_address, compiled, compiled_into, entry, kernel, sweep

pytestmark = pytest.mark.skipif(not COMPILED, reason="nothing is compiled")


@by_address
class _Held(NamedTuple):
    reals: Any
    counts: Any
    deep: Any
    number: int
    share: float
    says: bool


@by_address
class _Alike(NamedTuple):
    """Fields of one type, which Numba takes for another kind of tuple."""

    ones: Any
    others: Any


@kernel
def _at(held: _Held, i: int) -> float:
    return float(held.reals[i]) * held.share + held.counts[0, i] + held.deep[0, 1, i] + (held.number if held.says else 0)


@sweep
def _fill(held: _Held, alike: _Alike, out: Any) -> None:
    for i in range(out.shape[0]):
        held.counts[0, i] += 1
        out[i] = _at(held, i) + alike.ones[i] - alike.others[i]


@compiled_into  # what Python calls, as an entry, but not kept from an earlier start
def _whole(held: _Held, alike: _Alike, out: Any) -> None:
    _fill(held, alike, out)


@entry
def _second(held: _Held) -> float:
    return float(held[1][0, 0])


@compiled
def _counting_references(held: _Held) -> Any:
    return held.reals


def _held(says: bool = True, kind: Any = np.float64) -> _Held:
    return _Held(np.arange(4, dtype=kind), np.arange(8, dtype=np.int16).reshape(2, 4), np.arange(16.0).reshape(2, 2, 4), 7, 0.5, says)


def _alike() -> _Alike:
    return _Alike(np.arange(4.0) * 3.0, np.arange(4.0))


def _called(says: bool, kind: Any) -> tuple[list[float], Any]:
    held, out = _held(says, kind), np.zeros(4)
    globals()["_whole"](held, _alike(), out)
    return out.tolist(), held.counts


@pytest.mark.parametrize("kind", [np.float64, np.float32])
@pytest.mark.parametrize("says", [True, False])
def test_fields_of_every_kind_are_read_and_their_arrays_written(says: bool, kind: Any) -> None:
    found, counts = _called(says, kind)
    assert found == [0.5 * i + (i + 1) + (4 + i) + (7 if says else 0) + 2.0 * i for i in range(4)]
    assert counts[0].tolist() == [1, 2, 3, 4]
    assert counts[1].tolist() == [4, 5, 6, 7]


def test_each_tuple_is_one_argument_of_a_short_name() -> None:
    from simulation.addresses import Address

    _called(True, np.float64)
    for result in _fill.part.overloads.values():  # type: ignore[attr-defined]
        held, alike, _ = result.signature.args
        for found in (held, alike):
            assert isinstance(found, Address)
            assert len(found.name) < 20
            assert pickle.loads(pickle.dumps(found)) is found
    described = {str(result.signature.args[0]) for result in globals()["_whole"].overloads.values()}
    assert len(described) == len(globals()["_whole"].overloads), "tuples of other arrays are other types"


def test_what_is_read_is_known_not_to_change_and_never_seen_together_with_its_writing() -> None:
    _called(True, np.float64)
    result = next(iter(globals()["_whole"].overloads.values()))
    text, name = result.library.get_llvm_str(), result.fndesc.llvm_func_name
    wrapper = text.partition(f"@{result.fndesc.llvm_cpython_wrapper_name}(")[2].partition("\n}\n")[0]
    body = text.partition(f"@{name}(")[2].partition("\n}\n")[0]
    assert f"@{name}(" in wrapper, "the wrapper calls the function and does not contain it"
    assert "!invariant.load" in body
    assert "dereferenceable" in body.partition("\n")[0], "it may be read before a loop in which it is needed now and then"
    assert "!invariant.load" not in wrapper


def test_only_fields_by_name_can_be_had_of_it() -> None:
    from numba.core.errors import TypingError

    with pytest.raises(TypingError):
        _second(_held())


def test_what_compiled_code_cannot_hold_is_refused_as_ever() -> None:
    from numba.core.errors import TypingError

    with pytest.raises(TypingError, match="_Held"):
        globals()["_whole"](_held()._replace(reals=object()), _alike(), np.zeros(4))


def test_where_references_are_counted_none_is_lost() -> None:
    held = _held()
    globals()["_counting_references"](held)
    before = sys.getrefcount(held.reals), sys.getrefcount(held.deep)
    for _ in range(10):
        assert globals()["_counting_references"](held) is not None
    assert (sys.getrefcount(held.reals), sys.getrefcount(held.deep)) == before
