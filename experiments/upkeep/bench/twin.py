"""A phase of the engine against the same phase in C: equal state, and the ratio of their times."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from experiments.upkeep.bench.phases import Stage, by_itself, empty_seconds
from simulation.draws import STREAM
from simulation.engine.columns import GROUPS
from simulation.engine.run import EngineModel
from simulation.engine.state import State
from simulation.engine.tables import EXPOSURE, EXPOSURE_SUM, LATENT_SHARE, MAJOR_FACTOR, MAJOR_SHARE, Tables

SOURCE = Path(__file__).with_name("twin.c")
PHASE = "hazards"
STREAMS = ("arrival_count", "arrival_kind", "removal")
NUMBERS = ("enterprises", "domains", "sectors", "seed", "world", "month")
COLUMNS = {
    "effort": np.float64, "competence": np.float64, "attention": np.float64, "output": np.float64, "lasting": np.float32,
    "size": np.float32, "known": np.int16, "certified": np.int16, "sector": np.int8,
}
TABLES = ("exposure", "exposure_sum", "latent_share", "major_share", "major_factor")
PARAMETERS = (
    "hazard_arrivals", "latent_arrival_share", "removal_lowest", "removal_highest", "latent_removal_factor", "self_inspection",
    "scheme_checks", "self_inspection_audit", "self_check_yield",
)
"""In the order of the twin's structure, as are the others."""


class Month(ctypes.Structure):
    """What the twin is given."""

    _fields_ = [
        *((name, ctypes.c_int64) for name in NUMBERS), ("streams", ctypes.c_int64 * len(STREAMS)),
        *((name, ctypes.c_void_p) for name in (*COLUMNS, "cells", *TABLES)), *((name, ctypes.c_double) for name in PARAMETERS),
    ]


@dataclass(frozen=True)
class Comparison:
    """Whether the two led to the same state, and seconds a month of each."""

    is_equal: bool
    engine: float
    twin: float


def compiler() -> str | None:
    """The C compiler of this machine, if there is one."""
    return shutil.which("cc")


def column(state: State, name: str, dtype: Any) -> Any:
    """A column by its name, wherever the state keeps it; raises ``TypeError`` if the twin expects another type."""
    group, number = next(
        (group, number) for group in GROUPS if group.over == ("enterprise",)
        for number, declared in enumerate(group.columns) if declared.name == name
    )
    values = getattr(state, group.name)[number]
    if values.dtype != dtype:
        raise TypeError(f"the twin expects {name} as {np.dtype(dtype)}, not {values.dtype}")
    return values


def compare(settled: EngineModel, months: int, runs: int) -> Comparison | None:
    """Let the phase and its twin pass the same months from the same state; None without a compiler."""
    program = compiler()
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "twin.so"
        subprocess.run(
            [program, "-O2", "-ffp-contract=off", "-shared", "-fPIC", "-o", str(library), str(SOURCE)], check=True, timeout=120)
        function = ctypes.CDLL(str(library)).phase_hazards
        function.argtypes, function.restype = [ctypes.POINTER(Month)], None
        return _compared(settled, function, months, runs)


def _compared(settled: EngineModel, function: Any, months: int, runs: int) -> Comparison:
    stage = Stage(settled)
    start = stage.model.state.cells.copy("K")
    call = by_itself(PHASE)
    for first in (call, empty_seconds):  # the first call compiles
        first(stage.begin_month())
    engine: list[float] = []
    twin: list[float] = []
    ends: list[Any] = []
    for _ in range(runs):
        for seconds, is_twin in ((engine, False), (twin, True)):
            stage.model.state.cells[:] = start
            stage.month = settled.month
            taken = 0.0
            for _month in range(months):
                given = stage.begin_month()
                handed = month_of(given, stage.model.district.enterprises)
                started = time.process_time()
                if is_twin:
                    function(ctypes.byref(handed))
                else:
                    call(given)
                taken += time.process_time() - started
                # A call of compiled code from Python takes its arguments apart; the twin's hardly does.
                taken -= 0.0 if is_twin else empty_seconds(given)
                stage.month += 1
            seconds.append(taken / months)
            ends.append(stage.model.state.cells.copy("K"))
    is_equal = all(np.array_equal(ends[0], end) for end in ends) and not np.array_equal(start, ends[0])
    return Comparison(is_equal, max(median(engine), 1e-9), median(twin))


def month_of(given: dict[str, Any], enterprises: int) -> Month:
    """The structure that the twin reads; the arrays stay the engine's."""
    state, tables, p, clock = given["state"], given["tables"], given["p"], given["clock"]
    month = Month(enterprises, tables.domains.shape[1], tables.sectors.shape[1], clock.seed, clock.world, clock.now)
    month.streams[:] = [STREAM[name] for name in STREAMS]
    for name, dtype in COLUMNS.items():
        setattr(month, name, column(state, name, dtype).ctypes.data)
    month.cells = state.cells.ctypes.data
    for name, values in zip(TABLES, _rows(tables), strict=True):
        setattr(month, name, values.ctypes.data)
    for name in PARAMETERS:
        setattr(month, name, float(p[name]))
    return month


def _rows(tables: Tables) -> tuple[Any, ...]:
    """Views into the tables, which outlive the call."""
    return (
        tables.pairs[EXPOSURE], tables.sectors[EXPOSURE_SUM], tables.domains[LATENT_SHARE], tables.domains[MAJOR_SHARE],
        tables.sectors[MAJOR_FACTOR],
    )
