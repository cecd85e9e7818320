"""What a user's commands compute once: the store of settled worlds and baselines, and how much of it one command may fill."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from experiments.running.plan import Plan
    from simulation.district import District
    from simulation.kept_worlds import KeptWorlds

PART = 0.5
"""Share of the store that one command may fill: where it would throw out what it wrote itself, nothing would ever be found again."""
BYTES_PER_ENTERPRISE = 320.0
BYTES_BESIDE = 40_000.0
"""Of a world without its enterprises, and of accidents and places of a baseline; measured: 20,000 and 15,000 in ten years of the whole district."""

_switched = {"off": False}


def switch(off: bool) -> bool:
    """Whether this command goes without the store, as its option says; each command says it anew."""
    _switched["off"] = off
    return off


def store() -> KeptWorlds | None:
    """The store on disk; None where the command or INSPECTORATE_STORE goes without, or there can be none."""
    if _switched["off"]:
        return None
    from simulation.kept_setting import kept_on_disk

    return kept_on_disk()


def months_kept(plan: Plan, kept: KeptWorlds | None) -> int:
    """Months of a plan's worlds that need not be run again."""
    if kept is None or plan.region is not None or plan.simulate is not None or plan.engine != "compiled":
        return 0
    room = room_for(kept, [plan.single], plan.months)
    months = 0 if plan.kept_by else plan.months  # a baseline that is kept tells nothing by group
    return sum(
        kept.world(plan.single, plan.parameters_of(world), seed=plan.seed, world=world).months_kept(months) for world in plan.worlds[:room]
    )


def room_for(kept: KeptWorlds | None, districts: Sequence[District], months: int = 0) -> int:
    """How many worlds, each of all these districts, a command may keep, with a baseline of so many months where that is kept."""
    if kept is None:
        return 0
    from simulation.kept_files import MOST_FILES
    from simulation.outcomes import OUTCOMES

    most, largest = (kept.memory, kept.memory) if kept.files is None else (kept.files.most, kept.files.largest)
    each = [BYTES_PER_ENTERPRISE * district.enterprises + 8.0 * len(OUTCOMES) * months + BYTES_BESIDE for district in districts]
    if not each or max(each) > largest:
        return 0
    return int(PART * min(most / sum(each), MOST_FILES / (2 * len(each))))
