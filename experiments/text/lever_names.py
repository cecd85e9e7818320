"""What a lever is called in a sentence."""

from __future__ import annotations

from experiments.text.messages import _, language, one_line


def lever_name(name: str) -> str:
    """A lever's key, which an English reader can read; in Chinese its title, or what it means where it has none."""
    from scenarios import load_parameters  # not above: every command reads the words, and few read scenarios

    entry = load_parameters().entries.get(name) if language() == "zh" else None
    return name if entry is None else entry.title_zh or _(one_line(entry.description))
