"""The page: one HTML file with its style, its scripts, its numbers and its words in both languages; it asks no other host for anything."""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from pathlib import Path
from typing import Any

from experiments.studies.explorer.data import data, script
from experiments.studies.explorer.fresh import Fresh
from experiments.studies.explorer.report import Errors, again, grounds, headline, is_and_is_not, measured, rows
from experiments.studies.explorer.study import Explored
from experiments.text.errors import UserError
from experiments.text.formatting import bytes_in_words
from experiments.text.messages import LANGUAGES, _, language, sentences, speaking, titled

STATIC = Path(__file__).parent / "static"
SCRIPTS = ("fit.js", "words.js", "charts.js", "page.js")
MOST_BYTES = 3_000_000
MARK = '<meta name="generator" content="inspectorate explorer">'
"""By which a page of ours is known again."""
NAMES = {"zh": "中文", "en": "English"}


def written(explored: Explored, fresh: Fresh, errors: Errors, command: str) -> bytes:
    """The page in UTF-8; it opens in the language in force. ``UserError`` where it would be larger than a page should be."""
    first = language()
    made: dict[str, dict[str, str]] = {}
    for spoken in LANGUAGES:
        with speaking(spoken):
            made[spoken] = _parts(explored, fresh, errors, command, first != spoken)
    code = "\n".join((STATIC / name).read_text("utf-8") for name in SCRIPTS)
    content = _page(made, code, script(data(explored, fresh, first)), first).encode()
    if len(content) > MOST_BYTES:
        raise UserError(_("The page would take {size}; the most is {most}.").format(size=bytes_in_words(len(content)), most=bytes_in_words(MOST_BYTES)),
                        str(explored.found.folder), _("Name fewer outcomes with --outcome, or sweep fewer policies or points."))  # fmt: skip
    return content


def _page(parts: dict[str, dict[str, str]], code: str, numbers: str, first: str) -> str:
    style = (STATIC / "page.css").read_text("utf-8")
    allowed = base64.b64encode(hashlib.sha256(f"\n{code}\n".encode()).digest()).decode()

    def both(name: str) -> str:
        return "".join(parts[spoken][name] for spoken in LANGUAGES)

    switch = "".join(f'<button type="button" value="{spoken}" lang="{spoken}" aria-pressed="false">{NAMES[spoken]}</button>' for spoken in sorted(LANGUAGES, reverse=True))
    return f"""<!DOCTYPE html>
<html lang="{'zh-CN' if first == 'zh' else 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{MARK}
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{allowed}'">
<title>{escape(parts[first]['title'])}</title>
<style>
{style}</style>
</head>
<body>
<a class="skip" id="skip" href="#outcomes"></a>
<header><div>{both('head')}</div><div id="language" role="group">{switch}</div></header>
<div class="strip">{both('strip')}</div>
<noscript>{both('bare')}</noscript>
<main>
<section id="controls"></section>
<section>
<p id="refused" hidden role="status"></p>
<div id="outcomes" tabindex="-1"></div>
<p id="said" aria-live="polite"></p>
<div id="choices" class="choices"></div>
<div id="figures" class="figures"></div>
</section>
</main>
<div class="about">{both('about')}</div>
<script type="application/json" id="data">{numbers}</script>
<script>
{code}
</script>
</body>
</html>
"""


def _parts(explored: Explored, fresh: Fresh, errors: Errors, command: str, hidden: bool) -> dict[str, str]:
    """What stands still, in the language in force."""
    spoken, plan = language(), explored.found.plan
    mark = f'data-lang="{spoken}" lang="{"zh-CN" if spoken == "zh" else "en"}"{" hidden" if hidden else ""}'
    title = titled(plan.title, plan.title_zh)
    strip = sentences(_("This is a fit to the {points} points of a sweep, not the model itself.").format(points=len(explored.values)), measured(explored, fresh, errors), headline(explored, errors))
    bare, is_title = _("The sliders need JavaScript, which this browser does not run."), _("What this is, and what it is not")  # not within the f-string, where no catalogue finds them
    question = f'<p {mark}>{escape(plan.question)}</p>' if spoken == "en" else ""  # the question of a plan is in the language of its author
    return {
        "title": title, "head": f"<h1 {mark}>{escape(title)}</h1>{question}", "strip": f"<p {mark}>{_coded(strip)}</p>",
        "bare": f"<p {mark}>{escape(bare)}</p>",
        "about": f"<section {mark}>{_quality(explored, errors)}{_listed(is_title, is_and_is_not(explored))}{_grounds(explored, fresh, command)}</section>",
    }  # fmt: skip


def _quality(explored: Explored, errors: Errors) -> str:
    heads, cells = rows(explored, errors)
    title = _("How good the fit is")
    note = _("Error: root of the mean square of the fit less the fresh runs, in the outcome's unit. The fresh runs are means over few worlds themselves: what chance makes of them alone stands "
             "beside it, and an error that is no larger tells of no fault of the fit.")  # fmt: skip
    head = "".join(f'<th scope="col"{_side(at)}>{escape(text)}</th>' for at, text in enumerate(heads))
    body = "".join("<tr>" + "".join(f'<th scope="row">{escape(cell)}</th>' if at == 0 else f"<td{_side(at)}>{escape(cell)}</td>" for at, cell in enumerate(row)) + "</tr>" for row in cells)
    return (f'<h2>{escape(title)}</h2><p>{escape(note)}</p><div class="scroll" role="region" tabindex="0" aria-label="{escape(title)}"><table><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>")  # fmt: skip


def _side(at: int) -> str:
    return ' class="n"' if at > 2 else ""


def _coded(text: str) -> str:
    """Escaped, and what stands between backticks marked as a command."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", escape(text))


def _listed(title: str, texts: list[str]) -> str:
    return f"<h2>{escape(title)}</h2><ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"


def _grounds(explored: Explored, fresh: Fresh, command: str) -> str:
    found: list[Any] = [_("{name}: {value}").format(name=name, value=value) for name, value in grounds(explored, fresh)]
    commands = "\n".join(again(explored, command))
    title, made_again = _("Where it comes from"), _("To make it again")
    return f"{_listed(title, found)}<h2>{escape(made_again)}</h2><pre><code>{escape(commands)}</code></pre>"
