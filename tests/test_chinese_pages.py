"""The pages for Chinese readers: their example loads, and the glossary's words are those of the program."""

import re
import tomllib
from pathlib import Path

import pytest

from experiments.text.messages import LOCALE
from scenarios import load_policy

ROOT = Path(__file__).parents[1]
INTRODUCTION = (ROOT / "docs" / "introduction.zh.md").read_text("utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")
CATALOGUE = (LOCALE / "zh_CN" / "LC_MESSAGES" / "inspectorate.po").read_text("utf-8").replace('"\n"', "")
ONLY_IN_DOCUMENTS = {"run", "horizon", "keyed draw", "responsibility matrix", "paired difference", "simultaneous intervals", "settled world", "course"}
"""Words that explain, and that the program has no use for."""


def rows() -> list[list[str]]:
    """The glossary's rows: term, Chinese, what it means in either language."""
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in GLOSSARY.splitlines() if line.startswith("| ")]
    return [row for row in cells if row[0] != "term"]


def test_the_policy_of_the_introduction_loads_under_the_name_it_is_to_have(tmp_path: Path) -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", INTRODUCTION, re.DOTALL)
    name = f"{tomllib.loads(text)['name']}.toml"
    assert INTRODUCTION.count(name) == 2
    (tmp_path / name).write_text(text, "utf-8")
    assert load_policy(str(tmp_path / name)).settings


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_a_word_of_the_glossary_is_told_in_both_languages_and_is_the_program_s_own(row: list[str]) -> None:
    term, chinese, meaning, told = row
    assert meaning and re.search("[\u4e00-\u9fff]", told)
    word = re.split("[（、，]", chinese)[0]
    assert (word in CATALOGUE) == (term not in ONLY_IN_DOCUMENTS)


def test_no_word_stands_in_the_glossary_twice() -> None:
    terms = [row[0] for row in rows()]
    assert len(terms) > 40 and len(set(terms)) == len(terms)
