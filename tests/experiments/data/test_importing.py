"""A district's workbook: read in every shape, every fault told at its cell, no name let out."""

import datetime
import re
from pathlib import Path

import pytest

from experiments.data.importing import import_workbook
from experiments.data.sheets import SHEETS
from experiments.text import messages
from experiments.text.errors import UserError
from scenarios import load_district
from tests.experiments.data.books import COUNTY, as_book, as_folder, example

FAULTS = [
    # sheet, row from 0 below the two headings, column, what somebody writes, where it is told, part of what is said
    ("register", 0, 1, "Steel", "Register, cell B3", "'Steel' is unknown"),
    ("register", 1, 2, "Nowhere", "Register, cell C4", "'Nowhere' is unknown"),
    ("register", 2, 3, "fifty", "Register, cell D5", "no number"),
    ("register", 3, 3, "50-60", "Register, cell D6", "a range"),
    ("register", 4, 3, 0, "Register, cell D7", "out of bounds"),
    ("register", 5, 4, "perhaps", "Register, cell E8", "neither yes nor no"),
    ("register", 6, 5, "Ministry", "Register, cell F9", "no department of the sheet Departments"),
    ("register", 7, 6, "soon", "Register, cell G10", "no date"),
    ("register", 8, 6, "2031-01", "Register, cell G11", "later than the month of the register"),
    ("register", 9, 7, 4, "Register, cell H12", "out of bounds"),
    ("register", 10, 0, None, "Register, cell A13", "the cell is empty"),
    ("register", 11, 1, None, "Register, cell B14", "the cell is empty"),
    ("places", 0, 1, "hamlet", "Places, cell B3", "'hamlet' is unknown"),
    ("places", 1, 2, "far", "Places, cell C4", "no number"),
    ("departments", 1, 1, "Emergency management bureau", "Departments, cell B4", "the same stands in B3 already"),
    ("departments", 2, 2, "two", "Departments, cell C5", "no number"),
    ("sizes", 0, 1, 200, "Outside the register, cell C3", "150 employees in 200 enterprises"),
    ("district", 2, 1, "many", "District, cell B5", "no number"),
    ("visits", 0, 0, "January", "Visits, cell A3", "no date"),
    ("visits", 1, 4, None, "Visits, cell E4", "the cell is empty"),
    ("visits", 2, 1, "Ministry", "Visits, cell B5", "'Ministry' is unknown"),
    ("accidents", 0, 4, 99, "Accidents, cell E3", "more people killed"),
]


@pytest.fixture(autouse=True)
def english():
    messages.activate("en")


def told(path: Path) -> list[str]:
    with pytest.raises(UserError) as caught:
        import_workbook(path, "county")
    assert "nothing was written" in caught.value.what and caught.value.mend
    return [line.strip() for line in caught.value.where.split("\n")]


def test_the_county_of_the_tests_is_what_its_workbook_makes(tmp_path):
    found = import_workbook(as_folder(example(), tmp_path / "csv"), "small-county")
    assert found.text == COUNTY.read_text("utf-8") and found.notes == []
    assert found.records == COUNTY.with_name("small-county-records.csv").read_text("utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_folder_in_chinese_is_read_in_every_encoding_and_means_the_same(encoding, tmp_path):
    messages.activate("zh")
    found = import_workbook(as_folder(example("zh"), tmp_path / "csv", encoding), "small-county")
    messages.activate("en")
    rows = found.text.split('rows = """')[1]
    assert rows == COUNTY.read_text("utf-8").split('rows = """')[1] and "山河县" in found.text and "本县并不存在，名录" in found.text


def test_a_workbook_means_what_the_folder_does_with_dates_and_merged_cells(tmp_path):
    def change(book):
        sheet = book["Register"]
        for row in range(3, 15):
            sheet.cell(row, 7).value = datetime.datetime(2024, 5, 3)
            sheet.cell(row, 4).value = f"约 {sheet.cell(row, 4).value} 人"
        sheet.cell(15, 1).value, sheet.cell(15, 4).value = "合计", 600  # a row of totals
        sheet.cell(3, 9).value = "remarks"
        sheet.merge_cells("C3:C4")

    found = import_workbook(as_book(example(), tmp_path / "county.xlsx", change), "small-county")
    said = "\n".join(found.notes)
    assert "Register, cell A15: a row of totals was left out" in said and "merged cells (C3:C4)" in said and "was read as" in said
    workers = [re.findall(r"^r\d+,[^,]*,[^,]*,(\d*),", text, re.MULTILINE) for text in (found.text, COUNTY.read_text("utf-8"))]
    assert workers[0] == workers[1] and len(workers[0]) == 12
    assert {one.visited for one in found.filled.register} == {7}


def test_all_faults_are_told_at_once_each_at_its_cell_with_what_is_wrong(tmp_path):
    rows = example()
    for sheet, row, column, value, _where, _said in FAULTS:
        rows[sheet][row][column] = value
    lines = told(as_folder(rows, tmp_path / "csv"))
    missing = [(where, said) for *_cell, where, said in FAULTS if not any(line.startswith(f"{where}:") and said in line for line in lines)]
    assert missing == []


def test_faults_are_told_in_the_language_of_the_user(tmp_path):
    messages.activate("zh")
    rows = example("zh")
    rows["register"][2][3] = "五十"
    lines = told_in_chinese(as_folder(rows, tmp_path / "csv"))
    assert lines == ["企业名录表，单元格D5：'五十'不是数值；允许：1至20000之间的整数；请只用数字填写"]


def told_in_chinese(path: Path) -> list[str]:
    with pytest.raises(UserError) as caught:
        import_workbook(path, "county")
    return [line.strip() for line in caught.value.where.split("\n")]


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if sheet.required], ids=lambda sheet: sheet.name)
def test_a_sheet_that_is_needed_and_missing_is_told(sheet, tmp_path):
    folder = as_folder(example(), tmp_path / "csv")
    (folder / f"{sheet.title}.csv").unlink()
    assert any(f"the sheet {sheet.title} is missing" in line for line in told(folder))


