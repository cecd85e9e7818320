"""How files are put together, at the limits: the most files, what is told once, what overrides nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scenarios.composition import LONG, MAX_DEPTH, MAX_FILES, Composition, compose
from scenarios.library import Library
from scenarios.problems import NOTHING, Problem
from tests.scenarios.loading import SMALL
from tests.scenarios.test_policies import told, write


def test_the_limits() -> None:
    assert (MAX_DEPTH, MAX_FILES, LONG) == (6, 60, 200)


def web(folder: Path, leaves: int) -> Path:
    """A file that includes three, which include so many others; the first of these once more."""
    for number in range(leaves):
        write(folder, f"leaf{number}")
    for middle in range(3):
        write(folder, f"middle{middle}", includes=[f"leaf{number}.toml" for number in range(middle, leaves, 3)])
    return write(folder, "top", includes=["middle0.toml", "middle1.toml", "middle2.toml", "leaf0.toml"])


def test_sixty_files_are_read_and_one_of_them_twice_and_one_more_is_too_many(tmp_path: Path) -> None:
    assert len(compose(SMALL, web(tmp_path, 56)).parts) == 59
    assert f"too many policies include one another; allowed: up to {MAX_FILES} files, {MAX_DEPTH} deep" in told(web(tmp_path, 57))


@pytest.mark.parametrize(("lengths", "times"), [((48, 48, 49, 49), 2), ((48, 49, 49, 49), 1)])
def test_a_list_of_names_is_long_from_two_hundred_letters_on(lengths: tuple[int, ...], times: int, tmp_path: Path) -> None:
    names = [letter * length for letter, length in zip("abcd", lengths, strict=True)]
    (tmp_path / "policies").mkdir()
    for file in ("parameters.toml", "evidence.toml"):
        (tmp_path / file).write_bytes((SMALL.root / file).read_bytes())
    for name in names:
        write(tmp_path / "policies", name)
    assert told(write(tmp_path, "both", includes=["nothing-such", "nor-this"]), Library(tmp_path)).count(names[0]) == times


def test_a_problem_is_told_once_and_a_long_list_with_the_first_only() -> None:
    long = Problem("f", 1, "k", "bad", "x" * 201)
    other, short = replace(long, line=2), replace(long, allowed="x" * 200)
    found = Composition(SMALL)
    found._add(long, other, other, long, short, short, replace(short, line=3))
    assert found.problems == [long, replace(other, allowed=NOTHING), short, replace(short, line=3)]


def test_an_included_file_that_is_broken_is_told_once_and_nothing_more(tmp_path: Path) -> None:
    write(tmp_path, "bad", levers={"field_days": 500})
    for name in ("one", "two"):
        write(tmp_path, name, includes=["bad.toml"], overrides=["field_days"], levers={"field_days": 60})
    text = told(write(tmp_path, "top", includes=["one.toml", "two.toml"]))
    assert text.count("500 is outside the hard range") == 1 and "overrides nothing" not in text and len(text.splitlines()) == 2


@pytest.mark.parametrize(("overrides", "levers", "nothing"), [
    (["field_days"], {"field_days": 60}, ["field_days"]), (["random_share"], {}, ["random_share"]), (["random_share"], {"random_share": 0.5}, []),
    (["random_share", "field_days"], {"random_share": 0.5, "field_days": 60}, ["field_days"]),
])  # fmt: skip
def test_an_override_needs_a_lever_that_is_included_and_set_anew(overrides: list[str], levers: dict[str, float], nothing: list[str], tmp_path: Path) -> None:
    path = write(tmp_path, "mine", includes=["by-lot"], overrides=overrides, levers=levers)
    if nothing:
        text = told(path)
        assert [f"{name} overrides nothing" in text for name in overrides] == [name in nothing for name in overrides]
    else:
        assert [setting.value for setting in compose(SMALL, path).settings] == [0.5]


def test_a_name_given_three_times_is_told_once() -> None:
    assert told("by-lot+by-lot+by-lot").count("by-lot stands twice") == 1


def test_the_circle_is_told_from_where_it_closes(tmp_path: Path) -> None:
    write(tmp_path, "b", includes=["c.toml"])
    write(tmp_path, "c", includes=["b.toml"])
    assert "circle: b -> c -> b;" in told(write(tmp_path, "a", includes=["b.toml"]))
