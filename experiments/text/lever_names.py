"""What a parameter is called: a lever within a sentence, any with its note where it stands by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments.text.messages import _, language, one_line

if TYPE_CHECKING:
    from scenarios.schema.parameters import ParameterEntry


def description_and_note(entry: ParameterEntry) -> str:
    """What a parameter is and what else is to be known of it, where it stands by itself and in no sentence."""
    return _("; ").join(_(one_line(text)) for text in (entry.description, entry.note) if text)


def lever_name(name: str) -> str:
    """A lever's key, which an English reader can read; in Chinese its title, or what it means where it has none; "responsibility" is the matrix."""
    if name == "responsibility":
        return _("cells of the responsibility matrix handed to others")
    from scenarios import load_parameters  # not above: every command reads the words, and few read scenarios

    entry = load_parameters().entries.get(name) if language() == "zh" else None
    return name if entry is None else entry.title_zh or _(one_line(entry.description))


def title_of(name: str, entry: ParameterEntry) -> str:
    """What a parameter is called by itself: in English its key as words, in Chinese its title, or what it means where it has none."""
    if language() == "zh":
        return entry.title_zh or _(one_line(entry.description))
    return name.replace("_", " ").capitalize()
