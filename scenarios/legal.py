"""What a schema allows at a key path, in words: read from the JSON Schema, so that it can never disagree with it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from scenarios.problems import NOTHING, Names, Sentence, show
from scenarios.schema.base import (
    FILE_NAME_PATTERN,
    MAX_NUMBER,
    NAME_PATTERN,
    PART_PATTERN,
    SETTING_PATTERN,
    SOURCE_PATTERN,
    SPEC_PATTERN,
    Table,
)

KeyPath = tuple[str | int, ...]
Node = Mapping[str, Any]
"""A part of a JSON Schema."""

A_NUMBER = Sentence("a number")
_PATTERNS = {
    NAME_PATTERN: Sentence("a name of small letters, digits, - and _, starting with a letter or digit"),
    FILE_NAME_PATTERN: Sentence("a name of small letters, digits and -, starting with a letter or digit"),
    PART_PATTERN: Sentence("a name, or the name of a file in the same folder that ends in .toml"),
    SETTING_PATTERN: Sentence("the name of a lever, or SECTOR.DOMAIN for a cell of the responsibility matrix"),
    SOURCE_PATTERN: Sentence("an id of letters, digits and -"),
    SPEC_PATTERN: Sentence("a name, names joined by +, or the path of a file"),
}


def legal_keys(table: type[Table], path: KeyPath) -> list[str]:
    """The keys a table at ``path`` may have; empty where it names its own."""
    schema = schema_of(table)
    node = _node(schema, path)
    branches = [resolved(schema, branch) for branch in node.get("anyOf", [node])]
    return [key for branch in branches for key in branch.get("properties", {})]


def legal_values(table: type[Table], path: KeyPath) -> str:
    """The values that may stand at ``path``."""
    schema = schema_of(table)
    return _described(schema, _node(schema, path))


def example_of(table: type[Table], path: KeyPath, given: object) -> str:
    """How a table at ``path`` may be written, ``given`` its value where it has one; empty where it names its own keys."""
    schema = schema_of(table)
    node = _node(schema, path)
    branches = [resolved(schema, branch) for branch in node.get("anyOf", [node])]
    node = next((branch for branch in branches if branch.get("properties")), {})
    number = show(given) if isinstance(given, int | float) and not isinstance(given, bool) else None
    words = {"value": number, "source": '["assumption"]'}
    parts = [f"{key} = {words.get(key) or _placeholder(schema, node['properties'][key])}" for key in node.get("required", ())]
    return f"{{ {', '.join(parts)} }}" if parts else ""


def _placeholder(schema: Mapping[str, Any], node: dict[str, Any]) -> str:
    """A value of the right form to be replaced."""
    kinds = {"number": "...", "integer": "...", "boolean": "true", "array": "[...]", "object": "{ ... }"}
    return kinds.get(str(resolved(schema, node).get("type")), '"..."')


def legal_names(table: type[Table], path: KeyPath) -> str:
    """The names that the keys of the table at ``path`` may have."""
    schema = schema_of(table)
    node = _node(schema, path)
    patterns = list(node.get("patternProperties", {}))
    if patterns:
        return _PATTERNS[patterns[0]]
    return _described(schema, resolved(schema, node.get("propertyNames", {})))


def node_at(table: type[Table], path: KeyPath) -> dict[str, Any]:
    """The part of the schema that describes the value at ``path``; empty where there is none."""
    return _node(schema_of(table), path)


@cache
def schema_of(table: type[Table]) -> dict[str, Any]:
    """The JSON Schema of a table."""
    return table.model_json_schema()


def _node(schema: Mapping[str, Any], path: KeyPath) -> dict[str, Any]:
    """The part of the schema that describes the value at ``path``; empty where there is none.

    Where a word in a table decides its keys (``do``, ``type``), the word stands in ``path`` behind the table.
    """
    node: dict[str, Any] = dict(schema)
    for part in path:
        kinds = node.get("discriminator", {}).get("mapping", {})
        if part in kinds:
            node = resolved(schema, {"$ref": kinds[part]})
            continue
        branches = [resolved(schema, branch) for branch in node.get("anyOf", [node])]
        below = [found for branch in branches if (found := _below(branch, part)) is not None]
        node = resolved(schema, below[0]) if below else {}
    return node


def resolved(schema: Node, node: Node) -> dict[str, Any]:
    """A part of the schema, what it refers to in its place."""
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].removeprefix("#/$defs/")]
    return dict(node)


def _below(node: Mapping[str, Any], part: str | int) -> dict[str, Any] | None:
    if isinstance(part, int):
        return node.get("items")
    if part in node.get("properties", {}):
        return node["properties"][part]
    for inner in (*node.get("patternProperties", {}).values(), node.get("additionalProperties")):
        if isinstance(inner, dict):
            return inner
    return None


def _described(schema: Mapping[str, Any], node: dict[str, Any]) -> str:
    if "anyOf" in node:
        words: str = NOTHING
        for branch in node["anyOf"]:
            word = _described(schema, resolved(schema, branch))
            words = Sentence("{one} or {other}", one=words, other=word) if words and word else words or word
        return words
    if kinds := node.get("discriminator"):
        return Sentence("a table with {key} = one of: {words}", key=kinds["propertyName"], words=Names(kinds["mapping"]))
    if "enum" in node:
        return Names(node["enum"])
    if "const" in node:
        return str(node["const"])
    kind = node.get("type")
    if kind in {"number", "integer"}:
        return _described_number(node)
    if kind == "string":
        return _described_text(node)
    if kind == "array":
        return _described_list(schema, node)
    if kind == "object" and {"minProperties", "maxProperties"} <= set(node):
        return Sentence("a table with {low} to {high} entries", low=node["minProperties"], high=node["maxProperties"])
    return {"boolean": Sentence("true or false"), "object": Sentence("a table")}.get(str(kind), NOTHING)


def _described_number(node: Mapping[str, Any]) -> str:
    whole = node["type"] == "integer"
    low, high = node.get("minimum"), node.get("maximum")
    if low is not None and low == high:
        return show(low)
    if high == MAX_NUMBER:
        return A_NUMBER
    if low is not None and high is not None:
        if whole:
            return Sentence("a whole number from {low} to {high}", low=show(low), high=show(high))
        return Sentence("a number from {low} to {high}", low=show(low), high=show(high))
    if "exclusiveMinimum" in node and high is not None:
        return Sentence("a number above {low}, up to {high}", low=show(node["exclusiveMinimum"]), high=show(high))
    if low is not None:
        if whole:
            return Sentence("a whole number of at least {low}", low=show(low))
        return Sentence("a number of at least {low}", low=show(low))
    return Sentence("a whole number") if whole else A_NUMBER


def _described_text(node: Mapping[str, Any]) -> str:
    if "pattern" in node:
        return _PATTERNS[node["pattern"]]
    if "maxLength" in node:
        return Sentence("a text of up to {limit} characters", limit=node["maxLength"])
    return Sentence("a text")


def _described_list(schema: Mapping[str, Any], node: Mapping[str, Any]) -> str:
    item = _described(schema, resolved(schema, node.get("items", {})))
    low, high = node.get("minItems"), node.get("maxItems")
    if low is not None and low == high:
        return Sentence("a list of {count}, each {item}", count=low, item=item)
    if low is not None and high is not None:
        return Sentence("a list of {low} to {high}, each {item}", low=low, high=high, item=item)
    if high is not None:
        return Sentence("a list of up to {high}, each {item}", high=high, item=item)
    return Sentence("a list, each {item}", item=item)
