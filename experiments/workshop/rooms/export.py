"""What a room takes home: a ZIP of tables that any spreadsheet opens, without a name or a token."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence

from experiments.disk.files import inert
from experiments.text.labels import label
from experiments.text.messages import N_, _, titled
from experiments.workshop.rooms.lessons import scenario_of, team_scenario
from experiments.workshop.rooms.people import OTHER
from experiments.workshop.rooms.room import Room
from experiments.workshop.rooms.told import Told
from experiments.workshop.rooms.views import lever_title, team_name
from scenarios.schema.lesson import BASELINE

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
Cell = str | float | int | None


def exported(room: Room) -> bytes:
    """The ZIP: guesses.csv, answers.csv, teams.csv, read-me.txt and scenarios.json, in the language in force."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("guesses.csv", table(_GUESSES, _guess_rows(room)))
        archive.writestr("answers.csv", table(_ANSWERS, _answer_rows(room)))
        archive.writestr("teams.csv", table(_TEAMS, _team_rows(room)))
        archive.writestr("read-me.txt", _about(room))
        archive.writestr("scenarios.json", json.dumps(_scenarios(room), ensure_ascii=False, indent=2) + "\n")
    return stream.getvalue()


def table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A CSV with a byte order mark, in which no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([[inert(cell) if isinstance(cell, str) else cell for cell in row] for row in rows])
    return _BOM + text.getvalue()


_GUESSES = ("round", "person", "team", "guess_percent", "because", "in_own_words", "drawn_percent_by_year")
_ANSWERS = ("round", "question", "outcome", "change_percent", "low_percent", "high_percent", "worlds", "sets", "told")
_TEAMS = ("round", "team", "lever", "value", "outcome", "change_percent", "low_percent", "high_percent", "told")
_COLUMNS = {
    "round": N_("number of the round"), "person": N_("number of the person; nobody has a name"), "team": N_("number of the team"),
    "guess_percent": N_("guess: change in % of the baseline"), "because": N_("reason that was chosen"), "in_own_words": N_("reason in own words"),
    "drawn_percent_by_year": N_("course that was drawn, year:change in %"), "question": N_("question of the round"), "outcome": N_("outcome"),
    "change_percent": N_("the model's answer: change in % of the baseline"), "low_percent": N_("lower end of the 95 % interval"),
    "high_percent": N_("upper end of the 95 % interval"), "worlds": N_("number of simulated worlds"), "sets": N_("number of sets of assumptions"),
    "told": N_("the answer in words"), "lever": N_("lever that the team moved"), "value": N_("value that the team set"),
}  # fmt: skip
"""What the columns of the tables hold: their names are the same in every language, so that a program reads the tables of any room."""


def _guess_rows(room: Room) -> Iterable[list[Cell]]:
    for number, (asked, said) in enumerate(zip(room.lesson.rounds, room.rounds, strict=True), 1):
        reasons = [titled(one.text, one.text_zh) for one in asked.because]
        for who, guess in said.guesses.items():
            because = _("Another reason") if guess.because == OTHER else reasons[guess.because]
            person = room.members[who]
            yield [number, person.number, person.team + 1, guess.value, because, guess.words, " ".join(f"{year}:{value:g}" for year, value in enumerate(guess.course, 1))]


def _answer_rows(room: Room) -> Iterable[list[Cell]]:
    for number, (asked, said) in enumerate(zip(room.lesson.rounds, room.rounds, strict=True), 1):
        told = said.told
        yield [number, titled(asked.question, asked.question_zh), label(asked.outcome), *_numbers(told), told.worlds, told.sets, told.words()]


def _team_rows(room: Room) -> Iterable[list[Cell]]:
    for number, said in enumerate(room.rounds, 1):
        for team, choice in sorted(said.choices.items()):
            told = said.told_teams.get(team, Told())
            for name, value in choice.levers.items() or [("", None)]:
                yield [number, team_name(team), lever_title(name) if name else "", value, label(room.lesson.outcome_of_teams(number - 1)), *_numbers(told), told.words()]


def _numbers(told: Told) -> list[Cell]:
    return [told.change, told.low, told.high]


def _scenarios(room: Room) -> list[dict[str, object]]:
    """What was run, so that it can be run again: as a query of the page and as a command."""
    found: list[dict[str, object]] = []
    for number, said in enumerate(room.rounds):
        scenario = scenario_of(room.lesson, number)
        found.append({"round": number + 1, "query": scenario.to_query(), "command": scenario.command(), "hash": said.told.hash})
        for team, choice in sorted(said.choices.items()):
            if choice.levers or room.lesson.rounds[number].teams_from != BASELINE:
                own = team_scenario(room.lesson, number, choice.levers)
                told = said.told_teams.get(team, Told())
                found.append({"round": number + 1, "team": team + 1, "query": own.to_query(), "command": own.command(), "hash": told.hash})
    return found


def _about(room: Room) -> str:
    lines = [
        titled(room.lesson.title, room.lesson.title_zh),
        "",
        _("guesses.csv: what each person expected before the answer was shown, and why; people have numbers and no names."),
        _("answers.csv: what the model said, in per cent of the baseline, with the 95 % interval."),
        _("teams.csv: the levers that each team moved and what came of them."),
        _("scenarios.json: what was run, as a query of the page and as a command that gives the same numbers."),
        "",
        _("The columns of the tables:"),
        *(_("{name}: {text}").format(name=name, text=_(text)) for name, text in _COLUMNS.items()),
        "",
        _("The model has not been held against field data of any district: read differences, not levels, and read the interval."),
    ]
    return "\n".join(lines) + "\n"
