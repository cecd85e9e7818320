"""The commands of sweeps: plan files in, durable results out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli.app import Json, Lang, Quiet, Workers, app
from experiments.text.console import Talk
from experiments.text.messages import N_, _

if TYPE_CHECKING:
    from experiments.studies.sweep.cluster import Tls

Plan = Annotated[str, typer.Argument(metavar="PLAN", help=N_("A plan: a name or a .toml file."))]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help=N_("The folder of a sweep."))]
Timeout = Annotated[float, typer.Option("--timeout", min=1, help=N_("Seconds without progress after which a run is stopped."))]
Dask = Annotated[bool, typer.Option("--dask", help=N_("Run on a Dask cluster of this machine, over loopback."))]
Scheduler = Annotated[str | None, typer.Option("--scheduler", metavar="ADDRESS", help=N_("Run on the Dask scheduler at this address."))]
Ca = Annotated[Path | None, typer.Option("--tls-ca", help=N_("Certificate of the authority that the scheduler's is signed by."))]
Cert = Annotated[Path | None, typer.Option("--tls-cert", help=N_("Our certificate for TLS."))]
Key = Annotated[Path | None, typer.Option("--tls-key", help=N_("Our key for TLS."))]


@app.command("sweep", help=N_("Run a plan of many points and worlds; takes up again where it stopped."))
def sweep(
    plan: Plan,
    out: Annotated[Path | None, typer.Option("--out", "-o", help=N_("Folder of the results."))] = None,
    workers: Workers = None,
    dask: Dask = False,
    scheduler: Scheduler = None,
    tls_ca: Ca = None,
    tls_cert: Cert = None,
    tls_key: Key = None,
    timeout: Timeout = 600.0,
    retry: Annotated[bool, typer.Option("--retry", help=N_("Try again what failed before."))] = False,
    only: Annotated[str | None, typer.Option("--only", metavar="POINT/WORLD", help=N_("Run one task, here, and print what comes of it."))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Say how many runs, how long and how much disk, and stop."))] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    from experiments.cli import sweeping
    from experiments.studies.sweep.study import StoppedError

    talk = Talk(as_json, quiet)
    how = sweeping.How(workers, timeout, dask, scheduler, _tls(tls_ca, tls_cert, tls_key), retry)
    sweeping.check_how(how)
    try:
        return sweeping.sweep(plan, out, how, dry_run, only, talk)
    except StoppedError as error:
        return sweeping.stopped(error, talk)


@app.command("extend", help=N_("Add worlds to a sweep; none is run twice."))
def extend(
    folder: Folder,
    worlds: Annotated[int, typer.Option("--worlds", "-n", min=1, max=100_000, help=N_("Worlds to add."))],
    workers: Workers = None,
    dask: Dask = False,
    scheduler: Scheduler = None,
    tls_ca: Ca = None,
    tls_cert: Cert = None,
    tls_key: Key = None,
    timeout: Timeout = 600.0,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    from experiments.cli import sweeping
    from experiments.studies.sweep.study import StoppedError

    talk = Talk(as_json, quiet)
    how = sweeping.How(workers, timeout, dask, scheduler, _tls(tls_ca, tls_cert, tls_key))
    sweeping.check_how(how)
    try:
        return sweeping.extend(folder, worlds, how, talk)
    except StoppedError as error:
        return sweeping.stopped(error, talk)


@app.command("status", help=N_("Say how far a sweep is, what failed and who writes to it; verifies every file."))
def status(folder: Folder, as_json: Json = False, quiet: Quiet = False, lang: Lang = "") -> int:
    from experiments.cli import status as inspecting

    return inspecting.status(folder, Talk(as_json, quiet))


@app.command("export", help=N_("Write the rows of a sweep as .csv, .xlsx or .parquet; nothing is cut, no cell is a formula."))
def export(
    folder: Folder,
    to: Annotated[Path, typer.Option("--to", help=N_("The file: .csv, .xlsx or .parquet."))],
    every: Annotated[bool, typer.Option("--all", help=N_("Every outcome, not only those of the plan."))] = False,
    contrasts: Annotated[
        bool, typer.Option("--differences", help=N_("Not the rows, but what each policy does at each point: its paired difference with an interval."))
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    from experiments.cli import status as inspecting

    return inspecting.export(folder, to, every, contrasts, Talk(as_json, quiet))


def _tls(ca: Path | None, cert: Path | None, key: Path | None) -> Tls | None:
    from experiments.studies.sweep.cluster import Tls as Identity
    from experiments.text.errors import UserError

    given = [path for path in (ca, cert, key) if path is not None]
    if not given:
        return None
    if ca is None or cert is None or key is None:
        raise UserError(_("A TLS identity has three files."), "--tls-ca", _("Give --tls-ca, --tls-cert and --tls-key together."))
    missing = [path for path in given if not path.is_file()]
    if missing:
        raise UserError(_("There is no such file."), str(missing[0]), _("Check the path."))
    return Identity(ca, cert, key)
