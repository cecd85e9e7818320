"""JSON that lies on disk and may be damaged in any way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read_json(path: Path) -> Any:
    """What a file of JSON holds; ``ValueError`` for whatever is none, ``OSError`` where it cannot be read."""
    return parsed(path.read_bytes())


def parsed(text: str | bytes) -> Any:
    """What JSON holds; ``ValueError`` for whatever is none, brackets too deep to follow among it."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested deeper than any file of ours") from None
