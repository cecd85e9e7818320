"""What docs/quick-question.md tells can be typed: the program reads every command, the lists find something, and settings make the policies that it names."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import typer

from experiments.cli.app import app, main
from experiments.running.groups import TOLD_BY, by_asked
from experiments.running.settings import with_settings
from experiments.running.windows import window_asked
from experiments.studies.order.plan import assumptions_asked

PAGE = (Path(__file__).parents[1] / "docs" / "quick-question.md").read_text("utf-8")
COMMANDS = [shlex.split(line) for block in re.findall(r"^```\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL) for line in block.splitlines()]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_is_read_with_what_it_is_given(words: list[str]) -> None:
    program: Any = typer.main.get_command(app)
    given = dict(program.commands[words[1]].make_context(words[1], words[2:]).params)
    if settings := given.get("setting"):
        policies = given["policy"] if isinstance(given["policy"], list) else [given["policy"]] if given["policy"] else []
        assert with_settings(policies, settings, given["district"]).made
    assert by_asked(given.get("by") or [], known=TOLD_BY) == tuple(name for name in TOLD_BY if name in (given.get("by") or []))
    window_asked(given.get("window"), 120)
    assumptions_asked(given.get("assumption") or [])


@pytest.mark.parametrize("words", [words for words in COMMANDS if "--search" in words], ids=" ".join)
def test_what_is_searched_for_is_found(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words[1:]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 4


def test_the_policy_that_it_names_is_the_one_that_its_settings_make_and_every_group_is_told() -> None:
    (words,) = [words for words in COMMANDS if "coordination" in words]
    settings = [word for before, word in pairwise(words) if before == "--set"]
    assert f"`{with_settings(['coordination'], settings, 'jiuyuan-hamlet').specs[-1]}`" in PAGE
    assert all(f"`{name}`" in PAGE for name in TOLD_BY)
