"""``inspectorate explorer``: a finished sweep as one page with sliders, held against fresh runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli.common import OK
from experiments.cli.options import Json, Lang, Quiet, RunTimeout, SweepFolder, Workers
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.messages import N_, _

if TYPE_CHECKING:
    from experiments.cli.sweeping import How
    from experiments.studies.explorer.fresh import Fresh
    from experiments.studies.explorer.study import Explored

commands = typer.Typer()
FRESH = 20


@commands.command("explorer", help=N_("Make one page with sliders of a finished sweep: a fit, its intervals, and its error on fresh runs; works without a network."))
def explorer(
    folder: SweepFolder,
    out: Annotated[Path, typer.Option("--out", "-o", help=N_("The file: .html."))],
    fresh: Annotated[int, typer.Option("--fresh", min=0, max=200, help=N_("Fresh points that the fit has not seen, run to measure its error; 0: none."))] = FRESH,
    fresh_seed: Annotated[int, typer.Option("--fresh-seed", min=0, max=2**31, help=N_("Seed by which these points are drawn."))] = 1,
    outcome: Annotated[list[str] | None, typer.Option("--outcome", help=N_("An outcome to show; repeatable; the plan's first seven if left out."))] = None,
    workers: Workers = None,
    timeout: RunTimeout = 600.0,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """Fit the points of a sweep, hold the fit against fresh runs, and write the page."""
    from experiments.cli import sweeping
    from experiments.studies.explorer.study import explored
    from experiments.studies.sweep import results

    talk = Talk(as_json, quiet)
    _check(out)
    found = results.open(folder)
    if out.absolute().is_relative_to(folder.absolute()):
        raise UserError(_("That folder is the sweep's own."), f"--out {out}", _("Name a file elsewhere."))
    made = explored(found, outcome or ())
    runs = _fresh(made, fresh, fresh_seed, sweeping.How(workers, timeout), talk)
    return _write(made, runs, out, talk)


def _check(out: Path) -> None:
    """``UserError`` where no page can be written, or where another file stands that would be lost."""
    from experiments.disk import paths
    from experiments.studies.explorer.page import MARK

    if out.suffix.lower() != ".html":
        raise UserError(_("No such kind of file."), f"--out {paths.shown(out)}", _("Write a name that ends in .html."))
    paths.refuse_unless_writable_file(out, "--out")
    if out.exists():
        with paths.file_written(out, "--out"), out.open("rb") as stream:
            start = stream.read(1000)
        if MARK.encode() not in start:
            raise UserError(_("There is a file of that name, and it is no page of an explorer; nothing was touched."), f"--out {paths.shown(out)}",
                            _("Choose another name, or remove the file yourself."))  # fmt: skip


def _fresh(made: Explored, points: int, seed: int, how: How, talk: Talk) -> Fresh:
    """The fresh runs, or why there are none."""
    import numpy as np

    from experiments.cli import sweeping
    from experiments.studies.explorer import fresh
    from experiments.studies.explorer.said import Said
    from experiments.studies.sweep.local import LocalCrew

    ready = fresh.prepared(made, points, seed)
    if isinstance(ready, Said):
        return fresh.Fresh(np.empty((0, len(made.space.axes))), why_not=ready)
    sweep, wanted = ready
    sweeping.make_ready(sweep, talk)
    crew = LocalCrew(sweeping.crew_size(how, sweep.plan), how.timeout)
    with talk.progress(len(wanted.values), _("Running fresh points"), _("fresh points")) as report:
        return fresh.run(sweep, wanted, crew, report)


def _write(made: Explored, runs: Fresh, out: Path, talk: Talk) -> int:
    from experiments.cli.common import command_line
    from experiments.disk import files, paths
    from experiments.studies.explorer import fresh, page, report
    from experiments.text.formatting import bytes_in_words

    errors = fresh.errors(made, runs)
    content = page.written(made, runs, errors, command_line())
    with paths.file_written(out, "--out"):
        files.write_bytes(out, content)
    if talk.as_json:
        why = None if runs.why_not is None else runs.why_not.words()
        talk.json({"file": str(out), "bytes": len(content), "fresh_points": len(runs.values) - runs.failed, "fresh_failed": runs.failed, "not_measured": why, "fits": report.records(made, errors)})
        return OK
    for line in report.told(made, runs, errors):
        talk.data(line)
    talk.data(_("Page written to {file} ({size}).").format(file=out, size=bytes_in_words(len(content))))
    return OK
