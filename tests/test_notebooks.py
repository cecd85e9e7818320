"""The notebooks run from their first cell to their last, and keep no output that could grow old."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


def cells(notebook: Path, kind: str) -> list[str]:
    """The cells of one kind, as they stand."""
    return ["".join(cell["source"]) for cell in read(notebook)["cells"] if cell["cell_type"] == kind]


def read(notebook: Path) -> dict[str, Any]:
    """The notebook as data."""
    found: dict[str, Any] = json.loads(notebook.read_text("utf-8"))
    return found


def test_there_are_three_and_the_map_leads_to_them() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["1-first-comparison", "2-a-sweep", "3-extending"]
    assert "(notebooks/)" in (ROOT / "docs" / "index.md").read_text("utf-8")


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_its_first_cell_to_its_last(notebook: Path, tmp_path: Path) -> None:
    # One process, cell after cell, the last expression of a cell worked out as a notebook would: no kernel, and so none in the lock.
    (tmp_path / "cells.json").write_text(json.dumps(cells(notebook, "code")), "utf-8")
    runner = (
        "import ast, json, matplotlib; matplotlib.use('agg'); names = {'__name__': '__main__'}\n"
        "for number, cell in enumerate(json.load(open('cells.json', encoding='utf-8'))):\n"
        "    tree = ast.parse(cell)\n"
        "    last = ast.Expression(tree.body.pop().value) if isinstance(tree.body[-1], ast.Expr) else None\n"
        "    exec(compile(tree, f'cell {number}', 'exec'), names)\n"
        "    shown = None if last is None else eval(compile(last, f'cell {number}', 'eval'), names)\n"
        "    print('' if shown is None else shown)\n"
        "print('the end')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", runner], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.rstrip().endswith("the end")
    # A line that is taken out of a text which is broken at the width of a page ends within a sentence.
    assert not any(re.search(r"splitlines\(\)\[", cell) for cell in cells(notebook, "code"))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_of_format_4_opens_with_whom_it_is_for_and_keeps_no_output(notebook: Path) -> None:
    whole = read(notebook)
    assert (whole["nbformat"], whole["nbformat_minor"]) == (4, 5)
    assert "For " in cells(notebook, "markdown")[0]
    code = [cell for cell in whole["cells"] if cell["cell_type"] == "code"]
    assert code and all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)


def test_it_is_said_how_a_notebook_is_opened() -> None:
    page, makefile = ((ROOT / name).read_text("utf-8") for name in ("docs/python.md", "Makefile"))
    (asked,) = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]["notebooks"]
    assert "`make notebooks`" in page and "docs/notebooks/" in page
    assert f"'{asked}'" in makefile and "jupyterlab docs/notebooks" in makefile
