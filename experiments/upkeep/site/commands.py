"""The page of commands, in either language, from the command line itself: what ``--help`` says of each."""

from __future__ import annotations

import re
from typing import Any

import typer

from experiments.cli.app import app
from experiments.text.messages import N_, _

GROUPS = {
    N_("Compare"): ("compare", "run", "scenario", "report", "diff", "order", "variance"),
    N_("Look up"): ("policies", "parameters", "districts", "trials", "explain", "matrix", "phases", "baseline"),
    N_("A district of one's own"): ("district", "calibrate"),
    N_("Many runs"): ("sweep", "status", "extend", "export", "sensitivity", "discover", "interactions", "optimise"),
    N_("Hold against evidence"): ("trial", "validate", "knockouts", "coverage", "headroom"),
    N_("In a room"): ("workshop",),
}
"""What each command is for; one that is in none of these stands last."""


def page() -> str:
    """The page in the language in force."""
    program: Any = typer.main.get_command(app)
    title = _("Commands")
    parts = [f"# {title}", _("All commands take --lang en or --lang zh. Data go to standard output, progress to standard error.").replace("--lang en", "`--lang en`").replace("--lang zh", "`--lang zh`")]
    for title, names in grouped(program.commands).items():
        parts.append(f"## {_(title)}")
        for name in names:
            parts += told(f"inspectorate {name}", program.commands[name])
    return "\n\n".join(parts) + "\n"


def grouped(commands: Any) -> dict[str, list[str]]:
    """Every command under what it is for."""
    found = {title: [name for name in names if name in commands] for title, names in GROUPS.items()}
    rest = [name for name in commands if not any(name in names for names in GROUPS.values())]
    return found | ({N_("Further commands"): rest} if rest else {})


def told(called: str, command: Any, level: str = "###") -> list[str]:
    """The heading of a command, what it does, its arguments and options; those of its own commands after it."""
    parts = [f"{level} {called}", prose(_(command.help or ""))]
    rows = [row(parameter) for parameter in command.params if not getattr(parameter, "hidden", False)]
    if rows:
        head = " | ".join((_("argument or option"), _("what it does"), _("if left out")))
        parts.append("\n".join([f"| {head} |", "| --- | --- | --- |", *rows]))
    for name, sub in getattr(command, "commands", {}).items():
        parts += told(f"{called} {name}", sub, level + "#")
    return parts


def row(parameter: Any) -> str:
    """An argument or option as a row of the table."""
    names = [f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts)] if parameter.param_type_name == "option" else [f"`{(parameter.name or '').upper()}`"]
    default = parameter.default() if callable(parameter.default) else parameter.default
    said = _("needed") if parameter.required else f"`{default}`" if isinstance(default, str | int | float) and not isinstance(default, bool) and default != "" else ""
    return f"| {' '.join(names)} | {cell(prose(_(getattr(parameter, 'help', '') or '')))} | {said} |"


def prose(text: str) -> str:
    """A text of the command line as Markdown: its marks for colours go, its signs stay what they are."""
    return re.sub(r"\[/?[a-z ]+\]", "", text).replace("*", r"\*").replace("<", "&lt;").replace("``", "`").strip()


def cell(text: str) -> str:
    """A text as a cell of a table."""
    return " ".join(text.split()).replace("|", r"\|")
