"""HTML: one file that needs nothing else, works offline and without scripts, and can be read aloud, printed and zoomed."""

from __future__ import annotations

import base64
from html import escape

from experiments.report.tree import Block, Data, Heading, Items, Paragraph, Picture, Report, Table
from experiments.text.messages import _

MOST_ROWS = 80
"""Of a figure's numbers in the page; more stand in its CSV."""
STYLE = """
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;font:17px/1.6 "Noto Sans SC","Microsoft YaHei","PingFang SC",system-ui,sans-serif;color:#1a1a1a;background:#fff}
main,header,nav{max-width:62rem;margin:0 auto;padding:0 1.2rem}
h1{font-size:1.75rem;line-height:1.3;margin:1.6rem 0 .4rem}h2{font-size:1.35rem;margin:2.4rem 0 .6rem;border-bottom:2px solid #0072B2;padding-bottom:.2rem}
h3{font-size:1.1rem;margin:1.6rem 0 .4rem}
.sub{color:#444;margin:.2rem 0}
.lead{font-size:1.15rem;font-weight:600;border-left:4px solid #0072B2;padding:.2rem 0 .2rem .9rem;margin:.8rem 0}
.warning{border:1px solid #8a5a00;background:#fff7e0;padding:.6rem .9rem;margin:1rem 0}
.note,.source,figcaption small{color:#444;font-size:.88rem}
pre{background:#f3f3f3;padding:.7rem;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere}
.scroll{overflow-x:auto;margin:.3rem 0}
table{border-collapse:collapse;width:100%;font-size:.88rem;line-height:1.35}
caption{text-align:left;font-weight:600;padding:1rem 0 .35rem}
th,td{border:1px solid #999;padding:.32rem .5rem;vertical-align:top;text-align:left}
thead th{background:#eef3f8}tr.unit th{font-weight:400;color:#333}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
td.s{font-weight:600}
figure{margin:1.4rem 0}figure img{max-width:100%;height:auto;display:block}
figcaption{margin-top:.3rem;font-weight:600}
figcaption small{font-weight:400;display:block}
details{margin:.3rem 0}summary{cursor:pointer;color:#00527f}
a{color:#00527f}a:focus,summary:focus{outline:3px solid #D55E00;outline-offset:2px}
.skip{position:absolute;left:-999rem}.skip:focus{left:1rem;top:1rem;background:#fff;padding:.4rem}
nav ol{columns:2;column-gap:2rem;padding-left:1.4rem;list-style:none}
@media (max-width:40rem){nav ol{columns:1}}
@media print{nav,.skip{display:none}body{font-size:11pt}figure,table{break-inside:avoid}}
"""


def written(report: Report) -> bytes:
    """The page in UTF-8."""
    headings = [block for block in report.blocks if isinstance(block, Heading) and block.level == 1]
    places = {heading.whole: f"s{number}" for number, heading in enumerate(headings, 1)}
    contents = "".join(f'<li><a href="#{place}">{escape(name)}</a></li>' for name, place in places.items())
    numbers = {data.name: data for data in report.data}
    body = "\n".join(_block(block, places, numbers) for block in report.blocks)
    skip, listed = _("Skip to the content"), _("Contents")  # not within the f-string, where no catalogue would find them
    lang = "zh-CN" if report.language == "zh" else "en"
    date = f'<p class="sub">{escape(report.date)}</p>' if report.date else ""
    return f"""<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>{escape(report.title)}</title>
<style>{STYLE}</style>
</head>
<body>
<a class="skip" href="#content">{escape(skip)}</a>
<header><h1>{escape(report.title)}</h1><p class="sub">{escape(report.subtitle)}</p>{date}</header>
<nav aria-label="{escape(listed)}"><h2>{escape(listed)}</h2><ol>{contents}</ol></nav>
<main id="content">
{body}
<p class="source">{escape(report.footer)}</p>
</main>
</body>
</html>
""".encode()


def _block(block: Block, places: dict[str, str], numbers: dict[str, Data]) -> str:
    if isinstance(block, Heading):
        place = places.get(block.whole) if block.level == 1 else None
        return f"<h{block.level + 1}{f' id={chr(34)}{place}{chr(34)}' if place else ''}>{escape(block.whole)}</h{block.level + 1}>"
    if isinstance(block, Paragraph):
        if block.kind == "code":
            return f"<pre><code>{escape(block.text)}</code></pre>"
        return f'<p{"" if block.kind == "plain" else f" class={chr(34)}{block.kind}{chr(34)}"}>{escape(block.text)}</p>'
    if isinstance(block, Items):
        return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in block.texts) + "</ul>"
    return _table(block) if isinstance(block, Table) else _figure(block, numbers)


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))


def _table(table: Table) -> str:
    kinds = [' class="n"' if column.numeric else "" for column in table.columns]
    head = "".join(f'<th scope="col"{kind}>{escape(column.title)}</th>' for column, kind in zip(table.columns, kinds, strict=True))
    units = ""
    if table.has_units:
        units = '<tr class="unit">' + "".join(f"<th{kind}>{escape(column.unit)}</th>" for column, kind in zip(table.columns, kinds, strict=True)) + "</tr>"
    rows = []
    for cells in table.rows:
        first, *rest = cells
        told = f'<th scope="row">{_lines(first.text)}</th>' if first.text else "<td></td>"
        for cell, column in zip(rest, table.columns[1:], strict=True):
            classes = " ".join(name for name, on in (("n", column.numeric), ("s", cell.strong)) if on)
            told += f'<td{f" class={chr(34)}{classes}{chr(34)}" if classes else ""}>{_lines(cell.text)}</td>'
        rows.append(f"<tr>{told}</tr>")
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    return (f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(table.caption)}"><table id="t-{escape(table.name)}"><caption>{escape(table.caption)}</caption>'
            f"<thead><tr>{head}</tr>{units}</thead><tbody>{''.join(rows)}</tbody></table></div>{note}")  # fmt: skip


def _figure(picture: Picture, numbers: dict[str, Data]) -> str:
    image = base64.b64encode(picture.png).decode()
    found = numbers.get(picture.name)
    details = "" if found is None else _numbers(found)
    return (f'<figure><img alt="{escape(picture.alt)}" src="data:image/png;base64,{image}"><figcaption>{escape(picture.caption)}'
            f"<small>{escape(picture.note)}</small></figcaption>{details}</figure>")  # fmt: skip


def _numbers(data: Data) -> str:
    """The numbers of a figure, folded up; those of long ones only in its CSV."""
    if len(data.rows) > MOST_ROWS:
        return ""
    title = _("The numbers of this figure")
    head = "".join(f'<th scope="col">{escape(field.title)}</th>' for field in data.fields)
    rows = "".join("<tr>" + "".join(f"<td>{'' if cell is None else escape(cell if isinstance(cell, str) else f'{cell:.6g}')}</td>" for cell in row) + "</tr>" for row in data.rows)
    return (f"<details><summary>{escape(title)}</summary><div class=\"scroll\"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
            f'<p class="note" lang="en">{escape(data.note)}; {escape(data.source)}</p></details>')  # fmt: skip
