"""The Chinese catalogue is whole, true to the English texts, and no older than the sources."""

from __future__ import annotations

import functools
import re
from string import Formatter

import pytest
from babel.messages.mofile import read_mo

from experiments.cli.app import main
from experiments.comparison.figures.style import footer
from experiments.comparison.words.verdict import setting
from experiments.running.replicates import some
from experiments.text import messages
from experiments.upkeep import catalogue
from tests.experiments.fakes import effect, fake_comparison

CODE = re.compile(r"`[^`]*`|--[a-z][a-z-]*(?:[ =][A-Za-z_]+=\w+)?|\b[a-z_]+\.(?:toml|csv|txt|json)\b|\b[A-Z]+=[A-Z0-9]+\b", re.ASCII)
"""What is typed or is a file's name, and is therefore the same in every language."""


scanned = functools.cache(lambda scan=catalogue.messages: tuple(scan()))


@pytest.fixture(autouse=True)
def all_sources_are_scanned_once(monkeypatch):
    monkeypatch.setattr(catalogue, "messages", lambda: iter(scanned()))


@functools.cache
def texts() -> dict[str, str]:
    return {str(message.id): str(message.string) for message in catalogue.read() if message.id}


def fields(text: str) -> list[str]:
    return sorted(name for _literal, name, _spec, _conversion in Formatter().parse(text) if name is not None)


def typed(text: str) -> list[str]:
    return sorted(word.rstrip(".,") for word in CODE.findall(text))


def test_no_message_is_without_a_translation():
    assert catalogue.untranslated(catalogue.read()) == []


def test_a_translation_has_the_placeholders_of_its_message():
    """The same ones; Chinese may say one twice, such as a unit at both ends of an interval."""
    assert [text for text, chinese in texts().items() if set(fields(text)) != set(fields(chinese))] == []


def test_a_translation_has_the_commands_options_and_files_of_its_message():
    assert [text for text, chinese in texts().items() if typed(text) != typed(chinese)] == []


def test_a_translation_has_the_sources_and_years_of_its_message():
    def cited(text: str) -> set[str]:
        return set(re.findall(r"\b(?:study-)?[A-D]\d\d?\b|\b(?:19|20)\d\d\b", text, re.ASCII))

    assert [text for text, chinese in texts().items() if not cited(text) <= cited(chinese)] == []


def test_the_compiled_catalogue_is_the_one_that_is_written():
    with catalogue.COMPILED.open("rb") as stream:
        compiled = {str(message.id): str(message.string) for message in read_mo(stream) if message.id}
    assert compiled == texts(), "make messages"


def test_the_catalogue_holds_the_messages_of_the_sources_and_no_others():
    assert set(texts()) == {text for text, _place in catalogue.messages()}, "make messages"


def test_the_file_is_as_the_development_command_writes_it():
    def body(po: bytes) -> str:
        return po.decode("utf-8").split("\n\n", 1)[1]  # the header names the release of Babel

    assert body(catalogue.CATALOGUE.read_bytes()) == body(catalogue.written(catalogue.refreshed())), "make messages"


def test_a_new_message_is_missed_until_it_is_translated(monkeypatch):
    known = list(catalogue.messages())
    monkeypatch.setattr(catalogue, "messages", lambda: iter([*known, ("A sentence nobody translated.", "here.py")]))
    assert catalogue.untranslated(catalogue.refreshed()) == ["A sentence nobody translated."]


def test_messages_are_found_in_sources_and_in_data():
    found = dict(catalogue.messages())
    assert found["List the districts."] == "experiments/cli/listing.py"
    assert found["{value} is too small"] == "scenarios/validation.py"
    assert found["meetings per year"] == "scenarios/parameters.toml"
    assert found["What happens to accidents if supervision stays as it is?"] == "scenarios/policies/baseline.toml"


