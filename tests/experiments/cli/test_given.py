"""What is typed as a parameter or a policy and cannot be read: the user is told what to type, and that can be read."""

from __future__ import annotations

import re

import pytest

from experiments.cli.app import main
from experiments.cli.given import check_policies, parse_overrides
from experiments.text import messages
from experiments.text.errors import UserError
from scenarios import load_parameters

TODAY = load_parameters().entries["hazard_arrivals"].value
MISTYPED = {
    "hazard_arrivals＝2": 2, "hazard_arrivals：2": 2, "hazard_arrivals:2": 2, "hazard_arrivals 2": 2, "hazard_arrivals　2": 2,
    "ｈazard_arrivals=2": 2, "hazard_arrivals=２": 2, "hazard_arrivals=2，5": 2.5, "hazard_arrivals=2。5": 2.5, "hazard_arrivals=1,000": 1000,
}  # fmt: skip
RELATIVE = {"hazard_arrivals=+20%": 1.2, "hazard_arrivals=+20 %": 1.2, "hazard_arrivals＝－20％": 0.8, "hazard_arrivals+20%": 1.2, "hazard_arrivals=120%": 1.2,
            "hazard_arrivals=1.2倍": 1.2}  # fmt: skip


@pytest.mark.parametrize("text", MISTYPED)
def test_what_was_meant_is_told_as_it_must_be_typed(text):
    with pytest.raises(UserError) as caught:
        parse_overrides([text])
    told = re.search(r"--parameter (hazard_arrivals=[\d.]*\d)", caught.value.mend)
    assert told, caught.value.mend
    assert parse_overrides([told[1]]) == {"hazard_arrivals": pytest.approx(MISTYPED[text])}


@pytest.mark.parametrize("text", RELATIVE)
def test_a_value_relative_to_todays_is_told_as_a_number(text):
    with pytest.raises(UserError) as caught:
        parse_overrides([text])
    assert f"is {RELATIVE[text] * TODAY:.6g}" in caught.value.mend


@pytest.mark.parametrize("text", ["", "=", "hazard_arrivals", "hazard_arrivals=", "hazard_arrivals=much", "hazard_arrivals=nan", "nix=+20%", "hazard_arrivals=【2】"])
def test_what_cannot_be_guessed_gets_an_example_that_can_be_read(text):
    with pytest.raises(UserError) as caught:
        parse_overrides([text])
    told = re.search(r"--parameter (\w+=[\d.]*\d)", caught.value.mend)
    assert told and parse_overrides([told[1]])


def test_every_lever_is_refused_with_the_word_for_what_sets_it_and_every_other_parameter_is_read():
    for name, entry in load_parameters().entries.items():
        text = f"{name}={entry.value!r}"
        if entry.kind == "lever":
            with pytest.raises(UserError, match="is a lever") as caught:
                parse_overrides([text])
            assert f"--set {name}={entry.value!r}" in caught.value.mend and f"mine:,{name}={entry.value!r}" in caught.value.mend
        else:
            assert parse_overrides([text]) == {name: entry.value}


@pytest.mark.parametrize(("text", "value"), [("field_days=+20%", "60"), ("field_days=x1.2", "60"), ("field_days=50%", "50"), ("field_days=much", "..."),
                                             ("field_days=1_0", "..."), ("field_days= 60 ", "60"), ("field_days=", "...")])  # fmt: skip
def test_a_lever_is_called_that_at_once_whatever_its_value_looks_like(text, value):
    with pytest.raises(UserError, match="is a lever") as caught:
        parse_overrides([text])
    assert f"--set field_days={value} " in caught.value.mend


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("text", [*RELATIVE, *MISTYPED, "hazard_arrivals=1_0", "hazard_arrivals=", "nix=1x"])
def test_every_mend_is_made_of_whole_sentences(text, language):
    messages.activate(language)
    with pytest.raises(UserError) as caught:
        parse_overrides([text])
    assert re.search(r"[.\u3002] ?`inspectorate parameters`", caught.value.mend) and not re.match(r"[a-z]", caught.value.mend)


def test_a_short_name_of_a_lever_is_told_in_full():
    with pytest.raises(UserError, match="officers_per_10000_workers"):
        parse_overrides(["officers=20"])


@pytest.mark.parametrize("joined", ["{}＋{}", "{},{}", "{}，{}", "{}、{}", "{} 加 {}", "{}＆{}", "{};{}"])
def test_policies_joined_by_another_sign_are_told_how_they_are_joined(joined, capsys):
    spec = joined.format("coordination", "incentives")
    with pytest.raises(UserError) as caught:
        check_policies([spec])
    assert "coordination+incentives" in caught.value.mend
    assert main(["explain", spec]) == 2
    assert "coordination+incentives" in capsys.readouterr().err


def test_policies_that_can_be_read_pass_files_of_any_name_among_them(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a,b.toml").touch()
    check_policies(["coordination", "coordination+incentives", "coordination + incentives", "a,b.toml", "no-such"])
