"""What a door is asked from Python and cannot do is refused there: with what is wrong and what is allowed, before anything is run."""

import multiprocessing
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from scenarios import load_parameters
from simulation import (
    BASELINE,
    LeverSetting,
    Policy,
    Region,
    Settled,
    settle,
    simulate,
    simulate_policies,
    simulate_region,
)
from simulation.district import Cell
from simulation.kept_worlds import KeptWorlds
from simulation.parameters import Parameters
from simulation.region import Unit
from tests.simulation.districts import district, parameters

SMALL = district(0.006, burn_in=0)
TABLE = parameters()
RANGED = load_parameters().values
REGION = Region("two", "Two", (Unit(replace(SMALL, name="a"), 0.0, 0.0), Unit(replace(SMALL, name="b"), 9.0, 0.0)), (0, 1))


@cache
def settled() -> Settled:
    return settle(SMALL, RANGED)


def run(**given: Any) -> Any:
    return simulate(**{"district": SMALL, "parameters": RANGED, "months": 1, **given})


def in_region(**given: Any) -> Any:
    given = {"parameters": RANGED, "months": 1, **given}
    return simulate_region(REGION, [given.pop("policy", BASELINE)], **given)


def of_kept(**given: Any) -> Any:
    given = {key: value for key, value in given.items() if key != "months"}
    return KeptWorlds().world(SMALL, RANGED, **given)


NUMBERS: list[tuple[str, Any, type[Exception], str]] = [
    ("seed", 1.5, TypeError, "seed is 1.5; it must be a whole number"), ("seed", "3", TypeError, "whole number"), ("seed", -1, ValueError, "0 .. 2"),
    ("seed", True, TypeError, "whole number"), ("world", 0.5, TypeError, "world is 0.5; it must be a whole number"), ("world", None, TypeError, "whole number"),
    ("world", 2**32, ValueError, "0 .. 2"), ("world", float("nan"), TypeError, "whole number"),
]  # fmt: skip
MONTHS: list[tuple[str, Any, type[Exception], str]] = [
    ("months", float("nan"), TypeError, "months is nan; it must be a whole number"), ("months", 1.5, TypeError, "whole number"),
    ("months", "3", TypeError, "whole number"), ("months", 0, ValueError, "at least 1"), ("months", None, TypeError, "whole number"),
]  # fmt: skip


