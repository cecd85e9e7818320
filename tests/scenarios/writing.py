"""Tables back to TOML text, for tests that change a valid file."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any


def toml(table: dict[str, Any]) -> str:
    """The TOML text of a table: every key on its own line, inner tables written inline."""
    return "".join(f"{_key(key)} = {_value(value)}\n" for key, value in table.items())


def _key(key: str) -> str:
    return key if re.fullmatch("[A-Za-z0-9_-]+", key) else _text(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)} = {_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_value(inner) for inner in value) + "]"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return repr(value)


def _text(text: str) -> str:
    # JSON's escapes are TOML's, once every character is a whole code point.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
