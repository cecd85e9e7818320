"""Whether the order holds: who is first in how many sets, and along which assumption and at what value first place or a sign turns."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.cli.app import main
from experiments.comparison.compare import run_plan
from experiments.statistics.sets import HEADLINE_SETS
from experiments.studies.order import report
from experiments.studies.order.plan import POINTS, assumptions_asked, order_plan
from experiments.studies.order.study import Order, ordered
from experiments.studies.sweep import plans
from experiments.text.errors import UserError
from scenarios import load_ensemble, load_parameters
from tests.ensembles import write_ensemble
from tests.experiments.fakes import as_of_the_model, effect, fake_plan
from tests.experiments.kept_folders import put
from tests.experiments.test_signs import HANGS, OTHERS, simulate

TURNS = 0.6
PLAN = """schema_version = 1
name = "small"
title = "Small"
question = "Does the order hold?"
district = "jiuyuan-hamlet"
policies = ["baseline", "capacity", "incentives"]
months = 1
worlds = 1
sampler = { method = "single" }
"""


def made_up(sets: int = 40, seed: int = 1) -> Order:
    """Steady averts one death; wavering averts more where x is above the turn and fewer below it; y does nothing."""
    random = np.random.default_rng(seed)
    x, y = random.permutation(np.linspace(0.3, 1.0, sets)), random.random(sets)
    base = 10 + random.normal(0, 1, sets)
    deaths = np.array([base, base - 1 + random.normal(0, 0.05, sets), base - 1 - 3 * (x - TURNS) + random.normal(0, 0.05, sets)])
    return ordered(("baseline", "steady", "wavering"), deaths, {"x": x, "y": y, "same": np.full(sets, 0.5)})


def test_first_place_turns_where_it_was_made_to() -> None:
    found = made_up()
    (place,) = found.places
    assert found.first == "wavering" and (place.policy, place.other, place.parameter) == ("wavering", "steady", "x")
    assert place.turn is not None and place.turn.place.low <= TURNS <= place.turn.place.high and not place.turn.place.rises
    assert found.varied == ("x", "y") and sum(found.firsts.values()) == pytest.approx(found.sets)
    assert found.firsts["wavering"] == place.difference.less and found.firsts["steady"] == place.difference.more


def test_a_sign_on_which_all_sets_agree_turns_nowhere() -> None:
    signs = {one.policy: one for one in made_up().signs}
    assert signs["steady"].agreed and signs["steady"].turn is None and signs["steady"].difference.clear
    assert {one.other for one in signs.values()} == {"baseline"}


def test_from_few_sets_shares_are_told_and_no_turn() -> None:
    found = made_up(HEADLINE_SETS - 1)
    assert not found.told and all(one.turn is None for one in (*found.signs, *found.places))
    low, high = found.share("wavering")[1:]
    assert 0 < low < found.firsts["wavering"] / found.sets < high < 1


def test_equal_policies_share_a_set_and_nothing_to_hang_on_is_refused() -> None:
    deaths = np.tile([[2.0], [1.0], [1.0]], (1, 4))
    found = ordered(("baseline", "a", "b"), deaths, {"x": np.arange(4.0)})
    assert (found.firsts["a"], found.firsts["b"], found.firsts["baseline"]) == (2, 2, 0)
    for policies, values in ((("baseline", "a", "b"), {"x": np.ones(4)}), (("baseline",), {"x": np.arange(4.0)})):
        with pytest.raises(UserError):
            ordered(policies, deaths[: len(policies)], values)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A comparison over thirty sets: lead helps above the turn and harms below it; idle does a little good."""
    at = tmp_path_factory.mktemp("order")
    random = np.random.default_rng(3)
    values = {HANGS: random.permutation(np.linspace(0.45, 0.95, 30)).tolist(), **{name: np.linspace(0.2, 0.4, 30)[random.permutation(30)].tolist() for name in OTHERS}}
    path = write_ensemble(at, values)
    plan = fake_plan(worlds=60, policies=[effect("lead", deaths=0.5), effect("mild", deaths=0.95)], parameters=dict.fromkeys(values, 0.5), months=36)
    plan = dataclasses.replace(plan, ensemble=load_ensemble(path), ensemble_spec=str(path), simulate=simulate)
    return put(as_of_the_model(run_plan(plan)), at / "compared")


