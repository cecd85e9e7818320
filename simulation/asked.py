"""What is asked of the doors from Python, held against what can be run: an error at the door instead of a number that means nothing."""

from __future__ import annotations

import difflib
import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import fields
from numbers import Real
from typing import Any, Protocol

from simulation.district import Cell, District
from simulation.parameters import Parameters
from simulation.policy import CellSetting, LeverSetting, Policy


class Event(Protocol):
    """An event of threads, of processes, or anything like them."""

    def is_set(self) -> bool:
        """Whether what is under way shall end."""


Stop = Callable[[], bool] | Event
"""Asked now and then: true, or set, where what is under way shall end."""


def whole(name: str, value: object) -> int:
    """``value`` as a whole number, NumPy's too; ``TypeError`` for anything else."""
    try:
        if not isinstance(value, bool):
            return operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        pass
    raise TypeError(f"{name} is {value!r}; it must be a whole number")


def check_numbers(months: object, seed: object, world: object) -> tuple[int, int, int]:
    """Months, seed and world as Python's numbers: of any other kind the engine would be compiled once more.

    ``TypeError`` unless all are whole numbers; ``ValueError`` unless months is positive, seed and world lie in their ranges.
    """
    found = whole("months", months), whole("seed", seed), whole("world", world)
    if found[0] < 1:
        raise ValueError(f"months is {months}; at least 1 is needed")
    if not (0 <= found[1] < 2**63 and 0 <= found[2] < 2**32):
        raise ValueError(f"seed must lie in 0 .. 2**63 - 1 and world in 0 .. 2**32 - 1, not {seed} and {world}")
    return found


def check_kinds(district: object, parameters: object) -> None:
    """``TypeError`` unless they are a district and parameters."""
    if not isinstance(district, District):
        raise TypeError(f"district is {_shown(district)}; it must be a simulation.District, as scenarios.load_district gives it")
    if not isinstance(parameters, Parameters):
        raise TypeError(f"parameters is {_shown(parameters)}; it must be simulation.Parameters, as scenarios.load_parameters().values gives them")


def check_policies(policies: object, parameters: Parameters, *districts: District) -> None:
    """``TypeError`` unless it is a list of policies; the errors of ``check_policy`` for each, and of ``check_cells`` in each district."""
    if not isinstance(policies, Sequence) or isinstance(policies, str):
        raise TypeError(f"policies is {_shown(policies)}; it must be a list of simulation.Policy, also for a single one")
    for policy in policies:
        check_policy(policy, parameters)
    for district in districts:
        check_cells(policies, district)


def check_policy(policy: object, parameters: Parameters) -> None:
    """``TypeError`` for what is no policy, ``ValueError`` for one whose settings mean nothing or lie outside a lever's hard range."""
    if not isinstance(policy, Policy):
        raise TypeError(f"policy is {_shown(policy)}; it must be a simulation.Policy, as scenarios.load_policy gives it")
    for setting in policy.settings:
        if not isinstance(setting, LeverSetting):
            raise TypeError(f"policy {policy.name!r} holds {_shown(setting)}; its settings must be simulation.LeverSetting")
        _check_setting(f"policy {policy.name!r}, lever {setting.lever!r}", setting, parameters)
    _check_times(policy)
    for cell in policy.cells:
        if not isinstance(cell, CellSetting):
            raise TypeError(f"policy {policy.name!r} holds {_shown(cell)}; its cells must be simulation.CellSetting")
        _check_cell(_of_cell(policy, cell), cell)
    _check_cells_times(policy)


def check_cells(policies: Sequence[Policy], district: District) -> None:
    """``ValueError`` for a cell of the matrix that the district has not, or that goes to a department which is not there, with the names that there are."""
    for policy in policies:
        for cell in policy.cells:
            where = _of_cell(policy, cell)
            for kind, named, parts in (
                ("sector", (cell.sector,), district.sectors), ("domain", (cell.domain,), district.domains), ("department", cell.departments, district.departments),
            ):  # fmt: skip
                known = [part.name for part in parts]
                for name in named:
                    if name not in known:
                        raise ValueError(f"{where}: district {district.name!r} has no {kind} {name!r}; it has {', '.join(known)}")


def _of_cell(policy: Policy, cell: CellSetting) -> str:
    return f"policy {policy.name!r}, responsibility for {cell.domain!r} in {cell.sector!r}"


def _check_cell(where: str, cell: CellSetting) -> None:
    if not isinstance(cell.departments, tuple) or not all(isinstance(name, str) for name in cell.departments):
        raise TypeError(f"{where}: departments is {_shown(cell.departments)}; it must be a tuple of names")
    if len(set(cell.departments)) < len(cell.departments):
        raise ValueError(f"{where}: a department stands twice among {', '.join(cell.departments)}")
    if cell.lead and cell.lead not in cell.departments:
        raise ValueError(f"{where}: the lead {cell.lead!r} is none of its departments, {', '.join(cell.departments) or 'which are none'}")
    _check_span(where, cell.start, cell.end)


