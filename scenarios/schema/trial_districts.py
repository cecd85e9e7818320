"""The schema of several districts in one trial: how many make a study, of which kinds they are, and what moves together among them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenarios.schema.base import Name, Table
from scenarios.schema.quantities import Share


class Move(Table):
    """Margins or demand of whole districts move by themselves, month after month: in part all districts of a study alike."""

    of: Literal["margin", "demand"]
    spread: Annotated[float, Field(gt=0, le=2)] = Field(description="standard deviation over months and districts; margin: in its own, demand: share of normal")
    common: Share = Field(description="share of its variance that the districts of a study have in common; the rest is each district's own")
    persistence: Annotated[float, Field(ge=0, lt=1)] = Field(description="what is left of a month's level in the next")


class Districts(Table):
    """Several districts make one study: so many worlds, one after the other, under the same parameters."""

    count: Annotated[int, Field(ge=2, le=1000)] = Field(description="districts of one study")
    kinds: list[Name] = Field(default=[], max_length=20, description="variants that the districts are of, in turn; none: all of the one world")
    moves: list[Move] = Field(default=[], max_length=2, description="what moves together among them, each of margin and demand at most once")

    def study_of(self, world: int) -> int:
        """The study to which a world belongs."""
        return world // self.count

    def kind_of(self, world: int) -> str | None:
        """The variant that a world is of; None where every world is of every variant."""
        return self.kinds[world % self.count % len(self.kinds)] if self.kinds else None
