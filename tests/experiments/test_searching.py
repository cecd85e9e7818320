"""Searching policies and parameters by words of either language; lists in groups that fit a narrow terminal."""

from __future__ import annotations

import io
import json

import pytest

from experiments.cli.app import main
from experiments.cli.listing import KINDS_OF_POLICY, _group_of
from experiments.text.parameter_groups import GROUPS
from experiments.text.searching import grouped_table
from experiments.text.wrapping import Paper
from scenarios import load_parameters, load_policy_file, policy_names

ENTRIES = load_parameters().entries


def found(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    assert main([*words, "--json", "--quiet"]) == 0
    return [one["name"] for one in json.loads(capsys.readouterr().out)]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("search", "name"), [
    ("blacklist", "blacklist"), ("严重失信", "blacklist"), ("contracts worst", "blacklist"), ("accident_fines", "accident-fines-2014"), ("ＢＬＡＣＫＬＩＳＴ", "blacklist"),
    ("承揽资格", "blacklist"),
])  # fmt: skip
def test_policies_are_found_in_either_language_whichever_is_spoken(search, name, lang, capsys):
    names = found(capsys, "policies", "--search", search, "--lang", lang)
    assert name in names and len(names) < len(policy_names())


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("search", "name"), [("field days", "field_days"), ("field_days", "field_days"), (ENTRIES["field_days"].title_zh, "field_days"), ("licensed enforcement", "officers_per_10000_workers"),
                                              ("belief penalty", "penalty_belief_rate")])  # fmt: skip
def test_parameters_are_found_in_either_language_whichever_is_spoken(search, name, lang, capsys):
    names = found(capsys, "parameters", "--search", search, "--lang", lang)
    assert name in names and len(names) < len(ENTRIES)
    levers = found(capsys, "parameters", "--search", search, "--kind", "lever", "--lang", lang)
    assert levers == [one for one in names if ENTRIES[one].kind == "lever"]


def test_all_words_must_stand_and_the_whole_list_is_all(capsys):
    both, one = (set(found(capsys, "parameters", "--search", words)) for words in ("officer training", "officer"))
    assert both and both < one
    assert found(capsys, "parameters") == list(ENTRIES) and found(capsys, "policies") == policy_names()


@pytest.mark.parametrize(("words", "said"), [
    (["parameters", "--search", "fiedl_days"], "Did you mean field_days?"), (["policies", "--search", "coordinaton"], "Did you mean"), (["policies", "--search", "qqqq"], "shorter word"),
])  # fmt: skip
def test_where_nothing_is_found_near_names_are_told(words, said, capsys):
    assert main(words) == 0
    told = capsys.readouterr()
    assert said in " ".join(told.err.split()) and not told.out


@pytest.mark.parametrize("words", [["parameters", "--search", "--"], ["policies", "--search", "_ "], ["parameters", "field_days", "--search", "fine"]])
def test_what_means_nothing_is_refused(words, capsys):
    assert main(words) == 2
    assert "--search" in capsys.readouterr().err


def test_every_group_of_parameters_has_a_title_and_every_policy_stands_in_a_group():
    assert {entry.group for entry in ENTRIES.values()} == set(GROUPS)
    assert {_group_of(load_policy_file(name)) for name in policy_names()} <= set(KINDS_OF_POLICY)
    assert _group_of(load_policy_file("coordination")) == "coordination" and _group_of(load_policy_file("all-five")) == "several"


@pytest.mark.parametrize("width", [60, 118])
def test_a_list_fits_the_terminal_and_breaks_no_name_apart(width):
    rows = [[name, f"{entry.value:g}", entry.description] for name, entry in list(ENTRIES.items())[:60]]
    buffer = io.StringIO()
    Paper(file=buffer, width=width, no_color=True, highlight=False, markup=False, legacy_windows=False).print(grouped_table(("name", "value", "description"), {"one": rows}, right=(1,)))
    lines = buffer.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    assert {line.split()[0] for line in lines if line.split()} >= {row[0] for row in rows}
