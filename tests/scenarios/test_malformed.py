"""Ten thousand malformed scenarios, each refused by ``ScenarioError``: no other exception, no hanging."""

from __future__ import annotations

import copy
import datetime
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios import ScenarioError
from scenarios.levers import EFFECT_WORDS
from simulation.outcomes import OUTCOME_BY_NAME, RATIO_BY_NAME
from tests.scenarios.loading import KINDS, SMALL, load
from tests.scenarios.writing import toml

FOLDER = tempfile.TemporaryDirectory()  # one for each test process, gone with it
PROBE = Path(FOLDER.name) / "probe.toml"
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


@st.composite
def mutations(draw: st.DrawFn, kind: str) -> bytes:
    """A valid file of a kind with one thing made wrong for certain."""
    _, table = draw(st.sampled_from(VALID[kind]))
    paths, tables = PATHS[id(table)], TABLES[id(table)]
    how = draw(
        st.sampled_from(
            ["type", "type", "type", "missing", "unknown", "renamed", "source", "line", "byte", "spoiled", "spoiled"]
        )
    )
    if how == "line":
        lines = toml(table).splitlines()
        lines.insert(draw(st.integers(0, len(lines))), draw(garbage_lines))
        return "\n".join(lines).encode()
    if how == "byte":
        text = toml(table).encode()
        place = draw(st.integers(0, len(text)))
        return text[:place] + draw(st.sampled_from([b"\0", b"\xff", b"\xc3\x28", b"\xed\xa0\x80"])) + text[place:]
    spoils = spoiled(kind, table)
    table = copy.deepcopy(table)
    if how == "spoiled":
        path, values = draw(st.sampled_from(spoils))
        at(table, path[:-1])[path[-1]] = draw(values)
        return toml(table).encode()
    if how == "unknown":
        at(table, draw(st.sampled_from(tables)))[draw(junk_name)] = draw(st.one_of(st.integers(), plain_text))
        return toml(table).encode()
    choices = {
        "type": paths,
        "missing": [path for path in paths if isinstance(path[-1], str) and path[-1] not in OPTIONAL],
        "renamed": [path for path in paths if isinstance(path[-1], str) and path[-1] not in {"A01", "study-B2"}],
        "source": [path for path in paths if path[-1] in {"source", "yearly_cost_source"}] or [("schema_version",)],
    }
    path = draw(st.sampled_from(choices[how]))
    holder = at(table, path[:-1])
    if how == "type":
        holder[path[-1]] = draw(wrong(holder[path[-1]]))
    elif how == "source":
        holder[path[-1]] = draw(st.lists(junk_name, min_size=1, max_size=2))
    else:
        value = holder.pop(path[-1])
        if how == "renamed":
            holder[path[-1] + draw(st.sampled_from("xé A"))] = value
    return toml(table).encode()


garbage_lines = st.one_of(
    st.sampled_from(
        ["[", "]", "=", "a =", "a = b = 1", '"', "a = 'b", 'a = "\\q"', "[[[a]]]", "a.b.c = ", "a = 01", "a = 1__0"]
    ),
    st.integers(10, 200).map(lambda depth: "x-a = " + "[" * depth + "]" * depth),
    st.integers(10, 200).map(lambda depth: "x-a" + ".a" * depth + " = 1"),
    st.integers(10_001, 20_000).map(lambda length: "# " + "x" * length),
    st.integers(201, 900).map(lambda length: "x" * length + " = 1"),
    plain_text.map("@".__add__).map(lambda text: text.replace("\n", "").replace("\r", "")),
)

leaves = st.one_of(st.none().map(lambda _: "x"), st.booleans(), st.integers(), st.floats(), plain_text, dates)
own_words = st.sampled_from(
    ["name", "title", "levers", "value", "source", "parameters", "evidence", "scale", "size", "places"]
)
structures = st.dictionaries(
    st.one_of(own_words, junk_name),
    st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(own_words, inner, max_size=3), max_leaves=6
    ),
    max_size=5,
)


def refused(kind: str, content: bytes) -> None:
    PROBE.write_bytes(content)
    with pytest.raises(ScenarioError) as caught:
        load(kind, PROBE)
    assert caught.value.problems
    assert str(caught.value)


def mutated(kind: str, count: int) -> None:
    @settings(max_examples=count, suppress_health_check=SLOW)
    @given(mutations(kind))
    def run(content: bytes) -> None:
        refused(kind, content)

    run()


@pytest.mark.parametrize(
    ("kind", "count"), [("policy", 2500), ("parameters", 2000), ("evidence", 2000), ("district", 1500), ("region", 1000)]
)
def test_a_valid_file_with_one_thing_wrong_is_refused(kind: str, count: int) -> None:
    mutated(kind, count)


@pytest.mark.parametrize("kind", KINDS)
def test_structured_garbage_is_refused(kind: str) -> None:
    @settings(max_examples=500, suppress_health_check=SLOW)
    @given(structures, st.booleans())
    def run(table: dict[str, Any], versioned: bool) -> None:
        refused(kind, toml({"schema_version": 1, **table} if versioned else table).encode())

    run()


@pytest.mark.parametrize("kind", KINDS)
def test_a_cut_or_scrambled_file_loads_or_is_refused(kind: str) -> None:
    texts = [toml(table).encode() for _, table in VALID[kind]]

    @settings(max_examples=400, suppress_health_check=SLOW)
    @given(st.sampled_from(texts), st.integers(0, 10**6), st.integers(0, 40), st.binary(max_size=6))
    def run(text: bytes, place: int, length: int, patch: bytes) -> None:
        place %= len(text)
        PROBE.write_bytes(text[:place] + patch + (text[place + length :] if length < 40 else b""))
        try:
            load(kind, PROBE)
        except ScenarioError as error:
            assert error.problems

    run()
