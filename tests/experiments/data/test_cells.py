"""What people write in a cell, and what is read of it."""

import datetime

import pytest

from experiments.data import cells

NUMBERS = {
    "５０": (50, False), "1,200": (1200, False), "１，２００": (1200, False), "约 50 人": (50, True), "about 50": (50, True), "50人左右": (50, True), " 50 家": (50, False),
    "50.0": (50, False), 50.0: (50, False), "50余人": (50, True), "1 200": (1200, False), "~50": (50, True),
}  # fmt: skip
DAYS = {
    "2024-05-31": (2024, 5, 31), "2024/5/3": (2024, 5, 3), "2024.5.3": (2024, 5, 3), "2024年5月31日": (2024, 5, 31), "2024年5月": (2024, 5, 1), "2024-05": (2024, 5, 1),
    "202405": (2024, 5, 1), 20240531: (2024, 5, 31), 45443: (2024, 5, 31), datetime.datetime(2024, 5, 31, 8): (2024, 5, 31), "２０２４－０５": (2024, 5, 1),
}  # fmt: skip


@pytest.mark.parametrize("given", NUMBERS, ids=str)
def test_a_number_is_read_as_people_write_it(given):
    assert cells.number(given, 0, 20000) == NUMBERS[given]


@pytest.mark.parametrize("given", ["50-60", "50至60人", "五十", "many", "12a", "1.5", "-3", "20001", "1e3", "9" * 40])
def test_a_number_that_cannot_be_is_refused_with_what_can(given):
    with pytest.raises(cells.Unread) as caught:
        cells.number(given, 0, 20000)
    assert "20000" in caught.value.allowed and caught.value.mend


@pytest.mark.parametrize("given", DAYS, ids=str)
def test_a_date_is_read_as_people_write_it(given):
    assert cells.date(given) == datetime.date(*DAYS[given])


@pytest.mark.parametrize("given", ["2024-13", "31.5.2024", "last May", "1024-05", "2024-02-30", ""])
def test_a_date_that_cannot_be_is_refused(given):
    with pytest.raises(cells.Unread):
        cells.date(given)


def test_what_nobody_sees_in_a_cell_is_not_there():
    assert cells.plain("\u200b\ufeff 石桥　镇\u00a0 ") == "石桥 镇" and cells.key("Fire\u2060 Brigade") == "firebrigade"


def test_yes_and_no_in_either_language_and_nothing_else():
    assert [cells.yes(text) for text in ("是", "Yes", "√", "否", "no", "×")] == [True, True, True, False, False, False]
    with pytest.raises(cells.Unread):
        cells.yes("maybe")


@pytest.mark.parametrize(("text", "total"), [("合 计", True), ("Total:", True), ("小计", True), ("Total Steel", False), ("", False)])
def test_a_row_of_totals_is_known_by_its_first_cell(text, total):
    assert cells.is_total(text) is total
