"""Values as JSON on one line."""

from __future__ import annotations

import json
from typing import Any


def written(value: Any) -> bytes:
    """``value`` as JSON; ``ValueError`` where a number in it is not finite."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")
