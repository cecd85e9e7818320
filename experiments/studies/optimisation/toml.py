"""Plain facts as TOML: what the standard library reads and does not write."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def document(facts: Mapping[str, Any], tables: tuple[str, ...] = ()) -> str:
    """``facts`` a line each, nested ones inline; those named in ``tables`` as a table at the end with a line for each entry."""
    lines = [f"{key} = {text(value)}" for key, value in facts.items() if key not in tables]
    for name in tables:
        lines += ["", f"[{name}]", *(f"{key} = {text(value)}" for key, value in facts.get(name, {}).items())]
    return "\n".join(lines) + "\n"


def text(value: Any) -> str:
    """One value; numbers as they are read again, to the last bit."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {text(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(text(item) for item in value) + "]"
    return repr(int(value)) if float(value).is_integer() else repr(float(value))
