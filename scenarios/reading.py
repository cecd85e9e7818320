"""Reading a TOML file that may be anything: bounded before it is parsed, and never a traceback."""

from __future__ import annotations

import codecs
import os
import re
import stat
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from scenarios.bounds import first_excess
from scenarios.key_lines import key_lines
from scenarios.lookalikes import misplaced, told
from scenarios.problems import NOTHING, Problem, ScenarioError, Sentence, dotted, show
from scenarios.relative import NO_RELATIVE, relative_on

MAX_BYTES = 1_000_000
MAX_INTEGER = 2**63 - 1

_PARSER_PLACE = re.compile(r" \(at line (\d+), column \d+\)$")
_DIGITS = re.compile(r"[0-9][0-9_]*")


@dataclass(frozen=True)
class Document:
    """A parsed file: ``data`` as TOML gives it, ``text`` to find lines in, ``file`` as the user knows it."""

    file: str
    path: Path
    data: dict[str, Any]
    text: str
    made: Any = field(default=None, compare=False, repr=False)
    """What was made of it, kept as long as the document is."""

    def keep(self, made: Any) -> None:
        """Keep what was made of it."""
        object.__setattr__(self, "made", made)

    @cached_property
    def _lines(self) -> dict[tuple[str | int, ...], int]:
        return key_lines(self.text)

    def line_of(self, path: Sequence[str | int]) -> int | None:
        """Line of the key, or of the nearest table around it; None where neither can be seen."""
        for length in range(len(path), 0, -1):
            if tuple(path[:length]) in self._lines:
                return self._lines[tuple(path[:length])]
        return None

    def problem(self, path: Sequence[str | int], reason: str, allowed: str = NOTHING, mend: str = NOTHING) -> Problem:
        """A problem at a key path of this file."""
        return Problem(self.file, self.line_of(path), dotted(path), reason, allowed, mend)


class _Unreadable(Exception):
    """Why a file cannot be read as TOML, before it is known what the caller calls the file."""

    def __init__(self, reason: str, line: int | None = None, allowed: str = NOTHING, mend: str = NOTHING, key: str = "") -> None:
        super().__init__(reason)
        self.faults = [Problem("", line, key, reason, allowed, mend)]

    def told(self, name: str) -> ScenarioError:
        """The error for the user, who calls the file ``name``."""
        return ScenarioError(replace(fault, file=name) for fault in self.faults)


def read_document(path: Path, file: str | None = None) -> Document:
    """The parsed TOML file at ``path``, called ``file`` in messages.

    Raises ``ScenarioError`` where it is missing, no regular file, too large, too deep, not UTF-8 or not TOML.
    """
    return document_of(read_text(path, file), _told(path, file), path)


def document_of(text: str, name: str, path: Path) -> Document:
    """The parsed TOML that ``text`` is, called ``name`` in messages; raises ``ScenarioError`` as ``read_document`` does."""
    try:
        data = _parsed(text)
    except _Unreadable as fault:
        raise fault.told(name) from None
    document = Document(name, path, data, text)
    too_large = [keys for keys, value in _leaves(data, ()) if isinstance(value, int) and abs(value) > MAX_INTEGER]
    if too_large:
        reason, allowed = Sentence("the number is too large"), Sentence("up to {limit}", limit=MAX_INTEGER)
        raise ScenarioError(document.problem(keys, reason, allowed, Sentence("shorten it")) for keys in too_large)
    return document


def read_text(path: Path, file: str | None = None) -> str:
    """The text of the file at ``path``, called ``file`` in messages.

    Raises ``ScenarioError`` where it is missing, no regular file, too large or not UTF-8.
    """
    try:
        return _decoded(_bytes(path))
    except _Unreadable as fault:
        raise fault.told(_told(path, file)) from None


def _told(path: Path, file: str | None) -> str:
    name = str(path) if file is None else file
    return name if name.isprintable() else show(name)


def _bytes(path: Path) -> bytes:
    try:
        content = _bounded_bytes(path)
    except FileNotFoundError:
        raise _Unreadable(Sentence("there is no such file"), mend=Sentence("check the path")) from None
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or Sentence("not a path")
        reason = Sentence("the file cannot be read ({cause})", cause=cause)
        raise _Unreadable(reason, mend=Sentence("check the path and its permissions")) from None
    if content is None:
        raise _Unreadable(Sentence("this is no regular file"), mend=Sentence("give the path of a TOML file"))
    if len(content) > MAX_BYTES:
        raise _Unreadable(Sentence("the file is too large"), allowed=Sentence("up to {limit} bytes", limit=MAX_BYTES),
                          mend=Sentence("make the file smaller or flatter"))  # fmt: skip
    return content


