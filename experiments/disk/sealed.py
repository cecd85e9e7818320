"""JSON that notices a flipped bit: each document carries the checksum of itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.disk import files
from experiments.disk.reading import parsed, read_bytes
from experiments.text.messages import _

SEAL = "seal"


class DamagedError(Exception):
    """A kept file is not what was written; ``path`` is the file."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name}: {reason}")
        self.path = path
        self.reason = reason


def canonical(value: Mapping[str, Any]) -> str:
    """``value`` on one line, keys sorted: the same text for the same content."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def checksum(value: Mapping[str, Any]) -> str:
    """sha256 of ``value`` without its own seal."""
    return hashlib.sha256(canonical({key: item for key, item in value.items() if key != SEAL}).encode("ascii")).hexdigest()


def line(value: Mapping[str, Any]) -> str:
    """``value`` with its seal on one line of ASCII, which ends with a line feed."""
    return canonical({**value, SEAL: checksum(value)}) + "\n"


def opened(text: str, path: Path) -> dict[str, Any]:
    """The document in ``text``; raises ``DamagedError``, naming ``path``, where it is not what was sealed.

    A text that says the same in other bytes is damaged too: no flipped bit may pass as white space.
    """
    try:
        value = parsed(text)
    except ValueError:
        raise DamagedError(path, _("it is no JSON")) from None
    if not isinstance(value, dict) or value.get(SEAL) != checksum(value) or text.rstrip("\n") != line(value).rstrip("\n"):
        raise DamagedError(path, _("its checksum does not hold"))
    return value


def write(path: Path, value: Mapping[str, Any]) -> None:
    """``value`` with its seal as one whole file."""
    files.write_text(path, line(value))


def read(path: Path) -> dict[str, Any]:
    """The document at ``path``; raises ``DamagedError`` or ``OSError``."""
    content = read_bytes(path)
    try:
        text = content.decode("ascii")
    except UnicodeDecodeError:
        raise DamagedError(path, _("it holds bytes that were never written")) from None
    if not text.endswith("\n"):
        raise DamagedError(path, _("its end is missing"))
    return opened(text, path)
