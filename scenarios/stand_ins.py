"""A broken file with other values in place of what is broken, so that the rest of it can be checked for meaning, too."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import ValidationError

from scenarios.legal import KeyPath, Node, node_at, resolved, schema_of
from scenarios.problems import Problem
from scenarios.reading import Document
from scenarios.schema.base import Table
from scenarios.validation import visible_path

T = TypeVar("T", bound=Table)

WAYS = 6
"""How many different files are made of a broken one."""
LEAST = 3
"""Of fewer files nothing is concluded."""
PLACES = (0.0, 1.0, 0.5, 0.02, 0.1, 0.01)
"""Where in its range a number stands in."""
ROUNDS = 6
"""How often what is wrong with the stand-ins themselves is replaced again."""


def meaning_of_broken(document: Document, table: type[T], form: list[Problem], meaning: Callable[[T], list[Problem]]) -> list[Problem]:
    """The faults of meaning that a file has whatever is written in the place of what is broken in it.

    ``form`` are its faults of form: what stands at or below their keys is told there.  Nothing where no legal file can be made of it.
    """
    told = [problem.key for problem in form if problem.key]
    made = [one for way in range(WAYS) if (one := _made(document, table, way)) is not None]
    if len(made) < LEAST:
        return []
    first, *others = map(meaning, made)
    found = [one for one in first if all(one in faults for faults in others)]
    return [one for one in found if not any(one.key == key or one.key.startswith(f"{key}.") for key in told)]


def _made(document: Document, table: type[T], way: int) -> T | None:
    """The file with stand-ins, a different one for each ``way``; None where some fault cannot be replaced."""
    data = copy.deepcopy(document.data)
    for again in range(ROUNDS):
        try:
            return table.model_validate(data)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                _replace(data, table, dict(fault), way + again, left_out=way == 0 or again > 0)
    return None


def _replace(data: dict[str, Any], table: type[Table], fault: dict[str, Any], way: int, left_out: bool) -> None:
    location: KeyPath = tuple(part for part in fault["loc"] if part != "[key]")
    path = visible_path(data, location, missing=fault["type"] == "missing")
    if not path:
        return
    *above, last = path
    inside: Any = data
    for part in above:
        inside = inside[part]
    if isinstance(inside, list):
        inside[int(last)] = _stand_in(schema_of(table), node_at(table, location), way)
        return
    required = node_at(table, _up(location, path)).get("required", ())
    unknown = fault["type"] == "extra_forbidden" or len(location) < len(fault["loc"])
    # A key that may be left out is left out in one way, so that its default is among what is tried, and where its stand-in is wrong, too.
    if unknown or (last not in required and left_out):
        inside.pop(last, None)
    else:
        inside[last] = _stand_in(schema_of(table), node_at(table, location), way)


def _up(location: KeyPath, path: KeyPath) -> KeyPath:
    """The place of the table around the last visible key."""
    ends = [number for number, part in enumerate(location) if part == path[-1]]
    return location[: ends[-1]] if ends else location[:-1]


def _stand_in(schema: Node, node: Node, way: int) -> Any:
    """A legal value by the schema, as different as can be from one ``way`` to the next."""
    node = resolved(schema, node)
    branches = [one for one in node.get("oneOf", node.get("anyOf", ())) if one.get("type") != "null"]
    if branches:
        return _stand_in(schema, branches[way % len(branches)], way)
    if "enum" in node or "const" in node:
        words = node.get("enum") or [node["const"]]
        return words[way % len(words)]
    kind = node.get("type")
    if kind in ("number", "integer"):
        return _number(node, way)
    if kind == "boolean":
        return way % 2 == 1
    if kind == "array":
        return [_stand_in(schema, node.get("items", {}), way + number) for number in range(node.get("minItems", 0))]
    if kind == "object":
        return {name: _stand_in(schema, node["properties"][name], way) for name in node.get("required", ())}
    return f"stand-in-{way}"


def _number(node: Node, way: int) -> float | int:
    low = node.get("minimum", node.get("exclusiveMinimum", -1e9))
    high = node.get("maximum", 1e9)
    value = low + (high - low) * PLACES[way % len(PLACES)]
    if "exclusiveMinimum" in node and value <= low:
        value = low + (high - low) * 0.001
    return int(value) if node["type"] == "integer" else float(value)
