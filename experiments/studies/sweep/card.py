"""The names of a sweep's files, and its card and manifest read back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from experiments.disk import paths, sealed
from experiments.disk.folder import refuse_misplaced
from experiments.disk.reading import parsed
from experiments.disk.sealed import DamagedError
from experiments.text.errors import UserError
from experiments.text.messages import _
from scenarios import PlanFile

CARD, POINTS, PARTS, DAMAGED, MANIFEST = "sweep.json", "points.parquet", "parts", "damaged", "manifest.json"
CARD_KEYS = {"identity", "model", "plan", "policies", "points", "tasks"}
MANIFEST_KEYS = {"digest", "files"}


def read_card(folder: Path) -> dict[str, Any] | None:
    """The card of a sweep's folder, None where there is none; raises ``OSError``.

    ``UserError`` where it is damaged, where something else stands in the place of a file of the sweep, or where no such path can be.
    """
    if os.path.lexists(folder / CARD):
        refuse_misplaced(folder, paths.shown(folder))
    try:
        card = sealed.read(folder / CARD)
        if not card.keys() >= CARD_KEYS:
            raise DamagedError(folder / CARD, _("it is another file"))
        return card
    except (FileNotFoundError, NotADirectoryError):
        return None
    except DamagedError as error:
        raise UserError(_("{file} is damaged: {reason}.").format(file=error.path.name, reason=error.reason), f"--out {folder}",
                        _("Bring the file back from a copy, or name another folder and start anew."))  from error  # fmt: skip
    except OSError as error:
        if error.errno in paths.LATER:
            raise
        raise UserError(_("The folder cannot be read: {reason}.").format(reason=paths.reason(error)), paths.shown(folder), _("Check the path.")) from error


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a sweep's folder, None where there is none; raises ``DamagedError`` or ``OSError``."""
    path = folder / MANIFEST
    if not path.exists():
        return None
    manifest = sealed.read(path)
    if not manifest.keys() >= MANIFEST_KEYS:
        raise DamagedError(path, _("it is another file"))
    return manifest


def plan_of(card: dict[str, Any]) -> PlanFile:
    """The plan in a card; as a text there, since the order of its factors counts and that of a sealed document's keys does not."""
    return PlanFile.model_validate(parsed(card["plan"]))
