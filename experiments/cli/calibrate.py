"""``inspectorate calibrate``: from the evidence to an ensemble of plausible parameter sets."""

from __future__ import annotations

import time
from pathlib import Path

import pandas as pd

from experiments.cli.common import FAILED_RUNS, OK, command_line, utc_now
from experiments.cli.trial import prepare
from experiments.disk import files
from experiments.disk.provenance import commit, versions
from experiments.running.pool import Failure
from experiments.running.worlds import available_workers
from experiments.studies.calibration import bank as banking
from experiments.studies.calibration import ensemble, report
from experiments.studies.calibration.figures import draw
from experiments.studies.calibration.plan import CALIBRATION, Calibration, load_calibration
from experiments.studies.calibration.study import ALL, Effort, fitted
from experiments.text.console import Talk, plain
from experiments.text.errors import UserError
from experiments.text.messages import _
from scenarios import load_parameters

LEAST_SHARE = 0.9
"""Of the bank's points that must be there for a fit."""
SHIPPED_BANK = ensemble.ENSEMBLES / "bank.csv"


def calibrate(
    *, out: Path, plan: Path | None, workers: int | None, timeout: float, stored: bool, bank_only: bool, ship: bool, talk: Talk
) -> int:
    """Fill the bank, fit, write the ensemble with its tables and figures; a second start takes up where the first stopped."""
    calibration = load_calibration(plan or CALIBRATION)
    crew = available_workers() if workers is None else workers
    started, clock = utc_now(), time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    prepare(load_parameters().values, talk)
    failed: list[tuple[int, Failure]] = []
    if stored:
        bank = shipped_bank(calibration)
    else:
        with talk.progress(calibration.points, _("Filling the bank")) as progress:
            points = banking.points(calibration)
            failed = banking.fill(points, out / "bank", workers=crew, progress=progress, stall_seconds=timeout)
        bank = banking.gathered(calibration, points, out / "bank")
        banking.write_bank(bank, out / "bank.csv")
    if bank_only:
        _say_failed(failed, talk)
        return FAILED_RUNS if failed else OK
    if len(bank) < LEAST_SHARE * calibration.points:
        _say_failed(failed, talk)
        raise UserError(
            _("The bank holds {n} of {points} runs; too few to fit.").format(n=len(bank), points=calibration.points), str(out / "bank"),
            _("Start the command again: it runs only what is missing."))
    with talk.progress(max(1, (len(calibration.folds) + 1) * Effort().tried_sets), _("Running plausible sets")) as progress:
        found, again = fitted(calibration, bank, out, workers=crew, told=lambda text: talk.note(_("Calibrating: {what} ...").format(what=text)),
                              progress=progress, stall_seconds=timeout)  # fmt: skip
    names = report.write(found, out)
    pictures = draw(calibration, found.fits[ALL].draws, found.before, found.narrowed, found.ranks, out)
    full = found.fits[ALL]
    facts = ensemble.Facts(full.fitted, full.matched.beyond, len(bank), full.effective)
    cards = ensemble.write(calibration, found.sets, ensemble.ENSEMBLES if ship else out, facts)
    if ship:
        banking.write_bank(bank, SHIPPED_BANK)
    files.write_json(out / "manifest.json", plain({
        "schema_version": 1, "command": command_line(), "versions": versions(), "git": commit(),
        "times": {"started": started, "finished": utc_now(), "seconds": round(time.monotonic() - clock, 1)},
        "failed": [{"point": number, "reason": failure.reason} for number, failure in [*failed, *again]],
        "files": {name: files.sha256(out / name) for name in [*names, *(path.name for path in pictures)]},
    }))  # fmt: skip
    _say_failed([*failed, *again], talk)
    if talk.as_json:
        talk.json({**report.tables(found), "fits": report.fit_facts(found)})
    else:
        talk.data(report.page(found))
    talk.note(_("Written to {folder}.").format(folder=cards[0].parent))
    return FAILED_RUNS if failed or again else OK


def shipped_bank(calibration: Calibration) -> pd.DataFrame:
    """The bank that came with the model; ``UserError`` where it is missing or belongs to another plan."""
    try:
        bank = banking.read_bank(SHIPPED_BANK)
    except (OSError, ValueError) as error:
        raise UserError(
            _("The stored bank cannot be read: {reason}.").format(reason=error), str(SHIPPED_BANK), _("Leave out --stored to run it.")) from error
    if list(bank.columns) != banking.columns(calibration):
        raise UserError(
            _("The stored bank belongs to another plan."), str(SHIPPED_BANK), _("Leave out --stored to run the bank of this plan."))
    return bank


def _say_failed(failed: list[tuple[int, Failure]], talk: Talk) -> None:
    for number, failure in failed:
        talk.warn(_("Run {number} of the bank failed: {reason}.").format(number=number, reason=failure.reason))
        talk.note(failure.trace)
