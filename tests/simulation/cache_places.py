"""Places for compiled code that belong to one test, and a program that compiles one rule."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

import simulation
from simulation import cache_folder as folders

ROOT = Path(simulation.__file__).parent

SMALL_RULE = f"""
import sys, types
{{first}}
package = types.ModuleType("simulation")
package.__path__ = [{str(ROOT)!r}]
sys.modules["simulation"] = package  # the one module that compiles, without the model
from simulation.rule import CACHE, rule
@rule
def line(x):
    return 2.0 * x + 1.0
assert line(3.0) == 7.0
print(CACHE, sum(line.stats.cache_hits.values()))
"""


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache, a home and a folder for temporary files of the test's own."""
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr(folders.tempfile, "tempdir", None)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def small_rule(first: str = "") -> subprocess.CompletedProcess[str]:
    done = subprocess.run([sys.executable, "-c", SMALL_RULE.format(first=first)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done
