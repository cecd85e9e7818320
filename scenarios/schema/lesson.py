"""The schema of a lesson: a start, rounds of one question each, the levers that a room may move, and what the lesson says the model teaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.problems import Sentence, show
from scenarios.schema.base import (
    SPEC_PATTERN,
    Fault,
    FileName,
    Line,
    Name,
    Number,
    OptionalText,
    Range,
    Table,
    Text,
    Version,
)

MAX_ROUNDS = 8
MAX_LEVERS = 8
MAX_STOPS = 12
MAX_BECAUSE = 8
MAX_HINTS = 8
MAX_TEAMS = 8
MAX_WORLDS = 60
MAX_QUERY = 2000

Spec = Annotated[str, Field(pattern=SPEC_PATTERN, min_length=1, max_length=600)]
Query = Annotated[str, Field(pattern=SPEC_PATTERN, min_length=1, max_length=MAX_QUERY)]
BASELINE = "baseline"
OptionalLine = Annotated[OptionalText, Field(max_length=300)]
Width = Annotated[float, Field(gt=0, le=100)]
Worlds = Annotated[int, Field(ge=10, le=MAX_WORLDS)]


class Words(Table):
    """A sentence in English and in Chinese."""

    text: Line
    text_zh: OptionalLine = ""


class OpenLever(Table):
    """A lever that teams may move, and where it may stand."""

    stops: Annotated[list[Number], Field(min_length=2, max_length=MAX_STOPS, description="the values it may take, in its unit, from low to high")]

    @model_validator(mode="after")
    def _climbs(self) -> OpenLever:
        if any(after <= before for before, after in zip(self.stops, self.stops[1:], strict=False)):
            raise Fault(Sentence("the stops of a lever do not climb"), Sentence("each above the one before"), Sentence("put them in order"), "stops")
        return self


class LessonRound(Table):
    """One question: what is changed, what happens to an outcome by how many per cent, and what is talked about afterwards."""

    title: Line
    title_zh: OptionalLine = ""
    question: Line
    question_zh: OptionalLine = ""
    policy: Spec = Field(description="what is changed against the baseline: a policy, or one of its own as NAME:BASE,LEVER=VALUE")
    outcome: Name = Field(default="expected_deaths", description="the outcome whose change in per cent of the baseline is asked for")
    guess: Range = Field(default=[-60.0, 40.0], description="lowest and highest guess, in per cent of the baseline")
    because: list[Words] = Field(min_length=2, max_length=MAX_BECAUSE, description="the reasons to choose from")
    hints: list[Words] = Field(default=[], max_length=MAX_HINTS, description="for the host, should the room get stuck")
    look_at: list[Words] = Field(min_length=1, max_length=MAX_HINTS, description="what to look at when the answer is known")
    levers: list[Name] = Field(default=[], max_length=MAX_LEVERS, description="open to the teams in this round; all of the lesson's if left out")
    moves: Annotated[int, Field(ge=0, le=MAX_LEVERS)] = Field(default=2, description="how many of the open levers a team may move; 0: teams do not choose here")
    teams_from: Spec = Field(default=BASELINE, description="the policy that what teams move is added to; none of its own levers may be open")
    teams_outcome: Name | None = Field(default=None, description="the outcome by which teams are compared; that of the question if left out")

    @model_validator(mode="after")
    def _asks_something(self) -> LessonRound:
        low, high = self.guess
        if not -100 <= low < 0 < high <= 200:
            raise Fault(Sentence("guesses from {low} to {high} leave out what may happen", low=show(low), high=show(high)),
                        Sentence("a low bound from -100 to below 0, a high one above 0 up to 200"), Sentence("widen the range"), "guess")  # fmt: skip
        _once(self.levers, "levers")
        return self


class Taught(Table):
    """One thing that the model must teach, or the lesson is wrong: a difference and its direction."""

    says: Line
    says_zh: OptionalLine = ""
    policy: Spec
    than: Spec = Field(default=BASELINE, description="what the policy is held against")
    outcome: Name
    direction: Literal["lower", "higher", "unchanged"] = Field(
        description="lower, higher: the interval of the difference leaves zero out; unchanged: all of it lies within `within`")  # fmt: skip
    within: Width | None = Field(default=None, description="of \"unchanged\" alone: per cent of the baseline to either side")
    worlds: Worlds = Field(default=20, description="on which it is checked, two under each set of assumptions")

    @model_validator(mode="after")
    def _says_how_much(self) -> Taught:
        if self.direction == "unchanged" and self.within is None:
            raise Fault(Sentence("\"unchanged\" says nothing without a width"), Sentence("per cent of the baseline, above 0"),
                        Sentence("add within = 1"), "within")  # fmt: skip
        if self.direction != "unchanged" and self.within is not None:
            raise Fault(Sentence("a width belongs to \"unchanged\" alone"), mend=Sentence("remove it"), key="within")
        if self.policy == self.than:
            raise Fault(Sentence("a policy is held against itself"), mend=Sentence("name another under `than`"), key="than")
        return self


class LessonFile(Table):
    """experiments/workshop/lessons/NAME.toml."""

    schema_version: Version
    name: FileName = Field(description="the file's own name without .toml")
    title: Line
    title_zh: OptionalLine = ""
    about: Text = Field(description="for the host alone: what the lesson is for and what to take home")
    about_zh: OptionalText = ""
    minutes: Annotated[int, Field(ge=5, le=240)] = Field(default=30, description="how long it takes")
    start: Query = Field(description="the scenario of all rounds as a query, such as district=jiuyuan-quarter; months and worlds where they are not as usual")
    teams: Annotated[int, Field(ge=1, le=MAX_TEAMS)] = 4
    levers: dict[Name, OpenLever] = Field(min_length=1, max_length=MAX_LEVERS, description="that teams may move, each with its stops")
    rounds: list[LessonRound] = Field(min_length=1, max_length=MAX_ROUNDS)
    teaches: list[Taught] = Field(min_length=1, max_length=12, description="held against the model by a test")

    def outcome_of_teams(self, number: int) -> str:
        """The outcome by which teams are compared in round ``number`` (from 0 on)."""
        return self.rounds[number].teams_outcome or self.rounds[number].outcome

    def open_levers(self, number: int) -> dict[str, OpenLever]:
        """The levers that teams may move in round ``number`` (from 0 on)."""
        chosen = self.rounds[number].levers
        return {name: lever for name, lever in self.levers.items() if not chosen or name in chosen}

    @model_validator(mode="after")
    def _fits_together(self) -> LessonFile:
        for number, each in enumerate(self.rounds):
            strange = [name for name in each.levers if name not in self.levers]
            if strange:
                raise Fault(Sentence("{name} is opened in a round and has no stops", name=show(strange[0])), mend=Sentence("add [levers.NAME] with its stops"),
                            key="rounds")  # fmt: skip
            if each.moves > len(self.open_levers(number)):
                raise Fault(Sentence("a team may move more levers than are open"), Sentence("up to {limit}", limit=len(self.open_levers(number))),
                            Sentence("lower `moves`"), "rounds")  # fmt: skip
        return self


def _once(names: Sequence[str], key: str) -> None:
    doubled = [name for name, count in Counter(names).items() if count > 1]
    if doubled:
        raise Fault(Sentence("{name} stands twice", name=doubled[0]), mend=Sentence("keep one of them"), key=key)

