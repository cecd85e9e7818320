"""Workbooks of a made-up county for the tests: as they should be, and with what people do to them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from experiments.data.example import filled_example
from experiments.data.sheets import BY_NAME
from experiments.data.template import headings, template_bytes
from experiments.text.messages import _, language, speaking
from scenarios import load_district

COUNTY = Path(__file__).with_name("small-county.toml")
"""A district of twelve enterprises of its own and thirty drawn ones, with the records of two years beside it."""
Rows = dict[str, list[list[Any]]]


@cache
def _example(lang: str) -> Rows:
    with speaking(lang):
        whole = filled_example(load_district("jiuyuan"))
        rows = {name: [list(row) for row in of] for name, of in whole.items()}
    rows["register"] = rows["register"][::14][:12]
    rows["sizes"] = [[rows["sizes"][0][0], 24, 150], [rows["sizes"][1][0], 6, 300]]
    for row in rows["places"]:
        row[4] = None
    for row in rows["departments"]:
        row[2] = 1
    for name in ("visits", "findings", "penalties", "accidents"):
        rows[name] = [row for row in rows[name] if row[0] < "2024"]
    for name in ("visits", "findings"):
        for row in rows[name]:
            row[4] = max(1, row[4] // 4)
    rows["accidents"] = rows["accidents"][::6]
    return rows


def example(lang: str = "en") -> Rows:
    """Rows of every sheet from the third on, small, to be changed at will."""
    return {name: [list(row) for row in of] for name, of in _example(lang).items()}


def sectors(lang: str = "en") -> list[list[str]]:
    """The sheet of sectors as the template gives it."""
    with speaking(lang):
        from experiments.text.messages import titled

        return [[titled(one.title, one.title_zh)] * 2 for one in load_district("jiuyuan").sectors]


def as_folder(rows: Mapping[str, Sequence[Sequence[Any]]], folder: Path, encoding: str = "utf-8") -> Path:
    """The sheets as .csv files in the language in force."""
    folder.mkdir(exist_ok=True)
    base = load_district("jiuyuan")
    for name, of in {"sectors": sectors(language()), **rows}.items():
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        told = headings(BY_NAME[name], base)
        writer.writerow([heading for heading, _allowed, _needed in told])
        writer.writerow([allowed for _heading, allowed, _needed in told])
        writer.writerows(of)
        (folder / f"{_(BY_NAME[name].title)}.csv").write_bytes(text.getvalue().encode(encoding))
    return folder


def as_book(rows: Mapping[str, Sequence[Sequence[Any]]], path: Path, change: Callable[[Any], None] = lambda book: None) -> Path:
    """The sheets as a workbook, changed as somebody does in a spreadsheet."""
    book = openpyxl.load_workbook(io.BytesIO(template_bytes(load_district("jiuyuan"), rows)))
    change(book)
    book.save(path)
    return path
