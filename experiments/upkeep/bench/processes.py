"""What only a fresh process shows: starting, compiling, peak memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from experiments.upkeep.bench.timing import district_of, go_on, wall_seconds, world_of

FIRST_RESULT = """
from scenarios import load_district, load_parameters
from simulation import simulate
print(simulate(load_district("jiuyuan-hamlet"), parameters=load_parameters().values, months=1).total("expected_deaths"))
"""
YEAR = 12
TREE = """
import ctypes, os, resource, subprocess, sys
if sys.platform == "linux":
    # What a command leaves behind comes to this process, which waits for it: the server that starts workers counts as well.
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
done = subprocess.run([sys.executable, *sys.argv[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
if done.returncode:
    sys.exit(done.stderr)
while True:
    try:
        os.wait()
    except ChildProcessError:
        break
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime)
"""
"""36 is PR_SET_CHILD_SUBREAPER."""


def fresh_environment() -> dict[str, str]:
    """The environment of a process that finds its cache folder anew."""
    return {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}


def run_fresh(arguments: list[str], settings: dict[str, str]) -> str:
    """What a fresh process of this Python prints; the cache folder is found anew."""
    done = subprocess.run(
        [sys.executable, *arguments], env=fresh_environment() | settings, capture_output=True, text=True, check=True, timeout=3600)
    return done.stdout


def processor_seconds_of(arguments: list[str], settings: dict[str, str]) -> float:
    """Processor time of a fresh process of this Python and of all processes that it starts."""
    return float(run_fresh(["-c", TREE, *arguments], settings))


def start_seconds(runs: int) -> float:
    """Median time that passes until a fresh process has its first result, everything compiled before."""
    run_fresh(["-c", FIRST_RESULT], {})
    return median(wall_seconds(lambda: run_fresh(["-c", FIRST_RESULT], {})) for _ in range(runs))


def cold_seconds() -> float:
    """The same with an empty cache, once."""
    with tempfile.TemporaryDirectory() as folder:
        return wall_seconds(lambda: run_fresh(["-c", FIRST_RESULT], {"XDG_CACHE_HOME": folder}))


def peak_bytes_per_enterprise(enterprises: int, smallest: int) -> float:
    """Peak memory for each enterprise of a large district, beyond what a small one needs."""
    peaks = [int(run_fresh(["-m", "experiments.upkeep.bench.processes", str(count)], {})) for count in (enterprises, smallest)]
    return (peaks[0] - peaks[1]) / (enterprises - smallest)


def own_peak(enterprises: int) -> int:
    """Peak memory of this process, in bytes, after a year of a district."""
    go_on(world_of(district_of(enterprises)), YEAR)
    return own_peak_so_far()


def own_peak_so_far() -> int:
    """Peak memory of this process until now, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        # Linux hands the peak that getrusage tells on from the process that started this one.
        return int(status.read_text("ascii").split("VmHWM:")[1].split()[0]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    print(own_peak(int(sys.argv[1])))
