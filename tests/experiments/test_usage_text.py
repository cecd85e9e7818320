"""What the command-line library says is recognised and said in the language in force."""

from __future__ import annotations

import pytest

from experiments.cli import usage_text
from experiments.cli.app import main

CASES = [
    (["run", "--zzzzzz", "1"], "没有选项--zzzzzz。"),
    (["run", "--worlds", "1"], "没有选项--worlds；相近的有：--world。"),
    ([], "没有给出命令。"),
    (["zzz"], "没有命令zzz。"),
    (["policie"], "没有命令policie；相近的有：policies。"),
    (["explain"], "缺少参数POLICY。"),
    (["run", "--seed"], "选项--seed需要取值。"),
    (["run", "--json=1"], "选项--json不接受取值。"),
    (["policies", "one", "two"], "多余的内容：one two。"),
    (["run", "--seed", "x"], "--seed的取值不是整数。"),
    (["baseline", "--years", "x"], "--years的取值不是数值。"),
    (["run", "--seed", "-1"], "--seed的取值小于0。"),
    (["compare", "--discount", "9"], "--discount的取值大于8"),
]


@pytest.mark.parametrize(("arguments", "said"), CASES)
def test_a_usage_error_is_told_in_chinese(arguments, said, capsys):
    assert main(["--lang", "zh", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_every_form_of_a_usage_error_is_tried():
    assert len(CASES) == len(usage_text._FORMS)


def test_what_is_not_recognised_is_shown_as_it_came():
    assert usage_text.usage_error("Something new.") == "Something new."


@pytest.mark.parametrize("words", [[], ["run"], ["compare"], ["status"]], ids=str)
def test_the_help_says_how_a_command_is_written_in_the_language_in_force(words, capsys):
    for language, own, other in (("zh", "用法：", "Usage"), ("en", "Usage: ", "用法"), ("zh", "用法：", "Usage")):
        assert main(["--lang", language, *words, "--help"]) == 0
        told = capsys.readouterr().out
        assert own in told and other not in told
