"""The check of a district: its baseline run for as many months as its records span, and held against them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from experiments.data.backtest import back_test
from experiments.data.baseline import modelled
from experiments.data.filled import Record
from experiments.data.holding import held
from experiments.data.records import by_measure
from experiments.data.report import Checked
from experiments.running.plan import Plan


def check(plan: Plan, records: Sequence[Record], tick: Callable[[int], None] = lambda done: None) -> Checked:
    """What the records say of the baseline; the plan's months are those of the longest of them."""
    recorded = by_measure(records)
    model = modelled(plan, tick)
    rows = [row for one in recorded for row in held(one, model[one.measure])]
    tests = [back_test(one, model[one.measure]) for one in recorded]
    untested = [one.measure for one, test in zip(recorded, tests, strict=True) if test is None]
    return Checked(plan.single, len(plan.worlds), recorded, model, rows, [test for test in tests if test is not None], untested)
