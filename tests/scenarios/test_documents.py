"""Reading a file at its edges: sizes, encodings, numbers, and the line of each key of tables, arrays of tables and long texts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scenarios import Problem, ScenarioError
from scenarios.reading import MAX_BYTES, MAX_INTEGER, Document, read_document, read_text


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "file.toml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(folder: Path, content: str | bytes) -> Document:
    return read_document(written(folder, content))


def problems(folder: Path, content: str | bytes) -> list[Problem]:
    with pytest.raises(ScenarioError) as caught:
        read(folder, content)
    assert all(problem.file == str(folder / "file.toml") for problem in caught.value.problems)
    return caught.value.problems


def test_a_million_bytes_are_read_and_not_one_more(tmp_path: Path) -> None:
    text = ("#" + "x" * 98 + "\n") * 10_000
    assert MAX_BYTES == 1_000_000 == len(text) and read(tmp_path, text).text == text
    (problem,) = problems(tmp_path, text + "\n")
    assert (problem.reason, problem.allowed, problem.line) == ("the file is too large", "up to 1000000 bytes", None)


def test_whole_numbers_fit_into_64_bits_and_all_that_do_not_are_told(tmp_path: Path) -> None:
    assert MAX_INTEGER == 2**63 - 1 and read(tmp_path, f"a = {2**63 - 1}\nb = {1 - 2**63}\nc = 1e300\n").data["a"] == 2**63 - 1
    told = problems(tmp_path, f"a = {2**63}\nb = 1\nc = [1, {-(2**63)}]\nd = {{ e = {2**70} }}\n")
    assert [(problem.line, problem.key) for problem in told] == [(1, "a"), (3, "c.1"), (4, "d.e")]
    assert told[0].reason == "the number is too large" and told[0].allowed == f"up to {2**63 - 1}"


@pytest.mark.parametrize(("content", "line", "reason"), [
    (b"\0", 1, "the file holds a NUL byte"), (b"a = 1\n\n\0b = 2\n", 3, "the file holds a NUL byte"),
    (b"\n\0", 2, "the file holds a NUL byte"), (b"\n\xff", 2, "the file is not UTF-8"),
    (b"\xff\xfea\0", 1, "the file is UTF-16, not UTF-8"), (b"\xfe\xff\0a", 1, "the file is UTF-16, not UTF-8"),
    (b"a = 1\nb = '\xff'\n", 2, "the file is not UTF-8"), (b"\xff", 1, "the file is not UTF-8"),
    ("\n\na = '中文'\n".encode("gb18030"), 3, "the file is not UTF-8; it looks like GBK (GB 18030)"),
])  # fmt: skip
def test_bytes_that_are_no_utf_8_are_told_on_their_line(content: bytes, line: int, reason: str, tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, content)
    assert (problem.line, problem.reason) == (line, reason) and problem.mend


def test_a_file_is_called_as_the_user_calls_it_and_a_name_that_cannot_be_printed_is_shown(tmp_path: Path) -> None:
    path = written(tmp_path, "a = 1\n")
    assert read_document(path).file == str(path) and read_document(path, "mine").file == "mine" and read_document(path, "a\nb").file == repr("a\nb")
    assert read_document(path, "").file == "" and read_text(path) == "a = 1\n"
    with pytest.raises(ScenarioError) as caught:
        read_text(tmp_path / "none.toml", "mine")
    assert str(caught.value) == "mine:\n  there is no such file; check the path"


@pytest.mark.parametrize(("name", "reason"), [
    ("file.toml/inside.toml", "the file cannot be read (Not a directory)"), ("nul\0.toml", "the file cannot be read (not a path)"),
    ("none.toml", "there is no such file"), (".", "this is no regular file"),
])  # fmt: skip
def test_why_a_file_cannot_be_read(name: str, reason: str, tmp_path: Path) -> None:
    written(tmp_path, "a = 1\n")
    with pytest.raises(ScenarioError) as caught:
        read_document(tmp_path / name)
    assert [problem.reason for problem in caught.value.problems] == [reason] and caught.value.problems[0].mend


def test_a_file_is_opened_without_waiting_for_whoever_writes_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe that nobody writes to would be waited for without end."""
    asked, opened = [], os.open
    monkeypatch.setattr(os, "open", lambda path, flags: asked.append(flags) or opened(path, flags))
    assert read(tmp_path, "a = 1\n").data == {"a": 1} and asked == [os.O_RDONLY | os.O_NONBLOCK]


