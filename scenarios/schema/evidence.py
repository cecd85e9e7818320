"""The schema of evidence.toml: what the project cites."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from scenarios.problems import Sentence
from scenarios.schema.base import ASSUMPTION, Fault, Line, SourceId, Table, Text, Version


def _link(link: str) -> str:
    if link and (not link.startswith(("https://", "http://")) or not link.isprintable() or " " in link):
        raise Fault(
            Sentence("the link is no web address"),
            Sentence("https://..., or an empty text where there is none"),
            Sentence("give the full address"),
        )
    return link


Link = Annotated[str, Field(max_length=2000), AfterValidator(_link)]


class EvidenceEntry(Table):
    """One figure: what was seen, when, who published it, where, and how sure it is."""

    figure: Text = Field(description="what was seen, with value and unit")
    year: Line
    citation: Text = Field(description="who published it")
    link: Link = Field(description='web address, or ""')
    status: Line = Field(description="how sure it is")


def _id(name: str) -> str:
    if name.lower() == ASSUMPTION:
        raise Fault(
            Sentence("'assumption' is a word of the files and can be no id"),
            mend=Sentence("give the evidence another id"),
        )
    return name


class EvidenceFile(Table):
    """evidence.toml."""

    schema_version: Version
    evidence: dict[Annotated[SourceId, AfterValidator(_id)], EvidenceEntry] = Field(min_length=1, max_length=2000)
