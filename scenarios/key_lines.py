"""On which line of a TOML text each of its tables and keys stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from scenarios.bounds import MAX_KEY

_HEADER = re.compile(r"\s*\[\[?([^\[\],=]+)\]\]?\s*(?:#.*)?$")
_KEY_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")


def key_lines(text: str) -> dict[tuple[str | int, ...], int]:
    """Line of each table header and of each key at the start of a line; later repeats do not count.

    The tables of an array ([[arms]]) are numbered from 0.
    """
    lines: dict[tuple[str | int, ...], int] = {}
    counts: dict[tuple[str | int, ...], int] = {}
    table: tuple[str | int, ...] = ()
    inside = False  # of a text over several lines
    for number, line in enumerate(text.split("\n"), 1):
        opened = inside
        inside ^= len(re.findall(r"\"{3}|'{3}", line)) % 2 == 1
        if opened:
            continue
        if header := _HEADER.match(line):
            *outer, last = _parts(header[1]) or ("",)
            table = (*_numbered(outer, counts), last)
            lines.setdefault(table, number)
            if line.lstrip().startswith("[["):
                counts[table] = counts.get(table, 0) + 1
                table = (*table, counts[table] - 1)
                lines.setdefault(table, number)
            continue
        key, equals, _ = line.partition("=")
        if equals and len(key) <= MAX_KEY:
            lines.setdefault((*table, *_parts(key)), number)
    return lines


def _numbered(keys: Sequence[str], counts: Mapping[tuple[str | int, ...], int]) -> tuple[str | int, ...]:
    """The path of a header's outer tables, each array's latest table in it."""
    path: tuple[str | int, ...] = ()
    for key in keys:
        path = (*path, key)
        if path in counts:
            path = (*path, counts[path] - 1)
    return path


def _parts(key: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _KEY_PART.findall(key))
