"""Worlds small enough to be settled by the dozen, for the tests of what is kept of them."""

from dataclasses import replace
from typing import Any

from simulation import LeverSetting, Policy, simulate_policies
from simulation.engine.run import EngineModel
from simulation.kept_worlds import KeptWorlds
from simulation.outcomes import OUTCOMES
from tests.simulation.districts import district, parameters

SMALL = district(0.006, burn_in=14)
BUSY = parameters(unsafe_injury_rate=0.03, loss_per_injury=1e6)
STRICT = Policy("strict", (LeverSetting("penalty_certainty", 0.9, 2, 3), LeverSetting("publication", 0.5)))
OTHER = Policy("other", (LeverSetting("fine_scale", 3.0),))
NAMED = Policy("as today", title="moves nothing")


def runs(policies: Any, kept: KeptWorlds | None = None, **changes: Any) -> list[Any]:
    return simulate_policies(**{"district": SMALL, "policies": policies, "parameters": BUSY, "seed": 5, "world": 2, "months": 17, "kept": kept, **changes})


def same(one: Any, other: Any) -> bool:
    arrays = all(one.monthly[o.name].tobytes() == other.monthly[o.name].tobytes() and one.monthly[o.name].dtype == other.monthly[o.name].dtype for o in OUTCOMES)
    return bool(arrays and list(one.monthly) == list(other.monthly) and repr(replace(one, monthly={})) == repr(replace(other, monthly={})))


def counted(monkeypatch: Any) -> list[int]:
    """Months that the engine passes from now on, call by call."""
    passed: list[int] = []
    real = EngineModel._advance_chunk

    def advance(model: EngineModel, count: int, *rest: Any) -> Any:
        passed.append(count)
        return real(model, count, *rest)

    monkeypatch.setattr(EngineModel, "_advance_chunk", advance)
    return passed
