"""The command line: arguments in, exit code out.  Data to stdout, everything else to stderr.

Exit codes: 0 done, 1 internal, 2 bad input, 3 finished with failed runs, 4 precision not
reached, 130 interrupted.
"""

from __future__ import annotations

import errno
import re
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from experiments.cli import surroundings, typed
from experiments.cli.common import BAD_INPUT, INTERNAL, INTERRUPTED, OK, Interrupted, remember
from experiments.cli.options import Lang
from experiments.cli.stopping import stop_as_interrupted
from experiments.cli.usage_text import translate_help, usage_error
from experiments.text import messages, notices
from experiments.text.console import Talk
from experiments.text.errors import UserError, in_words
from experiments.text.extras import missing_part
from experiments.text.messages import N_, _, enumerated
from experiments.text.streams import Streams, can_say, guarded
from simulation.switches import NumbaOffError

COMMANDS = {
    "compare": "compare", "scenario": "scenario", "run": "run", "baseline": "baseline", "policies": "listing", "districts": "listing", "trials": "listing", "district": "district",
    "parameters": "parameters", "explain": "explain", "matrix": "matrix", "phases": "phases", "trial": "trial", "validate": "trial", "knockouts": "knockouts",
    "calibrate": "calibrate", "sweep": "sweep", "extend": "extend", "status": "status", "export": "export", "explorer": "explorer", "sensitivity": "sensitivity",
    "discover": "discover", "interactions": "interactions", "optimise": "optimise", "variance": "variance",
    "order": "order", "diff": "diff", "headroom": "headroom", "coverage": "coverage", "report": "report", "workshop": "workshop",
}  # fmt: skip
"""The file of each command, in the order in which the help lists them; only the one that is asked for is imported."""

DISK = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EFBIG, errno.EACCES, errno.EPERM}
"""What a full, broken or forbidden disk answers: no fault of the program."""


def _print_version(asked: bool) -> None:
    if asked:
        from experiments.disk.provenance import model_version

        typer.echo(f"inspectorate {model_version()}")
        raise typer.Exit


def every(
    lang: Lang = "",
    show_version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help=N_("Print the version and exit."))
    ] = False,
) -> None:
    """Options before the command; the language is chosen before anything is parsed."""


def program(names: Sequence[str] = tuple(COMMANDS)) -> typer.Typer:
    """The program with these commands."""
    made = typer.Typer(
        name="inspectorate",
        help=N_("A test bench for production-safety supervision: policies compared on simulated districts."),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
    )
    made.callback()(every)
    for file in dict.fromkeys(COMMANDS[name] for name in names):
        made.registered_commands += import_module(f"experiments.cli.{file}").commands.registered_commands
    return made


