"""The page of every key of every kind of file, from the schemas by which files are read (`scenarios/schema`)."""

from __future__ import annotations

import json
from typing import Any

from experiments.upkeep.site.commands import cell
from scenarios.schema.__main__ import schema_texts

LEAD = """# Every key of a file

Made from the schemas by which files are read (`scenarios/schema/*.json`; an editor that knows JSON Schema completes and checks with them). How to write one, with examples, is told in
[Scenario files](../scenario-files.md)."""


def page(notice: str = "") -> str:
    """The page; ``notice`` stands below its title."""
    title, _break, rest = LEAD.partition("\n")
    parts = [title, *([notice] if notice else []), rest.strip()]
    for name, text in schema_texts().items():
        parts += [f"## {name.removesuffix('.json')}", *kind(json.loads(text))]
    return "\n\n".join(parts) + "\n"


def kind(schema: dict[str, Any]) -> list[str]:
    """The tables of one kind of file: its own keys first, then those of what stands in it."""
    own = [schema] if "properties" in schema else []
    parts = [table(one) for one in own]
    for name, inner in schema.get("$defs", {}).items():
        if inner.get("properties"):
            parts += [f"### {name}", *([cell(inner["description"])] if "description" in inner else []), table(inner)]
    return parts


def table(schema: dict[str, Any]) -> str:
    """The keys of one table of a file: what each takes, whether it is needed, what it means."""
    needed = set(schema.get("required", []))
    rows = [f"| `{name}` | {takes(value)} | {'yes' if name in needed else ''} | {cell(said(value))} |" for name, value in schema["properties"].items()]
    return "\n".join(["| key | takes | needed | meaning |", "| --- | --- | --- | --- |", *rows])


def said(value: dict[str, Any]) -> str:
    """What a key means, wherever in its schema that stands."""
    inner = [value, *value.get("anyOf", [])]
    return next((str(one["description"]) for one in inner if "description" in one), "")


def takes(value: dict[str, Any]) -> str:
    """What a key takes, in words: its type with its bounds, or the table that it is."""
    if "anyOf" in value:
        return " or ".join(dict.fromkeys(takes(one) for one in value["anyOf"] if one.get("type") != "null"))
    if "$ref" in value:
        return f"table {value['$ref'].rpartition('/')[2]}"
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return ", ".join(f"`{one}`" for one in value["enum"])
    name = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false", "array": "list", "object": "table"}.get(value.get("type", ""), "anything")
    if name == "list" and "items" in value:
        return f"list of {takes(value['items'])}"
    inner = value.get("additionalProperties")
    if name == "table" and isinstance(inner, dict):
        return f"table of {takes(inner)}"
    low, high = value.get("minimum", value.get("exclusiveMinimum")), value.get("maximum", value.get("exclusiveMaximum"))
    return f"{name}, {low:g} to {high:g}" if low is not None and high is not None else name
