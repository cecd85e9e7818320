"""``inspectorate calibrate``: from the evidence to an ensemble of plausible parameter sets."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli.common import FAILED_RUNS, OK, command_line, prepare_engine, utc_now
from experiments.cli.fit_district import fit_district
from experiments.cli.options import Json, Lang, NoStore, Quiet, Workers, WorldTimeout
from experiments.text.console import Talk, plain
from experiments.text.errors import UserError
from experiments.text.extras import need
from experiments.text.messages import N_, _

if TYPE_CHECKING:
    import pandas as pd

    from experiments.running.pool import Failure
    from experiments.studies.calibration.bank import Figures
    from experiments.studies.calibration.plan import Calibration
    from experiments.studies.calibration.study import Calibrated

commands = typer.Typer()

BANK_TAKES = N_("about two hours")
AFTER_BANK = N_("two to three hours")
"""What the shipped plan takes on two processors with nothing else to do, by processor time measured (docs/credibility.md)."""
LEAST_SHARE = 0.9
"""Of the bank's points that must be there for a fit."""


@commands.command("calibrate", help=N_("Fit the uncertain parameters to the evidence: an ensemble of plausible sets; goes on where it stopped."))
def calibrate(
    out: Annotated[Path | None, typer.Option("--out", "-o", help=N_("Folder of the results."))] = None,
    plan: Annotated[Path | None, typer.Option("--plan", help=N_("Your own calibration file in place of the shipped one."))] = None,
    workers: Workers = None,
    stored: Annotated[bool, typer.Option("--stored", help=N_("Take the bank of runs that came with the model instead of running it; what is fitted to it is run all the same."))] = False,
    bank_only: Annotated[bool, typer.Option("--bank-only", help=N_("Only run the bank."))] = False,
    ship: Annotated[bool, typer.Option("--ship", help=N_("Write the ensemble and the bank among the scenarios, where compare finds them."))] = False,
    district: Annotated[Path | None, typer.Option("--district", "-d", help=N_("A district's .toml file: fit its levels to its own records, and nothing else."))] = None,
    timeout: WorldTimeout = 600.0,
    no_store: NoStore = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """Fill the bank, fit, write the ensemble with its tables and figures; a second start takes up where the first stopped."""
    from experiments.disk.folder import owned, writing
    from experiments.studies.calibration.ensemble import ENSEMBLES
    from experiments.studies.calibration.plan import CALIBRATION, load_calibration

    if district is not None:
        if out is not None or plan is not None or stored or bank_only or ship:
            raise UserError(_("The levels of a district are fitted by themselves."), f"--district {district}", _("Give no option beside it that is about the ensemble."))
        return fit_district(district, Talk(as_json, quiet))
    need("emcee")
    folder = out or Path("results/calibration")
    calibration = load_calibration(plan or CALIBRATION)
    with ExitStack() as held:
        held.enter_context(owned(folder, "calibration", "calibrate"))
        if ship:
            held.enter_context(writing(ENSEMBLES, lambda _folder: None))
        return _run(calibration, folder, workers, stored, bank_only, ship, timeout, Talk(as_json, quiet))


def _run(
    calibration: Calibration, out: Path, workers: int | None, stored: bool, bank_only: bool, ship: bool, timeout: float, talk: Talk
) -> int:
    from experiments.running.worlds import available_workers
    from experiments.studies.calibration.study import Effort, fitted
    from scenarios import load_district, load_parameters

    crew = available_workers() if workers is None else workers
    started, clock = utc_now(), time.monotonic()
    prepare_engine(load_district("jiuyuan-hamlet"), load_parameters().values, talk)
    bank, failed = (shipped_bank(calibration), []) if stored else _filled(calibration, out, crew, timeout, talk)
    if bank_only:
        _say_failed(failed, talk)
        return FAILED_RUNS if failed else OK
    _refuse_few(bank, calibration, failed, out, talk)
    runs = calibration.acceptance.candidates + calibration.sets + (len(calibration.folds) + 1) * Effort().tried_sets
    talk.note(_("To do: {fits} fits to the {points} points of the bank; at most {candidates} runs of the baseline, until {sets} sets meet its targets; then "
                "{runs} runs of all figures. With the shipped plan this takes {hours} on two processors; the same command goes on where it stopped.").format(
        fits=len(calibration.folds) + 1, points=len(bank), candidates=calibration.acceptance.candidates, sets=calibration.sets,
        runs=(len(calibration.folds) + 1) * Effort().tried_sets, hours=_(AFTER_BANK)))  # fmt: skip
    with talk.progress(runs, _("Running plausible sets")) as progress:
        found, again = fitted(calibration, bank, out, workers=crew, told=lambda text: talk.note(_("Calibrating: {what} ...").format(what=text)),
                              progress=progress, stall_seconds=timeout)  # fmt: skip
    failed = [*failed, *again]
    times = {"started": started, "finished": utc_now(), "seconds": round(time.monotonic() - clock, 1)}
    if len(found.sets) < calibration.sets:
        talk.warn(_("Only {n} of {sets} sets were found: the candidates ran out.").format(n=len(found.sets), sets=calibration.sets))
    place = _write(calibration, bank, found, out, ship, failed, times)
    _say_failed(failed, talk)
    _tell(found, place, talk)
    return FAILED_RUNS if failed else OK


def _filled(calibration: Calibration, out: Path, crew: int, timeout: float, talk: Talk) -> tuple[pd.DataFrame, list[tuple[int, Failure]]]:
    """The bank of runs, what is missing of it run, and the runs that failed."""
    from experiments.studies.calibration import bank as banking

    talk.note(_("To do first: a bank of {points} points, {worlds} worlds each. With the shipped plan this takes {hours} on two processors; the same command "
                "goes on where it stopped.").format(points=calibration.points, worlds=calibration.worlds, hours=_(BANK_TAKES)))  # fmt: skip
    with talk.progress(calibration.points, _("Filling the bank")) as progress:
        points = banking.points(calibration, _figures(calibration))
        failed = banking.fill(points, out / "bank", workers=crew, progress=progress, stall_seconds=timeout)
    bank = banking.gathered(calibration, points, out / "bank")
    banking.write_bank(bank, out / "bank.csv")
    return bank, failed


def _figures(calibration: Calibration) -> Figures:
    """What runs a point of the bank, with the store where all points have room in it: each has parameters, and so worlds, of its own."""
    from experiments.running import keeping
    from experiments.studies.calibration.profile import districts, figures

    kept = keeping.store()
    fits = kept is not None and keeping.room_for(kept, districts(calibration), calibration.months) >= calibration.points * calibration.worlds
    return partial(figures, kept=kept) if fits else figures


def _refuse_few(bank: pd.DataFrame, calibration: Calibration, failed: Sequence[tuple[int, Failure]], out: Path, talk: Talk) -> None:
    """``UserError`` where too many runs are missing for a fit."""
    if len(bank) >= LEAST_SHARE * calibration.points:
        return
    _say_failed(failed, talk)
    raise UserError(
        _("The bank holds {n} of {points} points; too few to fit.").format(n=len(bank), points=calibration.points), str(out / "bank"),
        _("Start the command again: it runs only what is missing."))


def _write(
    calibration: Calibration, bank: pd.DataFrame, found: Calibrated, out: Path, ship: bool, failed: Sequence[tuple[int, Failure]],
    times: dict[str, object],
) -> Path:  # fmt: skip
    """Tables, figures, the ensemble and the manifest; the folder of the ensemble."""
    from experiments.disk import files
    from experiments.disk.provenance import commit, versions
    from experiments.studies.calibration import bank as banking
    from experiments.studies.calibration import ensemble, report
    from experiments.studies.calibration.figures import draw
    from experiments.studies.calibration.study import ALL

    names = report.write(found, out)
    full = found.fits[ALL]
    pictures = draw(calibration, found.sets, found.before, found.narrowed, found.ranks, out)
    facts = ensemble.Facts(full.fitted, full.matched.beyond, len(bank), full.effective, found.acceptance.tried)
    cards = ensemble.write(calibration, found.sets, ensemble.ENSEMBLES if ship else out, facts)
    if ship:
        banking.write_bank(bank, ensemble.SHIPPED_BANK)
    files.write_json(out / "manifest.json", plain({
        "schema_version": 1, "command": command_line(), "versions": versions(), "git": commit(), "times": times,
        "failed": [{"point": number, "reason": failure.reason} for number, failure in failed],
        "files": {name: files.sha256(out / name) for name in [*names, *(path.name for path in pictures)]},
    }))  # fmt: skip
    return cards[0].parent


def _tell(found: Calibrated, place: Path, talk: Talk) -> None:
    from experiments.studies.calibration import report

    if talk.as_json:
        talk.json({**report.tables(found), "fits": report.fit_facts(found)})
    else:
        talk.data(report.page(found))
    talk.note(_("Written to {folder}.").format(folder=place))


def shipped_bank(calibration: Calibration) -> pd.DataFrame:
    """The bank that came with the model; ``UserError`` where it is missing or belongs to another plan."""
    from experiments.studies.calibration import bank as banking
    from experiments.studies.calibration.ensemble import SHIPPED_BANK

    try:
        bank = banking.read_bank(SHIPPED_BANK)
    except (OSError, ValueError) as error:
        raise UserError(
            _("The stored bank cannot be read: {reason}.").format(reason=error), str(SHIPPED_BANK), _("Leave out --stored to run it.")) from error
    if list(bank.columns) != banking.columns(calibration):
        raise UserError(
            _("The stored bank belongs to another plan."), str(SHIPPED_BANK), _("Leave out --stored to run the bank of this plan."))
    return bank


def _say_failed(failed: Sequence[tuple[int, Failure]], talk: Talk) -> None:
    for number, failure in failed:
        talk.warn(_("Run {number} of the bank failed: {reason}.").format(number=number, reason=failure.reason))
        talk.note(failure.trace)
