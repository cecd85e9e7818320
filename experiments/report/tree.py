"""What a report consists of: blocks in their order, and the data behind them. Built once; every writer takes the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["plain", "lead", "note", "warning", "code"]


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 or 2, with its number as it is written."""

    level: int
    text: str
    number: str = ""

    @property
    def whole(self) -> str:
        """Number and text as they stand in the paper."""
        if not self.number:
            return self.text
        return self.number + ("" if self.number[-1] in "、）" else " ") + self.text


@dataclass(frozen=True)
class Paragraph:
    """Sentences. ``lead``: the answer; ``note``: smaller; ``warning``: what is not as usual; ``code``: a command, as it is."""

    text: str
    kind: Kind = "plain"


@dataclass(frozen=True)
class Items:
    """Sentences one below the other, as notes are."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, in one or two lines; ``value`` where it is one number, in ``unit`` of its column and as it was computed."""

    text: str
    value: float | None = None
    strong: bool = False


@dataclass(frozen=True)
class Column:
    """A column with its unit, which stands in a row of its own; ``width`` is its share of the table."""

    title: str
    unit: str = ""
    numeric: bool = True
    width: float = 1.0


@dataclass(frozen=True)
class Table:
    """A table with its title above and its note below."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    number: str = ""

    @property
    def caption(self) -> str:
        """Number and title as they stand above it."""
        return captioned(self.number, self.title)

    @property
    def has_units(self) -> bool:
        """Whether any column has a unit."""
        return any(column.unit for column in self.columns)


@dataclass(frozen=True)
class Picture:
    """A figure; its finding stands in the caption, ``alt`` is for who cannot see it."""

    name: str
    png: bytes
    width: float
    """Inches."""
    height: float
    title: str
    """What is drawn."""
    finding: str
    alt: str
    note: str = ""
    number: str = ""

    @property
    def caption(self) -> str:
        """Number and finding as they stand below it."""
        return captioned(self.number, self.finding)


Block = Heading | Paragraph | Items | Table | Picture


@dataclass(frozen=True)
class Field:
    """A column of data: key as in the CSV files, title and unit for readers, what it means."""

    key: str
    title: str
    unit: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class Data:
    """Rows as they were computed: numbers as numbers, None where nothing may be said."""

    name: str
    title: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[str | float | None, ...], ...]
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class Report:
    """Everything of one report in one language."""

    language: str
    title: str
    subtitle: str
    date: str
    """Of the comparison, as the language writes it; empty where it is not known."""
    blocks: tuple[Block, ...]
    data: tuple[Data, ...]
    answer: tuple[str, ...]
    footer: str
    """Source, worlds, model and scenario, for the foot of pages and slides."""
    titles: Mapping[str, str]
    """Of the policies, by key."""

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Picture))


def captioned(number: str, text: str) -> str:
    """``Table 3. Text``, 表3 and the text."""
    return text if not number else f"{number}  {text}" if number[0] in "表图" else f"{number}. {text}"


DIGITS = "〇一二三四五六七八九"


def chinese_number(number: int) -> str:
    """``1`` to ``99`` as headings count them: 一, 十, 十二, 二十."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones or not tens else "")


def numbered(blocks: Sequence[Block], language: str) -> tuple[Block, ...]:
    """The blocks with their headings numbered, 一、（一） in Chinese official papers, 1 and 1.1 in English; tables and figures, too."""
    first, second, found = 0, 0, list[Block]()
    count = {Table: 0, Picture: 0}
    for block in blocks:
        if isinstance(block, Heading):
            first, second = (first + 1, 0) if block.level == 1 else (first, second + 1)
            if language == "zh":
                number = f"{chinese_number(first)}、" if block.level == 1 else f"（{chinese_number(second)}）"
            else:
                number = str(first) if block.level == 1 else f"{first}.{second}"
            block = Heading(block.level, block.text, number)
        if isinstance(block, Table | Picture):
            kind = type(block)
            count[kind] += 1
            word = ("表", "图") if language == "zh" else ("Table ", "Figure ")
            block = replace(block, number=f"{word[kind is Picture]}{count[kind]}")
        found.append(block)
    return tuple(found)
