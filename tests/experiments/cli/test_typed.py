"""What is typed and could only be read as something that nobody means is refused, by every command and for every option of a kind."""

from __future__ import annotations

import re
import typing
from pathlib import Path

import pytest
import typer

from experiments.cli import typed
from experiments.cli.app import app, main
from experiments.text.errors import UserError

PROGRAM: typing.Any = typer.main.get_command(app)
OPTIONS = [(command, parameter) for command, one in PROGRAM.commands.items() for parameter in one.params if parameter.opts[0].startswith("-")]
TAKING = [(command, parameter) for command, parameter in OPTIONS if not parameter.is_flag]


def named(cases: list[tuple[str, typing.Any]]) -> list[typing.Any]:
    return [pytest.param(command, parameter, id=f"{command} {parameter.opts[0]}") for command, parameter in cases]


def of_kind(*kinds: type) -> list[tuple[str, typing.Any]]:
    return [(command, parameter) for command, parameter in TAKING if typed._kinds(PROGRAM.commands[command]).get(parameter.name, frozenset()) & {*kinds}]


def refused(*words: str) -> str:
    with pytest.raises(UserError) as error:
        typed.check(PROGRAM, words)
    assert error.value.where and error.value.mend
    return error.value.what


def test_there_are_options_of_every_kind():
    assert len(of_kind(int)) > 30 and len(of_kind(float)) > 8 and len(of_kind(Path)) > 12 and len(TAKING) > 100


@pytest.mark.parametrize(("command", "parameter"), named(of_kind(int)))
def test_a_whole_number_is_written_in_digits(command, parameter):
    for value in ("\uff11", "1_0", "1.0", "1e3", "x", "nan", "\u0663", "0x10", "1,000"):
        for name in parameter.opts:
            assert "is no whole number" in refused(command, name, value)
    for value in ("1", "+1", " 1 ", "007", "-3"):
        typed.check(PROGRAM, (command, parameter.opts[0], value))


@pytest.mark.parametrize(("command", "parameter"), named(of_kind(float)))
def test_a_number_is_finite_and_written_in_digits(command, parameter):
    for value in ("\uff10.\uff12", "1_0", "nan", "inf", "-inf", "x", "1e999", "0,5"):
        assert "is no number" in refused(command, parameter.opts[0], value)
    for value in ("0.5", "1e-3", "-2", " 3 "):
        typed.check(PROGRAM, (command, parameter.opts[0], value))


@pytest.mark.parametrize(("command", "parameter"), named(TAKING))
def test_an_option_is_given_once_unless_it_is_a_list_and_never_without_a_value(command, parameter):
    name = parameter.opts[0]
    if parameter.multiple:
        typed.check(PROGRAM, (command, name, "5", name, "6"))
    else:
        assert f"{parameter.opts[-1]} is given twice" in refused(command, name, "5", parameter.opts[-1], "6")
        assert "is given twice" in refused(command, f"--{name.strip('-')}=5", name, "5") if name.startswith("--") else True
    assert "is empty" in refused(command, name, "") and "is empty" in refused(command, name, "  ")
    if name.startswith("--"):
        assert "is empty" in refused(command, f"{name}=")


@pytest.mark.parametrize(("command", "parameter"), named([(command, p) for command, p in OPTIONS if p.is_flag]))
def test_a_switch_may_stand_twice_and_not_both_ways(command, parameter):
    name = parameter.opts[0]
    typed.check(PROGRAM, (command, name, name))
    for other in parameter.secondary_opts:
        assert "contradict" in refused(command, name, other)


def test_short_names_and_what_is_joined_to_them_are_the_same_option():
    assert "is given twice" in refused("compare", "-d", "jiuyuan", "-djiuyuan-hamlet")
    assert "is given twice" in refused("compare", "-o", "a", "--out", "b")
    assert "is no whole number" in refused("compare", "-n1_0") and "is no whole number" in refused("compare", "-qn", "\uff11")
    typed.check(PROGRAM, ("compare", "-qn3", "-d", "jiuyuan"))


def test_what_the_library_refuses_by_itself_is_left_to_it():
    for words in ((), ("nix",), ("compare", "--nix", "--worlds", "x"), ("compare", "--worlds"), ("compare", "--worlds", "x", "--help"), ("--lang",), ("-q",)):
        assert typed.check(PROGRAM, words) == []


def test_a_word_of_nothing_is_no_word():
    for words in (("status", ""), ("sweep", ""), ("sweep", "--", ""), ("explain", " ")):
        assert "empty word" in refused(*words)


@pytest.mark.parametrize("value", ["\uff10.\uff12", "1_0", "nan", "inf", "5_0%", "\uff15%", "0", "-1", ""])
def test_a_precision_is_written_in_digits(value, capsys):
    assert main(["compare", "--policy", "capacity", "--precision", value, "--dry-run"]) == 2
    assert "--precision" in capsys.readouterr().err


def test_the_program_says_it_in_three_parts(capsys):
    assert main(["run", "--out", "", "--dry-run"]) == 2
    assert capsys.readouterr().err.split("\n")[:3] == ["Error: The value of --out is empty.", '  --out ""', "  Write what it is to be, or leave it out."]
    assert main(["compare", "--ensemble", "none", "--ensemble", "posterior"]) == 2
    assert "--ensemble is given twice" in capsys.readouterr().err


# A name of four hundred letters is not repeated whole.

LONG = "y" * 400
MANY = [
    [LONG], [f"--{LONG}"], ["--lang", LONG], ["run", f"--{LONG}"], ["run", LONG], ["explain", LONG], ["parameters", LONG], ["sweep", LONG], ["status", LONG],
    ["trial", LONG], ["knockouts", "a1-random-inspection", "--mechanism", LONG], ["run", "--engine", LONG], ["run", "--months", LONG],
    ["run", "--parameter", LONG], ["run", "--parameter", f"{LONG}=3"], ["run", "--parameter", f"{LONG}=x"], ["run", "--parameter", f"{LONG}\uff1a3"],
    ["run", "--policy", LONG], ["run", "--district", LONG], ["run", "--ensemble", LONG], ["compare", "--policy", "capacity", "--precision", LONG],
    ["compare", "--policy", f"{LONG}\uff0b{LONG}"], ["sweep", "first-sweep", "--only", LONG], ["sweep", "first-sweep", "--scheduler", LONG],
    ["run", "--policy", "capacity", "--parameter", f"effort_cost={'9' * 400}"],
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("words", MANY, ids=lambda words: " ".join(words)[:40])
def test_no_message_repeats_it(words, language, capsys):
    main([*([] if words[0] == "--lang" else ["--lang", language]), *words])
    told = re.sub(r"\s", "", capsys.readouterr().err)
    assert told and max(map(len, re.findall(r"y+|9+", told)), default=0) <= typed.LONGEST
