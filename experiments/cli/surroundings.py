"""What is said to every command alike, and where nobody looks: the language, and switches of the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from experiments.text import messages
from experiments.text.errors import UserError, cut, shown_value
from experiments.text.messages import _
from simulation.switches import OFF, ON, PLAIN, is_on

DEBUG = "INSPECTORATE_DEBUG"
HOME = re.compile(r"\A(--[\w-]+=|-\w)?(~.*)", re.DOTALL)
"""A word, or the value of an option, that begins at somebody's home; nothing else that can be meant begins with the sign."""
SWITCHES = (PLAIN, DEBUG)


def check(given: Sequence[str]) -> None:
    """``UserError`` for a language that there is not, one that is given twice, and a switch that is set to no word of a switch."""
    _check_language(given)
    for name in SWITCHES:
        try:
            is_on(name)
        except ValueError:
            raise UserError(
                _("{name} is a switch, and {value} says neither on nor off.").format(name=name, value=shown_value(os.environ[name])), name,
                _("Set it to one of {on}, or to one of {off}, or unset it.").format(on=messages.enumerated(ON), off=messages.enumerated(filter(None, OFF)))) from None  # fmt: skip


def at_home(words: Sequence[str]) -> list[str]:
    """The words with the home in place of a ``~`` that the shell left as it is: in quotes, and behind ``--out=`` in most of them."""
    return [HOME.sub(lambda found: (found[1] or "") + os.path.expanduser(found[2]), word) for word in words]


def wants_trace() -> bool:
    """Whether a fault of the program is shown with where it is."""
    try:
        return is_on(DEBUG)
    except ValueError:
        return False


def _check_language(given: Sequence[str]) -> None:
    found: list[tuple[str, str]] = []
    for position, argument in enumerate(given):
        if argument.startswith("--lang="):
            found.append((argument, argument.removeprefix("--lang=")))
        elif argument == "--lang":
            value = given[position + 1] if position + 1 < len(given) else ""
            found.append((f"--lang {value}", value))
    for typed, value in found:
        if value not in messages.LANGUAGES:
            raise UserError(_("There is no such language."), cut(typed), _("Write --lang en or --lang zh."))
    if len(found) > 1:
        raise UserError(_("{name} is given twice.").format(name="--lang"), " ".join(typed for typed, _value in found[:2]), _("Give it once."))
    if messages.named(os.environ.get(messages.OWN, "en")) is None:
        raise UserError(_("There is no such language."), f"{messages.OWN}={cut(os.environ[messages.OWN])}", _("Write one of these: {names}.").format(
            names=messages.enumerated(messages.LANGUAGES)))  # fmt: skip
