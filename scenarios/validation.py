"""From a parsed file to a validated table, and from what is wrong with it to problems that a person can mend."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, TypeVar

from pydantic import ValidationError

from scenarios.legal import KeyPath, example_of, legal_keys, legal_names, legal_values
from scenarios.lookalikes import inside_quotes
from scenarios.problems import NOTHING, Names, Problem, Sentence, did_you_mean, dotted, show, template
from scenarios.reading import Document
from scenarios.schema.base import ASSUMPTION, MAX_NAME, SCHEMA_VERSION, SOURCE_PATTERN, Fault, Table

MAX_PROBLEMS = 100
ADD_SOURCE = Sentence("add it to evidence.toml, or write assumption")
SOURCE_KEYS = {"source", "evidence", "yearly_cost_source"}

UNKNOWN_KEY = template("this key is unknown")
TOO_SMALL, TOO_LARGE = template("{value} is too small"), template("{value} is too large")

T = TypeVar("T", bound=Table)

_REASONS = {
    "finite_number": template("{value} is no finite number"),
    "string_type": template("{value} is no text"),
    "bool_type": template("{value} is neither true nor false"),
    "list_type": template("{value} is no list"),
    "dict_type": template("{value} is no table"),
    "model_type": template("{value} is no table"),
    "model_attributes_type": template("{value} is no table"),
    "greater_than_equal": TOO_SMALL,
    "greater_than": TOO_SMALL,
    "less_than_equal": TOO_LARGE,
    "less_than": TOO_LARGE,
    "string_pattern_mismatch": template("{value} is no legal name"),
    "string_too_long": template("{value} is too long"),
    "too_short": template("{value} has too few entries"),
    "too_long": template("{value} has too many entries"),
    "literal_error": template("{value} is none of the words known here"),
}
_QUOTED = re.compile(r"'([^']*)'")
_DECIDING = ("do", "type")
"""Keys whose word decides which others a table has: pydantic puts the word into the path of a fault."""
_OTHERWISE = template("{value} is not allowed here")
_MENDS = {
    "float_type": Sentence("write a number, without quotes"),
    "int_type": Sentence("write a whole number, without quotes or decimal point"),
    "string_type": Sentence("write it in quotes"),
    "bool_type": Sentence("write true or false, without quotes"),
    "string_pattern_mismatch": Sentence("rename it"),
    "finite_number": Sentence("write a number"),
    "list_type": Sentence("write it in square brackets"),
    "greater_than_equal": Sentence("choose a value in this range"),
    "greater_than": Sentence("choose a value in this range"),
    "less_than_equal": Sentence("choose a value in this range"),
    "less_than": Sentence("choose a value in this range"),
    "string_too_long": Sentence("shorten it"),
    "too_short": Sentence("add some"),
    "too_long": Sentence("remove some"),
    "literal_error": Sentence("choose one of these"),
}
_NO_TABLE = ("dict_type", "model_type", "model_attributes_type")


def validate(document: Document, table: type[T]) -> tuple[T | None, list[Problem]]:
    """The file as a ``table``, or None and everything that is wrong with its form."""
    version = document.data.get("schema_version")
    if type(version) is int and version != SCHEMA_VERSION:
        reason = Sentence("this is version {version} of the file format", version=show(version))
        mend = Sentence("write the file in this format, or use the release that reads it")
        return None, [document.problem(("schema_version",), reason, show(SCHEMA_VERSION), mend)]
    try:
        return table.model_validate(document.data), []
    except ValidationError as error:
        faults = error.errors(include_url=False)
    problems = [_problem(document, table, dict(fault)) for fault in faults[:MAX_PROBLEMS]]
    return None, problems + _rest(document, len(faults) - MAX_PROBLEMS)


def _rest(document: Document, count: int) -> list[Problem]:
    return [Problem(document.file, None, "", Sentence("{count} more faults", count=count))] if count > 0 else []


def _problem(document: Document, table: type[Table], fault: dict[str, Any]) -> Problem:
    """One of pydantic's faults in our words."""
    kind, given = fault["type"], fault["input"]
    location: KeyPath = tuple(part for part in fault["loc"] if part != "[key]")
    path = visible_path(document.data, location, missing=kind == "missing")
    if kind == "extra_forbidden":
        legal = legal_keys(table, location[:-1])
        mend = did_you_mean(str(location[-1]), legal) or Sentence("remove it")
        return document.problem(path, Sentence("this key is unknown"), Names(legal), mend)
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        return _of_no_kind(document, path, fault)
    if kind == "missing":
        mend = Sentence("add {key} = ...", key=location[-1])
        return document.problem(path, Sentence("this key is missing"), legal_values(table, location), mend)
    if kind == "value_error" and isinstance(cause := fault["ctx"]["error"], Fault):
        keys = (*path, cause.key) if cause.key else path
        return document.problem(keys, cause.reason, cause.allowed, cause.mend)
    key = len(location) < len(fault["loc"])
    allowed = legal_names(table, location[:-1]) if key else legal_values(table, location)
    mend = _MENDS.get(kind, NOTHING)
    if kind in _NO_TABLE and path and not key:
        example = example_of(table, location, given)
        mend = Sentence("write for instance {text}", text=f"{path[-1]} = {example}") if example else Sentence(
            "write [{table}], and its entries below it", table=dotted(path))  # fmt: skip
    if kind == "string_pattern_mismatch" and isinstance(given, str):
        mend = inside_quotes(given) or mend
    if kind == "literal_error" and isinstance(given, str):
        mend = did_you_mean(given, _QUOTED.findall(fault["ctx"]["expected"])) or mend
    return document.problem(path, _reason(kind, given), allowed, mend)


