"""Options that several commands share, each told once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from experiments.text.messages import N_


def _without_store(asked: bool) -> bool:
    from experiments.running.keeping import switch

    return switch(asked)


class Engine(StrEnum):
    """Who conducts the model."""

    compiled = "compiled"
    mesa = "mesa"


# What every command knows.

Json = Annotated[bool, typer.Option("--json", help=N_("Print JSON to stdout."))]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=N_("No progress and no hints on stderr."))]
Lang = Annotated[str, typer.Option("--lang", help=N_("Language: en or zh."), metavar="en|zh")]

Search = Annotated[
    str | None, typer.Option("--search", metavar="WORDS", help=N_("Only those in whose name or description all these words stand, in English or Chinese."))
]

# What is run.

POLICY_HELP = N_("A policy, several joined by +, or one of your own: NAME:BASE,LEVER=VALUE.")
Policy = Annotated[str, typer.Option("--policy", help=POLICY_HELP)]
Policies = Annotated[
    list[str] | None,
    typer.Option("--policy", help=N_("A policy, several joined by +, or one of your own: NAME:BASE,LEVER=VALUE; repeatable.")),
]
District = Annotated[str, typer.Option("--district", "-d", help=N_("District: a name or a .toml file."))]
Seed = Annotated[int, typer.Option("--seed", min=0, max=2**63 - 1, help=N_("Seed of all luck; 0 is a seed."))]
Scenario = Annotated[
    str | None,
    typer.Option("--scenario", metavar="FILE|TEXT", help=N_("All that is compared, as a scenario: a .toml or .xlsx file, or a text such as 'district=jiuyuan&policy=all-five'.")),
]
Months = Annotated[int, typer.Option("--months", min=1, max=1200, help=N_("Months after the burn-in."))]
Overrides = Annotated[
    list[str] | None,
    typer.Option("--parameter", metavar="NAME=VALUE", help=N_("Replace a parameter's value, in every policy; repeatable.")),
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="LEVER=VALUE[@FROM[-UNTIL]]",
                 help=N_("Set a lever on top of each policy named, as a policy of one's own: a number, x1.2, +20% or -20%; from month FROM after the burn-in "
                         "(the first is 0) until month UNTIL; also responsibility.SECTOR.DOMAIN=DEPARTMENT; repeatable.")),
]  # fmt: skip
"""``experiments.running.settings.with_settings`` makes policies of them; a command with ``--policy`` and ``--district`` takes them alike."""
EngineChoice = Annotated[
    Engine, typer.Option("--engine", help=N_("Conductor: compiled is fast, mesa to read and extend; same numbers."))
]
EnsembleChoice = Annotated[
    str | None,
    typer.Option(
        "--ensemble", metavar="NAME|FILE|none", help=N_("Sets of parameters that the worlds run under; the calibrated ones if left out.")
    ),
]
Plan = Annotated[str, typer.Argument(metavar="PLAN", help=N_("A plan: a name or a .toml file."))]

# How it is run, and where its results go.

Out = Annotated[Path | None, typer.Option("--out", "-o", help=N_("Folder of the results."))]
Workers = Annotated[
    int | None, typer.Option("--workers", min=0, max=256, help=N_("Processes; all processors if left out."))
]
ComparingWorkers = Annotated[
    int | None,
    typer.Option("--workers", min=0, max=256, help=N_("Processes; if left out all processors, or none but this one where the work is short.")),
]
WorldTimeout = Annotated[
    float, typer.Option("--timeout", min=1, help=N_("Seconds without progress after which a world is given up."))
]
ComparingTimeout = Annotated[
    float | None, typer.Option("--timeout", min=1, help=N_("Seconds without progress after which a world is given up; 600 if left out."))
]
RunTimeout = Annotated[float, typer.Option("--timeout", min=1, help=N_("Seconds without progress after which a run is stopped."))]
NoStore = Annotated[
    bool, typer.Option("--no-store", callback=_without_store, help=N_("Run every burn-in and baseline anew, and keep none of them."))
]
By = Annotated[
    list[str] | None,
    typer.Option("--by", metavar="GROUPS", help=N_("Outcomes also by sector, size_class, place, department, domain, cell (sector and domain) or period (years of the run); repeatable.")),
]
Window = Annotated[
    str | None,
    typer.Option("--window", metavar="FROM-TO", help=N_("Outcomes by group of these months alone, and before, within and after them: 1-36 are the first three years; both months are in it.")),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=N_("Say how many runs and how long, and stop."))]
Retry = Annotated[bool, typer.Option("--retry", help=N_("Try again what failed before."))]

# Sweeps.

SweepFolder = Annotated[Path, typer.Argument(metavar="DIR", help=N_("The folder of a sweep."))]
Dask = Annotated[bool, typer.Option("--dask", help=N_("Run on a Dask cluster of this machine, over loopback."))]
Scheduler = Annotated[str | None, typer.Option("--scheduler", metavar="ADDRESS", help=N_("Run on the Dask scheduler at this address."))]
Ca = Annotated[Path | None, typer.Option("--tls-ca", help=N_("Certificate of the authority that the scheduler's is signed by."))]
Cert = Annotated[Path | None, typer.Option("--tls-cert", help=N_("Our certificate for TLS."))]
Key = Annotated[Path | None, typer.Option("--tls-key", help=N_("Our key for TLS."))]

# Trials.

Published = Annotated[
    bool, typer.Option("--published/--no-published", help=N_("Also at the study's own size, to compare the widths of intervals."))
]
TrialWorlds = Annotated[
    int | None, typer.Option("--worlds", "-n", min=1, max=10_000, help=N_("Worlds of each trial; as many as its file asks for if left out."))
]
