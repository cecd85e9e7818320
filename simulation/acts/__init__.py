"""What a study does to a world between two months and reads of it, whichever engine runs the world."""

from simulation.acts.by_agents import AgentHands
from simulation.acts.by_engine import EngineHands
from simulation.acts.hands import LATENT, TRIAL, VISIBLE, Hands

__all__ = ["LATENT", "TRIAL", "VISIBLE", "AgentHands", "EngineHands", "Hands"]
