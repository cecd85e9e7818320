"""The command-line library's own words in the language in force: its errors, and the headings of its help.

The library speaks English only; what it says is recognised by its form and said anew.  A sentence that is not
recognised is shown as it came.
"""

from __future__ import annotations

import functools
import re
from typing import Any

import typer

from experiments.text.messages import N_, _
from experiments.text.wrapping import Paper

_FORMS = (
    (r"No such option: (?P<name>\S+)", N_("There is no option {name}.")),
    (r"No such option: (?P<name>\S+) \(Possible options?: (?P<like>.+)\)",
     N_("There is no option {name}; near it are: {like}.")),
    (r"Missing command\.", N_("No command is given.")),
    (r"No such command '(?P<name>.*?)'\.", N_("There is no command {name}.")),
    (r"No such command '(?P<name>.+?)'\. Did you mean (?P<like>.+)\?",
     N_("There is no command {name}; near it are: {like}.")),
    (r"Missing argument '?(?P<name>.+?)'?\.", N_("The argument {name} is missing.")),
    (r"Option '(?P<name>.+?)' requires an argument\.", N_("The option {name} needs a value.")),
    (r"Option '(?P<name>.+?)' does not take a value\.", N_("The option {name} takes no value.")),
    (r"Got unexpected extra arguments?(?:\(s\))? \((?P<text>.+)\)", N_("Too many words: {text}.")),
    (r"Invalid value for (?P<name>.+?): Input should be a valid integer\b.*",
     N_("The value of {name} is no whole number.")),
    (r"Invalid value for (?P<name>.+?): Input should be a valid number\b.*", N_("The value of {name} is no number.")),
    (r"Invalid value for (?P<name>.+?): Input should be greater than or equal to (?P<limit>\S+)",
     N_("The value of {name} is less than {limit}.")),
    (r"Invalid value for (?P<name>.+?): Input should be less than or equal to (?P<limit>\S+)",
     N_("The value of {name} is more than {limit}.")),
)  # fmt: skip

_HELP = {
    "DEFAULT_STRING": N_("[default: {}]"),
    "REQUIRED_LONG_STRING": N_("[required]"),
    "ARGUMENTS_PANEL_TITLE": N_("Arguments"),
    "OPTIONS_PANEL_TITLE": N_("Options"),
    "COMMANDS_PANEL_TITLE": N_("Commands"),
}


def usage_error(text: str) -> str:
    """An error of the library in our words, or as it came."""
    for form, template in _FORMS:
        found = re.fullmatch(form, text, re.DOTALL)
        if found:
            return _(template).format(**{name: _shown(value) for name, value in found.groupdict().items()})
    return text


def _shown(value: str) -> str:
    """What was typed, without the library's quotes; in quotes where there is nothing to be seen of it."""
    return value.replace("'", "") if value.strip() else f'"{value}"'


def translate_help(command: Any) -> Any:
    """The command with its help texts in the language in force."""
    from typer import rich_utils

    for name, text in _HELP.items():
        setattr(rich_utils, name, _(text))
    _translate_usage(command)
    # The library's own console cuts off a text without spaces where it should break it.
    setattr(rich_utils, "Console", Paper)  # noqa: B010
    return _translated(command)


def _translate_usage(command: Any) -> None:
    """The word before how a command is written: the library has it within a function, and takes another as an argument."""
    from typer import rich_utils

    formatting = type(typer.Context(command).make_formatter())
    real = getattr(formatting.write_usage, "__wrapped__", formatting.write_usage)

    @functools.wraps(real)
    def write_usage(formatter: Any, prog: str, args: str = "", prefix: str | None = None) -> None:
        real(formatter, prog, args, _("Usage: ") if prefix is None else prefix)

    setattr(formatting, "write_usage", write_usage)  # noqa: B010
    highlights = rich_utils.OptionHighlighter.highlights
    highlights[:] = [rf"(?P<usage>{re.escape(_('Usage: '))})" if "<usage>" in one else one for one in highlights]


def _translated(command: Any) -> Any:
    command.help = _(command.help) if command.help else ""
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = _(parameter.help)
    command.get_help_option(typer.Context(command)).help = _("Show this message and exit.")
    for sub in getattr(command, "commands", {}).values():
        _translated(sub)
    return command
