"""An own policy as the validator reads one: the tables of a policy file, and problems that name the part of the text that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scenarios.problems import NOTHING, Problem
from scenarios.reading import Document

Place = Callable[[Sequence[str | int], str, str, str], Problem]
"""Makes the problem at a key path of a policy file, as somebody sees it who wrote it another way."""


@dataclass(frozen=True)
class OwnDocument(Document):
    """The tables of a policy file that nobody wrote as such; ``place`` tells where what is wrong with it stands."""

    place: Place | None = None

    def problem(self, path: Sequence[str | int], reason: str, allowed: str = NOTHING, mend: str = NOTHING) -> Problem:
        """A problem at a key path of the policy file, told where its writer sees it."""
        if self.place is None:
            return Problem(self.file, None, "", reason, allowed, mend)
        return self.place(path, reason, allowed, mend)


def own_document(name: str, file: str, data: dict[str, object], place: Place) -> OwnDocument:
    """The document of an own policy called ``name``; its path is no place on any disk, and tells it apart from files."""
    return OwnDocument(file, Path(f"{name}.toml"), data, "", place=place)
