"""From policy files that agree to the simulation's policy: settings, titles, evidence and costs put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scenarios.policy_parts import Part, Placed, files_of
from scenarios.schema.policy import PolicyFile
from simulation.policy import CellSetting, LeverSetting, Policy


def single(part: Part) -> Policy:
    """The policy of one file with what it includes."""
    file = part.policy
    included = [policy for policy in part.files.values() if policy is not file]
    return Policy(
        name=file.name,
        settings=_levers(part.settings),
        cells=_cells(part.settings),
        title=file.title,
        title_zh=file.title_zh,
        question=file.question,
        reasoning=file.reasoning,
        evidence=_evidence([file, *included]),
        yearly_cost=file.yearly_cost,
        cost_start=file.start,
        cost_end=file.end,
        parts=tuple(policy.name for policy in included),
        part_costs=_costs(included),
    )


def joined(parts: Sequence[Part], settings: Mapping[str, Placed]) -> Policy:
    """The policy of several files with the settings on which they agree."""
    files = list(files_of(parts).values())
    named = [part.policy for part in parts]
    return Policy(
        name="+".join(policy.name for policy in named),
        settings=_levers(settings),
        cells=_cells(settings),
        title=" + ".join(policy.title for policy in named),
        title_zh=" + ".join(policy.title_zh or policy.title for policy in named),
        question=" ".join(policy.question for policy in named),
        reasoning="\n\n".join(policy.reasoning for policy in named),
        evidence=_evidence([*named, *files]),
        parts=tuple(policy.name for policy in files),
        part_costs=_costs(files),
    )


def _levers(settings: Mapping[str, Placed]) -> tuple[LeverSetting, ...]:
    return tuple(placed.setting for placed in settings.values() if isinstance(placed.setting, LeverSetting))


def _cells(settings: Mapping[str, Placed]) -> tuple[CellSetting, ...]:
    return tuple(placed.setting for placed in settings.values() if isinstance(placed.setting, CellSetting))


def _evidence(files: Sequence[PolicyFile]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for policy in files for source in policy.evidence))


def _costs(files: Sequence[PolicyFile]) -> tuple[tuple[int, int, int | None], ...]:
    return tuple((policy.yearly_cost, policy.start, policy.end) for policy in files if policy.yearly_cost)
