"""Small plans for the torture, and what a whole sweep must look like."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from experiments.studies.sweep import results
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

[levers.field_days]

[uncertainties.hazard_arrivals]
"""


def write(folder: Path, name: str = "small", points: int = 4, worlds: int = 3, months: int = 3) -> Path:
    """A plan file of a few tasks."""
    path = folder / f"{name}.toml"
    path.write_text(SMALL.format(name=name, points=points, worlds=worlds, months=months))
    return path


def plan(folder: Path, name: str = "small", **sizes: int) -> PlanFile:
    return load_plan(write(folder, name, **sizes), folder)


@contextlib.contextmanager
def silent(total: int) -> Iterator[Callable[..., None]]:
    yield lambda share, done, failed: None


def swept(of: PlanFile, folder: Path, workers: int = 0, **more: Any) -> Results:
    """The plan run into the folder by the honest stand-in."""
    crew = more.pop("crew", None) or LocalCrew(workers, more.pop("timeout", 60.0))
    return run_sweep(of, folder, crew, **{"progress": silent, "simulate": fake.honest, **more})


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
    wrong += [f"left over: {path.name}" for path in folder.rglob(".tmp-*")]
    return wrong
