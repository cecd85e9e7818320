"""What a page may know of a room: everybody's part, a member's own, and the host's; no token and no guess of another is in any."""

from __future__ import annotations

from typing import Any

from experiments.text.labels import label
from experiments.text.lever_names import title_of
from experiments.text.messages import _, one_line, titled
from experiments.workshop.rooms.guesses import together
from experiments.workshop.rooms.lessons import lesson_names, shipped_lesson
from experiments.workshop.rooms.people import Choice, known
from experiments.workshop.rooms.room import SHOWN, Room
from scenarios import load_parameters
from scenarios.schema.lesson import Words


def everybody(room: Room) -> dict[str, Any]:
    """What the wall, every phone and the host see alike."""
    asked = room.asked
    view: dict[str, Any] = {
        "code": room.code,
        "sitting": room.sitting,
        "phase": room.phase,
        "round": room.number + 1,
        "rounds": len(room.rounds),
        "lesson": titled(room.lesson.title, room.lesson.title_zh),
        "seconds_left": room.seconds_left,
    }
    if room.phase not in ("welcome", "ended"):
        view |= {
            "title": titled(asked.title, asked.title_zh),
            "question": titled(asked.question, asked.question_zh),
            "outcome": label(asked.outcome),
            "guess": {"low": asked.guess[0], "high": asked.guess[1]},
            "years": room.years,
            "because": [*(_words(one) for one in asked.because), _("Another reason")],
            "other": len(asked.because),
        }
    if room.phase in SHOWN:
        view |= {"room": together(asked, [*room.said.guesses.values()]), "model": room.said.told.data()}
    if room.phase == "debrief":
        view["look_at"] = [_words(one) for one in asked.look_at]
    if room.phase == "debrief" and asked.moves:
        view |= {"teams": _teams(room), "levers": _levers(room), "moves": asked.moves, "teams_outcome": label(room.lesson.outcome_of_teams(room.number))}
    return view


def wall(room: Room) -> dict[str, Any]:
    """For the screen: how many are here and have guessed, and what everybody sees."""
    return {**everybody(room), "version": room.counts.version, "members": len(room.members), "guessed": len(room.said.guesses)}


def member(room: Room, who: object) -> dict[str, Any]:
    """For a phone: its own guess and team beside what everybody sees; ``Refused`` for nobody of the room."""
    me = known(room.members, who)
    guess = room.said.guesses.get(str(who))
    choice = room.said.choices.get(me.team, Choice())
    own = {
        "number": me.number,
        "team": me.team,
        "guess": None if guess is None else {"value": guess.value, "because": guess.because, "words": guess.words, "course": guess.course},
        "levers": dict(choice.levers),
    }
    return {**everybody(room), "version": room.news.version, "me": own, "teams_open": [team_name(n) for n in range(room.lesson.teams)]}


def host(room: Room) -> dict[str, Any]:
    """For the host: what the wall shows, and what it does not show apart from it."""
    asked, said = room.asked, room.said
    secret = {
        "about": titled(one_line(room.lesson.about), one_line(room.lesson.about_zh)),
        "minutes": room.lesson.minutes,
        "hints": [_words(one) for one in asked.hints],
        "model": said.told.data(),
        "words": [guess.words for guess in said.guesses.values() if guess.words],
        "guesses": together(asked, [*said.guesses.values()]),
        "titles": [titled(one.title, one.title_zh) for one in room.lesson.rounds],
    }
    return {**wall(room), "secret": secret, "lesson_name": room.lesson.name, "lessons": lessons()}


def lessons() -> list[dict[str, Any]]:
    """The shipped lessons, to choose from."""
    found = [shipped_lesson(name) for name in lesson_names()]
    return [{"name": one.name, "title": titled(one.title, one.title_zh), "rounds": len(one.rounds), "minutes": one.minutes} for one in found]


def team_name(team: int) -> str:
    """A team has a number and no name."""
    return _("Team {n}").format(n=team + 1)


def _words(words: Words) -> str:
    return titled(words.text, words.text_zh)


def _levers(room: Room) -> list[dict[str, Any]]:
    """The levers open in this round, in real units, with today's value and the stops."""
    entries = load_parameters().entries
    found = []
    for name, lever in room.lesson.open_levers(room.number).items():
        entry, today = entries[name], room.today[name]
        found.append({
            "name": name,
            "title": lever_title(name),
            "unit": entry.unit,
            "unit_text": _(entry.unit),
            "today": today,
            "stops": sorted({today, *lever.stops}),
        })  # fmt: skip
    return found


def lever_title(name: str) -> str:
    """What a lever is called, as on the other pages."""
    return title_of(name, load_parameters().entries[name])


def _teams(room: Room) -> list[dict[str, Any]]:
    """What each team chose, lever by lever, beside what came of it."""
    rows = []
    for team in range(room.lesson.teams):
        choice, told = room.said.choices.get(team), room.said.told_teams.get(team)
        people = sum(member.team == team for member in room.members.values())
        rows.append({"name": team_name(team), "people": people, "levers": dict(choice.levers) if choice else None, "model": told.data() if told else None})
    return rows
