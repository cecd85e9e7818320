"""Jiuyuan read straight from its file, scaled down: what the model's own tests run on."""

import functools
import tomllib
from pathlib import Path
from typing import Any

from scenarios.silence import OFF
from simulation.district import Cell, DepartmentPlan, District, Domain, Group, Place, Sector
from simulation.parameters import Parameters

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@functools.cache
def _shipped() -> Parameters:
    table = tomllib.loads((SCENARIOS / "parameters.toml").read_text())["parameters"]
    return Parameters({name: entry["value"] for name, entry in table.items()})


def parameters(**changes: float) -> Parameters:
    return _shipped().with_values(changes)


@functools.cache
def _jiuyuan() -> dict[str, Any]:
    """The file's content, to be read only."""
    return tomllib.loads((SCENARIOS / "districts" / "jiuyuan.toml").read_text())


def one_mechanism(**changes: float) -> Parameters:
    """Every mechanism that a parameter switches off is off but those of ``changes``, so that what a test asks of one is not the work of others."""
    return parameters(**{**OFF, **changes})


def _value(entry: Any) -> Any:
    if isinstance(entry, dict):
        return tuple(entry["values"]) if "values" in entry else entry["value"]
    return entry


def district(scale: float = 0.02, burn_in: int = 12) -> District:
    data = _jiuyuan()
    size, names = data["size"], list(data["departments"])
    fields = {key: {name: {k: _value(v) for k, v in row.items()} for name, row in data[key].items()}
              for key in ("domains", "sectors", "places", "departments")}
    domain_order, sector_order = data["domain_order"], data["sector_order"]
    number = {name: index for index, name in enumerate(names)}
    registered = round(size["registered"]["value"] * scale)
    total = round(size["enterprises"]["value"] * scale)
    employees = size["employees"]["value"] * scale
    mean = size["registered_mean_workers"]["value"]
    departments = []
    for name, row in fields["departments"].items():
        row = dict(row)
        row["specialist_domains"] = tuple(domain_order.index(d) for d in row["specialist_domains"])
        row["officers"] = row["officers"] * scale
        departments.append(DepartmentPlan(name=name, is_emergency=name == "emergency", **row))
    places = []
    for name, row in fields["places"].items():
        row = dict(row)
        x, y = row.pop("position")
        places.append(Place(name=name, x=float(x), y=float(y), **row))
    return District(
        name="test", title="A test district",
        domains=tuple(Domain(name=n, **fields["domains"][n]) for n in domain_order),
        sectors=tuple(Sector(name=n, **fields["sectors"][n]) for n in sector_order),
        places=tuple(places), departments=tuple(departments),
        responsibility=tuple(
            tuple(Cell(tuple(number[d] for d in cell["departments"]), number.get(cell.get("heir", ""), -1))
                  for cell in (data["responsibility"][s][d] for d in domain_order))
            for s in sector_order
        ),
        register=Group(registered, mean, size["registered_log_sigma"]["value"], _value(size["sector_mix"]["registered"]), True),
        others=Group(total - registered, (employees - registered * mean) / (total - registered),
                     size["other_log_sigma"]["value"], _value(size["sector_mix"]["others"]), False),
        large_plants=round(size["large_plants"]["value"] * scale), large_plant_workers=size["large_plant_workers"]["value"],
        employees=round(employees), insured=size["insured"]["value"] * scale, graded=size["graded"]["value"] * scale,
        burn_in=burn_in,
    )
