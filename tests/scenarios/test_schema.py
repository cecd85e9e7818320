"""The exported JSON Schemas are fresh, and every sentence of the loader can be translated."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

import scenarios
from scenarios.schema.__main__ import FOLDER, schema_texts

SOURCES = sorted(Path(scenarios.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("name", sorted(schema_texts()))
def test_a_json_schema_is_what_the_models_say(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert text == schema_texts()[name], "write them anew: python -m scenarios.schema"
    assert json.loads(text)["$schema"]


def test_no_json_schema_is_left_over() -> None:
    assert {path.name for path in FOLDER.glob("*.json")} == set(schema_texts())


def test_an_editor_learns_names_ranges_and_both_forms_of_a_lever() -> None:
    policy = json.loads((FOLDER / "policy.json").read_text(encoding="utf-8"))
    assert policy["additionalProperties"] is False
    assert policy["properties"]["start"]["minimum"] == 0
    (lever,) = policy["properties"]["levers"]["patternProperties"].values()
    assert {"type": "number"} in lever["anyOf"]
    district = json.loads((FOLDER / "district.json").read_text(encoding="utf-8"))
    forms = [form["$ref"].rpartition("/")[2] for form in district["anyOf"]]
    assert forms == ["DistrictFile", "DistrictSample", "DistrictOverrides", "CityFile", "CountryFile"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_sentence_is_a_literal_that_a_catalogue_can_find(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Sentence", "template"}:
            first = node.args[0]
            known_table = isinstance(first, ast.Call) and ast.unparse(first).startswith("_REASONS.get(")
            assert known_table or (isinstance(first, ast.Constant) and isinstance(first.value, str)), ast.unparse(node)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_code_of_a_user_can_run(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert not names & {"eval", "exec", "__import__", "compile"}
    assert not imported & {"pickle", "importlib", "marshal", "shelve", "yaml", "subprocess"}
