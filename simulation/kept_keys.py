"""What a kept world is known by: all that makes it, and nothing else."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from functools import lru_cache
from pathlib import Path

import numpy as np

from simulation.cache_folder import source_digest
from simulation.district import District
from simulation.parameters import Parameters
from simulation.rule import CACHE, COMPILED

SOURCES = source_digest(Path(__file__).parent) if CACHE is None else CACHE.name
"""The sources as they were when this process began: what is edited since does not run here."""


def key_of_world(district: District, parameters: Parameters, seed: int, world: int) -> str:
    """40 hex digits of all that makes a settled world."""
    values = [(name, float(parameters[name]).hex()) for name in sorted(parameters)]
    text = repr((*_computed_by(), _described(district), values, seed, world))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def key_of_run(world: str, months: int) -> str:
    """40 hex digits of so many months of a world, by its key, under a policy that moves nothing."""
    return hashlib.blake2b(f"{world} {months}".encode(), digest_size=20).hexdigest()


@lru_cache(maxsize=1)
def _computed_by() -> tuple[str, ...]:
    """All that computes: numbers are promised to be the same everywhere, but what is promised is not mixed."""
    compiler = "plain"
    if COMPILED:
        import numba
        from numba.core.codegen import get_host_cpu_features

        compiler = f"numba {numba.__version__} {get_host_cpu_features()}"
    switches = [f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith(("NUMBA_", "NPY_")) and name != "NUMBA_CACHE_DIR"]
    return "1", SOURCES, compiler, np.__version__, platform.python_version(), platform.machine(), sys.byteorder, *switches


@lru_cache(maxsize=8)
def _described(district: District) -> str:
    return repr(district)
