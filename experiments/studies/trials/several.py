"""Several districts in a study: which worlds make one, of which kind each is, which arm it falls to, what figures are over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from experiments.studies.trials.assignment import ARM, Lots
from experiments.studies.trials.tables import TABLES, TrialData
from experiments.text.errors import UserError
from experiments.text.messages import _
from scenarios.schema.trial import TrialFile


def variants_of(trial: TrialFile, world: int | None = None) -> list[str]:
    """The names of the trial's worlds, "" where it has one; of ``world`` alone those that it is run in."""
    kind = trial.districts.kind_of(world) if trial.districts is not None and world is not None else None
    return [kind] if kind is not None else [variant.name for variant in trial.world.variants] or [""]


def share_of_worlds(trial: TrialFile) -> float:
    """The share of the worlds that is run in each variant, where districts are of different kinds."""
    kinds = trial.districts.kinds if trial.districts is not None else []
    return 1.0 / len(trial.world.variants) if kinds else 1.0


def study_of(trial: TrialFile, world: int) -> int:
    """The study to which a world belongs; without several districts in one, each world is a study."""
    return world if trial.districts is None else trial.districts.study_of(world)


def refuse_part_studies(trials: Sequence[TrialFile], worlds: int | None) -> None:
    """``UserError`` where so many worlds leave the last study without some of its districts."""
    for trial in trials:
        if worlds is not None and trial.districts is not None and worlds % trial.districts.count:
            raise UserError(
                _("{worlds} worlds are no whole number of studies of {count} districts.").format(worlds=worlds, count=trial.districts.count),
                trial.name, _("Ask for a multiple of {count}.").format(count=trial.districts.count))  # fmt: skip


def by_study(trial: TrialFile, data: TrialData) -> TrialData:
    """The tables with the worlds of one study taken as one case; under an ensemble they share a set, and are that already."""
    if trial.districts is None or data.sets:
        return data
    worlds: set[int] = set().union(*(getattr(data, name)["world"].unique().tolist() for name in TABLES if len(getattr(data, name))))
    return replace(data, sets={world: trial.districts.study_of(world) for world in sorted(worlds)})


def as_assigned(trial: TrialFile, data: TrialData, seed: int) -> TrialData:
    """Where whole worlds are the units, each keeps the arm that it falls to among those of its study: by rank of its past, by lot, or by turns."""
    if trial.assignment.unit != "world" or trial.assignment.method == "all":
        return data
    arm_of = _arms(trial, _order(trial, data.worlds, seed))

    def kept(frame: pd.DataFrame) -> pd.DataFrame:
        if not len(frame):
            return frame
        return frame[frame["arm"] == frame["world"].map(arm_of)].reset_index(drop=True)

    return replace(data, **{name: kept(getattr(data, name)) for name in TABLES})


def _order(trial: TrialFile, rows: pd.DataFrame, seed: int) -> list[int]:
    """The worlds, those first that fall to the first arm."""
    past = rows[rows["since"] < 0]
    if trial.assignment.running is not None and len(past):
        first = past["arm"].min()
        ranked = past[past["arm"] == first].groupby("world")[str(trial.assignment.running)].sum().sort_values(ascending=False, kind="stable")
        return [int(world) for world in ranked.index]
    worlds = sorted(int(world) for world in rows["world"].unique())
    if trial.districts is None:
        return worlds
    # Kinds come in turn: turns would give a kind to an arm.
    return sorted(worlds, key=lambda world: float(Lots(seed, world).of([0], ARM)[0]))


def _arms(trial: TrialFile, order: Sequence[int]) -> dict[int, str]:
    """The arm of every world, by shares of each study."""
    given = [arm.share for arm in trial.arms]
    left = max(0.0, 1.0 - sum(share for share in given if share is not None)) / max(1, sum(share is None for share in given))
    ends = np.cumsum([left if share is None else share for share in given])
    studies: dict[int, list[int]] = {}
    for world in order:
        studies.setdefault(0 if trial.districts is None else trial.districts.study_of(world), []).append(world)
    found: dict[int, str] = {}
    for worlds in studies.values():
        start = 0
        for arm, total in zip(trial.arms, ends, strict=True):
            end = min(len(worlds), int(float(total) * len(worlds) + 0.5))
            found |= dict.fromkeys(worlds[start:end], arm.name)
            start = end
    return found
