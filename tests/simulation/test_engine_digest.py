"""The engine gives one answer, whatever runs it or shares the work.

What was compiled for any processor, or with the bounds of every array checked, is in tests/test_interpreters.py, which compiles anyway.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from simulation.course import ENGINES, Engine
from simulation.engine.agenda import list_known
from simulation.policy import LeverSetting, Policy
from simulation.simulate import simulate, simulate_policies
from tests.simulation.districts import district, parameters

BUSY = Policy("busy", (LeverSetting("grid_agents", 4.0), LeverSetting("publication", 1.0), LeverSetting("expert_visits", 60.0, ramp=3)))
SMALL = district(0.01, burn_in=1)
NOTHING_REMOVED = {"hazard_arrivals": 20.0, "hazard_spread": 2.0, "removal_lowest": 0.001, "removal_highest": 0.001, "latent_removal_factor": 0.0}
OTHER_PROCESSORS = "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL AVX512_SPR AVX2 FMA3"


def digests(engine: Engine) -> list[str]:
    runs = simulate_policies(SMALL, [Policy("none"), BUSY], parameters=parameters(), seed=9, world=2, months=3, engine=engine)
    return [run.digest for run in runs]


def crowded(engine: Engine) -> str:
    """Enterprises with more open hazards than a sum as narrow as the column of a cell could hold."""
    run = simulate(
        district(0.01, burn_in=6), BUSY, parameters=parameters(**NOTHING_REMOVED), seed=9, months=12, engine=engine, by_enterprise=("hazards_open",))
    # Of each kind: a sum goes over the cells of one kind, of which there are four.
    assert run.by_enterprise is not None and run.by_enterprise.values["hazards_open"].max() > 4 * np.iinfo(np.uint8).max
    return run.digest


def known() -> int:
    """Enterprises that a department knows, more than the column of who knows them could count."""
    count = np.iinfo(np.int16).max + 100
    return int(list_known(np.ones(count, np.int16), np.zeros(count, np.int64), 0))


PROGRAM = "from tests.simulation.test_engine_digest import digests; print(digests('compiled'))"
CROWD = "from tests.simulation.test_engine_digest import crowded; print(crowded('compiled'))"
KNOWN = "from tests.simulation.test_engine_digest import known; print(known())"


def elsewhere(program: str = PROGRAM, **settings: str) -> str:
    # A number too large for its column must be an error, not a warning.
    done = subprocess.run([sys.executable, "-W", "error::RuntimeWarning", "-c", program], env={**os.environ, **settings}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_plain_python_gives_the_same() -> None:
    assert elsewhere(INSPECTORATE_PLAIN="1") == elsewhere(NUMBA_DISABLE_JIT="1") == str(digests("mesa"))


def test_plain_python_gives_the_same_where_hazards_are_many() -> None:
    assert elsewhere(CROWD, INSPECTORATE_PLAIN="1") == crowded("compiled") == crowded("mesa")
    assert int(elsewhere(KNOWN, INSPECTORATE_PLAIN="1")) == known() == np.iinfo(np.int16).max + 100


def test_other_instructions_of_numpy_and_a_warm_cache_give_the_same() -> None:
    known = subprocess.run([sys.executable, "-c", "import numpy; print(*numpy._core._multiarray_umath.__cpu_dispatch__)"],
                           capture_output=True, text=True, check=True).stdout.split()
    off = [name for name in OTHER_PROCESSORS.split() if name in known]
    assert off or sys.platform != "linux"
    assert elsewhere(NPY_DISABLE_CPU_FEATURES=" ".join(off)) == elsewhere() == str(digests("compiled"))


def test_any_number_of_threads_gives_the_same() -> None:
    def one(world: int) -> str:
        return simulate(SMALL, BUSY, parameters=parameters(), seed=9, world=world, months=4).digest

    alone = [one(world) for world in range(8)]
    for threads in (1, 2, 4):
        with ThreadPoolExecutor(threads) as pool:
            assert list(pool.map(one, range(8))) == alone


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(ValueError, match="must be one of compiled, mesa"):
        simulate(SMALL, parameters=parameters(), months=1, engine="fast")  # type: ignore[arg-type]


def test_a_district_too_wide_for_the_columns_is_refused() -> None:
    from dataclasses import replace

    wide = replace(SMALL, departments=SMALL.departments * 4)
    with pytest.raises(ValueError, match="engine='mesa'"):
        simulate(wide, parameters=parameters(), months=1)


def test_a_department_with_more_posts_than_the_columns_hold_is_refused() -> None:
    crowd = Policy("crowd", (LeverSetting("other_officers", 50000.0),))
    for engine in ENGINES:
        with pytest.raises(ValueError, match="it may have 1000"):
            simulate(SMALL, crowd, parameters=parameters(), months=1, engine=engine)  # type: ignore[arg-type]


def test_progress_is_told_and_ends_at_one() -> None:
    told: list[float] = []
    simulate_policies(SMALL, [Policy("none"), BUSY], parameters=parameters(), months=30, tick=told.append)
    assert told == sorted(told) and told[-1] == 1.0 and len(told) >= 7
