"""Small plans for the torture, and what a whole sweep must look like."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from experiments.disk.paths import TEMPORARY
from experiments.studies.sweep import results, schedule
from experiments.studies.sweep.local import LocalCrew
from experiments.studies.sweep.results import Results
from experiments.studies.sweep.study import run_sweep
from scenarios import PlanFile, load_plan
from tests.torture import fake

SMALL = """schema_version = 1
name = "{name}"
title = "Torture"
question = "Does anything get lost?"
district = "jiuyuan-hamlet"
policies = ["baseline", "levers", "capacity"]
months = {months}
worlds = {worlds}
sampler = {{ method = "latin-hypercube", points = {points} }}
keep = {keep}
by = {by}

[levers.field_days]

[uncertainties.hazard_arrivals]
"""


def write(folder: Path, name: str = "small", points: int = 4, worlds: int = 3, months: int = 3, keep: Sequence[str] = ()) -> Path:
    """A plan file of a few tasks."""
    path = folder / f"{name}.toml"
    path.write_text(SMALL.format(name=name, points=points, worlds=worlds, months=months, keep=json.dumps([*keep]), by='["domain", "sector"]' if "breakdowns" in keep else "[]"))
    return path


def plan(folder: Path, name: str = "small", **sizes: Any) -> PlanFile:
    return load_plan(write(folder, name, **sizes), folder)


@contextlib.contextmanager
def silent(total: int) -> Iterator[Callable[..., None]]:
    yield lambda share, done, failed: None


@contextlib.contextmanager
def in_place_of_the_model(simulate: Any) -> Iterator[None]:
    """A stand-in where the model would run, in this process and in what it sends to workers: nothing but the numbers knows of it."""
    real = schedule.Batch
    if simulate is not None:
        schedule.Batch = lambda number, context, items, _own=None, *more: real(number, context, items, simulate, *more)  # type: ignore[assignment,misc]
    try:
        yield
    finally:
        schedule.Batch = real  # type: ignore[misc]


def swept(of: PlanFile, folder: Path, workers: int = 0, simulate: Any = fake.honest, **more: Any) -> Results:
    """The plan run into the folder by the honest stand-in."""
    crew = more.pop("crew", None) or LocalCrew(workers, more.pop("timeout", 60.0))
    with in_place_of_the_model(simulate):
        return run_sweep(of, folder, crew, **{"progress": silent, **more})


def faults(folder: Path, digest: str) -> list[str]:
    """What is wrong with a folder that should hold a whole sweep of this digest; empty if nothing is."""
    found = results.open(folder)
    rows = found.table()
    keys = list(zip(*(rows[name].to_pylist() for name in ("point", "world", "policy")), strict=True))
    wrong = []
    if found.digest != digest:
        wrong.append(f"digest {found.digest[:16]} and not {digest[:16]}")
    if not found.complete or found.manifest is None:
        wrong.append("not complete")
    if len(set(keys)) != len(keys) or len(keys) != found.tasks * len(found.policies):
        wrong.append(f"{len(keys)} rows, {len(set(keys))} different, {found.tasks * len(found.policies)} expected")
    wrong += [f"left over: {path.name}" for path in folder.rglob(f"{TEMPORARY}*")]
    return wrong
