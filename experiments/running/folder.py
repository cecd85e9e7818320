"""The folder of a comparison: who may write to it, and who is writing now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from experiments.disk.files import write_json
from experiments.disk.folder import contents, writing
from experiments.disk.provenance import model_version
from experiments.running.plan import Plan
from experiments.text.errors import UserError
from experiments.text.messages import _

CARD = "run.json"


@contextmanager
def claimed(folder: Path, plan: Plan) -> Iterator[Path]:
    """Hold ``folder`` for ``plan``; ``UserError`` if it holds anything else or another process writes to it.

    A folder that holds the same scenario and model is taken up again: its finished worlds are
    not run twice.
    """

    def check(folder: Path) -> None:
        _refuse_others(folder, plan)

    with writing(folder, check):
        if not (folder / CARD).exists():
            card = {"schema_version": 1, "identity": plan.identity, "scenario": plan.scenario_hash}
            write_json(folder / CARD, {**card, "model": model_version()})
        yield folder


def _refuse_others(folder: Path, plan: Plan) -> None:
    if not contents(folder):
        return
    try:
        found = json.loads((folder / CARD).read_text("utf-8"))["identity"]
    except (OSError, ValueError, KeyError, TypeError):
        raise UserError(
            _("The folder is not empty and holds no comparison of ours; nothing was touched."),
            f"--out {folder}",
            _("Name a folder that is new or empty, or empty this one yourself."),
        ) from None
    if found != plan.identity:
        raise UserError(
            _("The folder holds another comparison (other policies, parameters, months, seed or model); "
              "nothing was touched."),
            f"--out {folder}",
            _("Name another folder, or delete this one yourself if its results are no longer needed."),
        )  # fmt: skip
