"""The shipped files load, and a bad one is refused with what, where and how to mend it."""

from pathlib import Path

import pytest

from scenarios import ScenarioError, load_district, load_evidence, load_parameters, load_policy

LEVER = 'schema_version = 1\nname = "mine"\ntitle = "Mine"\n'


def test_the_shipped_parameters_districts_and_evidence_load() -> None:
    assert load_parameters().values.field_days == 50.0
    assert load_evidence()["A60"].figure
    whole, quarter = load_district("jiuyuan"), load_district("jiuyuan-quarter")
    assert whole.enterprises == 4900
    assert quarter.enterprises == 1225 and quarter.note


@pytest.mark.parametrize(
    "text",
    ["", "schema_version = 2\n", LEVER + "[levers]\noverlap = 0.1\n", "= = =", LEVER + "[levers]\nfield_dais = 3\n"],
)
def test_a_bad_policy_is_refused_by_name_of_its_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(ScenarioError, match=r"mine\.toml"):
        load_policy(str(path))


def test_an_unknown_district_names_the_known_ones() -> None:
    with pytest.raises(ScenarioError, match="jiuyuan"):
        load_district("jiuyuann")
