"""Files that are no honest TOML: too large, too deep, too slow, or no files at all."""

from __future__ import annotations

import os
import pickle
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import Problem, ScenarioError
from scenarios.bounds import MAX_DOTS, MAX_NESTING, first_excess
from scenarios.problems import PRINTED_PROBLEMS, Sentence, nearest, show
from scenarios.reading import MAX_BYTES, read_document
from tests.scenarios.loading import SMALL
from tests.scenarios.writing import toml

BOMBS = {
    "dotted key of 80 kB": "a." * 40_000 + "a = 1",
    "dotted keys over many lines": "\n".join(".".join("abcdefghijklm") + f"{n} = 1" for n in range(9_000)),
    "nested lists": "a = " + "[" * 5_000 + "]" * 5_000,
    "nested lists over many lines": "a = [\n" + "[\n" * 20_000,
    "nested tables": "a = " + "{a = " * 3_000 + "1" + "}" * 3_000,
    "many keys": "\n".join(f"a{n} = 1" for n in range(60_000)),
    "many entries on short lines": "a = ["
    + "1,\n" * 15_000
    + "1]\nb = ["
    + "1," * 4_900
    + "1]\nc = ["
    + "1," * 4_900
    + "1]",
    "many texts": "a = [" + ("'' " * 3_000 + "\n") * 90 + "]",
    "many lines": "\n" * 900_000,
    "one long line": "a = '" + "x" * 900_000 + "'",
    "many escapes": 'a = """' + ("\\n" * 4_900 + "\n") * 90,
    "long number": "a = " + "9" * 9_000,
    "long hexadecimal number": "a = 0x" + "f" * 9_000,
    "quotes that never close": ('"""\\' * 20 + "\n") * 10_000,
    "too large": "#" * (MAX_BYTES + 1),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bomb.toml"
    path.write_text(BOMBS[name])
    started = time.process_time()
    with pytest.raises(ScenarioError, match=r"bomb\.toml"):
        read_document(path)
    assert time.process_time() - started < 3.0


def test_what_the_limits_allow_is_parsed_in_seconds(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    path.write_text("\n".join(".".join("abcdefgh") + f"{n} = '''x'''" for n in range(9_000)))
    started = time.process_time()
    assert read_document(path).data
    assert time.process_time() - started < 5.0


def test_the_limits_themselves_are_allowed(tmp_path: Path) -> None:
    path = tmp_path / "limit.toml"
    path.write_text("a" + ".a" * MAX_DOTS + " = " + "[" * MAX_NESTING + "]" * MAX_NESTING)
    assert read_document(path).data


def test_what_is_no_file_is_a_problem_and_no_traceback(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "file").write_text("")
    for path in ("pipe.toml", "folder.toml", "missing.toml", "file/inside.toml", "nul\0.toml", "long" * 2000 + ".toml"):
        with pytest.raises(ScenarioError) as caught:
            read_document(tmp_path / path)
        assert caught.value.problems[0].reason
        assert "\0" not in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_an_unreadable_file_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "secret.toml"
    path.write_text("")
    path.chmod(0)
    with pytest.raises(ScenarioError, match="cannot be read"):
        read_document(path)


def test_a_device_is_not_read() -> None:
    with pytest.raises(ScenarioError, match="no regular file"):
        read_document(Path("/dev/zero"))


texts = st.text(st.sampled_from("ab=.,[]{}\"'\\#\n 1"), max_size=60)


@settings(max_examples=200)
@given(texts)
def test_counting_stops_nowhere_that_the_parser_would_go_on(text: str) -> None:
    """A bomb behind any text the parser accepts is still seen."""
    try:
        tomllib.loads(text + "\n")
    except (ValueError, RecursionError):
        return
    assert first_excess(text) is None
    assert first_excess(text + "\na" + ".a" * 100 + " = 1") is not None
    assert first_excess(text + "\nb = " + "[" * 100) is not None


def test_a_problem_names_the_line_of_its_key(tmp_path: Path) -> None:
    path = tmp_path / "lines.toml"
    path.write_text(
        "a = 1\n[b]\nc.d = 2\nt = '''\n[b.e]\nf = 3\n'''\n\n[b.e]\nf = { g = 4 }\nm = [\n  [1, 2],\n]\nn = 1\n"
    )
    document = read_document(path)
    lines = {
        key: document.line_of(key)
        for key in (("a",), ("b", "c", "d"), ("b", "e"), ("b", "e", "f", "g"), ("b", "e", "n"))
    }
    assert list(lines.values()) == [1, 3, 9, 10, 14]
    assert document.line_of(("z",)) is None


def test_many_problems_are_cut_when_printed_and_whole_in_the_list() -> None:
    error = ScenarioError(Problem("x.toml", number, "k", Sentence("bad")) for number in range(1, 500))
    assert len(error.problems) == 499
    assert len(str(error).splitlines()) == PRINTED_PROBLEMS + 2
    assert str(error).endswith("and 459 more problems")


def test_an_error_survives_the_way_between_processes() -> None:
    reason = Sentence("{value} is {{no}} number", value=Sentence("a {kind}", kind="list"))
    error = pickle.loads(pickle.dumps(ScenarioError([Problem("x.toml", 1, "k", reason)])))
    assert error.problems[0].reason == "a list is {no} number"
    assert error.problems[0].reason.values["value"].template == "a {kind}"


def test_shown_values_are_short_and_inert() -> None:
    for value in ("\x1b[2J", "x" * 500, 16**9000, True, None, float("nan"), [1], {"a": 1}):
        assert len(show(value)) < 80
        assert show(value).isprintable()
    assert nearest("feild_days", ["random_share", "field_days"]) == "field_days"
    assert nearest("q", ["random_share"]) is None


def test_the_writer_of_these_tests_writes_what_was_read() -> None:
    for path in sorted(SMALL.root.rglob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        assert tomllib.loads(toml(data)) == data
