"""Names one after the other within a sentence: set apart as the language does, and levers called in Chinese what officials call them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.cli.app import main
from experiments.comparison.words.cautions import limits
from experiments.text import messages
from experiments.text.lever_names import lever_name
from experiments.text.scenario_text import told
from scenarios import load_parameters, load_policy
from scenarios.problems import Names, Sentence
from simulation.policy import LeverSetting, Policy
from tests.experiments.fakes import fake_comparison

ROOT = Path(__file__).parents[2]
NO_SENTENCE = {
    "experiments/studies/sweep/single.py": "a line of Python to be copied",
    "experiments/running/shapes/toml.py": "TOML", "experiments/running/shapes/workbook.py": "a cell of a workbook that is read again",
    "experiments/studies/optimisation/toml.py": "TOML", "experiments/studies/optimisation/store.py": "CSV", "experiments/studies/calibration/ensemble.py": "TOML",
    "experiments/cli/one_task.py": "names with their figures, to be copied",
    "experiments/text/scenario_text.py": "a line and a key", "experiments/studies/trials/verdict.py": "the parts of a band",
    "experiments/studies/matrix/records.py": "a column of a table for programs", "experiments/running/own.py": "a call in Python", "experiments/studies/sweep/reading.py": "a KeyError", "experiments/studies/sweep/results.py": "a KeyError",
    "experiments/report/writers/pdf.py": "Typst", "experiments/report/data.py": "ids in a cell", "scenarios/overriding.py": "the English half of a note of two languages",
    "scenarios/legal.py": "an inline table of TOML", "scenarios/problems.py": "English by definition: what Python prints of a fault",
}  # fmt: skip
LEVERS = {name: entry for name, entry in load_parameters().entries.items() if entry.kind == "lever"}


@pytest.fixture
def chinese() -> Iterator[None]:
    messages.activate("zh")
    yield
    messages.activate("en")


def joined_with_commas(path: Path) -> list[int]:
    """The lines on which a text is put together with commas, translated or not."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join":
            between = node.func.value.args[0] if isinstance(node.func.value, ast.Call) and node.func.value.args else node.func.value
            if isinstance(between, ast.Constant) and between.value == ", ":
                found.append(node.lineno)
    return found


def test_no_list_within_a_sentence_has_the_commas_of_another_language():
    paths = {str(path.relative_to(ROOT)): path for room in ("experiments", "scenarios") for path in sorted((ROOT / room).rglob("*.py"))}
    found = {name: lines for name, path in paths.items() if "/upkeep/" not in name and (lines := joined_with_commas(path))}
    assert set(found) == set(NO_SENTENCE), found


def test_the_members_of_a_list_are_set_apart_as_the_language_does(chinese):
    assert messages.enumerated(["a", "b", "c"]) == told(Names(["a", "b", "c"])) == "a\u3001b\u3001c"
    assert told(Sentence("set {levers}; {where}", levers=Names(["a", "b"]), where="x")).count("a\u3001b") == 1
    messages.activate("en")
    assert messages.enumerated(["a", "b", "c"]) == told(Names(["a", "b", "c"])) == str(Names(["a", "b", "c"])) == "a, b, c"


def test_every_lever_has_a_short_chinese_title_of_its_own():
    titles = [entry.title_zh for entry in LEVERS.values()]
    assert len(set(titles)) == len(titles)
    assert all(re.search("[\u4e00-\u9fff]", title) and len(title) <= 14 and not re.search("[\u3001\uff0c\uff1b,;]", title) for title in titles)


def test_a_lever_is_called_by_its_key_in_english_and_by_its_title_in_chinese(chinese):
    assert lever_name("fine_scale") == LEVERS["fine_scale"].title_zh and lever_name("of_my_own") == "of_my_own"
    messages.activate("en")
    assert lever_name("fine_scale") == "fine_scale"


def keys_in(text: str) -> list[str]:
    return [name for name in LEVERS if re.search(rf"\b{name}\b", text)]


def test_a_chinese_verdict_names_no_lever_by_its_key(chinese):
    every = Policy("every", tuple(LeverSetting(name, entry.value, start=1) for name, entry in LEVERS.items()))
    said = " ".join(limits(fake_comparison(policies=[every, load_policy("unannounced-visits")], worlds=2)))
    assert keys_in(said) == [] and LEVERS["unannounced_share"].title_zh in said


@pytest.mark.parametrize("policy", ["regime-japan", "unannounced-visits", "attention"])
def test_a_chinese_explanation_names_them_by_their_keys_only_where_they_are_listed_with_what_they_mean(policy, capsys, chinese):
    assert main(["explain", policy, "--lang", "zh"]) == 0
    sentences = [line for line in capsys.readouterr().out.splitlines() if "\u3002" in line and len(keys_in(line)) > 1]
    assert sentences == []
