"""A study that stands on sweeps: its folder, its sweeps, and what it writes and says."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from experiments.cli import sweeping
from experiments.cli.common import FAILED_RUNS, OK, command_line, utc_now
from experiments.cli.sweeping import How
from experiments.comparison.words import assumptions
from experiments.comparison.words.phrases import years_each
from experiments.disk import files
from experiments.disk.folder import contents, writing
from experiments.disk.provenance import commit, model_version, versions
from experiments.running.replicates import counted
from experiments.studies.plan_text import written
from experiments.studies.study_page import StudyTable, page, write_rows
from experiments.studies.sweep.results import Results
from experiments.studies.sweep.tasks import place_of, resolve
from experiments.text.console import Talk, plain
from experiments.text.errors import UserError
from experiments.text.formatting import figure
from experiments.text.messages import _, enumerated, language, titled
from scenarios import PlanFile

Draw = Callable[[Path, list[str], dict[str, Any]], list[Path]]


@dataclass(frozen=True)
class Told:
    """What a study has to say, in the language in force."""

    sentences: Sequence[str]
    meaning: Sequence[str]
    tables: Sequence[StudyTable]
    brief: Sequence[StudyTable]
    """Those that are printed; the page has all."""
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    draw: Draw


class Study:
    """One study of a plan in one folder: its sweeps, and what it writes."""

    def __init__(self, name: str, plan: PlanFile, out: Path | None, how: How, talk: Talk) -> None:
        self.name, self.plan, self.how, self.talk = name, plan, how, talk
        self.folder = out or Path("results") / (name if plan.name == name else f"{name}-{plan.name}")
        self.runs: dict[str, Results] = {}
        self._begun, self._clock = utc_now(), time.monotonic()

    @contextmanager
    def claimed(self, first: str) -> Iterator[None]:
        """Hold the folder; ``UserError`` where it holds something else than this study, whose first sweep is ``first``, or is in use."""

        def refuse_others(folder: Path) -> None:
            if contents(folder) and not (folder / f"{first}.toml").is_file():
                raise UserError(_("The folder is not empty and holds no such study; nothing was touched."), f"--out {folder}",
                                _("Name a folder that is new or empty, or empty this one yourself."))  # fmt: skip

        with writing(self.folder, refuse_others):
            yield

    def run(self, plan: PlanFile, name: str) -> Results:
        """Run a sweep into the folder NAME of the study's, its plan beside it; ``StoppedError`` where it has to end early."""
        sketch = resolve(plan)
        sweeping.make_ready(sketch, self.talk)
        plan = written(plan, self.folder, name)
        self.talk.note(_("{name}: points {points}, worlds {worlds}, policies {policies}.").format(
            name=name, points=figure(sketch.design.points, 0), worlds=plan.worlds, policies=len(sketch.policies)))  # fmt: skip
        self.runs[name] = sweeping.into(plan, self.folder / name, replace(self.how, shown_plan=str(self.folder / f"{name}.toml")), self.talk)
        return self.runs[name]

    def tell(self, told: Told) -> int:
        """Write the page, tables, figures and manifest, and print; the exit code."""
        last = list(self.runs.values())[-1]
        facts = {"model": model_version(), "plan": self.plan.name, "study": self.name, "seed": self.plan.seed,
                 "sweeps": {name: run.digest[:16] for name, run in self.runs.items()}}  # fmt: skip
        district = place_of(self.plan)
        by_hand = assumptions.of_plan(self.plan.parameters, last.plan.ensemble, self.plan.sample)
        facts["not_default"] = [change.plain for change in by_hand]
        footers = [assumptions.line(by_hand), footer(last), titled(district.note, district.note_zh)]
        pictures = told.draw(self.folder, footers, facts)
        names = [*write_rows(self.folder, told.rows), f"{self.name}.md", *(path.name for path in pictures)]
        title = titled(self.plan.title, self.plan.title_zh)
        files.write_text(self.folder / f"{self.name}.md", page(title, [*self._first(), *told.sentences, *told.meaning, footer(last)], told.tables))
        failed = sum(len(run.failures) for run in self.runs.values())
        files.write_json(self.folder / "manifest.json", plain({
            "schema_version": 1, "command": command_line(), "versions": versions(), "git": commit(), "language": language(), **facts,
            "failed": failed, "sweeps": {name: {"digest": run.digest, "tasks": run.tasks, "failed": len(run.failures)} for name, run in self.runs.items()},
            "times": {"started": self._begun, "finished": utc_now(), "seconds": round(time.monotonic() - self._clock, 1)},
            "files": {name: files.sha256(self.folder / name) for name in names},
        }))  # fmt: skip
        if self.talk.as_json:
            self.talk.json({"folder": str(self.folder), "not_default": facts["not_default"], "found": list(told.sentences), **told.rows})
        else:
            self.talk.data(*self._first(), *told.sentences, *(table.table() for table in told.brief), *told.meaning)
        self.talk.note(_("Written to {folder}: {files}.").format(folder=self.folder, files=enumerated([*names, "manifest.json"])))
        if failed:
            self.talk.warn(_("Failed runs: {n}; `inspectorate status {folder}` lists them.").format(
                n=failed, folder=shlex.quote(str(next(run.folder for run in self.runs.values() if len(run.failures))))))  # fmt: skip
        return FAILED_RUNS if failed else OK

    def _first(self) -> list[str]:
        """What is not as by default, before anything else."""
        text = assumptions.line(assumptions.of_plan(self.plan.parameters, list(self.runs.values())[-1].plan.ensemble, self.plan.sample))
        return [text] if text else []


def footer(run: Results) -> str:
    """Source, what was run, model version."""
    plan = run.plan
    worlds = years_each(counted(plan.worlds), plan.worlds > 1, plan.months / 12)
    return _("Source: simulation with inspectorate, model {model}. District {district}; points: {points}; {worlds}; "
             "seed {seed}.").format(model=model_version(), points=figure(len(run.points()), 0), worlds=worlds,
                                    district=plan.district, seed=plan.seed)  # fmt: skip
