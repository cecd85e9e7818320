"""Worlds that are kept give the same numbers to the last bit, are run once, and are found by nothing but what made them."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from simulation import BASELINE, Policy, kept_keys, notices, settle
from simulation.engine.run import EngineModel
from simulation.kept_files import KeptFiles
from simulation.kept_forms import packed_run, packed_world, unpack_world, unpacked_run
from simulation.kept_worlds import KeptWorlds
from simulation.worlds import engine_of
from tests.simulation.keeping import BUSY, NAMED, OTHER, SMALL, STRICT, counted, runs, same


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "_told", set())


@pytest.fixture
def store(tmp_path: Path) -> KeptWorlds:
    return KeptWorlds(KeptFiles(tmp_path, 2**30))


@pytest.fixture
def months(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Months that the engine passes, call by call."""
    return counted(monkeypatch)


def test_a_second_time_neither_burn_in_nor_baseline_is_run_and_no_bit_is_another(store: KeptWorlds, months: list[int]) -> None:
    plain = runs([NAMED, STRICT, OTHER])
    months.clear()
    first = runs([NAMED, STRICT], store)
    assert sum(months) == 14 + 17 + 17
    months.clear()
    second = runs([NAMED, OTHER], store)
    assert sum(months) == 17
    months.clear()
    third = runs([replace(NAMED, name="again")], store)
    assert months == [] and third[0].policy == "again"
    assert all(map(same, first, plain[:2])) and all(map(same, second, [plain[0], plain[2]])) and same(replace(third[0], policy="as today"), plain[0])
    assert plain[0].events and any(run.places for run in first)


def test_what_comes_of_the_store_may_be_changed_by_whoever_gets_it(store: KeptWorlds, tmp_path: Path) -> None:
    store = KeptWorlds(store.files, 2**30)
    plain = runs([NAMED])[0]
    for _ in range(2):
        found = runs([NAMED], store)[0]
        assert same(found, plain)
        found.monthly["deaths"][:] = -1.0
        found.events.clear()
        found.places.clear()


ANOTHER: dict[str, dict[str, Any]] = {
    "district": {"district": replace(SMALL, insured=SMALL.insured + 1.0)}, "title": {"district": replace(SMALL, title="Another")},
    "matrix": {"district": replace(SMALL, responsibility=(*SMALL.responsibility[1:], SMALL.responsibility[0]))}, "burn-in": {"district": replace(SMALL, burn_in=13)},
    "an assumption": {"parameters": BUSY.with_values({"effort_cost": BUSY.effort_cost * (1 + 2**-52)})},
    "a lever's baseline": {"parameters": BUSY.with_values({"fine_scale": 1.5})}, "seed": {"seed": 6}, "world": {"world": 3}, "months": {"months": 16},
}  # fmt: skip


@pytest.mark.parametrize("changes", ANOTHER.values(), ids=ANOTHER.keys())
def test_whatever_else_makes_the_numbers_gives_another_key(changes: dict[str, Any], store: KeptWorlds) -> None:
    runs([NAMED, STRICT], store)
    found, plain = runs([NAMED, STRICT], store, **changes), runs([NAMED, STRICT], **changes)
    assert all(map(same, found, plain))


