"""Word: in Chinese the layout of official papers (GB/T 9704), in English plain; headings, captions and alternative texts as Word knows them."""

from __future__ import annotations

import io
import re
from typing import Any

from experiments.report.tree import Block, Heading, Items, Paragraph, Picture, Report, Table
from experiments.report.writers.steady import MADE, steady

JOINER = "\N{WORD JOINER}"
_MINUS = re.compile(r"([-+])(?=\d)")


class Memo:
    """A document being written in one language."""

    def __init__(self, report: Report) -> None:
        import docx

        self.report = report
        self.chinese = report.language == "zh"
        self.document: Any = docx.Document()
        self._styles()
        self._page()

    def content(self) -> bytes:
        """Everything of the report."""
        title = self.document.add_paragraph(style="Title")
        title.add_run(self.report.title)
        self.document.add_paragraph(self.report.subtitle, style="Paper note").alignment = 1
        for block in self.report.blocks:
            self._block(block)
        self.document.add_paragraph(self.report.footer, style="Paper note")
        if self.report.date:
            self.document.add_paragraph(self.report.date, style="Paper date")
        made = io.BytesIO()
        self.document.save(made)
        return steady(made.getvalue())

    def _styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE

        styles, zh = self.document.styles, self.chinese
        serif, sans, kai = ("仿宋_GB2312", "黑体", "楷体_GB2312") if zh else ("", "", "")
        size, line, indent = (16, 28, 32) if zh else (11, 15, 0)
        self._style(styles["Normal"], serif, size, line, indent, after=0 if zh else 6)
        self._style(styles["Title"], "方正小标宋简体" if zh else "", 22 if zh else 20, 34 if zh else 26, 0, bold=not zh, after=14, middle=True)
        self._style(styles["Heading 1"], sans, size if zh else 15, line if zh else 20, indent, bold=not zh, before=0 if zh else 14, keep=True, after=0 if zh else 4)
        self._style(styles["Heading 2"], kai, size if zh else 12, line if zh else 16, indent, bold=not zh, before=0 if zh else 10, keep=True, after=0 if zh else 4)
        for name, font, points, lines, given in (
            ("Paper lead", serif, size, line, {"bold": True, "after": 0 if zh else 6}),
            ("Paper note", "宋体" if zh else "", 10.5 if zh else 9, 16 if zh else 12, {"after": 6}),
            ("Paper item", "宋体" if zh else "", 12 if zh else 10, 20 if zh else 14, {"after": 4, "hanging": 14}),
            ("Paper caption", sans, 12 if zh else 10, 18 if zh else 14, {"before": 8, "after": 3, "keep": True, "bold": not zh}),
            ("Paper warning", "宋体" if zh else "", 12 if zh else 10, 18 if zh else 14, {"after": 6, "bold": True}),
            ("Paper code", "", 9, 13, {"after": 6, "latin": "Consolas"}),
            ("Paper cell", "宋体" if zh else "", 9 if zh else 8, 12 if zh else 10.5, {}),
            ("Paper date", serif, size, line, {"right": True, "before": 10}),
        ):  # fmt: skip
            made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            made.base_style = styles["Normal"]
            self._style(made, font, points, lines, indent if name == "Paper lead" else 0, **given)

    def _style(self, style: Any, font: str, points: float, line: float, indent: float, *, bold: bool = False, before: float = 0, after: float = 0, keep: bool = False,
               middle: bool = False, right: bool = False, hanging: float = 0, latin: str = "") -> None:  # fmt: skip
        """Only the East Asian font is set for Chinese: a hint on every run would widen digits."""
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        latin = latin or ("Times New Roman" if self.chinese else "Calibri")
        style.font.name, style.font.size, style.font.bold, style.font.italic = latin, Pt(points), bold, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in [name for name in fonts.attrib if name.endswith("Theme")]:
            del fonts.attrib[name]
        if font:
            fonts.set(qn("w:eastAsia"), font)
        layout = style.paragraph_format
        layout.line_spacing, layout.space_before, layout.space_after = Pt(line), Pt(before), Pt(after)
        layout.first_line_indent, layout.keep_with_next = Pt(indent), keep
        layout.widow_control = True
        if hanging:
            layout.left_indent, layout.first_line_indent = Pt(hanging), Pt(-hanging)
        if middle or right:
            layout.alignment = 1 if middle else 2
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)

    def _page(self) -> None:
        from docx.shared import Mm

        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        top, bottom, left, right = (37, 35, 28, 26) if self.chinese else (25, 25, 25, 25)
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(top), Mm(bottom), Mm(left), Mm(right)
        self.width = float(section.page_width - section.left_margin - section.right_margin)
        section.footer_distance = Mm(25 if self.chinese else 12)
        foot = section.footer.paragraphs[0]
        foot.style, foot.alignment = self.document.styles["Paper note"], 1
        foot.add_run("— " if self.chinese else "")
        _field(foot, "PAGE")
        foot.add_run(" —" if self.chinese else "")
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = self.report.title, "", ""
        properties.created = properties.modified = MADE
        properties.language = "zh-CN" if self.chinese else "en"

    def _block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self.document.add_paragraph(block.whole, style=f"Heading {block.level}")
        elif isinstance(block, Paragraph):
            style = {"plain": "Normal", "lead": "Paper lead", "note": "Paper note", "warning": "Paper warning", "code": "Paper code"}[block.kind]
            self.document.add_paragraph(block.text, style=style)
        elif isinstance(block, Items):
            for text in block.texts:
                self.document.add_paragraph(f"•\t{text}", style="Paper item").paragraph_format.tab_stops.add_tab_stop(177800)
        elif isinstance(block, Picture):
            self._picture(block)
        else:
            self._table(block)

    def _picture(self, picture: Picture) -> None:
        place = self.document.add_paragraph(style="Paper cell")
        place.paragraph_format.line_spacing, place.paragraph_format.keep_with_next = 1.0, True
        drawn = place.add_run().add_picture(io.BytesIO(picture.png), width=int(self.width))
        drawn._inline.docPr.set("descr", picture.alt)
        drawn._inline.docPr.set("name", picture.name)
        caption = self.document.add_paragraph(picture.caption, style="Paper caption")
        caption.paragraph_format.space_before = 0
        self.document.add_paragraph(picture.note, style="Paper note")

    def _table(self, table: Table) -> None:
        from docx.shared import Emu

        self.document.add_paragraph(table.caption, style="Paper caption")
        heads = 2 if table.has_units else 1
        made = self.document.add_table(rows=heads + len(table.rows), cols=len(table.columns), style="Table Grid")
        made.autofit = False
        _narrow_margins(made)
        whole = sum(column.width for column in table.columns)
        widths = [Emu(int(self.width * column.width / whole)) for column in table.columns]
        for grid, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
            grid.w = width
        lines = [[(column.title, True) for column in table.columns], *([[(column.unit, False) for column in table.columns]] if heads == 2 else []),
                 *([(cell.text, cell.strong) for cell in cells] for cells in table.rows)]  # fmt: skip
        for number, (row, cells) in enumerate(zip(made.rows, lines, strict=True)):
            _whole_row(row, number < heads)
            for place, (text, strong), width, column in zip(row.cells, cells, widths, table.columns, strict=True):
                place.width = width
                self._cell(place, text, strong, column.numeric, number < heads)
        if table.note:
            self.document.add_paragraph(table.note, style="Paper note").paragraph_format.space_before = 38100

    def _cell(self, place: Any, text: str, strong: bool, numeric: bool, head: bool) -> None:
        paragraph = place.paragraphs[0]
        paragraph.style, paragraph.alignment = self.document.styles["Paper cell"], 2 if numeric else 0
        for number, line in enumerate(text.split("\n")):
            if number:
                paragraph.add_run().add_break()
            run = paragraph.add_run(_MINUS.sub(rf"\1{JOINER}", line))
            run.bold = (strong and number == 0) or None
        if head:
            _shaded(place)


def written(report: Report) -> bytes:
    """The document (.docx)."""
    return Memo(report).content()


def _field(paragraph: Any, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)


def _narrow_margins(table: Any) -> None:
    """A millimetre beside what stands in a cell: numbers with their signs are not broken."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "55")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def _whole_row(row: Any, head: bool) -> None:
    """A row is never broken over pages; a header stands on each."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))


def _shaded(place: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), "EEF3F8")
    place._tc.get_or_add_tcPr().append(shade)