def _check_cells_times(policy: Policy) -> None:
    """``ValueError`` where two settings of a cell hold in the same month; one after the other they may stand."""
    last: dict[tuple[str, str], CellSetting] = {}
    for cell in sorted(policy.cells, key=lambda cell: cell.start):
        before = last.get((cell.sector, cell.domain))
        if before is not None and (before.end is None or before.end > cell.start):
            raise ValueError(f"{_of_cell(policy, cell)}: it is set twice in month {cell.start}; a setting must end before the next starts")
        last[cell.sector, cell.domain] = cell


def _check_setting(where: str, setting: LeverSetting, parameters: Parameters) -> None:
    ranges = parameters.lever_ranges
    if setting.lever not in (ranges or parameters):
        near = difflib.get_close_matches(str(setting.lever), list(ranges or parameters), n=1)
        kind = "is a parameter and no lever" if setting.lever in parameters else "there is no such lever"
        raise ValueError(f"{where}: {kind}" + (f"; near it is {near[0]}" if near else ""))
    value = setting.value
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{where}: value is {value!r}; it must be a number")
    low, high = ranges.get(setting.lever, (-math.inf, math.inf))
    if not (math.isfinite(value) and low <= value <= high):
        raise ValueError(f"{where}: value is {float(value):g}; it must be a finite number" + (f" from {low:g} to {high:g}" if ranges else ""))
    _check_span(where, setting.start, setting.end, setting.ramp)


def _check_span(where: str, start: object, end: object, ramp: object = 0) -> None:
    first, ramp = whole(f"{where}: start", start), whole(f"{where}: ramp", ramp)
    if first < 0 or ramp < 0:
        raise ValueError(f"{where}: start is {first} and ramp {ramp}; neither may be negative: month 0 is the first that a policy reaches")
    if end is not None and whole(f"{where}: end", end) <= first:
        raise ValueError(f"{where}: end is {end}; it must be above start, {first}, or None")


def _check_times(policy: Policy) -> None:
    """``ValueError`` where two settings of a lever hold in the same month; one after the other they may stand."""
    last: dict[str, LeverSetting] = {}
    for setting in sorted(policy.settings, key=lambda setting: setting.start):
        before = last.get(setting.lever)
        if before is not None and (before.end is None or before.end > setting.start):
            raise ValueError(f"policy {policy.name!r}, lever {setting.lever!r}: it is set twice in month {setting.start}; a setting must end before the next starts")
        last[setting.lever] = setting


def check_going_on(stop: object, passed: object) -> None:
    """``TypeError`` unless ``stop`` can be called or has ``is_set``, and ``passed`` can be called; either may be None."""
    if not (stop is None or callable(stop) or callable(getattr(stop, "is_set", None))):
        raise TypeError(f"stop is {_shown(stop)}; it must be a function or have is_set(), as an event has")
    if not (passed is None or callable(passed)):
        raise TypeError(f"passed is {_shown(passed)}; it must be a function of a number of months")


def is_over(stop: Stop | None) -> bool:
    """Whether what is under way shall end."""
    if stop is None:
        return False
    asked: Any = getattr(stop, "is_set", stop)
    return bool(asked())


def check_responsibility(settled: District, other: object) -> None:
    """``ValueError`` unless ``other`` is the settled district with a matrix that may differ; ``TypeError`` for what is no district or no matrix."""
    if not isinstance(other, District):
        raise TypeError(f"district is {_shown(other)}; it must be the settled simulation.District with another responsibility, or None")
    differing = [f.name for f in fields(settled) if f.name != "responsibility" and getattr(settled, f.name) != getattr(other, f.name)]
    if differing:
        raise ValueError(
            f"a settled world goes on with another responsibility and nothing else, and this district differs in {', '.join(differing)}: "
            "settle a world of it, which takes a burn-in of its own")  # fmt: skip
    _check_matrix(settled, other.responsibility)


def _check_matrix(settled: District, matrix: object) -> None:
    if not isinstance(matrix, tuple) or not all(isinstance(row, tuple) and all(isinstance(cell, Cell) for cell in row) for row in matrix):
        raise TypeError(f"responsibility is {_shown(matrix)}; it must be a tuple that has for each sector a tuple of simulation.district.Cell")
    if [len(row) for row in matrix] != [len(settled.domains)] * len(settled.sectors):
        raise ValueError(f"responsibility must have a row for each of {len(settled.sectors)} sectors with a cell for each of {len(settled.domains)} domains")
    departments = range(len(settled.departments))
    for sector, row in zip(settled.sectors, matrix, strict=True):
        for domain, cell in zip(settled.domains, row, strict=True):
            where, named = f"responsibility for {domain.name} in {sector.name}", cell.departments
            if not isinstance(named, tuple):
                raise TypeError(f"{where}: departments is {_shown(named)}; it must be a tuple of their numbers")
            numbers = [whole(f"{where}: a department", number) for number in (*named, cell.heir)]
            if len(set(named)) < len(named) or not all(number in departments for number in (*numbers[:-1], *({numbers[-1]} - {-1}))):
                raise ValueError(f"{where}: departments are numbers of 0 to {len(departments) - 1}, each once, not {named} with heir {cell.heir}")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}..."