def test_the_header_names_no_placeholder():
    header = catalogue.CATALOGUE.read_text("utf-8").split("\n\n", 1)[0]
    assert not re.search(r"PROJECT|VERSION|EMAIL|FULL NAME|ORGANIZATION|YEAR|FIRST AUTHOR|LL@|fuzzy", header)


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["--lang", "zh", "policies"], {}, "zh"),
        (["policies", "--lang", "zh"], {}, "zh"),
        (["policies", "--lang=zh"], {"INSPECTORATE_LANG": "en"}, "zh"),
        (["policies", "--lang", "en"], {"INSPECTORATE_LANG": "zh", "LANG": "zh_CN.UTF-8"}, "en"),
        (["policies"], {"INSPECTORATE_LANG": "zh_CN"}, "zh"),
        (["policies"], {"INSPECTORATE_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        (["policies"], {"LANG": "zh_CN.UTF-8"}, "zh"),
        (["policies"], {"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        (["policies"], {"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        (["policies"], {}, "en"),
    ],
)
def test_the_language_comes_from_the_option_then_the_environment(arguments, environment, language):
    assert messages.choose(arguments, environment) == language


@pytest.mark.parametrize("arguments", [["--lang", "zh", "phases"], ["phases", "--lang", "zh"], ["phases", "--lang=zh"]])
def test_the_option_stands_before_or_after_the_command(arguments, capsys):
    assert main(arguments) == 0
    assert "各企业调整安全投入" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["policies"], "监管维持现状，事故将如何变化？"),
        (["districts"], "包头市九原区"),
        (["trials"], "随机检查在四年内减少工伤"),
        (["parameters", "field_days"], "天/人·年"),
        (["explain", "coordination+incentives"], "coordination：各部门共享记录、联合检查、相互移送问题、以许可相互配合，能否减少事故？\nincentives：处罚更确定"),
        (["--help"], "显示本帮助后退出。"),
        (["compare", "--help"], "模拟样本数；不足十个不给"),
    ],
)
def test_what_the_commands_say_is_chinese(arguments, said, capsys):
    assert main([*arguments, "--lang", "zh"]) == 0
    assert said in capsys.readouterr().out


def test_an_error_in_a_file_is_told_in_chinese(tmp_path, capsys):
    policy = tmp_path / "mine.toml"
    policy.write_text('schema_version = 1\nname = "mine"\n[levers]\nfield_day = { value = 60 }\n', "utf-8")
    assert main(["explain", str(policy), "--lang", "zh"]) == 2
    told = capsys.readouterr().err
    assert "第4行" in told and "没有此名称的措施" in told and "是否要写field_days？" in told


def test_the_kind_of_what_is_unknown_is_translated_too(capsys):
    assert main(["compare", "--policy", "nowhere", "--lang", "zh"]) == 2
    assert "没有名为'nowhere'的对策" in capsys.readouterr().err


# What is counted agrees with its number.

PLURALS = re.compile(r"\b1(?: (?!of\b|in\b|the\b|or\b|and\b)[a-z-]+){0,2}? (?:" + "|".join(messages.NOUNS) + r")\b")


def test_one_of_a_kind_is_told_as_one_in_every_message():
    filled = [text for text in texts() if all(name.isidentifier() for name in fields(text))]  # some show a dictionary as one writes it
    told = {text: messages._(text).format(**dict.fromkeys(fields(text), "1")) for text in filled}
    assert {text: words for text, words in told.items() if PLURALS.search(words)} == {}
    assert sum(words != text.format(**dict.fromkeys(fields(text), "1")) for text, words in told.items()) > 80


@pytest.mark.parametrize("number", ["1", "2"])
def test_no_message_says_all_of_one_or_of_two(number):
    filled = [text for text in texts() if all(name.isidentifier() for name in fields(text))]
    told = [messages._(text).format(**dict.fromkeys(fields(text), number)) for text in filled]
    assert [words for words in told if re.search(rf"\b[Aa]ll {number} (?:[a-z-]+ ){{0,2}}(?:" + "|".join((*messages.NOUNS, *messages.NOUNS.values(), "of")) + r")\b", words)] == []


