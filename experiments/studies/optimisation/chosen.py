"""From all mixes tried to the few that are scored again: the winner, runners-up, mixes with other strengths, and the front."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.studies.optimisation.fronts import hull, non_dominated, thinned
from experiments.studies.optimisation.scores import Archive, Array, objectives
from experiments.studies.optimisation.search import within
from experiments.studies.optimisation.space import Mix
from experiments.text.messages import N_

CORNERS = 7
"""Mixes of the front's hull that are scored again, doing nothing among them."""
SPARING = 0.8
"""A mix that spares enterprises averts at least this share of the winner's deaths."""

WINNER, RUNNER_UP, ROBUST, ENTERPRISES, HALF, FRONT, NOTHING = ROLES = (
    N_("fewest deaths"), N_("runner-up"), N_("most robust"), N_("cheapest for enterprises"), N_("half the budget"), N_("front"),
    N_("as today"),
)  # fmt: skip


@dataclass(frozen=True)
class Pick:
    """A mix that is scored again, and what for."""

    mix: Mix
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Chosen:
    """What a search leaves: its picks (the winner first) and the corners of its front, cheapest first."""

    picks: tuple[Pick, ...]
    corners: tuple[Mix, ...]
    tried: int
    affordable: int
    """Mixes tried that keep within the budget."""
    undominated: int
    """Of these, the ones that no other beats in all four objectives."""

    @property
    def winner(self) -> Mix | None:
        """The mix within the budget with the fewest expected deaths in the search; None where none has fewer than doing nothing."""
        return next((pick.mix for pick in self.picks if WINNER in pick.roles), None)

    @property
    def runners_up(self) -> tuple[Mix, ...]:
        return tuple(pick.mix for pick in self.picks if RUNNER_UP in pick.roles)

    def place(self, mix: Mix) -> int:
        """The number of a mix among the picks."""
        return [pick.mix for pick in self.picks].index(mix)


def choose(archive: Archive, nothing: Mix, budget: float, runners_up: int) -> Chosen:
    """What is scored again.  Chosen by the scores of the search alone, so that fresh scores are of nobody's choosing."""
    values = objectives(archive.measured)
    affordable = np.flatnonzero(within(values, budget))
    front = affordable[non_dominated(values[affordable])]
    roles: dict[int, list[str]] = {}
    helpful = [int(i) for i in affordable[np.argsort(values[affordable, 0], kind="stable")] if values[i, 0] < 0]
    if helpful:
        roles[helpful[0]] = [WINNER]
        for number in helpful[1 : 1 + runners_up]:
            roles[number] = [RUNNER_UP]
        for number, role in _other_strengths(values, front, helpful[0], budget):
            roles.setdefault(number, []).append(role)
    corners = _corners(values, affordable, archive.place(nothing))
    for number in corners:
        roles.setdefault(number, []).append(NOTHING if archive.mixes[number] == nothing else FRONT)
    picks = tuple(Pick(archive.mixes[number], tuple(found)) for number, found in roles.items())
    return Chosen(picks, tuple(archive.mixes[number] for number in corners), len(archive), len(affordable), len(front))


def _other_strengths(values: Array, front: Sequence[int] | np.ndarray, winner: int, budget: float) -> list[tuple[int, str]]:
    """The undominated mix that does best in the unfavourable tenth, the one that spares enterprises, the best of half the budget."""
    front = np.asarray(front)
    found = [(int(front[np.argmin(values[front, 3])]), ROBUST)]
    nearly = front[values[front, 0] <= SPARING * values[winner, 0]]
    found.append((int(nearly[np.argmin(values[nearly, 2])]), ENTERPRISES))
    half = front[(values[front, 1] <= budget / 2) & (values[front, 0] < 0)]
    if len(half):
        found.append((int(half[np.argmin(values[half, 0])]), HALF))
    return found


def _corners(values: Array, affordable: np.ndarray, nothing: int) -> list[int]:
    """Corners of the front of deaths averted over cost to the government, as today first, few enough to be scored again."""
    cost, averted = values[affordable, 1], -values[affordable, 0]
    corners = [int(affordable[i]) for i in thinned(hull(cost, averted), cost, averted, CORNERS)]
    return [nothing, *(number for number in corners if number != nothing)]
