"""One broken file for every class of bad input: refused, with exactly the problems that its comments expect.

A file's first comments name its kind and, one a line, the problems as a user would read them.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scenarios import ScenarioError
from tests.scenarios.loading import KINDS, load

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.toml"))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_is_refused_with_its_message(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", errors="replace")
    kind = re.findall(r"^\ufeff?# kind: (.*)$", text, re.MULTILINE)[0]
    expected = re.findall(r"^# expect: (.*)$", text, re.MULTILINE)
    assert kind in KINDS
    with pytest.raises(ScenarioError) as caught:
        load(kind, path)
    told = [str(problem).replace(str(path.parent), "broken") for problem in caught.value.problems]
    assert told == expected
    assert str(path) in str(caught.value)


def test_every_problem_says_what_is_wrong_and_how_to_mend_it() -> None:
    problems = []
    for path in BROKEN:
        kind = re.findall(r"# kind: (.*)", path.read_bytes().decode("utf-8", errors="replace"))[0]
        with pytest.raises(ScenarioError) as caught:
            load(kind, path)
        problems += caught.value.problems
    assert all(problem.reason and problem.file for problem in problems)
    assert [str(problem) for problem in problems if not problem.mend] == []
