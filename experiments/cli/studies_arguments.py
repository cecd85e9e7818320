"""Commands that study the test bench itself rather than a policy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.app import (
    District,
    Engine,
    EngineChoice,
    EnsembleChoice,
    Json,
    Lang,
    Months,
    Overrides,
    Patience,
    Quiet,
    Seed,
    Workers,
    app,
)
from experiments.text.console import Talk
from experiments.text.messages import N_


@app.command("variance", help=N_("Say what shared luck and expected outcomes are worth: how many worlds they save, by policy."))
def variance(
    policy: Annotated[
        list[str] | None, typer.Option("--policy", help=N_("A policy, or several joined by +; repeatable."))
    ] = None,
    district: District = "jiuyuan",
    worlds: Annotated[
        int, typer.Option("--worlds", "-n", min=1, max=100_000, help=N_("Worlds; 40 are needed, 80 where two share a set of assumptions."))
    ] = 80,
    months: Months = 120,
    seed: Seed = 0,
    out: Annotated[Path | None, typer.Option("--out", "-o", help=N_("Folder of the results."))] = None,
    workers: Workers = None,
    parameter: Overrides = None,
    timeout: Patience = 600.0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Say how many runs and how long, and stop."))] = False,
    engine: EngineChoice = Engine.compiled,
    ensemble: EnsembleChoice = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    from experiments.cli import comparing
    from experiments.cli import variance as varying

    request = comparing.Request(
        district, policy or [], worlds, 0, months, seed, out, workers, parameter or [], 0.0, timeout, dry_run, False, engine.value,
        None, ensemble,
    )  # fmt: skip
    return varying.variance(request, Talk(as_json, quiet))
