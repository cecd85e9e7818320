"""A policy file with what it includes, and the words for two settings of one lever, or of one cell of the matrix, that cannot both hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scenarios.own_changes import text_of
from scenarios.own_document import OwnDocument
from scenarios.problems import Names, Problem, Sentence, dotted, show
from scenarios.reading import Document
from scenarios.schema.policy import PolicyFile
from simulation.policy import CellSetting, LeverSetting


@dataclass(frozen=True)
class Placed:
    """A setting of a lever or of a cell of the responsibility matrix, and the file that made it."""

    setting: LeverSetting | CellSetting
    file: str

    @property
    def key(self) -> str:
        """The lever's name, or SECTOR.DOMAIN."""
        return self.setting.lever if isinstance(self.setting, LeverSetting) else f"{self.setting.sector}.{self.setting.domain}"

    @property
    def path(self) -> tuple[str, ...]:
        """Where it stands in a policy file."""
        return ("levers", self.setting.lever) if isinstance(self.setting, LeverSetting) else ("responsibility", self.setting.sector, self.setting.domain)


@dataclass
class Part:
    """A policy file with what it includes: ``files`` in the order in which they apply, itself last."""

    policy: PolicyFile
    files: dict[Path, PolicyFile]
    settings: dict[str, Placed]
    """By their keys."""


def files_of(parts: Sequence[Part]) -> dict[Path, PolicyFile]:
    """The files of several parts, each once, in the order in which they apply."""
    files: dict[Path, PolicyFile] = {}
    for part in parts:
        for path, policy in part.files.items():
            files.setdefault(path, policy)
    return files


def placed_by(policy: PolicyFile) -> list[Placed]:
    """What a file sets itself: its levers, then the cells of the matrix that it hands to others."""
    levers = [LeverSetting(lever, entry.value, *policy.times_of(lever)) for lever, entry in policy.levers.items()]
    cells: list[LeverSetting | CellSetting] = [
        CellSetting(sector, domain, tuple(cell.departments), cell.lead or "", *policy.span_of(cell)) for (sector, domain), cell in policy.cells.items()]
    return [Placed(setting, policy.file) for setting in [*levers, *cells]]


def conflict(before: Placed, placed: Placed, where: Document | str) -> Problem:
    """Two settings of one lever, or of one cell of the matrix, that meet ``where``."""
    words = {"one": before.file, "first": _told(before.setting), "other": placed.file, "second": _told(placed.setting)}
    lever = isinstance(placed.setting, LeverSetting)
    reason = (
        Sentence("two policies set this lever differently: {one} to {first}, {other} to {second}", **words) if lever else
        Sentence("two policies hand this cell of the responsibility matrix to others differently: {one} to {first}, {other} to {second}", **words))  # fmt: skip
    if isinstance(where, str):
        mend = (
            Sentence("write a policy file that includes both, sets the lever itself and lists it in `overrides`") if lever else
            Sentence("write a policy file that includes both, sets the cell itself and lists it in `overrides` as {key}", key=placed.key))  # fmt: skip
        return Problem(where, None, placed.key if lever else dotted(placed.path), reason, mend=mend)
    if isinstance(where, OwnDocument):
        return where.problem(placed.path, reason, mend=Sentence("settle it by a change of your own, for instance {text}", text=text_of(placed.setting)))
    mend = (
        Sentence("set the lever in this file and list it in `overrides`") if lever else
        Sentence("set the cell in this file and list it in `overrides` as {key}", key=placed.key))  # fmt: skip
    return where.problem(placed.path, reason, mend=mend)


def _told(setting: LeverSetting | CellSetting) -> str:
    until = Sentence("") if setting.end is None else Sentence(" until month {end}", end=setting.end)
    if isinstance(setting, CellSetting):
        whom = Names(setting.departments) if setting.departments else Sentence("nobody")
        led = Sentence(", led by {lead}", lead=setting.lead) if setting.lead else Sentence("")
        return Sentence("{departments}{led} from month {start}{until}", departments=whom, led=led, start=setting.start, until=until)
    return Sentence(
        "{value} from month {start} over {ramp} months{until}",
        value=show(setting.value),
        start=setting.start,
        ramp=setting.ramp,
        until=until,
    )
