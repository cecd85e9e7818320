"""Ten thousand malformed scenarios, each refused by ``ScenarioError``: no other exception, no hanging."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import ScenarioError
from tests.scenarios.loading import KINDS, load
from tests.scenarios.mutations import mutations
from tests.scenarios.spoiling import SLOW, VALID, dates, junk_name, plain_text
from tests.scenarios.writing import toml

FOLDER = tempfile.TemporaryDirectory()  # one for each test process, gone with it
PROBE = Path(FOLDER.name) / "probe.toml"

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
    ("kind", "count"), [("policy", 500), ("parameters", 400), ("evidence", 400), ("district", 300), ("region", 200)]
)
def test_a_valid_file_with_one_thing_wrong_is_refused(kind: str, count: int) -> None:
    mutated(kind, count)


@pytest.mark.parametrize("kind", KINDS)
def test_structured_garbage_is_refused(kind: str) -> None:
    @settings(max_examples=150, suppress_health_check=SLOW)
    @given(structures, st.booleans())
    def run(table: dict[str, Any], versioned: bool) -> None:
        refused(kind, toml({"schema_version": 1, **table} if versioned else table).encode())

    run()


@pytest.mark.parametrize("kind", KINDS)
def test_a_cut_or_scrambled_file_loads_or_is_refused(kind: str) -> None:
    texts = [toml(table).encode() for _, table in VALID[kind]]

    @settings(max_examples=150, suppress_health_check=SLOW)
    @given(st.sampled_from(texts), st.integers(0, 10**6), st.integers(0, 40), st.binary(max_size=6))
    def run(text: bytes, place: int, length: int, patch: bytes) -> None:
        place %= len(text)
        PROBE.write_bytes(text[:place] + patch + (text[place + length :] if length < 40 else b""))
        try:
            load(kind, PROBE)
        except ScenarioError as error:
            assert error.problems

    run()
