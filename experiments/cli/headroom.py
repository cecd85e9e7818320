"""``inspectorate headroom``: how many deaths each problem carries, and what each channel of supervision is worth."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.cli.common import (
    FAILED_RUNS,
    NO_RESULT,
    OK,
    command_line,
    prepare_engine,
    start_seconds,
    utc_now,
)
from experiments.cli.options import (
    District,
    DryRun,
    EnsembleChoice,
    Json,
    Lang,
    Months,
    NoStore,
    Out,
    Quiet,
    Seed,
    Workers,
    WorldTimeout,
)
from experiments.text.console import Talk
from experiments.text.messages import N_, _

if TYPE_CHECKING:
    from experiments.comparison.words.assumptions import Change
    from experiments.running.plan import Plan
    from experiments.studies.headroom.study import Headroom, Setting

commands = typer.Typer()

Worlds = Annotated[
    int, typer.Option("--worlds", "-n", min=1, max=10_000, help=N_("Worlds of each variation; no interval under ten sets of assumptions (twenty worlds)."))
]


@commands.command("headroom", help=N_("Say how many deaths each problem carries, and what each channel of supervision is worth."))
def headroom(
    district: District = "jiuyuan",
    worlds: Worlds = 40,
    months: Months = 120,
    seed: Seed = 0,
    out: Out = None,
    workers: Workers = None,
    ensemble: EnsembleChoice = None,
    timeout: WorldTimeout = 600.0,
    dry_run: DryRun = False,
    no_store: NoStore = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """Run every variation on the worlds of the baseline, write and say what it comes to; a stopped run goes on."""
    from experiments.comparison.words import assumptions
    from experiments.disk.folder import owned
    from experiments.running.planning import make_plan
    from experiments.studies.headroom.study import Setting
    from experiments.studies.headroom.variations import load_variations

    talk = Talk(as_json, quiet)
    plan = make_plan(district, [], worlds=worlds, months=months, seed=seed, ensemble=ensemble, single=True)
    setting = Setting(plan.single, plan.parameters, plan.ensemble, worlds, months, seed)
    if dry_run:
        return _foretell(plan, len(load_variations()), workers, talk)
    folder = out or Path("results") / "headroom"
    with owned(folder, "headroom", "headroom"):
        return _run(setting, folder, workers, timeout, talk, {"district": district, "ensemble": plan.ensemble_spec}, assumptions.changed(plan))


def _foretell(plan: Plan, variations: int, workers: int | None, talk: Talk) -> int:
    """Say how many runs, and how long: each variation burns its worlds in anew, as the baseline does."""
    from experiments.cli.comparing import time_told
    from experiments.running import timing
    from experiments.running.worlds import available_workers

    runs, worlds = len(plan.worlds) * (1 + variations), len(plan.worlds)
    crew = min(available_workers() if workers is None else workers, runs)
    talk.note(_("Timing a few months of {district} ...").format(district=plan.district.name))
    seconds = timing.estimate(plan, 0).seconds * (1 + variations) / max(1, crew) + start_seconds(crew)
    if talk.as_json:
        talk.json({"runs": runs, "simulated_months": runs * (plan.district.burn_in + plan.months), "seconds": seconds, "workers": crew})
        return OK
    talk.data(
        _("{runs} runs of {months} months: the baseline and {n} variations on {worlds} worlds.").format(runs=runs, months=plan.months, n=variations, worlds=worlds),
        time_told(seconds, crew),
    )  # fmt: skip
    talk.note(_("Nothing was run. Leave --dry-run out to run it."))
    return OK


def _run(
    setting: Setting, folder: Path, workers: int | None, timeout: float, talk: Talk, facts: dict[str, Any], changes: Sequence[Change]
) -> int:
    from experiments.running.worlds import available_workers
    from experiments.studies.headroom.report import order
    from experiments.studies.headroom.study import Kept, measure
    from experiments.studies.headroom.variations import load_variations

    prepare_engine(setting.district, setting.parameters, talk)
    started, clock, variations = utc_now(), time.monotonic(), load_variations()
    kept = Kept(folder / "unfinished", setting)
    runs = setting.worlds * (1 + len(variations))
    crew = min(available_workers() if workers is None else workers, runs)
    with talk.progress(runs, _("Simulating")) as progress:
        base, found, failures = measure(setting, variations, kept, workers=crew, progress=progress, stall_seconds=timeout)
    for name, world, reason in failures:
        talk.warn(_("World {world} of {trial} failed: {reason}.").format(world=world, trial=name, reason=reason))
    if not found:
        return NO_RESULT
    times = {"started": started, "finished": utc_now(), "seconds": round(time.monotonic() - clock, 1)}
    facts = {**facts, "sets": setting.sets_used, "worlds": setting.worlds, "months": setting.months, "seed": setting.seed, "times": times}
    _write(base, order(found), folder, facts, setting, changes)
    _tell(base, order(found), folder, talk, setting, changes)
    return FAILED_RUNS if failures else OK


def _write(base: float, rows: Sequence[Headroom], folder: Path, facts: dict[str, Any], setting: Setting, changes: Sequence[Change]) -> None:
    from experiments.comparison.words import assumptions
    from experiments.disk import files
    from experiments.disk.provenance import commit, versions
    from experiments.studies.headroom.figures import draw
    from experiments.studies.headroom.report import markdown, records, under_which
    from experiments.studies.study_page import write_rows
    from experiments.text.messages import titled

    first = assumptions.line(changes), under_which(setting)
    files.write_text(folder / "headroom.md", markdown(base, rows, *first))
    tables = write_rows(folder, {"headroom": records(base, rows, _name(setting), assumptions.column(changes))})
    drawn = draw(base, rows, folder, [*first, titled(setting.district.note, setting.district.note_zh)])
    names = ["headroom.md", *tables, *(path.name for path in drawn)]
    files.write_json(folder / "manifest.json", {
        "schema_version": 1, "command": command_line(), "versions": versions(), "git": commit(), **facts,
        "files": {name: files.sha256(folder / name) for name in names},
    })  # fmt: skip


def _name(setting: Setting) -> str:
    return "" if setting.ensemble is None else setting.ensemble.name


def _tell(base: float, rows: Sequence[Headroom], folder: Path, talk: Talk, setting: Setting, changes: Sequence[Change]) -> None:
    from experiments.comparison.words import assumptions
    from experiments.studies.headroom.report import headline, reading, records, table, under_which
    from experiments.text.messages import titled

    if talk.as_json:
        talk.json(records(base, rows, _name(setting), assumptions.column(changes)))
    else:
        note = titled(setting.district.note, setting.district.note_zh)
        first = [text for text in (assumptions.line(changes), under_which(setting), note) if text]
        talk.data(*first, headline(base, rows), table(rows), reading(rows))
    talk.note(_("Written to {folder}: headroom.md, headroom.csv, tables.json, headroom.png, manifest.json.").format(folder=folder))