@pytest.mark.parametrize("name", ["SOURCES", "plain", "NUMBA_OPT", "NPY_DISABLE_CPU_FEATURES"])
def test_other_sources_or_another_way_to_compute_find_nothing(name: str, store: KeptWorlds, months: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    runs([NAMED], store)
    months.clear()
    if name.startswith("N"):
        monkeypatch.setenv(name, "3")
    elif name == "plain":
        monkeypatch.setattr(kept_keys, "COMPILED", False)
    else:
        monkeypatch.setattr(kept_keys, "SOURCES", "0123456789abcdef")
    kept_keys._computed_by.cache_clear()
    try:
        runs([NAMED], store)
    finally:
        kept_keys._computed_by.cache_clear()
    assert sum(months) == 14 + 17


PLAIN = """
import sys
from pathlib import Path
from simulation import Policy, simulate_policies
from simulation.kept_files import KeptFiles
from simulation.kept_worlds import KeptWorlds
from tests.simulation.districts import district, parameters
kept = KeptWorlds(KeptFiles(Path(sys.argv[1]), 2**30)) if len(sys.argv) > 1 else None
print(simulate_policies(district(0.002, 2), [Policy("none")], parameters=parameters(), months=2, kept=kept)[0].digest)
"""


def test_plain_python_shares_nothing_with_compiled_code_and_gives_the_same(tmp_path: Path) -> None:
    def digest(plain: str) -> str:
        done = subprocess.run([sys.executable, "-c", PLAIN, str(tmp_path)], env={**os.environ, "INSPECTORATE_PLAIN": plain}, capture_output=True, text=True, check=False)
        assert done.returncode == 0 and done.stderr == "", done.stderr
        return done.stdout.strip()

    first = digest("0")
    assert len(list(tmp_path.glob("*.world"))) == len(list(tmp_path.glob("*.run"))) == 1
    assert digest("1") == first
    assert len(list(tmp_path.glob("*.world"))) == len(list(tmp_path.glob("*.run"))) == 2
    assert digest("1") == first
    assert len(list(tmp_path.iterdir())) == 5  # and the lock


def test_a_damaged_file_is_run_again_and_said(store: KeptWorlds, months: list[int], tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    plain = runs([NAMED, STRICT], store)
    for kind, again in (("world", 14 + 17), ("run", 17 + 17)):
        (path,) = tmp_path.glob(f"*.{kind}")
        whole = path.read_bytes()
        for at in (0, 40, 200, len(whole) // 2, len(whole) - 1):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 16]) + whole[at + 1 :])
            months.clear()
            assert all(map(same, runs([NAMED, STRICT], store), plain)) and sum(months) == again
            assert path.read_bytes() == whole
    (record,) = caplog.records
    assert "was damaged" in record.getMessage()


def test_a_whole_file_of_something_else_under_our_name_is_not_taken(store: KeptWorlds, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    plain = runs([NAMED, STRICT], store)
    runs([NAMED, STRICT], store, world=9)
    for kind in ("world", "run"):
        paths = sorted(tmp_path.glob(f"*.{kind}"))
        datas = [path.read_bytes() for path in paths]
        for path, data in zip(paths, reversed(datas), strict=True):
            path.write_bytes(data)
    assert all(map(same, runs([NAMED, STRICT], store), plain))
    assert len(caplog.records) == 1


SEALED: dict[str, Any] = {
    "nothing": b"", "no length": b"\x01", "a length beyond": (2**60).to_bytes(8, "little") + b"{}", "no JSON": (2).to_bytes(8, "little") + b"{[",
    "deep": (10**5).to_bytes(8, "little") + b"[" * 10**5, "a list": (2).to_bytes(8, "little") + b"[]", "another key": (2).to_bytes(8, "little") + b"{}",
}  # fmt: skip


@pytest.mark.parametrize("data", SEALED.values(), ids=SEALED.keys())
def test_what_was_sealed_and_yet_is_none_is_a_value_error(data: bytes) -> None:
    begun = EngineModel(SMALL, BASELINE, BUSY, 5, 2)
    with pytest.raises(ValueError):
        unpack_world("key", data, begun)
    with pytest.raises(ValueError):
        unpacked_run("key", data, "d", "p", 0, 0)


def test_a_packed_world_or_run_with_bytes_too_few_or_too_many_is_a_value_error() -> None:
    settled = settle(SMALL, BUSY)
    data = packed_world("key", engine_of(settled.world))
    course = settled.start()
    course.advance(3)
    run = packed_run("key", course.run())
    for broken in (data[:-1], data + b"x"):
        with pytest.raises(ValueError):
            unpack_world("key", broken, EngineModel(SMALL, BASELINE, BUSY, 0, 0))
    for broken in (run[:-1], run + b"x"):
        with pytest.raises(ValueError):
            unpacked_run("key", broken, "d", "p", 0, 0)
    assert same(unpacked_run("key", run, course.run().district, "baseline", 0, 0), course.run())


def test_a_world_whose_arrays_have_grown_is_kept_as_it_is(store: KeptWorlds) -> None:
    many = BUSY.with_values({"unsafe_injury_rate": 0.9})
    plain = runs([NAMED, STRICT], parameters=many, months=4)
    for _ in range(2):
        assert all(map(same, runs([NAMED, STRICT], store, parameters=many, months=4), plain))
    grown = engine_of(KeptWorlds(store.files).world(SMALL, many, seed=5, world=2).settled().world)
    assert grown._sizes != EngineModel(SMALL, BASELINE, many, 5, 2)._sizes


def test_by_enterprise_is_run_and_only_its_burn_in_is_kept(store: KeptWorlds, months: list[int]) -> None:
    plain = runs([NAMED], by_enterprise=("visits",))[0]
    for expected in (14 + 17, 17):
        months.clear()
        found = runs([NAMED], store, by_enterprise=("visits",))[0]
        assert sum(months) == expected and found.by_enterprise is not None and plain.by_enterprise is not None
        assert found.by_enterprise.values["visits"].tobytes() == plain.by_enterprise.values["visits"].tobytes()


def test_what_cannot_be_kept_is_refused(store: KeptWorlds) -> None:
    with pytest.raises(ValueError, match="moves levers"):
        store.world(SMALL, BUSY).baseline(3, STRICT)
    with pytest.raises(ValueError, match="moves levers or costs"):
        store.world(SMALL, BUSY).baseline(3, Policy("dear", yearly_cost=5))
    with pytest.raises(ValueError, match="only the compiled engine"):
        runs([NAMED], store, engine="mesa")
    with pytest.raises(ValueError, match="seed must lie"):
        store.world(SMALL, BUSY, seed=-1)
