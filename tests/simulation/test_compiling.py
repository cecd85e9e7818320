"""Parts: compiled once, inside what Python calls, with the same numbers."""

from typing import Any, NamedTuple

import numpy as np
import pytest

from simulation.rule import COMPILED, compiled_into, inlined, kernel, sweep

pytestmark = pytest.mark.skipif(not COMPILED, reason="nothing is compiled")


class _Pair(NamedTuple):
    ones: Any
    others: Any


@inlined
def _half(value: float) -> float:
    return value / 2.0


@kernel
def _twice_and_half(pair: _Pair, i: int, add: float) -> float:
    return 2.0 * pair.ones[i] + _half(pair.others[i]) + add


@sweep
def _fill(pair: _Pair, out: Any, add: float) -> int:
    for i in range(out.shape[0]):
        out[i] = _twice_and_half(pair, i, add)
    return int(out.shape[0])


@compiled_into
def _whole(pair: _Pair, out: Any, add: float) -> int:
    return int(_fill(pair, out, add)) + 1


def _libraries(function: Any) -> list[Any]:
    return [result.library for result in function.overloads.values()]


def test_what_is_called_by_compiled_code_alone_is_part_of_its_entry_and_no_more() -> None:
    from simulation.compiling import PartLibrary

    ones, others = np.arange(5.0), np.arange(5.0)[::-1].copy()
    out = np.zeros(5)
    assert _whole(_Pair(ones, others), out, 0.25) == 6
    assert out.tolist() == [2.0 * one + other / 2.0 + 0.25 for one, other in zip(ones.tolist(), others.tolist(), strict=True)]
    for part in (_fill, _twice_and_half):
        (library,) = _libraries(part.part)  # type: ignore[attr-defined]
        assert isinstance(library, PartLibrary)
        assert not part.dispatcher.overloads  # type: ignore[attr-defined]
    # It stands in a place of its own by now.
    (library,) = _libraries(globals()["_whole"].dispatcher)
    assert not isinstance(library, PartLibrary)
    assert "cfunc." not in library.get_llvm_str(), "for callers in C, of which there are none"
    assert "_fill" in library.get_llvm_str()


def test_passes_that_find_nothing_are_numbas_and_left_out() -> None:
    from numba.core.compiler import DefaultPassBuilder

    from simulation.compiling import NEEDLESS, EntryCompiler, PartCompiler, PartLowering

    found: dict[Any, set[Any]] = {}
    numbas = DefaultPassBuilder.define_nopython_pipeline

    def noting(state: Any, name: str) -> Any:
        made = numbas(state, name)
        found["numba"] = {step for step, _ in made.passes}
        return made

    class Asked:
        """Notes the passes of a compiler when it is asked for them."""

        def define_pipelines(self) -> list[Any]:
            (made,) = super().define_pipelines()  # type: ignore[misc]
            found[type(self).__mro__[2]] = {step for step, _ in made.passes}
            return [made]

    from numba import njit

    for kind in (EntryCompiler, PartCompiler):
        asked = type("Noting", (Asked, kind), {})
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(DefaultPassBuilder, "define_nopython_pipeline", staticmethod(noting))
            njit(pipeline_class=asked, _nrt=False, no_cpython_wrapper=kind is PartCompiler)(_half.py_func).compile("float64(float64)")  # type: ignore[attr-defined]
        assert found["numba"] >= NEEDLESS
        assert not found[kind] & NEEDLESS
        assert (PartLowering in found[kind]) == (kind is PartCompiler)


def test_python_may_call_a_part_too() -> None:
    ones = np.arange(3.0)
    assert _twice_and_half(_Pair(ones, ones), 2, 1.0) == 6.0


def test_what_is_wrong_in_a_part_is_said_where_it_stands() -> None:
    from numba.core.errors import TypingError

    @sweep
    def broken(out: Any) -> None:
        out[0] = _no_such_name  # type: ignore[name-defined]  # noqa: F821

    @compiled_into
    def outer(out: Any) -> None:
        broken(out)

    with pytest.raises(TypingError, match="_no_such_name"):
        outer(np.zeros(1))
