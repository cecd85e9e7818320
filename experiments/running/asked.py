"""What is asked for from Python is held against what the command line would take: ``UserError`` instead of a number that means nothing."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from experiments.text.errors import UserError
from experiments.text.messages import _

WORLDS = 2**32
MOST_MONTHS = 1200
SEEDS = 2**63
DISCOUNTS = 0.08


def whole(name: str, value: object, low: int, high: int) -> int:
    """``value`` as a whole number of ``low`` to ``high``; ``UserError`` for anything else."""
    try:
        number = None if isinstance(value, bool) else operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        number = None
    if number is None or not low <= number <= high:
        raise UserError(
            _("{value} is no whole number from {low} to {high}.").format(value=repr(value)[:100], low=low, high=high), f"{name}=", _("Give one."))
    return number


def worlds_asked(worlds: int | Sequence[int]) -> tuple[int, ...]:
    """Their numbers, from 0 on where only how many was said; ``UserError`` where one is none or stands twice, or where there are none."""
    if isinstance(worlds, str | bytes) or (not isinstance(worlds, Sequence | range) and not hasattr(worlds, "__len__")):
        return tuple(range(whole("worlds", worlds, 1, WORLDS)))
    found = tuple(whole("worlds", world, 0, WORLDS - 1) for world in worlds)  # type: ignore[union-attr]
    if not found:
        raise UserError(_("No world is named."), "worlds=", _("Give how many, or their numbers."))
    if len(set(found)) < len(found):
        twice = next(world for world in found if found.count(world) > 1)
        raise UserError(
            _("World {world} is named twice.").format(world=twice), "worlds=",
            _("Name each once: the same world again tells nothing more, and would count as if it did."))  # fmt: skip
    return found


def policies_asked(policies: Sequence[Any], is_policy: Callable[[object], bool]) -> list[Any]:
    """The policies in their order; ``UserError`` where it is one text, or something else than names and policies."""
    if isinstance(policies, str) or not isinstance(policies, Sequence):
        raise UserError(_("Policies are given as a list."), "policies=", _("Write policies=[...], also for a single one."))
    for policy in policies:
        if not (isinstance(policy, str) or is_policy(policy)):
            raise UserError(_("{value} is neither the name of a policy nor a policy.").format(value=repr(policy)[:100]), "policies=",
                            _("Give names, paths of files or objects of simulation.Policy."))  # fmt: skip
    return list(policies)


def parameters_asked(parameters: Mapping[str, float] | None) -> dict[str, float]:
    """Numbers by name; ``UserError`` for anything else."""
    if parameters is None:
        return {}
    if not isinstance(parameters, Mapping) or not all(isinstance(name, str) for name in parameters):
        raise UserError(_("Parameters are given as numbers by their names."), "parameters=", _("Write for instance parameters={'effort_cost': 2000}."))
    return dict(parameters)


def discount_asked(discount: float) -> float:
    """A yearly rate; ``UserError`` for what is none."""
    if isinstance(discount, bool) or not isinstance(discount, int | float) or not (math.isfinite(discount) and 0 <= discount <= DISCOUNTS):
        raise UserError(
            _("{value} is no yearly discount rate from 0 to {high}.").format(value=repr(discount)[:100], high=f"{DISCOUNTS:g}"), "discount=",
            _("Write for instance discount=0.03."))  # fmt: skip
    return float(discount)
