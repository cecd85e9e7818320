"""What is compared: one district, some policies, a list of worlds; and the identity of all that."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from experiments.disk.provenance import model_version
from experiments.running.digests import digest, resolved
from experiments.running.own import Code, code_of, expression_of, name_of
from experiments.running.posts import refuse_too_many_officers
from experiments.running.replicates import Over
from experiments.running.windows import PERIOD, Window
from experiments.text.errors import UserError
from experiments.text.formatting import bytes_in_words, exact
from experiments.text.messages import _, sentences, titled
from scenarios import Ensemble, default_ensemble
from simulation.district import District
from simulation.outcomes import OUTCOMES
from simulation.parameters import Parameters
from simulation.policy import BASELINE, Policy
from simulation.region import Region

MEMORY_LIMIT = 3e9
"""Bytes of monthly numbers that one comparison may hold."""
NO_ENSEMBLE = "none"
"""What is written to compare on the values of parameters.toml alone."""


Simulator = Callable[..., Any]
"""For a district a list of runs, one for each policy; for a region a list of its districts' runs for each."""


@dataclass(frozen=True)
class Plan:
    """A comparison before it is run; the first policy is the baseline, the reference of all."""

    district: District | Region
    policies: tuple[Policy, ...]
    parameters: Parameters
    worlds: tuple[int, ...]
    months: int
    seed: int = 0
    district_spec: str = ""
    policy_specs: tuple[str, ...] = ()
    overrides: Mapping[str, float] = field(default_factory=dict)
    engine: str = "compiled"
    """Which conductor runs it; the numbers are the same, so that it is no part of the identity."""
    sample: float | None = None
    """Share of the region's districts that ``district`` already is, as given; None: all."""
    ensemble: Ensemble | None = None
    """The sets of parameters of which each world runs under one; None: all run under ``parameters``."""
    ensemble_spec: str = NO_ENSEMBLE
    """The ensemble as it was asked for, by name or path."""
    by: tuple[str, ...] = ()
    """Outcomes are told by these groups too, names out of ``BREAKDOWNS`` and "period"."""
    window: Window | None = None
    """First and last month, from 1 on, of those of which outcomes are told by group; None: all."""
    simulate: Simulator | None = None
    """A simulator of one's own in the model's place; its name and source are part of the identity. None: the model."""

    @property
    def region(self) -> Region | None:
        """The region compared on; None where it is one district."""
        return self.district if isinstance(self.district, Region) else None

    @property
    def single(self) -> District:
        """The one district compared on; ``TypeError`` where there are several."""
        if isinstance(self.district, Region):
            raise TypeError(f"{self.district.name} is a region of {len(self.district.units)} districts")
        return self.district

    @property
    def over(self) -> Over:
        """What is repeated: with one world of a region its districts, else worlds."""
        return "districts" if self.region is not None and len(self.worlds) == 1 else "worlds"

    @property
    def replicates(self) -> int:
        """How many worlds or districts the intervals are over."""
        return len(self.region.units) if self.region is not None and self.over == "districts" else len(self.worlds)

    @property
    def stands_for(self) -> float:
        """Replicates that make up the whole of which totals are told."""
        return float(self.region.all_units) if self.region is not None and self.over == "districts" else 1.0

    def parameters_of(self, world: int) -> Parameters:
        """The values of one world: those of its set, and on top of them what the user replaced."""
        if self.ensemble is None:
            return self.parameters
        return self.ensemble.parameters(self.ensemble.of_world(world), self.parameters).with_values(self.overrides)

    @property
    def ensemble_option(self) -> str:
        """The option that asks for this plan's ensemble; empty where it is the one used by default."""
        return ensemble_option(self.ensemble_spec)

    @property
    def kept_by(self) -> tuple[str, ...]:
        """The groups by which the model must keep outcomes: all but periods."""
        return tuple(name for name in self.by if name != PERIOD)

    @property
    def kept_apart(self) -> tuple[str, ...]:
        """The same with their window: part of the identity, for what was not kept is not to be had again."""
        return self.kept_by if self.window is None else tuple(f"{name} ({self.window[0]}-{self.window[1]})" for name in self.kept_by)

    @property
    def note(self) -> str:
        """What a reader must be told beside every figure, in the language in force; first that the numbers are not the model's."""
        note = titled(self.district.note, self.district.note_zh)
        if self.simulate is None:
            return note
        told = _("Not this model's numbers: simulated by {simulator}, a simulator of the user's own.").format(simulator=name_of(self.simulate))
        return sentences(told, note)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(policy.name for policy in self.policies)

    @property
    def years(self) -> float:
        return self.months / 12

    @cached_property
    def scenario(self) -> dict[str, Any]:
        """Everything that decides the numbers, resolved; worlds apart, since more can be added."""
        ensemble = self.ensemble
        sets = {} if ensemble is None else {
            "ensemble": {"parameters": list(ensemble.names), "sets": ensemble.sets, "values": ensemble.digest}}  # fmt: skip
        return {
            "schema_version": 1,
            "district": resolved(self.district),
            "policies": [asdict(policy) for policy in self.policies],
            "parameters": dict(self.parameters),
            "months": self.months,
            "seed": self.seed,
            **sets,
        }

    @cached_property
    def scenario_hash(self) -> str:
        """Twelve hex digits of the resolved scenario."""
        return digest(self.scenario)[:12]

    @cached_property
    def own(self) -> Code | None:
        """What the simulator of one's own is, None for the model; ``UserError`` where it has no identity to keep results under."""
        return None if self.simulate is None else code_of(self.simulate)

    @cached_property
    def identity(self) -> str:
        """Scenario, model, simulator and what is kept by group: results of another identity never share a folder."""
        own = [] if self.own is None else [str(self.own)]
        return digest([self.scenario_hash, model_version(), *own, *([list(self.kept_apart)] if self.kept_apart else [])])[:16]

    def world_key(self, world: int) -> str:
        """The key under which the results of one world are stored."""
        return digest([self.identity, world, *([] if self.region is None else [self.over])])

    def refuse_if_too_large(self) -> None:
        """``UserError`` with the estimate, before anything is allocated."""
        places = [self.single] if self.region is None else [unit.district for unit in self.region.units]
        refuse_too_many_officers(places, self.policies, self.parameters)
        replicates = len(self.worlds)
        if self.region is not None:  # the districts of a world stand side by side before they are summed
            replicates = len(self.region.units) + (replicates if self.over == "worlds" else 0)
        need = 8.0 * len(OUTCOMES) * len(self.policies) * replicates * self.months
        if need > MEMORY_LIMIT:
            raise UserError(
                _("This comparison would hold {need} of monthly numbers; the limit is {limit}.").format(
                    need=bytes_in_words(need), limit=bytes_in_words(MEMORY_LIMIT)
                ),
                self._size(),
                _("Compare fewer policies or worlds at a time, or fewer months."),
            )

    def _size(self) -> str:
        counts = {"policies": len(self.policies), "worlds": len(self.worlds), "months": self.months}
        if self.region is not None:
            return _("{policies} policies x {districts} districts x {months} months").format(
                districts=len(self.region.units), **counts)  # fmt: skip
        return _("{policies} policies x {worlds} worlds x {months} months").format(**counts)

    def replay(self, world: int) -> str:
        """The command that runs one world of this plan again; a call where only Python can give the simulator."""
        if self.simulate is not None:
            return self._replay_call(world)
        policies = [f"--policy {shlex.quote(spec)}" for spec in self.policy_specs if spec != BASELINE.name]
        overrides = [f"--parameter {name}={exact(value)}" for name, value in self.overrides.items()]
        parts = [
            f"inspectorate compare --district {shlex.quote(self.district_spec or self.district.name)}",
            *policies,
            *([] if self.sample is None else [f"--sample {exact(self.sample)}"]),
            f"--worlds 1 --first-world {world} --months {self.months} --seed {self.seed}",
            *overrides,
            *([self.ensemble_option] if self.ensemble_option else []),
            *([] if self.engine == "compiled" else [f"--engine {self.engine}"]),
            *(f"--by {name}" for name in self.by),
            *([] if self.window is None else [f"--window {self.window[0]}-{self.window[1]}"]),
            f"--workers 1 --out replay-world-{world}",
        ]
        return " ".join(parts)

    def _replay_call(self, world: int) -> str:
        given: dict[str, Any] = {"worlds": [world], "months": self.months, "seed": self.seed}
        given |= {"parameters": dict(self.overrides)} if self.overrides else {}
        given |= {} if self.sample is None else {"sample": self.sample}
        given |= {"by": list(self.by)} if self.by else {}
        given |= {"window": self.window} if self.window else {}
        named = "".join(f", {key}={value!r}" for key, value in {**given, "ensemble": self.ensemble_spec}.items())
        policies = [spec for spec in self.policy_specs if spec != BASELINE.name]
        return f"experiments.compare({self.district_spec or self.district.name!r}, {policies!r}{named}, simulate={expression_of(self.simulate or self.replay)})"


def ensemble_option(spec: str) -> str:
    """The option that asks for an ensemble; empty for the one used by default."""
    return "" if spec == (default_ensemble() or NO_ENSEMBLE) else f"--ensemble {shlex.quote(spec)}"


def with_baseline(policies: Sequence[Policy], baseline: Policy = BASELINE) -> tuple[Policy, ...]:
    """The baseline first, then each other policy once, in the order given."""
    ordered = {baseline.name: baseline}
    for policy in policies:
        ordered.setdefault(policy.name, policy)
    return tuple(ordered.values())
