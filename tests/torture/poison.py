"""One bad run in ten thousand: one that raises, one that kills its process, one that never ends."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path

from experiments.studies.sweep import results
from tests.torture import fake, forks
from tests.torture.program import run

PLAN = """schema_version = 1
name = "poison"
title = "Torture"
question = "What does one bad run cost?"
district = "jiuyuan-hamlet"
policies = ["baseline"]
months = 3
worlds = 10000
sampler = { method = "single" }
"""
KINDS = {fake.SLEEPS: "stalled", fake.RAISES: "error", fake.DIES: "killed"}


def faults(folder: Path, workers: int = 2) -> Iterator[str]:
    """Ten thousand runs by the command line, three of them bad; what is not as it should be."""
    plan, out, words = folder / "poison.toml", folder / "poisoned", folder / "words"
    plan.write_text(PLAN)
    command = ["sweep", str(plan), "--out", str(out), "--workers", str(workers), "--timeout", "2", "--json"]
    ended = forks.run(lambda: int(run("poisoned", command)), words)
    if ended.code != 3:
        yield f"exit {ended.code}: {ended.err[-900:]}"
    found = results.open(out)
    failed = found.failures
    if found.done() != 9997 or not found.complete or found.table().num_rows != 10_000:
        yield f"{found.done()} done of {found.table().num_rows}"
    if dict(zip(failed["world"].tolist(), failed["kind"].tolist(), strict=True)) != KINDS:
        yield f"failures {failed.to_dict('records')}"
    if [row["world"] for row in json.loads(ended.out)["failed"]] != sorted(KINDS):
        yield f"told: {ended.out[:400]}"
    for row in failed.itertuples():
        program, *replay = shlex.split(row.replay)
        again = forks.run(lambda own=replay: int(run("poisoned", [*own, "--timeout", "2"])), words)
        if program != "inspectorate" or again.code != 3 or row.reason not in " ".join(again.err.split()):
            yield f"{row.replay}: exit {again.code} and not {row.reason!r}: {again.err[-600:]}"
        if row.reason not in " ".join(ended.err.split()) or not row.reason:
            yield f"the reason {row.reason!r} was not told: {ended.err[-600:]}"
    healed = forks.run(lambda: int(run("honest", [*command, "--retry"])), words)
    if healed.code or len(results.open(out).failures):
        yield f"--retry: exit {healed.code}: {healed.err[-600:]}"