def _of_no_kind(document: Document, path: KeyPath, fault: dict[str, Any]) -> Problem:
    """The word that decides which keys a table has is missing, or none that is known."""
    context = fault["ctx"]
    key = context["discriminator"].strip("'")
    if "tag" not in context:
        return document.problem((*path, key), Sentence("this key is missing"), mend=Sentence("add {key} = ...", key=key))
    words = _QUOTED.findall(context["expected_tags"])
    mend = did_you_mean(context["tag"], words)
    return document.problem((*path, key), _reason("literal_error", context["tag"]), Names(words), mend)


def _reason(kind: str, given: object) -> str:
    if kind in {"float_type", "int_type", "int_from_float"}:
        if isinstance(given, int | float) and not isinstance(given, bool):
            value = repr(given) if isinstance(given, float) and given.is_integer() else show(given)
            return Sentence("{value} is no whole number", value=value)
        return Sentence("{value} is no number", value=show(given))
    return Sentence(_REASONS.get(kind, _OTHERWISE), value=show(given))


def visible_path(data: object, location: KeyPath, missing: bool) -> KeyPath:
    """Where in a file one of pydantic's faults stands, without what the file does not show."""
    return _visible(data, _without_words(data, location), missing)


def _without_words(data: object, location: KeyPath) -> KeyPath:
    """The path without the words that decide on a table's keys."""
    path: list[str | int] = []
    for part in location:
        if isinstance(data, dict) and part not in data and part in [data.get(key) for key in _DECIDING]:
            continue
        path.append(part)
        inside = (isinstance(data, dict) and part in data) or (
            isinstance(data, list) and isinstance(part, int) and part < len(data))
        data = data[part] if inside else None  # type: ignore[index]
    return tuple(path)


def _visible(data: object, location: KeyPath, missing: bool) -> KeyPath:
    """The part of a key path that the file itself shows (a bare number may stand for a whole entry)."""
    for depth, part in enumerate(location):
        if (isinstance(data, dict) and part in data) or (isinstance(data, list) and isinstance(part, int)):
            data = data[part]  # type: ignore[index]
        elif not (missing and depth == len(location) - 1 and isinstance(data, dict)):
            return location[:depth]
    return location


def unknown_sources(document: Document, known: Collection[str], mending: str = ADD_SOURCE) -> list[Problem]:
    """A problem for each cited id that evidence.toml does not hold; ``mending`` where no known one is like it."""
    strange = [
        (path, source)
        for path, source in _cited(document.data, ())
        if source not in known and source != ASSUMPTION and _has_form(source)
    ]
    allowed = Sentence("an id of evidence.toml, or the word assumption")
    problems = []
    for path, source in strange[:MAX_PROBLEMS]:
        reason = Sentence("{source} is no source in evidence.toml", source=show(source))
        mend = did_you_mean(source, known) or mending
        problems.append(document.problem(path, reason, allowed, mend))
    return problems + _rest(document, len(strange) - MAX_PROBLEMS)


def _has_form(source: str) -> bool:
    """Whether this could be an id: what could not is a fault of form, told by the schema, and needs no second problem."""
    return len(source) <= MAX_NAME and re.fullmatch(SOURCE_PATTERN, source) is not None


def _cited(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _cited(inner, (*path, number))
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        if key in SOURCE_KEYS and isinstance(inner, list):
            yield from (((*path, key), source) for source in inner if isinstance(source, str))
        else:
            yield from _cited(inner, (*path, key))
