"""What the commands share: exit codes, the command as typed, parameters given by hand."""

from __future__ import annotations

import datetime
import math
import shlex
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.messages import _

if TYPE_CHECKING:
    from experiments.running.plan import Plan
    from simulation.parameters import Parameters

OK, INTERNAL, BAD_INPUT, FAILED_RUNS, IMPRECISE, INTERRUPTED = 0, 1, 2, 3, 4, 130
NO_RESULT = FAILED_RUNS

_typed: list[str] = []


def remember(arguments: Sequence[str]) -> None:
    """Keep the arguments for the manifest."""
    _typed[:] = arguments


def command_line() -> str:
    """The command as it was typed, quoted so that it can be typed again."""
    return shlex.join(["inspectorate", *(_typed or sys.argv[1:])])


def stop_as_interrupted() -> None:
    """A request to end (SIGTERM, a closed terminal) ends a command as Ctrl-C does: workers stopped, what is finished kept, code 130."""
    if threading.current_thread() is not threading.main_thread():
        return  # only the main thread may say what a signal does

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, stop)


def utc_now() -> str:
    """Now, to the second, with the zone."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def parse_overrides(texts: Sequence[str]) -> dict[str, float]:
    """``NAME=VALUE`` as numbers; ``UserError`` for anything else, or a name given twice."""
    found: dict[str, float] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        name = name.strip()
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if equals and name and not math.isfinite(number):
            _refuse_relative(name, value)
        if not equals or not name or not math.isfinite(number):
            raise UserError(
                _("{text} is not NAME=VALUE with a number.").format(text=repr(text)),
                "--parameter",
                _("Write for instance --parameter fine_scale=2. `inspectorate parameters` lists the names."),
            )
        if name in found:
            raise UserError(
                _("{name} is given twice.").format(name=name), "--parameter", _("Give each parameter once.")
            )
        found[name] = number
    return found


def _refuse_relative(name: str, value: str) -> None:
    """``UserError`` for a value such as +20 % of a parameter, with the number that it would be."""
    from experiments.text.scenario_text import told
    from scenarios import load_parameters
    from scenarios.relative import computed, is_relative

    entry = load_parameters().entries.get(name)
    if entry is not None and is_relative(value):
        text = repr(f"{name}={value}")
        raise UserError(_("{text} is not NAME=VALUE with a number.").format(text=text), "--parameter", told(computed(value, entry)))


def warn_of_parameters(overrides: Mapping[str, float], talk: Talk) -> None:
    """Say which given values are allowed but unusual."""
    from experiments.text.scenario_text import told
    from scenarios import load_parameters

    for warning in load_parameters(overrides=dict(overrides)).warnings:
        talk.warn(told(warning))


def warn_of_policies(specs: Sequence[str], months: int, talk: Talk) -> None:
    """Say which levers of the policies are allowed but unusual, and which change nothing in runs of ``months``."""
    from experiments.text.scenario_text import told
    from scenarios import late_warnings, load_policy, load_policy_files

    warnings = [(file.name, text) for spec in specs for file in load_policy_files(spec) for text in file.warnings]
    warnings += [(spec, text) for spec in specs for text in late_warnings(load_policy(spec), months)]
    for name, text in dict.fromkeys(warnings):
        talk.warn(_("{place}: {text}").format(place=name, text=told(text)))


def prepare_engine(plan: Plan, talk: Talk) -> None:
    """Compile the engine where that has not been done yet, and say so: it takes a minute, once."""
    from experiments.running.worlds import is_ready, make_ready

    if not is_ready(plan):
        talk.note(_("Preparing the engine, once (about a minute) ..."))
        make_ready(plan)


def show_by_hand(plan: Plan, talk: Talk, usual_ensemble: str | None = None) -> None:
    """Say what is not as by default, before anything else."""
    from experiments.comparison.words import assumptions

    if changes := assumptions.changed(plan, usual_ensemble=usual_ensemble):
        talk.data(Text(assumptions.line(changes), style="bold"))


def prepare_trials(values: Parameters, talk: Talk) -> None:
    """Compile the engine where that has not been done yet: before workers start."""
    from scenarios import load_district
    from simulation.engine.run import is_compiled
    from simulation.simulate import prepare

    if not is_compiled():
        talk.note(_("Preparing the engine, once (about a minute) ..."))
        prepare(load_district("jiuyuan-hamlet"), values)


def warn_of_replaced(plan: Plan, talk: Talk) -> None:
    """Say which parameters given by hand stand in place of an ensemble's values."""
    names = [] if plan.ensemble is None else [name for name in plan.ensemble.names if name in plan.overrides]
    if plan.ensemble is not None and names:
        talk.warn(_("--parameter replaces what the ensemble {ensemble} holds of {names}, in every set.").format(
            ensemble=plan.ensemble.name, names=", ".join(names)))  # fmt: skip


def chosen_by_hand(overrides: Mapping[str, float], engine: str, discount: float | None = None, ensemble: str = "") -> str:
    """The options that a suggested command must keep, each after a blank; ``discount`` and ``ensemble`` where not the usual."""
    options = [f"--parameter {name}={value:.10g}" for name, value in overrides.items()]
    if discount is not None:
        options.append(f"--discount {100 * discount:g}")
    if engine != "compiled":
        options.append(f"--engine {engine}")
    if ensemble:
        options.append(ensemble)
    return "".join(f" {option}" for option in options)
