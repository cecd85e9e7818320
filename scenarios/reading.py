"""Reading a TOML file that may be anything: bounded before it is parsed, and never a traceback.

``tomllib`` recurses without bound and takes time that grows with the square of a dotted key's length, so size,
nesting, keys and lines are counted first, in one pass over the text.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from scenarios.problems import NOTHING, Problem, ScenarioError, Sentence, dotted, show

MAX_BYTES = 1_000_000
MAX_LINES = 20_000
MAX_LINE = 10_000
MAX_NESTING = 8
MAX_DOTS = 8
MAX_KEY = 200
MAX_ENTRIES = 20_000
MAX_INTEGER = 2**63 - 1

_MARK = re.compile(r'"""|\'\'\'|["\'#\n=.,\[\]{}]')
_QUOTES = {'"', "'", '"""', "'''"}
_BASIC_END = re.compile(r'\\.|["\n]', re.DOTALL)
_LONG_BASIC_END = re.compile(r'\\.|"""', re.DOTALL)
_PARSER_PLACE = re.compile(r" \(at line (\d+), column \d+\)$")
_HEADER = re.compile(r"\s*\[\[?([^\[\],=]+)\]\]?\s*(?:#.*)?$")
_KEY_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")


@dataclass(frozen=True)
class Document:
    """A parsed file: ``data`` as TOML gives it, ``text`` to find lines in, ``file`` as the user knows it."""

    file: str
    path: Path
    data: dict[str, Any]
    text: str

    @cached_property
    def _lines(self) -> dict[tuple[str, ...], int]:
        return _key_lines(self.text)

    def line_of(self, path: Sequence[str | int]) -> int | None:
        """Line of the key, or of the nearest table around it; None where neither can be seen."""
        keys = tuple(str(part) for part in path if not isinstance(part, int))
        for length in range(len(keys), 0, -1):
            if keys[:length] in self._lines:
                return self._lines[keys[:length]]
        return None

    def problem(self, path: Sequence[str | int], reason: str, allowed: str = NOTHING, mend: str = NOTHING) -> Problem:
        """A problem at a key path of this file."""
        return Problem(self.file, self.line_of(path), dotted(path), reason, allowed, mend)


def read_document(path: Path, file: str | None = None) -> Document:
    """The parsed TOML file at ``path``, called ``file`` in messages.

    Raises ``ScenarioError`` where it is missing, no regular file, too large, too deep, not UTF-8 or not TOML.
    """
    name = str(path) if file is None else file
    name = name if name.isprintable() else show(name)
    text = _decoded(_bytes(path, name), name)
    excess = _first_excess(text)
    if excess:
        line, reason, allowed = excess
        _refuse(name, line, reason, allowed, Sentence("make the file smaller or flatter"))
    data = _parsed(text, name)
    document = Document(name, path, data, text)
    too_large = [
        document.problem(keys, Sentence("the number is too large"), Sentence("whole numbers up to {limit}", limit=MAX_INTEGER))
        for keys, value in _leaves(data, ())
        if isinstance(value, int) and abs(value) > MAX_INTEGER
    ]
    if too_large:
        raise ScenarioError(too_large)
    return document


def _refuse(file: str, line: int | None, reason: str, allowed: str = NOTHING, mend: str = NOTHING) -> NoReturn:
    raise ScenarioError([Problem(file, line, "", reason, allowed, mend)])


def _bytes(path: Path, name: str) -> bytes:
    try:
        content = _bounded_bytes(path)
    except FileNotFoundError:
        _refuse(name, None, Sentence("there is no such file"), mend=Sentence("check the path"))
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or Sentence("not a path")
        reason = Sentence("the file cannot be read ({cause})", cause=cause)
        _refuse(name, None, reason, mend=Sentence("check the path and its permissions"))
    if content is None:
        _refuse(name, None, Sentence("this is no regular file"), mend=Sentence("give the path of a TOML file"))
    if len(content) > MAX_BYTES:
        _refuse(name, None, Sentence("the file is too large"), Sentence("up to {limit} bytes", limit=MAX_BYTES))
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


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        _refuse(name, 1, Sentence("the file starts with a byte order mark"), mend=Sentence("save it as UTF-8 without a byte order mark"))
    zero = content.find(b"\0")
    if zero >= 0:
        _refuse(name, content.count(b"\n", 0, zero) + 1, Sentence("the file holds a NUL byte"), mend=Sentence("save it as plain UTF-8 text"))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        _refuse(name, line, Sentence("the file is not UTF-8"), mend=Sentence("save it as UTF-8"))


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError, OverflowError) as error:
        message = str(error)
        place = _PARSER_PLACE.search(message)
        told = _PARSER_PLACE.sub("", message).removesuffix(" (at end of document)")
        line = int(place[1]) if place else text.count("\n") + 1
        if told.startswith(("Cannot overwrite a value", "Cannot declare", "Duplicate inline table key")):
            _refuse(name, line, Sentence("a key or table stands twice"), mend=Sentence("keep one of them"))
        if told.startswith("Exceeds the limit"):
            _refuse(name, None, Sentence("a number is too long"), mend=Sentence("shorten it"))
        reason = Sentence("this is not TOML: {message}", message=told[:200])
        _refuse(name, line, reason, mend=Sentence("text stands in quotes, true and false are small, lists in square brackets"))


