"""A scenario as a command: ``inspectorate compare --district jiuyuan --policy all-five --worlds 20``."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from experiments.running.shapes.fields import (
    DISCOUNT_PLACES,
    NUMBERS,
    Fields,
    number,
    parameter,
    refuse_long,
    started,
    unusual,
    whole_number,
)
from experiments.running.shapes.query import USUAL_DISTRICT
from experiments.text.errors import UserError, cut, shown_value
from experiments.text.formatting import exact
from experiments.text.messages import _

OPTIONS = {
    "--district": "district", "-d": "district", "--policy": "policy", "--parameter": "parameter", "--months": "months", "--seed": "seed",
    "--worlds": "worlds", "-n": "worlds", "--first-world": "first_world", "--ensemble": "ensemble", "--discount": "discount",
    "--set": "settings",
}  # fmt: skip
"""Options of ``compare`` that are the scenario, and their fields."""
HOW_RUN = {
    "--out": True, "-o": True, "--workers": True, "--timeout": True, "--lang": True, "--no-store": False, "--details": False, "--dry-run": False,
    "--json": False, "--quiet": False, "-q": False,
}  # fmt: skip
"""Options that say how it is run and told, and whether each takes a value: no part of the scenario."""
WORLDS_OF_COMPARE = 10
"""Worlds of a command that names none."""


def percent(rate: float) -> str:
    """A yearly rate as the percentage that ``--discount`` takes."""
    return exact(round(100 * rate, DISCOUNT_PLACES - 2))


def of_percent(value: float) -> float:
    """The yearly rate of a percentage; exactly the one that ``percent`` wrote."""
    return round(value / 100, DISCOUNT_PLACES)


def written(fields: Mapping[str, Any]) -> str:
    """The command that compares a scenario, quoted for a shell."""
    words = [("--district", fields["district"]), *(("--policy", spec) for spec in fields["policies"])]
    others = {"worlds": fields["worlds"], **unusual(fields)}
    words += [(f"--{name.replace('_', '-')}", str(others[name])) for name in NUMBERS if name in others]
    words += [("--parameter", f"{name}={exact(value)}") for name, value in fields["parameters"].items()]
    words += [("--ensemble", others["ensemble"])] if "ensemble" in others else []
    words += [("--discount", percent(others["discount"]))] if "discount" in others else []
    return " ".join(["inspectorate", "compare", *(_word(name, value) for name, value in words)])


def _word(name: str, value: str) -> str:
    return shlex.quote(f"{name}={value}") if value.startswith("-") else f"{name} {shlex.quote(value)}"


def read(text: str) -> Fields:
    """The fields of such a command, with ``settings`` as they were typed; ``UserError`` for what is none, or has an option that changes what is compared otherwise."""
    fields, seen = {**started(), "settings": []}, set()
    fields |= {"district": USUAL_DISTRICT, "worlds": WORLDS_OF_COMPARE}
    for name, value in _options(_words(refuse_long(text, "inspectorate compare"))):
        where = cut(f"{name} {value}")
        field = OPTIONS[name]
        if field in seen and field not in ("policy", "parameter", "settings"):
            raise UserError(_("{name} is given twice.").format(name=name), where, _("Give it once."))
        seen.add(field)
        if field == "policy":
            fields["policies"].append(value)
        elif field == "settings":
            fields["settings"].append(value)
        elif field == "parameter":
            parameter(value, fields["parameters"], where)
        elif field in ("district", "ensemble"):
            fields[field] = value
        else:
            fields[field] = of_percent(number(value, where)) if field == "discount" else whole_number(value, where)
    return fields


def _words(text: str) -> list[str]:
    try:
        words = shlex.split(text.replace("\\\n", " "))
    except ValueError:
        raise UserError(_("A quotation mark is not closed."), cut(text), _("Close it, or leave it out.")) from None
    if words[:1] and words[0].rpartition("/")[2] == "inspectorate":
        words = words[1:]
    if words[:1] != ["compare"]:
        raise UserError(_("This is no command that compares policies."), cut(text), _("Write inspectorate compare --district ... --policy ...."))
    return words[1:]


def _options(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(option, value) of what is the scenario; how it is run is passed over."""
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
        takes = name in OPTIONS or HOW_RUN.get(name)
        if takes is None:
            raise UserError(_("{value} is no part of a scenario.").format(value=shown_value(name)), cut(word), _("Leave it out, and give it to the command that runs the scenario."))
        if takes and not equals:
            found = next(rest, None)
            if found is None:
                raise UserError(_("The option {name} needs a value.").format(name=name), cut(word), _("Write what it is to be, or leave it out."))
            value = found
        if name in OPTIONS:
            yield name, value
