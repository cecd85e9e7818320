"""Workbooks: what an analyst may write in them, and what is refused because it would be read otherwise than it looks, or could do harm."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments import Scenario, UserError
from experiments.disk.workbook import MOST_BYTES, MOST_UNPACKED, book_bytes, cell_name, read_book
from scenarios import ScenarioError
from tests.experiments.running.scenario_cases import scenarios

BOOK = Scenario("jiuyuan-hamlet", ["coordination", "mine:all-five,field_days=80@6-42,metal.fire=market*+fire"], {"effort_cost": 1500}, months=36)


def changed(change: Callable[[Any], object]) -> bytes:
    """The workbook of ``BOOK`` after a change of it in a spreadsheet."""
    book = openpyxl.load_workbook(io.BytesIO(BOOK.workbook()))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def put(sheet: str, cell: str, value: Any) -> Callable[[Any], object]:
    def change(book: Any) -> None:
        book[sheet][cell] = value

    return change


def told(content: bytes) -> str:
    with pytest.raises((UserError, ScenarioError)) as caught:
        Scenario.from_workbook(content, name="room.xlsx")
    return str(caught.value)


def test_another_program_saves_the_same_scenario() -> None:
    assert Scenario.from_workbook(changed(lambda book: None)) == BOOK


@pytest.mark.parametrize(("change", "query"), [
    (put("levers", "C2", 90), "mine:all-five,field_days=90@6-42"), (put("levers", "C2", 90.0), "mine:all-five,field_days=90@6-42"),
    (put("levers", "C2", "90"), "mine:all-five,field_days=90@6-42"), (put("levers", "F2", 3), "mine:all-five,field_days=80@6-42~3"),
    (put("levers", "D2", None), "mine:all-five,field_days=80@0-42"), (put("policies", "B3", None), "mine:,field_days=80@6-42"),
    (put("policies", "B3", "coordination + attention"), "mine:attention+coordination,field_days=80@6-42"), (put("levers", "H2", "=nothing", ), None),
])  # fmt: skip
def test_what_an_analyst_changes_is_what_is_read(change: Callable[[Any], object], query: str | None) -> None:
    if query is None:
        assert "formula" in told(changed(change))
        return
    found = Scenario.from_workbook(changed(change))
    assert found.policies[1] == Scenario("jiuyuan", [f"{query},metal.fire=market*+fire"]).policies[0]


@pytest.mark.parametrize(("departments", "lead", "text"), [
    ("market, fire", None, "market+fire"), ("fire\u3001market", "market", "market*+fire"), ("nobody", None, "nobody"), (None, None, "nobody"), ("fire", "fire", "fire"),
])  # fmt: skip
def test_departments_are_written_as_one_writes_a_list(departments: str | None, lead: str | None, text: str) -> None:
    def change(book: Any) -> None:
        book["cells"]["D2"], book["cells"]["E2"] = departments, lead

    assert Scenario.from_workbook(changed(change)).policies[1].endswith(f"metal.fire={text}")


def sheet(title: str) -> Callable[[Any], object]:
    def change(book: Any) -> None:
        book.create_sheet(title)["A1"] = "x"

    return change


@pytest.mark.parametrize(("change", "said"), [
    (put("levers", "C2", "=1+1"), ("levers!C2", "A cell holds a formula")), (put("scenario", "B2", '=WEBSERVICE("http://x")'), ("scenario!B2", "A cell holds a formula")),
    (put("levers", "C2", datetime.datetime(2026, 1, 1)), ("levers!C2", "neither a text nor a number")), (put("levers", "C2", True), ("levers!C2", "neither a text nor a number")),
    (put("levers", "C2", "#N/A"), ("levers!C2", "error of the spreadsheet")), (put("levers", "C2", "much"), ("levers!C2", "'much' is no number")),
    (put("levers", "C2", "+20%"), ("levers!C2", "of today's value, 50, is 60")), (put("levers", "C2", 800), ("levers!C2", "800 is outside the hard range")),
    (put("levers", "C2", None), ("levers!C2", "no number")), (put("levers", "B2", "field_day"), ("levers!C2", "did you mean field_days?")),
    (put("levers", "A2", "theirs"), ("levers!A2", "Sheet policies names no policy 'theirs'")), (put("levers", "D2", 6.5), ("levers!C2", "no whole number")),
    (put("levers", "E2", 3), ("levers!C2", "it ends in month 3, not after its start in month 6")), (put("levers", "J2", "x"), ("levers!J2", "no column that is read")),
    (put("levers", "D1", "form"), ("levers!D1", "no column 'form'")), (put("levers", "D1", "value"), ("levers!C1", "has it twice")),
    (put("cells", "B2", "metall"), ("did you mean metal?",)), (put("cells", "E2", "park"), ("cells!D2", "the lead 'park' is none of the cell's departments")),
    (put("parameters", "A2", "field_days"), ("parameters!B2", "this is a lever")), (put("parameters", "B2", -1), ("parameters!B2", "-1 is outside the hard range")),
    (put("scenario", "A2", "distrct"), ("scenario!A2", "'distrct' is no part of a scenario")), (put("scenario", "A3", "district"), ("scenario!A3", "district is given twice")),
    (put("scenario", "B3", "many"), ("scenario!B3", "'many' is no number")), (put("policies", "A2", "cordination"), ("cordination", "did you mean coordination?")),
    (put("policies", "A4", "coordination"), ("coordination stands twice",)), (put("policies", "A1001", "x"), ("policies", "larger than any")),
    (put("policies", "AE2", "x"), ("policies", "larger than any")), (sheet("lever"), ("no sheet 'lever'", "Call it notes")),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_cell(change: Callable[[Any], object], said: tuple[str, ...]) -> None:
    text = told(changed(change)) if said[0] != "did you mean metal?" else str(plan_error(changed(change)))
    assert [one for one in said if one not in text] == [], text


def plan_error(content: bytes) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_workbook(content).plan()
    return caught.value


def test_sheets_for_people_are_not_read() -> None:
    assert Scenario.from_workbook(changed(sheet("notes"))) == BOOK


def repacked(**parts: bytes) -> bytes:
    """The workbook with some parts replaced, or put beside the others."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK.workbook())) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *parts}:
            new.writestr(name, parts.get(name) or old.read(name))
    return stream.getvalue()


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"a" * 1000 + b'"><!ENTITY b "' + b"&a;" * 1000 + b'">]><x>&b;</x>'


