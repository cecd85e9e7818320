"""PDF by typst: tagged, with the same layout as the Word memo; the house fonts by name, and a packaged one where they are not installed."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from experiments.report.tree import Block, Heading, Items, Paragraph, Picture, Report, Table

SERIF = {"zh": ("FangSong_GB2312", "FangSong", "STFangsong", "Noto Serif SC"), "en": ("Libertinus Serif", "Noto Serif SC")}
SANS = {"zh": ("SimHei", "STHeiti", "Noto Sans SC"), "en": ("Libertinus Serif", "Noto Sans SC")}
TITLE = {"zh": ("FZXiaoBiaoSong-B05S", "STZhongsong", "Noto Serif SC"), "en": ("Libertinus Serif", "Noto Serif SC")}
"""House fonts by name, never shipped; the last of each comes with a package."""
SIZES = {"zh": {"body": 16, "title": 22, "lead": 28, "table": 9.5, "note": 11, "indent": 2}, "en": {"body": 11, "title": 20, "lead": 15, "table": 8.5, "note": 9.5, "indent": 0}}
"""Points; ``lead`` is the distance of two lines (28 pt in official papers), ``indent`` the first line's in letters."""
PAGE = {"zh": "margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm)", "en": "margin: (top: 25mm, bottom: 25mm, left: 25mm, right: 25mm)"}


MINUS = "\N{MINUS SIGN}"
_NEGATIVE = re.compile(r"(?<!\w)-(?=\d)")


def quoted(text: str) -> str:
    """A text as a string of typst: no letter of it means anything.

    A hyphen before a number becomes a minus: typst gives that of a hyphenated word to both, which is lost where somebody copies it.
    """
    text = _NEGATIVE.sub(MINUS, text)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def written(report: Report) -> bytes:
    """The PDF."""
    import typst
    from pylopdf_fonts_zh_cn import sans_path

    with tempfile.TemporaryDirectory() as folder:  # typst takes texts alone from memory
        for picture in report.pictures:
            (Path(folder) / f"{picture.name}.png").write_bytes(picture.png)
        main = Path(folder) / "main.typ"
        main.write_text(source(report), "utf-8")
        made = typst.compile(str(main), root=folder, format="pdf", font_paths=[str(Path(str(sans_path())).parent)], timestamp=0)
    assert isinstance(made, bytes)
    return made


def source(report: Report) -> str:
    """The whole document as typst reads it."""
    body = "\n".join(_block(block) for block in report.blocks)
    date = f"#align(right)[#{quoted(report.date)}]\n" if report.date else ""
    return f"{_preamble(report)}\n#papertitle({quoted(report.title)}, {quoted(report.subtitle)})\n{body}\n#small({quoted(report.footer)})\n{date}"


def _fonts(names: tuple[str, ...]) -> str:
    return "(" + ", ".join(quoted(name) for name in names) + ",)"