def test_a_name_that_stands_twice_is_told_with_both_cells(tmp_path):
    rows = example()
    rows["register"][5][0] = rows["register"][1][0].upper() + " "
    assert any(line.startswith("Register, cell A8: the same stands in A4 already") for line in told(as_folder(rows, tmp_path / "csv")))


def test_a_number_in_merged_cells_and_a_formula_that_was_never_computed_are_faults(tmp_path):
    def change(book):
        book["Register"].merge_cells("D3:D5")
        book["Places"]["E3"] = "=1+1"
        book["Places"]["E4"] = "#N/A"

    said = "\n".join(told(as_book(example(), tmp_path / "county.xlsx", change)))
    assert "Register, cell D3: a number stands in cells that are merged" in said
    assert "Places, cell E3: the cell holds a formula" in said and "Places, cell E4: the cell holds an error" in said


def test_what_the_validator_refuses_is_told_at_the_cell_it_comes_from(tmp_path):
    rows = example()
    rows["departments"][0][2] = 900
    lines = told(as_folder(rows, tmp_path / "csv"))
    assert [line for line in lines if line.startswith("Departments, cell C3: 900 officers for 1153 employees")] == lines


def test_no_name_of_an_enterprise_leaves_the_importer(tmp_path):
    rows = example()
    for number, row in enumerate(rows["register"]):
        row[0] = f"Secretive Works {number}"
    found = import_workbook(as_folder(rows, tmp_path / "csv"), "county")
    assert "Secretive" not in found.text + found.records + repr(found.filled) + "".join(found.notes)
    (tmp_path / "county.toml").write_text(found.text)
    assert [row.code for row in load_district(str(tmp_path / "county.toml")).roll] == [f"r{number}" for number in range(3, 15)]


def test_a_department_that_is_not_there_leaves_its_cells_to_others_and_blind_cells_to_the_bureau(tmp_path):
    rows = example()
    rows["departments"] = [row for row in rows["departments"] if row[0].startswith(("Emergency", "Fire"))]
    for row in rows["register"]:
        row[5] = None
    rows |= {name: [] for name in ("visits", "findings", "penalties")}
    found = import_workbook(as_folder(rows, tmp_path / "csv"), "county")
    (tmp_path / "county.toml").write_text(found.text)
    district = load_district(str(tmp_path / "county.toml"))
    assert [plan.name for plan in district.departments] == ["emergency", "fire"]
    assert all(cell.departments or cell.heir == 0 for row in district.responsibility for cell in row)


def test_a_department_may_have_a_comma_in_its_name(tmp_path):
    rows = example()
    rows["departments"][1][0] = "Housing, roads and parks"
    for sheet in ("visits", "findings", "penalties"):
        rows[sheet] = []
    for row in rows["register"]:
        row[5] = "Housing, roads and parks；Fire and rescue brigade, Transport bureau\nIndustry and information bureau"
    found = import_workbook(as_folder(rows, tmp_path / "csv"), "county")
    assert {row.known for row in found.filled.register} == {("housing", "fire", "transport", "industry")}


def test_officers_that_nobody_knows_are_as_many_for_each_employee_as_in_jiuyuan(tmp_path):
    rows = example()
    rows["departments"][3][2] = None
    found = import_workbook(as_folder(rows, tmp_path / "csv"), "county")
    (tmp_path / "county.toml").write_text(found.text)
    base, made = load_district("jiuyuan"), load_district(str(tmp_path / "county.toml"))
    officers = [{plan.name: plan.officers for plan in one.departments}["fire"] for one in (base, made)]
    assert officers[1] == pytest.approx(officers[0] * made.employees / base.employees)


def test_an_old_or_damaged_workbook_is_refused(tmp_path):
    for content in (b"\xd0\xcf\x11\xe0old", b"PK\x03\x04broken", b""):
        (tmp_path / "bad.xlsx").write_bytes(content)
        with pytest.raises(UserError):
            import_workbook(tmp_path / "bad.xlsx", "county")
