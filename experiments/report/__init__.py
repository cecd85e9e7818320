"""The report of a finished comparison: one tree of headings, paragraphs, tables and figures, and a writer for each kind of file.

from experiments.report import write
write(comparison, "memo.docx")
"""

from __future__ import annotations

from typing import Any

__all__ = ["write"]


def __getattr__(name: str) -> Any:
    if name == "write":
        from experiments.report.writing import write

        return write
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
