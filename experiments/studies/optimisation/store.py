"""The folder of a search: whose it is, and what it leaves there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from experiments.comparison.figures.style import in_style, write
from experiments.comparison.store import MANIFEST
from experiments.disk import files
from experiments.disk.folder import contents, writing
from experiments.disk.provenance import commit, model_version, versions
from experiments.disk.reading import read_json
from experiments.running.folder import CARD
from experiments.studies.optimisation.figure import draw, footers, provenance
from experiments.studies.optimisation.policy_text import policy_name, policy_toml
from experiments.studies.optimisation.study import Optimised
from experiments.studies.optimisation.tables import page, scored_rows, step_rows, tried_table
from experiments.text.console import plain
from experiments.text.differing import differences
from experiments.text.errors import UserError
from experiments.text.extras import need
from experiments.text.messages import _, language
from scenarios.schema.plan import PlanFile

SUMMARY = "optimise.json"
LONGER = ("generations", "rounds", "fresh_worlds", "runners_up")
"""How far a search goes: with more of it, what was tried before is not run again."""


def identity(plan: PlanFile, budget: float, exhaustive: bool) -> str:
    """What must be equal for a search to be taken up again: the plan, the budget, the model; a search may go on for longer."""
    return hashlib.sha256(json.dumps(asked(plan, budget, exhaustive), sort_keys=True).encode()).hexdigest()


def asked(plan: PlanFile, budget: float, exhaustive: bool) -> dict[str, Any]:
    """The same, to be read."""
    settings = plan.model_dump(mode="json", exclude={"optimise": set(LONGER)})
    return {"plan": settings, "budget": budget, "exhaustive": exhaustive, "model": model_version()}


@contextmanager
def claimed(folder: Path, plan: PlanFile, budget: float, exhaustive: bool) -> Iterator[None]:
    """Hold ``folder`` for this search; ``UserError`` where it holds anything else, which is left alone, another process writes to it,
    or no search is installed."""
    need("pymoo")
    own = identity(plan, budget, exhaustive)

    def refuse_others(folder: Path) -> None:
        if not contents(folder):
            return
        try:
            card = read_json(folder / CARD)
            found, made_with = card["identity"], card.get("asked", {})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            found, made_with = None, {}
        if found == own:
            return
        what = differences(made_with, asked(plan, budget, exhaustive)) if made_with else ""
        raise UserError(
            _("The folder holds another search ({what}); nothing was touched.").format(what=what) if what
            else _("The folder holds something else than this search; nothing was touched."),
            f"--out {folder}", _("Name a folder that is new or empty."))  # fmt: skip

    with writing(folder, refuse_others):
        if not (folder / CARD).exists():
            files.write_json(folder / CARD, {"schema_version": 1, "identity": own, "asked": asked(plan, budget, exhaustive)})
        yield


def summary(found: Optimised) -> dict[str, Any]:
    """The result as one JSON document."""
    chosen, rescored, check = found.chosen, found.rescored, found.check
    return {
        "plan": found.plan.name, "district": found.plan.district, "months": found.plan.months, "budget": found.budget,
        "levers": {c.lever: {"today": c.levels[c.today], "levels": list(c.levels), "unit": c.unit} for c in found.space.choices},
        "without_price": list(found.free), "mixes": found.space.size, "tried": chosen.tried, "within_budget": chosen.affordable,
        "undominated": chosen.undominated, "search_worlds": found.archive.batches[0].worlds, "fresh_worlds": rescored.worlds,
        "interval_over": rescored.over, "baseline_deaths": rescored.baseline_deaths, "winner_confirmed": found.holds,
        "search_over_fresh": rescored.optimism, "scored": scored_rows(found), "steps": step_rows(found),
        "exhaustive": None if check is None else vars(check), "failed_runs": found.archive.measured.failed + rescored.failed,
    }  # fmt: skip


def write_results(found: Optimised, folder: Path, command: str, times: Mapping[str, Any] | None = None) -> list[Path]:
    """Tables, page, figure, the winner's policy file, and the manifest last; the files written."""
    written = [folder / name for name in (SUMMARY, "mixes.md", "tried.parquet", "tried.csv", "scored.csv", "steps.csv")]
    files.write_json(written[0], plain(summary(found)))
    files.write_text(written[1], page(found))
    files.write_parquet(written[2], tried_table(found))
    files.write_csv(written[3], tried_table(found))
    for path, rows in ((written[4], scored_rows(found)), (written[5], step_rows(found))):
        if rows:
            files.write_csv(path, pa.Table.from_pylist([_flat(row) for row in rows]))
    with in_style():
        written += write(draw(found), folder / "front", footers(found), provenance(found))
    if found.winner is not None:
        written.append(folder / f"{policy_name(found.budget)}.toml")
        files.write_text(written[-1], policy_toml(found))
    written = [path for path in written if path.exists()]
    files.write_json(folder / MANIFEST, plain({
        "schema_version": 1, "command": command, "versions": versions(), "git": commit(), "language": language(),
        "seed": found.plan.seed, "plan": found.plan.model_dump(mode="json"), "budget": found.budget, "times": dict(times or {}),
        "files": {path.name: files.sha256(path) for path in written},
    }))  # fmt: skip
    return [*written, folder / MANIFEST]


def _flat(row: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """A record without tables in it: ``averted_low``, ``levers_equipment``."""
    flat: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            flat |= {} if key == "moved" else _flat(value, f"{before}{key}_")
        else:
            flat[before + key] = ", ".join(value) if isinstance(value, list) else value
    return flat