def _bounded_bytes(path: Path) -> bytes | None:
    """Up to one byte more than allowed; None for what is no regular file."""
    # Not blocking: opening a pipe that nobody writes to would wait for ever.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        with open(handle, "rb", closefd=False) as stream:
            return stream.read(MAX_BYTES + 1)
    finally:
        os.close(handle)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        mend = Sentence("save it as UTF-8 (in a Windows editor: Save as, encoding UTF-8)")
        raise _Unreadable(Sentence("the file is UTF-16, not UTF-8"), 1, mend=mend)
    content = content.removeprefix(codecs.BOM_UTF8)  # Windows editors put it there; it says nothing else
    zero = content.find(b"\0")
    if zero >= 0:
        line = content.count(b"\n", 0, zero) + 1
        raise _Unreadable(Sentence("the file holds a NUL byte"), line, mend=Sentence("save it as plain UTF-8 text"))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        if _is_chinese(content):
            # A guess: read as such, a title could turn into other words and nobody would see it.
            reason = Sentence("the file is not UTF-8; it looks like GBK (GB 18030)")
            mend = Sentence("save it as UTF-8 (in a Windows editor: Save as, encoding UTF-8)")
            raise _Unreadable(reason, line, mend=mend) from None
        raise _Unreadable(Sentence("the file is not UTF-8"), line, mend=Sentence("save it as UTF-8")) from None


def _is_chinese(content: bytes) -> bool:
    """Whether bytes that are no UTF-8 make Chinese characters and punctuation, and nothing else, in GB 18030."""
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return False
    beyond = "".join(mark for mark in text if not mark.isascii())
    return re.fullmatch("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u203b\u00b7]+", beyond) is not None


def _parsed(text: str) -> dict[str, Any]:
    excess = first_excess(text)
    if excess:
        line, reason, allowed = excess
        raise _Unreadable(reason, line, allowed, Sentence("make the file smaller or flatter"))
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError, OverflowError) as error:
        raise _not_toml(str(error), text) from None


def _not_toml(message: str, text: str) -> _Unreadable:
    faults = [Problem("", line, "", *_of_mark(mark)) for line, mark in misplaced(text)]
    if faults:
        unreadable = _Unreadable(NOTHING)
        unreadable.faults = faults
        return unreadable
    place = _PARSER_PLACE.search(message)
    told = _PARSER_PLACE.sub("", message).removesuffix(" (at end of document)")
    line = int(place[1]) if place else text.count("\n") + 1
    if told.startswith(("Cannot overwrite a value", "Cannot declare", "Duplicate inline table key")):
        return _Unreadable(Sentence("a key or table stands twice"), line, mend=Sentence("keep one of them"))
    if told.startswith("Exceeds the limit"):
        return _too_long_a_number(text)
    if (found := relative_on(text.split("\n")[line - 1])) is not None:
        key, value = found
        reason = Sentence("{value} is no number", value=show(value))
        path = next((path for path, at in key_lines(text).items() if at == line), (key,))
        return _Unreadable(reason, line, mend=NO_RELATIVE, key=dotted(path))
    mend = Sentence("text stands in quotes, true and false are small, lists in square brackets")
    return _Unreadable(Sentence("this is not TOML: {message}", message=told[:200]), line, mend=mend)


def _too_long_a_number(text: str) -> _Unreadable:
    """More digits than Python reads, of which the parser does not say where they stand."""
    found = next((match for match in _DIGITS.finditer(text) if len(match[0].replace("_", "")) > sys.get_int_max_str_digits()), None)
    line = None if found is None else text.count("\n", 0, found.start()) + 1
    key = next((dotted(path) for path, at in key_lines(text).items() if at == line), "")
    return _Unreadable(Sentence("a number is too long"), line, Sentence("up to {limit}", limit=MAX_INTEGER), Sentence("shorten it"), key)


def _of_mark(mark: str) -> tuple[str, str, str]:
    reason, mend = told(mark)
    return reason, NOTHING, mend


def _leaves(value: object, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*path, index))
    else:
        yield path, value
