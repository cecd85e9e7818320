"""Characters that an input method or a word processor leaves where TOML wants its own: full-width commas, typographic quotes.

Inside quotes and comments any of them may stand; everywhere else the parser stops at them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scenarios.bounds import after_string
from scenarios.problems import NOTHING, Sentence, show

_QUOTES = dict.fromkeys("“”„‟〝〞〟「」『』«»", '"') | dict.fromkeys("‘’‚‛", "'")
_SPACES = dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " ")
_INVISIBLE = dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", "")
_OTHERS = {"、": ",", "。": ".", "【": "[", "】": "]", "〔": "[", "〕": "]", "−": "-", "–": "-", "—": "-"}
_FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
INSTEAD = {**_QUOTES, **_SPACES, **_INVISIBLE, **_OTHERS, **_FULL_WIDTH}
"""What to type for each; nothing for those that are to be deleted."""
MAX_TOLD = 40

_LOOKALIKE = "".join(INSTEAD)
_NEXT = re.compile(rf'"""|\'\'\'|["\'#{re.escape(_LOOKALIKE)}]')
_ANY = re.compile(f"[{re.escape(_LOOKALIKE)}]")


def misplaced(text: str) -> Iterator[tuple[int, str]]:
    """Line and character of each that stands where TOML wants its own, every one once a line, up to ``MAX_TOLD`` of them."""
    told: set[tuple[int, str]] = set()
    for position in _positions(text):
        found = text.count("\n", 0, position) + 1, text[position]
        if found not in told:
            told.add(found)
            yield found
        if len(told) >= MAX_TOLD:
            return


def _positions(text: str) -> Iterator[int]:
    position = 0
    while match := _NEXT.search(text, position):
        mark, position = match[0], match.end()
        line_end = text.find("\n", position)
        line_end = len(text) if line_end < 0 else line_end
        if mark == "#":
            position = line_end
        elif mark in _QUOTES:
            yield match.start()
            position = _after_words(text, position, line_end)
        elif mark in INSTEAD:
            yield match.start()
        elif (end := after_string(text, mark, position)) is not None:
            position = end
        elif len(mark) == 3:
            return
        else:
            # A text that nothing closes: by one of these, perhaps; the next line begins anew.
            yield from (n for n in range(position, line_end) if INSTEAD.get(text[n]) == mark)
            position = line_end


def _after_words(text: str, position: int, line_end: int) -> int:
    """Behind the words that a quote of the wrong kind opened, where the line closes them."""
    closing = (n for n in range(position, line_end) if text[n] in "\"'" or text[n] in _QUOTES)
    end = next(closing, line_end)
    return end if end < line_end and text[end] in _QUOTES else min(end + 1, line_end)


def told(mark: str) -> tuple[str, str]:
    """What is wrong with a character outside quotes, and what to type in its stead."""
    code = f"U+{ord(mark):04X}"
    shown = show(mark) if mark.isprintable() and not mark.isspace() else code
    if mark in _SPACES:
        return Sentence("this is no ordinary space: {mark}", mark=shown), Sentence("type a half-width (English) space instead")
    if mark in _INVISIBLE:
        return Sentence("an invisible character stands here: {mark}", mark=shown), Sentence("delete it: write the line anew")
    reason = Sentence("TOML does not know the character {mark} ({code})", mark=shown, code=code)
    return reason, Sentence("type {instead} instead, the half-width (English) one", instead=INSTEAD[mark])


def inside_quotes(text: str) -> str:
    """What to type in a name that holds such a character; empty where it holds none."""
    match = _ANY.search(text)
    return told(match[0])[1] if match else NOTHING
