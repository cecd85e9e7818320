"""Valid files of each kind, and what can be made wrong in them for certain."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck
from hypothesis import strategies as st

from scenarios.levers import EFFECT_WORDS
from simulation.outcomes import OUTCOME_BY_NAME, RATIO_BY_NAME
from tests.scenarios.loading import SMALL

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def valid(kind: str, file: str) -> tuple[str, dict[str, Any]]:
    data = tomllib.loads((SMALL.root / file).read_text(encoding="utf-8"))
    return kind, {**data, "name": "probe"} if "name" in data else data


VALID = {
    "policy": [valid("policy", "policies/by-lot.toml"), valid("policy", "policies/both.toml")],
    "district": [valid("district", "districts/tiny.toml")] + 3 * [valid("district", "districts/tiny-half.toml")],
    "region": [valid("region", "districts/pair.toml"), valid("region", "districts/grid.toml")],
    "parameters": [valid("parameters", "parameters.toml")],
    "evidence": [valid("evidence", "evidence.toml")],
}
# Without these a file may well be valid.
OPTIONAL = {
    "title_zh", "note_zh", "evidence", "start", "ramp", "end", "source", "range", "heir", "includes", "levers",
    "yearly_cost", "sector_mix", "upper_level", "random_share", "field_days", "hazard_arrivals", "fatal_work_days", "study-B2", "A01",
}  # fmt: skip


def keys_of(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of everything in a table."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*path, key)
        yield from keys_of(inner, (*path, key))


def at(table: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        table = table[key]
    return table


PATHS = {id(table): list(keys_of(table)) for group in VALID.values() for _, table in group}
TABLES = {
    number: [(), *(path for path in paths if isinstance(at(table, path), dict))]
    for group in VALID.values()
    for _, table in group
    for number, paths in [(id(table), PATHS[id(table)])]
}

junk_name = st.text(st.sampled_from("abcxyz019-_ A.é\"'\n"), max_size=12).map("x-".__add__)
plain_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
dates = st.dates(datetime.date(1, 1, 1))
no_number = st.one_of(
    plain_text, st.booleans(), dates, st.sampled_from([float("nan"), float("inf"), -float("inf"), 1e300])
)
junk_table = st.dictionaries(junk_name, st.integers(-9, 9), min_size=1, max_size=2)


def wrong(value: Any) -> st.SearchStrategy[Any]:
    """Values of a type that ``value`` may not have."""
    if isinstance(value, bool):
        return st.one_of(st.integers(), st.floats(), plain_text, dates, junk_table)
    if isinstance(value, str):
        return st.one_of(st.integers(), st.floats(), st.booleans(), dates, junk_table, st.lists(plain_text, max_size=2))
    if isinstance(value, list):
        return st.one_of(st.integers(), plain_text, st.booleans(), dates, junk_table)
    if isinstance(value, dict):
        return st.one_of(no_number, st.lists(plain_text, max_size=2))
    return st.one_of(no_number, junk_table, st.lists(plain_text, max_size=2))


above_one = st.floats(1.0001, 1e11)
numbers = st.floats(-1e6, 1e6)
effects = st.sampled_from(sorted({*OUTCOME_BY_NAME, *RATIO_BY_NAME, *EFFECT_WORDS}))
backwards = st.tuples(st.floats(1, 9), st.floats(-9, 0.9)).map(list)
# Right in form and wrong in what it says: where, and what makes it so.
SPOILED: dict[str, list[tuple[tuple[str, ...], st.SearchStrategy[Any]]]] = {
    "policy": [
        (("levers", "random_share", "value"), above_one | above_one.map(float.__neg__)),
        (("levers", "random_share", "range"), backwards | st.tuples(st.just(0.1), above_one).map(list)),
        (("levers", "random_share", "start"), st.integers(60, 1200)),
        (("levers", "random_share", "end"), st.integers(0, 3)),
        (("levers",), st.dictionaries(effects, numbers, min_size=1, max_size=3)),
        (("levers",), st.just({"hazard_arrivals": 0.2}) | st.just({"fatal_work_days": 6000})),
        (("levers",), st.floats(0, 220).filter(lambda days: days != 70).map(lambda days: {"field_days": days, "x": 1})),
        (("includes",), st.lists(st.sampled_from(["by-lot", "nobody", "probe.toml", "no.toml"]), min_size=2, max_size=30)),
        (("overrides",), st.lists(st.sampled_from(["field_dais", "hazard_arrivals"]), min_size=1)),
        (("yearly_cost",), st.integers(10**11 + 1, 10**18) | st.integers(-(10**18), -1)),
        (("start",), st.integers(1201, 10**9) | st.integers(-(10**9), -1)),
        (("schema_version",), st.integers().filter(lambda version: version != 1)),
    ],
    "parameters": [
        (("parameters", "field_days", "value"), st.floats(220.001, 1e11) | st.floats(-1e11, -0.001)),
        (("parameters", "field_days", "hard"), backwards | st.tuples(numbers, numbers).map(sorted)),
        (("parameters", "hazard_arrivals", "expected"), backwards | st.floats(0, 10).map(lambda x: [x, x])),
        (("parameters", "random_share", "kind"), st.sampled_from(["uncertainty", "constant", "levers", "outcome"])),
        (("parameters", "random_share", "unit"), plain_text.map("other ".__add__)),
    ],
    "evidence": [
        (("evidence", "A01", "link"), plain_text.map("ftp:".__add__)),
        (("evidence", "A01", "figure"), st.just(" ") | plain_text.map("\u202e".__add__)),
        (("evidence", "assumption"), st.just({})),
    ],
    "district": [
        (("size", "enterprises", "value"), st.integers(111, 10**18) | st.integers(-(10**18), 89)),
        (("size", "sector_mix", "others", "values"), st.lists(st.floats(0, 0.3), min_size=1, max_size=3)),
        (("domain_order",), st.lists(st.sampled_from(["fire", "smoke"]), max_size=4)),
        (("domains", "fire", "fatal_share", "low"), st.floats(0.0061, 1)),
        (("places", "park", "service_share", "value"), st.floats(0.2, 0.8).filter(lambda share: abs(share - 0.3) > 1e-5)),
        (("sectors", "industry", "exposure", "range"), st.tuples(above_one, above_one).map(sorted)),
        (("responsibility", "industry", "fire", "departments"), st.lists(st.sampled_from(["towns", "fire"]), max_size=3)),
        (("responsibility", "services", "machinery", "heir"), st.sampled_from(["towns", "Emergency"])),
        (("scale",), above_one | st.floats(-1e11, 0.0009)),
        (("extends",), st.sampled_from(["tinny", "probe.toml", "../tiny.toml", "baseline", "pair"])),
    ],
    "region": [
        (("template",), st.sampled_from(["tinny", "probe.toml", "../tiny.toml", "baseline", "pair", "grid"])),
        (("enterprises", "value"), st.integers(1101, 10**18) | st.integers(-(10**18), 249)),
        (("employees", "value"), st.integers(13_001, 10**18) | st.integers(-(10**18), 2999)),
        (("counties", "value"), st.integers(9, 10**18) | st.integers(-(10**18), 6)),
        (("county_log_sigma", "value"), st.floats(1.21, 1e9) | st.floats(-1e9, 0.39)),
        (("spacing", "value"), st.floats(40.1, 1e9) | st.floats(-1e9, 9.9)),
        (("units", "small", "share", "value"), st.floats(0.1, 0.5).filter(lambda share: abs(share - 0.25) > 1e-5)),
        (("units", "small", "position", "values"), st.lists(st.floats(1001, 1e9), max_size=3)),
        (("units",), st.just({})),
        (("sector_mix", "others", "values"), st.lists(st.floats(0, 0.3), min_size=1, max_size=3)),
        (("upper_level", "known_registered", "value"), above_one | st.floats(-9, -0.001)),
    ],
}  # fmt: skip


def spoiled(kind: str, table: dict[str, Any]) -> list[tuple[tuple[str, ...], st.SearchStrategy[Any]]]:
    """What can be spoiled in a table: those whose place is there."""
    paths = {(), *PATHS[id(table)]}
    return [(path, values) for path, values in SPOILED[kind] if path[:-1] in paths and (len(path) < 2 or path in paths)]
