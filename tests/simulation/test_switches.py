"""Switched on or off in every way that a switch is, refused in any other; Numba switched off is seen, or said; what is compiled later is a function to others."""

import copy
import os
import pickle
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import simulation
from simulation import switches
from simulation.rule import COMPILED, Later, compiled
from simulation.switches import NumbaOffError, is_on, wants_compiled

RUN = "from simulation.distributions import normal_quantile; from simulation.rule import COMPILED; print(COMPILED, normal_quantile(0.25))"


def fresh(code: str, folder: Path | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
    surroundings = {name: value for name, value in os.environ.items() if name not in ("INSPECTORATE_PLAIN", "NUMBA_DISABLE_JIT")}
    root = str(Path(simulation.__file__).parents[1])
    return subprocess.run([sys.executable, "-c", code], env={**surroundings, "PYTHONPATH": root, **settings}, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("word", "on"), [("1", True), ("TRUE", True), (" yes ", True), ("on", True), ("0", False), ("False", False), ("no", False), ("off", False), ("", False)])
def test_a_switch_is_read_as_it_is_written(word: str, on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTORATE_PLAIN", word)
    monkeypatch.delenv("NUMBA_DISABLE_JIT", raising=False)
    monkeypatch.delitem(sys.modules, "numba", raising=False)
    assert is_on("INSPECTORATE_PLAIN") is on and wants_compiled() is not on


@pytest.mark.parametrize("word", ["2", "ja", "01", "plain", "１"])
def test_any_other_word_is_refused_with_what_is_allowed(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTORATE_PLAIN", word)
    with pytest.raises(ValueError, match=f"INSPECTORATE_PLAIN is '{word}'; .*1, true, yes, on.*0, false, no, off"):
        wants_compiled()
    done = fresh("import simulation.rules", INSPECTORATE_PLAIN=word)
    assert done.returncode and "ValueError: INSPECTORATE_PLAIN" in done.stderr


@pytest.mark.parametrize(("word", "compiles"), [("1", False), ("2", False), ("01", False), ("-1", False), (" 1 ", False), ("0", True), ("00", True), ("", True), ("yes", True)])
def test_numba_switched_off_by_the_environment_is_seen_as_numba_sees_it(word: str, compiles: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INSPECTORATE_PLAIN", raising=False)
    monkeypatch.setenv("NUMBA_DISABLE_JIT", word)
    monkeypatch.delitem(sys.modules, "numba", raising=False)
    assert wants_compiled() is compiles
    if word in ("2", "01"):
        assert fresh(RUN, NUMBA_DISABLE_JIT=word).stdout.startswith("False -0.674")
        assert not int(fresh("import numba; print(int(not numba.config.DISABLE_JIT))", NUMBA_DISABLE_JIT=word).stdout)


def test_numba_switched_off_where_it_was_imported_before_is_seen() -> None:
    done = fresh(f"import numba; numba.config.DISABLE_JIT = True; {RUN}")
    assert done.stdout.startswith("False -0.674"), done.stderr


def test_numba_switched_off_where_it_cannot_be_seen_before_is_said_in_one_error(tmp_path: Path) -> None:
    (tmp_path / ".numba_config.yaml").write_text("disable_jit: 1\n")
    late = fresh(f"import simulation.distributions, numba; numba.config.DISABLE_JIT = True; {RUN}")
    for done in (late, *([fresh(RUN, tmp_path)] if "yaml" in sys.modules or _has_yaml() else [])):
        last = done.stderr.splitlines()[-1]
        assert done.returncode and last == f"simulation.switches.NumbaOffError: {switches.NUMBA_OFF}" and "Recursion" not in done.stderr
    assert issubclass(NumbaOffError, RuntimeError)
    assert fresh(RUN, tmp_path, INSPECTORATE_PLAIN="yes").stdout.startswith("False -0.674")


def _has_yaml() -> bool:
    return any(module.name == "yaml" for module in pkgutil.iter_modules())


# What is compiled later.


def test_what_goes_wrong_in_compiling_is_what_is_said() -> None:
    def broken(function: object, part: bool) -> object:
        raise AttributeError("the true reason")

    for name in ("dispatcher", "part", "anything"):
        with pytest.raises(RuntimeError, match="the true reason"):
            getattr(Later(lambda x: x, broken), name)
    with pytest.raises(AttributeError, match="py_func"):
        _ = Later.__new__(Later).py_func  # as whoever copies or unpickles would find it


def everything_compiled() -> list[tuple[str, Later]]:
    modules = [import_module(module.name) for module in pkgutil.walk_packages(simulation.__path__, "simulation.")]
    return [(f"{module.__name__}.{name}", value) for module in modules for name, value in vars(module).items() if isinstance(value, Later)]


@pytest.mark.skipif(not COMPILED, reason="nothing is compiled under INSPECTORATE_PLAIN")
def test_whatever_is_compiled_later_can_be_pickled_and_copied_before_it_was_called() -> None:
    found = everything_compiled()
    assert len(found) > 50
    for name, later in found:
        compiled_before = {*vars(later)}
        again = pickle.loads(pickle.dumps(later))
        assert getattr(again, "py_func", again) is later.py_func, name
        assert copy.copy(later) is later is copy.deepcopy(later), name
        assert {*vars(later)} == compiled_before, name


@pytest.mark.skipif(not COMPILED, reason="nothing is compiled under INSPECTORATE_PLAIN")
def test_a_rule_goes_to_another_process_and_is_the_same_there() -> None:
    code = "import pickle, sys; from simulation.distributions import normal_quantile as q; sys.stdout.write(pickle.dumps(q).hex())"
    there = fresh(f"import pickle; print(pickle.loads(bytes.fromhex({fresh(code).stdout!r}))(0.5))")
    assert there.stdout.strip() == "0.0", there.stderr


@pytest.mark.skipif(not COMPILED, reason="nothing is compiled under INSPECTORATE_PLAIN")
def test_one_that_stands_nowhere_is_refused_by_its_name_and_goes_by_value_where_that_can_be() -> None:
    def local(x: float) -> float:
        return 2.0 * x

    with pytest.raises((pickle.PicklingError, AttributeError), match="local"):
        pickle.dumps(compiled(local))
    from numba.core.serialize import dumps

    assert pickle.loads(dumps(compiled(local)))(2.0) == 4.0
