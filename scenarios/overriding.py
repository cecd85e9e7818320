"""A district's file that takes over another's and gives its own in place of some of it: any key, as deep as it likes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from scenarios.problems import Names, Problem, Sentence
from scenarios.reading import Document

Path = tuple[str, ...]

HEAD = ("schema_version", "name", "title", "title_zh", "note", "note_zh", "extends", "replaces", "leaves_out")
"""Keys that are the file's own and never taken over."""
NUMBERS = ("value", "values", "departments")
"""By each of these a table is known as one quantity, or one cell, with a source of its own."""
SECTOR_LISTS = (("size", "sector_mix", "registered"), ("size", "sector_mix", "others"))
TITLES = {
    "size": "size", "domains": "hazard domains", "sectors": "sectors", "places": "places", "departments": "departments",
    "responsibility": "responsibility matrix",
}  # fmt: skip
TITLES_ZH = {"size": "规模", "domains": "隐患领域", "sectors": "行业", "places": "地点", "departments": "部门", "responsibility": "职责分工"}


def laid_over(base: Mapping[str, Any], document: Document) -> tuple[Document, list[Problem]]:
    """The file with all that it does not give itself taken from ``base``, and what is wrong with how it takes over.

    Lines are those of the file itself: whatever disagrees, it is the file that made it so.
    """
    own = {key: value for key, value in document.data.items() if key not in HEAD}
    problems = [*_without_source(document, base, own, ()), *_out_of_order(document, base)]
    if not own:
        reason = Sentence("nothing is given in place of what is taken over")
        problems.append(document.problem(("extends",), reason, Names(TITLES), Sentence("give some of it, or `scale` for a smaller sample")))
    replaced = _list(document, "replaces")
    for key in replaced:
        if key not in own:
            reason = Sentence("{name} is to be replaced, and this file gives none", name=key)
            problems.append(document.problem(("replaces",), reason, mend=Sentence("give the table, or take the name out")))
    problems += _unknown_to_leave_out(document, base)
    left = {key: value for key, value in base.items() if key not in HEAD and key not in replaced}
    head = {key: value for key, value in document.data.items() if key in HEAD and key not in ("extends", "replaces", "leaves_out")}
    return replace(document, data={**head, **_merged(_still_named(_without(left, _list(document, "leaves_out")), own), own)}), problems


def _list(document: Document, key: str) -> list[str]:
    given = document.data.get(key, [])
    return [name for name in given if isinstance(name, str)] if isinstance(given, list) else []


def _unknown_to_leave_out(document: Document, base: Mapping[str, Any]) -> Iterator[Problem]:
    for name in _list(document, "leaves_out"):
        if name not in base.get("departments", {}):
            yield document.problem(("leaves_out",), Sentence("{name} is unknown", name=name), Names(base.get("departments", {})), Sentence("remove it"))


def _without(base: Mapping[str, Any], left_out: list[str]) -> dict[str, Any]:
    """``base`` without some of its departments, which answer for nothing any more: a cell that is left without any must be given anew."""
    cells = {
        sector: {
            domain: {key: value for key, value in {**cell, "departments": [d for d in cell["departments"] if d not in left_out]}.items()
                     if key != "heir" or value not in left_out}
            for domain, cell in row.items()
        }
        for sector, row in base.get("responsibility", {}).items()
    }  # fmt: skip
    kept = {name: entry for name, entry in base.get("departments", {}).items() if name not in left_out}
    return {**base, **({"departments": kept} if kept else {}), **({"responsibility": cells} if cells else {})}


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """``own`` laid over ``base``; a value without bounds of its own is known: its range is itself."""
    merged = dict(base)
    for key, value in own.items():
        under = base.get(key)
        merged[key] = _merged(under, value) if isinstance(value, dict) and isinstance(under, dict) else value
    if "value" in own and "value" in base and not own.keys() & {"low", "high"}:
        merged |= {"low": own["value"], "high": own["value"]}
    if "values" in own and "values" in base and "range" not in own:
        merged["range"] = [1, 1]
    if own.get("departments") and "heir" in base and "heir" not in own:
        del merged["heir"]
    return merged


