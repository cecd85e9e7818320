"""The command that looks for a mix of levers within a budget."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.app import Json, Lang, Quiet, Workers, app
from experiments.text.console import Talk
from experiments.text.messages import N_

Plan = Annotated[str, typer.Argument(metavar="PLAN", help=N_("A plan whose levers may be chosen: a name or a .toml file."))]
Budget = Annotated[float, typer.Option("--budget", min=0, max=1e12, help=N_("What the mix may cost the government a year more than today, in yuan."))]


@app.command("optimise", help=N_("Find the mix of levers for a yearly budget; scores the first ones again on fresh worlds."))
def optimise(
    budget: Budget,
    plan: Plan = "optimise",
    district: Annotated[str | None, typer.Option("--district", "-d", help=N_("District, in place of the plan's."))] = None,
    months: Annotated[int | None, typer.Option("--months", min=1, max=1200, help=N_("Months after the burn-in, in place of the plan's."))] = None,
    worlds: Annotated[
        int | None, typer.Option("--worlds", "-n", min=1, max=100_000, help=N_("Worlds that every mix is tried on, in place of the plan's."))
    ] = None,
    fresh_worlds: Annotated[
        int | None, typer.Option("--fresh-worlds", min=1, max=100_000, help=N_("Worlds for scoring again, in place of the plan's."))
    ] = None,
    population: Annotated[int | None, typer.Option("--population", min=4, max=1000, help=N_("Mixes of a generation, in place of the plan's."))] = None,
    generations: Annotated[int | None, typer.Option("--generations", min=1, max=1000, help=N_("Generations, in place of the plan's."))] = None,
    seed: Annotated[int | None, typer.Option("--seed", min=0, max=2**31, help=N_("Seed of the luck and of the search, in place of the plan's."))] = None,
    ensemble: Annotated[
        str | None, typer.Option("--ensemble", metavar="NAME|FILE|none", help=N_("Sets of parameters that the worlds run under, in place of the plan's."))
    ] = None,
    exhaustive: Annotated[
        bool, typer.Option("--exhaustive", help=N_("Try every mix of the plan, and hold the search against that; for small plans."))
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", "-o", help=N_("Folder of the results; taken up again where it stopped."))] = None,
    workers: Workers = None,
    timeout: Annotated[float, typer.Option("--timeout", min=1, help=N_("Seconds without progress after which a run is stopped."))] = 600.0,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    from experiments.cli import optimise as optimising
    from experiments.cli import sweeping
    from experiments.studies.sweep.study import StoppedError

    talk = Talk(as_json, quiet)
    request = optimising.Request(plan, budget, district, months, worlds, fresh_worlds, population, generations, seed, ensemble, out, exhaustive)
    try:
        return optimising.run(request, sweeping.How(workers=workers, timeout=timeout), talk)
    except StoppedError as error:
        return sweeping.stopped(error, talk)
