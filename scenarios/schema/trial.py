"""The schema of a trial file: a published study, as a design that the model can be put through."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, PrivateAttr

from scenarios.schema.base import FileName, Line, Name, OptionalText, Study, Table, Text, Version
from scenarios.schema.evidence import Link
from scenarios.schema.policy import Month
from scenarios.schema.trial_arms import Arm, Assignment
from scenarios.schema.trial_districts import Districts
from scenarios.schema.trial_estimands import Estimand
from scenarios.schema.trial_world import Eligible, Positive, World
from simulation.district import District

Counted = Literal["evidence", "out of sample", "calibration"]
"""What a figure counts as, each apart from the others."""


class Record(Table):
    """How long is recorded, and how finely."""

    months: Month = Field(description="after the burn-in")
    every: Annotated[int, Field(ge=1, le=1200)] = Field(
        default=12, description="months of a window of the panel, counted from the treatment"
    )


class Size(Table):
    """How many worlds, and how many units of each arm."""

    worlds: Annotated[int, Field(ge=1, le=10_000)]
    units: dict[Name, Positive] | None = Field(
        default=None, description="at most so many units of an arm, by lot; none: all eligible"
    )


class LargeSize(Size):
    """The size of the verdict, and on how many sets of the ensemble it rests."""

    # Left out of a dump where it is not given: a bank of runs is known by the dumps of its trials, and this changes none of them.
    sets: Annotated[int, Field(ge=3, le=10_000)] | None = Field(
        default=None, exclude_if=lambda sets: sets is None,
        description="sets of the ensemble, each of which several worlds share; left out: each world has a set of its own",
    )  # fmt: skip


class Sizes(Table):
    """The sizes at which a trial is run: large for the verdict, published for the width of its interval."""

    large: LargeSize
    published: Size
    reason: Text


class TrialFile(Table):
    """One file of trials/.

    ``file`` is its name for messages, ``base`` the district that [world] names, both known once it is loaded.
    """

    schema_version: Version
    name: FileName = Field(description="the name of the file without .toml")
    title: Line
    title_zh: OptionalText = ""
    question: Text
    protocol: Text = Field(description="what the study did, and how the file does it")
    evidence: Annotated[list[Study], Field(min_length=1, max_length=50)]
    link: Link = ""
    # Left out of a dump where it is not set: a bank of runs is known by the dumps of its trials, and this changes none of them.
    out_of_sample: bool = Field(
        default=False, exclude_if=lambda held: not held,
        description="true: chosen and its bands written before any run; no fit may see it, and its figures are counted apart",
    )  # fmt: skip
    notes: list[Text] = Field(default=[], max_length=50, description="caveats that a reader must see")
    world: World
    eligible: Eligible = Eligible()
    assignment: Assignment
    districts: Districts | None = Field(default=None, exclude_if=lambda districts: districts is None, description="several districts in a study; whole worlds are drawn")
    arms: Annotated[list[Arm], Field(min_length=1, max_length=20)]
    record: Record
    sizes: Sizes
    estimands: Annotated[list[Estimand], Field(min_length=1, max_length=30)]

    _file: str = PrivateAttr(default="")
    _base: District | None = PrivateAttr(default=None)

    @property
    def file(self) -> str:
        return self._file

    @property
    def base(self) -> District:
        """The district before any change; raises ``ValueError`` on a file that was not loaded by ``load_trial``."""
        if self._base is None:
            raise ValueError(f"{self.name} was not read by load_trial")
        return self._base

    def counts_as(self, estimand: Estimand) -> Counted:
        """Under which head a figure of this trial is counted."""
        return "out of sample" if self.out_of_sample else estimand.kind

    def located(self, file: str, base: District) -> TrialFile:
        """Itself, with what only the reading of the file can know."""
        self._file, self._base = file, base
        return self
