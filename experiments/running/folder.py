"""The folder of a comparison: who may write to it, and who is writing now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from experiments.disk.files import write_json
from experiments.disk.folder import contents, writing
from experiments.disk.provenance import model_version
from experiments.disk.reading import read_json
from experiments.running.own import Code
from experiments.running.plan import NO_ENSEMBLE, Plan, digest
from experiments.text.differing import differences
from experiments.text.errors import UserError
from experiments.text.messages import _, enumerated

CARD = "run.json"


@contextmanager
def claimed(folder: Path, plan: Plan) -> Iterator[Path]:
    """Hold ``folder`` for ``plan``; ``UserError`` if it holds anything else or another process writes to it.

    A folder that holds the same scenario and model is taken up again: its finished worlds are
    not run twice.
    """
    by = {"by": list(plan.kept_apart)} if plan.kept_apart else {}
    card = {"schema_version": 1, "identity": plan.identity, "scenario": plan.scenario_hash, **asked(plan), **by, "contents": plan_contents(plan)}

    def check(folder: Path) -> None:
        _refuse_others(folder, plan)

    with writing(folder, check):
        if not (folder / CARD).exists():
            write_json(folder / CARD, card if plan.own is None else {**card, "simulator": asdict(plan.own)})
        yield folder


def asked(plan: Plan) -> dict[str, Any]:
    """What was asked for, in the words of the command's options."""
    return {
        "district": plan.district.name, "policies": list(plan.names[1:]), "parameters": dict(plan.overrides), "months": plan.months, "seed": plan.seed,
        "ensemble": NO_ENSEMBLE if plan.ensemble is None else plan.ensemble.name, "sample": plan.sample, "model": model_version(),
    }  # fmt: skip


def plan_contents(plan: Plan) -> dict[str, str]:
    """A digest of each thing that was asked for by its name, which may have changed since."""
    scenario = plan.scenario
    found = {f"district {plan.district.name}": scenario["district"], "the values of the parameters": scenario["parameters"]}
    found |= {f"policy {policy['name']}": policy for policy in scenario["policies"]}
    if plan.ensemble is not None:
        found[f"ensemble {plan.ensemble.name}"] = scenario["ensemble"]
    return {name: digest(value)[:12] for name, value in found.items()}


def _other(card: dict[str, Any], plan: Plan) -> str:
    """What differs between the comparison of ``card`` and ``plan``, as far as the card tells."""
    now = asked(plan)
    if told := differences({key: card[key] for key in now if key in card}, {key: value for key, value in now.items() if key in card}):
        return told
    held = card.get("contents", {})
    changed = [name for name, value in plan_contents(plan).items() if held.get(name, value) != value]
    return _("another content of {names} under the same name").format(names=enumerated(changed)) if changed else _("its card does not say in what")


def _refuse_others(folder: Path, plan: Plan) -> None:
    if not contents(folder):
        return
    try:
        card = read_json(folder / CARD)
        found, simulator = card["identity"], card.get("simulator")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise UserError(
            _("The folder is not empty and holds no comparison of ours; nothing was touched."),
            f"--out {folder}",
            _("Name a folder that is new or empty, or empty this one yourself."),
        ) from None
    refuse_other_simulator(simulator, plan.own, folder)
    if found != plan.identity:
        _refuse_other_groups(card, plan, folder)
        raise UserError(
            _("The folder holds another comparison ({what}); nothing was touched.").format(what=_other(card, plan)),
            f"--out {folder}",
            _("Name another folder, or delete this one yourself if its results are no longer needed."),
        )  # fmt: skip


def _refuse_other_groups(card: dict[str, object], plan: Plan, folder: Path) -> None:
    """``UserError`` where the folder differs in nothing but by what outcomes are kept apart in it."""
    made = card.get("by", [])
    if (card.get("scenario"), card.get("model")) == (plan.scenario_hash, model_version()) and made != list(plan.kept_apart) and isinstance(made, list):
        nothing = _("nothing")
        raise UserError(
            _("The folder keeps outcomes by {made}, and this would by {own}; nothing was touched.").format(
                made=enumerated(map(str, made)) or nothing, own=enumerated(plan.kept_apart) or nothing),
            f"--out {folder}",
            _("Name another folder, or ask for the same: what was not kept of a finished world cannot be had without running it again."),
        )  # fmt: skip


def check_comparison(folder: Path, plan: Plan) -> None:
    """``UserError`` where ``folder`` holds something else than a comparison, or one of another simulator than the plan's."""
    held, own = contents(folder), plan.own
    card, manifest = (_card(folder / name) for name in (CARD, "manifest.json"))
    if held and "identity" not in card and "scenario_hash" not in manifest:
        raise UserError(
            _("The folder is not empty and holds no comparison of ours; nothing was touched."), f"--out {folder}",
            _("Name a folder that is new or empty, or empty this one yourself."))  # fmt: skip
    if card:
        refuse_other_simulator(card.get("simulator"), own, folder)


def _card(path: Path) -> dict[str, object]:
    with suppress(OSError, ValueError):
        found = read_json(path)
        if isinstance(found, dict):
            return found
    return {}


def refuse_other_simulator(made_by: object, own: Code | None, folder: Path) -> None:
    """``UserError`` naming both where what lies in ``folder`` was simulated by another; ``made_by`` as its card tells it."""
    if made_by == (None if own is None else asdict(own)):
        return
    builtin = _("the model's own simulator")
    made = f"{made_by.get('name')} ({made_by.get('source')})" if isinstance(made_by, dict) else builtin
    raise UserError(
        _("The folder was simulated by {made}, and this would be by {own}; nothing was touched.").format(made=made, own=own or builtin),
        f"--out {folder}",
        _("Name another folder: results of two simulators, or of two states of one's source, are never mixed. One of your own is given "
          "from Python, with simulate=."),
    )  # fmt: skip
