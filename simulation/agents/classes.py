"""Classes of one's own in the place of the model's agents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from simulation.agents.department import Department
from simulation.agents.enterprise import Enterprise
from simulation.agents.inspector import Inspector


class AgentClasses(TypedDict, total=False):
    """What may be replaced, each by a subclass; what is left out is the model's own."""

    enterprise_class: type[Enterprise]
    department_class: type[Department]
    inspector_class: type[Inspector]


BASES: dict[str, type[Any]] = {"enterprise_class": Enterprise, "department_class": Department, "inspector_class": Inspector}


def classes_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """Each class by its name, the model's own where none is given.

    Raises ``TypeError`` for another name and for what is no subclass of the model's own.
    """
    for name, found in given.items():
        base = BASES.get(name)
        if base is None:
            raise TypeError(f"{name} is no class that can be replaced; these can: {', '.join(BASES)}")
        if not (isinstance(found, type) and issubclass(found, base)):
            shown = found.__name__ if isinstance(found, type) else repr(found)
            raise TypeError(f"{name} is {shown}; it must be a subclass of {base.__module__}.{base.__name__}")
    return {**BASES, **given}


def check_classes(given: Mapping[str, Any], engine: str) -> None:
    """``TypeError`` like ``classes_of``; ``ValueError`` where classes are given to an engine that has no agents."""
    classes_of(given)
    if given and engine != "mesa":
        raise ValueError(f"{', '.join(given)}: only engine='mesa' has agents; the {engine} engine would leave them out")
