"""Ten questions to a district, and the file that its answers make: what is left out is taken over."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from experiments.data import cells
from experiments.text.messages import N_, _
from simulation.district import District


@dataclass(frozen=True)
class Asked:
    """One question: its name, its words, and the bounds of a number; both None for a text."""

    name: str
    text: str
    low: float | None = None
    high: float | None = None


QUESTIONS = (
    Asked("title", N_("What is the district called?")),
    Asked("enterprises", N_("How many enterprises with employees are there?"), 1, 200_000),
    Asked("employees", N_("How many people do they employ?"), 1, 10_000_000),
    Asked("registered", N_("How many enterprises are in the emergency bureau's register?"), 1, 200_000),
    Asked("registered_mean_workers", N_("How many people does one of the register employ on average?"), 1, 20_000),
    Asked("emergency", N_("How many safety officers has the emergency bureau?"), 0.5, 1000),
    Asked("fire", N_("How many has the fire and rescue brigade?"), 0, 1000),
    Asked("market", N_("How many has the market regulation bureau?"), 0, 1000),
    Asked("towns", N_("How many have the towns and streets together?"), 0, 1000),
    Asked("insured", N_("How many enterprises have safety liability insurance?"), 0, 200_000),
)
"""The ten by which districts differ most, and which a district can answer."""
SIZES = ("enterprises", "employees", "registered", "registered_mean_workers", "insured")
OFFICERS = ("emergency", "fire", "market", "towns")
Answers = Mapping[str, str | float | None]


def ask(answer: Callable[[str], str], say: Callable[[str], None]) -> dict[str, str | float | None]:
    """All answers; an empty one is None, and what cannot be read is asked again."""
    found: dict[str, str | float | None] = {}
    for number, question in enumerate(QUESTIONS, 1):
        while True:
            given = cells.plain(answer(f"{number}/{len(QUESTIONS)} {_(question.text)} "))
            if question.low is None or question.high is None:
                if given:
                    found[question.name] = given
                    break
                say(_("A name is needed."))
                continue
            if not given:
                found[question.name] = None
                break
            try:
                whole = question.name not in ("registered_mean_workers", *OFFICERS)
                found[question.name] = cells.number(given, question.low, question.high, whole)[0]
                break
            except cells.Unread as error:
                say(f"{error.what}; {error.allowed}; {error.mend}")
    return found


def file_of(answers: Answers, base: District, name: str) -> str:
    """The district's file: answers as its own, and what must fit them scaled from ``base`` as an assumption."""
    title = json.dumps(str(answers["title"]), ensure_ascii=False)
    lines = ["schema_version = 1", f'name = "{name}"', f'extends = "{base.name}"', f"title = {title}", f"title_zh = {title}"]
    sizes = {key: answers[key] for key in SIZES if answers[key] is not None}
    written = [f"{key} = {{ value = {_number(key, value)}, source = [\"own-data\"] }}" for key, value in sizes.items()]
    # What Jiuyuan has of these belongs to its own size: a smaller register has fewer of them.
    registered = sizes.get("registered")
    if isinstance(registered, float):
        share = registered / base.register.count
        written += [f"{key} = {_scaled(value * share)}" for key, value in (("graded", base.graded), ("insured", base.insured)) if key not in sizes]
        if share < 1.0:
            written.append("large_plants = { value = 0, source = [\"own-data\"] }")
    if written:
        lines += ["", "[size]", *written]
    employees = sizes.get("employees")
    for plan in base.departments:
        answer = answers.get(plan.name)
        if answer is not None:
            lines += ["", f"[departments.{plan.name}]", f"officers = {{ value = {answer!r}, source = [\"own-data\"] }}"]
        elif isinstance(employees, float):
            lines += ["", f"[departments.{plan.name}]", f"officers = {_scaled(plan.officers * employees / base.employees)}"]
    return "\n".join(lines) + "\n"


def _number(key: str, value: str | float | None) -> str:
    return repr(int(value)) if isinstance(value, float) and key in ("enterprises", "employees", "registered") else repr(value)


def _scaled(value: float) -> str:
    return f"{{ low = {0.5 * value!r}, value = {value!r}, high = {2.0 * value!r}, source = [\"assumption\"] }}"
