"""Plans with one thing wrong for certain: each must be refused with the file, the key and the reason, by no other exception."""

from __future__ import annotations

import copy
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from experiments.studies.sweep import plans
from experiments.studies.sweep.tasks import resolve
from experiments.text.errors import UserError
from scenarios import ScenarioError
from tests.scenarios.mutations import garbage_lines
from tests.scenarios.spoiling import SLOW, at, backwards, effects, junk_name, keys_of, plain_text, wrong
from tests.scenarios.writing import toml

HEAD = """schema_version = 1
name = "probe"
title = "A plan"
question = "Is it read?"
district = "jiuyuan-hamlet"
months = 12
worlds = 4
"""
WHOLE = """
title_zh = "计划"
notes = ["one"]
first_world = 10
seed = 3
outcomes = ["expected_deaths", "visits"]
ensemble = "none"
combine = false
policies = ["baseline", "levers", "capacity+incentives"]
sampler = { method = "sobol", points = 8, second_order = false, seed = 1 }
parameters = { random_share = 0.3 }
[levers.field_days]
low = 60
high = 100
scale = "log"
start = 2
ramp = 3
end = 12
[uncertainties.hazard_arrivals]
low = 1.5
high = 3
[sensitivity]
keep = 4
trajectories = 8
points = 16
[discover]
outcome = "expected_deaths"
fails_below = 0.1
"""
TABLE = """
policies = ["baseline", "levers"]
sampler = { method = "table" }
points = [{ field_days = 60, hazard_arrivals = 2 }, { field_days = 70, hazard_arrivals = 2.5 }]
levers = { field_days = {} }
uncertainties = { hazard_arrivals = {} }
"""
GRID = """
policies = ["baseline", "levers"]
sampler = { method = "factorial" }
[levers.field_days]
values = [60, 70]
[uncertainties.hazard_arrivals]
low = 1.5
high = 3
steps = 3
"""
VALID = [tomllib.loads(HEAD + rest) for rest in (WHOLE, TABLE, GRID)]
NEEDED = {("schema_version",), ("name",), ("title",), ("question",), ("policies",), ("worlds",), ("sampler",), ("sampler", "method")}
NAMES = {"field_days", "hazard_arrivals", "random_share"}

huge = st.integers(10**12, 10**18) | st.integers(-(10**18), -1)
nowhere = st.floats(1e7, 1e300) | st.floats(-1e300, -1e7)
no_number = st.sampled_from([float("nan"), float("inf"), -float("inf"), True, False, "1", [], {}])
SPOILED: list[tuple[tuple[Any, ...], st.SearchStrategy[Any]]] = [
    (("schema_version",), st.integers().filter(lambda version: version != 1)),
    (("name",), st.sampled_from(["other", "a/b", "..", "", "a b", "x" * 300, "baseline\n"])),
    (("district",), st.sampled_from(["jiuyuen", "country", "probe.toml", "../../x", "", "baseline"])),
    (("policies",), st.sampled_from([[], ["baseline", "baseline"], ["nobody"], ["baseline", "capacityy"], ["baseline", "capacity+capacity"], ["no.toml"],
                                     [""], ["baseline", "levers+capacity"], ["x"] * 101])),
    (("months",), huge | st.just(0) | no_number), (("worlds",), huge | st.just(0) | st.just(100_001) | no_number),
    (("first_world",), huge | st.just(2**31 + 1)), (("seed",), st.integers(-(10**6), -1) | st.just(2**63)),
    (("outcomes",), st.sampled_from([[], ["expected_death"], ["expected_deaths", ""], ["x"] * 101])),
    (("ensemble",), st.sampled_from(["posterieur", "", "no.csv"])),
    (("sampler", "method"), st.sampled_from(["random", "lhs", "Sobol", "", "single", "ensemble", "saltelli"])),
    (("sampler", "points"), huge | st.integers(3, 10**5).filter(lambda n: n & (n - 1)) | st.just(0) | no_number),
    (("sampler", "levels"), st.integers(101, 10**9) | st.sampled_from([0, 1])),
    (("parameters",), st.dictionaries(effects, st.floats(0, 1), min_size=1, max_size=2) | st.just({"field_days": 70}) | st.just({"random_share": 2})),
    (("levers",), st.dictionaries(junk_name, st.just({}), min_size=1, max_size=2) | st.just({"hazard_arrivals": {}}) | st.just({"random_share": {"low": 0.9, "high": 0.1}})),
    (("levers", "field_days"), st.one_of(
        nowhere.map(lambda value: {"low": value}), nowhere.map(lambda value: {"high": value}), nowhere.map(lambda value: {"values": [60, value]}),
        backwards.map(lambda pair: {"low": pair[0], "high": pair[1]}), no_number.map(lambda value: {"low": value, "high": 100}),
        no_number.map(lambda value: {"values": [60, value]}),
        st.sampled_from([{"values": []}, {"values": [60, 60]}, {"values": [60], "low": 50}, {"low": 0, "high": 50, "scale": "log"}, {"scale": "ln"},
                         {"steps": 1}, {"steps": 10**6}, {"start": -1}, {"start": 10**6}, {"ramp": -1}, {"low": 60, "high": 60}, {"value": 60}]))),
    (("uncertainties",), st.just({"field_days": {}}) | st.just({"fine_scale": {"values": [1, 2]}}) | st.dictionaries(effects, st.just({}), min_size=1, max_size=2)),
    (("points",), st.sampled_from([[{}], [{"field_days": 60}], [{"field_days": 60, "hazard_arrivals": 2, "x": 1}], [{"field_days": 1e9, "hazard_arrivals": 2}],
                                   [{"field_days": "60", "hazard_arrivals": 2}], [3]])),
    (("sensitivity", "keep"), st.sampled_from([0, 51, -1])), (("sensitivity", "points"), st.sampled_from([0, 7, 2**17])),
    (("discover", "outcome"), st.sampled_from(["deths", ""])), (("discover", "fails_below"), st.sampled_from([-2, 2, float("nan")])),
    (("notes",), st.sampled_from([["x"] * 51, "one", [1]])),
]  # fmt: skip
PATHS = [list(keys_of(table)) for table in VALID]


