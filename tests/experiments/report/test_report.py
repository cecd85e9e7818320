"""A report says what the comparison says, in every kind of file and language: the same numbers, no forbidden sentence, the same bytes."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from experiments.cli.app import main
from experiments.comparison.exceedance import CLASSES, exceedance
from experiments.comparison.figures import differences
from experiments.comparison.finished import Finished
from experiments.comparison.records import records
from experiments.comparison.words.numbers import told
from experiments.report.build import build
from experiments.report.certainty import MODEL, certainty
from experiments.report.tree import Heading, Report, chinese_number
from experiments.report.writing import WRITERS, content
from experiments.text import messages
from experiments.text.formatting import span
from experiments.text.labels import COST_PER_DEATH, HEADLINE
from tests.experiments.report.conftest import POLICIES
from tests.experiments.report.reading import READERS
from tests.experiments.test_wording import faults

FORBIDDEN = {
    "en": re.compile(r"\bvalidated\b|\bno (?:accidents|deaths)\b(?! or)|\b0 % of (?:accidents|deaths)|\bis (?:the )?best\b|\bbest policy\b|\bsignificant|\bshould be (?:adopted|tried)|"
                     r"\brecommend", re.IGNORECASE),
    "zh": re.compile("已(?:经)?验证|经过验证|零事故|零死亡|(?:没有|无)(?:事故|死亡)|最佳对策|最优对策|显著|建议|应当采用|宜采用"),
}  # fmt: skip
ENGLISH = re.compile(r"[A-Za-z][a-z]+(?: [a-z][a-z]+)+")
"""Two words of English, one after the other."""
AS_IT_IS = re.compile(r"inspectorate (?:compare|report)[^。]*|--[a-z-]+(?: [\w.=-]+)?")
"""Commands, which are the same in every language."""


@pytest.fixture(scope="module")
def report_in(finished: Finished) -> Callable[[str], Report]:
    """Built inside the test that asks first, so that its figures are held to what every figure is held to."""

    @cache
    def made(language: str) -> Report:
        with messages.speaking(language), pytest.MonkeyPatch.context() as patched:
            if language == "en":  # every figure is drawn once, in Chinese
                patched.setattr("experiments.report.pictures.DRAWN", {"differences": differences.draw})
            return build(finished.comparison, finished.card)

    return made


@pytest.fixture(scope="module")
def written_in(report_in: Callable[[str], Report]) -> Callable[[str, str], bytes]:
    @cache
    def made(language: str, ending: str) -> bytes:
        with messages.speaking(language):
            return content(report_in(language), ending)

    return made


def rows_of(report: Report, name: str) -> dict[str, list[str]]:
    return {cells[0].text: [cell.text for cell in cells[1:]] for table in report.tables if table.name == name for cells in table.rows}


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_tables_of_the_report_hold_the_numbers_of_the_comparison(language, report_in, finished):
    report, comparison = report_in(language), finished.comparison
    with messages.speaking(language):
        summary = rows_of(report, "summary")
        for policy in POLICIES:
            findings = list(rows_of(report, f"findings-{policy}").values())
            for place, name in enumerate(HEADLINE):
                row = comparison.row(policy, name)
                if row.kind == "plain" and name != COST_PER_DEATH:
                    assert summary[comparison.title(policy)][place].split("\n")[0].rstrip("\N{NO-BREAK SPACE}?") == told(row).size()
                    assert findings[place][2].rstrip("\N{NO-BREAK SPACE}?") == told(row).size()
                    if (found := told(row)).interval is not None:
                        assert findings[place][4] == span(*found.interval, found.places)


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize("ending", WRITERS)
def test_every_file_holds_the_tables_of_the_tree_and_no_sentence_that_is_forbidden(ending, language, report_in, written_in):
    report = report_in(language)
    text, tables = READERS[ending](written_in(language, ending))
    flat = re.sub(r"\s", "", text)
    assert all(re.sub(r"\s", "", sentence) in flat for sentence in report.answer)
    for table in report.tables if ending not in {".xlsx", ".pptx"} else [table for table in report.tables if table.name == "summary"]:
        if ending == ".xlsx":
            continue  # its numbers are held below, exactly
        for cells in table.rows:
            # A PDF breaks words where its lines end; what begins with a figure or a sign it keeps.
            held = [line for cell in cells for line in cell.text.split("\n") if ending != ".pdf" or re.match(r"[-+\d]", line)]
            assert [cell for cell in held if re.sub(r"\s", "", cell) not in flat] == [], table.name
            assert not tables or [cell.text for cell in cells] in [row for one in tables for row in one]
    assert FORBIDDEN[language].findall(text) == []
    if language == "zh":
        plain = AS_IT_IS.sub("", text) if ending != ".pdf" else ""  # a PDF breaks words where its lines end
        assert ENGLISH.findall(plain) == []
        assert faults(plain) == []


def test_the_workbook_holds_the_numbers_themselves_units_and_no_formula(written_in, finished):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(written_in("en", ".xlsx")))
    assert [sheet.title for sheet in book.worksheets][:3] == ["Notes", "Conclusion", "Comparison"] and book.worksheets[-1].title == "Dictionary"
    assert all(sheet.freeze_panes for sheet in book.worksheets)
    assert not [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    header, *rows = book["comparison data"].iter_rows(values_only=True)
    expected = records(finished.comparison)
    assert list(header) == list(expected[0])
    for found, one in zip(rows[1:], expected, strict=False):
        kept = [None if isinstance(cell, float) and math.isnan(cell) else cell or None for cell in one.values()]
        assert [value or None for value in found] == [pytest.approx(cell, rel=2e-15) if isinstance(cell, float) else cell for cell in kept]  # a sheet has 16 digits
    shown = book["Comparison"]
    assert len(shown._charts) == len(HEADLINE)
    titles, units, *lines = shown.iter_rows(values_only=True, max_col=1 + 5 * len(HEADLINE))
    assert all(isinstance(unit, str) for unit in units)
    for policy, line in zip(dict.fromkeys(one["policy"] for one in expected), lines, strict=False):
        for place, name in enumerate(HEADLINE):
            row = next(one for one in expected if one["policy"] == policy and one["outcome"] == name)
            assert line[2 + 5 * place] == (None if math.isnan(row["difference"]) else pytest.approx(row["difference"], rel=2e-15)), titles[2 + 5 * place]


@pytest.mark.parametrize("ending", WRITERS)
def test_the_same_report_is_the_same_file(ending, report_in, written_in):
    short = replace(report_in("zh"), blocks=(*report_in("zh").blocks[:14], *report_in("zh").blocks[-3:]), data=report_in("zh").data[:1])
    with messages.speaking("zh"):
        assert content(short, ending) == content(short, ending)


def test_chapters_stand_in_their_order_and_are_numbered_as_papers_are(report_in):
    chapters = {language: [block for block in report_in(language).blocks if isinstance(block, Heading) and block.level == 1] for language in messages.LANGUAGES}
    assert [block.text for block in chapters["en"]] == [
        "The question", "The answer", "Summary of findings", "Benefits and costs", "How robust it is", "Rare catastrophes", "True and reported", "By sector and size",
        "Responsibility before and after", "Assumptions", "How to make it again", "How to read it", "What it does not tell", "Annex: the other policies, outcome by outcome"]  # fmt: skip
    assert [block.whole[:2] for block in chapters["zh"]][:3] == ["一、", "二、", "三、"] and len(chapters["zh"]) == len(chapters["en"])
    assert [chinese_number(n) for n in (1, 10, 11, 20, 21)] == ["一", "十", "十一", "二十", "二十一"]


def test_the_chinese_memo_has_the_layout_of_official_papers(written_in):
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = docx.Document(io.BytesIO(written_in("zh", ".docx")))
    page, styles = document.sections[0], document.styles
    assert [round(edge / 36000) for edge in (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)] == [37, 35, 28, 26]
    assert [round(size / Mm(1)) for size in (page.page_width, page.page_height)] == [210, 297]
    assert styles["Normal"].paragraph_format.line_spacing == Pt(28)
    fonts = {name: styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) for name in ("Title", "Normal", "Heading 1", "Heading 2")}
    assert fonts == {"Title": "方正小标宋简体", "Normal": "仿宋_GB2312", "Heading 1": "黑体", "Heading 2": "楷体_GB2312"}
    assert all(shape._inline.docPr.get("descr") for shape in document.inline_shapes)


def test_what_was_never_seen_has_its_bound_and_few_have_no_rate(report_in, finished):
    table = next(table for table in report_in("en").tables if table.name == "catastrophes")
    for cells, policy in zip(table.rows, ("baseline", *finished.comparison.ranking), strict=True):
        for cell, mark in zip(cells[1:], CLASSES, strict=True):
            found = exceedance(finished.comparison, policy, mark)
            assert ("at most" in cell.text) == (found.count < 10) and (cell.text.startswith("none seen") == (found.count == 0))
    one = exceedance(finished.comparison, "baseline", 30)
    assert one.count == 0 and one.bound == pytest.approx(3.0 / one.exposure, rel=0.01)


def test_no_finding_of_a_model_is_more_than_moderately_certain_and_each_reason_takes_a_step(finished):
    comparison = finished.comparison
    graded = [certainty(comparison, row) for row in comparison.rows]
    assert {one.grade for one in graded} <= {0, 1, 2} and all(one.reasons[0] == MODEL for one in graded)
    assert all(one.grade == max(0, 3 - len(one.reasons)) or "few" in one.reasons for one in graded)
    few = [row for row in comparison.rows if row.kind == "few"]
    assert few and all(certainty(comparison, row).grade == 0 for row in few)


def test_a_command_writes_the_file_and_the_numbers_of_its_figures_beside_it(folder, tmp_path, capsys, finished, monkeypatch):
    monkeypatch.setattr("experiments.report.pictures.DRAWN", {"differences": differences.draw})
    assert main(["report", str(folder), "--to", str(tmp_path / "page.html"), "--lang", "zh", "--json"]) == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert {Path(file).name for file in files} == {"page.html", "differences.png", "differences.csv"}
    with (tmp_path / "page-figures" / "differences.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        one = finished.comparison.row(row["policy"], row["outcome"])
        assert row["unit"] and row["note"] and row["source"]
        assert row["value"] == "" if math.isnan(one.difference) else float(row["value"]) == one.difference
    assert (folder / "figures" / "differences.csv").read_bytes() == (tmp_path / "page-figures" / "differences.csv").read_bytes()
    (tmp_path / "mine-figures").mkdir()
    (tmp_path / "mine-figures" / "thesis.txt").write_text("mine")
    assert main(["report", str(folder), "--to", str(tmp_path / "mine.html"), "--quiet"]) == 2
    assert [path.name for path in (tmp_path / "mine-figures").iterdir() if path.name != "writer.lock"] == ["thesis.txt"]


def test_every_row_of_a_table_has_a_cell_for_each_column(report_in):
    assert [table.name for table in report_in("en").tables if any(len(cells) != len(table.columns) for cells in table.rows)] == []
