"""Slides: one finding each, with its figure or table and a note; the numbers of the tables stand in the notes of the speaker."""

from __future__ import annotations

import io
from typing import Any

from experiments.report.tree import Cell, Items, Picture, Report, Table
from experiments.report.writers.steady import MADE, steady
from experiments.text.messages import _

WIDTH, HEIGHT = 13.333, 7.5
EDGE, TOP = 0.6, 1.55
"""Inches: margin, and where the content begins below the title."""
ROWS = 9
"""Of a table on a slide: more are told in the workbook."""
SHOWN_TABLES = ("summary", "worth", "catastrophes")


class Slides:
    """A presentation being written."""

    def __init__(self, report: Report) -> None:
        import pptx
        from pptx.util import Inches

        self.report = report
        self.font = "微软雅黑" if report.language == "zh" else "Calibri"
        self.made: Any = pptx.Presentation()
        self.made.slide_width, self.made.slide_height = Inches(WIDTH), Inches(HEIGHT)
        properties = self.made.core_properties
        properties.title, properties.author, properties.created, properties.modified, properties.last_modified_by = report.title, "", MADE, MADE, ""
        properties.language = "zh-CN" if report.language == "zh" else "en"

    def content(self) -> bytes:
        """Title, the answer, a slide for each figure and each of the main tables, and what is not told."""
        report = self.report
        opening = self._slide(report.title, 32)
        self._text(opening, [report.subtitle, *([report.date] if report.date else [])], 18, TOP + 0.6, 2.0)
        answer = self._slide(_("The answer"))
        self._text(answer, list(report.answer), 22, TOP, HEIGHT - TOP - 0.7, gap=14)
        for block in report.blocks:
            if isinstance(block, Table) and block.name in SHOWN_TABLES:
                self._table(block)
            elif isinstance(block, Picture):
                self._picture(block)
        limits = [block for block in report.blocks if isinstance(block, Items)][-1]
        last = self._slide(_("What it does not tell"))
        self._text(last, [f"• {text}" for text in limits.texts], 14, TOP, HEIGHT - TOP - 0.7, gap=7)
        made = io.BytesIO()
        self.made.save(made)
        return steady(made.getvalue())

    def _slide(self, title: str, points: float = 26) -> Any:
        from pptx.util import Inches

        slide = self.made.slides.add_slide(self.made.slide_layouts[5])
        head = slide.shapes.title
        head.left, head.top, head.width, head.height = Inches(EDGE), Inches(0.35), Inches(WIDTH - 2 * EDGE), Inches(TOP - 0.45)
        head.text_frame.word_wrap = True
        size = points if len(title) < (44 if self.report.language == "zh" else 90) else points - 5
        self._line(head.text_frame.paragraphs[0], title, size, bold=True)
        foot = slide.shapes.add_textbox(Inches(EDGE), Inches(HEIGHT - 0.5), Inches(WIDTH - 2 * EDGE), Inches(0.4))
        foot.text_frame.word_wrap = True
        self._line(foot.text_frame.paragraphs[0], self.report.footer, 9, grey=True)
        return slide

    def _line(self, paragraph: Any, text: str, points: float, *, bold: bool = False, grey: bool = False) -> None:
        from pptx.dml.color import RGBColor
        from pptx.oxml.ns import qn
        from pptx.util import Pt

        paragraph.alignment = 1
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.name = Pt(points), bold, "Calibri"
        run.font.color.rgb = RGBColor(0x44, 0x44, 0x44) if grey else RGBColor(0, 0, 0)
        properties = run._r.get_or_add_rPr()
        east = properties.makeelement(qn("a:ea"), {"typeface": self.font})
        properties.append(east)

    def _text(self, slide: Any, lines: list[str], points: float, top: float, height: float, gap: float = 6) -> None:
        from pptx.util import Inches, Pt

        box = slide.shapes.add_textbox(Inches(EDGE), Inches(top), Inches(WIDTH - 2 * EDGE), Inches(height))
        box.text_frame.word_wrap = True
        for number, line in enumerate(lines):
            paragraph = box.text_frame.paragraphs[0] if number == 0 else box.text_frame.add_paragraph()
            paragraph.space_after = Pt(gap)
            self._line(paragraph, line, points)

    def _picture(self, picture: Picture) -> None:
        from pptx.util import Inches

        slide = self._slide(picture.finding)
        room = HEIGHT - TOP - 1.2
        scale = min((WIDTH - 2 * EDGE) / picture.width, room / picture.height)
        width, height = picture.width * scale, picture.height * scale
        shown = slide.shapes.add_picture(io.BytesIO(picture.png), Inches((WIDTH - width) / 2), Inches(TOP), Inches(width), Inches(height))
        shown._element.nvPicPr.cNvPr.set("descr", picture.alt)
        self._text(slide, [f"{picture.number}  {picture.title}. {picture.note}" if self.report.language == "en" else f"{picture.number}  {picture.title}。{picture.note}"],
                   11, TOP + height + 0.05, 0.6)  # fmt: skip
        slide.notes_slide.notes_text_frame.text = picture.alt

    def _table(self, table: Table) -> None:
        from pptx.util import Inches

        slide = self._slide(table.title)
        shown = table.rows[:ROWS]
        heads = [[Cell(column.title, strong=True) for column in table.columns], *([[Cell(column.unit) for column in table.columns]] if table.has_units else [])]
        lines = [*heads, *shown]
        whole = sum(column.width for column in table.columns)
        frame = slide.shapes.add_table(len(lines), len(table.columns), Inches(EDGE), Inches(TOP), Inches(WIDTH - 2 * EDGE), Inches(0.35 * len(lines)))
        for column, place in zip(table.columns, frame.table.columns, strict=True):
            place.width = Inches((WIDTH - 2 * EDGE) * column.width / whole)
        for row, cells in enumerate(lines):
            for number, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
                self._cell(frame.table.cell(row, number), cell, column.numeric, row < len(heads))
        cut = _("{n} more rows stand in the workbook.").format(n=len(table.rows) - len(shown)) if len(shown) < len(table.rows) else ""
        slide.notes_slide.notes_text_frame.text = table.note
        self._text(slide, [" ".join(text for text in (table.note, cut) if text)], 10, HEIGHT - 1.15, 0.6)


    def _cell(self, place: Any, cell: Cell, numeric: bool, head: bool) -> None:
        from pptx.util import Inches

        place.margin_top = place.margin_bottom = Inches(0.02)
        place.text_frame.word_wrap = True
        for number, line in enumerate(cell.text.split("\n")):
            paragraph = place.text_frame.paragraphs[0] if number == 0 else place.text_frame.add_paragraph()
            self._line(paragraph, line, 11, bold=cell.strong and number == 0)
            paragraph.alignment = 3 if numeric else 1
        _coloured(place, head)


def _coloured(place: Any, head: bool) -> None:
    from pptx.dml.color import RGBColor

    place.fill.solid()
    place.fill.fore_color.rgb = RGBColor(0xDC, 0xE8, 0xF3) if head else RGBColor(0xFF, 0xFF, 0xFF)


def written(report: Report) -> bytes:
    """The presentation (.pptx)."""
    return Slides(report).content()
