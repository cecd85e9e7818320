"""What stands on the site: its pages in their order, with their names in both languages (docs/site/site.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import experiments

ROOT = Path(str(experiments.__file__)).parents[1]
DOCS = ROOT / "docs"
LANGUAGES = ("en", "zh")
OUTSIDE = {"project/contributing.md": ROOT / "CONTRIBUTING.md", "project/changelog.md": ROOT / "CHANGELOG.md"}
"""Pages whose file does not stand in docs/."""
WRITTEN = ("reference/commands.md", "reference/files.md", "reference/api.md")
"""Pages without a file: they are written from the program each time."""


@dataclass(frozen=True)
class Section:
    """A heading of the menu, with its pages by path and their names; both by language."""

    title: Mapping[str, str]
    pages: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Contents:
    """The sections in their order, and the words that stand on every page, by name and language."""

    sections: tuple[Section, ...]
    words: Mapping[str, Mapping[str, str]]

    @property
    def pages(self) -> list[str]:
        """Every page in the order of the menu."""
        return [page for section in self.sections for page in section.pages]

    def name(self, page: str, language: str) -> str:
        """What a page is called in the menu."""
        return next(section.pages[page][language] for section in self.sections if page in section.pages)

    def menu(self, language: str) -> list[dict[str, Any]]:
        """The menu as MkDocs takes it."""
        return [{section.title[language]: [{names[language]: page} for page, names in section.pages.items()]} for section in self.sections]


def read(path: Path = DOCS / "site" / "site.toml") -> Contents:
    """The contents as the file has them; ``ValueError`` where a page has no name."""
    data = tomllib.loads(path.read_text("utf-8"))
    sections = []
    for section in data.pop("section"):
        if set(section["pages"]) != set(section["titles"]):
            raise ValueError(f"{path.name}: pages and titles of {section['title']['en']} differ: {sorted(set(section['pages']) ^ set(section['titles']))}")
        sections.append(Section(section["title"], {page: section["titles"][page] for page in section["pages"]}))
    return Contents(tuple(sections), {name: value for name, value in data.items() if isinstance(value, dict)})


def source(page: str, language: str) -> Path | None:
    """The file of a page in a language, its English one where it is not translated; the one there is, where it is Chinese alone; None where it is written from the program."""
    if page in WRITTEN:
        return None
    if page in OUTSIDE:
        return OUTSIDE[page]
    english, chinese = DOCS / page, (DOCS / page).with_suffix(".zh.md")
    order = (chinese, english) if language == "zh" else (english, chinese)
    return next((path for path in order if path.exists()), english)


def is_fallback(page: str, language: str) -> bool:
    """Whether a Chinese reader is shown the English page, since there is no other."""
    path = source(page, language)
    return language == "zh" and path is not None and not path.name.endswith(".zh.md") and page != "glossary.md"
