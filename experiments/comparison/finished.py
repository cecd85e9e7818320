"""A finished comparison out of its folder: the same plan made again, and its worlds as they were kept; nothing is run.

What was asked for stands in the manifest.  The plan is made of it anew, and must have the identity that the results were kept under: a
district, a policy or a model that has changed since is told and not passed over.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.comparison.compare import Comparison, bundles
from experiments.comparison.kept import card_of
from experiments.comparison.precision import as_stopped
from experiments.disk import paths
from experiments.disk.provenance import model_version
from experiments.disk.reading import read_bytes
from experiments.running.batch import WorldResult, gather
from experiments.running.parts import Parts
from experiments.running.plan import Plan
from experiments.running.planning import make_plan
from experiments.running.worlds import FailedWorld
from experiments.text.errors import UserError
from experiments.text.messages import _


@dataclass(frozen=True)
class Finished:
    """A comparison and what its folder says of how it was made."""

    comparison: Comparison
    card: Mapping[str, Any]
    """The manifest: command, versions, commit, times."""


def read(folder: Path, option: str = "DIR") -> Finished:
    """The comparison in ``folder``; ``UserError`` where there is none, or what it was made of is no longer the same."""
    where = f"{option} {paths.shown(folder)}"
    card = card_of(folder, where)
    try:
        asked = card["asked"]
        failed = {int(world) for world in card["failed_worlds"]}
        worlds = sorted({int(world) for world in card["worlds"]} | failed)
        if asked is None:
            raise UserError(_("The folder holds results of a simulator of your own, which only Python can make again."), where,
                            _("Write the report from Python: experiments.report.write(comparison, \"memo.docx\")."))  # fmt: skip
        plan = make_plan(
            asked["district"], [spec for spec in asked["policies"] if spec != "baseline"], worlds=worlds, months=int(card["months"]), seed=int(card["seed"]),
            parameters=asked["parameters"], engine=asked["engine"], sample=asked["sample"], ensemble=asked["ensemble"], by=asked["by"],
        )  # fmt: skip
        identity, discount, precision = card["identity"], float(card["discount"]), card["precision"]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise UserError(_("The manifest of the folder does not say what was compared."), where, _again()) from None
    if identity != plan.identity:
        raise UserError(_changed(card), where, _again())
    return Finished(_comparison(folder, plan, failed, discount, precision, where), card)


def _changed(card: Mapping[str, Any]) -> str:
    versions = card.get("versions")
    made = versions.get("model") if isinstance(versions, dict) else None
    if made != model_version():
        return _("The comparison was made by the model {made}, and this is {own}.").format(made=made, own=model_version())
    return _("The district, a policy, the ensemble or the parameters have changed since the comparison was made.")


def _again() -> str:
    return _("Give the same `inspectorate compare` again, where something changed to a new folder, and report on that.")


def _comparison(folder: Path, plan: Plan, failed: set[int], discount: float, precision: Mapping[str, Any] | None, where: str) -> Comparison:
    stored, results = Parts(folder / "parts", plan), list[WorldResult]()
    for world in plan.worlds:
        if world in failed:
            continue
        known = stored.load(world)
        if known is None:
            raise UserError(_("World {world} is missing in the folder, or damaged.").format(world=world), where,
                            _("Give the same `inspectorate compare` again: it runs what is missing."))  # fmt: skip
        results += known
    shared = plan.ensemble if plan.over == "worlds" else None
    batch = gather(plan.names, plan.months, results, plan.over, plan.stands_for, None if shared is None else shared.of_world)
    found = Comparison(plan, batch, tuple(_failures(folder, failed)), discount, bundles(plan.policies))
    if not found.worlds or not found.policies:
        raise UserError(_("No world could be completed."), where, _("failures.csv says why; there is nothing to report on."))
    return found if precision is None else as_stopped(found, precision)


def _failures(folder: Path, failed: set[int]) -> list[FailedWorld]:
    """The worlds that failed, with their reasons where the folder still has them."""
    rows: dict[int, dict[str, str]] = {}
    if failed:
        try:
            text = read_bytes(folder / "failures.csv").decode("utf-8-sig")
            rows = {int(row["world"]): row for row in csv.DictReader(io.StringIO(text))}
        except (OSError, ValueError, KeyError):
            rows = {}
    return [FailedWorld(world, *(rows.get(world, {}).get(name) or "" for name in ("kind", "reason", "replay", "trace"))) for world in sorted(failed)]
