"""What is compared: one district, some policies, a list of worlds; and the identity of all that."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from experiments.errors import UserError
from experiments.formatting import bytes_in_words
from experiments.messages import _
from experiments.provenance import model_version
from simulation.district import District
from simulation.outcomes import OUTCOMES
from simulation.parameters import Parameters
from simulation.policy import BASELINE, Policy

MEMORY_LIMIT = 3e9
"""Bytes of monthly numbers that one comparison may hold."""


@dataclass(frozen=True)
class Plan:
    """A comparison before it is run; the first policy is the baseline, the reference of all."""

    district: District
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

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(policy.name for policy in self.policies)

    @property
    def years(self) -> float:
        return self.months / 12

    @cached_property
    def scenario(self) -> dict[str, Any]:
        """Everything that decides the numbers, resolved; worlds apart, since more can be added."""
        return {
            "schema_version": 1,
            "district": asdict(self.district),
            "policies": [asdict(policy) for policy in self.policies],
            "parameters": dict(self.parameters),
            "months": self.months,
            "seed": self.seed,
        }

    @cached_property
    def scenario_hash(self) -> str:
        """Twelve hex digits of the resolved scenario."""
        return digest(self.scenario)[:12]

    @cached_property
    def identity(self) -> str:
        """Scenario and model: results of another identity never share a folder."""
        return digest([self.scenario_hash, model_version()])[:16]

    def world_key(self, world: int) -> str:
        """The key under which the results of one world are stored."""
        return digest([self.identity, world])

    def refuse_if_too_large(self) -> None:
        """``UserError`` with the estimate, before anything is allocated."""
        need = 8.0 * len(OUTCOMES) * len(self.policies) * len(self.worlds) * self.months
        if need > MEMORY_LIMIT:
            raise UserError(
                _("This comparison would hold {need} of monthly numbers; the limit is {limit}.").format(
                    need=bytes_in_words(need), limit=bytes_in_words(MEMORY_LIMIT)
                ),
                _("{policies} policies x {worlds} worlds x {months} months").format(
                    policies=len(self.policies), worlds=len(self.worlds), months=self.months
                ),
                _("Compare fewer policies or worlds at a time, or fewer months."),
            )

    def replay(self, world: int) -> str:
        """The command that runs one world of this plan again."""
        policies = [f"--policy {shlex.quote(spec)}" for spec in self.policy_specs if spec != BASELINE.name]
        overrides = [f"--parameter {name}={value:g}" for name, value in self.overrides.items()]
        parts = [
            f"inspectorate compare --district {shlex.quote(self.district_spec or self.district.name)}",
            *policies,
            f"--worlds 1 --first-world {world} --months {self.months} --seed {self.seed}",
            *overrides,
            *([] if self.engine == "compiled" else [f"--engine {self.engine}"]),
            f"--workers 1 --out replay-world-{world}",
        ]
        return " ".join(parts)


def digest(value: Any) -> str:
    """sha256 of ``value`` as canonical JSON."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=float)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def with_baseline(policies: Sequence[Policy], baseline: Policy = BASELINE) -> tuple[Policy, ...]:
    """The baseline first, then each other policy once, in the order given."""
    ordered = {baseline.name: baseline}
    for policy in policies:
        ordered.setdefault(policy.name, policy)
    return tuple(ordered.values())
