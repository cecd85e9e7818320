"""The pages for Chinese readers: their example loads, and the glossary's words are those of the program."""

import re
import tomllib
from pathlib import Path

import pytest

from experiments.text.messages import LOCALE
from experiments.upkeep import catalogue
from scenarios import load_policy

ROOT = Path(__file__).parents[1]
INTRODUCTION = (ROOT / "docs" / "introduction.zh.md").read_text("utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")
CATALOGUE = (LOCALE / "zh_CN" / "LC_MESSAGES" / "inspectorate.po").read_text("utf-8").replace('"\n"', "")
ONLY_IN_DOCUMENTS = {"run", "keyed draw", "paired difference", "settled world", "course"}
"""Words that explain, and that the program has no use for."""

OTHER_WORDS = {
    "trial": "试验(?!台)", "district": "辖区", "baseline": "基线", "responsibility matrix": "职责矩阵", "region": "区域(?!设置)", "officer": "检查员|检查人员",
    "lever": "杠杆", "sweep": "扫描", "policy": "政策(?!性|分析)", "horizon": "整个时段",
}  # fmt: skip
"""What a word of the glossary was also called: two words for one thing make a reader look for the difference."""


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


def chinese_texts() -> dict[str, str]:
    """Everything that a Chinese reader may meet, by where it stands: the catalogue, the data, the pages."""
    found = {"the catalogue": "\n".join(str(message.string) for message in catalogue.read() if message.id)}
    for room in ("scenarios", "experiments"):
        for path in [*(ROOT / room).rglob("*.toml"), *(ROOT / room).rglob("*.py")]:
            found[str(path.relative_to(ROOT))] = path.read_text("utf-8")
    return found | {path.name: path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md")}


@pytest.mark.parametrize("term", OTHER_WORDS)
def test_a_thing_has_the_word_of_the_glossary_and_no_other_anywhere(term: str) -> None:
    assert term in {row[0] for row in rows()}
    found = {place: re.findall(f".{{0,8}}(?:{OTHER_WORDS[term]}).{{0,8}}", text) for place, text in chinese_texts().items()}
    assert {place: texts for place, texts in found.items() if texts} == {}
