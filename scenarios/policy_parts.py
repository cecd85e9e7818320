"""A policy file with what it includes, and the words for two settings of one lever that cannot both hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scenarios.problems import Problem, Sentence, show
from scenarios.reading import Document
from scenarios.schema.policy import PolicyFile
from simulation.policy import LeverSetting


@dataclass(frozen=True)
class Placed:
    """A setting and the file that made it."""

    setting: LeverSetting
    file: str


@dataclass
class Part:
    """A policy file with what it includes: ``files`` in the order in which they apply, itself last."""

    policy: PolicyFile
    files: dict[Path, PolicyFile]
    settings: dict[str, Placed]


def files_of(parts: Sequence[Part]) -> dict[Path, PolicyFile]:
    """The files of several parts, each once, in the order in which they apply."""
    files: dict[Path, PolicyFile] = {}
    for part in parts:
        for path, policy in part.files.items():
            files.setdefault(path, policy)
    return files


def conflict(before: Placed, placed: Placed, where: Document | str) -> Problem:
    """Two settings of one lever that meet ``where``."""
    lever = placed.setting.lever
    reason = Sentence(
        "two policies set this lever differently: {one} to {first}, {other} to {second}",
        one=before.file,
        first=_told(before.setting),
        other=placed.file,
        second=_told(placed.setting),
    )
    if isinstance(where, str):
        mend = Sentence("write a policy file that includes both, sets the lever itself and lists it in `overrides`")
        return Problem(where, None, lever, reason, mend=mend)
    mend = Sentence("set the lever in this file and list it in `overrides`")
    return where.problem(("levers", lever), reason, mend=mend)


def _told(setting: LeverSetting) -> str:
    until = Sentence("") if setting.end is None else Sentence(" until month {end}", end=setting.end)
    return Sentence(
        "{value} from month {start} over {ramp} months{until}",
        value=show(setting.value),
        start=setting.start,
        ramp=setting.ramp,
        until=until,
    )
