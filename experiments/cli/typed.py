"""What is typed, looked at before the library reads it: options given twice, empty values, and numbers that only Python takes for such.

Of an option given twice the library takes the last and says nothing; ``--out ""`` it takes for the folder one is in; and ``1_0``, ``０.２``
or ``nan`` for numbers.
"""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args, get_type_hints

from experiments.running.asked import plain_float
from experiments.text.errors import UserError, cut
from experiments.text.messages import _

WHOLE = re.compile(r"\s*[+-]?[0-9]+\s*", re.ASCII)
LONGEST = 210
"""Letters without a blank that a message repeats: paths are that long, and nothing that can be meant is longer."""


def check(program: Any, words: Sequence[str]) -> list[str]:
    """``UserError`` for what would be read as something that nobody means; what the library refuses by itself is left to it.

    The warnings of what is read as it is meant, and changes nothing.
    """
    command, own = _command(program, words)
    if command is None or "--help" in own:
        return []
    kinds = _kinds(command)
    seen: dict[str, str] = {}
    for parameter, name, value in _given(command, own):
        if parameter is None:
            if not value.strip():
                raise UserError(_("An empty word was given."), '""', _("Write what it is to be, or leave it out."))
            continue
        if value is None:
            _refuse_contradiction(seen, parameter, name)
            continue
        if not parameter.multiple and parameter.name in seen:
            raise UserError(_("{name} is given twice.").format(name=name), f"{seen[parameter.name]} {name} {cut(value)}", _("Give it once."))
        seen[parameter.name] = f"{name} {cut(value)}"
        if not value.strip():
            raise UserError(_("The value of {name} is empty.").format(name=name), f'{name} ""', _("Write what it is to be, or leave it out."))
        _refuse_odd_number(name, value, kinds.get(parameter.name, frozenset()))
    return _idle(seen)


def _idle(seen: Mapping[str, str]) -> list[str]:
    """That a time after which something is given up has nobody whom it could be taken from: only another process can be stopped."""
    processes = seen.get("workers", "").rpartition(" ")[2]
    if "timeout" not in seen or not processes or int(processes) or "dask" in seen or "scheduler" in seen:
        return []
    return [_("{one} changes nothing beside {other}: only another process can be given up.").format(one=seen["timeout"], other=seen["workers"])]


def _refuse_contradiction(seen: dict[str, str], parameter: Any, name: str) -> None:
    """The same switch on and off; the same twice says nothing else than once."""
    before = seen.setdefault(parameter.name, name)
    if (before in parameter.opts) != (name in parameter.opts):
        raise UserError(_("{one} and {other} contradict each other.").format(one=before, other=name), f"{before} {name}", _("Give one of them."))


def _refuse_odd_number(name: str, value: str, kinds: frozenset[type]) -> None:
    if int in kinds and not WHOLE.fullmatch(value):
        raise UserError(_("The value of {name} is no whole number.").format(name=name), f"{name} {cut(value)}", _("Write it in digits, for instance 10."))
    if float in kinds:
        try:
            odd = not math.isfinite(plain_float(value))
        except ValueError:
            odd = True
        if odd:
            raise UserError(_("The value of {name} is no number.").format(name=name), f"{name} {cut(value)}", _("Write it in digits, for instance 0.5."))


def _command(program: Any, words: Sequence[str]) -> tuple[Any, list[str]]:
    """The command that is named, and the words after it; None where there is none."""
    rest = iter(enumerate(words))
    for place, word in rest:
        if word == "--lang":
            next(rest, None)
        elif not word.startswith("-"):
            return program.commands.get(word), list(words[place + 1 :])
    return None, []


def _kinds(command: Any) -> Mapping[str, frozenset[type]]:
    """The types that each parameter of a command may have."""
    hints = get_type_hints(inspect.unwrap(command.callback))
    return {name: frozenset({hint, *get_args(hint)}) for name, hint in hints.items()}


def _given(command: Any, words: Sequence[str]) -> Iterator[tuple[Any, str, Any]]:
    """(parameter, as typed, value) of every option, the value None of a switch; (None, "", word) of every other word.

    Ends where an option is met that the command does not have, since what it would take is not known.
    """
    options = {name: parameter for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts) if name.startswith("-")}
    rest = iter(words)
    for word in rest:
        if word == "--":
            yield from ((None, "", other) for other in rest)
            return
        if word.startswith("--"):
            name, equals, value = word.partition("=")
            if name not in options:
                return
            if options[name].is_flag:
                yield options[name], name, None
            elif equals or (value := next(rest, None)) is not None:  # type: ignore[assignment]
                yield options[name], name, value
        elif word.startswith("-") and len(word) > 1:
            left = word[1:]
            while left:
                name, left = f"-{left[0]}", left[1:]
                if name not in options:
                    return
                if options[name].is_flag:
                    yield options[name], name, None
                    continue
                typed = left or next(rest, None)
                if typed is not None:
                    yield options[name], name, typed
                left = ""
        else:
            yield None, "", word


def shortened(text: str) -> str:
    """A message without words that are longer than anything can be: a name of four hundred letters is not repeated whole."""
    return re.sub(rf"[^\s/，。；：、（）“”]{{{LONGEST + 1},}}", lambda found: cut(found[0]), text)