AFTER = {
    "added", "after", "and", "as", "at", "averted", "before", "below", "compared", "completed", "do", "each", "failed", "for", "from", "in", "is", "it", "just",
    "judged", "lowers", "make", "no", "not", "of", "on", "or", "saw", "that", "the", "then", "to", "together", "too", "tried", "went", "which", "with", "within",
    "would", "written", "x", "a", "about", "but", "by", "grey", "model", "tested", "there", "without",
}  # fmt: skip
"""Words after something counted that are the same after one: whoever writes another looks first whether it is a verb for ``messages.VERBS``."""


def test_every_verb_after_something_counted_is_known():
    """A plural verb that nobody has told to agree with its number would stand after 1."""
    counted = re.compile(r"\{\w+\}(?: (?!of\b|in\b|the\b|or\b|and\b)[a-z-]+){0,2}? (?:" + "|".join(messages.NOUNS) + r") (\w+)")
    found = {word.lower() for text in texts() for word in counted.findall(text)}
    assert found - AFTER - {verb.strip() for verb in messages.VERBS} == set()
    assert {"are", "lie", "rest"} <= found


def test_of_one_world_nothing_is_said_of_each():
    for language in messages.LANGUAGES:
        messages.activate(language)
        one, many = headline_setting(1), headline_setting(12)
        assert not re.search(r"\beach\b|每个", one) and re.search(r"\beach\b|每个", many)


def headline_setting(worlds):
    """What was run, as the verdict and the figures say it."""
    comparison = fake_comparison(policies=[effect("a")], worlds=worlds)
    return setting(comparison) + footer(comparison)


def test_a_title_inside_a_sentence_has_no_capital_article():
    assert [messages.within(title) for title in ("A fiftieth", "The levers", "Another", "九原区")] == ["a fiftieth", "the levers", "Another", "九原区"]


@pytest.mark.parametrize(("k", "n", "words"), [(1, 1, "the one world"), (2, 2, "both worlds"), (3, 3, "all 3 worlds"), (0, 1, "0 of 1 world"), (1, 2, "1 of 2 worlds")])
def test_some_of_few_are_told_as_one_says_it(k, n, words):
    assert some(k, n) == words and some(k, n, "sets") == words.replace("world", "set") + " of assumptions" * (not words.endswith("s")) + (
        " of assumptions" if words.endswith("s") else "")  # fmt: skip


@pytest.mark.parametrize(("values", "words"), [
    ({"known": 1, "all": 1, "folder": "x"}, "1 of 1 world is in x already."), ({"known": "1", "all": "20", "folder": "x"}, "1 of 20 worlds are in x already."),
    ({"known": 0, "all": 0, "folder": "x"}, "0 of 0 worlds are in x already."), ({"known": 1, "all": 1.0, "folder": "x"}, "1 of 1.0 worlds are in x already."),
], ids=str)  # fmt: skip
def test_a_sentence_agrees_with_its_number(values, words):
    assert messages._("{known} of {all} worlds are in {folder} already.").format(**values) == words


def test_a_message_that_is_not_filled_in_is_the_text_itself():
    for text in texts():
        assert messages._(text) == text and messages._(text).format is not None
    messages.activate("zh")
    assert all(messages._(text) == chinese for text, chinese in texts().items())


def test_a_percentage_is_written_in_one_way_in_chinese():
    assert [chinese for chinese in texts().values() if re.search(r"[\d}] +%", chinese)] == []


@pytest.mark.parametrize(("template", "words"), [
    ("{count} values stand in this row", "1 value stands in this row"), ("{count} in {years} world-years, at most", "1 in 1 world-year, at most"),
    ("{rows} rows do not fit", "1 row does not fit"), ("{n} settings name no source", "1 setting names no source"), ("{starts} starts of both", "1 start of both"),
    ("{n} values standing", "1 value standing"),
])  # fmt: skip
def test_the_word_for_one_and_its_verb(template, words):
    assert messages._(template).format(**dict.fromkeys(fields(template), 1)) == words


def test_whatever_the_bench_counts_agrees_with_its_number():
    from experiments.upkeep.bench import table
    from experiments.upkeep.bench.against import report

    for text in (report.SPEED_NOTE, report.NOISE_NOTE, table.FOOTNOTE):
        assert not PLURALS.search(text.format(**dict.fromkeys(fields(text), "1")))
