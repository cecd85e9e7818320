"""Whose a folder is: a sweep's own, new or to go on, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from experiments.disk import paths
from experiments.disk.folder import contents, writing
from experiments.disk.provenance import model_version
from experiments.disk.reading import parsed
from experiments.studies.sweep.card import PARTS, POINTS, read_card
from experiments.studies.sweep.given import refuse_other
from experiments.studies.sweep.store import Store
from experiments.studies.sweep.tasks import Sweep
from experiments.text.differing import differences
from experiments.text.errors import UserError
from experiments.text.messages import _


@contextmanager
def opened(folder: Path, sweep: Sweep) -> Iterator[Store]:
    """Hold ``folder`` for ``sweep``, new or to go on; ``UserError`` where it is another's, damaged at the root, or in use."""

    def refuse_others(folder: Path) -> None:
        check(folder, sweep)

    with writing(folder, refuse_others):
        store = Store(folder, sweep)
        with paths.written(f"--out {folder}"):
            store.begin()
        yield store


def check(folder: Path, sweep: Sweep) -> None:
    """``UserError`` with the reason where ``folder`` holds anything but this sweep."""
    card = read_card(folder)
    if card is None:
        # A writer that was killed before its card was on disk leaves its points.
        strange = set(contents(folder)) - {POINTS, PARTS}
        if strange or ((folder / PARTS).exists() and any((folder / PARTS).iterdir())):
            raise UserError(_("The folder is not empty and holds no sweep; nothing was touched."), f"--out {folder}",
                            _("Name a folder that is new or empty, or empty this one yourself."))  # fmt: skip
        return
    if card["model"] != model_version():
        raise UserError(_("The folder was made by model version {made}; this is {this}. Nothing was touched.").format(made=card["model"], this=model_version()),
                        f"--out {folder}", _("Name another folder: results of two versions are never mixed."))  # fmt: skip
    refuse_other(card, sweep.given, folder)
    if card["identity"] != sweep.identity:
        # More worlds are no other plan: they are added by ``extend``.
        plans = ({**plan, "worlds": None} for plan in (parsed(card["plan"]), sweep.plan.model_dump(mode="json")))
        reason = _("The folder holds another plan ({what}); nothing was touched.").format(
            what=differences(*plans) or _("a file that it names has changed"))
        raise UserError(reason, f"--out {folder}", _("Name another folder, or delete this one yourself if its results are no longer needed."))
