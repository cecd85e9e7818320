"""What commands that compare policies share: the request, its plan, the engine made ready, the worlds run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from experiments.cli.common import OK, prepare_engine, start_seconds
from experiments.cli.given import (
    check_policies,
    parse_overrides,
    warn_of_parameters,
    warn_of_policies,
    warn_of_replaced,
)
from experiments.comparison.compare import Comparison, run_plan
from experiments.comparison.data import DISCOUNT
from experiments.comparison.drawing import drawing_seconds
from experiments.comparison.stopping import CEILING, Look
from experiments.running import keeping, memory, timing
from experiments.running.groups import TOLD_BY, by_asked
from experiments.running.parts import Parts
from experiments.running.plan import Plan
from experiments.running.planning import make_plan
from experiments.running.pool import STALL_SECONDS
from experiments.running.windows import window_asked
from experiments.running.worlds import usual_workers
from experiments.text.console import Talk
from experiments.text.errors import UserError, shown_value
from experiments.text.formatting import bytes_in_words, duration, exact, figure
from experiments.text.messages import _, enumerated
from scenarios import load_policy

USUAL_WORLDS = 10
USUAL_DISTRICT, USUAL_MONTHS = "jiuyuan", 120
_OF_SCENARIO = ("district", "policies", "worlds", "first_world", "months", "seed", "parameters", "discount", "ensemble")


@dataclass(frozen=True, kw_only=True)
class Request:
    """The arguments of ``compare`` and of commands like it."""

    district: str
    policies: Sequence[str]
    worlds: int | None
    """None: as many as is usual."""
    first_world: int = 0
    months: int
    seed: int
    out: Path | None
    workers: int | None
    parameters: Sequence[str]
    discount: float = DISCOUNT
    timeout: float | None
    """None: as long as is usual."""
    dry_run: bool
    details: bool = False
    engine: str = "compiled"
    sample: float | None = None
    ensemble: str | None = None
    """By name or path, "none", or None for the one that is used by default."""
    precision: str | None = None
    """The half-width asked for, as typed; None: the number of worlds is given."""
    by: Sequence[str] = ()
    """By what outcomes are kept apart, as typed."""
    window: str | None = None
    """The months of which outcomes are told by group, as typed."""
    settings: Sequence[str] = ()
    """Levers and cells set on top of each policy, as typed."""

    @property
    def numbers(self) -> range:
        """The worlds, at most."""
        usual = USUAL_WORLDS if self.precision is None else CEILING
        return range(self.first_world, self.first_world + (usual if self.worlds is None else self.worlds))


def of_scenario(text: str, request: Request) -> Request:
    """The request for what a scenario says; ``UserError`` where an option beside it says it too."""
    from experiments.running.scenario import Scenario

    usual = Request(district=USUAL_DISTRICT, policies=[], worlds=None, months=USUAL_MONTHS, seed=0, out=None, workers=None, parameters=[], timeout=None,
                    dry_run=False)  # fmt: skip
    for name in (*_OF_SCENARIO, "settings", "sample", "precision"):
        if (given := getattr(request, name)) != getattr(usual, name):
            option = "--" + {"policies": "policy", "parameters": "parameter", "settings": "set"}.get(name, name).replace("_", "-")
            raise UserError(_("{name} is a part of the scenario.").format(name=option), f"{option} {shown_value(given)}",
                            _("Leave it out, or change it in the scenario: `inspectorate scenario` shows it as a command."))  # fmt: skip
    found = Scenario.read(text)
    found.plan()
    return replace(
        request, district=found.district, policies=list(found.policies), worlds=found.worlds, first_world=found.first_world, months=found.months, seed=found.seed,
        parameters=[f"{name}={exact(value)}" for name, value in found.parameters.items()], discount=found.discount, ensemble=found.ensemble)  # fmt: skip


def laid(request: Request, talk: Talk) -> Request:
    """The request with the policies that its settings make, each behind the policy that it starts from; they are told in a note."""
    from experiments.running.settings import with_settings

    if not request.settings:
        return request
    check_policies(request.policies)
    found = with_settings(request.policies, request.settings, request.district)
    for text in found.told():
        talk.note(text)
    return replace(request, policies=found.specs, settings=())


def planned(request: Request) -> Plan:
    """What is asked for as a plan; ``UserError`` where there is nothing to compare with the baseline."""
    overrides = parse_overrides(request.parameters)  # first of all: a lever among them may be all that is asked
    if not request.policies:
        raise UserError(
            _("No policy to compare with the baseline."),
            "--policy",
            _("Name at least one: --policy coordination. `inspectorate policies` lists them."),
        )
    check_policies(request.policies)
    by = by_asked(request.by, "--by", TOLD_BY)
    plan = make_plan(
        request.district,
        request.policies,
        worlds=request.numbers,
        months=request.months,
        seed=request.seed,
        parameters=overrides,
        engine=request.engine,
        sample=request.sample,
        ensemble=request.ensemble,
        by=by,
        window=window_asked(request.window, request.months, f"--window {request.window}"),
    )
    _refuse_repeats(plan)
    return plan


def made_ready(plan: Plan, request: Request, talk: Talk) -> int:
    """Say what is unusual, compile the engine; how many workers to run on."""
    warn_of_parameters(plan.overrides, talk)
    warn_of_replaced(plan.ensemble, plan.overrides, talk)
    warn_of_policies(request.policies, plan.months, plan.district, talk)
    workers = min(usual_workers(plan, request.timeout) if request.workers is None else request.workers, len(plan.worlds))
    _warn_of_memory(plan, workers, talk)
    prepare_engine(plan.single if plan.region is None else plan.region.units[0].district, plan.parameters, talk, plan.engine)
    return workers


def _warn_of_memory(plan: Plan, workers: int, talk: Talk) -> None:
    need, have = memory.world_bytes(plan) * max(1, workers), memory.machine_bytes()
    if need > memory.SPARED * have:
        talk.warn(_("This takes about {need} of memory, and the machine has {have}: take a --sample, or fewer --workers.").format(
            need=bytes_in_words(need), have=bytes_in_words(have)))  # fmt: skip


def _refuse_repeats(plan: Plan) -> None:
    """``UserError`` where nothing is left to compare with the baseline, or one policy is named twice."""
    if len(plan.policies) == 1:
        raise UserError(
            _("Only the baseline is named, and it is what policies are compared with."),
            "--policy",
            _("Name at least one other: --policy coordination. `inspectorate policies` lists them."),
        )
    given: dict[str, str] = {}
    for spec in plan.policy_specs:
        name = load_policy(spec).name
        if name in given:
            raise UserError(
                _("{name} is named twice.").format(name=name),
                f"--policy {given[name]} --policy {spec}",
                _("Name each policy once; two files need two names."),
            )
        given[name] = spec


def dry_run(plan: Plan, looks: Sequence[Look] | None, workers: int, talk: Talk) -> int:
    """Say how many runs, how long and how large."""
    talk.note(_("Timing a few months of {district} ...").format(district=plan.district.name))
    spared = keeping.months_kept(plan, keeping.store())
    found = timing.estimate(plan, workers, spared=spared)
    found = replace(found, seconds=found.seconds + start_seconds(workers) + drawing_seconds(plan))
    if talk.as_json:
        talk.json({"runs": found.runs, "simulated_months": found.months, "kept_months": spared, "seconds": found.seconds, "workers": workers,
                   "bytes": found.bytes, "scenario_hash": plan.scenario_hash,
                   "worlds_at_looks": looks and [look.worlds for look in looks]})  # fmt: skip
        return OK
    region = [] if plan.region is None else [
        _("each world with {districts} of {all} districts and {enterprises} enterprises").format(
            districts=figure(len(plan.region.units), 0), all=figure(plan.region.all_units, 0),
            enterprises=figure(plan.region.enterprises, 0)),
        _("about {size} of memory").format(size=bytes_in_words(memory.world_bytes(plan) * max(1, workers))),
    ]  # fmt: skip
    talk.data(
        _("{runs} runs ({policies} policies on {worlds} worlds, the baseline among them), {months} months with the "
          "burn-ins").format(runs=figure(found.runs, 0), policies=len(plan.policies), worlds=len(plan.worlds),
                             months=figure(found.months, 0)),
        *region,
        time_told(found.seconds, workers),
        _("about {size} on disk").format(size=bytes_in_words(found.bytes)),
        *([] if looks is None else [_("that is the most: it stops earlier where it is precise enough after {worlds} worlds").format(
            worlds=enumerated(figure(look.worlds, 0) for look in looks))]),
    )  # fmt: skip
    if spared:
        talk.note(_("Left out: {months} months of burn-ins and baselines that are kept from earlier commands; --no-store runs them again.").format(
            months=figure(spared, 0)))  # fmt: skip
    talk.note(_("Nothing was run. Leave --dry-run out to run it."))
    return OK


def time_told(seconds: float, workers: int) -> str:
    """How long that will take with so many processes, as the dry runs say it."""
    if not workers:
        return _("about {time}, without other processes (measured just now; give or take a half)").format(time=duration(seconds))
    return _("about {time} with {workers} workers (measured just now; give or take a half)").format(time=duration(seconds), workers=workers)


def simulated(plan: Plan, request: Request, workers: int, folder: Path, talk: Talk) -> Comparison:
    """Run what the folder does not hold yet."""
    stored = Parts(folder / "parts", plan)
    known = sum(stored.load(world) is not None for world in plan.worlds)
    if known:
        talk.note(_("{known} of {all} worlds are in {folder} already.").format(
            known=known, all=len(plan.worlds), folder=folder))  # fmt: skip
    with talk.progress(len(plan.worlds) - known, _("Simulating")) as progress:
        return run_plan(plan, workers=workers, discount=request.discount, stored=stored, progress=progress, stall_seconds=STALL_SECONDS if request.timeout is None else request.timeout,
                        kept=keeping.store())  # fmt: skip


def tell_failures(comparison: Comparison, talk: Talk) -> None:
    """Say which worlds are missing and how to see why."""
    for failure in comparison.failures:
        talk.warn(_("World {world} failed: {reason}. To see it again: {replay}").format(
            world=failure.world, reason=failure.reason, replay=failure.replay))  # fmt: skip
