"""What the model says beside its numbers, one line on stderr in the language in force."""

from __future__ import annotations

import contextlib
import logging
import sys

from experiments.text.messages import _

LOGGER = "simulation"


class _Line(logging.Handler):
    """Writes a notice of the model; its template and values are those of ``simulation.notices.Notice``."""

    def emit(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(OSError, ValueError):  # nobody may read stderr any more
            print(told(record.msg), file=sys.stderr, flush=True)


def told(notice: object) -> str:
    """A notice translated with the texts inside it; anything else as it is."""
    template, values = getattr(notice, "template", None), getattr(notice, "values", None)
    if template is None or values is None:
        return str(notice)
    return _(template).format(**{name: _(value) if name == "reason" else value for name, value in values.items()})


def listen() -> None:
    """Translate what the model says from now on, before anything of the model is imported."""
    logger = logging.getLogger(LOGGER)
    if not any(isinstance(handler, _Line) for handler in logger.handlers):
        logger.addHandler(_Line())
