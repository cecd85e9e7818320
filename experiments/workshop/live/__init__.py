"""Live runs: settled worlds kept, the queue, stages, and answers that are computed once."""

from experiments.workshop.live.live import Live

__all__ = ["Live"]