@pytest.mark.parametrize("door", [run, in_region, of_kept, lambda **given: settle(SMALL, RANGED, **given)])
@pytest.mark.parametrize(("name", "value", "error", "said"), NUMBERS)
def test_a_number_that_is_none_is_refused_at_every_door(door: Callable[..., Any], name: str, value: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        door(**{name: value})


@pytest.mark.parametrize("door", [run, in_region])
@pytest.mark.parametrize(("name", "value", "error", "said"), MONTHS)
def test_months_that_are_none_are_refused(door: Callable[..., Any], name: str, value: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        door(**{name: value})


@pytest.mark.parametrize("months", [float("nan"), "3", None, 1.5, 2.0, True])
def test_a_course_goes_on_by_whole_months(months: Any) -> None:
    course = settled().start()
    with pytest.raises(TypeError, match=r"months is .*; it must be a whole number"):
        course.advance(months)
    assert course.month == 0


def test_numbers_of_numpy_are_numbers() -> None:
    plain = run(months=2, seed=3, world=1)
    for kind in (np.int64, np.int32, np.uint8):
        assert run(months=kind(2), seed=kind(3), world=kind(1)).digest == plain.digest
    course = settle(SMALL, RANGED, seed=np.int64(3), world=np.uint32(1)).start(Policy("p", (LeverSetting("publication", np.float64(0.5), np.int64(1), np.int8(1), np.int64(4)),)))
    assert course.advance(np.int64(2)) == 2 == course.month


# Who is asked whether to stop.


class Flag:
    def is_set(self) -> bool:
        return True


@pytest.mark.parametrize("made", [threading.Event, multiprocessing.Event, Flag])
def test_anything_that_is_set_stops_a_course(made: Callable[[], Any]) -> None:
    stop = made()
    if not isinstance(stop, Flag):
        assert settled().start().advance(2, stop) == 2
        stop.set()
    assert settled().start().advance(2, stop=stop) == 0


@pytest.mark.parametrize("wrong", [{"stop": True}, {"stop": 3}, {"passed": [1]}])
def test_what_cannot_be_asked_or_told_is_refused(wrong: dict[str, Any]) -> None:
    (name,) = wrong
    for call in (lambda: settled().start().advance(0, **wrong), lambda: settle(SMALL, RANGED, **wrong), lambda: of_kept(**wrong)):
        with pytest.raises(TypeError, match=f"{name} is .*; it must"):
            call()


# What is no district, no policy, no parameters.


def test_what_is_no_policy_is_refused_at_every_door() -> None:
    wrong: Any
    for wrong in ("incentives", None, 5, LeverSetting("publication", 0.5), Policy):
        for call in (lambda wrong=wrong: settled().start(wrong), lambda wrong=wrong: run(policy=wrong), lambda wrong=wrong: in_region(policy=wrong)):
            with pytest.raises(TypeError, match=r"policy is .*; it must be a simulation\.Policy"):
                call()
    for wrong in ("incentives", BASELINE, None, iter([BASELINE])):
        with pytest.raises(TypeError, match=r"policies is .*; it must be a list of simulation\.Policy"):
            simulate_policies(SMALL, wrong, parameters=RANGED)
    with pytest.raises(TypeError, match=r"its settings must be simulation\.LeverSetting"):
        settled().start(Policy("p", (("publication", 0.5),)))  # type: ignore[arg-type]


def test_what_is_no_district_and_no_parameters_is_refused() -> None:
    for call in (lambda: run(district="jiuyuan"), lambda: settle(None, RANGED)):  # type: ignore[arg-type]
        with pytest.raises(TypeError, match=r"district is .*; it must be a simulation\.District"):
            call()
    for call in (lambda: run(parameters={}), lambda: settle(SMALL, load_parameters())):  # type: ignore[arg-type]
        with pytest.raises(TypeError, match=r"parameters is .*; it must be simulation\.Parameters"):
            call()


# Another matrix.


def matrices() -> dict[str, tuple[Any, type[Exception], str]]:
    rows = SMALL.responsibility
    _first, *others = rows[0]
    return {
        "none": (None, TypeError, "must be a tuple"), "a number": (5, TypeError, "must be a tuple"), "list rows": (tuple(list(row) for row in rows), TypeError, "must be a tuple"),
        "a list": (list(rows), TypeError, "must be a tuple"), "a row that is none": ((None, *rows[1:]), TypeError, "must be a tuple"),
        "a cell that is none": (((None, *others), *rows[1:]), TypeError, "must be a tuple"), "a row less": (rows[1:], ValueError, "a row for each"),
        "departments that are none": (((Cell(None), *others), *rows[1:]), TypeError, "departments is None"),  # type: ignore[arg-type]
        "half a department": (((Cell((0.5,)), *others), *rows[1:]), TypeError, "whole number"),  # type: ignore[arg-type]
        "nobody": (((Cell((99,)), *others), *rows[1:]), ValueError, "each once"), "an heir who is none": (((Cell((), -2), *others), *rows[1:]), ValueError, "heir -2"),
    }  # fmt: skip


@pytest.mark.parametrize("name", matrices())
def test_a_matrix_that_is_none_is_refused(name: str) -> None:
    matrix, error, said = matrices()[name]
    with pytest.raises(error, match=said):
        settled().start(district=replace(SMALL, responsibility=matrix))


@pytest.mark.parametrize("wrong", [5, "jiuyuan", SMALL.responsibility])
def test_what_is_no_district_is_no_other_matrix(wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"district is .*; it must be the settled simulation\.District"):
        settled().start(district=wrong)


# Levers.

SETTINGS: list[tuple[tuple[LeverSetting, ...], type[Exception], str]] = [
    ((LeverSetting("publication", float("nan")),), ValueError, "value is nan; it must be a finite number from 0 to 1"),
    ((LeverSetting("publication", float("inf")),), ValueError, "finite number from 0 to 1"),
    ((LeverSetting("publication", 1.5),), ValueError, "value is 1.5; it must be a finite number from 0 to 1"),
    ((LeverSetting("publication", -0.1),), ValueError, "from 0 to 1"),
    ((LeverSetting("publication", "1"),), TypeError, "it must be a number"), ((LeverSetting("publication", True),), TypeError, "it must be a number"),  # type: ignore[arg-type]
    ((LeverSetting("publikation", 0.5),), ValueError, "there is no such lever; near it is publication"),
    ((LeverSetting("hazard_arrivals", 2.0),), ValueError, "is a parameter and no lever"), ((LeverSetting(None, 0.5),), ValueError, "there is no such lever"),  # type: ignore[arg-type]
    ((LeverSetting("publication", 0.5, start=-1),), ValueError, "neither may be negative"), ((LeverSetting("publication", 0.5, ramp=-3),), ValueError, "neither may be negative"),
    ((LeverSetting("publication", 0.5, start=0.5),), TypeError, "start is 0.5; it must be a whole number"),  # type: ignore[arg-type]
    ((LeverSetting("publication", 0.5, ramp=float("nan")),), TypeError, "ramp is nan"),  # type: ignore[arg-type]
    ((LeverSetting("publication", 0.5, start=4, end=4),), ValueError, "end is 4; it must be above start, 4, or None"),
    ((LeverSetting("publication", 0.5), LeverSetting("publication", 0.7)), ValueError, "set twice in month 0"),
    ((LeverSetting("publication", 0.7, start=5), LeverSetting("publication", 0.5, start=0, end=6)), ValueError, "set twice in month 5"),
]  # fmt: skip


@pytest.mark.parametrize(("levers", "error", "said"), SETTINGS)
def test_a_lever_that_cannot_be_set_so_is_refused_at_every_door(levers: tuple[LeverSetting, ...], error: type[Exception], said: str) -> None:
    policy = Policy("own", levers)
    for call in (lambda: settled().start(policy), lambda: run(policy=policy), lambda: run(policy=policy, engine="mesa"), lambda: in_region(policy=policy)):
        with pytest.raises(error, match=f"^policy 'own', lever .*{said}"):
            call()


def test_one_after_the_other_a_lever_may_be_set_as_often_as_one_likes() -> None:
    policy = Policy("own", (LeverSetting("publication", 0.5, start=3), LeverSetting("publication", 0.7, start=0, end=3), LeverSetting("field_days", 100.0, 1, 2, 9)))
    assert settled().start(policy).advance(4) == 4


def test_parameters_know_the_hard_ranges_of_levers_wherever_they_go() -> None:
    import pickle

    entries = load_parameters().entries
    for table in (RANGED, RANGED.with_values({"fine_scale": 2.0}), pickle.loads(pickle.dumps(RANGED)), load_parameters(overrides={"fine_scale": 2.0}).values):
        assert table.lever_ranges == {name: tuple(entry.hard) for name, entry in entries.items() if entry.kind == "lever"}
    assert Parameters(dict(RANGED)) == RANGED and not TABLE.lever_ranges
