"""Small tables of a study: one source for the terminal, the page and the spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from experiments.disk import files
from experiments.text.console import plain


@dataclass(frozen=True)
class StudyTable:
    """Headings and cells as a reader sees them, in the language in force."""

    title: str
    headings: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    words: int = 1
    """Columns of words, from the left; the others are figures."""

    def table(self) -> Table:
        """For a terminal."""
        made = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, title=Text(self.title, style="bold"), title_justify="left")
        for place, heading in enumerate(self.headings):
            made.add_column(heading, justify="left" if place < self.words else "right", overflow="fold")
        for row in self.cells:
            made.add_row(*row)
        return made

    def markdown(self) -> str:
        """For a page."""
        rule = "|".join("---" if place < self.words else "---:" for place in range(len(self.headings)))
        lines = [f"| {' | '.join(_cell(text) for text in row)} |" for row in (self.headings, *self.cells)]
        return "\n".join([f"### {self.title}", "", lines[0], f"|{rule}|", *lines[1:], ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")


def page(title: str, sentences: Sequence[str], tables: Sequence[StudyTable]) -> str:
    """A study on one page of Markdown: what was found, then the tables."""
    return "\n".join([f"# {title}", "", *(line + "\n" for line in sentences), *(table.markdown() for table in tables)]).rstrip() + "\n"


def write_rows(folder: Path, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    """Every table as CSV, all of them in one JSON file; the names written.

    Every row of a table has the same keys.
    """
    written = []
    for name, table in rows.items():
        heading = list(table[0]) if table else []
        files.write_bytes(folder / f"{name}.csv", files.csv_text(heading, [[_flat(row[key]) for key in heading] for row in table]))
        written.append(f"{name}.csv")
    files.write_json(folder / "tables.json", plain({name: list(table) for name, table in rows.items()}))
    return [*written, "tables.json"]


def _flat(value: Any) -> Any:
    value = plain(value)
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    return "" if value is None else value