@pytest.mark.parametrize(("language", "said"), [("en", "is first in"), ("zh", "居首")])
def test_a_folder_tells_what_its_order_hangs_on(folder: Path, language: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["order", str(folder), "--lang", language]) == 0
    text = "".join(capsys.readouterr().out.split())
    assert said.replace(" ", "") in text and HANGS in text
    assert main(["order", str(folder), "--json", "--lang", language]) == 0
    told = json.loads(capsys.readouterr().out)
    sign = next(one for one in told["held"] if one["policy"] == "lead" and one["asks"] == "sign")
    assert sign["turns_along"] == HANGS and sign["turns_low"] <= TURNS <= sign["turns_high"] and sign["fewer"] == "above"
    assert sum(one["sets_first"] for one in told["firsts"]) == pytest.approx(30)


def test_an_ensemble_that_changed_since_is_refused(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = folder.parent / "small.csv"
    before = table.read_text("utf-8")
    try:
        table.write_text(before.replace("0.45", "0.46", 1), "utf-8")
        assert main(["order", str(folder)]) == 2
        assert "whose values are others now" in " ".join(capsys.readouterr().err.split())
    finally:
        table.write_text(before, "utf-8")


def test_what_was_run_cannot_be_varied(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--assumption", HANGS], ["--points", "20"], ["--out", str(tmp_path / "x")]):
        assert main(["order", str(folder), *words]) == 2
        assert "is finished" in " ".join(capsys.readouterr().err.split())
    assert main(["order", str(put(as_of_the_model(run_plan(fake_plan(worlds=2))), tmp_path / "one"))]) == 2
    assert "one set of assumptions" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(("text", "said"), [
    ("shared_diligense=0.5..0.9", "did you mean shared_diligence?"), ("field_days=1..2", "is a lever"), ("shared_diligence=0.9..0.5", "lower end first"),
    ("shared_diligence=0.5", "LOW..HIGH"), ("shared_diligence=a..b", "LOW..HIGH"), ("shared_diligence=-1..0.5", "It may be from"),
])  # fmt: skip
def test_what_is_no_assumption_is_told(text: str, said: str) -> None:
    with pytest.raises(UserError) as caught:
        assumptions_asked([text])
    assert said.lower() in f"{caught.value.what} {caught.value.mend}".lower()


def test_a_plan_is_asked_over_what_is_given_else_its_own_else_all_that_is_uncertain() -> None:
    own = plans.load("sensitivity")
    given = order_plan(own, assumptions_asked(["shared_diligence=0.5..0.9", "diversion"]), 30)
    assert {name: (one.low, one.high) for name, one in given.uncertainties.items()} == {
        "shared_diligence": (0.5, 0.9), "diversion": tuple(load_parameters().entries["diversion"].expected)}  # fmt: skip
    assert given.sampler.points == 30 and set(order_plan(own, {}, POINTS).uncertainties) == set(own.uncertainties)
    every = order_plan(own.model_copy(update={"uncertainties": {}}), {}, POINTS).uncertainties
    assert set(every) == {name for name, entry in load_parameters().entries.items() if entry.kind == "uncertainty" and entry.expected[0] < entry.expected[1]}
    with pytest.raises(UserError, match="no policies"):
        order_plan(own.model_copy(update={"policies": ["baseline"]}), {}, POINTS)


def test_a_plan_is_run_and_read_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "small.toml").write_text(PLAN, "utf-8")
    out = tmp_path / "out"
    words = ["order", str(tmp_path / "small.toml"), "--assumption", "shared_diligence=0.5..0.9", "--points", "3", "--workers", "0", "--out", str(out), "--json", "--quiet"]
    assert main(words) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert {one["policy"] for one in told["firsts"]} == {"baseline", "capacity", "incentives"} and (out / "order.md").is_file() and (out / "manifest.json").is_file()
    assert main(["order", str(out), "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert again["held"] == told["held"] and again["varied"] == ["shared_diligence"]
    assert "fewer than 20 sets" in report.sentences(made_up(10), str)[-1]
