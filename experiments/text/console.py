"""The two streams: data to stdout, everything else to stderr; progress with an honest time left."""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rich.console import RenderableType
from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from experiments.text import progress as progressing
from experiments.text.messages import _
from experiments.text.paper import WIDTH
from experiments.text.progress import Progress as Report
from experiments.text.streams import can_say
from experiments.text.wrapping import Paper


def _width(stream: Any) -> int | None:
    """A terminal keeps its own width within reason; a file or pipe gets the width of the tables."""
    return None if stream.isatty() else WIDTH


@dataclass
class Talk:
    """What one command says, and how."""

    as_json: bool = False
    quiet: bool = False

    def __post_init__(self) -> None:
        settings: dict[str, Any] = {"highlight": False, "markup": False, "emoji": False}
        self.out = Paper(file=sys.stdout, width=_width(sys.stdout), soft_wrap=False, **settings)
        self.err = Paper(file=sys.stderr, width=_width(sys.stderr), **settings)
        if self.out.width > WIDTH:
            self.out.width = WIDTH

    def data(self, *parts: RenderableType) -> None:
        """Print to stdout."""
        for part in parts:
            self.out.print(part)

    def json(self, value: Any) -> None:
        """Print one JSON document to stdout; what is not a number is null, and letters that the stream's encoding does not have are escaped."""
        text = json.dumps(plain(value), ensure_ascii=False, indent=1, allow_nan=False)
        if not can_say(text, sys.stdout):
            text = json.dumps(plain(value), ensure_ascii=True, indent=1, allow_nan=False)
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    def note(self, text: str) -> None:
        """Say something beside the data, unless told to be quiet."""
        if not self.quiet:
            self.err.print(Text(text))

    def warn(self, text: str) -> None:
        """Say what must be heard even when quiet."""
        self.err.print(Text(_("Warning: {text}").format(text=text), style="yellow"))

    def next(self, command: str, why: str = "") -> None:
        """Suggest the next useful command."""
        if not self.quiet:
            text = _("Next: {command}").format(command=command) + (f"   # {why}" if why else "")
            self.err.print(Text(text), soft_wrap=True)

    @contextmanager
    def progress(self, total: int, what: str, units: str = "") -> Iterator[Report]:
        """A report function that shows a bar on a terminal, and now and then a line elsewhere; ``units`` names what is counted, worlds if empty."""
        if self.quiet or total == 0:
            yield lambda share, done, failed: None
        elif self.err.is_terminal:
            with self._bar(total, what, units) as report:
                yield report
        else:
            yield progressing.lines(self.note, total, what, units)

    @contextmanager
    def _bar(self, total: int, what: str, units: str) -> Iterator[Report]:
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"),
                   TextColumn("{task.fields[state]}"))  # fmt: skip
        with Progress(*columns, console=self.err, transient=True) as bar:
            task = bar.add_task(what, total=1.0, state="")
            started = time.monotonic()

            def report(share: float, done: int, failed: int) -> None:
                state = progressing.state(share, done, failed, total, time.monotonic() - started, units)
                bar.update(task, completed=share, state=state)

            yield report


def plain(value: Any) -> Any:
    """Plain JSON values: no NumPy, no tuples, null for what is not finite."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value
