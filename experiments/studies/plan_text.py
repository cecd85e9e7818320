"""A plan that a study derived from another, as a file: so that what it ran can be run again by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from experiments.disk import files
from scenarios import PlanFile


def written(plan: PlanFile, folder: Path, name: str) -> PlanFile:
    """The plan under another name, and ``folder``/NAME.toml that says the same."""
    renamed = plan.model_copy(update={"name": name})
    folder.mkdir(parents=True, exist_ok=True)
    files.write_text(folder / f"{name}.toml", text(renamed))
    return renamed


def text(plan: PlanFile) -> str:
    """The plan as TOML; what is as by default is left out."""
    told: dict[str, Any] = plan.model_dump(mode="json", exclude_none=True)
    usual = PlanFile.model_fields
    kept = {key: value for key, value in told.items() if usual[key].is_required() or getattr(plan, key) != usual[key].default}
    plain = {key: value for key, value in kept.items() if not isinstance(value, dict) and not _is_tables(value)}
    lines = [f"{key} = {_value(value)}" for key, value in plain.items()]
    for key, value in kept.items():
        if isinstance(value, dict):
            lines += _table((key,), value)
        elif _is_tables(value):
            for entry in value:
                lines += ["", f"[[{key}]]", *(f"{name} = {_value(number)}" for name, number in entry.items())]
    return "\n".join(lines) + "\n"


def _table(path: tuple[str, ...], table: Mapping[str, Any]) -> Iterator[str]:
    own = {key: value for key, value in table.items() if not isinstance(value, dict)}
    if own or not table:
        yield from ["", f"[{'.'.join(path)}]", *(f"{key} = {_value(value)}" for key, value in own.items())]
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _table((*path, key), value)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _value(value: Any) -> str:
    # Strings, numbers, truth values and lists of JSON are TOML as well, once a delete character is escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
