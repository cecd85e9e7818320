"""Rows for other programs: nothing that a spreadsheet would run, nothing cut, and the parts open with one line."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from experiments.cli.app import main
from experiments.disk import files
from experiments.disk.sheet import write_sheet
from experiments.studies.sweep import results, rows
from tests.torture import plans

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "  +1", "＝1", "＋1", "－1", "＠x", "=cmd|' /C calc'!A0", "=HYPERLINK(\"x\")"]
HARMLESS = ["plain", "a=b", "1", "http://example.org", "中文", "it's", "\"quoted\", and comma", "x" * 32_000, ""]


def table(texts: list[str]) -> pa.Table:
    return pa.table({"text": texts, "number": [float(n) for n in range(len(texts))]})


def sheet_xml(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as book:
        assert book.testzip() is None
        return [book.read(name).decode("utf-8") for name in book.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]


def texts_in(path: Path) -> str:
    with zipfile.ZipFile(path) as book:
        return "".join(book.read(name).decode("utf-8") for name in book.namelist() if name.endswith(".xml"))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_csv_or_a_sheet_begins_as_a_formula(tmp_path: Path, text: str) -> None:
    assert files.write_csv(tmp_path / "a.csv", table([text, "plain"]))
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        [_header, first, _second] = csv.reader(stream)
    assert first[0] == "'" + text
    assert write_sheet(tmp_path / "a.xlsx", table([text, "plain"]), [("formula", text)])
    assert all("<f>" not in xml and "<f " not in xml and 't="str"' not in xml and "hyperlink" not in xml for xml in sheet_xml(tmp_path / "a.xlsx"))


def test_harmless_text_stays_as_it_is(tmp_path: Path) -> None:
    assert files.write_csv(tmp_path / "a.csv", table(HARMLESS))
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row[0] for row in csv.reader(stream)][1:] == HARMLESS
    assert write_sheet(tmp_path / "a.xlsx", table(HARMLESS), [])
    assert "x" * 32_000 in texts_in(tmp_path / "a.xlsx")


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_what_does_not_fit_is_not_written_at_all(tmp_path: Path, name: str) -> None:
    long = pa.table({"n": pa.array(range(files.SHEET_ROWS + 1))})
    written = files.write_csv(tmp_path / name, long) if name == "a.csv" else write_sheet(tmp_path / name, long, [])
    assert not written and list(tmp_path.iterdir()) == []


def test_a_cell_too_long_for_a_sheet_is_not_cut(tmp_path: Path) -> None:
    assert not write_sheet(tmp_path / "a.xlsx", table(["x" * 32_768]), [])
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_no_half_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("experiments.disk.sheet.os.replace", full)
    with pytest.raises(OSError, match="No space left"):
        write_sheet(tmp_path / "a.xlsx", table(["x"]), [])
    assert list(tmp_path.iterdir()) == []


def test_a_sweep_is_exported_whole_in_every_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plans.swept(plans.plan(tmp_path), tmp_path / "a")
    for name in ("rows.csv", "rows.xlsx", "rows.parquet"):
        assert main(["export", str(tmp_path / "a"), "--to", str(tmp_path / name)]) == 0
        assert "36 rows written" in capsys.readouterr().out
    whole = pd.read_parquet(tmp_path / "rows.parquet")
    assert len(whole) == 36 == len(pd.read_csv(tmp_path / "rows.csv"))
    assert sheet_xml(tmp_path / "rows.xlsx")[0].count("<row ") == 37
    assert {"point", "world", "policy", "status", "reason", "expected_deaths", "field_days", "hazard_arrivals"} <= set(whole.columns)
    sweep = results.open(tmp_path / "a")
    assert whole["expected_deaths"].tolist() == sweep.table()["expected_deaths"].to_pylist()


@pytest.mark.parametrize(
    ("to", "told"), [("rows.txt", "No such kind of file"), ("no/rows.csv", "There is no such folder"), ("a/parts/rows.csv", "the sweep's own")]
)
def test_an_export_that_cannot_be_is_refused(tmp_path: Path, to: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    plans.swept(plans.plan(tmp_path), tmp_path / "a")
    assert main(["export", str(tmp_path / "a"), "--to", str(tmp_path / to)]) == 2
    assert told in " ".join(capsys.readouterr().err.split())


def test_the_parts_are_read_by_one_line_of_duckdb_or_pandas(tmp_path: Path) -> None:
    plans.swept(plans.plan(tmp_path), tmp_path / "a", size=5)
    parts = tmp_path / "a" / "parts"
    assert len(list(parts.glob("*.parquet"))) > 1
    assert duckdb.sql(f"select count(*), count(distinct policy) from '{parts}/*.parquet'").fetchall() == [(36, 3)]
    assert pd.read_parquet(parts).shape == (36, len(rows.SCHEMA))
    assert results.open(tmp_path / "a").sql("select count(*) from runs join points using (point)").fetchall() == [(36,)]
