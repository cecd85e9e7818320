"""Who answers for what, as a command shows it: kinds of cells, what the levers take, tables, pictures, records; and the identity of a policy that edits cells."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import experiments
from experiments import make_plan
from experiments.cli.app import main
from experiments.comparison.compare import run_plan
from experiments.comparison.prices import how_priced, without_price
from experiments.studies.matrix.cells import (
    BLIND,
    CANNOT_ARISE,
    EDITED,
    GAPS,
    LEADS,
    LED,
    SHARED,
    SOLE,
    cell_states,
    taken,
)
from experiments.studies.sweep.tasks import resolve
from experiments.text import messages
from experiments.text.errors import UserError
from scenarios import PlanFile, load_district, load_parameters, load_policy
from simulation.agents.mandates import Mandates
from simulation.matrix import matrix_in
from simulation.policy import BASELINE, CellSetting, LeverSetting, Policy
from tests.scenarios.writing import toml

HAMLET = load_district("jiuyuan-hamlet")
VALUES = load_parameters().values
CELLS = {"metal": {
    "fire": {"departments": ["fire", "towns"], "lead": "towns", "start": 2, "end": 9, "source": ["assumption"]},
    "transport": {"departments": ["transport"], "source": ["assumption", "B09"]}, "chemicals": {"departments": [], "source": ["assumption"]},
}}  # fmt: skip


def mine(folder: Path, name: str = "mine", **keys: Any) -> Path:
    words = {"title": "Mine", "question": "Does it work?", "reasoning": "Somebody looks.", "responsibility": CELLS}
    path = folder / f"{name}.toml"
    path.write_text(toml({"schema_version": 1, "name": name, **words, **keys}), encoding="utf-8")
    return path


def test_a_cell_is_blind_shared_led_somebodys_or_cannot_arise(tmp_path: Path) -> None:
    domains = len(HAMLET.domains)
    before = cell_states(HAMLET, BASELINE, VALUES, -1)
    assert [cell.kind for cell in before[:domains]] == [SHARED, SHARED, SHARED, SHARED, SOLE, BLIND, SHARED]
    assert {cell.kind for cell in before if not HAMLET.sectors[cell.sector].exposure[cell.domain]} == {CANNOT_ARISE} and {cell.by for cell in before} == {""}
    policy = load_policy(mine(tmp_path), HAMLET)
    after = cell_states(HAMLET, policy, VALUES, 5)
    names = [plan.name for plan in HAMLET.departments]
    assert [(cell.kind, cell.by) for cell in (after[1], after[3], after[5])] == [(LED, EDITED), (BLIND, EDITED), (SOLE, EDITED)]
    assert [names[number] for number in after[1].departments] == ["towns", "fire"]
    assert cell_states(HAMLET, policy, VALUES, 9)[1] == before[1] != cell_states(HAMLET, policy, VALUES, 8)[1]
    both = Policy("both", (LeverSetting(LEADS, 1.0), LeverSetting(GAPS, 1.0)), cells=policy.cells)
    kinds = [(cell.kind, cell.by) for cell in cell_states(HAMLET, both, VALUES, 5)]
    assert {kind for kind, _by in kinds} == {LED, SOLE, CANNOT_ARISE} and kinds[1] == (LED, EDITED) and kinds[3] == (SOLE, GAPS)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 1.0])
@pytest.mark.parametrize("lever", [LEADS, GAPS])
def test_the_cells_that_a_share_takes_are_those_whose_weights_change(lever: str, share: float) -> None:
    policy = Policy("some", (LeverSetting(lever, share),), cells=(CellSetting("metal", "fire", ("fire", "towns"), "towns"), CellSetting("chemical", "fire", ())))
    found = taken(HAMLET, policy, VALUES, 0)[lever]

    def weights(value: float) -> list[list[list[float]]]:
        mandates = Mandates(HAMLET)
        mandates.set_for(SimpleNamespace(**{**VALUES, LEADS: 0.0, GAPS: 0.0, lever: value}), matrix_in(HAMLET, policy, 0))
        return mandates.weights

    without, with_share = weights(0.0), weights(share)
    changed = [(s, d) for s in range(len(HAMLET.sectors)) for d in range(len(HAMLET.domains))
               if any(one[s][d] != other[s][d] for one, other in zip(without, with_share, strict=True))]  # fmt: skip
    assert found == changed and bool(found) == (share > 0)


def test_an_edit_changes_every_identity_and_another_one_again(tmp_path: Path) -> None:
    plain = load_policy(mine(tmp_path, responsibility={}, levers={"publication": 0.5}))
    seen: set[tuple[str, ...]] = set()
    fire: dict[str, Any] = CELLS["metal"]["fire"]  # type: ignore[assignment]
    for own in ({}, CELLS, {"metal": {"fire": {**fire, "start": 3}}}, {"metal": {"fire": {**fire, "lead": "fire"}}}):
        path = mine(tmp_path, "mine", responsibility=own, levers={"publication": 0.5})
        plan = make_plan("jiuyuan-hamlet", [str(path)], worlds=2, months=6, ensemble="none")
        sweep = resolve(PlanFile.model_validate(_sweep(path)))
        seen.add((plan.scenario_hash, plan.identity, plan.world_key(0), sweep.task_id(0, 0), sweep.identity))
    assert len(seen) == 4 and all(len({key[place] for key in seen}) == 4 for place in range(5)) and plain.cells == ()


def _sweep(path: Path) -> dict[str, Any]:
    plans = Path(str(experiments.__file__)).parent / "plans"
    data = tomllib.loads((plans / "first-sweep.toml").read_text("utf-8"))
    return {**data, "district": "jiuyuan-hamlet", "policies": ["baseline", str(path)], "combine": False, "worlds": 2}


def test_a_policy_of_cells_that_costs_nothing_is_not_priced(tmp_path: Path) -> None:
    policy = load_policy(mine(tmp_path))
    assert without_price(policy) == ["responsibility"] and how_priced(policy) == "not"
    paid = load_policy(mine(tmp_path, "paid", yearly_cost=1000, yearly_cost_source=["A01"]))
    assert without_price(paid) == [] and how_priced(paid) == "wholly"


def test_cells_that_a_district_has_not_are_refused_before_anything_runs(tmp_path: Path, capsys: Any) -> None:
    path = mine(tmp_path, responsibility={"catering": CELLS["metal"]})
    for command in (["compare", "--worlds", "1", "--months", "1"], ["run", "--months", "1"], ["matrix", "--months", "1"]):
        assert main([*command, "--policy", str(path), "--district", "jiuyuan-hamlet", "--quiet"]) == 2
        text = capsys.readouterr().err
        assert "responsibility.catering" in text and "mine.toml" in text and "trade-and-services" in " ".join(text.split())
    assert main(["explain", str(path)]) == 2
    made = Policy("made", cells=(CellSetting("metal", "fire", ("police",)),))
    with pytest.raises(UserError) as caught:
        make_plan("jiuyuan-hamlet", [made], worlds=1, months=1)
    assert "made: responsibility.metal.fire" in str(caught.value.where) and "emergency" in caught.value.mend


def test_explain_says_who_answers_from_when_and_which_cells_the_shares_take(tmp_path: Path, capsys: Any) -> None:
    path = mine(tmp_path, levers={LEADS: {"value": 0.5, "start": 1, "source": ["B09"]}})
    assert main(["explain", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    fire = next(cell for cell in told["responsibility"] if cell["domain"] == "fire")
    assert fire["today"] == ["fire", "emergency"] and fire["departments"] == ["fire", "towns"] and (fire["lead"], fire["start"], fire["end"]) == ("towns", 2, 9)
    assert told["cells_taken"][LEADS][0] == "metal.machinery" and told["assumptions"] == 3
    assert {source["id"] for source in told["evidence"]} == {"B09"}
    for language, words in (("en", ("(leads)", "nobody", "leads_named takes, in Jiuyuan District, Baotou in month 1, 14 cells")), ("zh", ("牵头", "无人"))):
        try:
            assert main(["explain", str(path), "--lang", language]) == 0
        finally:
            messages.activate("en")
        text = " ".join(capsys.readouterr().out.split())
        assert all(word in text for word in words), text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_command_writes_tables_pictures_and_records_that_agree(language: str, tmp_path: Path, capsys: Any) -> None:
    path, folder = mine(tmp_path), tmp_path / "out"
    given = ["--policy", str(path), "--district", "jiuyuan-hamlet", "--worlds", "2", "--months", "8", "--workers", "0", "--ensemble", "none", "--out", str(folder)]
    try:
        assert main(["matrix", *given, "--lang", language]) == 0
        text = " ".join(capsys.readouterr().out.split())
        assert main(["matrix", *given, "--json"]) == 0
    finally:
        messages.activate("en")
    told = json.loads(capsys.readouterr().out)
    assert told == json.loads((folder / "matrix.json").read_text("utf-8"))
    assert {name.name for name in folder.iterdir()} >= {"matrix.csv", "matrix.png", "matrix.svg", "manifest.json"}
    kinds = {(cell["sector"], cell["domain"]): (cell["before"]["kind"], cell["after"]["kind"]) for cell in told["cells"]}
    assert len(kinds) == 49 and kinds["metal", "transport"] == (BLIND, SOLE) and kinds["metal", "fire"] == (SHARED, LED) and len(told["unsafe_acts"]) == 7
    blind = next(cell for cell in told["cells"] if (cell["sector"], cell["domain"]) == ("metal", "transport"))
    assert blind["baseline"]["visits"] == 0 < blind["baseline"]["hazards_open"] and blind["after"] == {"kind": SOLE, "departments": ["transport"], "lead": None, "by": EDITED}
    expected = sum(cell["baseline"]["expected_deaths"] for cell in told["cells"]) + sum(acts["baseline"] for acts in told["unsafe_acts"])
    plan = make_plan("jiuyuan-hamlet", [str(path)], worlds=2, months=8, ensemble="none")
    assert expected == pytest.approx(run_plan(plan).batch.totals("expected_deaths")[0].mean() / (8 / 12), rel=1e-9)
    assert ("unsafe acts" if language == "en" else "不安全行为") in text and ("blind" if language == "en" else "空白") in text


def test_without_a_policy_the_matrix_is_that_of_today(tmp_path: Path, capsys: Any) -> None:
    given = ["--district", "jiuyuan-hamlet", "--worlds", "1", "--months", "2", "--workers", "0", "--ensemble", "none", "--out", str(tmp_path / "out")]
    assert main(["matrix", *given]) == 0
    assert "Under the policy" not in capsys.readouterr().out
    told = json.loads((tmp_path / "out" / "matrix.json").read_text("utf-8"))
    assert told["policy"] == "baseline" and all(cell["before"] == cell["after"] and cell["baseline"] == cell["policy"] for cell in told["cells"])
