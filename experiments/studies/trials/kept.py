"""Finished trials of a run that may stop half-way: each is kept as soon as it is judged, and taken up again by the same command."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from experiments.disk import files
from experiments.disk.provenance import model_version, source_hash
from experiments.disk.reading import read_json
from experiments.studies.trials.estimators import Estimate
from experiments.studies.trials.result import Result
from experiments.studies.trials.sample import PublishedSize
from experiments.studies.trials.under import WorldParameters
from experiments.text.messages import language
from scenarios.schema.trial import TrialFile

FIGURES = ("value", "low", "high", "p", "sign_share")


@dataclass(frozen=True)
class Kept:
    """A file for each finished trial in ``folder``, named by everything that decides its figures."""

    folder: Path
    parameters: WorldParameters
    worlds: int | None
    seed: int
    published: bool

    def read(self, trial: TrialFile) -> list[Result] | None:
        """The rows as the tables show them, with the figure of each world (no draws); None if there are none or the file is damaged."""
        try:
            content = read_json(self._path(trial))
            return [_result(trial, row, number, self.parameters.name) for number, row in enumerate(content["rows"])]
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            return None

    def write(self, trial: TrialFile, results: Sequence[Result]) -> None:
        """Keep a trial of which no world is missing."""
        if any(result.worlds != (self.worlds or trial.sizes.large.worlds) for result in results):
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        files.write_json(self._path(trial), {"rows": [_row(result) for result in results]})

    def clear(self) -> None:
        """Forget all, once everything is in the report."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, trial: TrialFile) -> Path:
        content = [
            trial.model_dump_json(), repr(trial.base), self.parameters.identity, self.worlds or trial.sizes.large.worlds, self.seed, self.published,
            language(), model_version(), source_hash(Path(__file__).parent),
        ]  # fmt: skip
        return self.folder / f"{trial.name}-{hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]}.json"


def _row(result: Result) -> dict[str, Any]:
    row: dict[str, Any] = {"estimand": result.estimand.name, "worlds": result.worlds, "sets": result.sets, "found": _told(result.found)}
    if result.small is not None:
        widths = {"width": repr(result.small.width), "published_width": repr(result.small.published_width)}
        row["small"] = {"estimate": _told(result.small.estimate), **widths}
    return row


def _told(found: Estimate) -> dict[str, Any]:
    # As text, since JSON knows neither nan nor infinity.
    return {**{name: repr(float(getattr(found, name))) for name in FIGURES}, "name": found.name, "n_units": int(found.n_units), "note": found.note,
            "undetermined": found.undetermined, "per_world": [repr(float(value)) for value in found.per_world], "sets": [int(k) for k in found.sets]}


def _result(trial: TrialFile, row: dict[str, Any], number: int, ensemble: str) -> Result:
    estimand = trial.estimands[number]
    if row["estimand"] != estimand.name:
        raise ValueError(row["estimand"])
    small = row.get("small")
    again = PublishedSize(_estimate(small["estimate"]), float(small["width"]), float(small["published_width"])) if small else None
    return Result(trial, estimand, _estimate(row["found"]), int(row["worlds"]), again, ensemble, int(row["sets"]))


def _estimate(told: dict[str, Any]) -> Estimate:
    value, low, high, p, share = (float(told[name]) for name in FIGURES)
    return Estimate(str(told["name"]), value, low, high, np.array([float(value) for value in told["per_world"]]), p, share, int(told["n_units"]), str(told["note"]), str(told["undetermined"]),
                    sets=tuple(int(k) for k in told["sets"]))  # fmt: skip
