"""What is noted of an enterprise where a study takes notes."""

from __future__ import annotations

from simulation.arithmetic import YUAN_PARTS, parts
from simulation.orders import NOTED_ENTERPRISE_COST, NOTED_FINES, NOTED_STOP_WORK_ORDERS, Orders
from simulation.rule import kernel


@kernel
def note_fine(orders: Orders, i: int, amount: float) -> None:
    """Add a fine to an enterprise's notes."""
    if orders.notes.shape[1] > 0:
        orders.notes[NOTED_FINES, i] += amount


@kernel
def note_stop(orders: Orders, i: int) -> None:
    """Add an order to stop work to an enterprise's notes."""
    if orders.notes.shape[1] > 0:
        orders.notes[NOTED_STOP_WORK_ORDERS, i] += 1.0


@kernel
def note_cost(orders: Orders, i: int, amount: float) -> None:
    """Add what something costs an enterprise to its notes."""
    if orders.notes.shape[1] > 0:
        orders.notes[NOTED_ENTERPRISE_COST, i] += parts(amount, YUAN_PARTS) / YUAN_PARTS