def spoils(number: int) -> list[tuple[tuple[Any, ...], st.SearchStrategy[Any]]]:
    """What can be spoiled in a plan: a value in a table that is there; what the plan's own kind forbids is left to other plans."""
    paths = {(), *PATHS[number]}
    only_first = {("sampler", "points"), ("parameters",), ("points",)}
    return [(path, values) for path, values in SPOILED if path[:-1] in paths and (path in paths or path not in only_first)]


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    """A valid plan with one thing made wrong for certain."""
    number = draw(st.integers(0, len(VALID) - 1))
    table, paths = copy.deepcopy(VALID[number]), PATHS[number]
    how = draw(st.sampled_from(["type", "type", "missing", "unknown", "renamed", "line", "byte", "spoiled", "spoiled", "spoiled"]))
    if how == "line":
        lines = toml(table).splitlines()
        lines.insert(draw(st.integers(0, len(lines))), draw(garbage_lines))
        return "\n".join(lines).encode()
    if how == "byte":
        text = toml(table).encode()
        place = draw(st.integers(0, len(text)))
        return text[:place] + draw(st.sampled_from([b"\0", b"\xff", b"\xc3\x28", b"\xed\xa0\x80"])) + text[place:]
    if how == "spoiled":
        path, values = draw(st.sampled_from(spoils(number)))
        at(table, path[:-1])[path[-1]] = draw(values)
    elif how == "unknown":
        inside = draw(st.sampled_from([(), *(path for path in paths if isinstance(at(table, path), dict))]))
        at(table, inside)[draw(junk_name)] = draw(st.integers() | plain_text)
    else:
        path = draw(st.sampled_from(
            [path for path in paths if isinstance(path[-1], str)] if how == "renamed" else sorted(NEEDED) if how == "missing" else paths))
        holder = at(table, path[:-1])
        if how == "type":
            holder[path[-1]] = draw(wrong(holder[path[-1]]))
        else:
            value = holder.pop(path[-1])
            if how == "renamed":
                holder[str(path[-1]) + draw(st.sampled_from("xé A"))] = value
    return toml(table).encode()


def told(probe: Path, content: bytes) -> str | None:
    """What is wrong with the way in which a plan is refused; None if nothing is."""
    probe.write_bytes(content)
    try:
        plan = plans.load(str(probe))
        sweep = resolve(plan)
    except ScenarioError as error:
        if not error.problems or not all(problem.reason and problem.file for problem in error.problems):
            return f"no reason or no file: {error}"
        return None if any(problem.key or problem.line or "capacity" in problem.file or problem.file != str(probe) for problem in error.problems) or _of_the_whole(error) else f"no key: {error}"
    except UserError as error:
        return None if error.what and error.where and error.mend else f"not all told: {error}"
    except Exception as error:  # what must not happen
        return f"{type(error).__name__}: {error}"
    return f"accepted, with {sweep.tasks} tasks"


def _of_the_whole(error: ScenarioError) -> bool:
    """A file that is no UTF-8, too long or of another version is wrong as a whole."""
    return any(word in str(error) for word in ("UTF-8", "bytes", "schema_version"))


def accepted(count: int, number: int) -> Iterator[str]:
    """The first plan among ``count`` that is not refused as it should be, as small as it can be made."""
    with tempfile.TemporaryDirectory() as folder:
        probe = Path(folder) / "probe.toml"

        @seed(number)
        @settings(max_examples=count, suppress_health_check=SLOW, deadline=None, database=None)
        @given(mutations())
        def run(content: bytes) -> None:
            fault = told(probe, content)
            assert fault is None, f"{fault}\n{content.decode('utf-8', 'replace')}"

        try:
            run()
        except AssertionError as error:
            yield str(error)