def _still_named(base: dict[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """``base`` without the sectors and hazard domains that an order of the file's own leaves out."""
    for order, tables, row in (("sector_order", ("sectors", "responsibility"), False), ("domain_order", ("domains",), True)):
        named = own.get(order)
        if not isinstance(named, list):
            continue
        for table in tables:
            base = {**base, table: {key: value for key, value in base.get(table, {}).items() if key in named}}
        if row:
            cells = base.get("responsibility", {})
            base = {**base, "responsibility": {key: {d: cell for d, cell in inner.items() if d in named} for key, inner in cells.items()}}
    return base


def _without_source(document: Document, base: Any, own: Any, path: Path) -> Iterator[Problem]:
    """A number of the file's own under the source of the one that it replaces."""
    if not isinstance(own, dict) or not isinstance(base, dict):
        return
    number = next((key for key in NUMBERS if key in own and key in base and "source" in base), None)
    if number is not None and "source" not in own:
        yield document.problem(
            path, Sentence("the number is this file's own, and its source is not given"),
            Sentence("an id of evidence.toml, or the words assumption or own-data"), Sentence("add {key} = ...", key="source"),
        )  # fmt: skip
        return
    for key, value in own.items():
        yield from _without_source(document, base.get(key), value, (*path, key))


def _out_of_order(document: Document, base: Mapping[str, Any]) -> Iterator[Problem]:
    """Lists that are taken over and follow an order which the file changes."""
    for order, lists in (("sector_order", _by_sector), ("domain_order", _by_domain)):
        if document.data.get(order, base.get(order)) == base.get(order):
            continue
        for path in lists(base, document.data):
            if _at(document.data, (*path, "values")) is None:
                reason = Sentence("it follows {order}, which this file changes", order=order)
                yield document.problem(path, reason, mend=Sentence("give the list anew"))


def _by_sector(base: Mapping[str, Any], own: Mapping[str, Any]) -> list[Path]:
    kept = {} if "departments" in own.get("replaces", []) else base.get("departments", {})
    return [*SECTOR_LISTS, *(("departments", name, "known_by_sector") for name in kept)]


def _by_domain(base: Mapping[str, Any], own: Mapping[str, Any]) -> list[Path]:
    named = own.get("sector_order", list(base.get("sectors", {})))
    return [("sectors", name, "exposure") for name in base.get("sectors", {}) if name in named]


def _at(data: Any, path: Path) -> Any:
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def taken_over(base: Mapping[str, Any], own: Mapping[str, Any], merged: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """Of each table with numbers in it: how many of them are taken over, and how many there are."""
    found = {}
    for table in TITLES:
        numbers = list(_numbers(merged.get(table, {}), ()))
        mine = {path for path, _ in _numbers(own.get(table, {}), ())}
        found[table] = (sum(path not in mine for path, _ in numbers), len(numbers))
    return found


def _numbers(data: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(data, dict):
        if any(key in data for key in NUMBERS):
            yield path, data
        else:
            for key, value in data.items():
                yield from _numbers(value, (*path, key))


def notes(title: str, title_zh: str, counts: Mapping[str, tuple[int, int]]) -> tuple[str, str]:
    """What is printed beside every figure of a district that takes over another's numbers, in English and in Chinese."""
    some = {table: numbers for table, numbers in counts.items() if numbers[0]}
    if not some:
        return "", ""
    taken, whole = sum(n for n, _ in some.values()), sum(n for _, n in counts.values())
    english = ", ".join(f"{TITLES[table]} {n} of {of}" if n < of else f"all {of} of {TITLES[table]}" for table, (n, of) in some.items())
    chinese = "、".join(f"{TITLES_ZH[table]}{of}项中的{n}项" if n < of else f"{TITLES_ZH[table]}全部{of}项" for table, (n, of) in some.items())
    return (
        f"{taken} of {whole} numbers are not this district's own but those of {title}: {english}.",
        f"全部{whole}项数据中有{taken}项并非本地数据，沿用{title_zh or title}的数据：{chinese}。",
    )