@pytest.mark.parametrize(("content", "said"), [
    (b"", "This is no workbook"), (b"PK\x03\x04" + b"x" * 100, "This is no workbook"), (b"\xd0\xcf\x11\xe0" + b"x" * 100, "old or a locked workbook"),
    (b"x" * (MOST_BYTES + 1), "too large"), (repacked(**{"xl/worksheets/sheet1.xml": b" " * (MOST_UNPACKED + 1)}), "too large"),
    (repacked(**{f"x{number}": b"x" for number in range(101)}), "too large"), (repacked(**{"xl/worksheets/sheet1.xml": BOMB}), "what no workbook holds"),
    (repacked(**{"xl/sharedStrings.xml": BOMB.decode().encode("utf-16")}), "what no workbook holds"),
    (repacked(**{"xl/worksheets/sheet1.xml": b"<x"}), "cannot be read"), (repacked(**{"xl/workbook.xml": b"<x/>"}), "holds no scenario"),
    (book_bytes({"about": [["x"]]}), "holds no scenario"), (BOOK.workbook()[:-40], "This is no workbook"),
], ids=lambda value: value if isinstance(value, str) else "")  # fmt: skip
def test_what_is_no_workbook_or_would_do_harm_is_refused(content: bytes, said: str) -> None:
    assert said in told(content) or "cannot be read" in told(content)


@settings(max_examples=30)
@given(scenarios(), st.data())
def test_a_damaged_workbook_is_told_as_such(scenario: Scenario, data: st.DataObject) -> None:
    content = bytearray(scenario.workbook())
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        Scenario.from_workbook(bytes(content))
    except (UserError, ScenarioError) as error:
        assert str(error)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "http://example.org/x", "001", "\u4e5d\u539f", "a\nb", "\t=1", "_x000D_", "x" * 32_767])
def test_a_text_stays_a_text_and_nothing_is_cut(text: str) -> None:
    assert read_book(book_bytes({"s": [["h"], [text]]}), "x")["s"] == {(0, 0): "h", (1, 0): text}


def test_a_text_that_no_cell_can_hold_is_refused() -> None:
    with pytest.raises(UserError, match=r"longer than a cell of a spreadsheet can hold"):
        book_bytes({"s": [["h"], ["x" * 32_768]]})


@given(st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(2**63), 2**63)))
@settings(max_examples=100)
def test_a_number_is_not_rounded(number: float) -> None:
    found = read_book(book_bytes({"s": [["h"], [number]]}), "x")["s"][1, 0]
    assert float(found) == float(number) and (int(found) == number if isinstance(number, int) else True)


@pytest.mark.parametrize(("row", "column", "name"), [(0, 0, "A1"), (2, 1, "B3"), (9, 25, "Z10"), (0, 26, "AA1"), (0, 701, "ZZ1"), (0, 702, "AAA1")])
def test_the_name_of_a_cell(row: int, column: int, name: str) -> None:
    assert cell_name(row, column) == name
