"""The one error that a user's input can cause here: what, where, and how to mend it."""

from __future__ import annotations


class UserError(Exception):
    """Input that cannot be used; the command line prints the three parts and exits with 2."""

    def __init__(self, what: str, where: str = "", mend: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        return "\n".join(part for part in (self.what, self.where, self.mend) if part)
