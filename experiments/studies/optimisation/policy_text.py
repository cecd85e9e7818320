"""The winner as a policy file, to be compared, explained and changed like any other."""

from __future__ import annotations

from typing import Any

from experiments.disk.provenance import model_version
from experiments.studies.optimisation import toml
from experiments.studies.optimisation.study import Optimised
from experiments.studies.sweep.tasks import place_of
from experiments.text.formatting import figure
from scenarios import load_parameters
from scenarios.schema.base import ASSUMPTION
from scenarios.schema.policy import PolicyFile


def policy_name(budget: float) -> str:
    """What the file is called, without .toml."""
    return f"mix-{budget:.0f}-yuan"


def policy_toml(found: Optimised) -> str:
    """The winner as the text of a policy file; ``ValueError`` where there is none.

    A level chosen by a search on a model rests on the model, so that each value says ``assumption`` beside the lever's own
    sources, with the levels that were tried as its range.
    """
    winner = found.winner
    if winner is None:
        raise ValueError("no mix averts deaths in the search")
    place = place_of(found.plan)
    moved, table, tried = found.space.moved(winner.mix), found.plan.optimise, found.chosen.tried
    facts: dict[str, Any] = {
        "schema_version": 1,
        "name": policy_name(found.budget),
        # What holds for one district only says so: the file can be compared anywhere.
        "title": f"The mix of {tried} tried with the fewest expected deaths, found for {figure(found.budget, 0)} yuan a year in {place.title}",
        "title_zh": f"所试{tried}种组合方案中预期死亡最少者（按{place.title_zh or place.title}每年预算{figure(found.budget, 0)}元搜索所得）",
        "question": f"What does the mix achieve that a search found for {figure(found.budget, 0)} yuan a year in {found.plan.district}?",
        "reasoning": f"Found among {tried} of {figure(found.space.size, 0)} mixes by model {model_version()}, plan {found.plan.name}, seed "
                     f"{found.plan.seed}, {found.plan.months} months: the fewest expected deaths within the budget. Others may be as good, and "
                     "none of the values was seen in the field.",
    }  # fmt: skip
    programmes = [table.programmes[lever] for lever in moved if lever in table.programmes]
    if programmes:
        facts["yearly_cost"] = sum(programme.yearly_cost for programme in programmes)
        facts["yearly_cost_source"] = list(dict.fromkeys(source for programme in programmes for source in programme.source))
        facts["yearly_cost_range"] = [sum(programme.range[end] for programme in programmes) for end in (0, 1)]
    facts["levers"] = {lever: _lever(found, lever, value) for lever, value in moved.items()}
    PolicyFile.model_validate(facts)
    return toml.document(facts, ("levers",))


def _lever(found: Optimised, lever: str, value: float) -> dict[str, Any]:
    factor = found.plan.levers[lever]
    levels = next(choice.levels for choice in found.space.choices if choice.lever == lever)
    sources = [ASSUMPTION, *(factor.source or load_parameters().entries[lever].source)]
    times = {"start": factor.start, "ramp": max(factor.ramp, found.plan.optimise.phase_in), "end": factor.end}
    return {"value": value, **{name: time for name, time in times.items() if time}, "source": list(dict.fromkeys(sources)),
            "range": [levels[0], levels[-1]]}  # fmt: skip
