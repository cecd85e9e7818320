"""Scenarios for tests: generated ones that are right, and the five shapes with their ways back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from experiments.running.scenario import Scenario
from scenarios import load_district, load_parameters, policy_names

PLACES = load_district("jiuyuan-hamlet")
ENTRIES = load_parameters().entries
LEVERS = [name for name, entry in ENTRIES.items() if entry.kind == "lever" and name not in {"officers_per_10000_workers", "other_officers"}]
ASSUMPTIONS = [name for name, entry in ENTRIES.items() if entry.kind == "uncertainty"]
SHIPPED = [name for name in policy_names() if name != "baseline" and not name.startswith(("regime", "staffing"))]
SECTORS, DOMAINS, DEPARTMENTS = ([part.name for part in parts] for parts in (PLACES.sectors, PLACES.domains, PLACES.departments))

SHAPES: dict[str, tuple[Callable[[Scenario], Any], Callable[[Any], Scenario]]] = {
    "query": (Scenario.to_query, Scenario.from_query),
    "toml": (Scenario.to_toml, Scenario.from_toml),
    "command": (Scenario.command, Scenario.from_command),
    "call": (Scenario.call, Scenario.from_call),
    "workbook": (Scenario.workbook, Scenario.from_workbook),
}


def value_of(name: str) -> st.SearchStrategy[float]:
    """A value in the hard range of a parameter, its ends among them."""
    low, high = ENTRIES[name].hard
    return st.one_of(st.sampled_from([low, high, ENTRIES[name].value]), st.floats(low, high))


@st.composite
def spans(draw: st.DrawFn) -> str:
    start = draw(st.integers(0, 1100))
    return draw(st.sampled_from(["", f"@{start}", f"@{start}-{start + draw(st.integers(1, 100))}"]))


@st.composite
def levers(draw: st.DrawFn, name: str) -> str:
    ramp = draw(st.sampled_from(["", "~1", "~24", "~0"]))
    return f"{name}={draw(value_of(name))!r}{draw(spans())}{ramp}"


@st.composite
def cells(draw: st.DrawFn, key: str) -> str:
    names = draw(st.lists(st.sampled_from(DEPARTMENTS), max_size=4, unique=True))
    lead = draw(st.sampled_from(["", *names]))
    return f"{key}={'+'.join(name + '*' * (name == lead) for name in names) or 'nobody'}{draw(spans())}"


@st.composite
def own_policies(draw: st.DrawFn, number: int) -> str:
    base = draw(st.sampled_from(["", "all-five", "coordination", "incentives+attention", "baseline"]))
    chosen = draw(st.lists(st.sampled_from(LEVERS), max_size=5, unique=True, min_size=1))
    keys = draw(st.lists(st.builds("{}.{}".format, st.sampled_from(SECTORS), st.sampled_from(DOMAINS)), max_size=3, unique=True))
    return ",".join([f"mine-{number}:{base}", *(draw(levers(name)) for name in chosen), *(draw(cells(key)) for key in keys)])


@st.composite
def scenarios(draw: st.DrawFn, small: bool = False) -> Scenario:
    """A scenario of the hamlet; ``small``: of two worlds and three months."""
    shipped = draw(st.lists(st.sampled_from(SHIPPED), max_size=2, unique=True))
    policies = [*shipped, *(draw(own_policies(number)) for number in range(draw(st.integers(0 if shipped else 1, 2))))]
    names = draw(st.lists(st.sampled_from(ASSUMPTIONS), max_size=0 if small else 3, unique=True))
    size = {"worlds": 2, "months": 3, "seed": draw(st.integers(0, 5))} if small else {
        "worlds": draw(st.integers(1, 100_000)), "months": draw(st.integers(1, 1200)), "seed": draw(st.sampled_from([0, 1, 2**53 + 1, 2**63 - 1])),
        "first_world": draw(st.sampled_from([0, 7, 2**31])), "discount": draw(st.one_of(st.just(0.03), st.floats(0, 0.08))),
    }  # fmt: skip
    return Scenario("jiuyuan-hamlet", draw(st.permutations(policies)), {name: draw(value_of(name)) for name in names},
                    ensemble=draw(st.sampled_from([None, "none"])), **size)  # fmt: skip
