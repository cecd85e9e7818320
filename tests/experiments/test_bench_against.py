"""The gate of speed: this tree against its own commit gives one and the same numbers, a slower tree is seen, a bad request is told."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments.text.errors import UserError
from experiments.upkeep.bench.against import trees
from experiments.upkeep.bench.against.intervals import median_of, spread_ratio
from experiments.upkeep.bench.against.report import OUTCOMES, against
from experiments.upkeep.bench.against.trees import ENGINE, ROOT, Tree, older, this
from experiments.upkeep.bench.against.turns import QUICK, paired, timed
from simulation.outcomes import OUTCOME_BY_NAME
from simulation.rule import COMPILED

SMALL = replace(QUICK, districts=("jiuyuan-tenth",), months=24, turns=5, noise_district="jiuyuan-hamlet", worlds=3)
SLOWER = """
import time
from simulation.engine.run import EngineModel

def _slowly(self, months, passed, _advance=EngineModel.advance):
    _advance(self, months, passed)
    end = time.process_time() + 0.05
    while time.process_time() < end:
        pass

EngineModel.advance = _slowly
"""


def git(*arguments: str) -> str | None:
    if shutil.which("git") is None:
        return None
    done = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else None


pytestmark = pytest.mark.skipif(git("rev-parse", "HEAD") is None or not COMPILED, reason="no older commits, or nothing is compiled")


@pytest.fixture(scope="module")
def head() -> Iterator[Tree]:
    with older("HEAD") as tree:
        yield tree


def is_committed() -> bool:
    return not git("status", "--porcelain", "--", *ENGINE)


def test_a_commit_against_itself_is_as_fast_and_computes_the_same(head: Tree) -> None:
    runs = timed((head, this(dirty=True)), SMALL)
    assert [(run.district, run.policy) for run in runs] == [("jiuyuan-tenth", "baseline"), ("jiuyuan-tenth", "all-five")]
    for run in runs:
        assert 0.4 < median_of(run.ratios).value < 2.5
        assert all(len(digests) == 1 for digests in run.digests)
        assert run.agree or not is_committed()
        assert 20.0 < run.nanoseconds[1] < 20_000.0
    differences = paired((head, this(dirty=True)), SMALL, OUTCOMES)
    assert differences.shape == (2, 3, len(OUTCOMES)) and np.isfinite(differences).all()
    assert differences[1].any() and (np.array_equal(differences[0], differences[1]) or not is_committed())


def test_a_slower_tree_is_seen(head: Tree, tmp_path: Path) -> None:
    shutil.copytree(head.folder, tmp_path / "tree")
    with (tmp_path / "tree" / "scenarios" / "__init__.py").open("a", encoding="utf-8") as file:
        file.write(SLOWER)
    (run, _policy) = timed((Tree(tmp_path / "tree", "slower"), head), SMALL)
    assert median_of(run.ratios).low > 2.0 and run.agree


def test_the_tables_name_both_trees_and_every_outcome() -> None:
    speed, noise = against("HEAD", SMALL, dirty=True)
    commit = str(git("rev-parse", "HEAD"))[:7]
    assert commit in str(speed.title) and speed.row_count == 2
    assert noise.row_count == len(OUTCOMES) and set(OUTCOMES) <= set(OUTCOME_BY_NAME)


@pytest.mark.parametrize("revision", ["nowhere", "", "-x", "HEAD:simulation"])
def test_a_revision_that_is_none_is_told(revision: str) -> None:
    with pytest.raises(UserError, match="no commit") as told, older(revision):
        pass
    assert told.value.where == "AGAINST" and told.value.mend


def test_a_commit_from_before_the_engine_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "DOOR", "simulation/engine/none.py")
    with pytest.raises(UserError, match="no compiled engine"), older("HEAD"):
        pass


def test_changes_that_no_commit_holds_are_told_unless_they_are_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    real = trees._git
    monkeypatch.setattr(trees, "_git", lambda *words: " M simulation/rule.py\n" if words[0] == "status" else real(*words))
    with pytest.raises(UserError, match=r"simulation/rule\.py") as told:
        this()
    assert "DIRTY=1" in told.value.mend
    assert this(dirty=True).name.endswith("with changes")


@pytest.mark.parametrize("file", ["simulation/rule.py", "scenarios/parameters.toml", "experiments/upkeep/bench/timing.py", "experiments/upkeep/bench/against/probe.py",
                                  "pyproject.toml", "requirements.lock"])  # fmt: skip
def test_whatever_decides_the_figures_counts_as_changed(file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def own(*words: str) -> None:
        subprocess.run(["git", "-C", str(tmp_path), "-c", "user.name=t", "-c", "user.email=t@example.org", *words], check=True, capture_output=True)

    for name in (file, "README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("as it was\n")
    own("init", "-q")
    own("add", ".")
    own("commit", "-qm", "all")
    monkeypatch.setattr(trees, "ROOT", tmp_path)
    (tmp_path / "README.md").write_text("edited\n")
    assert not this().name.endswith("with changes")
    (tmp_path / file).write_text("edited\n")
    with pytest.raises(UserError, match=re.escape(file)):
        this()


@pytest.mark.skipif(os.name != "posix" or shutil.which("pgrep") is None, reason="nobody tells when the engines are at work")
def test_ctrl_c_ends_it_in_one_line() -> None:
    # Not the quick one, which may be over before it is interrupted; and a shell lets what it starts in the background ignore Ctrl-C.
    command = [sys.executable, "-m", "experiments.upkeep.bench", "--against", "HEAD", "--dirty"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True,
                          preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)) as process:  # fmt: skip
        for _ in range(600):
            time.sleep(0.1)
            if subprocess.run(["pgrep", "-g", str(process.pid), "-f", "probe.py"], capture_output=True, check=False).returncode == 0:
                break
        time.sleep(1.0)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to every process in it
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130 and err.splitlines()[-1:] == ["Interrupted."] and "Traceback" not in err and not out


def test_dirty_says_something_of_against_alone() -> None:
    done = subprocess.run([sys.executable, "-m", "experiments.upkeep.bench", "--quick", "--dirty"], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 2 and "--dirty says something of --against alone" in done.stderr and not done.stdout


def test_outside_of_git_that_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(trees, "ROOT", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UserError, match="git gives no older commit"), older("HEAD"):
        pass


def test_an_engine_that_cannot_be_asked_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="ended with an error"):
        timed((Tree(tmp_path, "empty"), Tree(tmp_path, "empty")), SMALL)


def test_the_program_prints_what_is_wrong_and_exits_with_two() -> None:
    done = subprocess.run([sys.executable, "-m", "experiments.upkeep.bench", "--against", "nowhere"], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 2 and done.stderr.startswith("Error: There is no commit 'nowhere'.") and not done.stdout


def test_the_interval_of_a_ratio_holds_it_and_narrows_with_agreement() -> None:
    wide = median_of(np.array([[1.0, 2.0, 3.0, 4.0], [2.0, 3.0, 4.0, 5.0]]))
    narrow = median_of(np.full((2, 4), 3.0))
    assert wide.low < wide.value < wide.high and (narrow.low, narrow.value, narrow.high) == (3.0, 3.0, 3.0)


def test_twice_the_spread_at_twice_the_cost_is_four_times() -> None:
    luck = np.random.default_rng(3).normal(size=400)
    found = spread_ratio(np.array([2.0 * luck, luck[::-1]]), 2.0)
    assert found.low < found.value < found.high and found.value == pytest.approx(4.0)
    assert spread_ratio(np.zeros((2, 5)), 2.0).value == 2.0
