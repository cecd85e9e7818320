"""Ensembles are read whole or refused with file, line and key; worlds take sets in pairs, in one fixed order."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from scenarios import Problem, ScenarioError, default_ensemble, ensemble_names, load_ensemble, load_parameters
from tests.ensembles import write_ensemble

BASE = load_parameters()
PAIR = ("hazard_arrivals", "lay_skill")
LEVER = next(name for name, entry in BASE.entries.items() if entry.kind == "lever")
CONSTANT = next(name for name, entry in BASE.entries.items() if entry.kind == "constant")


def within(name: str, count: int) -> list[float]:
    """So many different values that the parameter may have, none its own."""
    value = BASE.entries[name].value
    return np.linspace(0.9 * value, 0.7 * value, count).tolist()


def written(folder: Path, count: int = 4, names: Sequence[str] = PAIR) -> Path:
    return write_ensemble(folder, {name: within(name, count) for name in names})


def test_an_ensemble_is_read_to_the_last_bit(tmp_path: Path) -> None:
    found = load_ensemble(str(written(tmp_path)))
    assert (found.name, found.title, found.title_zh, found.names, found.sets) == ("small", "Small ensemble", "小参数集", PAIR, 4)
    assert found.values.tolist() == [list(row) for row in zip(*(within(name, 4) for name in PAIR), strict=True)]
    assert found.values.dtype == np.float64 and not found.values.flags.writeable


def test_a_set_changes_its_own_parameters_and_no_other(tmp_path: Path) -> None:
    found = load_ensemble(str(written(tmp_path)))
    own = found.parameters(2, BASE.values)
    assert [own[name] for name in PAIR] == found.values[2].tolist()
    assert {name for name in own if own[name] != BASE.values[name]} == set(PAIR)
    with pytest.raises(IndexError):
        found.parameters(4, BASE.values)


def test_two_neighbouring_worlds_share_a_set_and_all_are_used_before_one_comes_again(tmp_path: Path) -> None:
    found = load_ensemble(str(written(tmp_path, 7)))
    sets = [found.of_world(world) for world in range(28)]
    assert sets[0::2] == sets[1::2]
    assert sorted(sets[0:14:2]) == list(range(7)) and sets[:14] == sets[14:]
    assert sets[0:14:2] != list(range(7))


def test_the_order_is_fixed_for_ever(tmp_path: Path) -> None:
    # Hashes of "set 0" to "set 6": a world of an old comparison must run under its old set.
    assert [load_ensemble(str(written(tmp_path, 7))).of_world(world) for world in range(0, 14, 2)] == [1, 5, 2, 0, 3, 4, 6]


def test_the_digest_is_that_of_names_and_values_alone(tmp_path: Path) -> None:
    path = written(tmp_path)
    first = load_ensemble(str(path))
    path.write_text(path.read_text("utf-8").replace("Small ensemble", "Other words"), "utf-8")
    assert load_ensemble(str(path)).digest == first.digest == pickle.loads(pickle.dumps(first)).digest
    assert load_ensemble(str(written(tmp_path, 5))).digest != first.digest


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    path = written(tmp_path)
    first = load_ensemble(str(path))
    rows = [line.split(",") for line in path.with_suffix(".csv").read_text("utf-8").splitlines()]
    path.with_suffix(".csv").write_text("\r\n".join(",".join((b, c, a)) for a, b, c in rows), "utf-8")
    assert load_ensemble(str(path)).digest == first.digest


def refused(path: Path) -> list[Problem]:
    with pytest.raises(ScenarioError) as caught:
        load_ensemble(str(path))
    return caught.value.problems


A, B = PAIR
IN_THE_TABLE = [
    # what is wrong: line and column of the table (from 0), the text there, then line and key told, a part of the reason
    ("a text for a number", 2, 1, "many", 3, A, "'many' is no number"),
    ("no finite number", 2, 1, "inf", 3, A, "'inf' is no number"),
    ("a full-width digit", 2, 1, "２", 3, A, "'２' is no number"),
    ("an underscore", 2, 1, "1_0", 3, A, "'1_0' is no number"),
    ("nothing for a number", 4, 2, "", 5, B, "'' is no number"),
    ("outside the hard range", 3, 1, "-1e9", 4, A, "outside the hard range"),
    ("a set counted twice", 2, 0, "0", 3, "set", "'0' is not the number of this set"),
    ("a row too long", 3, 2, "1,1", 4, "", "4 values stand in this row"),
    ("an unknown column", 0, 2, "nothing_such", 1, "nothing_such", "this column is unknown"),
    ("a column twice", 0, 2, A, 1, A, "stands twice"),
    ("no column of sets", 0, 0, "sets", 1, "sets", "did you mean set?"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "column", "text", "told", "key", "reason"), [case[1:] for case in IN_THE_TABLE], ids=[case[0] for case in IN_THE_TABLE])
def test_a_broken_table_is_refused_with_file_line_and_key(
    line: int, column: int, text: str, told: int, key: str, reason: str, tmp_path: Path
) -> None:
    path = written(tmp_path)
    table = path.with_suffix(".csv")
    rows = [row.split(",") for row in table.read_text("utf-8").splitlines()]
    rows[line][column] = text
    table.write_text("\n".join(",".join(row) for row in rows) + "\n", "utf-8")
    first = refused(path)[0]
    assert (first.file, first.line, first.key) == (str(table), told, key)
    assert reason in str(first)


def test_every_fault_of_a_table_is_told_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, 6)
    table = path.with_suffix(".csv")
    table.write_text(table.read_text("utf-8").replace("\n3,", "\n3,x").replace("\n5,", "\n5,x"), "utf-8")
    assert [problem.line for problem in refused(path)] == [5, 7]


def test_one_set_is_no_ensemble(tmp_path: Path) -> None:
    (problem,) = refused(written(tmp_path, 1))
    assert "1 sets are no ensemble" in problem.reason and "2 to" in problem.allowed


def test_a_missing_table_is_told_by_its_own_name(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.with_suffix(".csv").unlink()
    (problem,) = refused(path)
    assert problem.file == str(path.with_suffix(".csv")) and "no such file" in problem.reason


@pytest.mark.parametrize(
    ("name", "reason"), [(LEVER, "this is a lever"), (CONSTANT, "this is a constant"), ("nothing_such", "no such parameter")]
)
def test_only_uncertain_parameters_differ_between_sets(name: str, reason: str, tmp_path: Path) -> None:
    path = write_ensemble(tmp_path, {A: within(A, 2), name: [1.0, 2.0]})
    (problem,) = refused(path)
    assert (problem.file, problem.line, problem.key) == (str(path), 9, f"parameters.{name}")
    assert reason in problem.reason


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('name = "small"', 'name = "large"', "name"),
        ('method = "Made up for a test."', "", "method"),
        ('method = "Made', 'methd = "Made', "method"),
        ("prior = [0.0, 100.0]", "prior = [100.0, 0.0]", f"parameters.{A}.prior"),
        ('source = ["assumption"]', 'source = ["A999"]', f"parameters.{A}"),
    ],
)
def test_a_broken_description_is_refused_with_its_key(old: str, new: str, key: str, tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert key in [problem.key.removesuffix(".source").removesuffix(".source.0") for problem in refused(path)]


def test_an_unknown_name_is_told_with_those_there_are() -> None:
    problem = refused(Path("nothing-such"))[0]
    assert "no ensemble is called" in problem.reason and problem.allowed == ", ".join(ensemble_names())


def test_the_default_is_a_shipped_ensemble_or_none() -> None:
    assert default_ensemble() in {None, *ensemble_names()}


def test_a_shipped_ensemble_is_large_enough_and_has_no_set_twice() -> None:
    for name in ensemble_names():
        found = load_ensemble(name)
        assert found.sets >= 200
        assert max(Counter(map(tuple, found.values.tolist())).values()) == 1
