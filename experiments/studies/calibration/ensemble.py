"""The ensemble as data: a CSV of parameter sets and a TOML that says where they come from."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import scenarios
from experiments.disk import files
from experiments.disk.provenance import model_version
from experiments.studies.calibration.emulator import Array
from experiments.studies.calibration.plan import Calibration

ENSEMBLES = Path(str(scenarios.__file__)).parent / "ensembles"
SHIPPED_BANK = ENSEMBLES / "bank.csv"
"""The bank of runs that came with the model."""
COMMAND = "inspectorate calibrate --ship"
TITLE, TITLE_ZH = "Parameter sets that the evidence leaves", "证据所容许的参数组"
NOTE = (
    "Drawn from the posterior of a calibration on the baseline targets and on published studies; what no evidence narrows keeps its whole range. Under each of "
    "them the baseline meets its targets. None of these sets is the true one; what they do not agree on is not known."
)
NOTE_ZH = (
    "由对基准情景目标和已发表研究的校准所得后验分布抽取；没有证据可以收窄的参数保留其整个取值范围。在每一组参数下，基准情景均达到其目标。"
    "其中没有一组是“真实”参数；各组之间不一致之处，即为未知之处。"
)
METHOD = (
    "A space-filling (Sobol) bank of runs over all parameters that differ between the sets, a Gaussian process for each figure (leave-one-out checked), history "
    "matching with an implausibility that adds the study's uncertainty, the model's discrepancy and the emulator's own, then annealed elliptical slice sampling "
    "of the emulated likelihood within the priors; its draws were run on the baseline in full size, and those whose every target lay in its band are the sets. "
    "Chosen over rejection by ABC because one run of all trials costs seconds and the figures are noisy: the emulator takes the noise of few worlds out, and "
    "each of the splits is fitted from the same bank at no further cost."
)


def write(calibration: Calibration, places: Array, folder: Path, found: Facts) -> list[Path]:
    """``posterior.csv`` and ``posterior.toml`` in ``folder``, of the ``places`` (sets, parameters) 0 to 1."""
    left = places.std(axis=0) * np.sqrt(12)
    entries = {
        prior.name: {"prior": [prior.low, prior.high], "how": "fitted", "spread_left": round(float(left[p]), 3), "source": list(prior.source)}
        for p, prior in enumerate(calibration.priors)
    }
    return write_sets(calibration.values(places), folder, _head(calibration, found), entries)


def write_sets(values: Array, folder: Path, head: Mapping[str, Any], entries: Mapping[str, Mapping[str, Any]]) -> list[Path]:
    """The table (set, then a column a parameter of ``entries``, every digit) of ``values`` (sets, parameters), and the card, which ``head`` begins."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [",".join(["set", *entries])]
    lines += [",".join([str(number), *(repr(float(value)) for value in row)]) for number, row in enumerate(values)]
    table, card = folder / "posterior.csv", folder / "posterior.toml"
    files.write_text(table, "\n".join(lines) + "\n")
    files.write_text(card, toml_text(head, entries))
    return [table, card]


@dataclass(frozen=True)
class Facts:
    """How the fit went: figures fitted, figures no parameters reach, runs of the bank, effective draws of the sampler, candidates tried for members."""

    fitted: tuple[str, ...]
    beyond: tuple[str, ...]
    runs: int
    effective: float
    candidates: int


def _head(calibration: Calibration, found: Facts) -> dict[str, Any]:
    """Method, what was fitted and what could not be, command, version."""
    beyond = "; ".join(found.beyond) or "none"
    method = (
        f"{METHOD} Bank: {found.runs} points of {calibration.worlds} worlds; effective draws: {found.effective:.0f}; candidates tried: {found.candidates}. "
        f"Reached by no parameters, so not fitted: {beyond}."
    )
    return {
        "schema_version": 1, "name": "posterior", "title": TITLE, "title_zh": TITLE_ZH, "note": NOTE, "note_zh": NOTE_ZH, "method": method,
        "targets": list(found.fitted), "command": COMMAND, "model": model_version(), "seed": calibration.seed,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
    }  # fmt: skip


def toml_text(head: Mapping[str, Any], entries: Mapping[str, Mapping[str, Any]]) -> str:
    """The card of the ensemble: its ``head``, then of every parameter the range, how it differs between the sets, and its sources."""
    lines = [f"{key} = {_toml(value)}" for key, value in head.items()]
    for name, entry in entries.items():
        lines += ["", f"[parameters.{name}]", *(f"{key} = {_toml(value)}" for key, value in entry.items())]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return repr(value)
