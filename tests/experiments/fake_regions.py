"""A region of made-up districts, and one of one's own as a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from experiments.comparison.compare import run_plan
from experiments.running.plan import Plan, with_baseline
from simulation.parameters import Parameters
from simulation.region import Region, Unit
from tests.experiments.fakes import _run, as_of_the_model, effect, small_district

FILE = """schema_version = 1
name = "many"
title = "Many towns"
note = "Synthetic towns."
template = "jiuyuan"
enterprises = {{ low = 100, value = {enterprises}, high = 9000, unit = "legal entities", source = ["assumption"] }}
employees = {{ low = 1000, value = {employees}, high = 99000, unit = "employees", source = ["assumption"] }}
counties = {{ low = 2, value = {counties}, high = 99, unit = "counties", source = ["assumption"] }}
county_log_sigma = {{ low = 0.1, value = 0.5, high = 1, unit = "log", source = ["assumption"] }}
spacing = {{ low = 10, value = 30, high = 50, unit = "km", source = ["assumption"] }}
"""


def own_region(folder: Path, counties: int, enterprises: int) -> str:
    path = folder / "many.toml"
    path.write_text(FILE.format(counties=counties, enterprises=enterprises, employees=13 * enterprises))
    return str(path)


def fake_region(count=12):
    """Districts of three places each, the later ones larger."""
    units = []
    for k in range(count):
        district = small_district()
        others = replace(district.others, count=80 + 30 * k)
        units.append(Unit(replace(district, name=f"d{k}", title=f"District {k}", title_zh=f"第{k}区", others=others), 3.0 * k, 1.0))
    return Region("fake-city", "Fake city", tuple(units), tuple(range(count)), "测试市", "A fake city.")


def fake_runs(region, policies, *, parameters, seed=0, world=0, months=120, tick=None):
    """The fake of ``simulate_region``; states stand at a number of the district's own."""
    if tick is not None:
        tick(0.5)
    runs = []
    for policy in policies:
        runs.append([])
        for unit, number in zip(region.units, region.numbers, strict=True):
            run = _run(unit.district, policy, seed, number * 65536 + world, months)
            run.monthly["effort"] = np.full(months, 0.1 + 0.01 * number)
            runs[-1].append(run)
    return runs


def region_plan(region=None, worlds=1, months=24, sample=None, policies=None):
    region = region or fake_region()
    policies = policies or [effect("capacity", deaths=0.5, government_cost=1.2), effect("coordination", deaths=0.95)]
    return Plan(
        district=region if sample is None else region.sample(sample), policies=with_baseline(policies),
        parameters=Parameters({"fine_scale": 1.0}), worlds=tuple(range(worlds)), months=months, district_spec="fake-city",
        policy_specs=tuple(policy.name for policy in policies), sample=sample, simulate=fake_runs,
    )  # fmt: skip


def compared(**settings):
    return as_of_the_model(run_plan(region_plan(**settings)))
