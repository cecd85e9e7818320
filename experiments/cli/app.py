"""The command line: arguments in, exit code out.  Data to stdout, everything else to stderr.

Exit codes: 0 done, 1 internal, 2 bad input, 3 finished with failed runs, 4 precision not
reached, 130 interrupted.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.common import (
    BAD_INPUT,
    INTERNAL,
    INTERRUPTED,
    OK,
    parse_overrides,
    remember,
    stop_as_interrupted,
)
from experiments.cli.usage_text import translate_help, usage_error
from experiments.disk.provenance import model_version
from experiments.text import messages
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.messages import N_, _

app = typer.Typer(
    name="inspectorate",
    help=N_("A test bench for production-safety supervision: policies compared on simulated districts."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


class Engine(StrEnum):
    """Who conducts the model."""

    compiled = "compiled"
    mesa = "mesa"


Json = Annotated[bool, typer.Option("--json", help=N_("Print JSON to stdout."))]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=N_("No progress and no hints on stderr."))]
Lang = Annotated[str, typer.Option("--lang", help=N_("Language: en or zh."), metavar="en|zh")]
District = Annotated[str, typer.Option("--district", "-d", help=N_("District: a name or a .toml file."))]
Seed = Annotated[int, typer.Option("--seed", min=0, max=2**63 - 1, help=N_("Seed of all luck; 0 is a seed."))]
Months = Annotated[int, typer.Option("--months", min=1, max=1200, help=N_("Months after the burn-in."))]
Workers = Annotated[
    int | None, typer.Option("--workers", min=0, max=256, help=N_("Processes; all processors if left out."))
]
Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "--parameter", metavar="NAME=VALUE", help=N_("Replace a parameter's value, in every policy; repeatable.")
    ),
]
EngineChoice = Annotated[
    Engine, typer.Option("--engine", help=N_("Conductor: compiled is fast, mesa to read and extend; same numbers."))
]
EnsembleChoice = Annotated[
    str | None,
    typer.Option(
        "--ensemble", metavar="NAME|FILE|none", help=N_("Sets of parameters that the worlds run under; the calibrated ones if left out.")
    ),
]
Discount = Annotated[
    float, typer.Option("--discount", min=0, max=8, help=N_("Discount rate of money, percent a year, 0 to 8."))
]


DISK = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EFBIG, errno.EACCES, errno.EPERM}
"""What a full, broken or forbidden disk answers: no fault of the program."""


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"inspectorate {model_version()}")
        raise typer.Exit


@app.callback()
def every(
    lang: Lang = "",
    show_version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help=N_("Print the version and exit."))
    ] = False,
) -> None:
    """Options before the command; the language is chosen before anything is parsed."""


@app.command("compare", help=N_("Compare policies with the baseline on the same worlds: the verdict, figures, data."))
def compare(
    policy: Annotated[
        list[str] | None, typer.Option("--policy", help=N_("A policy, or several joined by +; repeatable."))
    ] = None,
    district: District = "jiuyuan",
    worlds: Annotated[
        int | None,
        typer.Option("--worlds", "-n", min=1, max=100_000,
                     help=N_("Worlds, 10 if left out; under ten, no interval. With --precision at most so many, 640 if left out.")),
    ] = None,
    precision: Annotated[
        str | None,
        typer.Option("--precision", metavar="X|X%",
                     help=N_("Run worlds until every policy's difference in expected deaths is known to so many a year, or to so many "
                             "percent of the baseline's, with 95 % for all at once; exit code 4 where --worlds do not suffice.")),
    ] = None,
    months: Months = 120,
    seed: Seed = 0,
    out: Annotated[Path | None, typer.Option("--out", "-o", help=N_("Folder of the results."))] = None,
    workers: Workers = None,
    parameter: Overrides = None,
    discount: Discount = 3.0,
    first_world: Annotated[
        int, typer.Option("--first-world", min=0, max=2**31, help=N_("Number of the first world."))
    ] = 0,
    timeout: Annotated[
        float, typer.Option("--timeout", min=1, help=N_("Seconds without progress after which a world is given up."))
    ] = 600.0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Say how many runs and how long, and stop."))] = False,
    details: Annotated[bool, typer.Option("--details", help=N_("Print every outcome of every policy."))] = False,
    engine: EngineChoice = Engine.compiled,
    sample: Annotated[
        float | None, typer.Option("--sample", metavar="SHARE", help=N_("Share of a region's districts, whole ones, fairly drawn."))
    ] = None,
    ensemble: EnsembleChoice = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    from experiments.cli import comparing

    request = comparing.Request(
        district, policy or [], worlds, first_world, months, seed, out, workers, parameter or [], discount / 100, timeout,
        dry_run, details, engine.value, sample, ensemble, precision,
    )  # fmt: skip
    return comparing.compare(request, Talk(as_json, quiet))


@app.command("run", help=N_("Run one policy on one world: every month, every statutory accident."))
def run(
    policy: Annotated[str, typer.Option("--policy", help=N_("A policy, or several joined by +."))] = "baseline",
    district: District = "jiuyuan",
    seed: Seed = 0,
    world: Annotated[int, typer.Option("--world", "-w", min=0, max=2**31, help=N_("Number of the world."))] = 0,
    months: Months = 120,
    out: Annotated[Path | None, typer.Option("--out", "-o", help=N_("Folder of the results."))] = None,
    parameter: Overrides = None,
    engine: EngineChoice = Engine.compiled,
    ensemble: EnsembleChoice = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    from experiments.cli import run as running

    return running.run_one(district, policy, seed=seed, world=world, months=months, out=out,
                           parameters=parse_overrides(parameter or []), engine=engine.value,
                           ensemble=ensemble, talk=Talk(as_json, quiet))  # fmt: skip


@app.command("baseline", help=N_("Hold the baseline against its calibration targets."))
def baseline(
    district: District = "jiuyuan",
    worlds: Annotated[
        int, typer.Option("--worlds", "-n", min=1, max=100_000, help=N_("Worlds; under ten, no interval."))
    ] = 10,
    years: Annotated[float, typer.Option("--years", min=0.1, max=100, help=N_("Years after the burn-in."))] = 5.0,
    seed: Seed = 0,
    workers: Workers = None,
    parameter: Overrides = None,
    engine: EngineChoice = Engine.compiled,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    from experiments.cli import run as running

    return running.calibration(district, worlds=worlds, years=years, seed=seed, workers=workers,
                               parameters=parse_overrides(parameter or []), engine=engine.value,
                               talk=Talk(as_json, quiet))  # fmt: skip


@app.command("policies", help=N_("List the policies."))
def policies(as_json: Json = False, quiet: Quiet = False, lang: Lang = "") -> int:
    from experiments.cli import listing

    return listing.policies(Talk(as_json, quiet))


@app.command("districts", help=N_("List the districts."))
def districts(as_json: Json = False, quiet: Quiet = False, lang: Lang = "") -> int:
    from experiments.cli import listing

    return listing.districts(Talk(as_json, quiet))


@app.command("trials", help=N_("List the trials: published studies that the model is held against."))
def trials(as_json: Json = False, quiet: Quiet = False, lang: Lang = "") -> int:
    from experiments.cli import listing

    return listing.trials(Talk(as_json, quiet))


@app.command("parameters", help=N_("List the parameters, or show everything about those named."))
def parameters(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help=N_("Parameters, one or several."))] = None,
    kind: Annotated[str | None, typer.Option("--kind", help=N_("Only lever, uncertainty or constant."))] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    from experiments.cli import listing

    if kind not in (None, "lever", "uncertainty", "constant"):
        raise UserError(_("There is no such kind."), "--kind", _("Write lever, uncertainty or constant."))
    return listing.parameters(names or [], kind, Talk(as_json, quiet))


@app.command("explain", help=N_("Say what a policy changes, when, why, on what evidence and at what cost."))
def explain(
    policy: Annotated[str, typer.Argument(metavar="POLICY", help=N_("A policy, or several joined by +."))],
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    from experiments.cli import explain as explaining

    return explaining.explain(policy, Talk(as_json, quiet))


@app.command("phases", help=N_("Print the phases of a month, in order."))
def phases(as_json: Json = False, quiet: Quiet = False, lang: Lang = "") -> int:
    from experiments.cli import listing

    return listing.phases(Talk(as_json, quiet))


Published = Annotated[
    bool, typer.Option("--published/--no-published", help=N_("Also at the study's own size, to compare the widths of intervals."))
]
TrialWorlds = Annotated[
    int | None, typer.Option("--worlds", "-n", min=1, max=10_000, help=N_("Worlds of each trial; as many as its file asks for if left out."))
]
Patience = Annotated[
    float, typer.Option("--timeout", min=1, help=N_("Seconds without progress after which a world is given up."))
]


@app.command("trial", help=N_("Put the model through published studies: by name, or your own file."))
def trial(
    names: Annotated[list[str], typer.Argument(metavar="FILE", help=N_("Trials: names or .toml files."))],
    worlds: TrialWorlds = None,
    seed: Seed = 0,
    out: Annotated[Path | None, typer.Option("--out", "-o", help=N_("Folder of the results."))] = None,
    workers: Workers = None,
    parameter: Overrides = None,
    published: Published = True,
    timeout: Patience = 600.0,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    from experiments.cli import trial as trying

    return trying.trial(names, worlds=worlds, seed=seed, out=out, workers=workers, parameters=parameter or [], published=published,
                        timeout=timeout, talk=Talk(as_json, quiet))  # fmt: skip


@app.command("validate", help=N_("Put the model through every shipped trial: one table, one forest plot, the score."))
def validate(
    worlds: TrialWorlds = None,
    seed: Seed = 0,
    out: Annotated[Path | None, typer.Option("--out", "-o", help=N_("Folder of the results."))] = None,
    workers: Workers = None,
    parameter: Overrides = None,
    published: Published = True,
    timeout: Patience = 600.0,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    from experiments.cli import trial as trying

    return trying.validate(worlds=worlds, seed=seed, out=out, workers=workers, parameters=parameter or [], published=published,
                           timeout=timeout, talk=Talk(as_json, quiet))  # fmt: skip


@app.command("knockouts", help=N_("Take one mechanism out at a time and say which trials then fail."))
def knockouts(
    names: Annotated[list[str] | None, typer.Argument(metavar="TRIAL", help=N_("Trials; all if left out."))] = None,
    mechanism: Annotated[list[str] | None, typer.Option("--mechanism", help=N_("Only this mechanism; repeatable."))] = None,
    worlds: Annotated[int, typer.Option("--worlds", "-n", min=1, max=10_000, help=N_("Worlds of each trial."))] = 4,
    seed: Seed = 0,
    out: Annotated[Path | None, typer.Option("--out", "-o", help=N_("Folder of the results."))] = None,
    workers: Workers = None,
    timeout: Patience = 600.0,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    from experiments.cli import trial as trying

    return trying.knockouts(names=names or [], only=mechanism or [], worlds=worlds, seed=seed, out=out, workers=workers, timeout=timeout,
                            talk=Talk(as_json, quiet))  # fmt: skip


@app.command("calibrate", help=N_("Fit the uncertain parameters to the evidence: an ensemble of plausible sets; goes on where it stopped."))
def calibrate(
    out: Annotated[Path, typer.Option("--out", "-o", help=N_("Folder of the results."))] = Path("results/calibration"),
    plan: Annotated[Path | None, typer.Option("--plan", help=N_("Your own calibration file in place of the shipped one."))] = None,
    workers: Workers = None,
    stored: Annotated[bool, typer.Option("--stored", help=N_("Fit to the bank of runs that came with the model, without running it."))] = False,
    bank_only: Annotated[bool, typer.Option("--bank-only", help=N_("Only run the bank."))] = False,
    ship: Annotated[bool, typer.Option("--ship", help=N_("Write the ensemble and the bank among the scenarios, where compare finds them."))] = False,
    timeout: Patience = 600.0,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    from experiments.cli import calibrate as calibrating

    return calibrating.calibrate(out=out, plan=plan, workers=workers, timeout=timeout, stored=stored, bank_only=bank_only, ship=ship,
                                 talk=Talk(as_json, quiet))  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code.  No traceback reaches the user unless asked for."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    stop_as_interrupted()
    messages.activate(messages.choose(given))
    remember(given)
    try:
        _check_language(given)
        command = translate_help(typer.main.get_command(app))
        return int(command.main(args=given, prog_name="inspectorate", standalone_mode=False) or OK)
    except KeyboardInterrupt:
        _complain(_("Interrupted."))
        return INTERRUPTED
    except (BrokenPipeError, SystemExit) as gone:
        if isinstance(gone, SystemExit) and gone.code != 1:
            raise
        # The reader has seen enough; the libraries make a 1 of it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:
        return _failed(error)


def _failed(error: Exception) -> int:
    """Say what is wrong, where, and how to mend it."""
    if isinstance(error, UserError):
        _complain(error.what, error.where, error.mend)
        return BAD_INPUT
    if isinstance(error, typer.TyperException):
        text = error.format_message()
        if text:  # none: the help was printed already
            _complain(usage_error(text), "", _("`inspectorate --help`, or --help after a command, shows what can be given."))
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
        _("Internal error: {error}").format(error=f"{type(error).__name__}: {error}"),
        "",
        _("This is a fault of the program. INSPECTORATE_DEBUG=1 shows where; please report it with the command."),
    )
    if os.environ.get("INSPECTORATE_DEBUG"):
        traceback.print_exception(error)
    return INTERNAL


def _complain(*lines: str) -> None:
    from rich.text import Text

    console = Talk().err
    console.print(Text(_("Error: {text}").format(text=lines[0]), style="bold"))
    for line in lines[1:]:
        if line:
            console.print(Text(line if line.startswith(" ") else "  " + line))


def _check_language(given: Sequence[str]) -> None:
    for position, argument in enumerate(given):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang":
            value = given[position + 1] if position + 1 < len(given) else ""
        if value is not None and value not in messages.LANGUAGES:
            raise UserError(_("There is no such language."), f"--lang {value}", _("Write --lang en or --lang zh."))


# The commands of other floors put themselves on the same app.
from experiments.cli import analyses_arguments, optimise_arguments, studies_arguments, sweeps_arguments  # noqa: E402, F401

if __name__ == "__main__":
    sys.exit(main())
