"""The sweep by which the order of a plan's policies is asked over assumptions: those given, the plan's, or all that are uncertain."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from experiments.running.asked import plain_float, refuse_lever
from experiments.text.errors import UserError, shown_value
from experiments.text.messages import _, sentences
from experiments.text.scenario_text import as_sentence
from scenarios import PlanFile, load_parameters
from scenarios.problems import did_you_mean
from scenarios.schema.plan import LEVERS_ONLY, Factor, Sampler

POINTS = 60
"""Sets of assumptions where nobody says how many: fewer than 20 tell nothing of where anything turns."""
EXAMPLE = "--assumption shared_diligence=0.5..0.9"


def assumptions_asked(texts: Sequence[str]) -> dict[str, Factor]:
    """``NAME=LOW..HIGH``, or ``NAME`` for its expected range; ``UserError`` for anything else."""
    found: dict[str, Factor] = {}
    entries = load_parameters().entries
    for text in texts:
        where, (name, equals, span) = f"--assumption {text}", text.partition("=")
        name = name.strip()
        refuse_lever(name, "", where)
        if name not in entries or entries[name].kind != "uncertainty":
            what = _("{name} is a constant, and not uncertain.") if name in entries else _("No parameter is called {name}.")
            raise UserError(what.format(name=shown_value(name)), where, sentences(
                as_sentence(did_you_mean(name, [other for other, entry in entries.items() if entry.kind == "uncertainty"])),
                _("`inspectorate parameters --kind uncertainty` lists them.")))  # fmt: skip
        if name in found:
            raise UserError(_("{name} is given twice.").format(name=name), where, _("Give it once."))
        low, high = _range(span, where) if equals else entries[name].expected
        hard = entries[name].hard
        if not hard[0] <= low < high <= hard[1]:
            raise UserError(_("{low} to {high} is no range of {name}.").format(low=f"{low:.10g}", high=f"{high:.10g}", name=name), where,
                            _("It may be from {low} to {high}, the lower end first.").format(low=f"{hard[0]:.10g}", high=f"{hard[1]:.10g}"))  # fmt: skip
        found[name] = Factor(low=low, high=high)
    return found


def _range(span: str, where: str) -> tuple[float, float]:
    parts = re.split(r"\s*\.\.\s*", span.strip())
    try:
        low, high = (plain_float(part) for part in parts)
    except ValueError:
        raise UserError(_("{text} is not LOW..HIGH with two numbers.").format(text=shown_value(span)), where, _("Write for instance {example}.").format(example=EXAMPLE)) from None
    return low, high


def order_plan(plan: PlanFile, given: Mapping[str, Factor], points: int) -> PlanFile:
    """The plan with so many points drawn evenly over the assumptions; its levers do not vary. ``UserError`` where it has no two policies."""
    policies = [policy for policy in plan.policies if policy != LEVERS_ONLY]
    if len(policies) < 2:
        raise UserError(_("The plan compares no policies: an order needs two or more, the first being the reference."), plan.name, _("Name them under `policies`."))
    uncertain = {name: Factor(low=entry.expected[0], high=entry.expected[1]) for name, entry in load_parameters().entries.items()
                 if entry.kind == "uncertainty" and entry.expected[0] < entry.expected[1]}  # fmt: skip
    chosen = dict(given) or dict(plan.uncertainties) or uncertain
    sampler = Sampler(method="latin-hypercube", points=points, seed=plan.sampler.seed)
    return plan.model_copy(update={"policies": policies, "levers": {}, "uncertainties": chosen, "sampler": sampler, "points": [], "outcomes": ["expected_deaths"],
                                   "ensemble": "none", "combine": False, "parameters": {name: value for name, value in plan.parameters.items() if name not in chosen}})  # fmt: skip
