"""What stands in a written report, read back out of each kind of file: its text, and its tables as rows of texts."""

from __future__ import annotations

import io
from html.parser import HTMLParser

JOINER = "\N{WORD JOINER}"
Rows = list[list[str]]


def docx(content: bytes) -> tuple[str, list[Rows]]:
    import docx as library

    document = library.Document(io.BytesIO(content))
    tables = [[[cell.text.replace(JOINER, "") for cell in row.cells] for row in table.rows] for table in document.tables]
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    return text + "\n" + _flat(tables), tables


def pptx(content: bytes) -> tuple[str, list[Rows]]:
    import pptx as library

    texts, tables = [], []
    for slide in library.Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            if shape.has_table:
                tables.append([[cell.text_frame.text for cell in row.cells] for row in shape.table.rows])
            elif shape.has_text_frame:
                texts.append(shape.text_frame.text)
        texts.append(slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "")
    return "\n".join(texts) + "\n" + _flat(tables), tables


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tables: list[Rows] = []
        self.hidden, self.inside = 0, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in {"style", "details"}
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append("")
            self.inside = True
        elif tag == "br":
            self.handle_data("\n")
        elif tag == "img":
            self.text.append(dict(attrs)["alt"] or "")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"style", "details"}
        self.inside &= tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.text.append(data)
        if self.inside:
            self.tables[-1][-1][-1] += data


def html(content: bytes) -> tuple[str, list[Rows]]:
    page = _Page()
    page.feed(content.decode("utf-8"))
    return "\n".join(page.text), page.tables


def pdf(content: bytes) -> tuple[str, list[Rows]]:
    import pypdf

    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return text.replace("\N{MINUS SIGN}", "-"), []


def xlsx(content: bytes) -> tuple[str, list[Rows]]:
    """The sheets for people; of the data behind them the values alone are held."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    tables = [[["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets
              if not sheet.auto_filter.ref]  # fmt: skip
    return _flat(tables), tables


def _flat(tables: list[Rows]) -> str:
    return "\n".join("\n".join(row) for table in tables for row in table)


READERS = {".docx": docx, ".pptx": pptx, ".html": html, ".pdf": pdf, ".xlsx": xlsx}
