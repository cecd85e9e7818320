"""A comparison read back from its folder: what was asked, and its numbers as a batch; what is read is held against its checksum."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet

from experiments.comparison.differences import Array
from experiments.disk.reading import read_bytes, read_json
from experiments.running.batch import MONTHLY, TOTALS, Batch
from experiments.running.replicates import Over
from experiments.statistics.intervals import LEVEL
from experiments.text.errors import UserError
from experiments.text.messages import _, enumerated
from scenarios.ensembles import Ensemble

MANIFEST = "manifest.json"
RUNS, MONTHS = "runs.parquet", "monthly.parquet"
NEEDED = ("scenario", "scenario_hash", "policies", "worlds", "months", "seed", "discount", "versions", "files", "run_digests")


@dataclass(frozen=True)
class KeptComparison:
    """What lies in the folder of ``inspectorate compare``; ``manifest`` is its card."""

    folder: Path
    manifest: Mapping[str, Any]
    batch: Batch

    @property
    def scenario(self) -> Mapping[str, Any]:
        return dict(self.manifest["scenario"])

    @property
    def district(self) -> str:
        """Its name."""
        return str(self.scenario["district"]["name"])

    @property
    def discount(self) -> float:
        return float(self.manifest["discount"])

    @property
    def policies(self) -> tuple[str, ...]:
        """Those compared, the baseline apart."""
        return self.batch.policies[1:]

    def policy(self, name: str) -> Mapping[str, Any]:
        """What the policy sets."""
        return next(dict(one) for one in self.scenario["policies"] if one["name"] == name)

    def title(self, name: str) -> tuple[str, str]:
        """A policy's title in English and in Chinese."""
        own = self.policy(name)
        return str(own.get("title") or name), str(own.get("title_zh") or own.get("title") or name)

    @property
    def ensemble(self) -> Mapping[str, Any] | None:
        """The card of the ensemble; None where all worlds had the same values."""
        return self.manifest.get("ensemble")

    @cached_property
    def values(self) -> dict[str, Array]:
        """The ensemble's parameters, each with its values in the sets that the worlds ran under, sets in ascending order; ``UserError`` where they are not at hand."""
        from scenarios import load_ensemble

        card = self.ensemble
        if card is None or self.batch.sets is None:
            return {}
        found: Ensemble = load_ensemble(card.get("spec", card["name"]))
        if found.digest != card["digest"]:
            raise UserError(_("{folder} was made with the ensemble {name}, whose values are others now.").format(name=card["name"], folder=self.folder), str(self.folder),
                            _("Make the comparison anew: the same command, into another folder."))  # fmt: skip
        known = np.unique(np.array(self.batch.sets, dtype=np.int64))
        return {name: found.values[known, i] for i, name in enumerate(found.names) if name not in card["replaced"]}


def is_comparison(folder: Path) -> bool:
    """Whether the card of a comparison lies in the folder."""
    try:
        card = read_json(folder / MANIFEST)
    except (OSError, ValueError):
        return False
    return isinstance(card, dict) and all(key in card for key in NEEDED) and RUNS in card["files"]


def card_of(folder: Path, where: str = "") -> dict[str, Any]:
    """The manifest of the comparison in ``folder``; ``UserError``, with ``where`` it was asked for, where there is none."""
    if not os.path.isdir(folder):  # Path.is_dir raises for a name that is too long
        raise UserError(_("There is no folder {folder}.").format(folder=folder), where or str(folder), _("Check the path."))
    if not is_comparison(folder):
        raise UserError(
            _("The folder holds no finished comparison."), where or str(folder), _("`inspectorate compare --out DIR` makes one; an interrupted one goes on by the same command."))
    return dict(read_json(folder / MANIFEST))


def read_comparison(folder: Path) -> KeptComparison:
    """The comparison in ``folder``; ``UserError`` where there is none, a file is damaged, or its outcomes are not those of this version."""
    card = card_of(folder)
    try:
        tables = {name: _held(folder, name, card["files"][name]) for name in (RUNS, MONTHS)}
        batch = _batch(card, tables[RUNS], tables[MONTHS])
    except (OSError, KeyError, ValueError, TypeError, pa.ArrowException) as error:
        raise UserError(_("The comparison cannot be read: {reason}.").format(reason=error), str(folder), _("Give the same compare command with this folder: it writes the files anew.")) from None
    return KeptComparison(folder, card, batch)


def _held(folder: Path, name: str, checksum: str) -> pa.Table:
    content = read_bytes(folder / name)
    if hashlib.sha256(content).hexdigest() != checksum:
        raise ValueError(f"{name}: " + _("its checksum does not hold"))
    return pa.parquet.read_table(io.BytesIO(content))


def _batch(card: Mapping[str, Any], runs: pa.Table, months: pa.Table) -> Batch:
    """The arrays as they were before they were written, in the same order."""
    over: Over = "districts" if card.get("districts") else "worlds"
    policies, worlds = tuple(card["policies"]), tuple(card[over])
    shape = (len(policies), len(worlds))
    sets = card["ensemble"]["set_of_world"] if card.get("ensemble") and over == "worlds" else None
    level = (card.get("precision") or {}).get("level_of_each_interval", LEVEL)
    return Batch(
        policies, worlds, int(card["months"]), {}, _cube(runs, TOTALS, (*shape, len(TOTALS), 1))[..., 0], _cube(months, MONTHLY, (*shape, len(MONTHLY), int(card["months"]))),
        (), (), over=over, sets=None if sets is None else tuple(int(sets[str(world)]) for world in worlds), level=float(level),
    )  # fmt: skip


def _cube(table: pa.Table, names: tuple[str, ...], shape: tuple[int, ...]) -> Array:
    found = list(dict.fromkeys(table["outcome"].to_pylist()[: shape[2] * shape[3]]))
    if table.num_rows != int(np.prod(shape)) or tuple(found) != names:
        strange = sorted({*found} ^ {*names})
        raise ValueError(_("its outcomes are not those of this version of the model: {names}").format(names=enumerated(strange[:6])) if strange else _("rows are missing"))
    return np.asarray(table["value"].to_numpy(zero_copy_only=False), dtype=np.float64).reshape(shape)
