"""The one error that a user's input can cause here: what, where, and how to mend it."""

from __future__ import annotations

import traceback


class UserError(Exception):
    """Input that cannot be used; the command line prints the three parts and exits with 2."""

    def __init__(self, what: str, where: str = "", mend: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        return "\n".join(part for part in (self.what, self.where, self.mend) if part)


def shown_value(value: object, most: int = 100) -> str:
    """A value for a message: short, on one line, without letters that would steer a terminal; also one whose text cannot be had."""
    try:
        text = repr(value)
    except Exception:
        text = f"<{type(value).__name__}>"
    return cut("".join(letter if letter.isprintable() else chr(0xFFFD) for letter in text), most)


def cut(text: str, most: int = 100) -> str:
    """``text``, no longer than a line of a message."""
    return text if len(text) <= most else text[:most] + "..."


def in_words(error: BaseException) -> str:
    """``TypeError: what it says`` of any exception: also one that cannot say it, and without letters that would steer a terminal."""
    try:
        said = str(error)
    except Exception:
        said = "it cannot be told"
    return f"{type(error).__name__}: {''.join(letter if letter.isprintable() or letter in chr(10) else chr(0xFFFD) for letter in said)}"


def trace_of(error: BaseException) -> str:
    """The traceback of any exception, as text; empty where even that cannot be had."""
    try:
        return "".join(traceback.format_exception(error))
    except Exception:
        return ""
