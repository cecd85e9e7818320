"""How often the engine draws, takes exp and log, and selects, counted by itself in plain Python.

Run with ``INSPECTORATE_PLAIN=1`` as ``python -m experiments.upkeep.bench.counting SCALE MONTHS``; prints JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from experiments.upkeep.bench.timing import go_on, jiuyuan, world_of
from simulation import arithmetic, draws
from simulation.engine import month, order
from simulation.engine.run import CHUNK

COUNTED: dict[str, Callable[..., Any]] = {"draws": draws.philox, "exps": arithmetic.exponential, "logs": arithmetic.logarithm}


def counted(function: Callable[..., Any], enter: Callable[..., None]) -> Callable[..., Any]:
    """``function``, each call of which is entered."""

    def call(*arguments: Any) -> Any:
        enter(*arguments)
        return function(*arguments)

    return call


def put_everywhere(function: Callable[..., Any], stand_in: Callable[..., Any]) -> None:
    """Put another in the place of a function in all of the simulation's modules."""
    for name, module in list(sys.modules.items()):
        if name.startswith("simulation"):
            for attribute, value in list(vars(module).items()):
                if value is function:
                    setattr(module, attribute, stand_in)


def count(scale: float, months: int) -> dict[str, Any]:
    """Calls in so many months of Jiuyuan from the first on, and the sizes of all lists put in order.

    Raises ``ValueError`` for more months than the engine passes at once.
    """
    if months > CHUNK:
        raise ValueError(f"{months} months are more than {CHUNK}")
    district = jiuyuan(scale)
    model = world_of(district)
    calls = dict.fromkeys(COUNTED, 0)
    sizes: list[tuple[int, int]] = []

    def add(name: str) -> None:
        calls[name] += 1

    def begin(*_arguments: Any) -> None:
        # The engine starts again where a buffer was too small: only the last start counts.
        calls.update(dict.fromkeys(calls, 0))
        sizes.clear()

    put_everywhere(month.advance, counted(month.advance, begin))
    for name, function in COUNTED.items():
        put_everywhere(function, counted(function, lambda *_arguments, name=name: add(name)))
    put_everywhere(order.smallest_first, counted(
        order.smallest_first, lambda _keys, _items, size, wanted, _bins: sizes.append((int(size), int(wanted)))))
    go_on(model, months)
    return {"enterprise_months": district.enterprises * months, "sizes": sizes, **calls}


if __name__ == "__main__":
    print(json.dumps(count(float(sys.argv[1]), int(sys.argv[2]))))
