"""A page of docs/ made ready for the site: its links lead to pages of the site, its lists and fences are such as Python-Markdown reads."""

from __future__ import annotations

import os
import re
from pathlib import Path

from experiments.upkeep.site.contents import DOCS, OUTSIDE, ROOT, Contents, is_fallback, source

LINK = re.compile(r"(?P<picture>!?)\[(?P<text>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<target>[^()\s]+)\)")
FENCE = re.compile(r"^(?P<indent> *)(?P<marks>```+)(?P<said>[^`]*)$")
ITEM = re.compile(r"^ *(?:[-*]|\d+\.) ")


def ready(page: str, language: str, contents: Contents) -> str:
    """The Markdown of a page of docs/ as the site takes it."""
    path = source(page, language)
    assert path is not None
    fallback = is_fallback(page, language)
    lines = [line if code else LINK.sub(lambda found: _link(found, path, page, language, fallback, contents), line) for code, line in _told(path.read_text("utf-8"))]
    text = "\n".join(_spaced(lines)) + "\n"
    return _with_notice(text, contents.words["untranslated"][language].format(glossary=_up(page) + "glossary.md")) if fallback else text


def _told(text: str) -> list[tuple[bool, str]]:
    """Every line, and whether it is code; a fence says only its language."""
    found, inside = [], ""
    for line in text.splitlines():
        fence = FENCE.match(line)
        if fence and not inside:
            inside = fence["marks"]
            line = fence["indent"] + inside + (fence["said"].split() or [""])[0]
            found.append((True, line))
        elif fence and inside == fence["marks"]:
            inside = ""
            found.append((True, line))
        else:
            found.append((bool(inside), line))
    return found


def _spaced(lines: list[str]) -> list[str]:
    """A blank line before a list that follows text, as Python-Markdown wants it; code stays as it is."""
    found: list[str] = []
    inside = False
    for line in lines:
        if FENCE.match(line):
            inside = not inside
        before = found[-1] if found else ""
        if not inside and ITEM.match(line) and not line.startswith(" ") and before.strip() and not ITEM.match(before) and not before.startswith(" "):
            found.append("")
        found.append(line)
    return found


def _link(found: re.Match[str], path: Path, page: str, language: str, fallback: bool, contents: Contents) -> str:
    """A link as the site has it; what the site does not hold is named, not linked."""
    target, _hash, anchor = found["target"].partition("#")
    if "://" in target or target.startswith("mailto:") or not target:
        return found[0]
    led = Path(os.path.normpath(path.parent / target))
    if found["picture"]:
        return found[0] if led.is_relative_to(DOCS) else f"![{found['text']}]({_up(page)}{borrowed(led)})"
    leads = _page(led)
    if leads is None:
        return found["text"] if "`" in found["text"] else f"`{found['text']}`"
    spoken = "zh" if led.name.endswith(".zh.md") else "en"
    same = leads == page
    if not fallback and spoken != language and (same or language == "en") and leads != "introduction.md":
        other = ("../" if language == "zh" else "") + _up(page) + ("zh/" if language == "en" else "") + leads.removesuffix(".md") + ".html"
        return f'<a href="{other}">{_named(found["text"], leads, spoken, contents)}</a>'
    return f"[{_named(found['text'], leads, language, contents)}]({_up(page)}{leads}{'#' + anchor if anchor else ''})"


def _named(text: str, page: str, language: str, contents: Contents) -> str:
    """What a link says: the name of the page where the text names its file."""
    return contents.name(page, language) if re.fullmatch(r"`?[\w./-]+\.md`?", text) else text


def borrowed(picture: Path) -> str:
    """Where a picture that does not stand in docs/ stands on the site."""
    return "pictures/" + "-".join(picture.relative_to(ROOT).parts)


def pictures_from_elsewhere(page: str, language: str) -> list[Path]:
    """The pictures of a page that do not stand in docs/."""
    path = source(page, language)
    assert path is not None
    found = [Path(os.path.normpath(path.parent / led["target"])) for led in LINK.finditer(path.read_text("utf-8")) if led["picture"] and "://" not in led["target"]]
    return [picture for picture in found if not picture.is_relative_to(DOCS)]


def _page(led: Path) -> str | None:
    """The page of the site that a file is; None where it is none."""
    if led == ROOT / "README.md":
        return "index.md"
    for page, path in OUTSIDE.items():
        if led == path:
            return page
    if led.suffix != ".md" or not led.is_relative_to(DOCS):
        return None
    return led.relative_to(DOCS).as_posix().removesuffix(".md").removesuffix(".zh") + ".md"


def _up(page: str) -> str:
    """From a page to the top of its site."""
    return "../" * page.count("/")


def _with_notice(text: str, notice: str) -> str:
    """The page with a notice below its title."""
    title, _break, rest = text.partition("\n")
    return f'{title}\n\n!!! note ""\n    {notice}\n{rest}'
