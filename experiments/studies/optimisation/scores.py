"""What a mix did on the worlds it was tried on, against the baseline on the same worlds, and the objectives made of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from experiments.studies.optimisation.space import Mix

ROBUST = 0.9
"""Of the replicates (sets of assumptions, or worlds) this share avert at least as many deaths as the objective of robustness says."""
OBJECTIVES = ("deaths", "government", "enterprise", "robust")
"""All to be low: expected deaths, cost to the government, cost to enterprises, and deaths in the unfavourable tenth."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Worth:
    """What mixes avert a year, valued as in a comparison but undiscounted, (mixes, replicates); nan where a run of the mix failed."""

    equivalents: Array
    """Fatality-equivalents averted."""
    loss: Array
    """Yuan of direct loss beyond deaths averted."""
    benefit: Array
    """Yuan that all of it is worth."""

    def of(self, rows: Sequence[int]) -> Worth:
        """That of some mixes."""
        return Worth(self.equivalents[rows], self.loss[rows], self.benefit[rows])


@dataclass(frozen=True)
class Measured:
    """Paired differences from the baseline a year, (mixes, replicates); nan where a run of the mix failed."""

    deaths: Array
    """Expected deaths."""
    government: Array
    """Yuan, undiscounted."""
    enterprise: Array
    baseline_deaths: float
    """Expected deaths a year without any policy, mean over the replicates."""
    worlds: int
    over: str = "worlds"
    """What a replicate is: a world, or a set of assumptions with its worlds."""
    failed: int = 0
    """Runs that are missing."""
    worth: Worth | None = None
    """None where who tried the mixes counts no injuries."""

    @property
    def replicates(self) -> int:
        return self.deaths.shape[1]

    def row(self, number: int) -> tuple[Array, Array, Array]:
        """Deaths, government and enterprise of one mix."""
        return self.deaths[number], self.government[number], self.enterprise[number]


Evaluate = Callable[[Sequence[Mix], str], Measured]
"""Tries mixes on worlds; the text says what kind of batch it is: a generation and its number, neighbours, exhaustive, fresh."""


@dataclass
class Archive:
    """Every mix tried, in the order in which it was tried, with its scores on the same replicates."""

    mixes: list[Mix] = field(default_factory=list)
    generation: list[int] = field(default_factory=list)
    batches: list[Measured] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._place = {mix: number for number, mix in enumerate(self.mixes)}

    def __contains__(self, mix: Mix) -> bool:
        return mix in self._place

    def __len__(self) -> int:
        return len(self.mixes)

    def add(self, mixes: Sequence[Mix], measured: Measured, generation: int) -> None:
        """Take in a batch of mixes that are not there yet."""
        for mix in mixes:
            self._place[mix] = len(self.mixes)
            self.mixes.append(mix)
            self.generation.append(generation)
        self.batches.append(measured)

    def place(self, mix: Mix) -> int:
        return self._place[mix]

    @property
    def measured(self) -> Measured:
        """All batches as one."""
        first = self.batches[0]
        stacked = {name: np.vstack([getattr(batch, name) for batch in self.batches]) for name in ("deaths", "government", "enterprise")}
        worths = [batch.worth for batch in self.batches if batch.worth is not None]
        whole = None if len(worths) < len(self.batches) else Worth(
            *(np.vstack([getattr(one, name) for one in worths]) for name in ("equivalents", "loss", "benefit")))  # fmt: skip
        return Measured(**stacked, worth=whole, baseline_deaths=first.baseline_deaths, worlds=first.worlds, over=first.over,
                        failed=sum(batch.failed for batch in self.batches))  # fmt: skip


def objectives(measured: Measured) -> Array:
    """(mixes, 4) of ``OBJECTIVES``, each to be low; infinite where a run failed, so that such a mix is never chosen."""
    values = np.column_stack([
        measured.deaths.mean(axis=1),
        measured.government.mean(axis=1),
        measured.enterprise.mean(axis=1),
        np.quantile(np.nan_to_num(measured.deaths, nan=np.inf), ROBUST, axis=1, method="inverted_cdf"),
    ])  # fmt: skip
    values[~np.isfinite(values).all(axis=1)] = np.inf
    return values
