"""What all kinds of file share: strict tables, names, texts, ranges, and faults that say how to mend them."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from scenarios.problems import NOTHING, Sentence

SCHEMA_VERSION = 1
ASSUMPTION = "assumption"
OWN_DATA = "own-data"
"""The source of what a district knows of itself, by its register and records."""
MAX_NAME = 60
MAX_NUMBER = 1e12
NAME_PATTERN = r"^[a-z0-9][a-z0-9_-]*$"
FILE_NAME_PATTERN = r"^[a-z0-9][a-z0-9-]*$"
PART_PATTERN = r"^[a-z0-9][a-z0-9-]*(\.toml)?$"
SETTING_PATTERN = r"^[a-z0-9][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)?$"
SOURCE_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9-]*$"
SPEC_PATTERN = r"^[^\x00-\x1f]*$"


class Fault(ValueError):
    """A fault that a check inside a table finds at ``key`` of it; ``allowed`` and ``mend`` as in ``Problem``."""

    def __init__(self, reason: str, allowed: str = NOTHING, mend: str = NOTHING, key: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.allowed = allowed
        self.mend = mend
        self.key = key


class Table(BaseModel):
    """A TOML table: true is no number, "1" is no number, no nan, no unknown key."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


def _inert(text: str) -> str:
    # Control and direction characters would let a title rewrite the terminal or a report around it.
    bad = [mark for mark in text if unicodedata.category(mark) in {"Cc", "Cf", "Cs"} and mark not in "\n\t"]
    if bad:
        code = f"U+{ord(bad[0]):04X}"
        raise Fault(Sentence("the text holds the control character {code}", code=code), mend=Sentence("remove it"))
    return text


def _written(text: str) -> str:
    if not text.strip():
        raise Fault(Sentence("the text is blank"), Sentence("some words"), Sentence("write it"))
    return _inert(text)


def _range(bounds: list[float]) -> list[float]:
    if bounds[0] > bounds[1]:
        raise Fault(Sentence("the range runs backwards"), Sentence("[low, high]"), Sentence("swap the two numbers"))
    return bounds


def _no_assumption(source: str) -> str:
    if source == ASSUMPTION:
        raise Fault(Sentence("a study is cited, not assumed"), Sentence("an id of evidence.toml"), Sentence("add the study to evidence.toml"))
    return source


Number = Annotated[float, Field(ge=-MAX_NUMBER, le=MAX_NUMBER)]
Range = Annotated[list[Number], Field(min_length=2, max_length=2), AfterValidator(_range)]
Line = Annotated[str, Field(max_length=300), AfterValidator(_written)]
Text = Annotated[str, Field(max_length=6000), AfterValidator(_written)]
OptionalText = Annotated[str, Field(max_length=6000), AfterValidator(_inert)]
Name = Annotated[str, Field(pattern=NAME_PATTERN, max_length=MAX_NAME)]
Setting = Annotated[str, Field(pattern=SETTING_PATTERN, max_length=2 * MAX_NAME + 1)]
FileName = Annotated[str, Field(pattern=FILE_NAME_PATTERN, max_length=MAX_NAME)]
Part = Annotated[str, Field(pattern=PART_PATTERN, max_length=MAX_NAME + 5)]
SourceId = Annotated[str, Field(pattern=SOURCE_PATTERN, max_length=MAX_NAME)]
Study = Annotated[SourceId, AfterValidator(_no_assumption)]
Sources = Annotated[
    list[SourceId],
    Field(min_length=1, max_length=50, description="ids of evidence.toml, or the word assumption"),
]
Version = Annotated[int, Field(ge=SCHEMA_VERSION, le=SCHEMA_VERSION, description="version of this file format")]


def needs_range(sources: list[str], low: float, high: float, key: str = "") -> None:
    """Raise ``Fault`` at ``key`` where an assumption comes without anything to vary."""
    if ASSUMPTION in sources and low >= high:
        raise Fault(
            Sentence("a value that rests on an assumption needs a range to vary"),
            Sentence("a low bound below the high one"),
            Sentence("give the range, or name the evidence"),
            key,
        )
