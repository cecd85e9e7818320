"""Compiled when it is first called: what is imported until then, what stands aside, and the same bits without compiling."""

from __future__ import annotations

import inspect
import math
import subprocess
import sys

import numpy as np
import pytest

from simulation import arithmetic, draws, rule
from simulation.distributions import normal_quantile
from simulation.draws import STREAM, uniform, uniform_column
from simulation.rule import COMPILED, Later, as_written, compiled, compiled_beside

pytestmark = pytest.mark.skipif(not COMPILED, reason="nothing is compiled under INSPECTORATE_PLAIN")

LIBRARIES = ("numba", "llvmlite", "mesa", "pandas", "scipy", "pyarrow", "matplotlib", "pydantic")


def loaded(code: str) -> set[str]:
    """Which of the libraries a fresh process has imported after ``code``."""
    done = subprocess.run([sys.executable, "-c", f"import sys\n{code}\nprint(*[name for name in {LIBRARIES!r} if name in sys.modules])"],
                          capture_output=True, text=True, check=True)  # fmt: skip
    return set(done.stdout.split())


def test_importing_the_rules_and_the_engine_does_not_import_numba() -> None:
    assert loaded("import simulation.rules, simulation.simulate, simulation.engine.run, simulation.simulate_region") == set()


def test_the_compiled_engine_needs_no_mesa_and_importing_the_model_alone_nothing() -> None:
    assert loaded("import simulation") == set()
    assert loaded("from simulation.draws import uniform; uniform(1, 0, 0, 0, 0, 0)") >= {"numba"}
    run = "from scenarios import load_district, load_parameters\nfrom simulation import simulate\n"
    run += "simulate(load_district('jiuyuan-hamlet'), parameters=load_parameters().values, months=1)"
    assert not loaded(run) & {"mesa", "pandas", "pyarrow", "matplotlib"}


def test_every_name_of_the_model_is_what_it_was_before_it_was_imported_late() -> None:
    code = "import simulation, inspect\nfor name in simulation.__all__:\n    getattr(simulation, name)\n"
    code += "import simulation.simulate, simulation.simulate_region\n"
    code += "assert inspect.isfunction(simulation.simulate) and inspect.isfunction(simulation.simulate_region)\n"
    code += "from simulation import simulate; assert inspect.isfunction(simulate)\nassert set(simulation.__all__) <= set(dir(simulation))"
    assert loaded(code) >= {"mesa"}


def built() -> Later:
    def twice(x: float) -> float:
        return 2.0 * x

    found = compiled(twice)
    assert isinstance(found, Later)
    return found


def test_a_function_keeps_its_words_and_is_not_compiled_by_looking_at_it() -> None:
    twice = built()
    assert (twice.__name__, list(inspect.signature(twice).parameters)) == ("twice", ["x"])
    assert not hasattr(twice, "__test__") and "dispatcher" not in vars(twice)
    assert twice(3.0) == 6.0 and "dispatcher" in vars(twice)


def test_a_function_that_was_called_stands_aside_in_every_module(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = built()
    for module in (arithmetic, draws):
        monkeypatch.setattr(module, "twice", twice, raising=False)
    assert twice(3.0) == 6.0
    assert arithmetic.twice is draws.twice is twice.dispatcher  # type: ignore[attr-defined]
    assert not isinstance(arithmetic.twice, Later)  # type: ignore[attr-defined]


def test_compiled_code_may_call_what_was_not_compiled_yet() -> None:
    twice = built()

    def four_times(x: float) -> float:
        return twice(twice(x))

    assert compiled(four_times)(3.0) == 12.0


def test_as_written_nothing_is_compiled_and_the_bits_are_the_same() -> None:
    code = "from simulation.rule import as_written\nfrom simulation.arithmetic import exponential\nwith as_written():\n    exponential(1.0)"
    assert "numba" not in loaded(code)
    numbers = [0.0, 1.0, -0.3, 7.25, -690.0, 1e-300, 123456.789]
    written = [built() for _ in numbers]
    with as_written():
        plain = [(later(x), _plainly(arithmetic.exponential)(min(x, 700.0)), _plainly(arithmetic.logarithm)(abs(x))) for later, x in zip(written, numbers, strict=True)]
    for (double, exponential, logarithm), x in zip(plain, numbers, strict=True):
        assert (double, exponential, logarithm) == (2.0 * x, arithmetic.exponential(min(x, 700.0)), arithmetic.logarithm(abs(x)))


def _plainly(function: object) -> object:
    return getattr(function, "py_func", function)


def test_a_plain_twin_runs_where_nothing_is_compiled_and_the_other_where_it_is() -> None:
    def plain(x: float) -> float:
        return math.floor(x)

    both = compiled_beside(plain)(lambda x: x + 1.0)
    with as_written():
        assert both(3.5) == 3.0
    assert both(3.5) == 4.5


def test_a_column_of_draws_is_what_single_draws_are() -> None:
    entities = np.array([0, 1, 2, 2842, 65536, 2**32 - 1])
    for seed, world, month, index in ((0, 0, 0, 0), (2**62 + 12345, 7, 119, 65535), (1, 2**32 - 1, 2**32 - 1, 3)):
        single = [uniform(seed, world, STREAM["population"], int(entity), month, index) for entity in entities]
        assert uniform_column(seed, world, STREAM["population"], entities, month, index).tolist() == single


def test_the_folder_of_compiled_code_is_found_when_it_is_asked_for() -> None:
    code = "from simulation import rule\nassert 'CACHE' not in vars(rule)\nrule.CACHE\nassert 'CACHE' in vars(rule)"
    assert loaded(code) == set()
    with pytest.raises(AttributeError, match="NOTHING"):
        _ = rule.NOTHING  # type: ignore[attr-defined]
    assert normal_quantile(0.5) == 0.0
