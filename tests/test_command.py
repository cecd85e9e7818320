"""The command from end to end on the smallest district."""

import json
import subprocess
import sys
from pathlib import Path


def command(*words: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-c", "import sys; from experiments.cli.app import main; sys.exit(main())"]
    return subprocess.run([*program, *words], capture_output=True, text=True, check=False)


def test_compare_writes_a_verdict_with_its_data_and_figures(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = command("compare", "--district", "jiuyuan-hamlet", "--policy", "incentives", "--worlds", "1", "--months", "1",
                   "--seed", "1", "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert "no interval under ten" in (out / "verdict.txt").read_text()
    assert json.loads((out / "manifest.json").read_text())
    assert (out / "comparison.csv").exists() and (out / "figures" / "differences.png").exists()


def test_bad_input_is_told_and_exits_with_two() -> None:
    done = command("compare", "--district", "nowhere", "--policy", "incentives", "--worlds", "1", "--months", "1", "--seed", "1", "--out", "x")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