def _preamble(report: Report) -> str:
    lang, size = report.language, SIZES[report.language]
    dash = "— " if lang == "zh" else ""
    after = " —" if lang == "zh" else ""
    lead = size["lead"] - size["body"]
    return f"""#set document(title: {quoted(report.title)}, date: none)
#set page(paper: "a4", {PAGE[lang]}, footer: context align(center, text(size: {14 if lang == "zh" else 9}pt)[{dash}#counter(page).display(){after}]))
#set text(font: {_fonts(SERIF[lang])}, size: {size["body"]}pt, lang: "{lang}", top-edge: 0.8em, bottom-edge: -0.2em)
#set par(leading: {lead}pt, spacing: {lead}pt, justify: {"true" if lang == "zh" else "false"}, first-line-indent: (amount: {size["indent"]}em, all: true))
#show heading.where(level: 1): it => block(above: {lead + 4}pt, below: {lead}pt, text(font: {_fonts(SANS[lang])}, size: {size["body"] if lang == "zh" else 14}pt, weight: {'"regular"' if lang == "zh" else '"bold"'}, it.body))
#show heading.where(level: 2): it => block(above: {lead}pt, below: {lead}pt, text(font: {_fonts(SERIF[lang])}, size: {size["body"] if lang == "zh" else 12}pt, weight: "bold", it.body))
#let papertitle(title, sub) = block(width: 100%, below: 24pt, align(center)[#text(font: {_fonts(TITLE[lang])}, size: {size["title"]}pt, weight: "bold", title) #linebreak() #text(size: {size["note"]}pt, sub)])
#let small(body) = block(above: 4pt, below: {lead}pt, {{ set par(leading: 4pt, first-line-indent: 0em, justify: false); text(size: {size["note"]}pt, body) }})
#let warning(body) = block(width: 100%, inset: 6pt, stroke: 0.7pt, {{ set par(leading: 6pt, first-line-indent: 0em); text(size: {size["note"]}pt, body) }})
#let lead(body) = par(text(weight: "bold", body))
#let code(body) = block(width: 100%, inset: 5pt, fill: luma(243), {{ set par(leading: 4pt, first-line-indent: 0em, justify: false); text(font: ("DejaVu Sans Mono", "Noto Sans SC"), size: 8pt, body) }})
#let items(..texts) = {{ set par(leading: 5pt, spacing: 6pt, first-line-indent: 0em, justify: false); set text(size: {size["note"]}pt); list(indent: 0.5em, spacing: 7pt, ..texts) }}
#let papertable(caption, note, columns, aligns, header, ..rows) = {{
  set par(leading: 3pt, spacing: 3pt, first-line-indent: 0em, justify: false)
  block(above: {lead}pt, below: 5pt, sticky: true, text(font: {_fonts(SANS[lang])}, size: {size["note"]}pt, weight: {'"regular"' if lang == "zh" else '"bold"'}, caption))
  set text(size: {size["table"]}pt, hyphenate: true)
  block(above: 0pt, below: 5pt, table(columns: columns, align: aligns, inset: (x: 3pt, y: 4pt), stroke: 0.5pt, header, ..rows.pos()))
  if note != "" {{ block(above: 0pt, below: {lead + 4}pt, text(size: {size["table"]}pt, note)) }}
}}
#let paperfigure(file, alt, caption, note) = block(width: 100%, above: {lead}pt, below: {lead + 4}pt, breakable: false, {{
  set par(leading: 3pt, spacing: 4pt, first-line-indent: 0em, justify: false)
  image(file, alt: alt, width: 100%)
  text(size: {size["note"]}pt, weight: {'"regular"' if lang == "zh" else '"bold"'}, caption)
  parbreak()
  text(size: {size["table"]}pt, note)
}})
"""


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"#heading(level: {block.level}, {quoted(block.whole)})"
    if isinstance(block, Paragraph):
        call = {"plain": "par", "lead": "lead", "note": "small", "warning": "warning", "code": "code"}[block.kind]
        return f"#par[#{quoted(block.text)}]" if call == "par" else f"#{call}({quoted(block.text)})"
    if isinstance(block, Items):
        return f"#items({', '.join(f'[#{quoted(text)}]' for text in block.texts)})"
    if isinstance(block, Picture):
        return f"#paperfigure({quoted(block.name + '.png')}, {quoted(block.alt)}, {quoted(block.caption)}, {quoted(block.note)})"
    return _table(block)


def _table(table: Table) -> str:
    columns = "(" + ", ".join(f"{column.width:g}fr" for column in table.columns) + ",)"
    aligns = "(" + ", ".join("right" if column.numeric else "left" for column in table.columns) + ",)"
    head = [f"[*#{quoted(column.title)}*]" for column in table.columns]
    if table.has_units:
        head += [f"[#{quoted(column.unit)}]" for column in table.columns]
    rows = [_cell(cell.text, cell.strong) for cells in table.rows for cell in cells]
    return (f"#papertable({quoted(table.caption)}, {quoted(table.note)}, {columns}, {aligns}, table.header(repeat: true, {', '.join(head)}), "
            f"{', '.join(rows)})")  # fmt: skip


def _cell(text: str, strong: bool) -> str:
    first, *rest = text.split("\n")
    told = f"*#{quoted(first)}*" if strong and first else f"#{quoted(first)}"
    return "[" + " #linebreak() ".join([told, *(f"#{quoted(line)}" for line in rest)]) + "]"