@pytest.mark.parametrize(("text", "line", "key", "reason"), [
    ("a = 1\nb = \n", 2, "", "this is not TOML: Invalid value"), ("a = 1\n\nb = [1 ", 3, "", "this is not TOML: Unclosed array"),
    ("a = 1\nb", 2, "", "this is not TOML: Expected '=' after a key in a key/value pair"),
    ("a = 1\nb = 2\na = 3\n", 3, "", "a key or table stands twice"), ("[a]\n[b]\n[a]\n", 3, "", "a key or table stands twice"),
    ("x = 1\na = {b = 1, b = 2}", 2, "", "a key or table stands twice"), ("a = " + "9" * 9_000, 1, "a", "a number is too long"),
    (f"\na = {'9' * 4_300}\nb = {'9' * 4_301}", 3, "b", "a number is too long"), ("\na = " + "9" * 4_301, 2, "a", "a number is too long"),
    ("[a]\nb = 5\nc = +20%\n", 3, "a.c", "'+20%' is no number"), ("b = { c = +20% }\n", 1, "b", "'+20%' is no number"),
    ("b = 1\n[a]\nc = [ d = x1.2 ]\n", 3, "a.c", "'x1.2' is no number"),
])  # fmt: skip
def test_what_is_no_toml_is_told_on_its_line(text: str, line: int | None, key: str, reason: str, tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, text)
    assert (problem.line, problem.key, problem.reason) == (line, key, reason) and problem.mend


def test_what_the_parser_says_is_cut_at_two_hundred_letters(tmp_path: Path) -> None:
    name = "k" * 190
    (problem,) = problems(tmp_path, f"{name}.b = {{}}\n{name}.b.c = 1\n")
    assert problem.reason == "this is not TOML: " + f"Cannot mutate immutable namespace ('{name}', 'b')"[:200]


ARRAYS = """\
# == heading ==
a = 1
[[arms]]
name = 'x'
[[arms.levers]]
v = 1
[[arms.levers]]
v = 2
[arms.levers.of]
w = 1
[[arms]]
name = 'y'
[[arms.levers]]
v = 3
"""


def test_tables_of_an_array_are_numbered_from_nought(tmp_path: Path) -> None:
    document = read(tmp_path, ARRAYS)
    lines = {path: document.line_of(path) for path in (
        ("arms",), ("arms", 0), ("arms", 0, "name"), ("arms", 0, "levers"), ("arms", 0, "levers", 0, "v"), ("arms", 0, "levers", 1),
        ("arms", 0, "levers", 1, "v"), ("arms", 0, "levers", 1, "of", "w"), ("arms", 1), ("arms", 1, "name"), ("arms", 1, "levers", 0, "v"),
    )}  # fmt: skip
    assert list(lines.values()) == [3, 3, 4, 5, 6, 7, 8, 10, 11, 12, 14]
    assert document.line_of(("arms", 1, "levers", 0, "none")) == 13 and document.line_of(("none", "a")) is None and document.line_of(()) is None


def test_only_the_first_key_of_a_name_counts_and_only_at_the_start_of_a_line(tmp_path: Path) -> None:
    text = "m = [\n  'n',\n  'o = 1',\n]\nn = 1\no = { p = 2 } # q = 3\n'q' = 4\n\"r s\".t = 5\nu . v = 6\n[ w . 'x' ] # [y]\nz = 7\n"
    document = read(tmp_path, text)
    lines = [document.line_of(path) for path in (("m",), ("n",), ("q",), ("r s", "t"), ("u", "v"), ("w", "x"), ("w", "x", "z"))]
    assert lines == [1, 5, 7, 8, 9, 10, 11]


def test_a_long_text_holds_no_keys_wherever_it_opens_and_closes(tmp_path: Path) -> None:
    text = "a = '''x'''\nb = 1\nc = ['''y''', '''\nd = 2\n''']\nd = 3\ne = \"\"\"\nf = 4\n[g]\n\"\"\"\nf = 5\n[g]\nh = 6\n"
    document = read(tmp_path, text)
    assert [document.line_of((key,)) for key in "abcdefg"] == [1, 2, 3, 6, 7, 11, 12] and document.line_of(("g", "h")) == 13


def test_the_longest_key_has_its_line(tmp_path: Path) -> None:
    longest = "k" * 200
    document = read(tmp_path, f"a = 1\n{longest}= 2\n")
    assert document.line_of((longest,)) == 2


def test_what_was_made_of_a_document_is_no_part_of_it(tmp_path: Path) -> None:
    document, again = read(tmp_path, "a = 1\n"), read(tmp_path, "a = 1\n")
    document.keep("a secret")
    assert document.made == "a secret" and document == again and "secret" not in repr(document)
