"""One key of a file moved, and what it must agree with moved along."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from tests.scenarios.spoiling import at, keys_of

Path = tuple[Any, ...]

WORDS = {
    "name": "what results are kept under",
    "title": "for people", "title_zh": "for people", "note": "printed beside every figure", "note_zh": "printed beside every figure",
    "unit": "says in what the number is; no number is turned into another unit",
    "source": "says where the number is from",
    "low": "how far the source leaves the number open; a run takes the number", "high": "as `low`", "range": "as `low`",
    "kind": "what people call a place",
}  # fmt: skip
"""Keys of a district's file that change no run, and why: each is checked to change none."""


def leaves(table: dict[str, Any]) -> list[Path]:
    """Paths of the numbers, truths, texts, ranges and lists of names in a table."""
    found = []
    for path in keys_of(table):
        value, outer = at(table, path), at(table, path[:-1])
        if isinstance(outer, list) and (path[-2] == "range" or isinstance(value, str)):
            continue  # told by the list
        whole = isinstance(value, list) and (path[-1] == "range" or not value or isinstance(value[0], str))
        if whole or not isinstance(value, dict | list):
            found.append(path)
    return found


def reworded(word: str, old: Any) -> Any:
    """Another value for a key of ``WORDS``, as legal as the one before; the same where there is none."""
    if word == "range":
        return [0.9 * old[0], 1.1 * old[1]]
    if word == "low":
        return max(1, old - 1) if isinstance(old, int) else 0.9 * old if old > 0 else old
    if word == "high":
        return 1.1 * old if old > 1 and isinstance(old, float) else old
    return {"source": ["assumption", "A01"], "kind": "township"}.get(word, "another")


def moved(table: dict[str, Any], path: Path) -> Iterator[dict[str, Any]]:
    """The table with the key at ``path`` moved, in several ways; bounds and sums of shares follow."""
    old = at(table, path)
    for new in _others(table, path, old):
        if new == old:
            continue
        other = copy.deepcopy(table)
        holder = at(other, path[:-1])
        holder[path[-1]] = new
        if isinstance(holder, dict) and "low" in holder and path[-1] == "value":
            holder["low"], holder["high"] = min(holder["low"], new), max(holder["high"], new)
        _even_out(other, path, old, new)
        yield other


def _others(table: dict[str, Any], path: Path, old: Any) -> list[Any]:
    """Values to try in the place of one."""
    if isinstance(old, bool):
        return [not old]
    if isinstance(old, int):
        return [old + 1, old - 1, 2 * old + 1]
    if isinstance(old, float):
        return [0.5 * old, 1.5 * old, old + 0.1]
    if isinstance(old, list):
        return [old[::-1], old[:-1], *([*old, name] for name in _names_for(table, path) if name not in old)]
    return [name for name in _names_for(table, path) if name != old] or ["another"]


def _names_for(table: dict[str, Any], path: Path) -> list[str]:
    """Names that may stand in a list or text of a district's file."""
    if path[-1] == "kind":
        return ["township"]
    tables = {"specialist_domains": "domains", "departments": "departments", "heir": "departments", "source": ""}
    return list(table.get(tables.get(path[-1], ""), {}))


def _even_out(table: dict[str, Any], path: Path, old: Any, new: Any) -> None:
    """Shares that must sum to 1 take up what one of them was moved by."""
    if path[0] in {"places", "units"} and path[-2] in {"industry_share", "service_share", "share"} and path[-1] == "value":
        other = next(name for name in table[path[0]] if name != path[1])
        share = table[path[0]][other][path[2]]
        share |= {"value": share["value"] - (new - old), "low": 0, "high": 1}
    if "sector_mix" in path and path[-2] == "values":
        values = at(table, path[:-1])
        values[(path[-1] + 1) % len(values)] -= new - old
