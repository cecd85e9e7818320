"""Every link of the built site, held against what lies in it: pages, pictures, anchors, and that nothing is asked of another host."""

from __future__ import annotations

import os
import re
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote

LED = re.compile(r"<(?P<tag>a|img|script|link|iframe|source)\b[^>]*?\s(?:href|src)=(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\s>]+))", re.IGNORECASE)
ID = re.compile(r"\sid=(?:\"([^\"]*)\"|([^\s>]+))")
IN_STYLES = re.compile(r"url\(\s*[\"']?(https?:)?//|@import\s+[\"'](https?:)?//")


def faults(site: Path) -> list[str]:
    """What is wrong with the links of a site, page by page; empty where nothing is."""
    found = []
    for page in sorted(site.rglob("*.html")):
        text, name = page.read_text("utf-8"), page.relative_to(site).as_posix()
        for led in LED.finditer(text):
            target = unescape(led["quoted"] if led["quoted"] is not None else led["bare"])
            if (fault := wrong(page, target, led["tag"].lower(), led[0])) is not None:
                found.append(f"{name}: {fault}")
    found += [f"{path.relative_to(site).as_posix()}: asks another host" for path in sorted(site.rglob("*.css")) if IN_STYLES.search(path.read_text("utf-8"))]
    return list(dict.fromkeys(found))


def wrong(page: Path, target: str, tag: str, whole: str) -> str | None:
    """What is wrong with one link; None where nothing is.  A link that a reader follows may lead out, what a page loads may not."""
    if re.match(r"(?:https?:)?//", target):
        loaded = tag != "a" and not (tag == "link" and re.search(r"rel=\"?canonical", whole))
        return f"{target} is asked of another host" if loaded else None
    if target.startswith(("mailto:", "data:", "javascript:")):
        return None
    place, _hash, anchor = target.partition("#")
    led = Path(os.path.normpath(page.parent / unquote(place.partition("?")[0]))) if place else page
    led = led / "index.html" if led.is_dir() else led
    if not led.is_file():
        return f"{target} is not there"
    if anchor and led.suffix == ".html" and tag == "a" and unquote(anchor) not in ids(led):
        return f"{target} has no such heading"
    return None


@cache
def ids(page: Path) -> frozenset[str]:
    """The anchors of a page."""
    return frozenset(unescape(quoted or bare) for quoted, bare in ID.findall(page.read_text("utf-8"))) | {"__top", ""}
