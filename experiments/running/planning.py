"""A plan from names or objects: districts, policies, parameters and ensembles are looked up and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from experiments.running.asked import (
    MOST_MONTHS,
    SEEDS,
    callable_asked,
    engine_asked,
    parameters_asked,
    policies_asked,
    sample_asked,
    whole,
    worlds_asked,
)
from experiments.running.cells import refuse_cells_elsewhere, refuse_meaningless_cells
from experiments.running.groups import TOLD_BY, by_asked, refuse_without_breakdowns
from experiments.running.plan import NO_ENSEMBLE, Plan, Simulator, with_baseline
from experiments.running.windows import window_asked
from experiments.text.errors import UserError, shown_value
from experiments.text.messages import _
from simulation.district import District
from simulation.policy import Policy
from simulation.region import Region

if TYPE_CHECKING:
    from scenarios import Ensemble

REGION_WORLDS = 2**16
"""Worlds of a region, whose number shares the key of luck with the district's."""


def make_plan(
    district: str | District | Region,
    policies: Sequence[str | Policy],
    *,
    worlds: int | Sequence[int],
    months: int,
    seed: int = 0,
    parameters: Mapping[str, float] | None = None,
    engine: str = "compiled",
    sample: float | None = None,
    single: bool = False,
    ensemble: str | Ensemble | None = None,
    simulate: Simulator | None = None,
    by: Sequence[str] = (),
    window: object = None,
) -> Plan:
    """A plan from names or objects; ``scenarios.ScenarioError`` for what the files do not allow, ``UserError`` for arguments that mean nothing.
    ``worlds`` is their number (from 0 on) or their list; ``parameters`` are values that replace those of parameters.toml (levers are for policies to set); ``sample`` is a share of a region's districts; ``single`` refuses a region; ``ensemble`` is one by name, path or object, "none", or None for the one that is used by default;
    ``simulate`` is a simulator of one's own, called as ``simulation.simulate_policies`` is; ``by`` are groups by which outcomes are kept too, and
    ``window`` the months, (1, 36) or "1-36", of which they are told, both in it and the first being 1.
    """
    from scenarios import load_district, load_parameters, load_policy

    overrides = parameters_asked(parameters)
    _refuse_no_district(district)
    callable_asked("simulate", simulate, _("Give a function that is called as simulation.simulate_policies is, or leave it out."))
    engine, sample = engine_asked(engine), sample_asked(sample)
    policies = policies_asked(policies, lambda policy: isinstance(policy, Policy))
    sets, sets_spec = ensemble_asked(ensemble)
    place = load_district(district) if single and isinstance(district, str) else compared_on(district, sample)
    loaded = [load_policy(policy, place) if isinstance(policy, str) else policy for policy in policies]
    plan = Plan(
        district=place,
        policies=with_baseline(loaded, load_policy("baseline")),
        parameters=load_parameters(overrides=overrides).values,
        worlds=worlds_asked(worlds),
        months=(length := whole("months", months, 1, MOST_MONTHS)),
        seed=whole("seed", seed, 0, SEEDS - 1),
        district_spec=district if isinstance(district, str) else district.name,
        policy_specs=tuple(p if isinstance(p, str) else p.name for p in policies),
        overrides=overrides,
        engine=engine,
        sample=sample,
        ensemble=sets,
        ensemble_spec=sets_spec,
        simulate=simulate, by=by_asked(by, known=TOLD_BY), window=window_asked(window, length),
    )  # fmt: skip
    _refuse_unfit(plan)
    return plan


def _refuse_unfit(plan: Plan) -> None:
    """``UserError`` where what is asked for does not go together, or is too large."""
    refuse_meaningless_cells(plan.policies, plan.parameters)
    refuse_without_breakdowns(plan.district, plan.simulate, plan.kept_by, plan.window)
    _refuse_idle_engine(plan)
    plan.refuse_if_too_large()
    refuse_cells_elsewhere([plan.single] if plan.region is None else [unit.district for unit in plan.region.units], plan.policies)
    _refuse_worlds_beyond(plan)


def _refuse_no_district(district: object) -> None:
    if not isinstance(district, str | District | Region):
        raise UserError(_("{value} is no district.").format(value=shown_value(district)), "district=",
                        _("Give a name, the path of a file, or an object of simulation.District or Region."))  # fmt: skip


def _refuse_worlds_beyond(plan: Plan) -> None:
    """``UserError`` where a region has no world of such a number."""
    if plan.region is not None and max(plan.worlds) >= REGION_WORLDS:
        raise UserError(
            _("A region has worlds 0 to {last}.").format(last=REGION_WORLDS - 1),
            "--first-world",
            _("Choose fewer worlds or a lower first one."),
        )


def _refuse_idle_engine(plan: Plan) -> None:
    """``UserError`` where an engine is named beside a simulator that does not ask for it."""
    if plan.simulate is not None and plan.engine != "compiled":
        raise UserError(_("A simulator of one's own runs by itself; an engine would change nothing."), f"engine={plan.engine!r}",
                        _("Leave engine out, or let the simulator choose one: functools.partial(simulate_policies, engine=\"mesa\")."))  # fmt: skip


def ensemble_asked(reference: str | Ensemble | None) -> tuple[Ensemble | None, str]:
    """The ensemble that is meant (None: the shipped one), and how to ask for it again; ``UserError`` for what is none."""
    from scenarios import Ensemble, default_ensemble, load_ensemble

    if not (reference is None or isinstance(reference, str | Ensemble)):
        raise UserError(_("{value} is no ensemble.").format(value=shown_value(reference)), "ensemble=",
                        _("Give a name, the path of a file, an object of scenarios.Ensemble, or \"none\"."))  # fmt: skip
    spec = (default_ensemble() or NO_ENSEMBLE) if reference is None else reference
    if not isinstance(spec, str):
        return spec, spec.name
    return (None if spec == NO_ENSEMBLE else load_ensemble(spec)), spec


def compared_on(district: str | District | Region, sample: float | None, where: str = "--sample") -> District | Region:
    """The district or region that is meant, or its sample; ``UserError`` where there is nothing to sample."""
    from scenarios import load_district, load_region

    place: District | Region = (load_region(district) or load_district(district)) if isinstance(district, str) else district
    if sample is None:
        return place
    if isinstance(place, District):
        raise UserError(
            _("A sample is a share of the districts of a region, and {name} is one district.").format(name=place.name),
            where,
            _("Leave it out, or name a region: --district country. `inspectorate districts` lists smaller districts too."),
        )
    try:
        return place.sample(sample)
    except ValueError:
        raise UserError(
            _("A sample is a share above 0 and up to 1, not {share}.").format(share=f"{sample:g}"),
            "--sample",
            _("Write for instance --sample 0.01 for a hundredth of the districts."),
        ) from None
