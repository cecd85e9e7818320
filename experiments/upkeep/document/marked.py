"""The marked blocks of a page that are written by a program."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

Block = Callable[[], str]

_OPEN = "<!-- generated: {name} -->"
_CLOSE = "<!-- end: {name} -->"
_ANY_MARKER = re.compile(r"<!-- (?:generated|end): ([a-z-]+) -->")


class PageError(ValueError):
    """A page whose markers do not fit the blocks that are to be written into it."""


def rewritten(page: str, blocks: Mapping[str, Block]) -> str:
    """The page with every block written anew, all else left as it is.

    Raises ``PageError`` where a block has not exactly one pair of markers, or a marker has no block.
    """
    strange = sorted(set(_ANY_MARKER.findall(page)) - set(blocks))
    if strange:
        raise PageError(f"no block is called {', '.join(strange)}")
    for name, block in blocks.items():
        page = _with_block(page, name, block())
    return page


def _with_block(page: str, name: str, text: str) -> str:
    opening, closing = _OPEN.format(name=name), _CLOSE.format(name=name)
    if page.count(opening) != 1 or page.count(closing) != 1:
        raise PageError(f"the page needs {opening} and {closing}, once each")
    before, rest = page.split(opening)
    if closing not in rest:
        raise PageError(f"{closing} stands before {opening}")
    return f"{before}{opening}\n\n{text.strip()}\n\n{closing}{rest.split(closing)[1]}"


def block_of(page: str, name: str) -> str:
    """What stands between the markers of a block; raises ``PageError`` where they are missing."""
    opening, closing = _OPEN.format(name=name), _CLOSE.format(name=name)
    if opening not in page or closing not in page:
        raise PageError(f"the page needs {opening} and {closing}, once each")
    return page.split(opening)[1].split(closing)[0]
