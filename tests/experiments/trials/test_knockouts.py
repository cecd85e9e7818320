"""Every mechanism can be taken out or says why not; what a trial needs is told only where the worlds tell it."""

import tomllib
from dataclasses import replace

import numpy as np
import pytest

from experiments.studies.trials.estimators import Estimate
from experiments.studies.trials.knockouts import (
    KNOCKOUTS,
    Loss,
    knockout_markdown,
    load_knockouts,
    loss,
    needs,
    unsupported_words,
)
from experiments.studies.trials.result import Result
from experiments.studies.trials.under import world_parameters
from scenarios import load_parameters, load_trial


def test_every_uncertain_parameter_is_silenced_somewhere_or_says_why_not():
    table = tomllib.loads(KNOCKOUTS.read_text("utf-8"))
    silenced = {name for entry in table["knockouts"].values() for name in entry["parameters"]}
    kept = {name for entry in table["kept"].values() for name in entry.get("parameters", ())}
    groups = {name for entry in table["kept"].values() for name in entry.get("groups", ())}
    entries = {name: entry.group for name, entry in load_parameters().entries.items() if entry.kind == "uncertainty"}
    assert [name for name, group in entries.items() if name not in silenced | kept and group not in groups] == []
    assert silenced | kept <= set(entries) and groups <= set(entries.values()) and not silenced & kept
    assert all(entry["reason"] for part in ("knockouts", "kept") for entry in table[part].values())
    assert table["knockouts"]["fear-of-visits"]["parameters"] == {"perceived_found": 0}


def test_a_mechanism_that_is_silent_in_every_world_is_not_taken_out():
    every = {one.name: one.parameters for one in load_knockouts()}
    under = world_parameters({"certainty_fading": 0.0}, None)
    assert under.has(every["beliefs-wear-off"]) and not under.has(every["fear-of-visits"])
    assert not world_parameters(None, "none").has(every["beliefs-wear-off"]) and not world_parameters(None, None).has(every["orders-correct"])


def row(value: float, half: float = 1.0, name: str = "injuries-four-years") -> Result:
    """Ten worlds, whose interval reaches ``half`` to either side."""
    trial = load_trial("a1-random-inspection")
    estimand = next(one for one in trial.estimands if one.name == name)
    return Result(trial, estimand, Estimate(name, value, value - half, value + half, value + half * np.random.default_rng(int(-10 * value)).normal(0, 1.4, 10), 0.01, float(value < 0), 9), 10)


INSIDE, OUTSIDE, FEAR = row(-5.0), row(-0.5), load_knockouts()[0]
NAME = "a1-random-inspection: injuries-four-years"


@pytest.mark.parametrize(("with_it", "without", "found"), [
    (INSIDE, OUTSIDE, "lost"), (row(-5.0, 4.0), row(-0.5, 4.0), "untold"), (OUTSIDE, INSIDE, "gained"), (INSIDE, row(-9.0), "moved"), (INSIDE, row(-5.5), ""),
    (INSIDE, replace(OUTSIDE, found=replace(OUTSIDE.found, undetermined="so")), "untold"),
])  # fmt: skip
def test_a_row_is_lost_only_where_the_worlds_tell_it(with_it, without, found):
    told = loss(FEAR, [with_it], [without])
    assert {kind: getattr(told, kind) for kind in ("lost", "untold", "gained", "moved")} == {
        kind: (NAME,) if kind == found else () for kind in ("lost", "untold", "gained", "moved")}  # fmt: skip
    assert told.supported is {"lost": True, "untold": None}.get(found, False)


def test_it_is_said_which_trial_needs_which_and_which_none_needs():
    first, second, third = load_knockouts()[:3]
    losses = [Loss(first, 1, (NAME,), (), (), ()), Loss(second, 1, (), (NAME,), (), ()), Loss(third, 1, (), (), (), ())]
    assert needs(losses, [INSIDE, row(-6.0, name="year-four")]) == {"a1-random-inspection": ([first.shown], [second.shown])}
    words = unsupported_words(losses)
    assert f"None of these trials needs: {third.shown}." in words and f"Not told in these worlds: {second.shown}." in words
    page = knockout_markdown(losses, [INSIDE])
    assert f"- a1-random-inspection needs: {first.shown}. Not told: {second.shown}." in page