def _first_excess(text: str) -> tuple[int, str, str] | None:
    """Line, reason and limit of the first thing too big to hand to the parser; linear in the text."""
    for number, line in enumerate(text.split("\n"), 1):
        if number > MAX_LINES:
            return number, Sentence("there are too many lines"), Sentence("up to {limit}", limit=MAX_LINES)
        if len(line) > MAX_LINE:
            return number, Sentence("a line is too long"), Sentence("up to {limit} characters", limit=MAX_LINE)
    for position, count in _counts(text):
        excess = count.excess()
        if excess:
            return text.count("\n", 0, position) + 1, *excess
    return None


@dataclass
class _Count:
    """What the parser would have to carry at one place of the text."""

    depth: int = 0
    dots: int = 0
    entries: int = 0
    key: int = 0

    def excess(self) -> tuple[str, str] | None:
        if self.dots > MAX_DOTS:
            return Sentence("a dotted key is too deep"), Sentence("up to {limit} dots", limit=MAX_DOTS)
        if self.depth > MAX_NESTING:
            return Sentence("lists or tables are nested too deep"), Sentence("up to {limit} levels", limit=MAX_NESTING)
        if self.entries > MAX_ENTRIES:
            return Sentence("there are too many entries"), Sentence("up to {limit}", limit=MAX_ENTRIES)
        if self.key > MAX_KEY:
            return Sentence("a key is too long"), Sentence("up to {limit} characters", limit=MAX_KEY)
        return None


def _counts(text: str) -> Iterator[tuple[int, _Count]]:
    """The running count after every mark of TOML's grammar, texts and comments skipped.

    Stops at a text that never closes: the parser, too, gets no further.
    """
    count = _Count()
    position = start = 0
    while match := _MARK.search(text, position):
        mark, position = match[0], match.end()
        if mark == "#":
            end = text.find("\n", position)
            position = len(text) if end < 0 else end
        elif mark in _QUOTES:
            position = _after_string(text, mark, position)
            if position < 0:
                return
            count.entries += 1
        elif mark == ".":
            count.dots += 1
        else:
            count.depth = max(0, count.depth + (mark in "[{") - (mark in "]}"))
            count.entries += mark in "=,[{"
            count.key = match.start() - start if mark == "=" else 0
            count.dots, start = 0, position
        yield position, count


def _after_string(text: str, quote: str, position: int) -> int:
    """Where the string that opened before ``position`` has closed; -1 where it never does."""
    if quote in {"'", "'''"}:
        end = text.find(quote, position)
        if end < 0 or (quote == "'" and "\n" in text[position:end]):
            return -1
        position = end + len(quote)
    else:
        ends = _BASIC_END if quote == '"' else _LONG_BASIC_END
        while (match := ends.search(text, position)) and match[0].startswith("\\"):
            position = match.end()
        if match is None or match[0] == "\n":
            return -1
        position = match.end()
    if len(quote) == 3:
        for _ in range(2):  # up to two quotes before the closing three belong to the text
            position += text.startswith(quote[0], position)
    return position


def _leaves(value: object, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*path, index))
    else:
        yield path, value


def _key_lines(text: str) -> dict[tuple[str, ...], int]:
    """Line of each table header and of each key at the start of a line; later repeats do not count."""
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    inside = False  # of a text over several lines
    for number, line in enumerate(text.split("\n"), 1):
        opened = inside
        inside ^= (line.count('"""') + line.count("'''")) % 2 == 1
        if opened:
            continue
        if header := _HEADER.match(line):
            table = _parts(header[1])
            lines.setdefault(table, number)
            continue
        key, equals, _ = line.partition("=")
        if equals and len(key) <= MAX_KEY:
            lines.setdefault((*table, *_parts(key)), number)
    return lines


def _parts(key: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _KEY_PART.findall(key))