def __getattr__(name: str) -> Any:
    """``app``: the program with all its commands."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()["app"] = program()
    return found


def _asked(given: Sequence[str]) -> Sequence[str]:
    """The command that is asked for, none for the version; all of them where that cannot be told before all are known."""
    words = list(given)
    while words and words[0].startswith("--lang"):
        words = words[1:] if "=" in words[0] else words[2:]
    first = words[0] if words else ""
    return [first] if first in COMMANDS else [] if first == "--version" else tuple(COMMANDS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code.  No traceback reaches the user unless asked for."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    stop_as_interrupted()
    messages.activate(messages.choose(given))
    notices.listen()
    remember(given)
    with guarded() as streams:
        code = _run(surroundings.at_home(given))
        sys.stdout.flush()  # what cannot be delivered is told here, not when the process ends
        return _told_of(streams, code)


def _run(given: Sequence[str]) -> int:
    try:
        surroundings.check(given)
        names = _asked(given)
        command = typer.main.get_command(program(names))
        if len(names) > 1 or "--help" in given:
            command = translate_help(command)
        for text in typed.check(command, given):
            Talk().warn(text)
        # Not by the library's own main: it makes a silent 130 of Ctrl-C, and takes every broken pipe for a reader that left.
        with command.make_context("inspectorate", list(given)) as context:
            return int(command.invoke(context) or OK)
    except typer.Exit as ended:
        return int(ended.exit_code)
    except (KeyboardInterrupt, typer.Abort) as error:
        kept = str(error) if isinstance(error, Interrupted) else ""
        _complain(_("Interrupted."), "", kept or _("What is finished and kept in a folder stays there: the same command goes on with it."))
        return INTERRUPTED
    except Exception as error:
        return _failed(error)


def _told_of(streams: Streams, code: int) -> int:
    """The exit code, after a word on what the reader does not see as it was meant."""
    if "stdout" in streams.failed and streams.lost() is None and not isinstance(streams.failed["stdout"], BrokenPipeError):
        _warn(N_("Standard output is closed; what would be printed there is lost."))
    if streams.escaped.get("stdout"):
        _warn(N_("Standard output has the encoding {encoding}; letters that it does not have are written as \\uXXXX. A UTF-8 locale or "
                 "PYTHONIOENCODING=utf-8 shows them."), encoding=streams.escaped["stdout"])  # fmt: skip
    error = streams.lost()
    if error is not None:
        _complain(_("Standard output took no more: {reason}. What would be printed there is lost.").format(reason=error.strerror or str(error)))
        return INTERRUPTED
    return code


def _warn(template: str, **values: str) -> None:
    """A warning in the language in force, or in English where the terminal's encoding has no letters for it."""
    if can_say(_(template), sys.stderr):
        Talk().warn(_(template).format(**values))
    else:
        print("Warning: " + template.format(**values), file=sys.stderr)


def _failed(error: Exception) -> int:
    """Say what is wrong, where, and how to mend it."""
    if isinstance(error, ModuleNotFoundError):
        error = missing_part(error) or error
    if isinstance(error, UserError):
        _complain(error.what, error.where, error.mend)
        return BAD_INPUT
    if isinstance(error, NumbaOffError):
        _complain(_("Numba is switched off, so that the engine cannot be compiled."), "numba.config.DISABLE_JIT, .numba_config.yaml",
                  _("Set INSPECTORATE_PLAIN=1 to run it uncompiled, or switch Numba on."))  # fmt: skip
        return BAD_INPUT
    if isinstance(error, typer.TyperException):
        text = error.format_message()
        if text:  # none: the help was printed already
            _complain(usage_error(text), _known_commands(text), _("`inspectorate --help`, or --help after a command, shows what can be given."))
        return BAD_INPUT
    from scenarios import ScenarioError

    if isinstance(error, ScenarioError):
        from experiments.text.scenario_text import error_lines

        lines = error_lines(error)
        _complain(lines[0], *lines[1:])
        return BAD_INPUT
    if isinstance(error, OSError) and error.errno in DISK:
        file = f" ({Path(error.filename).name})" if isinstance(error.filename, str) else ""
        _complain(_("The disk gave an error: {reason}{file}.").format(reason=error.strerror or str(error), file=file), "",
                  _("Finished runs that were kept stay; when the disk takes files again, the same command goes on."))  # fmt: skip
        return INTERRUPTED
    _complain(
        _("Internal error: {error}").format(error=in_words(error)),
        "",
        _("This is a fault of the program. INSPECTORATE_DEBUG=1 shows where; please report it with the command."),
    )
    if surroundings.wants_trace():
        traceback.print_exception(error)
    return INTERNAL


def _known_commands(text: str) -> str:
    """The commands that there are, where a usage error is about the command and names none that is near."""
    if not re.fullmatch(r"Missing command\.|No such command '[^']*'\.", text):
        return ""
    return _("There are these commands: {names}.").format(names=enumerated(COMMANDS))


def _complain(*lines: str) -> None:
    from rich.text import Text

    console = Talk().err
    console.print(Text(_("Error: {text}").format(text=typed.shortened(lines[0])), style="bold"))
    for line in lines[1:]:
        if line:
            line = typed.shortened(line)
            console.print(Text(line if line.startswith(" ") else "  " + line))


if __name__ == "__main__":
    sys.exit(main())
