"""The commands of studies that stand on sweeps: what the result hangs on, where policies fail, which ones help each other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.app import Json, Lang, Quiet, Workers, app
from experiments.cli.sweeps_arguments import Plan, Timeout
from experiments.text.console import Talk
from experiments.text.messages import N_

Out = Annotated[Path | None, typer.Option("--out", "-o", help=N_("Folder of the results."))]
Retry = Annotated[bool, typer.Option("--retry", help=N_("Try again what failed before."))]
Factorial = Annotated[str, typer.Argument(metavar="PLAN", help=N_("A plan with combine = true: a name or a .toml file."))]


@app.command("sensitivity", help=N_("Say which assumptions and levers of a plan the result hangs on: screening, then Sobol indices."))
def sensitivity(
    plan: Plan, out: Out = None, workers: Workers = None, timeout: Timeout = 600.0, retry: Retry = False, as_json: Json = False, quiet: Quiet = False,
    lang: Lang = "",
) -> int:  # fmt: skip
    return _run("sensitivity", plan, out, workers, timeout, retry, Talk(as_json, quiet))


@app.command("discover", help=N_("Say under which conditions a policy of a plan fails or backfires: PRIM and CART, checked on unseen points."))
def discover(
    plan: Plan, out: Out = None, workers: Workers = None, timeout: Timeout = 600.0, retry: Retry = False, as_json: Json = False, quiet: Quiet = False,
    lang: Lang = "",
) -> int:  # fmt: skip
    return _run("discover", plan, out, workers, timeout, retry, Talk(as_json, quiet))


@app.command("interactions", help=N_("Say which policies help or hinder each other: every combination on the same worlds."))
def interactions(
    plan: Factorial = "interactions", out: Out = None, workers: Workers = None, timeout: Timeout = 600.0, retry: Retry = False, as_json: Json = False,
    quiet: Quiet = False, lang: Lang = "",
) -> int:  # fmt: skip
    return _run("interact", plan, out, workers, timeout, retry, Talk(as_json, quiet))


def _run(what: str, plan: str, out: Path | None, workers: int | None, timeout: float, retry: bool, talk: Talk) -> int:
    from experiments.cli import studying as analysing
    from experiments.cli import sweeping
    from experiments.studies.sweep.study import StoppedError

    study: Callable[..., int] = getattr(analysing, what)
    try:
        return study(plan, out, sweeping.How(workers=workers, timeout=timeout, retry=retry), talk)
    except StoppedError as error:
        return sweeping.stopped(error, talk)
