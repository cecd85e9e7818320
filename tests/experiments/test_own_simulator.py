"""A simulator of one's own: whatever makes a number is in the identity of what is kept, and stands first in what is read."""

from __future__ import annotations

import functools
import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from experiments.comparison.compare import compare
from experiments.running.own import code_of
from experiments.running.parts import Parts
from experiments.running.worlds import run_worlds
from experiments.text.errors import UserError
from simulation.simulate import simulate_policies
from tests.experiments import fakes

SOURCE = """
from functools import partial
from own_rates import RATE
from tests.experiments.fakes import simulate_policies

class Careful:
    pass

def simulate(district, policies, **given):
    return simulate_policies(district, policies, **given)

def other(district, policies, **given):
    return simulate_policies(district, policies, **given)

def within():
    return lambda: None
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A module of the user's, which uses another of the user's."""
    monkeypatch.syspath_prepend(str(tmp_path / "own"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "own_rates.py").write_text("RATE = 1\ndef rate():\n    return RATE\n")
    (tmp_path / "own" / "own_simulator.py").write_text(SOURCE.replace("import RATE", "import RATE, rate"))
    yield importlib.import_module("own_simulator")
    for name in ("own_simulator", "own_rates"):
        sys.modules.pop(name, None)


def edited(module: ModuleType, name: str) -> ModuleType:
    """The user's modules loaded again after an edit of one."""
    path = Path(str(module.__file__)).with_name(f"{name}.py")
    path.write_text(path.read_text() + "# another rate\n")
    importlib.reload(sys.modules["own_rates"])
    return importlib.reload(module)


def test_a_function_is_its_name_and_the_source_of_its_module(own: ModuleType) -> None:
    first = code_of(own.simulate)
    assert first.name == "own_simulator.simulate" and len(first.source) == 12
    assert code_of(own.other).source == first.source and code_of(own.other) != first
    assert code_of(edited(own, "own_simulator").simulate).source != first.source


def test_a_module_that_it_uses_is_part_of_its_source(own: ModuleType) -> None:
    first = code_of(own.simulate)
    assert code_of(edited(own, "own_rates").simulate).source != first.source


def test_an_edit_counts_when_it_is_loaded_and_not_before(own: ModuleType) -> None:
    first = code_of(own.simulate)
    path = Path(str(own.__file__))
    path.write_text(path.read_text() + "# not loaded\n")
    assert code_of(own.simulate) == first


def test_what_is_bound_to_a_function_is_part_of_its_name_and_a_class_by_the_source_of_its_own(own: ModuleType) -> None:
    mesa = code_of(functools.partial(simulate_policies, engine="mesa"))
    assert mesa.name == "simulation.simulate.simulate_policies(engine='mesa')"
    bound = code_of(functools.partial(simulate_policies, engine="mesa", enterprise_class=own.Careful))
    assert bound.name == "simulation.simulate.simulate_policies(engine='mesa', enterprise_class=own_simulator.Careful)"
    assert code_of(functools.partial(simulate_policies, engine="mesa", enterprise_class=edited(own, "own_simulator").Careful)).source != bound.source


def test_a_class_of_ones_own_is_all_that_it_descends_from(own: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "own" / "own_heirs.py").write_text("import own_simulator\nclass Heir(own_simulator.Careful):\n    pass\n")
    heirs = importlib.import_module("own_heirs")
    first = code_of(heirs.Heir)
    edited(own, "own_simulator")
    assert code_of(importlib.reload(heirs).Heir).source != first.source


class Holder:
    def __call__(self, *_given: Any, **_named: Any) -> list[Any]:
        return []

    def method(self, *_given: Any, **_named: Any) -> list[Any]:
        return []


@pytest.mark.parametrize(("what", "why"), [
    (lambda *given, **named: [], "a lambda"), (Holder(), "an object"), (Holder().method, "not what is imported"),
    (functools.partial(simulate_policies, tick=Holder()), "an object"),
])  # fmt: skip
def test_what_has_no_identity_is_refused_with_the_reason(what: Any, why: str) -> None:
    with pytest.raises(UserError, match=why) as refused:
        code_of(what)
    assert "top level of a .py file" in refused.value.mend


def test_a_function_within_a_function_and_a_cell_of_a_notebook_are_refused(own: ModuleType) -> None:
    def local() -> None:
        """What a notebook's user would write in a test."""

    with pytest.raises(UserError, match="within a function"):
        code_of(local)
    cell = "from experiments.running.own import code_of\ndef mine():\n    pass\ncode_of(mine)"
    told = subprocess.run([sys.executable, "-c", cell], capture_output=True, text=True, check=False).stderr
    assert "has no source file" in told


def small(**more: Any) -> dict[str, Any]:
    return {"district": fakes.small_district(), "policies": [fakes.effect("half", deaths=0.5)], "worlds": 2, "months": 6, "ensemble": "none", **more}


def test_a_folder_is_taken_up_by_the_same_simulator_alone(own: ModuleType, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = compare(**small(simulate=own.simulate, out=out))
    again = compare(**small(simulate=own.simulate, out=out, worlds=3))
    assert again.batch.digests.items() >= first.batch.digests.items()
    assert json.loads((out / "manifest.json").read_text())["simulator"] == {"name": "own_simulator.simulate", "source": code_of(own.simulate).source}
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    for load, told in ((lambda: own.other, "own_simulator.other"), (lambda: None, "the model's own simulator"),
                       (lambda: edited(own, "own_simulator").simulate, "own_simulator.simulate")):  # fmt: skip
        other = load()
        with pytest.raises(UserError, match=r"was simulated by own_simulator\.simulate") as refused:
            compare(**small(simulate=other, out=out))
        assert f"this would be by {told}" in str(refused.value)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_a_folder_of_the_model_is_refused_to_another_simulator_and_so_are_its_parts(own: ModuleType, tmp_path: Path) -> None:
    settings = {"district": "jiuyuan-hamlet", "policies": ["capacity"], "worlds": 1, "months": 1, "ensemble": "none"}
    compare(**settings, out=tmp_path / "out")  # type: ignore[arg-type]
    with pytest.raises(UserError, match=r"simulated by the model's own simulator, and this would be by own_simulator\.simulate"):
        compare(**settings, simulate=own.simulate, out=tmp_path / "out")  # type: ignore[arg-type]
    plan = fakes.fake_plan(worlds=1)
    run_worlds(plan, workers=0, stored=Parts(tmp_path / "parts", plan))
    assert Parts(tmp_path / "parts", plan).load(0) is not None
    for other in (own.simulate, None):
        assert Parts(tmp_path / "parts", replace(plan, simulate=other)).load(0) is None


def test_results_of_another_simulator_are_not_written_over(own: ModuleType, tmp_path: Path) -> None:
    compare(**small(simulate=own.simulate, out=tmp_path / "out"))
    with pytest.raises(UserError, match=r"was simulated by own_simulator\.simulate"):
        compare(**small(simulate=own.other)).write(tmp_path / "out")


def test_a_lambda_may_be_looked_at_but_not_kept_nor_sent_to_workers(tmp_path: Path) -> None:
    mine = lambda *given, **named: fakes.simulate_policies(*given, **named)  # noqa: E731
    comparison = compare(**small(simulate=mine))
    assert comparison.worlds == 2
    for keep in (lambda: comparison.write(tmp_path / "out"), lambda: compare(**small(simulate=mine, out=tmp_path / "out")),
                 lambda: compare(**small(simulate=mine, workers=1))):  # fmt: skip
        with pytest.raises(UserError, match="a lambda"):
            keep()
    assert not (tmp_path / "out").exists()


def test_what_people_read_says_first_that_a_simulator_of_ones_own_was_used(own: ModuleType) -> None:
    comparison = compare(**small(simulate=own.simulate, worlds=10))
    assert comparison.verdict().startswith("Not this model's numbers: simulated by own_simulator.simulate")
    assert comparison.plan.note.startswith("Not this model's numbers")  # at the foot of every figure
    assert "Not this model's" not in compare("jiuyuan-hamlet", ["capacity"], worlds=1, months=1, ensemble="none").verdict()


def test_a_world_that_fails_is_told_with_a_call_that_runs_it_again(own: ModuleType) -> None:
    comparison = compare(**small(simulate=own.simulate, worlds=3, parameters={"effort_cost": 2000.0}))
    call = comparison.plan.replay(1)
    assert "worlds=[1]" in call and "parameters={'effort_cost': 2000.0}" in call and call.endswith("simulate=own_simulator.simulate)")
    compile(call, "replay", "eval")


def test_what_is_bound_to_a_simulator_is_told_and_stands_in_the_call_that_runs_it_again(own: ModuleType) -> None:
    bound = functools.partial(simulate_policies, engine="mesa", enterprise_class=own.Careful)
    plan = replace(fakes.fake_plan(worlds=1), simulate=bound)
    assert plan.own is not None and f"simulated by {plan.own.name}, a simulator" in plan.note
    call = plan.replay(0)
    assert call.endswith("simulate=functools.partial(simulation.simulate.simulate_policies, engine='mesa', enterprise_class=own_simulator.Careful))")
    compile(call, "replay", "eval")


def test_an_engine_beside_a_simulator_of_ones_own_is_refused(own: ModuleType) -> None:
    with pytest.raises(UserError, match="engine would change nothing"):
        compare(**small(simulate=own.simulate, engine="mesa"))


def test_a_worker_that_finds_other_source_fails_its_world_and_says_so(own: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(str(own.__file__))
    plan = replace(fakes.fake_plan(worlds=1), simulate=own.simulate)
    monkeypatch.setenv("PYTHONPATH", str(path.parent))
    assert plan.own is not None
    path.write_text(path.read_text() + "# edited while the notebook stayed open\n")
    batch, [failure] = run_worlds(plan, workers=1)
    assert not batch.worlds and "it was edited meanwhile" in failure.reason
