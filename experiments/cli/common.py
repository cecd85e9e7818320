"""What the commands share: exit codes, the command as typed and those that are suggested, the engine made ready."""

from __future__ import annotations

import datetime
import shlex
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.text import Text

from experiments.text.console import Talk
from experiments.text.formatting import exact
from experiments.text.messages import _

if TYPE_CHECKING:
    from experiments.running.plan import Plan
    from simulation.district import District
    from simulation.parameters import Parameters

OK, INTERNAL, BAD_INPUT, FAILED_RUNS, IMPRECISE, INTERRUPTED = 0, 1, 2, 3, 4, 130
NO_RESULT = FAILED_RUNS

INTERPRETER_SECONDS = 0.5
"""What passes before the arguments are looked at."""
LOADING_SECONDS = 4.0
"""The engine is loaded in less; what takes longer compiles."""

_typed: list[str] = []
_clock = {"started": 0.0, "compiling": 0.0}
"""Processor time: when the command started, and what it took to compile."""


class Interrupted(KeyboardInterrupt):
    """An interruption by somebody who knows what is kept, and says so in place of the last word that is said of every interruption."""


def remember(arguments: Sequence[str]) -> None:
    """Keep the arguments for the manifest, and when it was."""
    _typed[:] = arguments
    _clock.update(started=time.process_time() - INTERPRETER_SECONDS, compiling=0.0)


def command_line() -> str:
    """The command as it was typed, quoted so that it can be typed again."""
    return shlex.join(["inspectorate", *(_typed or sys.argv[1:])])


def utc_now() -> str:
    """Now, to the second, with the zone."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def prepare_engine(district: District, parameters: Parameters, talk: Talk, engine: str = "compiled") -> None:
    """Compile the engine or load it, before workers start, each of which would compile it for itself.

    Says so first where it has to be compiled, which takes a minute, once.  Every command that runs the model calls this before
    it runs or times anything.
    """
    from scenarios import load_district
    from simulation.engine.run import is_compiled
    from simulation.simulate import prepare, simulate

    def say() -> None:
        talk.note(_("Preparing the engine, once (about a minute; longer on a busy machine) ..."))

    # The cache may be there and be of no use, made for another processor or damaged: what takes longer than loading is told, too.
    late = threading.Timer(LOADING_SECONDS, say)
    late.daemon = True
    if is_compiled():
        late.start()
    else:
        say()
    began = time.process_time()
    try:
        if engine == "compiled":
            prepare(district, parameters)
        elif not is_compiled():
            simulate(replace(load_district("jiuyuan-hamlet"), burn_in=0), parameters=parameters, months=1, engine="mesa")
    finally:
        late.cancel()
    _clock["compiling"] = max(0.0, time.process_time() - began - LOADING_SECONDS)


def show_by_hand(plan: Plan, talk: Talk) -> None:
    """Say what is not as by default, before anything else."""
    from experiments.comparison.words import assumptions

    if changes := assumptions.changed(plan):
        talk.data(Text(assumptions.line(changes), style="bold"))


def start_seconds(workers: int) -> float:
    """How long a command and its workers take to start: as long as this one took to import and load the engine, once and once again."""
    own = time.process_time() - _clock["started"] - _clock["compiling"]
    return own * (2 if workers else 1)


def suggested(command: str, *words: object) -> str:
    """A command to type next, its words quoted where the shell needs it; ``command`` may hold options after its name."""
    return " ".join(["inspectorate", command, *(shlex.quote(str(word)) for word in words)])


def chosen_by_hand(overrides: Mapping[str, float], engine: str, discount: float | None = None, ensemble: str = "") -> str:
    """The options that a suggested command must keep, each after a blank; ``discount`` and ``ensemble`` where not the usual."""
    options = [f"--parameter {name}={exact(value)}" for name, value in overrides.items()]
    if discount is not None:
        options.append(f"--discount {exact(round(100 * discount, 12))}")
    if engine != "compiled":
        options.append(f"--engine {engine}")
    if ensemble:
        options.append(ensemble)
    return "".join(f" {option}" for option in options)
