"""The ledger of a sweep: one sealed line for each part that is on disk, each line naming the one before it.

A line counts once its line feed is on disk.  What a killed writer left of a last line is cut off; anything else that does not
hold is damage.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from experiments.disk import files, sealed
from experiments.disk.sealed import SEAL, DamagedError
from experiments.text.messages import _

NAME = "ledger.jsonl"
FIRST = "0" * 64
"""What the first line names as the one before it."""


class Ledger:
    """The lines of the ledger in ``folder``; ``entries`` is what stood in it when it was read, and what was added since."""

    def __init__(self, folder: Path, entries: list[dict[str, Any]]) -> None:
        self.path = folder / NAME
        self.entries = entries

    @classmethod
    def read(cls, folder: Path) -> Ledger:
        """The ledger in ``folder``, empty where there is none; raises ``DamagedError`` or ``OSError``."""
        path = folder / NAME
        content = path.read_bytes() if path.exists() else b""
        end = content.rfind(b"\n") + 1
        whole, rest = content[:end], content[end:]
        # A killed writer leaves the beginning of a line; a line that is whole and followed by anything else was changed.
        if b"}" in rest[:-1]:
            raise DamagedError(path, _("it holds bytes that were never written"))
        entries: list[dict[str, Any]] = []
        for raw in whole.split(b"\n")[:-1]:
            try:
                entry = sealed.opened(raw.decode("ascii"), path)
            except UnicodeDecodeError:
                raise DamagedError(path, _("it holds bytes that were never written")) from None
            if entry.get("before") != (entries[-1][SEAL] if entries else FIRST):
                raise DamagedError(path, _("line {line} does not follow the line before it").format(line=len(entries) + 1))
            entries.append(entry)
        return cls(folder, entries)

    def mend(self) -> bool:
        """Cut off what a killed writer left of a last line; whether there was anything."""
        whole = "".join(sealed.line(entry) for entry in self.entries).encode("ascii")
        if self.path.exists() and self.path.stat().st_size > len(whole):
            os.truncate(self.path, len(whole))
            files.sync(self.path)
            return True
        return False

    def add(self, entry: dict[str, Any]) -> None:
        """Append a line and force it to disk; on an error what was written of it is cut off again."""
        full = {**entry, "before": self.entries[-1][SEAL] if self.entries else FIRST}
        size = self.path.stat().st_size if self.path.exists() else None
        try:
            files.append(self.path, sealed.line(full).encode("ascii"))
        except OSError:
            if size is not None:
                os.truncate(self.path, size)
            raise
        if size is None:
            files.sync_folder(self.path.parent)
        self.entries.append({**full, SEAL: sealed.checksum(full)})

    def rewrite(self, entries: list[dict[str, Any]]) -> None:
        """The whole ledger anew, in one step."""
        self.entries, before, lines = [], FIRST, []
        for entry in entries:
            full = {key: value for key, value in entry.items() if key != SEAL} | {"before": before}
            before = sealed.checksum(full)
            self.entries.append({**full, SEAL: before})
            lines.append(sealed.line(full))
        files.write_text(self.path, "".join(lines))
