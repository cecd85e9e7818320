"""Several districts side by side: a city, or the whole country.

Districts hear of one another's published penalties and disasters a month later, weakened by distance; a level of
government above them is a department in each.  Plain data, free of files.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.district import District

NEIGHBOURS = 6
"""How many of the nearest districts a district hears of: an assumption, those that surround it on a lattice or nearly."""


@dataclass(frozen=True)
class Unit:
    """One district of a region; the position of its centre in km."""

    district: District
    x: float
    y: float


@dataclass(frozen=True)
class Region:
    """Districts in a stated order; unit ``k`` has the luck of its own number, whichever others are run with it."""

    name: str
    title: str
    units: tuple[Unit, ...]
    numbers: tuple[int, ...]
    """The number of each unit in the whole region, which a sample keeps."""
    title_zh: str = ""
    note: str = ""
    note_zh: str = ""
    whole: int = 0
    """Units of the whole region, of which this may be a sample; 0: these are all."""

    @property
    def enterprises(self) -> int:
        return sum(unit.district.enterprises for unit in self.units)

    @property
    def employees(self) -> int:
        return sum(unit.district.employees for unit in self.units)

    @property
    def burn_in(self) -> int:
        """Months simulated before month 0: the longest of the units'."""
        return max(unit.district.burn_in for unit in self.units)

    @property
    def all_units(self) -> int:
        """Units of the whole region, those left out of a sample too."""
        return self.whole or len(self.units)

    @property
    def scale(self) -> float:
        """Units of the whole region for each unit here: what a total of a sample stands for."""
        return self.all_units / len(self.units)

    def neighbours(self) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """For each unit its nearest others and how far they are in km: (units, k) int32 and float64, k <= 6."""
        from scipy.spatial import cKDTree

        count = min(NEIGHBOURS + 1, len(self.units))
        centres = np.array([(unit.x, unit.y) for unit in self.units], dtype=np.float64)
        distances, indices = cKDTree(centres).query(centres, k=count)
        shape = (len(self.units), count)
        return (
            np.ascontiguousarray(np.asarray(indices).reshape(shape)[:, 1:], dtype=np.int32),
            np.ascontiguousarray(np.asarray(distances).reshape(shape)[:, 1:], dtype=np.float64),
        )

    def sample(self, share: float) -> Region:
        """A fair ``share`` of the districts, whole ones: every so many of them in the order of their size.

        Raises ``ValueError`` unless 0 < share <= 1.
        """
        if not 0.0 < share <= 1.0:
            raise ValueError(f"a sample is a share above 0 and up to 1, not {share:g}")
        count = max(1, int(len(self.units) * share + 0.5))
        by_size = sorted(range(len(self.units)), key=lambda k: (self.units[k].district.enterprises, k))
        step = len(self.units) / count
        chosen = sorted(by_size[int((n + 0.5) * step)] for n in range(count))
        return Region(
            self.name, self.title, tuple(self.units[k] for k in chosen), tuple(self.numbers[k] for k in chosen),
            self.title_zh, self.note, self.note_zh, self.all_units,
        )
