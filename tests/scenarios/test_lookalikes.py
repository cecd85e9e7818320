"""What an input method or a Windows editor leaves in a file: said with line, character and what to type, by every kind of file."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import experiments
from scenarios import (
    ScenarioError,
    load_district,
    load_ensemble,
    load_evidence,
    load_parameters,
    load_plan,
    load_policy,
    load_region,
    load_trial,
)
from scenarios.lookalikes import INSTEAD, MAX_TOLD
from scenarios.reading import read_document

SHIPPED = Path(str(load_plan.__code__.co_filename)).parent
PLANS = Path(str(experiments.__file__)).parent / "plans"
FILES: dict[str, tuple[Path, Callable[[Path], Any]]] = {
    "policy": (SHIPPED / "policies" / "coordination.toml", load_policy),
    "district": (SHIPPED / "districts" / "jiuyuan.toml", load_district),
    "region": (SHIPPED / "districts" / "baotou.toml", load_region),
    "parameters": (SHIPPED / "parameters.toml", load_parameters),
    "evidence": (SHIPPED / "evidence.toml", load_evidence),
    "trial": (SHIPPED / "trials" / "a1-random-inspection.toml", load_trial),
    "ensemble": (SHIPPED / "ensembles" / "posterior.toml", load_ensemble),
    "plan": (PLANS / "first-sweep.toml", lambda path: load_plan(path, PLANS)),
}


def mine(kind: str, folder: Path) -> tuple[Path, str, Callable[[Path], Any]]:
    """A shipped file as a user's own of another name, which loads; its text; what loads it."""
    source, load = FILES[kind]
    text = re.sub(r'^name = ".*"$', 'name = "mine"', source.read_text("utf-8"), count=1, flags=re.MULTILINE)
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    if kind == "ensemble":
        shutil.copy(source.with_suffix(".csv"), folder / "mine.csv")
    load(path)
    return path, text, load


def problems_of(load: Callable[[Path], Any], path: Path) -> list[Any]:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return caught.value.problems


@pytest.mark.parametrize("kind", FILES)
def test_every_kind_of_file_tells_the_line_and_what_to_type(kind: str, tmp_path: Path) -> None:
    path, text, load = mine(kind, tmp_path)
    line = text.count("\n") + 1
    for written, mark, instead in (("end ＝ 1", "＝", "="), ("notes = [“x”]", "“", '"'), ("start = ３", "３", "3"), ("x = [1，2]", "，", ",")):
        path.write_text(f"{text}{written}\n", encoding="utf-8")
        problem = problems_of(load, path)[0]
        assert problem.line == line
        assert mark in problem.reason and f"type {instead} instead" in problem.mend


@pytest.mark.parametrize("kind", FILES)
def test_every_kind_of_file_may_begin_with_a_byte_order_mark_and_may_not_be_gbk_or_utf_16(kind: str, tmp_path: Path) -> None:
    path, text, load = mine(kind, tmp_path)
    path.write_text(text, encoding="utf-8-sig")
    load(path)
    plain = re.sub(r"[^\x00-\x7f]", "", text) + "# 九原区\n"
    for encoding, told in (("gb18030", "looks like GBK"), ("utf-16", "UTF-16")):
        path.write_text(plain, encoding=encoding)
        problem = problems_of(load, path)[0]
        assert told in problem.reason and "save it as UTF-8" in problem.mend


@pytest.mark.parametrize("place", ["v = 1{} 2", "{}v = 1", "v {}= 1", "v = [1{} 2]", "v = {{ a = 1{} b = 2 }}"])
def test_every_lookalike_is_named_outside_quotes_and_left_alone_inside(place: str, tmp_path: Path) -> None:
    path = tmp_path / "file.toml"
    for mark in INSTEAD:
        path.write_text(f"a = 1\nb = '{mark}' # {mark}\n" + place.format(mark) + "\n", encoding="utf-8")
        problem = problems_of(read_document, path)[0]
        assert problem.line == 3, mark
        assert f"U+{ord(mark):04X}" in problem.reason
        assert problem.mend
        path.write_text(f"a = '{mark}' # {mark}\nb = \"\"\"\n{mark}\"\"\"\n", encoding="utf-8")
        if mark != "\ufeff":
            assert read_document(path).data == {"a": mark, "b": mark}


def test_a_file_full_of_them_is_told_to_a_bound(tmp_path: Path) -> None:
    path = tmp_path / "file.toml"
    path.write_text("\n".join(f"a{n} ＝ {n}" for n in range(500)), encoding="utf-8")
    assert [problem.line for problem in problems_of(read_document, path)] == list(range(1, MAX_TOLD + 1))


def test_bytes_of_another_kind_are_not_called_gbk(tmp_path: Path) -> None:
    path = tmp_path / "file.toml"
    for content in ("title = 'café'".encode("latin-1"), b"title = '\xff\xfe\x80'", "title = 'é à'".encode("cp1252")):
        path.write_bytes(content)
        assert problems_of(read_document, path)[0].reason == "the file is not UTF-8"
