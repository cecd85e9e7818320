"""What a study does to a world between two months and reads of it, whichever engine runs the world."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from simulation.acts.hands import LATENT, TRIAL, VISIBLE, Hands

if TYPE_CHECKING:
    from simulation.acts.by_agents import AgentHands
    from simulation.acts.by_engine import EngineHands

__all__ = ["LATENT", "TRIAL", "VISIBLE", "AgentHands", "EngineHands", "Hands"]

_HOMES = {"AgentHands": "by_agents", "EngineHands": "by_engine"}
"""Each imported when it is first asked for: the one brings Mesa, the other the engine."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
