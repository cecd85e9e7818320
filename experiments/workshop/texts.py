"""Every visible text of the pages, by key."""

from __future__ import annotations

from experiments.text.messages import _
from experiments.workshop.explore_texts import EXPLORE
from experiments.workshop.page_texts import ABOUT, COMMON, MATRIX, WATCH
from experiments.workshop.room_texts import ROOM_TEXTS

TEXTS: dict[str, str] = {**COMMON, **EXPLORE, **MATRIX, **WATCH, **ABOUT, **ROOM_TEXTS}
"""English texts by key; each is marked for the catalogue where it stands."""


def texts() -> dict[str, str]:
    """All of them in the language in force."""
    return {key: _(text) for key, text in TEXTS.items()}
