"""What the interval of a simulated figure is over, in words: worlds, or with few of them the units within."""

from __future__ import annotations

from collections.abc import Collection

from experiments.running.replicates import counted
from experiments.studies.trials.estimators.estimate import LEAST_WORLDS
from experiments.text.messages import _


def heading(worlds: Collection[int], shared: bool = False) -> str:
    """Over the simulated figures of trials with so many independent worlds each; ``shared``: these are sets, each of several worlds."""
    if shared and min(worlds) >= LEAST_WORLDS:
        return _("simulated (95 % over sets of parameters)")
    few = {number < LEAST_WORLDS for number in worlds}
    if len(few) > 1:
        return _("simulated (95 % over worlds; under {n}, over units within them)").format(n=LEAST_WORLDS)
    return _("simulated (95 % over units within the worlds)") if few == {True} else _("simulated (95 % over worlds)")


def few_worlds(worlds: Collection[int], shared: bool = False) -> str:
    """What the intervals of the smallest of them leave out; empty where all are over worlds.  ``shared`` is that of ``heading``."""
    fewest = min(worlds, default=LEAST_WORLDS)
    if fewest >= LEAST_WORLDS:
        return ""
    if shared:
        return _("The intervals are over the units within the worlds, which ran under {sets}: what others would give is not in them. From {n} sets on they "
                 "are over sets.").format(sets=counted(fewest, "sets"), n=LEAST_WORLDS)  # fmt: skip
    return _("The intervals are over the units within {worlds}: what other worlds would give is not in them. From {n} worlds on they are over "
             "worlds.").format(worlds=counted(fewest), n=LEAST_WORLDS)  # fmt: skip
